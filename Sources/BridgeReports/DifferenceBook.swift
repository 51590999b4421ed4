public import BridgeDomain
import BridgeEngine
import BridgeHash
public import BridgeJournal
public import BridgeReconciliation

/// What a controller said of a difference. It hides nothing: the figure stands where it stood, with this beside it.
public struct DifferenceExplanation: Hashable, Sendable, Codable {
    public var subject: Difference.Subject
    /// ``Difference/seal`` of what was explained: another one is open again.
    public var seal: String
    /// ``Difference/amount`` at that moment.
    public var amount: Money?
    public var text: String
    public var by: Who
    public var at: Timestamp
}

/// Explanations of differences, kept month by month in the journal.
public struct DifferenceBook: Sendable {
    /// Explanations of one month.
    public static let perMonthMax = 500
    /// Characters of a text.
    public static let textMax = 500

    private let journal: any BridgeJournal
    private let bridge: BridgeID

    /// The book of one bridge.
    public init(journal: any BridgeJournal, bridge: BridgeID) {
        self.journal = journal
        self.bridge = bridge
    }

    /// What was explained of these months. Cost: one look-up each.
    public func explanations(of months: Set<Period>) async throws(JournalError) -> Explained {
        var all: [Difference.Subject: DifferenceExplanation] = [:]
        for month in months { for each in try await kept(month).read() ?? [] { all[each.subject] = each } }
        return Explained(all: all)
    }

    /// Which of these documents differ and were explained as they stand. Cost: one look-up for each month, three for each that ever was explained.
    public func explained(among postings: [PostingRecord]) async throws(JournalError) -> Set<DocumentKey> {
        let differing = postings.filter(\.differs)
        let explained = try await explanations(of: Set(differing.map { Period(monthOf: $0.invoiceDate) }))
        var found: Set<DocumentKey> = []
        for posting in differing where explained.mentions(.document(posting.document)) {
            let difference = Difference(try await DifferingDocument.read(posting, journal: journal))
            if explained.explanation(of: difference) != nil { found.insert(posting.document) }
        }
        return found
    }

    /// Why something was not kept.
    public enum Refusal: Error, Hashable, Sendable {
        /// The month has as many explanations as it can hold.
        case full
        /// Something else was said of it meanwhile.
        case changed
    }

    /// Keeps what somebody says of a difference, in place of what was said of it before, as it was looked at, with its line of history. Returns what
    /// is kept.
    public func explain(
        _ judged: JudgedDifference, _ text: String, by who: Who, at now: Timestamp
    ) async throws(JournalError) -> Result<DifferenceExplanation, Refusal> {
        let difference = judged.difference
        let explanation = DifferenceExplanation(
            subject: difference.subject, seal: difference.seal, amount: difference.amount, text: String(text.prefix(Self.textMax)), by: who,
            at: now)
        let record = record("difference_explained", difference.subject, difference.amount, explanation.text, who, now)
        var refusal = Refusal.full
        let isKept = try await kept(difference.month).change(who, at: now) { kept in
            guard kept?.first(where: { $0.subject == difference.subject }) == judged.said else {
                refusal = .changed
                return nil
            }
            let others = (kept ?? []).filter { $0.subject != difference.subject }
            guard others.count < Self.perMonthMax else { return nil }
            return (value: others + [explanation], with: [record])
        }
        return isKept ? .success(explanation) : .failure(refusal)
    }

    /// Takes back what was said of something, as it was looked at: it is open again. False where nothing was said, or something else by now.
    public func reopen(_ judged: JudgedDifference, by who: Who, at now: Timestamp) async throws(JournalError) -> Bool {
        let subject = judged.difference.subject
        return try await kept(judged.difference.month).change(who, at: now) { kept in
            guard let kept, let said = kept.first(where: { $0.subject == subject }), said == judged.said else { return nil }
            return (
                value: kept.filter { $0.subject != subject },
                with: [record("difference_reopened", subject, said.amount, said.text, who, now)]
            )
        }
    }

