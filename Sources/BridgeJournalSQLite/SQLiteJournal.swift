public import BridgeDomain
public import BridgeJournal

/// The journal in one SQLite file: write-ahead log, `synchronous=FULL`.
///
/// One thread writes: units of all callers that wait at the same moment share one transaction and one sync to the disk (group commit), each
/// behind a savepoint of its own. A few threads read, each answer from one state of the file; the writer never keeps them waiting.
///
/// Several processes may have the file open: the service, and beside it commands that look or decide (`approve`, `retry`). They take turns
/// writing; who waits longer than ``SQLiteJournalOptions/busyMillisecondsMax`` gets ``/BridgeJournal/JournalError/Code/locked``. Revisions and fences keep
/// their decisions apart.
public final class SQLiteJournal: BridgeJournal {
    /// Where the file is.
    public let path: String
    let options: SQLiteJournalOptions
    /// nil when opened for reading only.
    private let writing: WorkQueue<any WriteWork>?
    private let keeper: LogKeeper?
    private let reading: WorkQueue<@Sendable (Reader) -> Void>
    private let lock: FileLock?

    private init(
        path: String, options: SQLiteJournalOptions, writing: WorkQueue<any WriteWork>?, keeper: LogKeeper?,
        reading: WorkQueue<@Sendable (Reader) -> Void>, lock: FileLock?
    ) {
        self.path = path
        self.options = options
        self.writing = writing
        self.keeper = keeper
        self.reading = reading
        self.lock = lock
    }

    /// Opens the file, makes it when it is missing, and brings it to the newest form; `time` dates the steps taken for that.
    ///
    /// Errors: ``/BridgeJournal/JournalError/Code/newerVersion``, ``/BridgeJournal/JournalError/Code/damaged`` (also for a file that is no journal),
    /// ``/BridgeJournal/JournalError/Code/readOnly``, ``/BridgeJournal/JournalError/Code/locked``, ``/BridgeJournal/JournalError/Code/diskFull``, and ``/BridgeJournal/JournalError/Code/failed`` when the
    /// folder is missing. Cost: some milliseconds, whatever the size of the file.
    public static func open(
        path: String, options: SQLiteJournalOptions = SQLiteJournalOptions(), time: any TimeSource
    ) async throws(JournalError) -> SQLiteJournal {
        let lock = try takeLock(path, options)
        let now = time.now()
        let read = ReadPostings()
        var writing: WorkQueue<any WriteWork>?
        let keeper = options.isReadOnly ? nil : logKeeper(path, options)
        if !options.isReadOnly {
            let queue = WorkQueue<any WriteWork>()
            try await queue.start { () throws(JournalError) in
                try Connection.writing(path, options, now: now)
            } work: { connection in
                keeper?.attend(connection)
                let writer = Writer(connection, read: read)
                while let jobs = queue.take(atMost: options.unitsPerTransactionMax.within(1...10_000)) { writer.run(jobs) }
            }
            writing = queue
        }
        let reading = WorkQueue<@Sendable (Reader) -> Void>()
        do throws(JournalError) {
            for _ in 0..<options.readers.within(1...8) {
                try await reading.start { () throws(JournalError) in
                    try Connection.reading(path, options)
                } work: { connection in
                    let reader = Reader(connection, handedOut: read)
                    while let questions = reading.take(atMost: 1) { for question in questions { question(reader) } }
                }
            }
        } catch {
            await reading.close()
            await keeper?.close()
            await writing?.close()
            throw error
        }
        return SQLiteJournal(path: path, options: options, writing: writing, keeper: keeper, reading: reading, lock: lock)
    }

    /// On a simulated disk, whose faults come at a place and not at a moment, the writing thread does everything itself.
    private static func logKeeper(_ path: String, _ options: SQLiteJournalOptions) -> LogKeeper? {
        guard options.fileSystem == nil else { return nil }
        return LogKeeper(pagesMax: Int32(clamping: options.logPagesMax)) { () throws(JournalError) in
            try Connection.keeping(path, options)
        }
    }

    /// Looking at a file in a folder that may not be written must be possible: there the lock is done without.
    private static func takeLock(_ path: String, _ options: SQLiteJournalOptions) throws(JournalError) -> FileLock? {
        do throws(JournalError) {
            return try FileLock(path, .together)
        } catch {
            if options.isReadOnly, error.code == .readOnly { return nil }
            throw error
        }
    }

    public func close() async {
        // The writer last: the last connection takes the log into the file and removes it.
        await reading.close()
        await keeper?.close()
        await writing?.close()
        lock?.release()
    }

    /// Has the writing thread do a piece of work; returns when it is durable.
    func write<Answer: Sendable>(
        _ body: @escaping @Sendable (Writer) throws(JournalError) -> Answer
    ) async throws(JournalError) -> Answer {
        let result = await withCheckedContinuation { (waiter: CheckedContinuation<Result<Answer, JournalError>, Never>) in
            if let error = add(WriteJob(body) { waiter.resume(returning: $0) }) { waiter.resume(returning: .failure(error)) }
        }
        return try result.get()
    }

    /// Gives the writing thread a piece of work; returns why it cannot be done.
    func add(_ work: any WriteWork) -> JournalError? {
        guard let writing else { return JournalError(.readOnly, "\(path) was opened for reading only") }
        return writing.add(work) ? nil : .closedJournal
    }

    /// Has a reading thread answer a question on one state of the file.
    func read<Answer: Sendable>(_ body: @escaping @Sendable (Reader) throws(JournalError) -> Answer) async throws(JournalError) -> Answer {
        let result = await withCheckedContinuation { (waiter: CheckedContinuation<Result<Answer, JournalError>, Never>) in
            let isWaiting = reading.add { reader in
                waiter.resume(
                    returning: Result { () throws(JournalError) in
                        try reader.connection.snapshot { () throws(JournalError) in try body(reader) }
                    })
            }
            if !isWaiting { waiter.resume(returning: .failure(.closedJournal)) }
        }
        return try result.get()
    }
}

extension WorkQueue {
    /// Starts a thread that opens a connection, then works with it and closes it. Throws when it cannot be opened.
    func start(
        opening: @escaping @Sendable () throws(JournalError) -> Connection, work: @escaping @Sendable (Connection) -> Void
    ) async throws(JournalError) {
        let opened = await withCheckedContinuation { (waiter: CheckedContinuation<Result<Void, JournalError>, Never>) in
            do throws(ThreadsExhausted) {
                try startThread {
                    do throws(JournalError) {
                        let connection = try opening()
                        waiter.resume(returning: .success(()))
                        work(connection)
                        connection.close()
                    } catch {
                        waiter.resume(returning: .failure(error))
                    }
                }
            } catch {
                waiter.resume(returning: .failure(JournalError(.failed, "the system gives no thread for the journal; stop other programs")))
            }
        }
        try opened.get()
    }
}

extension Int {
    /// This number, or the nearest bound.
    func within(_ bounds: ClosedRange<Int>) -> Int { Swift.min(Swift.max(self, bounds.lowerBound), bounds.upperBound) }
}
