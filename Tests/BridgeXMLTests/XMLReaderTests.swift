import BridgeDomain
import BridgeXML
import Testing

/// The names the tests read by.
private let shop = XMLVocabulary([
    .init("urn:shop", "order"), .init("urn:shop", "line"), .init("urn:shop", "name"), .init("", "id"), .init("urn:other", "name"),
    .init("urn:shop", "photo"),
])
private let (order, line, name, id, otherName, photo) = (
    XMLName(0), XMLName(1), XMLName(2), XMLName(3), XMLName(4), XMLName(5)
)

private func read(_ text: String, limits: XMLLimits = .standard, opaque: Set<XMLName> = []) throws(XMLError) -> XMLTree {
    try XMLReader.read(Array(text.utf8), shop, limits: limits, opaque: opaque)
}

private func error(_ bytes: [UInt8], limits: XMLLimits = .standard) -> XMLError? {
    do throws(XMLError) {
        _ = try XMLReader.read(bytes, shop, limits: limits)
        return nil
    } catch { return error }
}

private func error(_ text: String, limits: XMLLimits = .standard) -> XMLError? { error(Array(text.utf8), limits: limits) }

extension String {
    fileprivate var utf16LittleEndian: [UInt8] { utf16.flatMap { unit -> [UInt8] in [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)] } }
}

@Suite("Reading XML")
struct XMLReaderTests {
    @Test func `an order's lines are read with their texts, attributes and places`() throws {
        let tree = try read(
            """
            <?xml version="1.0"?>
            <order xmlns="urn:shop">
              <line id=" 1 "><name>Rozen &amp; <![CDATA[<Tulpen>]]></name></line>
              <line id="2"><name> Lelies&#x2603; </name></line>
            </order>
            """)
        let lines = Array(tree.children(of: tree.root))
        #expect(tree.name(of: tree.root) == order)
        #expect(lines.map { tree.attribute(id, of: $0) } == ["1", "2"])
        #expect(lines.compactMap { tree.first(name, in: $0) }.map { tree.string(of: $0) } == ["Rozen & <Tulpen>", "Lelies☃"])
        #expect(lines.map { tree.line(of: $0) } == [3, 4])
        #expect(lines.compactMap { tree.parent(of: $0) } == [tree.root, tree.root])
        #expect(tree.elementCount == 5)
    }

    @Test(arguments: [
        "<order xmlns='urn:shop'><name>x</name></order>", "<o:order xmlns:o='urn:shop'><o:name>x</o:name></o:order>",
        "<a:order xmlns:a='urn:shop' xmlns:b='urn:other'><b:name>y</b:name><name xmlns='urn:shop'>x</name></a:order>",
    ])
    func `namespaces are told apart by their address, whatever the prefix`(text: String) throws {
        let tree = try read(text)
        #expect(tree.first(name, in: tree.root).map { tree.string(of: $0) } == "x")
    }

    @Test func `an element nobody asked for is skipped with all it contains`() throws {
        let tree = try read("<order xmlns='urn:shop'><secret><name>no</name></secret><name>yes</name></order>")
        #expect(tree.children(of: tree.root).map { tree.string(of: $0) } == ["yes"])
        #expect(tree.elementCount == 4)
    }

    @Test func `a text whose outermost element is unknown says so by its name`() throws {
        let tree = try read("<html><name xmlns='urn:shop'/></html>")
        #expect(tree.name(of: tree.root) == .unknown)
    }

    @Test func `an opaque element keeps its attributes and not its text`() throws {
        let tree = try read("<order xmlns='urn:shop'><photo id='p'>AAAA</photo><name>x</name></order>", opaque: [photo])
        let found = try #require(tree.first(photo, in: tree.root))
        #expect(tree.attribute(id, of: found) == "p" && tree.string(of: found).isEmpty)
        #expect(tree.first(name, in: tree.root).map { tree.string(of: $0) } == "x")
    }

    @Test func `comments and instructions inside a text leave it whole`() throws {
        let tree = try read("<order xmlns='urn:shop'><name>12<!-- no --><?no?>34</name></order>")
        #expect(tree.first(name, in: tree.root).map { tree.string(of: $0) } == "1234")
    }

    @Test(arguments: [1, 2, 3, 7, 1000])
    func `a text fed in pieces of any size reads the same`(size: Int) throws {
        let text = "<?xml version='1.0' encoding='UTF-16'?><order xmlns='urn:shop'><line id='ä'><name>Crèmewit 🌷 €</name></line></order>"
        for encoded in [Array(text.utf8), [0xFF, 0xFE] + text.utf16LittleEndian] {
            var reader = try XMLReader(shop)
            for start in stride(from: 0, to: encoded.count, by: size) {
                try reader.feed(Array(encoded[start..<min(start + size, encoded.count)]))
            }
            let tree = try reader.finish()
            let node = try #require(tree.first(line, in: tree.root))
            #expect(tree.attribute(id, of: node) == "ä")
            #expect(tree.first(name, in: node).map { tree.string(of: $0) } == "Crèmewit 🌷 €")
        }
    }

