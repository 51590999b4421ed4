import BridgeJournal
import CSQLite
import Synchronization

/// Takes the write-ahead log into the file on a thread of its own, so that the writing thread does not stand still for the disk meanwhile.
///
/// The writing thread tells after each commit how much the log holds. Beside it, each ``LogSteps/pagesMax`` pages are taken into the file as
/// they come. Only when next to nothing is left to take does the writing thread take the rest itself, which lets the log begin anew; a thread
/// beside it could not, because a writer that never rests is always a little ahead.
final class LogKeeper: Sendable {
    private let opening: @Sendable () throws(JournalError) -> Connection
    private let queue = WorkQueue<Int32>()
    private let steps: Mutex<LogSteps>
    private let hasThread = Mutex(false)

    /// For a log that is taken into the file when it holds so many pages. `opening` gives the thread its connection, when there is work for it.
    init(pagesMax: Int32, opening: @escaping @Sendable () throws(JournalError) -> Connection) {
        steps = Mutex(LogSteps(pagesMax: pagesMax))
        self.opening = opening
    }

    /// Has the writing thread's connection tell what the log holds; instead of SQLite's own way, which does everything at once. The keeper must
    /// outlive the connection.
    func attend(_ connection: Connection) {
        _ = sqlite3_wal_hook(
            connection.handle,
            { keeper, handle, _, pages in
                if let keeper, let handle { Unmanaged<LogKeeper>.fromOpaque(keeper).takeUnretainedValue().logHolds(pages, handle) }
                // Committed is committed, whatever becomes of the log.
                return SQLITE_OK
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Lets the thread end when it has done what it was given; from then on the writing thread does it all.
    func close() async { await queue.close() }

    private func logHolds(_ pages: Int32, _ writer: OpaquePointer) {
        switch steps.withLock({ $0.next(pages) }) {
        case .wait: break
        case .beside: if !begin(pages) { steps.withLock { $0.failed() } }
        case .here: Self.take(writer)
        }
    }

    /// Gives the thread work, and the thread its beginning; false when there can be none.
    private func begin(_ pages: Int32) -> Bool {
        let isThere = hasThread.withLock { hasThread -> Bool in
            if hasThread { return true }
            do throws(ThreadsExhausted) { try queue.startThread { [self] in work() } } catch { return false }
            hasThread = true
            return true
        }
        return isThere && queue.add(pages)
    }

    private func work() {
        let connection = try? opening()
        while let passes = queue.take(atMost: 1) {
            guard let connection else {
                steps.withLock { $0.failed() }
                continue
            }
            for pages in passes {
                Self.take(connection.handle)
                steps.withLock { $0.took(pages) }
            }
        }
        connection?.close()
    }

    /// What can be taken without waiting for anybody. What fails is left in the log, where it is as safe, and taken the next time; a disk that
    /// is full is told by the next commit.
    private static func take(_ handle: OpaquePointer) { _ = sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_PASSIVE, nil, nil) }
}

/// When the log is taken into the file, and by whom. Pure.
struct LogSteps: Sendable {
    enum Step: Hashable, Sendable {
        case wait
        /// By the thread beside the writing one.
        case beside
        /// By the writing thread, between two commits.
        case here
    }

    /// How often the thread beside takes its part until the writing thread takes what little is left.
    static let partsMax: Int32 = 3

    let pagesMax: Int32
    private var last: Int32 = 0
    private var nextAt: Int32
    private var isBeside = false
    /// What the log held when the part was begun that was taken last.
    private var taken: Int32 = 0
    private var cannot = false

    init(pagesMax: Int32) {
        self.pagesMax = max(1, pagesMax)
        nextAt = self.pagesMax
    }

    /// After a commit with which the log holds so many pages.
    mutating func next(_ pages: Int32) -> Step {
        if pages < last { (nextAt, taken) = (pagesMax, 0) }
        last = pages
        if isBeside { return .wait }
        if taken >= Self.partsMax * pagesMax || cannot && pages >= nextAt {
            // Where somebody still reads from the log it cannot begin anew: tried again when as much has come.
            (nextAt, taken) = (pages + pagesMax, 0)
            return .here
        }
        guard pages >= nextAt else { return .wait }
        nextAt = pages + pagesMax
        isBeside = true
        return .beside
    }

    /// The thread beside is done with what the log held then.
    mutating func took(_ pages: Int32) { (isBeside, taken) = (false, pages) }

    /// There is no thread beside, and will be none.
    mutating func failed() { (isBeside, cannot) = (false, true) }
}
