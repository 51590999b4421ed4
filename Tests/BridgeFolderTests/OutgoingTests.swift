import BridgeDomain
import BridgeFolder
import Testing

@Suite struct OutgoingTests {
    @Test func `a file appears whole, once, and the same again changes nothing`() throws {
        let folder = try TestFolder()
        let outgoing = OutgoingFolder(folder.path)
        #expect(try outgoing.place(Array("entry 1".utf8), as: "E1.xml") == .placed)
        #expect(try outgoing.place(Array("entry 1".utf8), as: "E1.xml") == .alreadyThere)
        #expect(try folder.text("E1.xml") == "entry 1")
        #expect(try outgoing.holds("E1.xml"))
        #expect(try !outgoing.holds("E2.xml"))
        let error = #expect(throws: FolderError.self) { try outgoing.place(Array("entry 2".utf8), as: "E1.xml") }
        #expect(error?.code == .exists)
        #expect(try folder.text("E1.xml") == "entry 1")
    }

    @Test(arguments: ["", ".hidden", "a/b", "../a", "a\nb", String(repeating: "x", count: 201)])
    func `a name that is no plain name is refused`(name: String) throws {
        let folder = try TestFolder()
        #expect(throws: FolderError.self) { try OutgoingFolder(folder.path).place([1], as: name) }
        #expect(try folder.names().isEmpty)
    }

    @Test func `whichever step is the last one, the file is there whole or not at all, and doing it again puts it there`() throws {
        let content = Array(String(repeating: "entry;", count: 100).utf8)
        for step in 1...8 {
            let folder = try TestFolder()
            _ = try? OutgoingFolder(folder.path, files: MortalFiles(dyingAt: step)).place(content, as: "E1.xml")
            if try folder.names().contains("E1.xml") { #expect(try folder.text("E1.xml").utf8.count == content.count) }
            _ = try OutgoingFolder(folder.path).place(content, as: "E1.xml")
            #expect(try folder.names() == ["E1.xml"])
            #expect(try folder.text("E1.xml").utf8.count == content.count)
        }
    }
}
