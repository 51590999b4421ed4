import CZip
import Glibc

/// Packs files into a ZIP archive, deflated. The same files give the same bytes: every entry is dated 1 January 1980, the format's first day.
///
/// Not sendable: one archive, one task.
public final class ZIPWriter {
    private let handle: OpaquePointer
    private var isFinished = false

    /// Begins an archive at `path`, in place of what is there. Nothing is written before ``finish()``.
    public init(file path: String) throws(ZIPError) {
        var code: Int32 = 0
        guard let opened = zip_open(path, Int32(ZIP_CREATE | ZIP_TRUNCATE), &code) else {
            throw ZIPError(.unreadable, "it cannot be made, code \(code)")
        }
        handle = opened
    }

    deinit { if !isFinished { zip_discard(handle) } }

    /// Adds a file with this content.
    public func add(_ name: String, _ bytes: [UInt8]) throws(ZIPError) {
        guard let copy = malloc(max(bytes.count, 1)) else { throw ZIPError(.unreadable, entry: name, "there is no memory") }
        bytes.withUnsafeBytes { if let start = $0.baseAddress { memcpy(copy, start, $0.count) } }
        guard let source = zip_source_buffer(handle, copy, UInt64(bytes.count), 1) else {
            free(copy)
            throw failure(name)
        }
        try add(name, source)
    }

    /// Adds the content of a file on disk, read while ``finish()`` runs: memory stays flat whatever its size.
    public func add(_ name: String, file path: String) throws(ZIPError) {
        guard let source = zip_source_file(handle, path, 0, -1) else { throw failure(name) }
        try add(name, source)
    }

    /// Writes the archive.
    public func finish() throws(ZIPError) {
        guard zip_close(handle) == 0 else { throw failure("") }
        isFinished = true
    }

    private func add(_ name: String, _ source: OpaquePointer) throws(ZIPError) {
        let index = zip_file_add(handle, name, source, zip_flags_t(ZIP_FL_ENC_UTF_8))
        guard index >= 0 else {
            zip_source_free(source)
            throw failure(name)
        }
        let firstDay: UInt16 = 1 << 5 | 1
        guard zip_file_set_dostime(handle, UInt64(index), 0, firstDay, 0) == 0 else { throw failure(name) }
    }

    private func failure(_ name: String) -> ZIPError {
        ZIPError(.unreadable, entry: name, String(cString: zip_error_strerror(zip_get_error(handle))))
    }
}
