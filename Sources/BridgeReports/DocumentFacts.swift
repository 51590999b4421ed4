public import BridgeDomain
public import BridgeEngine
public import BridgeJournal

/// Everything the journal knows of one document, read once: for a terminal, a page or a program.
public struct DocumentFacts: Sendable {
    public var posting: PostingRecord
    /// Every version as it came, oldest first.
    public var versions: [DocumentRecord]
    /// The entry made of the version that is delivered.
    public var entry: Entry?
    /// What the books held when last read.
    public var booked: BookedRecord?
    /// Attempts to post it, to look it up and to attach its file, oldest first.
    public var attempts: [AttemptRecord]
    /// What happened, in order; at most ``historyMax``.
    public var history: [HistoryRecord]
    /// The document that was there first, when this one carries its number with other content.
    public var rival: PostingRecord?
    public var party: PartyRecord?
    public var payments: [PaymentRecord]
    public var settled: SettledItemRecord?
    public var attachment: AttachmentRecord?
    /// What is left after credit notes; nil where there are none.
    public var credit: CreditStanding?

    /// Records of history that are read.
    public static let historyMax = 1_000

    /// The document as it was last understood; nil when it could not be read.
    public var document: Document? { versions.last?.document }

    /// What the books said beside accepting the entry.
    public var warning: String? { attempts.last { $0.purpose == .post && $0.verdict == "done" }?.detail }

    /// What is wrong, and what the books hold differently, each once.
    public var problems: [Problem] {
        var problems = posting.problems
        if case .differs(_, let found) = posting.readBack { problems += found.filter { !problems.contains($0) } }
        return problems
    }

    /// Reads what stands behind a posting. Cost: a dozen look-ups by key.
    public static func read(_ posting: PostingRecord, journal: any BridgeJournal) async throws(JournalError) -> DocumentFacts {
        let (key, bridge) = (posting.document, posting.bridge)
        var party: PartyRecord?
        if let name = posting.party { party = try await journal.parties([name], bridge: bridge)[name] }
        let attachment = try await journal.attachments([key], bridge: bridge)[key]
        var attempts = try await journal.attempts(key.description, bridge: bridge)
        if let attachment {
            attempts += try await journal.attempts(attachment.subject, bridge: bridge)
            attempts.sort { ($0.startedAt, $0.number) < ($1.startedAt, $1.number) }
        }
        return DocumentFacts(
            posting: posting, versions: try await journal.versions(key, bridge: bridge),
            entry: try await journal.entry(key, version: posting.documentVersion, bridge: bridge)?.entry,
            booked: try await journal.booked(key, bridge: bridge), attempts: attempts,
            history: try await journal.history(subject: key.description, bridge: bridge, after: 0, limit: historyMax),
            rival: try await rival(of: posting, journal), party: party, payments: try await journal.payments(of: key, bridge: bridge),
            settled: try await journal.settledItems([key], bridge: bridge)[key],
            attachment: attachment,
            credit: try await CreditStanding.read(of: posting, journal: journal))
    }

    private static func rival(of posting: PostingRecord, _ journal: any BridgeJournal) async throws(JournalError) -> PostingRecord? {
        guard posting.problems.contains(where: { $0.code == .numberWithOtherContent }),
            let mark = posting.document.number.text.firstIndex(of: "#")
        else { return nil }
        let number = DocumentNumber(String(posting.document.number.text[..<mark]))
        let key = DocumentKey(posting.document.administration, posting.document.kind, number)
        return try await journal.postings([key], bridge: posting.bridge)[key]
    }
}
