import BridgeDomain
import BridgeHTML
import Testing

@Suite struct `Markup` {
    @Test(arguments: [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("Tom & Jerry's \"bloom\"", "Tom &amp; Jerry&#39;s &quot;bloom&quot;"),
        ("&amp;", "&amp;amp;"), ("zero\u{0}bell\u{7}tab\t", "zero\u{FFFD}bell\u{FFFD}tab\t"),
        ("Bloemen \u{1F337} é", "Bloemen \u{1F337} é"), ("", ""),
    ])
    func `holds text only escaped, between tags and in attributes`(text: String, escaped: String) {
        #expect(HTML.text(text).description == escaped)
        #expect(el(.p) { text }.description == "<p>\(escaped)</p>")
        #expect(el(.span, Attribute("title", text)).description == "<span title=\"\(escaped)\"></span>")
    }

    @Test func `is put together in order, with choices and loops`() {
        let names = ["a", "b"]
        let none: HTML? = nil
        let list = el(.ul, .class("names")) {
            for name in names { el(.li) { name } }
            if names.count > 5 { "many" }
            if names.isEmpty { "none" } else { el(.li) { "end" } }
            none
        }
        #expect(list.description == "<ul class=\"names\"><li>a</li><li>b</li><li>end</li></ul>")
    }

    @Test func `leaves attributes out that have no value, and writes switches bare`() {
        let input = el(.input, .type("checkbox"), .class(nil), .checked(true), .selected(false), .value(""))
        #expect(input.description == "<input type=\"checkbox\" checked value=\"\">")
    }

    @Test func `has no element whose content follows other rules`() {
        let names = Set(Tag.allCases.map(\.rawValue))
        #expect(names.isDisjoint(with: ["script", "style", "iframe", "object", "embed", "template", "noscript", "plaintext", "xmp"]))
        #expect(names.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } })
    }

    @Test func `is a whole document with its language`() {
        let page = HTML.document(language: "nl", head: el(.title) { "Vandaag <1>" }, body: el(.main) { "x" })
        #expect(
            page.description
                == "<!doctype html><html lang=\"nl\"><head><title>Vandaag &lt;1&gt;</title></head><body><main>x</main></body></html>")
    }

    @Test(arguments: [(Language.dutch, "1.234,50 EUR", "03-12-2026"), (.english, "1,234.50 EUR", "2026-12-03")])
    func `shows amounts and days as the reader writes them`(language: Language, amount: String, day: String) throws {
        let formatting = Formatting(language)
        let date = try #require(CalendarDate("2026-12-03"))
        #expect(HTML.money(Money(minorUnits: 123_450, .eur), formatting).description == "<span class=\"amount\">\(amount)</span>")
        #expect(HTML.date(date, formatting).description == "<time datetime=\"2026-12-03\">\(day)</time>")
        #expect(HTML.money(Money(minorUnits: -1, .eur), formatting).description.contains("amount negative"))
    }
}

@Suite struct `Addresses` {
    @Test func `encode what is not part of the path`() {
        let address = Address("/documents", ["nl/aalsmeer", ".."], query: [("q", "a&b=c d"), ("state", nil), ("n", "1")], fragment: "top")
        #expect(address.text == "/documents/nl%2Faalsmeer/%2E%2E?q=a%26b%3Dc%20d&n=1#top")
        #expect(el(.a, .href(address)).description.contains("?q=a%26b%3Dc%20d&amp;n=1#top"))
    }

    @Test(arguments: [
        "javascript:alert(1)", "http://books.example/1", "https://", "https:///x", "//evil.example", "data:text/html,x",
        "https://a/\"onload=",
        " https://a", "https://a b", "HTTPS://a", "http://127.0.0.1.evil.example/", "http://127.0.0.1:80@evil.example/",
        "http://127.0.0.1evil",
        "http://localhost/", "http://10.0.0.1/",
    ])
    func `refuse what is not an address of the web over TLS`(text: String) { #expect(Address(elsewhere: text) == nil) }

    @Test func `lead elsewhere over TLS`() {
        #expect(Address(elsewhere: "https://start.exactonline.nl/docs/x?ID=1&y=2")?.text == "https://start.exactonline.nl/docs/x?ID=1&y=2")
    }

    @Test(arguments: ["http://127.0.0.1:8080/api?x=1", "http://127.0.0.1", "http://[::1]:8080/"])
    func `lead to this machine in clear text: a sandbox asks for consent there`(text: String) {
        #expect(Address(elsewhere: text)?.text == text)
    }

    @Test(arguments: ["//evil.example", "https://evil.example", "javascript:x", "/\\evil.example", "", "documents", "/a b", "/a\nb"])
    func `that came back from a browser are refused where they are not ours`(text: String) { #expect(Address(ownPath: text) == nil) }

    @Test func `that came back from a browser are taken where they are ours`() {
        #expect(Address(ownPath: "/documents?q=a%20b&n=1")?.text == "/documents?q=a%20b&n=1")
        #expect(Address(onPage: "content").text == "#content")
    }
}

@Suite struct `Cells of a table` {
    private let head = pieces {
        for name in ["Account", "Debit & \"credit\"", "VAT"] { el(.th, .scope("col")) { name } }
    }

    @Test func `carry the heading of their column, for where there is no room for columns`() {
        let rows = pieces {
            el(.tr) {
                el(.th, .scope("row")) { "8000" }
                el(.td, .class("number")) { el(.strong) { "1 < 2 <td>" } }
                el(.td) { el(.time) { "now" } }
            }
            el(.tr) { el(.td) { "9000" } }
        }
        #expect(
            HTML.rows(rows, labelledBy: head).description
                == "<tr><th scope=\"row\" data-label=\"Account\">8000</th>"
                + "<td class=\"number\" data-label=\"Debit &amp; &quot;credit&quot;\"><strong>1 &lt; 2 &lt;td&gt;</strong></td><td data-label=\"VAT\"><time>now</time></td></tr><tr><td data-label=\"Account\">9000</td></tr>"
        )
    }

    @Test func `that take more columns count for each; those beyond the headings carry none`() {
        let rows = el(.tr) {
            el(.th, .scope("row"), Attribute("colspan", "2")) { "Together" }
            el(.td) { "1.00" }
            el(.td) { "2.00" }
        }
        #expect(
            HTML.rows(rows, labelledBy: head).description
                == "<tr><th scope=\"row\" colspan=\"2\" data-label=\"Account\">Together</th><td data-label=\"VAT\">1.00</td><td>2.00</td></tr>"
        )
    }
}
