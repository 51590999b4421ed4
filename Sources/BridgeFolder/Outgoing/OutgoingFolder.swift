import BridgeDomain
import BridgeHash
import BridgeSource

/// A folder in which another program picks up what we put there: an exchange folder of an accounting system.
///
/// A file appears whole or not at all. Putting the same content under the same name again does nothing, so that whoever does not know
/// whether it was done just does it again; other content under a name that is in use is refused.
public struct OutgoingFolder: Sendable {
    private let path: String
    private let files: any FileOperations

    /// What became of a file that was put in.
    public enum Placement: Hashable, Sendable {
        /// It is there now, and was not before.
        case placed
        /// The same was there already.
        case alreadyThere
    }

    /// A folder that exists.
    public init(_ path: String, files: any FileOperations = LinuxFiles()) {
        self.path = path
        self.files = files
    }

    /// Puts a file in the folder. When this returns, name and content lie on the disk.
    ///
    /// - Parameter name: a plain name: not empty, at most 200 bytes, not hidden, without slash or control characters.
    public func place(_ content: [UInt8], as name: String) throws(FolderError) -> Placement {
        try check(name)
        let target = "\(path)/\(name)"
        if let facts = try files.facts(of: target) {
            guard facts.kind == .file, facts.size == content.count,
                try SHA256.of(target, facts: facts, files) == SHA256.hash(content)
            else { throw FolderError(errno: SystemError.exists, target) }
            return .alreadyThere
        }
        let beside = "\(path)/.\(name).tmp"
        let file = try files.create(beside)
        try file.append(content)
        try file.sync()
        try files.move(beside, to: target, replacing: false)
        try files.syncFolder(path)
        return .placed
    }

    /// Whether a file of that name is there: not picked up yet.
    public func holds(_ name: String) throws(FolderError) -> Bool {
        try check(name)
        return try files.facts(of: "\(path)/\(name)") != nil
    }

    private func check(_ name: String) throws(FolderError) {
        let isPlain =
            !name.isEmpty && name.utf8.count <= 200 && !name.hasPrefix(".") && !name.utf8.contains { $0 == UInt8(ascii: "/") || $0 < 32 }
        guard isPlain else {
            throw FolderError(
                .failed, "\(path)/\(name)",
                BilingualText(
                    nl: "is geen gewone bestandsnaam; gebruik hoogstens 200 tekens zonder schuine streep",
                    en: "is no plain file name; use at most 200 characters without a slash"))
        }
    }
}
