import BridgeDomain
import BridgeExchange
import BridgeFolder
import Testing

@Suite struct ExchangeFolderTests {
    @Test func `a staged file is not seen, a published one is, and the second time it says so`() async throws {
        let place = try TestFolder()
        let folder = LocalExchangeFolder(place.path)
        try await folder.stage(Array("entries".utf8), as: ".1.part")
        #expect(try await folder.names(in: "").isEmpty)
        #expect(try await folder.publish(".1.part", as: "1.csv") == .published)
        #expect(try await folder.publish(".1.part", as: "1.csv") == .wasPublished)
        #expect(try await folder.names(in: "") == ["1.csv"])
        #expect(try place.text("1.csv") == "entries")
        #expect(String(decoding: try await folder.read("1.csv", in: "", bytesMax: 7), as: UTF8.self) == "entries")
    }

    @Test func `whichever step is the last one, the file is there whole or still staged, never both and never in part`() async throws {
        let content = Array(String(repeating: "entry;", count: 100).utf8)
        for step in 1...8 {
            let place = try TestFolder()
            let mortal = LocalExchangeFolder(place.path, files: MortalFiles(dyingAt: step))
            let isStaged = (try? await mortal.stage(content, as: ".1.part")) != nil
            let heard = isStaged ? try? await mortal.publish(".1.part", as: "1.csv") : nil
            let folder = LocalExchangeFolder(place.path)
            let isThere = try await folder.names(in: "") == ["1.csv"]
            if isThere { #expect(try place.text("1.csv").utf8.count == content.count) }
            #expect(heard == nil || isThere, "step \(step)")
            guard isStaged else {
                #expect(!isThere, "step \(step)")
                continue
            }
            // Whoever comes next asks, and knows.
            #expect(try await folder.publish(".1.part", as: "1.csv") == (isThere ? .wasPublished : .published), "step \(step)")
            #expect(try place.text("1.csv").utf8.count == content.count)
        }
    }

    @Test func `another file under the name is not replaced`() async throws {
        let place = try TestFolder()
        try place.put("1.csv", "somebody's")
        let folder = LocalExchangeFolder(place.path)
        try await folder.stage([1], as: ".1.part")
        let error = await #expect(throws: ExchangeFolderError.self) { try await folder.publish(".1.part", as: "1.csv") }
        #expect(error?.code == .nameTaken)
        #expect(try place.text("1.csv") == "somebody's")
        try await folder.discard(".1.part")
        try await folder.discard(".1.part")
        #expect(try await folder.publish(".1.part", as: "2.csv") == .wasPublished)
    }

    @Test func `a folder below that is not there is empty; the folder itself must be there`() async throws {
        let place = try TestFolder()
        #expect(try await LocalExchangeFolder(place.path).names(in: "refused").isEmpty)
        let gone = LocalExchangeFolder("\(place.path)/not-mounted")
        await #expect(throws: ExchangeFolderError.self) { try await gone.names(in: "") }
        await #expect(throws: ExchangeFolderError.self) { try await gone.stage([1], as: ".1.part") }
        await #expect(throws: ExchangeFolderError.self) { try await gone.publish(".1.part", as: "1.csv") }
    }

    @Test func `a file beyond the bound is refused, not cut`() async throws {
        let place = try TestFolder()
        try place.put("list.csv", "12345678")
        let error = await #expect(throws: ExchangeFolderError.self) {
            try await LocalExchangeFolder(place.path).read("list.csv", in: "", bytesMax: 7)
        }
        #expect(error?.code == .bounds)
    }
}
