import BridgeDomain
import BridgeHash
import BridgeSource

/// A file of the folder as a stream for a reader. Watches over the bound and over changes, and remembers when it was the disk, not the
/// content, that failed: the file is then tried again instead of being refused.
final class FileBytes: ByteStream {
    private let file: any ReadableFile
    private let facts: FileFacts
    private var count = 0
    /// What the disk said, when it said something.
    private(set) var failure: FolderError?

    init(_ file: any ReadableFile, facts: FileFacts) {
        self.file = file
        self.facts = facts
    }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileRefusal) -> Int {
        do throws(FolderError) {
            let read = try file.read(into: buffer)
            count += read
            // Grown, cut off or written over under our hands: what was read is not what lies there now.
            if count > facts.size { throw .changed }
            if read == 0 { try checkUnchanged() }
            return read
        } catch {
            failure = error
            throw FileRefusal(error.text)
        }
    }

    private func checkUnchanged() throws(FolderError) {
        let now = try file.facts()
        guard count == facts.size, now.size == facts.size, now.modified == facts.modified else { throw .changed }
    }
}

extension FolderError {
    static let changed = FolderError(
        .changed, "",
        BilingualText(
            nl: "is veranderd terwijl het werd gelezen; het wordt opnieuw gelezen als het met rust wordt gelaten",
            en: "changed while it was read; it is read again once it is left alone"))
}

extension SHA256 {
    /// The digest of a whole file. Reads it once, in pieces; nil when it changed meanwhile.
    static func of(_ path: String, facts: FileFacts, _ files: any FileOperations) throws(FolderError) -> SHA256Digest? {
        let bytes = FileBytes(try files.open(path), facts: facts)
        var hash = SHA256()
        // One byte more than there should be: what grew is noticed.
        var piece = [UInt8](repeating: 0, count: min(facts.size + 1, 256 << 10))
        while true {
            do throws(FileRefusal) {
                let count = try piece.withUnsafeMutableBufferPointer { (buffer) throws(FileRefusal) in
                    try bytes.read(into: UnsafeMutableRawBufferPointer(buffer))
                }
                if count == 0 { return hash.digest }
                hash.update(piece[..<count])
            } catch {
                guard let failure = bytes.failure, failure.code != .changed else { return nil }
                throw failure
            }
        }
    }
}
