import CZip

/// An entry on its way out of its archive, a piece at a time.
///
/// Not sendable: it belongs to the task that has the archive.
public final class ZIPEntryReader {
    private let archive: ZIPArchive
    private let file: OpaquePointer
    private let entry: ZIPEntry
    private var total: Int64 = 0

    init(_ archive: ZIPArchive, _ handle: OpaquePointer, _ entry: ZIPEntry) throws(ZIPError) {
        guard let file = zip_fopen_index(handle, entry.index, 0) else {
            throw ZIPError(.malformed, entry: entry.name, String(cString: zip_error_strerror(zip_get_error(handle))))
        }
        // The library's file rests on its archive.
        self.archive = archive
        self.file = file
        self.entry = entry
    }

    deinit { zip_fclose(file) }

    /// Fills the front of `buffer`; answers how many bytes, 0 only at the end.
    ///
    /// The check sum is known only at the end: what was made of the pieces counts once 0 has been answered.
    ///
    /// - Precondition: the buffer is not empty.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(ZIPError) -> Int {
        guard let start = buffer.baseAddress, !buffer.isEmpty else { preconditionFailure("there is room to read into") }
        let count = zip_fread(file, start, UInt64(buffer.count))
        guard count >= 0 else { throw failure }
        total += count
        // An archive that lies about its sizes would pass every bound that was checked when it was opened.
        guard total <= entry.size else { throw ZIPError(.checksum, entry: entry.name, "more than the \(entry.size) bytes it says") }
        guard count > 0 || total == entry.size else { throw ZIPError(.checksum, entry: entry.name, "\(total) bytes, not \(entry.size)") }
        return Int(count)
    }

    private var failure: ZIPError {
        let failure = zip_file_get_error(file)
        let code: ZIPError.Code = zip_error_code_zip(failure) == ZIP_ER_READ ? .unreadable : .checksum
        return ZIPError(code, entry: entry.name, String(cString: zip_error_strerror(failure)))
    }
}
