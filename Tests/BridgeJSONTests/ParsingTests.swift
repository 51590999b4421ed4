import BridgeJSON
import Testing

@Suite struct ParsingTests {
    @Test(
        arguments: [
            ("null", JSON.null), ("true", true), ("false", false), ("0", 0), ("\"\"", ""), ("[]", []), ("{}", [:]),
            (" \t\r\n[ 1 ,\n2 ] \n", [1, 2]), ("{ \"a\" : { \"b\" : [ null ] } }", ["a": ["b": [nil]]]), ("[[],{}]", [[], [:]]),
            ("{\"\":0}", ["": 0]), ("{\"b\":1,\"a\":2}", ["b": 1, "a": 2]), ("\u{FEFF}1", 1),
        ] as [(String, JSON)])
    func `values of RFC 8259 are read`(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
    }

    @Test(arguments: [
        "0", "-0", "-0.0", "12.50", "0.10", "1e2", "1E+2", "1e-2", "1.5E10", "-12.345678901234567890", "123456789012345678901234567890",
        "1" + String(repeating: "0", count: 63),
    ])
    func `a number keeps its text`(text: String) throws {
        #expect(try JSON(parsing: text) == .number(text))
        #expect(try JSON(parsing: "[\(text)]").description == "[\(text)]")
    }

    @Test(arguments: [
        "01", "-01", "00", "-", "+1", ".5", "1.", "1.e2", "1e", "1e+", "1.2.3", "0x10", "1_000", "NaN", "Infinity", "-Infinity", "--1",
        "1-1", "１",
        "1" + String(repeating: "0", count: 64),
    ])
    func `what only resembles a number is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
        #expect(throws: JSONError.self) { try JSON(parsing: "[\(text)]") }
    }

    @Test(arguments: [
        (#""a\"b\\c\/d\be\ff\ng\rh\ti""#, "a\"b\\c/d\u{8}e\u{c}f\ng\rh\ti"), (#""\u0041\u00e9\u20AC""#, "Aé€"), (#""\u0000""#, "\u{0}"),
        (#""\uD83D\uDC90""#, "💐"), (#""x\uD83D\uDC90y""#, "x💐y"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), (#""\uFFFF""#, "\u{FFFF}"),
        ("\"\u{7F}\u{2028}💐é\"", "\u{7F}\u{2028}💐é"), (#""\\u0041""#, "\\u0041"),
    ])
    func `strings are read with their escapes`(text: String, value: String) throws {
        #expect(try JSON(parsing: text) == .string(value))
        #expect(try JSON(parsing: "{\(text):1}").members?.first?.name == value)
    }

    @Test(arguments: [
        #""\uD83D""#, #""\uDC90""#, #""\uD83Dx""#, #""\uD83D\n""#, #""\uD83D\u0041""#, #""\uDC90\uD83D""#, #""\uD83D\uD83D""#,
        #""\uD83D\u""#,
        #""\u12""#, #""\u12G4""#, #""\u 123""#, #""\U0041""#, #""\x41""#, #""\a""#, #""\'""#, #""\"#, #""\""#, "\"", "\"a", "\"a\nb\"",
        "\"\t\"",
        "\"\u{1F}\"", "\"\u{0}\"", "'a'", "a",
    ])
    func `broken strings are refused, half surrogate pairs among them`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test(
        arguments: [
            [0x80], [0xC3], [0xC3, 0x28], [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF], [0xFE],
        ] as [[UInt8]])
    func `strings that are no UTF-8 are refused`(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        #expect(throws: JSONError.self) { try JSON(parsing: [quote] + bytes + [quote]) }
        #expect(throws: JSONError.self) { try JSON(parsing: [quote] + bytes + Array(#"\n"#.utf8) + [quote]) }
    }

    @Test(arguments: [
        "", " ", "[", "]", "{", "}", "[1", "[1,", "[1,]", "[,1]", "[1 2]", "[1,,2]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,",
        "{\"a\":1,}",
        "{,}", "{\"a\" 1}", "{\"a\":}", "{a:1}", "{1:1}", "{null:1}", "{\"a\":1 \"b\":2}", "{\"a\":1]", "[1}", "1 2", "[] []", "{}x", "nul",
        "nulll",
        "True", "TRUE", "tru", "// c\n1", "/* c */1", "[1/**/]", "\u{C}1", "\u{A0}1", "1\u{FEFF}", ",", ":", "\u{0}",
    ])
    func `what is no JSON is refused`(text: String) {
        #expect(throws: JSONError.self) { try JSON(parsing: text) }
    }

    @Test(arguments: [
        ("[1,x]", 3), ("{\"a\":1,}", 7), ("[1] 2", 4), ("{\"a\":1,\"a\":2}", 10), ("\"ab", 3), ("", 0), ("[tru]", 1), ("12x", 2),
    ])
    func `a refusal says at which byte`(text: String, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
        #expect(error?.offset == offset)
        #expect(error?.description.hasSuffix("(at byte \(offset))") == true)
    }

    @Test(arguments: [#"{"a":1,"a":1}"#, #"{"a":1,"b":2,"a":3}"#, #"{"a":1,"\u0061":2}"#, #"[{"x":{"a":1,"a":2}}]"#, #"{"":1,"":2}"#])
    func `a member that occurs twice is refused`(text: String) {
        let error = #expect(throws: JSONError.self) { try JSON(parsing: text) }
        #expect(error?.message.contains("twice") == true)
    }

    @Test(arguments: [2, 15, 16, 17, 18, 40])
    func `a member that occurs twice is found in objects of any size`(count: Int) throws {
        let names = (0..<count).map { "\"m\($0)\":\($0)" }
        #expect(try JSON(parsing: "{\(names.joined(separator: ","))}").members?.count == count)
        for twice in [0, count / 2, count - 1] {
            let text = "{\((names + ["\"m\(twice)\":0"]).joined(separator: ","))}"
            #expect(throws: JSONError.self) { try JSON(parsing: text) }
        }
    }

    @Test func `members of one name in different objects are fine`() throws {
        #expect(try JSON(parsing: #"{"a":{"a":1},"b":{"a":2}}"#)["b"]?["a"] == 2)
    }

    @Test func `each bound holds at its edge`() throws {
        let arrays = { (levels: Int) in String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
        let objects = { (levels: Int) in String(repeating: "{\"a\":", count: levels) + "1" + String(repeating: "}", count: levels) }
        for nested in [arrays, objects] {
            _ = try JSON(parsing: nested(64))
            #expect(throws: JSONError.self) { try JSON(parsing: nested(65)) }
            _ = try JSON(parsing: nested(3).utf8, bounds: JSON.Bounds(depthMax: 3))
            #expect(throws: JSONError.self) { try JSON(parsing: nested(4).utf8, bounds: JSON.Bounds(depthMax: 3)) }
        }
        _ = try JSON(parsing: "12345".utf8, bounds: JSON.Bounds(bytesMax: 5))
        let error = #expect(throws: JSONError.self) { try JSON(parsing: "123456".utf8, bounds: JSON.Bounds(bytesMax: 5)) }
        #expect(error?.description == "longer than 5 bytes (at byte 5)")
    }

    @Test func `text that nests without end is refused, not followed`() {
        #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONError.self) { try JSON(parsing: String(repeating: "{\"a\":", count: 200_000)) }
    }
}
