import BridgeJournal

/// A piece of work for the writing thread: done inside a transaction that it shares with others.
protocol WriteWork: Sendable {
    /// Writes. Throws when refused.
    func run(_ writer: Writer) throws(JournalError)
    /// Told once the work is durable (nil) or taken back.
    func finish(_ error: JournalError?)
}

/// A piece of work with an answer.
///
/// `@unchecked Sendable`: `answer` is touched by the writing thread only, by `run` and then by `finish`.
final class WriteJob<Answer: Sendable>: WriteWork, @unchecked Sendable {
    private let body: @Sendable (Writer) throws(JournalError) -> Answer
    private let told: @Sendable (Result<Answer, JournalError>) -> Void
    private var answer: Answer?

    init(
        _ body: @escaping @Sendable (Writer) throws(JournalError) -> Answer,
        told: @escaping @Sendable (Result<Answer, JournalError>) -> Void
    ) {
        self.body = body
        self.told = told
    }

    func run(_ writer: Writer) throws(JournalError) { answer = try body(writer) }

    func finish(_ error: JournalError?) {
        if let error {
            told(.failure(error))
        } else if let answer {
            told(.success(answer))
        } else {
            told(.failure(JournalError(.failed, "the work was not done")))
        }
    }
}
