import BridgeDomain
import BridgeJournal
import Synchronization

/// A journal to try things in: what is written goes to a scratch journal, what is not found there is fetched from the real one, which is
/// never written.
///
/// What intake asks about (postings, versions, credit notes, parties, deposits) is copied over when it is first asked for; from then on the
/// scratch journal answers, so that a trial judges exactly as the real thing would. Lists hold what the trial brought, and what it had to ask
/// about: ``isCopied(_:)`` tells them apart.
final class TrialJournal: ForwardingJournal {
    /// The scratch journal.
    let base: any BridgeJournal
    private let real: any BridgeJournal
    private let known = Mutex(Known())

    /// What was asked of the real journal and copied, so that it is asked once.
    private struct Known {
        var documents: Set<DocumentKey> = []
        var copied: Set<DocumentKey> = []
        var changed: Set<DocumentKey> = []
        var started = 0
        var parties: Set<PartyKey> = []
        var deposits: [DepositKey: Money] = [:]
    }

    private struct DepositKey: Hashable {
        var party: PartyKey
        var currency: Currency
    }

    init(real: any BridgeJournal, scratch: any BridgeJournal) {
        self.real = real
        base = scratch
    }

    /// True for a posting that only was asked about: the trial neither brought nor changed it.
    func isCopied(_ key: DocumentKey) -> Bool { known.withLock { $0.copied.contains(key) && !$0.changed.contains(key) } }

    /// Postings that the trial brought or changed.
    var touched: Int { known.withLock { $0.started + $0.changed.intersection($0.copied).count } }

    // MARK: Writing

    func commit(_ unit: JournalUnit) async throws(JournalError) {
        try await base.commit(unit)
        known.withLock { known in
            for change in unit.changes {
                switch change {
                case .startPosting: known.started += 1
                case .movePosting(let record): known.changed.insert(record.document)
                default: break
                }
            }
        }
    }

    // MARK: What is copied when it is asked for

    func postings(_ keys: [DocumentKey], bridge: BridgeID) async throws(JournalError) -> [DocumentKey: PostingRecord] {
        let new = known.withLock { known in keys.filter { known.documents.insert($0).inserted } }
        if !new.isEmpty { try await copy(try await real.postings(new, bridge: bridge).values.sorted { $0.sequence < $1.sequence }) }
        return try await base.postings(keys, bridge: bridge)
    }

    func postings(source id: SourceID, bridge: BridgeID) async throws(JournalError) -> [PostingRecord] {
        _ = try await postings(try await real.postings(source: id, bridge: bridge).map(\.document), bridge: bridge)
        return try await base.postings(source: id, bridge: bridge)
    }

    func versions(_ key: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [DocumentRecord] {
        _ = try await postings([key], bridge: bridge)
        return try await base.versions(key, bridge: bridge)
    }

    func credits(of original: DocumentKey, bridge: BridgeID) async throws(JournalError) -> [PostingRecord] {
        _ = try await postings(try await real.credits(of: original, bridge: bridge).map(\.document), bridge: bridge)
        return try await base.credits(of: original, bridge: bridge)
    }

    func parties(_ keys: [PartyKey], bridge: BridgeID) async throws(JournalError) -> [PartyKey: PartyRecord] {
        let new = known.withLock { known in keys.filter { known.parties.insert($0).inserted } }
        if !new.isEmpty {
            let found = try await real.parties(new, bridge: bridge).values.sorted { $0.key < $1.key }
            var unit = JournalUnit()
            for record in found { unit.append(.putParty(record.started)) }
            if !found.isEmpty { try await base.commit(unit) }
        }
        return try await base.parties(keys, bridge: bridge)
    }

    /// What both journals count, each posting once.
    func depositBalance(_ party: PartyKey, bridge: BridgeID, currency: Currency) async throws(JournalError) -> Money {
        let both = [
            try await real.depositBalance(party, bridge: bridge, currency: currency),
            try await base.depositBalance(party, bridge: bridge, currency: currency),
        ]
        let twice = known.withLock { $0.deposits[DepositKey(party: party, currency: currency)] }
        return (both + (twice.map { [-$0] } ?? [])).total(currency)
    }

    private func copy(_ postings: [PostingRecord]) async throws(JournalError) {
        guard !postings.isEmpty else { return }
        var unit = JournalUnit()
        for posting in postings {
            for version in try await real.versions(posting.document, bridge: posting.bridge) { unit.append(.keepDocument(version)) }
            unit.append(.startPosting(posting))
        }
        try await base.commit(unit)
        known.withLock { known in
            known.copied.formUnion(postings.map(\.document))
            for posting in postings where posting.state != .withdrawn {
                guard let party = posting.party, let deposits = posting.deposits else { continue }
                let key = DepositKey(party: party, currency: deposits.currency)
                known.deposits[key] = (known.deposits[key] ?? .zero(deposits.currency)) + deposits
            }
        }
    }

    // MARK: What is looked at where it is

    func value(_ bridge: BridgeID, name: String) async throws(JournalError) -> [UInt8]? {
        if let own = try await base.value(bridge, name: name) { return own }
        return try await real.value(bridge, name: name)
    }

    func mapping(_ bridge: BridgeID, version: Int?) async throws(JournalError) -> MappingRecord? {
        try await real.mapping(bridge, version: version)
    }

    func relations(
        _ bridge: BridgeID, vatNumber: String?, chamberOfCommerce: String?, number: String?
    ) async throws(JournalError) -> [RelationRecord] {
        try await real.relations(bridge, vatNumber: vatNumber, chamberOfCommerce: chamberOfCommerce, number: number)
    }

    func relation(_ bridge: BridgeID, id: TargetID) async throws(JournalError) -> RelationRecord? {
        try await real.relation(bridge, id: id)
    }

    func binding(_ bridge: BridgeID, _ kind: Binding.Kind, ours: String) async throws(JournalError) -> Binding? {
        try await real.binding(bridge, kind, ours: ours)
    }

    func binding(_ bridge: BridgeID, _ kind: Binding.Kind, theirs: TargetID) async throws(JournalError) -> Binding? {
        try await real.binding(bridge, kind, theirs: theirs)
    }

    func posting(_ bridge: BridgeID, reference: EntryReference) async throws(JournalError) -> PostingRecord? {
        guard let real = try await real.posting(bridge, reference: reference) else {
            return try await base.posting(bridge, reference: reference)
        }
        return try await postings([real.document], bridge: bridge)[real.document]
    }
}

extension PartyRecord {
    /// The same as the first the scratch journal hears of it.
    fileprivate var started: PartyRecord {
        var record = self
        record.revision = 1
        return record
    }
}
