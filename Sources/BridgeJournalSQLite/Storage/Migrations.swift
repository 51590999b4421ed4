import BridgeDomain
import BridgeJournal

/// One numbered step of the file's form. Once released it is never changed: a new need is a new step.
struct Migration: Sendable {
    let number: Int64
    let name: String
    let sql: String
}

/// Brings a file to the form this version of the product works with.
enum Migrations {
    /// `LBJ1` in the file's header: tells our files from other SQLite files.
    static let applicationID: Int64 = 0x4C42_4A31

    /// All steps, in order of number, from 1, without gaps.
    static let all: [Migration] = [
        Migration(number: 1, name: "the journal", sql: firstSchema), Migration(number: 2, name: "the door", sql: doorSchema),
        Migration(number: 3, name: "the search", sql: searchSchema), Migration(number: 4, name: "payments", sql: paymentSchema),
        Migration(number: 5, name: "attachments", sql: attachmentSchema),
        Migration(number: 6, name: "relations side by side", sql: relationSchema),
        Migration(number: 7, name: "the console", sql: consoleSchema), Migration(number: 8, name: "hours and holds", sql: hourSchema),
        Migration(number: 9, name: "webhooks and second factors", sql: webhookSchema),
        Migration(number: 10, name: "roles of tokens", sql: tokenSchema),
        Migration(number: 11, name: "tags of answers", sql: answerSchema),
        Migration(number: 12, name: "calls to the books", sql: callSchema),
    ]

    /// The form this version works with.
    static var newest: Int64 { all.last?.number ?? 0 }

    /// Checks whose file this is and how new, and takes the steps that are missing, each in a transaction of its own.
    static func apply(_ steps: [Migration] = all, to connection: Connection, now: Timestamp) throws(JournalError) {
        let known = steps.last?.number ?? 0
        guard try version(of: connection, known: known) < known else { return }
        for step in steps {
            // Asked again inside the transaction: another process may have taken the step while we waited.
            try connection.execute("BEGIN IMMEDIATE")
            do throws(JournalError) {
                if try version(of: connection, known: known) < step.number { try take(step, connection, now) }
                try connection.execute("COMMIT")
            } catch {
                if !connection.isIdle { try? connection.execute("ROLLBACK") }
                throw error
            }
        }
    }

    /// The form the file has: 0 for an empty one. Refuses files that are not ours or are newer than `known`.
    static func version(of connection: Connection, known: Int64 = newest) throws(JournalError) -> Int64 {
        func look() throws(JournalError) -> (version: Int64, owner: Int64, tables: Int64) {
            let version = try connection.number("PRAGMA user_version") ?? 0
            let owner = try connection.number("PRAGMA application_id") ?? 0
            return (version, owner, try connection.number("SELECT count(*) FROM sqlite_schema") ?? 0)
        }
        // Of one moment: another process may be making the file between two questions.
        let (version, owner, tables) = try connection.isIdle ? connection.snapshot(look) : look()
        if tables == 0, owner == 0, version == 0 { return 0 }
        guard owner == applicationID else {
            throw JournalError(.damaged, "\(connection.path) is an SQLite file, but not a journal of ours; choose another path")
        }
        guard version <= known else {
            throw JournalError(
                .newerVersion,
                "\(connection.path) has form \(version), this version of the product knows \(known); "
                    + "run the newer version, or restore a backup made before the upgrade")
        }
        return version
    }

    private static func take(_ step: Migration, _ connection: Connection, _ now: Timestamp) throws(JournalError) {
        try connection.execute(step.sql)
        let note = try Statement(
            connection, "INSERT INTO migration (number, name, applied_at) VALUES (?, ?, ?)", isKept: false)
        try note.bind(step.number).bind(step.name).bind(now.milliseconds).run()
        try connection.execute("PRAGMA user_version = \(step.number); PRAGMA application_id = \(applicationID)")
    }
}
