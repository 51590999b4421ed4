import BridgeFuzzing
import BridgeZIP
import Foundation
import Testing

/// What fuzzing has found worth keeping, as archives of inputs: `make fuzz` makes new ones, LEDGERBRIDGE_CORPUS=FOLDER writes them here.
struct CorpusTests {
    @Test(arguments: FuzzedReader.allCases)
    func `the promise holds on every input that reached new code`(reader: FuzzedReader) throws {
        let archive = try ZIPArchive(file: try #require(Self.file(reader, in: Bundle.module.resourceURL)).path, bounds: Self.bounds)
        #expect(archive.entries.count > 20, "a corpus that is nearly empty tries nothing")
        for entry in archive.entries {
            #expect(reader.finding(in: try archive.bytes(of: entry)) == nil, "\(reader) \(entry.name)")
        }
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["LEDGERBRIDGE_CORPUS"] != nil), arguments: FuzzedReader.allCases)
    func `a new corpus is kept`(reader: FuzzedReader) throws {
        let folder = URL(fileURLWithPath: ProcessInfo.processInfo.environment["LEDGERBRIDGE_CORPUS"] ?? "").appending(path: reader.rawValue)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
        let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let writer = try ZIPWriter(file: try #require(Self.file(reader, in: home)).path)
        for name in names.prefix(Self.bounds.entriesMax) {
            try writer.add(name, Array(Data(contentsOf: folder.appending(path: name))))
        }
        try writer.finish()
    }

    private static let bounds = ZIPBounds(entriesMax: 20_000, ratioMax: 2_000)

    private static func file(_ reader: FuzzedReader, in folder: URL?) -> URL? { folder?.appending(path: "Corpus/\(reader.rawValue).zip") }
}
