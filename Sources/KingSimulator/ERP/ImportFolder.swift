import FoundationEssentials
import Synchronization

/// The folder that King imports from (reference king §7). Names are relative to it and may lie one folder below: `afgekeurd/0001.xml`.
public protocol ImportFolder: Sendable {
    /// Plain files that lie in the folder itself and are not hidden, in order of name.
    func names() throws -> [String]
    func read(_ name: String) throws -> [UInt8]
    /// Makes or replaces a file; it appears whole.
    func write(_ bytes: [UInt8], to name: String) throws
    func remove(_ name: String) throws
}

/// A folder on this machine.
public struct DiskImportFolder: ImportFolder {
    private let path: String
    /// Bytes of a file at most.
    private static let bytesMax = 64 << 20

    /// A folder that exists.
    public init(_ path: String) { self.path = path }

    /// The file is larger than the importer takes.
    public struct TooLarge: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// The names in the folder.
    public func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { name in
            let type = try? FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.type] as? FileAttributeType
            return !name.hasPrefix(".") && type == .typeRegular
        }.sorted()
    }

    /// A file's bytes.
    public func read(_ name: String) throws -> [UInt8] {
        let size = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.size] as? UInt64 ?? 0
        guard size <= UInt64(Self.bytesMax) else { throw TooLarge(description: "\(name) has \(size) bytes; at most \(Self.bytesMax).") }
        return Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
    }

    /// Writes beside and renames.
    public func write(_ bytes: [UInt8], to name: String) throws {
        let target = "\(path)/\(name)"
        if let slash = target.lastIndex(of: "/") {
            try FileManager.default.createDirectory(atPath: String(target[..<slash]), withIntermediateDirectories: true)
        }
        try Data(bytes).write(to: URL(filePath: target), options: .atomic)
    }

    /// Takes a file away.
    public func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: "\(path)/\(name)") }
}

/// A folder in memory, for tests.
public final class MemoryImportFolder: ImportFolder {
    private let files = Mutex<[String: [UInt8]]>([:])

    /// There is no such file.
    public struct Missing: Error, Sendable {}

    /// An empty folder.
    public init() {}

    /// The names in the folder itself.
    public func names() -> [String] { allNames.filter { !$0.contains("/") && !$0.hasPrefix(".") } }

    /// Every name, those in folders below included.
    public var allNames: [String] { files.withLock { $0.keys.sorted() } }

    /// A file's bytes.
    public func read(_ name: String) throws -> [UInt8] {
        guard let bytes = files.withLock({ $0[name] }) else { throw Missing() }
        return bytes
    }

    /// Makes or replaces a file.
    public func write(_ bytes: [UInt8], to name: String) { files.withLock { $0[name] = bytes } }

    /// Takes a file away.
    public func remove(_ name: String) throws {
        guard files.withLock({ $0.removeValue(forKey: name) }) != nil else { throw Missing() }
    }
}
