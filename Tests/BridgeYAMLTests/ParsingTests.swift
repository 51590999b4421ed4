import BridgeDomain
import BridgeYAML
import Testing

@Suite struct ParsingTests {
    @Test func `scalars keep their text and know whether they were quoted`() throws {
        let node = try YAMLNode(parsing: "a: 0012\nb: \"0012\"\nc: 'yes'\nd: |\n  two\n  lines\ne: >-\n  one\n  line\n")
        #expect(node["a"]?.content == .scalar("0012", .plain))
        #expect(node["b"]?.content == .scalar("0012", .quoted))
        #expect(node["c"]?.content == .scalar("yes", .quoted))
        #expect(node["d"]?.content == .scalar("two\nlines\n", .quoted))
        #expect(node["e"]?.content == .scalar("one line", .quoted))
    }

    @Test func `every node knows its line and column, in characters from 1`() throws {
        let node = try YAMLNode(parsing: "\u{FEFF}# comment\nnaam: Bloemenhuis\nlijst:\n  - één: 1\n    twee: [a, b]\n")
        #expect([node.line, node.column] == [2, 1])
        let name = try #require(node["naam"])
        #expect([name.line, name.column] == [2, 7])
        let two = try #require(node["lijst"]?.sequence?.first?["twee"]?.sequence)
        #expect(two.map(\.line) == [5, 5])
        #expect(two.map(\.column) == [12, 15])
        let key = try #require(node["lijst"]?.sequence?.first?.mapping?.last)
        #expect([key.line, key.column] == [5, 5])
        let afterAccents = try #require(node["lijst"]?.sequence?.first?["één"])
        #expect(afterAccents.column == 10, "é counts as one character")
    }

    @Test func `mappings and sequences keep their order`() throws {
        let node = try YAMLNode(parsing: "z: 1\na: 2\nm: [3, 1, 2]\n")
        #expect(node.mapping?.map(\.key) == ["z", "a", "m"])
        #expect(node["m"]?.sequence?.compactMap(\.text) == ["3", "1", "2"])
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n", "~", "null"])
    func `text without content is null`(text: String) throws {
        #expect(try YAMLNode(parsing: text).isNull)
    }

    @Test(arguments: ["\"null\"", "'~'", "\"\""])
    func `quoted words are never null`(text: String) throws {
        #expect(try !YAMLNode(parsing: text).isNull)
    }

    @Test(arguments: [
        ("a: &x 1\nb: *x\n", YAMLError.Kind.alias("x"), 1, 4),
        ("a: *x\n", .alias("x"), 1, 4),
        ("a: 1\n&k b: 2\n", .alias("k"), 2, 1),
        ("a: !!binary aGVsbG8=\n", .tag("tag:yaml.org,2002:binary"), 1, 4),
        ("a: !secret x\n", .tag("!secret"), 1, 4),
        ("a: 1\n---\nb: 2\n", .severalDocuments, 2, 1),
        ("a: 1\nb:\n  c: 1\n  d: 2\n  c: 3\n", .duplicateKey("c", firstLine: 3), 5, 3),
        ("a: 1\n\"a\": 2\n", .duplicateKey("a", firstLine: 1), 2, 1),
        ("[1]: 2\n", .keyIsNoText, 1, 1),
        ("a: 1\n\tb: 2\n", .syntax(.tab), 2, 1),
        ("a:\n\tb: 2\n", .syntax(.character), 2, 1),
        ("a: @b\n", .syntax(.character), 1, 4),
        ("a: b: c\n", .syntax(.colon), 1, 5),
        ("a: 1\n  b: 2\n", .syntax(.colon), 2, 4),
        ("a:\n    b: 1\n  c: 2\n", .syntax(.indentation), 3, 3),
        ("a: \"open\nb: 1\n", .syntax(.quote), 3, 1),
        ("a: [1, 2\nb: 1\n", .syntax(.bracket), 2, 2),
        ("a: \"\\q\"\n", .syntax(.escape), 1, 5),
        ("a: 1\nb: é\u{1}\n", .syntax(.bytes), 2, 5),
        ("a: 1\u{FEFF}\n", .syntax(.bytes), 1, 5),
    ])
    func `what is refused is refused with its place`(text: String, kind: YAMLError.Kind, line: Int, column: Int) {
        let error = #expect(throws: YAMLError.self) { try YAMLNode(parsing: text) }
        #expect(error?.kind == kind)
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        let error = #expect(throws: YAMLError.self) { try YAMLNode(parsing: Array("a: ".utf8) + [0xFF, 0x0A]) }
        #expect(error == YAMLError(.syntax(.bytes), line: 1, column: 4))
    }

    @Test func `each bound holds at its edge`() throws {
        let deep = { (levels: Int) in String(repeating: "[", count: levels) + String(repeating: "]", count: levels) }
        let bounds = YAMLNode.Bounds(bytesMax: 20, depthMax: 3, nodesMax: 5)
        #expect(try YAMLNode(parsing: deep(4), bounds: bounds).sequence?.count == 1)
        #expect(throws: YAMLError(.tooDeep(depthMax: 3), line: 1, column: 5)) { try YAMLNode(parsing: deep(5), bounds: bounds) }
        #expect(try YAMLNode(parsing: "[1,2,3,4]", bounds: bounds).sequence?.count == 4)
        #expect(throws: YAMLError(.tooManyNodes(nodesMax: 5), line: 1, column: 10)) {
            try YAMLNode(parsing: "[1,2,3,4,5]", bounds: bounds)
        }
        #expect(try YAMLNode(parsing: "\"\(String(repeating: "x", count: 18))\"", bounds: bounds).text?.count == 18)
        #expect(throws: YAMLError(.tooLong(bytesMax: 20), line: 1, column: 1)) {
            try YAMLNode(parsing: String(repeating: "x", count: 21), bounds: bounds)
        }
    }

    @Test func `text that nests without end is refused, not followed`() {
        #expect(throws: YAMLError.self) { try YAMLNode(parsing: String(repeating: "[", count: 1 << 20)) }
        #expect(throws: YAMLError.self) { try YAMLNode(parsing: String(repeating: "- ", count: 1 << 20)) }
    }

    @Test(arguments: Language.allCases)
    func `every error says what and what to do in either language`(language: Language) {
        let kinds: [YAMLError.Kind] = [
            .tooLong(bytesMax: 1), .tooDeep(depthMax: 1), .tooManyNodes(nodesMax: 1), .alias("a"), .tag("t"), .severalDocuments,
            .duplicateKey("k", firstLine: 1), .keyIsNoText, .missingKey("k"), .missingValue("k"),
            .unknownKey("k", nearest: nil, known: ["a"]), .unknownKey("k", nearest: "kk", known: []),
            .unknownKey("k", nearest: nil, known: []),
            .noChoice(found: "x", nearest: nil, allowed: ["y"]), .syntax(.tab), .syntax(.character), .syntax(.colon), .syntax(.indentation),
            .syntax(.quote), .syntax(.bracket), .syntax(.escape), .syntax(.bytes), .syntax(.other("words")),
        ]
        for kind in kinds {
            let error = YAMLError(kind, line: 3, column: 5)
            #expect(!error.what(language).isEmpty && !error.remedy(language).isEmpty)
            #expect(!error.what(language).hasSuffix(".") && !error.remedy(language).hasSuffix("."))
            #expect(error.text(language).hasPrefix(language == .dutch ? "regel 3, kolom 5: " : "line 3, column 5: "))
        }
        #expect(Set(kinds.map { YAMLError($0, line: 1, column: 1).text(language) }).count == kinds.count)
    }
}
