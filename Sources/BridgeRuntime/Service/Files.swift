import BridgeDomain
public import BridgeJournal
public import BridgeJournalSQLite
import BridgeYAML
import Glibc

/// Reading and writing of small files: configurations, rules, states.
public enum TextFile {
    /// More than this is no configuration.
    public static let bytesMax = 64 << 20

    /// The bytes of a file; nil when it is not there.
    public static func read(_ path: String) throws(InstallationError) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { return nil }
            throw unreadable(path, errno)
        }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path, errno) }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
            guard bytes.count <= bytesMax else {
                throw InstallationError(
                    nl: "\(path) is groter dan \(bytesMax >> 20) MB", en: "\(path) is larger than \(bytesMax >> 20) MB")
            }
        }
    }

    /// Writes a file so that it is there whole or not at all, also after a power cut: draft, sync, rename, sync of the folder.
    ///
    /// The draft is a new file of this process with the asked rights from its first byte on; a link somebody put in its place is not followed.
    public static func write(_ bytes: [UInt8], to path: String, mode: UInt32 = 0o644) throws(InstallationError) {
        let draft = "\(path).\(getpid()).draft"
        unlink(draft)
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw unwritable(path, errno) }
        let failure = fill(descriptor, bytes)
        close(descriptor)
        guard failure == 0, rename(draft, path) == 0 else {
            let reason = failure == 0 ? errno : failure
            unlink(draft)
            throw unwritable(path, reason)
        }
        syncFolder(of: path)
    }

    /// Writes and syncs; the system's error number, 0 for none.
    private static func fill(_ descriptor: Int32, _ bytes: [UInt8]) -> Int32 {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return errno }
            rest = rest.dropFirst(written)
        }
        return fsync(descriptor) == 0 ? 0 : errno
    }

    /// Makes the new name durable. Some file systems cannot; the file is whole all the same.
    private static func syncFolder(of path: String) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }

    private static func unwritable(_ path: String, _ reason: Int32) -> InstallationError {
        let reason = String(cString: strerror(reason))
        return InstallationError(nl: "\(path) is niet te schrijven: \(reason)", en: "\(path) cannot be written: \(reason)")
    }

    private static func unreadable(_ path: String, _ reason: Int32) -> InstallationError {
        let reason = String(cString: strerror(reason))
        return InstallationError(nl: "\(path) is niet te lezen: \(reason)", en: "\(path) cannot be read: \(reason)")
    }
}

/// The configuration as a file.
public enum ConfigurationFile {
    /// Reads and checks a configuration file; all mistakes are told at once.
    public static func read(_ path: String) throws(InstallationError) -> Configuration {
        guard let bytes = try TextFile.read(path) else {
            throw InstallationError(
                nl: "\(path) is er niet; geef het bestand met --config, of laat 'ledgerbridge demo' een voorbeeld maken",
                en: "there is no \(path); name the file with --config, or let 'ledgerbridge demo' make an example")
        }
        let folder = path.contains("/") ? String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) : "."
        do { return try Configuration(yaml: String(decoding: bytes, as: UTF8.self), directory: absolute(folder)) } catch {
            throw InstallationError(nl: error.text(file: path, .dutch), en: error.text(file: path, .english))
        }
    }

    /// A folder's path from the root, so that secrets named by path are found from anywhere.
    public static func absolute(_ folder: String) -> String {
        guard let resolved = realpath(folder.isEmpty ? "/" : folder, nil) else { return folder }
        defer { free(resolved) }
        return String(cString: resolved)
    }
}

/// The journal as a file.
public enum JournalFile {
    /// Opens the journal, making it when it is not there.
    public static func open(_ path: String) async throws(JournalError) -> SQLiteJournal {
        try await SQLiteJournal.open(path: path, time: SystemClock())
    }

    /// Opens a journal that is there, for looking only: works beside a running service.
    public static func openForReading(_ path: String) async throws(JournalError) -> SQLiteJournal {
        var options = SQLiteJournalOptions()
        options.isReadOnly = true
        return try await SQLiteJournal.open(path: path, options: options, time: SystemClock())
    }
}
