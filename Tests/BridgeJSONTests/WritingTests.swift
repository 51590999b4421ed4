import BridgeJSON
import BridgeTesting
import Testing

@Suite struct WritingTests {
    @Test(
        arguments: [
            (JSON.null, "null"), (true, "true"), ("a\"b\\c/d", #""a\"b\\c/d""#), ("\n\r\t", #""\n\r\t""#),
            ("\u{0}\u{8}\u{C}\u{1F}", #""\u0000\u0008\u000c\u001f""#), ("é€💐\u{7F}\u{2028}", "\"é€💐\u{7F}\u{2028}\""),
            (["b": [1, [:], []], "a": nil], #"{"b":[1,{},[]],"a":null}"#),
        ] as [(JSON, String)])
    func `values are written compact, members in their order`(value: JSON, text: String) throws {
        #expect(value.description == text)
        #expect(value.bytes == Array(text.utf8))
    }

    @Test func `text for people has two spaces a level`() {
        let value: JSON = ["a": [1, [:], []], "b": ["c": nil]]
        let text = """
            {
              "a": [
                1,
                {},
                []
              ],
              "b": {
                "c": null
              }
            }
            """
        #expect(value.indentedText == text)
    }

    @Test func `the canonical form sorts members by the bytes of their names and leaves arrays alone`() throws {
        let value = try JSON(parsing: #"{"é":1,"z":2,"Z":[{"y":1,"x":2},3,1],"a":{"d":4,"c":5},"aa":6,"":7}"#)
        #expect(value.canonical.description == #"{"":7,"Z":[{"x":2,"y":1},3,1],"a":{"c":5,"d":4},"aa":6,"z":2,"é":1}"#)
    }

    @Test(arguments: UInt64(0)..<200)
    func `whatever is written is read back the same`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let value = Self.value(depth: 0, &random)
        #expect(try JSON(parsing: value.bytes) == value, "seed \(seed)")
        #expect(try JSON(parsing: value.indentedText) == value, "seed \(seed)")
        #expect(try JSON(parsing: value.bytes).bytes == value.bytes, "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<200)
    func `the order of members does not change the canonical form`(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let value = Self.value(depth: 0, &random)
        let canonical = value.canonical
        #expect(canonical.canonical.bytes == canonical.bytes, "seed \(seed)")
        #expect(Self.shuffled(value, &random).canonical.bytes == canonical.bytes, "seed \(seed)")
    }

    @Test(arguments: UInt64(0)..<50)
    func `damaged text is refused or read, and what is read can be written and read again`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let bytes = JSON.array((0..<4).map { _ in Self.value(depth: 1, &random) }).bytes
        for _ in 0..<100 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: damaged.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: damaged[place] = .random(in: 0...255, using: &random)
                case 1: damaged.insert("\"{}[],:\\0e-".utf8.randomElement(using: &random) ?? 0, at: place)
                default: damaged = Array(damaged[..<max(place, 1)])
                }
            }
            guard let value = try? JSON(parsing: damaged) else { continue }
            #expect(try JSON(parsing: value.bytes) == value, "seed \(seed)")
        }
    }

    private static func value(depth: Int, _ random: inout SeededGenerator) -> JSON {
        switch Int.random(in: 0..<(depth < 6 ? 9 : 6), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .number(number(&random))
        case 3, 4, 5: .string(text(&random))
        case 6, 7: .object(members(depth: depth, &random))
        default: .array((0..<Int.random(in: 0...5, using: &random)).map { _ in value(depth: depth + 1, &random) })
        }
    }

    private static func members(depth: Int, _ random: inout SeededGenerator) -> [JSON.Member] {
        var names: Set<String> = []
        // Some objects are larger than the size from which names are kept in a set.
        let count = depth == 1 ? Int.random(in: 0...24, using: &random) : Int.random(in: 0...4, using: &random)
        return (0..<count).compactMap { _ in
            let name = text(&random)
            return names.insert(name).inserted ? JSON.Member(name, value(depth: depth + 1, &random)) : nil
        }
    }

    private static func number(_ random: inout SeededGenerator) -> String {
        let whole = Int.random(in: -100_000...100_000, using: &random)
        let fraction = Bool.random(using: &random) ? ".\(Int.random(in: 0...9999, using: &random))" : ""
        let exponent = Int.random(in: 0..<4, using: &random) == 0 ? "e\(Int.random(in: -20...20, using: &random))" : ""
        return "\(whole)\(fraction)\(exponent)"
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        var scalars = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &random) {
            let range: ClosedRange<UInt32> =
                [0...0x1F, 0x20...0x7E, 0x7F...0x7FF, 0x800...0xFFFF, 0x1_0000...0x10_FFFF]
                .randomElement(using: &random) ?? 0x20...0x7E
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { scalars.append(scalar) }
        }
        return String(scalars)
    }

    private static func shuffled(_ value: JSON, _ random: inout SeededGenerator) -> JSON {
        switch value {
        case .object(let members): .object(members.map { JSON.Member($0.name, shuffled($0.value, &random)) }.shuffled(using: &random))
        case .array(let elements): .array(elements.map { shuffled($0, &random) })
        default: value
        }
    }
}
