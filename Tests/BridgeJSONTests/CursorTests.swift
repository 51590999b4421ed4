import BridgeJSON
import BridgeTesting
import Testing

@Suite struct CursorTests {
    @Test func `members and elements are taken in order, the rest is passed over`() throws {
        var cursor = try JSONCursor(Array(#" {"no": 7, "skip": [{"a": [null, true]}], "lines": [ "a" , "b" ], "empty": {}} "#.utf8))
        try cursor.enterObject()
        var seen: [String] = []
        while let name = try cursor.nextMember() {
            switch name {
            case "no": seen.append(try cursor.number())
            case "lines":
                try cursor.enterArray()
                while try cursor.nextElement() { seen.append(try cursor.string()) }
            default: try cursor.skip()
            }
        }
        try cursor.end()
        #expect(seen == ["7", "a", "b"])
    }

    @Test func `the text of a value is known by its places`() throws {
        let text = #"[ {"a": 1} , 2]"#
        var cursor = try JSONCursor(Array(text.utf8))
        try cursor.enterArray()
        #expect(try cursor.nextElement())
        _ = try cursor.kind()
        let start = cursor.place
        try cursor.skip()
        #expect(String(decoding: cursor.bytes(start..<cursor.place), as: UTF8.self) == #"{"a": 1}"#)
    }

    @Test func `bounds hold for size and depth`() throws {
        #expect(throws: JSONError.self) { try JSONCursor([0x20, 0x31], bounds: JSON.Bounds(bytesMax: 1)) }
        let deep = Array((String(repeating: "[", count: 5) + String(repeating: "]", count: 5)).utf8)
        var inside = try JSONCursor(deep, bounds: JSON.Bounds(depthMax: 5))
        try inside.skip()
        var beyond = try JSONCursor(deep, bounds: JSON.Bounds(depthMax: 4))
        #expect(throws: JSONError.self) { try beyond.skip() }
    }

    @Test(arguments: [#"{"a" 1}"#, #"{"a":1,}"#, "[1,]", "[1 2]", #"{1:2}"#, "tru", "nul", "1 2", "", "]", #"["a"#, "\u{1}"])
    func `what is no JSON is refused where the tree refuses it`(text: String) throws {
        let tree = #expect(throws: JSONError.self) { try JSON(parsing: text) }
        let flat = #expect(throws: JSONError.self) { try Self.skipped(Array(text.utf8)) }
        #expect(tree == flat)
    }

    @Test func `asking for another kind is refused, and nothing is open at the top`() throws {
        var cursor = try JSONCursor(Array("[1]".utf8))
        #expect(throws: JSONError.self) { try cursor.string() }
        #expect(throws: JSONError.self) { try cursor.enterObject() }
        #expect(throws: JSONError.self) { _ = try cursor.nextElement() }
    }

    /// Damaged texts: the cursor and the tree agree on what is JSON, but for members named twice, which only the tree refuses.
    @Test(arguments: 1...20) func `cursor and tree agree on damaged texts`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let whole = Array(#"{"id":"a\u00e9","n":-12.50e+3,"l":[{"x":null,"y":[true,false,{}]},"é",0.1],"z":{"q":"\ud83d\udc90"}}"#.utf8)
        for _ in 0..<300 {
            var bytes = whole
            for _ in 0...Int.random(in: 0...2, using: &random) {
                let place = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(whole[Int.random(in: whole.indices, using: &random)], at: place)
                }
            }
            let tree = Result { () throws(JSONError) in try JSON(parsing: bytes) }
            let flat = Result { () throws(JSONError) in try Self.skipped(bytes) }
            switch (tree, flat) {
            case (.success, .success): break
            case (.failure(let error), .failure(let other)) where error == other: break
            case (.failure(let error), _) where error.message.hasSuffix("occurs twice"): break
            default: Issue.record("tree \(tree), cursor \(flat): \(String(decoding: bytes, as: UTF8.self))")
            }
        }
    }

    private static func skipped(_ bytes: [UInt8]) throws(JSONError) {
        var cursor = try JSONCursor(bytes)
        try cursor.skip()
        try cursor.end()
    }
}
