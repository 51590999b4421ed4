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
