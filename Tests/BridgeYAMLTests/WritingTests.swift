import BridgeDomain
import BridgeYAML
import BridgeTesting
import Testing

@Suite struct WritingTests {
    @Test func `the text is in block style and readable`() throws {
        let value: YAMLValue = [
            "name": "Exporteur België",
            "secret": "env:EXACT_SECRET",
            "rules": [
                ["kind": "salesInvoice", "account": "8000", "share": .number(ExactDecimal("0.5") ?? 0), "tags": []],
                ["kind": "creditNote", "when": ["country": "NL", "from": "2024-01-01"]],
            ],
            "matrix": [[1, 2], []],
            "active": true,
            "nothing": .null,
            "more": [:],
        ]
        let text = """
            # Made by hand.
            #
            # Twice.
            name: Exporteur België
            secret: env:EXACT_SECRET
            rules:
              - kind: salesInvoice
                account: "8000"
                share: 0.5
                tags: []
              - kind: creditNote
                when:
                  country: NL
                  from: "2024-01-01"
            matrix:
              - - 1
                - 2
              - []
            active: true
            nothing: null
            more: {}

            """
        #expect(value.text(comment: "Made by hand.\n\nTwice.") == text)
        #expect(try YAMLNode(parsing: text).value == value)
    }

    @Test(arguments: [
        "0012", "12", "-1", "1.50", "1e5", "0x1F", "0o7", "1_000", ".5", ".inf", "+1", "12:30", "2024-01-01", "2024-01-01T10:00:00Z", "yes",
        "No", "ON", "off", "y", "N", "true", "False", "null", "Null", "~", "", " ", " a", "a ", "a: b", "a:", "a #b", "#a", "- a", "-",
        "? a",
        ":a", "@a", "`a", "%a", "&a", "*a", "!a", "|", ">", "[a]", "{a}", "a, b", "'a'", "\"a\"", "a\"b", "a\\b", "a\nb", "\n", "a\r\nb",
        "tab\tin", "\u{0}", "\u{7}", "\u{7F}", "\u{85}", "\u{A0}", "\u{2028}", "\u{2029}", "\u{FEFF}", "\u{FFFE}", "\u{FFFF}", "💐 bloemen",
        "één", "日本", "---", "...", "<<", "=", "a  b", "a::b", "env:NAME", "https://example.nl/a?b=c#d", "e\u{301}", "\u{202E}x",
    ])
    func `every text comes back as that text`(text: String) throws {
        #expect(try YAMLNode(parsing: YAMLValue.string(text).text()).value == .string(text))
        let inside: YAMLValue = .mapping([.init(text, .list([.string(text), .mapping([.init(text, .string(text))])]))])
        #expect(try YAMLNode(parsing: inside.text()).value == inside)
    }

    @Test(arguments: ["Bloemen", "env:NAME", "file:/etc/key", "Omzet bloemen, laag", "a.b-c_d", "9% laag"])
    func `ordinary text stands without quotes when it starts with a letter`(text: String) {
        let isQuoted = YAMLValue.string(text).text().hasPrefix("\"")
        #expect(isQuoted == (text.first?.isLetter == false))
    }

    @Test func `a key too long to be found by its colon still comes back`() throws {
        let value: YAMLValue = .mapping([.init(String(repeating: "k", count: 3000), ["a": [1, 2]]), .init("b", 1)])
        #expect(try YAMLNode(parsing: value.text()).value == value)
    }

    @Test(arguments: ["0", "-0", "12", "-12.50", "0.5", "100000000000000000000"])
    func `numbers are written as they are`(text: String) throws {
        #expect(YAMLValue.number(text).text() == "\(text)\n")
        #expect(try YAMLNode(parsing: text).value == .number(text))
    }

    @Test(arguments: ["0012", "1.", ".5", "1e3", "+1", "1,5", "1.2.3", "--1", "-x"])
    func `what only resembles a number reads as text`(text: String) throws {
        #expect(try YAMLNode(parsing: "a: \(text)").value == ["a": .string(text)])
    }

    @Test func `members that are not there are left out`() {
        #expect(YAMLValue.mapping(present: ["a": 1, "b": nil, "c": .null]) == ["a": 1, "c": .null])
    }

    @Test(arguments: UInt64(0)..<200)
    func `whatever is written is read back the same`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let value = Self.value(depth: 0, &random)
        let text = value.text()
        #expect(try YAMLNode(parsing: text).value == value, "seed \(seed)")
        #expect(try YAMLNode(parsing: text).value.text() == text, "seed \(seed)")
    }

    private static func value(depth: Int, _ random: inout SeededGenerator) -> YAMLValue {
        switch Int.random(in: 0..<(depth < 5 ? 8 : 5), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .number(Int.random(in: -1000...1000, using: &random))
        case 3, 4: .string(text(&random))
        case 5, 6: .mapping(members(depth: depth, &random))
        default: .list((0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth + 1, &random) })
        }
    }

    private static func members(depth: Int, _ random: inout SeededGenerator) -> [YAMLValue.Member] {
        var keys: Set<String> = []
        return (0..<Int.random(in: 0...4, using: &random)).compactMap { _ in
            let key = text(&random)
            guard keys.insert(key).inserted else { return nil }
            return YAMLValue.Member(key, value(depth: depth + 1, &random))
        }
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        let pieces = [
            "a", "B", "é", "0", "1", " ", ":", ": ", "#", " #", "-", "- ", "'", "\"", "\\", "\n", "\t", "[", "]", "{", "}", ",", "&", "*",
            "!",
            "|", ">", "%", "@", "`", "?", "~", "=", "<", "💐", "\u{85}", "\u{2028}", "\u{1}", "yes", "null", "2024-01-01",
        ]
        return (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }
}
