import BridgeJournal
import CSQLite

/// What SQLite said, and what it means for the person who runs the journal.
struct StoreFailure {
    /// SQLite's extended result code.
    var code: Int32
    var text: String
    var path: String

    var journalError: JournalError {
        switch code & 0xFF {
        case SQLITE_FULL:
            JournalError(.diskFull, "no room is left for \(path); make room, the work goes on by itself")
        case SQLITE_IOERR:
            JournalError(
                .diskFull,
                "the disk refused to read or write \(path) (\(text), code \(code)); make room or mend the disk, the work goes on by itself")
        case SQLITE_READONLY, SQLITE_PERM:
            JournalError(.readOnly, "\(path) or its folder may not be written; give this user the right to write there")
        case SQLITE_BUSY, SQLITE_LOCKED:
            JournalError(.locked, "another process keeps \(path) busy; wait until it is done, or stop it")
        case SQLITE_CORRUPT, SQLITE_NOTADB:
            JournalError(.damaged, "\(path) is damaged or no journal (\(text)); restore a backup")
        case SQLITE_CANTOPEN:
            JournalError(.failed, "\(path) cannot be opened: check that its folder exists and that this user may read and write it")
        default:
            JournalError(.failed, "the journal \(path) failed: \(text) (code \(code))")
        }
    }
}
