/// Why the journal did not do as asked. Nothing of the unit has happened.
public struct JournalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// Someone else changed the record first: read it again and decide again.
        case conflict
        /// The lease went to another worker: stop.
        case fenced
        /// The key exists with other content.
        case duplicate
        /// No room on the disk. Nothing is lost; work resumes when there is room.
        case diskFull
        /// The file or its folder may not be written.
        case readOnly
        /// Another process holds the file.
        case locked
        /// The file was written by a newer version of the product.
        case newerVersion
        /// The file is damaged.
        case damaged
        /// Something else went wrong below; the message holds what the store said.
        case failed
        /// The journal was closed.
        case closed
    }

    public var code: Code
    /// What, where and what to do.
    public var message: String

    /// A failed journal operation.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// `journal conflict: …`.
    public var description: String { "journal \(code.rawValue): \(message)" }
}

// The refusals every implementation gives in the same words.
extension JournalError {
    /// A document version is kept already with other content.
    public static func otherContent(_ key: some CustomStringConvertible, version: Int) -> JournalError {
        JournalError(.duplicate, "\(key) version \(version) is kept already with other content; a correction needs a new version")
    }

    /// The document has a posting.
    public static func postingExists(_ key: some CustomStringConvertible) -> JournalError {
        JournalError(.duplicate, "\(key) has a posting already; one document is delivered once, for good")
    }

    /// Another writer was first, or the record does not exist.
    public static func changedMeanwhile(_ subject: String, revision: Int64) -> JournalError {
        JournalError(.conflict, "\(subject) is not at revision \(revision - 1) any more; read it again and decide again")
    }

    /// One of the two sides is bound to something else.
    public static func boundOtherwise(_ wanted: Binding, _ bound: Binding) -> JournalError {
        JournalError(
            .duplicate,
            "\(wanted.kind.rawValue) \(wanted.ours) cannot be bound to \(wanted.theirs): \(bound.ours) is bound to \(bound.theirs) already")
    }

    /// The lease went to another worker.
    public static func laneLost(_ fence: Fence) -> JournalError {
        JournalError(.fenced, "the lane \(fence.lane) is no longer held under number \(fence.number); another worker goes on")
    }

    /// A stored value is beyond the bound.
    public static func valueTooLarge(_ name: String, _ bytes: Int) -> JournalError {
        JournalError(.failed, "the value \(name) has \(bytes) bytes; at most \(JournalUnit.valueBytesMax) are kept")
    }

    /// The journal was closed.
    public static var closedJournal: JournalError { JournalError(.closed, "the journal was closed; open it again") }
}
