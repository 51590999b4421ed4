import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import Testing

@testable import BridgeConsole

@Suite struct `Pages are for everyone` {
    @Test func `each has a language, one heading, a way to its content, and a label for every field`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            try await office.document(1)
            let cookie = try await office.enter()
            for path in [
                "/", "/documents", "/parties", "/payments", "/history", "/connections", "/people", "/people/anna", "/webhooks",
                "/reconcile", "/mapping",
                "/mapping/change", Office.path(1),
                Office.path(1, "withdraw"), "/account",
                "/sign-in",
            ] {
                let page = try await office.get(path, cookie: cookie).text
                #expect(page.contains("<html lang=\"en\">") && page.contains("<title>"), "\(path)")
                #expect(page.split(separator: "<h1>").count == 2 && page.split(separator: "<main ").count == 2, "\(path)")
                #expect(page.contains("href=\"#content\"") && page.contains("<main id=\"content\""), "\(path)")
                for field in page.split(separator: "<input ").dropFirst() where !field.hasPrefix("type=\"hidden\"") {
                    let id = try #require(field.firstRange(of: "id=\"").map { field[$0.upperBound...].prefix { $0 != "\"" } })
                    #expect(page.contains("<label for=\"\(id)\">"), "\(path): \(id)")
                }
            }
        }
    }

    @Test func `a box to tick and its words are one target`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            let cookie = try await office.enter()
            for (path, name, text) in [
                ("/webhooks", "event-document.booked", "document booked"), ("/people", "documents:write", "push documents"),
                ("/", "keys-on", "Keys are on in this browser"),
            ] {
                let page = try await office.get(path, cookie: cookie).text
                let label = try #require(page.firstRange(of: "<p class=\"tick\"><label for=\"\(name)\">"), "\(path)").upperBound
                let inside = try #require(page[label...].firstRange(of: "</label>")).lowerBound
                #expect(page[label..<inside].contains("type=\"checkbox\"") && page[label..<inside].contains(text), "\(path)")
            }
        }
    }

    @Test func `a cell of a table carries its column's name to where there is no room for columns, and says when it is empty`() async throws
    {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.document(1) { ($0.problems, $0.gross) = ([Problem(.amountDecimals, at: Place("lines"), found: "1.005")], nil) }
            let page = try await office.get("/", cookie: try await office.enter()).text
            #expect(page.contains("<td class=\"number nothing\" data-label=\"Amount\">–</td>"))
        }
    }

    @Test func `headings go down one level at a time`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.document(1)
            let cookie = try await office.enter()
            for path in ["/", "/reconcile", "/mapping", Office.path(1)] {
                let page = try await office.get(path, cookie: cookie).text
                var level = 0
                for part in page.split(separator: "<h").dropFirst() {
                    guard let next = part.first?.wholeNumberValue, (1...6).contains(next) else { continue }
                    #expect(next <= level + 1, "\(path)")
                    level = next
                }
            }
        }
    }

    @Test func `the stylesheet is kept for good under the name of its content`() async throws {
        try await Office.with { office in
            let sheet = try await office.get(Stylesheet.path)
            #expect(sheet.status == 200 && sheet.body == Stylesheet.bytes && sheet.fields["Content-Type"] == "text/css; charset=utf-8")
            #expect(sheet.fields["Cache-Control"] == "public, max-age=31536000, immutable")
            let again = try await office.get(Stylesheet.path, fields: [("If-None-Match", try #require(sheet.fields["ETag"]))])
            #expect(again.status == 304 && again.body.isEmpty)
            #expect(try await office.get("/sign-in").text.contains("href=\"\(Stylesheet.path)\""))
        }
    }

    @Test func `a first view is under 100 kB, stylesheet included`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            for number in 1...60 { try await office.document(number) }
            let cookie = try await office.enter()
            for path in ["/", "/documents", "/reconcile", "/mapping", Office.path(1)] {
                #expect(try await office.get(path, cookie: cookie).body.count + Stylesheet.bytes.count < 100_000, "\(path)")
            }
        }
    }

    /// Relative luminance and contrast as WCAG 2.2 defines them; binary numbers, far from any amount.
    @Test(arguments: ["light", "dark"])
    func `text and ground differ enough to be read`(scheme: String) throws {
        let parts = Stylesheet.text.split(separator: ":root{")
        let colours = Self.colours(
            of: String(try #require(scheme == "light" ? parts.dropFirst(0).first { $0.contains("--ground:#fff") } : parts.last)))
        for ground in ["ground", "panel"] {
            for ink in ["ink", "quiet", "link", "good", "wait", "bad"] {
                let contrast = Self.contrast(try #require(colours[ink]), try #require(colours[ground]))
                #expect(contrast >= 4.5, "\(ink) on \(ground): \(contrast)")
            }
        }
    }

    private static func colours(of text: String) -> [String: String] {
        var found: [String: String] = [:]
        for part in text.prefix(while: { $0 != "}" }).split(separator: ";") {
            let pair = part.split(separator: ":")
            if pair.count == 2, let name = pair.first, name.hasPrefix("--"), pair[1].hasPrefix("#") {
                found[String(name.dropFirst(2))] = String(pair[1].dropFirst())
            }
        }
        return found
    }

    private static func contrast(_ one: String, _ other: String) -> Double {
        let (first, second) = (luminance(one), luminance(other))
        return (max(first, second) + 0.05) / (min(first, second) + 0.05)
    }

    private static func luminance(_ hex: String) -> Double {
        let digits = Array(hex.count == 3 ? hex.flatMap { [$0, $0] } : Array(hex))
        let parts = stride(from: 0, to: 6, by: 2).map { Double(Int(String(digits[$0...$0 + 1]), radix: 16) ?? 0) / 255 }
        let linear = parts.map { part in
            part <= 0.04045 ? part / 12.92 : power((part + 0.055) / 1.055)
        }
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }

    /// x to the power of 2.4: x² times the fifth root of x², by Newton's steps.
    private static func power(_ x: Double) -> Double {
        var root = 1.0
        for _ in 0..<60 { root -= (root * root * root * root * root - x * x) / (5 * root * root * root * root) }
        return x * x * root
    }
}