    @Test func `a long text is read whole across the parser's pieces`() throws {
        let long = String(repeating: "0123456789abcdef é", count: 40_000)
        let tree = try read("<order xmlns='urn:shop'><name>\(long)</name><name>x</name></order>")
        #expect(tree.first(name, in: tree.root).map { tree.rawString(of: $0) } == long)
    }
}

@Suite("Reading that nobody listens to")
struct XMLBareReadingTests {
    @Test func `it tells XML from what is none, like the reader`() {
        #expect(XMLBareReading.read(Array("<order><line/></order>".utf8)))
        #expect(!XMLBareReading.read(Array("<order><line></order>".utf8)))
        #expect(!XMLBareReading.read([]))
    }
}

@Suite("Encodings of XML")
struct XMLEncodingTests {
    struct Sample: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var head: [UInt8]
        var declared: String
        var encode: @Sendable (String) -> [UInt8]
    }

    static let samples: [Sample] = [
        Sample(testDescription: "UTF-8", head: [], declared: "", encode: { Array($0.utf8) }),
        Sample(testDescription: "UTF-8 with mark", head: [0xEF, 0xBB, 0xBF], declared: " encoding='utf-8'", encode: { Array($0.utf8) }),
        Sample(testDescription: "UTF-8 that says UTF-16", head: [], declared: " encoding='utf-16'", encode: { Array($0.utf8) }),
        Sample(
            testDescription: "UTF-16 with mark, little endian", head: [0xFF, 0xFE], declared: " encoding='UTF-16'",
            encode: { $0.utf16LittleEndian }),
        Sample(
            testDescription: "UTF-16 without mark, big endian", head: [], declared: " encoding='UTF-16'",
            encode: { $0.utf16.flatMap { unit -> [UInt8] in [UInt8(unit >> 8), UInt8(truncatingIfNeeded: unit)] } }),
        Sample(
            testDescription: "Latin-1", head: [], declared: " encoding=\"ISO-8859-1\"",
            encode: { $0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }),
        Sample(
            testDescription: "Windows-1252", head: [], declared: " encoding='windows-1252'",
            encode: { $0.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }),
    ]

    @Test(arguments: samples)
    func `an order reads the same in every encoding`(sample: Sample) throws {
        let bytes = sample.encode("<?xml version='1.0'\(sample.declared)?><order xmlns='urn:shop'><name>Crème é</name></order>")
        let tree = try XMLReader.read(sample.head + bytes, shop)
        #expect(tree.first(name, in: tree.root).map { tree.string(of: $0) } == "Crème é")
    }

    @Test(arguments: [("windows-1252", UInt8(0x80)), ("ISO-8859-15", UInt8(0xA4))])
    func `the euro sign stands where each Western code page has it`(encoding: String, byte: UInt8) throws {
        let bytes =
            Array("<?xml version='1.0' encoding='\(encoding)'?><order xmlns='urn:shop'><name>".utf8) + [byte]
            + Array("</name></order>".utf8)
        let tree = try XMLReader.read(bytes, shop)
        #expect(tree.first(name, in: tree.root).map { tree.string(of: $0) } == "€")
    }

    @Test(arguments: ["UTF-7", "Shift_JIS", "IBM037", "x'y"])
    func `another encoding is refused by name`(encoding: String) throws {
        let kind = try #require(error("<?xml version=\"1.0\" encoding=\"\(encoding)\"?><order/>")).kind
        #expect(kind == .encodingUnknown(encoding))
    }

    @Test(arguments: [
        Array("<order>".utf8) + [0xC3, 0x28] + Array("</order>".utf8),
        Array("<?xml version='1.0' encoding='us-ascii'?><order>".utf8) + [0xE9] + Array("</order>".utf8),
        Array("<?xml version='1.0' encoding='windows-1252'?><order>".utf8) + [0x81] + Array("</order>".utf8),
        [0xFF, 0xFE, 0x3C, 0x00, 0x00, 0xD8, 0x3C, 0x00], [0xFE, 0xFF, 0x00, 0x3C, 0x00],
    ])
    func `bytes that the encoding does not have are refused`(bytes: [UInt8]) throws {
        let found = try #require(error(bytes))
        #expect(found.kind == .encodingBroken)
        #expect(found.text(.dutch).hasPrefix("regel 1, kolom"))
    }
}