    private func kept(_ month: Period) -> KeptValue<[DifferenceExplanation]> {
        KeptValue("explained.\(month)", of: bridge, in: journal)
    }

    private func record(
        _ act: String, _ subject: Difference.Subject, _ amount: Money?, _ text: String, _ who: Who, _ now: Timestamp
    ) -> JournalChange {
        let (name, what) =
            switch subject {
            case .document(let key): (key.description, [amount?.description])
            case .figure(let figure): ("reconcile", [figure.description, amount?.description])
            }
        let detail = what.compactMap(\.self).joined(separator: ", ")
        return .record(
            HistoryEntry(
                at: now, who: who, bridge: bridge, subject: name, act: act, detail: detail.isEmpty ? text : "\(detail): \(text)"))
    }
}

/// What was explained, beside what differs now.
public struct Explained: Sendable {
    private let all: [Difference.Subject: DifferenceExplanation]

    init(all: [Difference.Subject: DifferenceExplanation]) { self.all = all }

    /// True where something was said of it, whether it still holds or not.
    func mentions(_ subject: Difference.Subject) -> Bool { all[subject] != nil }

    /// What was said of a difference as it stands now; nil where it is open.
    public func explanation(of difference: Difference) -> DifferenceExplanation? {
        all[difference.subject].flatMap { $0.seal == difference.seal ? $0 : nil }
    }

    /// What was said of it before it changed; nil where nothing was, or it still holds.
    public func outdated(of difference: Difference) -> DifferenceExplanation? {
        all[difference.subject].flatMap { $0.seal == difference.seal ? nil : $0 }
    }
}

/// A difference with what was said of it.
public struct JudgedDifference: Sendable {
    public var difference: Difference
    /// nil for a figure.
    public var document: DifferingDocument?
    public var explanation: DifferenceExplanation?
    /// What was said before it changed.
    public var outdated: DifferenceExplanation?

    /// True where nobody has explained it as it stands.
    public var isOpen: Bool { explanation == nil }

    /// What was said of it last, whether it still holds or not.
    var said: DifferenceExplanation? { explanation ?? outdated }

    /// Names it as it was looked at: the same for as long as neither the difference changes nor what was said of it.
    public var seal: String {
        guard let said else { return difference.seal }
        let text = "\(difference.seal)\n\(said.seal)\n\(said.by)\n\(said.at.milliseconds)\n\(said.text)"
        return String(SHA256.hash(Array(text.utf8)).hex.prefix(16))
    }

    /// The same with what was said of it just now.
    public func explained(_ explanation: DifferenceExplanation) -> JudgedDifference {
        JudgedDifference(difference: difference, document: document, explanation: explanation)
    }

    /// The same of which nothing is said any more.
    public var reopened: JudgedDifference { JudgedDifference(difference: difference, document: document) }
}

extension DifferenceBook {
    /// Documents that differ, each with what was said of it, in the order given. Cost: one look-up for each month.
    public func judge(_ documents: [DifferingDocument]) async throws(JournalError) -> [JudgedDifference] {
        let pairs = documents.map { (document: $0, difference: Difference($0)) }
        let explained = try await explanations(of: Set(pairs.map(\.difference.month)))
        return pairs.map { pair in
            JudgedDifference(
                difference: pair.difference, document: pair.document, explanation: explained.explanation(of: pair.difference),
                outdated: explained.outdated(of: pair.difference))
        }
    }

    /// The figures of a month that differ, each with what was said of it.
    public func judge(_ rows: [ControlTable.Row], of month: Period) async throws(JournalError) -> [JudgedDifference] {
        let differing = rows.compactMap { Difference($0, month: month) }
        if differing.isEmpty { return [] }
        let explained = try await explanations(of: [month])
        return differing.map { difference in
            JudgedDifference(
                difference: difference, explanation: explained.explanation(of: difference), outdated: explained.outdated(of: difference))
        }
    }
}
