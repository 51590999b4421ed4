public import BridgeDomain
public import BridgeJournal
import BridgeReconciliation
public import BridgeReports

// Saying of a difference why it is there: a document's, or a figure's of a month.
extension Acts {
    /// A document's difference as it stands now; refused where nothing differs there.
    public func difference(of key: DocumentKey, _ bridge: OpenBridge) async throws -> JudgedDifference {
        let posting = try await document(bridge, key)
        guard let judged = try await judgedDifference(of: posting) else { throw ActRefusal.doesNotFit }
        return judged
    }

    /// What was said of a document that the books hold otherwise; nil where they do not.
    public func judgedDifference(of posting: PostingRecord) async throws(JournalError) -> JudgedDifference? {
        guard posting.differs else { return nil }
        return try await DifferenceBook(journal: journal, bridge: posting.bridge)
            .judge([try await DifferingDocument.read(posting, journal: journal)]).first
    }

    /// What was said of each of the documents that the books hold otherwise.
    public func judged(_ postings: [PostingRecord], of bridge: OpenBridge) async throws(JournalError) -> [JudgedDifference] {
        var documents: [DifferingDocument] = []
        for posting in postings { documents.append(try await DifferingDocument.read(posting, journal: journal)) }
        return try await DifferenceBook(journal: journal, bridge: bridge.id).judge(documents)
    }

    /// A figure's difference as it stands now; refused where nothing differs there.
    public func difference(of figure: Difference.Figure, _ bridge: OpenBridge) async throws -> JudgedDifference {
        guard let dates = figure.month.monthDates else { throw ActRefusal.notFound }
        let rows = try await Reconciliation(journal: journal, bridge: bridge.id).rows(dates: dates)
        let judged = try await DifferenceBook(journal: journal, bridge: bridge.id).judge(rows, of: figure.month)
        guard let found = judged.first(where: { $0.difference.subject == .figure(figure) }) else { throw ActRefusal.doesNotFit }
        return found
    }

    /// Keeps what somebody says of a difference, as it was looked at (`seal`). Returns it with what is said now.
    @discardableResult public func explain(
        _ judged: JudgedDifference, of bridge: OpenBridge, text: String?, seal: String, by who: Who
    ) async throws -> JudgedDifference {
        guard seal == judged.seal else { throw ActRefusal.differenceChanged }
        let text = Self.line(text, max: DifferenceBook.textMax)
        guard !text.isEmpty else {
            throw ActRefusal.incomplete("text", nl: "Zeg waardoor het verschil er is.", en: "Say why the difference is there.")
        }
        let book = DifferenceBook(journal: journal, bridge: bridge.id)
        var explained = judged
        try await Self.orChanged { () async throws(JournalError) in
            switch try await book.explain(judged, text, by: who, at: now) {
            case .success(let explanation):
                explained = judged.explained(explanation)
                return nil
            case .failure(.changed): return .differenceChanged
            case .failure(.full):
                return ActRefusal(
                    .tooMany,
                    BilingualText(
                        nl: "Deze maand heeft al \(DifferenceBook.perMonthMax) verklaringen: los eerst verschillen op in de boekhouding.",
                        en: "This month has \(DifferenceBook.perMonthMax) explanations already: mend differences in the books first."))
            }
        }
        return explained
    }

    /// Takes back what was said of a difference, as it was looked at (`seal`): it is open again. Returns it so.
    @discardableResult public func reopen(
        _ judged: JudgedDifference, of bridge: OpenBridge, seal: String, by who: Who
    ) async throws -> JudgedDifference {
        guard seal == judged.seal else { throw ActRefusal.differenceChanged }
        let book = DifferenceBook(journal: journal, bridge: bridge.id)
        try await Self.orChanged { () async throws(JournalError) in
            try await book.reopen(judged, by: who, at: now) ? nil : .differenceChanged
        }
        return judged.reopened
    }

    /// Refuses as `act` says, and as changed where somebody else was faster.
    static func orChanged(_ act: () async throws(JournalError) -> ActRefusal?) async throws {
        let refusal: ActRefusal?
        do throws(JournalError) {
            refusal = try await act()
        } catch {
            guard error.code == .conflict else { throw error }
            throw ActRefusal.changed
        }
        if let refusal { throw refusal }
    }
}

extension ActRefusal {
    static let differenceChanged = ActRefusal(
        .changed,
        BilingualText(
            nl: "Er is niets bewaard: sinds u keek is dit verschil veranderd. Zo staat het nu.",
            en: "Nothing was kept: this difference has changed since you looked. This is how it stands now."))
}
