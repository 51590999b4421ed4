import CZip
import Glibc

/// One file in an archive.
public struct ZIPEntry: Hashable, Sendable {
    /// The path in the archive, checked: relative, forward slashes, no step upwards.
    public let name: String
    /// Bytes when unpacked, as the archive says; reading holds it to that.
    public let size: Int64
    /// Bytes as packed.
    public let packedSize: Int64
    let index: UInt64

    /// The last step of the path without its ending: `tables/order_line.csv` is `order_line`.
    public var stem: String {
        let file = name.split(separator: "/").last.map(String.init) ?? name
        guard let dot = file.lastIndex(of: "."), dot != file.startIndex else { return file }
        return String(file[..<dot])
    }
}

/// A ZIP archive from outside, opened for reading within bounds. Nothing is written to disk, and an entry is read in pieces, so that memory
/// stays flat whatever its size.
///
/// Opening checks everything that can be checked without unpacking: size, number of entries, names, ways of packing, encryption, duplicates,
/// sizes and ratios. One bad entry refuses the whole archive. Reading checks the rest: the true size and the check sum.
///
/// Not sendable: one archive, one task.
public final class ZIPArchive {
    /// All files, in the order of the archive; folders are left out.
    public let entries: [ZIPEntry]
    private let handle: OpaquePointer

    /// Bytes handed on at a time.
    public static let pieceMax = 64 << 10

    /// Opens an archive on disk. Reads its directory only.
    public convenience init(file path: String, bounds: ZIPBounds = .standard) throws(ZIPError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw ZIPError(.unreadable, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw ZIPError(.unreadable, "no plain file") }
        try Self.checkSize(Int64(status.st_size), bounds) { offset, count in
            var bytes = [UInt8](repeating: 0, count: count)
            let read = pread(descriptor, &bytes, count, off_t(clamping: offset))
            return read == count ? bytes : nil
        }
        var failure = zip_error_t()
        guard let source = zip_source_file_create(path, 0, -1, &failure) else { throw Self.error(&failure, .unreadable) }
        try self.init(source, bounds)
    }

    /// Opens an archive in memory; the bytes are copied once.
    public convenience init(bytes: [UInt8], bounds: ZIPBounds = .standard) throws(ZIPError) {
        try Self.checkSize(Int64(bytes.count), bounds) { offset, count in
            guard offset <= UInt64(bytes.count), count <= bytes.count - Int(offset) else { return nil }
            return Array(bytes[Int(offset)..<Int(offset) + count])
        }
        var failure = zip_error_t()
        // The library frees what it is given, so it is given a copy.
        guard let copy = malloc(max(bytes.count, 1)) else { throw ZIPError(.unreadable, "there is no memory") }
        bytes.withUnsafeBytes { if let start = $0.baseAddress { memcpy(copy, start, $0.count) } }
        guard let source = zip_source_buffer_create(copy, UInt64(bytes.count), 1, &failure) else {
            free(copy)
            throw Self.error(&failure, .unreadable)
        }
        try self.init(source, bounds)
    }

    private init(_ source: OpaquePointer, _ bounds: ZIPBounds) throws(ZIPError) {
        var failure = zip_error_t()
        guard let opened = zip_open_from_source(source, Int32(ZIP_RDONLY), &failure) else {
            zip_source_free(source)
            throw Self.error(&failure, .malformed)
        }
        do throws(ZIPError) {
            entries = try Self.checkedEntries(opened, bounds)
        } catch {
            zip_discard(opened)
            throw error
        }
        handle = opened
    }

    deinit { zip_discard(handle) }

    /// The entry of that name.
    public subscript(name: String) -> ZIPEntry? { entries.first { $0.name == name } }

    /// Begins to unpack an entry. Several may be under way at a time.
    public func open(_ entry: ZIPEntry) throws(ZIPError) -> ZIPEntryReader { try ZIPEntryReader(self, handle, entry) }

    /// Unpacks an entry and hands it to `take` in pieces of at most ``pieceMax`` bytes; the buffer is valid during the call only.
    ///
    /// The check sum is known only at the end: what `take` has made of the pieces counts when this returns, and not when it throws.
    /// `take` ends the reading by throwing.
    public func read(_ entry: ZIPEntry, _ take: (UnsafeRawBufferPointer) throws -> Void) throws {
        let reader = try open(entry)
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.pieceMax, alignment: 16)
        defer { piece.deallocate() }
        while case let count = try reader.read(into: piece), count > 0 { try take(UnsafeRawBufferPointer(rebasing: piece[..<count])) }
    }

    /// A whole entry, for small ones; refused above `max` bytes.
    public func bytes(of entry: ZIPEntry, max: Int = 64 << 20) throws -> [UInt8] {
        guard entry.size <= max else { throw ZIPError(.tooLarge, entry: entry.name, "\(entry.size) bytes, at most \(max)") }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Int(entry.size))
        try read(entry) { bytes.append(contentsOf: $0) }
        return bytes
    }
}

