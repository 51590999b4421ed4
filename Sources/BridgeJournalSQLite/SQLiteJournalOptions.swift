/// How a journal's file is used. The defaults are right for a service on a small machine.
public struct SQLiteJournalOptions: Sendable {
    /// For looking only: every write is refused, and a missing file is not made.
    public var isReadOnly = false
    /// How long a write waits for another process that is writing, 0…60,000 ms. After it: ``/BridgeJournal/JournalError/Code/locked``.
    public var busyMillisecondsMax = 5_000
    /// How many units share one transaction at most, 1…10,000. More brings nothing beyond a few hundred and makes the first wait longer.
    public var unitsPerTransactionMax = 256
    /// How many threads answer questions, 1…8.
    public var readers = 2
    /// Memory for pages of the file, for the writer and for each reader, in kilobytes.
    public var writerCacheKilobytes = 32_768
    public var readerCacheKilobytes = 8_192
    /// How much the write-ahead log may hold before it is taken into the file, in pages of 8 KB. On a real disk a thread beside the writing one
    /// does it, and the log may hold some four times as much.
    public var logPagesMax = 2_000
    /// The largest the file may become, in pages of 8 KB; nil leaves it to the disk. Beyond it: ``/BridgeJournal/JournalError/Code/diskFull``.
    public var filePagesMax: Int?
    /// The name of the file system SQLite goes through (`sqlite3_vfs_register`); nil: the system's own. For simulations that lose what was not
    /// synced.
    public var fileSystem: String?

    /// The defaults.
    public init() {}
}
