/// One call to the books as it went: what was sent and what came back. Sessions, keys and headers are never part of it.
public struct BooksCall: Hashable, Sendable, Codable {
    /// What was called: the method and address without the host; of an entry that went in a file, that file or ``nextBatch``.
    public var name: String
    public var startedAt: Timestamp
    /// Until the answer was there, or was given up.
    public var milliseconds: Int64
    public var sent: KeptText
    /// What the answer was called by HTTP, 100…599; nil without an answer, and for files.
    public var status: Int?
    public var answer: KeptText?
    /// Why no answer came; nil where one did.
    public var failure: Failure?
    /// Calls made since the one before that are not kept, because there were more than are kept of one attempt.
    public var omitted = 0

    /// Why no answer came.
    public enum Failure: String, Hashable, Sendable, Codable, CaseIterable {
        /// No connection was made: nothing was sent.
        case notConnected
        /// The other side could not prove who it is: nothing was sent.
        case insecure
        /// Sent, and not answered in time.
        case timedOut
        /// Sent, and the connection broke before an answer.
        case connectionLost
        /// The answer broke off.
        case truncated
        /// The answer was larger than is taken.
        case tooLarge
        /// We stopped waiting.
        case cancelled
    }

    /// The name of what is put with the next file, which has none yet.
    public static let nextBatch = "next batch"

    /// A call.
    public init(
        _ name: String, startedAt: Timestamp, milliseconds: Int64, sent: KeptText, status: Int? = nil, answer: KeptText? = nil,
        failure: Failure? = nil
    ) {
        self.name = name
        self.startedAt = startedAt
        self.milliseconds = milliseconds
        self.sent = sent
        self.status = status
        self.answer = answer
        self.failure = failure
    }

    /// The same with every text changed, such as to mask secrets.
    public func rewritten(_ rewrite: (String) -> String) -> BooksCall {
        var call = self
        call.name = rewrite(name)
        call.sent.text = rewrite(sent.text)
        call.answer = answer.map { KeptText(rewrite($0.text), bytesLeft: $0.bytesLeft) }
        return call
    }
}

/// A text, or its beginning where it is longer than is kept.
public struct KeptText: Hashable, Sendable, Codable {
    public var text: String
    /// Bytes after it that are not kept.
    public var bytesLeft: Int

    /// A text that was kept before.
    public init(_ text: String, bytesLeft: Int = 0) {
        self.text = text
        self.bytesLeft = bytesLeft
    }

    /// At most so many bytes of a text. Bytes that are no text are only counted.
    public init(_ bytes: [UInt8], bytesMax: Int) {
        var kept = bytes.prefix(bytesMax)
        // A character that was cut through is left out whole.
        if kept.count < bytes.count {
            while let last = kept.last, last & 0b1100_0000 == 0b1000_0000 { kept.removeLast() }
            if let last = kept.last, last & 0b1100_0000 == 0b1100_0000 { kept.removeLast() }
        }
        if kept.contains(0) { kept = [] }
        self.init(String(decoding: kept, as: UTF8.self), bytesLeft: bytes.count - kept.count)
    }
}
