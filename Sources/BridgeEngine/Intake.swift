import BridgeConnector
import BridgeDomain
import BridgeJournal
import BridgeSource

/// Reads pages from the source and makes them durable: documents, parties, postings and cursor in one unit per page.
///
/// Reading a page twice, a doubled nudge, an answer lost on the way: all end in the same journal, because what is kept is found again by key
/// and content hash. Nothing is dropped: what cannot be read is kept and parked.
struct Intake: Sendable {
    let parts: BridgeParts
    let fence: Fence?
    let master: MasterData?

    /// What a turn of reading did.
    struct Outcome: Sendable {
        var items = 0
        var hasMore = false
        /// Parties whose arrival may release documents.
        var partiesChanged: [PartyKey] = []
    }

    /// A failure of either side of the intake.
    enum Failure: Error {
        case source(SourceError)
        case journal(JournalError)
    }

    /// Reads up to the turn's number of pages of one stream.
    func read(_ stream: SourceStream) async throws(Failure) -> Outcome {
        let kind: PartyKind
        switch stream {
        case .documents: return try await readDocuments()
        case .debtors: kind = .debtor
        case .creditors: kind = .creditor
        }
        var outcome = Outcome()
        for _ in 0..<TurnLimits.sourcePages {
            outcome.hasMore = try await readParties(kind, stream, after: try await cursor(stream), &outcome)
            if !outcome.hasMore { break }
        }
        return outcome
    }

    /// Where reading of a stream goes on.
    func cursor(_ stream: SourceStream) async throws(Failure) -> SourceCursor {
        SourceCursor(
            try await journaled { () async throws(JournalError) in
                try await parts.journal.cursor(parts.bridge, name: Names.source(stream)) ?? ""
            })
    }

    func journaled<Value>(_ work: () async throws(JournalError) -> Value) async throws(Failure) -> Value {
        do { return try await work() } catch { throw .journal(error) }
    }

    func sourced<Value>(_ work: () async throws(SourceError) -> Value) async throws(Failure) -> Value {
        do { return try await work() } catch { throw .source(error) }
    }
}
