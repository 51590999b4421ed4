import FoundationEssentials

/// A folder of its own for one test, removed with all it holds when the test lets go of it.
final class ScratchFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "ledgerbridge-door-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path(percentEncoded: false)
    }

    func write(_ text: String, to name: String) throws {
        try text.write(to: URL(filePath: path + "/" + name), atomically: true, encoding: .utf8)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Files of the project itself, found from where the tests stand.
enum ProjectFile {
    static func read(_ path: String) throws -> String {
        var root = URL(filePath: #filePath)
        for _ in 1...4 { root.deleteLastPathComponent() }
        return try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}