@Suite("Hostile XML")
struct HostileXMLTests {
    struct Attack: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var kind: XMLError.Kind
    }

    static let attacks: [Attack] = [
        Attack(
            testDescription: "a billion laughs",
            text: """
                <?xml version="1.0"?>
                <!DOCTYPE order [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
                <order xmlns="urn:shop"><name>&c;</name></order>
                """,
            kind: .documentType),
        Attack(
            testDescription: "a file of this machine as entity",
            text: "<!DOCTYPE order [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><order xmlns='urn:shop'><name>&x;</name></order>",
            kind: .documentType),
        Attack(
            testDescription: "a type declaration on the network", text: "<!DOCTYPE order SYSTEM \"http://127.0.0.1:9/x.dtd\"><order/>",
            kind: .documentType),
        Attack(
            testDescription: "an entity nobody declared", text: "<order xmlns='urn:shop'><name>&x;</name></order>", kind: .undeclaredEntity),
        Attack(
            testDescription: "a million levels", text: String(repeating: "<a>", count: 1_000_000), kind: .tooDeep(depthMax: 100)),
        Attack(
            testDescription: "an attribute of 20 KB", text: "<order a='\(String(repeating: "x", count: 20_000))'/>",
            kind: .attributeTooLong(bytesMax: 16 << 10)),
        Attack(
            testDescription: "an attribute of ten megabytes", text: "<order a='\(String(repeating: "x", count: 10_000_000))'/>",
            kind: .markupTooLong(bytesMax: XMLReader.markupBytesMax)),
        Attack(
            testDescription: "a hundred thousand attributes",
            text: "<order \((0..<100_000).map { "a\($0)='>'" }.joined(separator: " "))/>",
            kind: .markupTooLong(bytesMax: XMLReader.markupBytesMax)),
        Attack(
            testDescription: "a thousand attributes", text: "<order \((0..<1000).map { "a\($0)='>'" }.joined(separator: " "))/>",
            kind: .tooManyAttributes(attributesMax: 64)),
        Attack(
            testDescription: "a comment without an end", text: "<order><!--\(String(repeating: "-x", count: 200_000))",
            kind: .markupTooLong(bytesMax: XMLReader.markupBytesMax)),
        Attack(testDescription: "a prefix without namespace", text: "<order><x:name/></order>", kind: .undeclaredPrefix),
        Attack(testDescription: "an attribute twice", text: "<order id='1' id='2'/>", kind: .duplicateAttribute),
        Attack(testDescription: "tags that cross", text: "<order><name></order></name>", kind: .tagMismatch),
        Attack(testDescription: "a second document", text: "<order/><order/>", kind: .contentAfterEnd),
        Attack(testDescription: "a bell", text: "<order>\u{7}</order>", kind: .forbiddenCharacter),
        Attack(testDescription: "a null as reference", text: "<order>&#0;</order>", kind: .forbiddenCharacter),
        Attack(testDescription: "half a file", text: "<order xmlns='urn:shop'><name>x</na", kind: .incomplete),
        Attack(testDescription: "half an attribute", text: "<order xmlns='urn:shop'><name id='x", kind: .incomplete),
        Attack(testDescription: "only a start", text: "<order>", kind: .incomplete),
        Attack(testDescription: "nothing", text: "", kind: .empty), Attack(testDescription: "only spaces", text: " \n\t", kind: .empty),
    ]

    @Test(arguments: attacks)
    func `it is refused for what it is`(attack: Attack) throws {
        let found = try #require(error(attack.text))
        #expect(found.kind == attack.kind)
        for language in Language.allCases { #expect(found.text(language).hasSuffix(".")) }
    }

    @Test func `what is no XML at all is refused with its place`() throws {
        for text in ["hello", "{\"a\":1}", "PK\u{3}\u{4}", "<order", "<order><", "<order a=1/>", "<1/>", "<order>a & b</order>"] {
            let found = try #require(error(text), "\(text)")
            #expect(found.line == 1, "\(text)")
        }
    }

    @Test func `each limit is one's own to set`() throws {
        let order = "<order xmlns='urn:shop'><line><name>Rozen</name></line><line/></order>"
        #expect(error(order) == nil)
        #expect(error(order, limits: XMLLimits(bytesMax: 20))?.kind == .tooLong(bytesMax: 20))
        #expect(error(order, limits: XMLLimits(depthMax: 2))?.kind == .tooDeep(depthMax: 2))
        #expect(error(order, limits: XMLLimits(elementsMax: 3))?.kind == .tooManyElements(elementsMax: 3))
        #expect(error(order, limits: XMLLimits(textBytesMax: 4))?.kind == .textTooLong(bytesMax: 4))
        #expect(error("<order a='1' b='2'/>", limits: XMLLimits(attributesMax: 1))?.kind == .tooManyAttributes(attributesMax: 1))
        #expect(error("<order a='12'/>", limits: XMLLimits(attributeBytesMax: 1))?.kind == .attributeTooLong(bytesMax: 1))
    }

    @Test func `more names than the reader remembers are still told apart`() throws {
        let noise = (0..<5000).map { "<n\($0)/>" }.joined()
        let tree = try read("<order xmlns='urn:shop'>\(noise)<line/>\(noise)<name>x</name></order>")
        #expect(tree.children(of: tree.root).map { tree.name(of: $0) } == [line, name])
    }

    @Test func `an order cut or changed at any byte is an answer, never a crash`() throws {
        let whole = Array("<?xml version='1.0'?><order xmlns='urn:shop'><line id='1'><name>Rozen &amp; é</name></line></order>".utf8)
        for end in whole.indices { #expect(error(Array(whole[..<end])) != nil) }
        for place in whole.indices {
            for byte: UInt8 in [0, 0x20, 0x26, 0x3C, 0x3E, 0x22, 0x80, 0xFF] {
                var changed = whole
                changed[place] = byte
                if let found = error(changed) { #expect(found.line >= 1 && found.column >= 1) }
            }
        }
    }
}
