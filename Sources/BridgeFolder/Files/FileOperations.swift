public import BridgeDomain

/// What is known of a name in a folder without opening it. Links are not followed.
public struct FileFacts: Hashable, Sendable {
    /// What stands under the name.
    public enum Kind: Hashable, Sendable { case file, folder, other }

    public var kind: Kind
    /// Bytes.
    public var size: Int
    /// When the content was last written, to the millisecond.
    public var modified: Timestamp
    /// Tells apart files that bore the same name one after the other.
    public var identity: UInt64

    /// Facts.
    public init(kind: Kind, size: Int, modified: Timestamp, identity: UInt64) {
        self.kind = kind
        self.size = size
        self.modified = modified
        self.identity = identity
    }
}

/// A file open for reading. Closed when nobody holds it.
public protocol ReadableFile: AnyObject {
    /// Fills the front of the buffer; answers how many bytes, 0 only at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FolderError) -> Int
    /// The facts as they are now.
    func facts() throws(FolderError) -> FileFacts
}

/// A new file under writing. Closed when nobody holds it.
public protocol WritableFile: AnyObject {
    /// Adds bytes at the end.
    func append(_ bytes: [UInt8]) throws(FolderError)
    /// Returns once everything added lies on the disk.
    func sync() throws(FolderError)
}

/// What this room asks of a file system: one small step each, so that a test can let the process die between any two.
public protocol FileOperations: Sendable {
    /// The names in a folder, in no order, hidden ones included. More than `countMax` is refused.
    func names(in folder: String, countMax: Int) throws(FolderError) -> [String]
    /// What stands at a path; nil when nothing does.
    func facts(of path: String) throws(FolderError) -> FileFacts?
    /// Opens a plain file; links and all else are refused.
    func open(_ path: String) throws(FolderError) -> any ReadableFile
    /// Makes a new, empty file; one that is there is emptied. Links are refused.
    func create(_ path: String) throws(FolderError) -> any WritableFile
    /// Gives a file another name on the same disk, at one moment for all who look. Without `replacing`, a name that is in use is refused.
    func move(_ path: String, to target: String, replacing: Bool) throws(FolderError)
    /// Takes a file away; nothing happens when it is not there.
    func remove(_ path: String) throws(FolderError)
    /// Makes a folder, unless it is there.
    func makeFolder(_ path: String) throws(FolderError)
    /// Returns once the names in a folder lie on the disk as they are now.
    func syncFolder(_ path: String) throws(FolderError)
    /// Takes the lock that a file stands for, makes the file if need be, and never waits: when another process has it, that is an error
    /// (``FolderError/Code/busy``). Given back when nobody holds what is answered, also by the end of the process.
    func lock(_ path: String) throws(FolderError) -> any HeldLock
}

/// A lock that is held as long as this is.
public protocol HeldLock: AnyObject {}

extension FileOperations {
    /// Lets a file appear whole or not at all: written beside under a hidden name, on the disk, then moved to its own name, and that on the
    /// disk too. What bears the name already is replaced. Two disk writes.
    public func appear(_ bytes: [UInt8], at path: String) throws(FolderError) {
        let parts = PathParts(path)
        let beside = "\(parts.folder)/.\(parts.name).tmp"
        let file = try create(beside)
        try file.append(bytes)
        try file.sync()
        try move(beside, to: path, replacing: true)
        try syncFolder(parts.folder)
    }
}

/// A path as the folder and the name in it.
struct PathParts {
    let folder: String
    let name: String

    init(_ path: String) {
        let bytes = path.utf8
        guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else {
            (folder, name) = (".", path)
            return
        }
        let before = String(path[..<slash])
        (folder, name) = (before.isEmpty ? "/" : before, String(path[path.index(after: slash)...]))
    }
}
