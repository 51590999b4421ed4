import Glibc

/// A file that is written a piece at a time, so that making a large one takes no memory.
final class GrowingFile {
    let path: String
    private let file: UnsafeMutablePointer<FILE>

    /// An empty file at `path`, in place of what is there.
    init(_ path: String) throws {
        guard let file = fopen(path, "w") else { throw BenchFailure(nl: "\(path) is niet te maken", en: "\(path) cannot be made") }
        (self.path, self.file) = (path, file)
    }

    deinit { fclose(file) }

    func append(_ bytes: [UInt8]) throws {
        guard fwrite(bytes, 1, bytes.count, file) == bytes.count else { throw unwritable }
    }

    func append(_ text: String) throws { try append(Array(text.utf8)) }

    /// Returns once everything can be read.
    func finish() throws { if fflush(file) != 0 { throw unwritable } }

    private var unwritable: BenchFailure { BenchFailure(nl: "\(path) is niet te schrijven", en: "\(path) cannot be written") }
}
