import BridgeRuntime
import Glibc

/// A folder of its own for one test, removed with the files it holds when the test lets go of it.
final class ScratchFolder: Sendable {
    let path: String

    struct NoFolder: Error {}

    init() throws {
        var template = Array("/tmp/ledgerbridge-runtime-XXXXXX".utf8CString)
        guard let made = template.withUnsafeMutableBufferPointer({ $0.baseAddress.flatMap { mkdtemp($0) } }) else { throw NoFolder() }
        path = String(cString: made)
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ name: String, _ text: String) throws { try TextFile.write(Array(text.utf8), to: file(name)) }

    /// What lies in the folder, in order of name.
    var names: [String] {
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        var names: [String] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    deinit {
        for name in names { unlink(file(name)) }
        rmdir(path)
    }
}