// MARK: - What is checked when an archive is opened

extension ZIPArchive {
    private static func checkSize(_ size: Int64, _ bounds: ZIPBounds, _ read: (UInt64, Int) -> [UInt8]?) throws(ZIPError) {
        guard size <= bounds.archiveMax else { throw ZIPError(.tooLarge, "\(size) bytes, at most \(bounds.archiveMax)") }
        let tailCount = Int(min(size, Int64(EndRecord.tailMax)))
        guard let tail = read(UInt64(size) - UInt64(tailCount), tailCount) else {
            throw ZIPError(.unreadable, "it shrinks while it is read")
        }
        guard let count = EndRecord.entries(tail: tail, read: read) else { throw ZIPError(.malformed, "no list of contents at its end") }
        guard count <= UInt64(bounds.entriesMax) else { throw ZIPError(.tooLarge, "\(count) entries, at most \(bounds.entriesMax)") }
    }

    private static func checkedEntries(_ handle: OpaquePointer, _ bounds: ZIPBounds) throws(ZIPError) -> [ZIPEntry] {
        let count = zip_get_num_entries(handle, 0)
        guard count <= bounds.entriesMax else { throw ZIPError(.tooLarge, "\(count) entries, at most \(bounds.entriesMax)") }
        var entries: [ZIPEntry] = []
        var names: Set<String> = []
        var total: Int64 = 0
        var packedTotal: Int64 = 0
        for index in 0..<UInt64(max(count, 0)) {
            guard let entry = try checkedEntry(handle, index, bounds) else { continue }
            // Systems that do not tell letters apart would take the two for one.
            guard names.insert(entry.name.lowercased()).inserted else { throw ZIPError(.duplicateName, entry: entry.name, "two entries") }
            // Each is at most `entryMax` and there are at most 65,534: the sum cannot overflow before the bound is passed.
            total += entry.size
            packedTotal += entry.packedSize
            guard total <= bounds.totalMax else { throw ZIPError(.tooLarge, "more than \(bounds.totalMax) bytes unpacked") }
            entries.append(entry)
        }
        if bounds.isBomb(packed: packedTotal, unpacked: total) {
            throw ZIPError(.tooLarge, "\(total) bytes out of \(packedTotal), more than \(bounds.ratioMax) to one")
        }
        return entries
    }

    /// An entry that keeps every bound; nil for a folder.
    private static func checkedEntry(_ handle: OpaquePointer, _ index: UInt64, _ bounds: ZIPBounds) throws(ZIPError) -> ZIPEntry? {
        var facts = zip_stat_t()
        guard zip_stat_index(handle, index, 0, &facts) == 0, let written = facts.name else {
            throw ZIPError(.malformed, String(cString: zip_error_strerror(zip_get_error(handle))))
        }
        let name = String(cString: written)
        if let fault = EntryName.fault(name, bounds) { throw fault }
        let needed = UInt64(ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD)
        guard facts.valid & needed == needed, let size = Int64(exactly: facts.size), let packed = Int64(exactly: facts.comp_size) else {
            throw ZIPError(.malformed, entry: name, "its sizes are missing")
        }
        guard Int32(facts.encryption_method) == ZIP_EM_NONE else { throw ZIPError(.encrypted, entry: name, "encrypted") }
        guard Int32(facts.comp_method) == ZIP_CM_STORE || Int32(facts.comp_method) == ZIP_CM_DEFLATE else {
            throw ZIPError(.methodUnknown, entry: name, "method \(facts.comp_method)")
        }
        guard size <= bounds.entryMax, packed <= bounds.archiveMax else {
            throw ZIPError(.tooLarge, entry: name, "\(size) bytes, at most \(bounds.entryMax)")
        }
        if bounds.isBomb(packed: packed, unpacked: size) {
            throw ZIPError(.tooLarge, entry: name, "\(size) bytes out of \(packed), more than \(bounds.ratioMax) to one")
        }
        return name.hasSuffix("/") ? nil : ZIPEntry(name: name, size: size, packedSize: packed, index: index)
    }

    private static func error(_ failure: inout zip_error_t, _ code: ZIPError.Code) -> ZIPError {
        let words = String(cString: zip_error_strerror(&failure))
        zip_error_fini(&failure)
        return ZIPError(code, words)
    }
}
