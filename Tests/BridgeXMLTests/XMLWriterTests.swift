import BridgeXML
import Testing

@Suite("Writing XML")
struct XMLWriterTests {
    @Test func `an order is written as people would write it`() {
        var writer = XMLWriter()
        writer.element("Order", ["number": "12"]) { order in
            order.element("Name", text: "Bloemen & Zo")
            order.element("Remark", ifPresent: nil)
            order.element("Remark", ifPresent: "")
            order.element("Paid")
        }
        let expected = "<Order number=\"12\"><Name>Bloemen &amp; Zo</Name><Paid/></Order>"
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + expected)
    }

    /// What a person may type, and what must not become markup.
    @Test(arguments: [
        "<script>", "]]>", "&amp;", "a \"quoted\" 'word'", "line\nbreak\tand tab\rand return", "Crème 🌷 €", "--> <!DOCTYPE x>", "é\u{301}",
        "",
        "\r\n",
    ])
    func `every text comes back as it was, in content and attribute alike`(text: String) throws {
        var writer = XMLWriter()
        writer.element("order", ["id": text]) { $0.text("<" + text) }
        let tree = try XMLReader.read(writer.bytes, XMLVocabulary([.init("", "order"), .init("", "id")]))
        #expect(tree.rawString(of: tree.root) == "<" + text)
        #expect(tree.rawAttribute(XMLName(1), of: tree.root) == text)
    }

    @Test(arguments: ["\u{0}", "\u{7}", "\u{1B}", "\u{FFFE}", "\u{FFFF}"])
    func `a character that XML does not allow is marked as unreadable`(character: String) throws {
        var writer = XMLWriter()
        writer.element("order", text: "a\(character)b")
        let tree = try XMLReader.read(writer.bytes, XMLVocabulary([.init("", "order")]))
        #expect(tree.string(of: tree.root) == "a\u{FFFD}b")
    }

    @Test func `a name that XML does not allow is our mistake`() async {
        await #expect(processExitsWith: .failure) {
            var writer = XMLWriter()
            writer.element("two words", text: "x")
        }
    }
}
