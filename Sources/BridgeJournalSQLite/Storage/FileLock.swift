import BridgeJournal
import Glibc
import Synchronization

/// The lock beside the file (`<path>.lock`). Every process that uses a journal holds it together with others; who replaces the file, holds
/// it alone. What two processes write at the same time is kept apart by SQLite, revisions and fences, not by this lock.
final class FileLock: Sendable {
    /// nil once given back.
    private let descriptor: Mutex<Int32?>

    enum Holding {
        case together
        case alone
    }

    /// Takes the lock at once or says who has it.
    init(_ path: String, _ holding: Holding) throws(JournalError) {
        let file = path + ".lock"
        let descriptor = Glibc.open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            switch errno {
            case EACCES, EROFS:
                throw JournalError(.readOnly, "\(file) may not be written; give this user the right to write there")
            case ENOSPC, EDQUOT: throw JournalError(.diskFull, "no room is left for \(file); make room and try again")
            default: throw JournalError(.failed, "\(file) cannot be opened: check that its folder exists")
            }
        }
        guard flock(descriptor, (holding == .alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
            let holder = Self.note(descriptor)
            Glibc.close(descriptor)
            throw JournalError(.locked, "\(path) is in use by another process\(holder); stop it first (`ledgerbridge serve`, for instance)")
        }
        self.descriptor = Mutex(descriptor)
        // For the message above; the last to open is the likeliest to hold it.
        let text = "\(getpid())\n"
        ftruncate(descriptor, 0)
        _ = text.withCString { pwrite(descriptor, $0, strlen($0), 0) }
    }

    deinit { release() }

    /// Gives the lock back.
    func release() {
        descriptor.withLock { descriptor in
            if let open = descriptor { Glibc.close(open) }
            descriptor = nil
        }
    }

    private static func note(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 32)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(0, count)).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return digits.isEmpty ? "" : " (number \(String(decoding: digits, as: UTF8.self)))"
    }
}
