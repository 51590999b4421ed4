import BridgeDomain
import BridgeJournal
import BridgeSource

extension Intake {
    /// A document that this page brings or replaces, before it is judged.
    struct Pending {
        var record: PostingRecord
        var item: SourceDocument
        /// Whether it has no posting in the journal yet.
        let isNew: Bool
    }

    /// Changes that a new document comes to: itself, its entry, its posting, and a line of history for each.
    private static let changesUsual = 6
    /// The same while it waits to be judged: itself, its history, its posting.
    static let changesWaiting = 3

    /// What is known under the page's keys: as the journal has it, and then as the page itself changes it.
    struct Sheet {
        /// As the journal has them.
        private var stored: [DocumentKey: PostingRecord]
        /// In the order of arrival. A list, with its places beside it: records of some forty fields are not kept in a table that is half empty.
        private(set) var pending: [Pending] = []
        private var places: [DocumentKey: Int] = [:]
        var versions: [DocumentKey: [Int: KeptVersion]] = [:]

        /// A sheet for `count` documents, over what the journal has under their keys.
        init(_ stored: [DocumentKey: PostingRecord], count: Int) {
            self.stored = stored
            pending.reserveCapacity(count)
            places.reserveCapacity(count)
            versions.reserveCapacity(count)
        }

        /// The posting of a document as it stands by now.
        subscript(key: DocumentKey) -> PostingRecord? { pending(key)?.record ?? stored[key] }

        /// Every posting as it stands by now, in no order.
        var postings: [PostingRecord] { pending.map(\.record) + stored.values.filter { places[$0.document] == nil } }

        /// What the page brings under a key, or replaces.
        func pending(_ key: DocumentKey) -> Pending? { places[key].map { pending[$0] } }

        mutating func put(_ arrived: Pending) {
            let key = arrived.record.document
            if let place = places[key] {
                pending[place] = arrived
            } else {
                places[key] = pending.count
                pending.append(arrived)
            }
        }

        /// Notes what the journal has, or was just given.
        mutating func note(_ posting: PostingRecord) { stored[posting.document] = posting }
    }

    func documentUnit(_ page: SourcePage<SourceDocument>, after cursor: SourceCursor) async throws(JournalError) -> JournalUnit {
        var builder = UnitBuilder(parts, who: .machine("intake"), fence: fence)
        let stored = try await parts.journal.postings(Array(Set(page.items.map(\.key))), bridge: parts.bridge)
        var sheet = Sheet(stored, count: page.items.count)
        builder.reserve(page.items.count * Self.changesUsual)
        for item in page.items { try await take(item, item.key, &sheet, &builder) }
        try await settle(sheet, &builder)
        if page.next != cursor { builder.append(.setCursor(parts.bridge, name: Names.source(.documents), value: page.next.text)) }
        return builder.unit
    }

    /// What a delivery turned out to be, and under which key it is kept.
    struct Taken {
        var arrival: Arrival
        var key: DocumentKey
    }

    /// Writes what a delivery makes durable under a key, and notes what is then to be judged.
    @discardableResult
    func take(
        _ delivered: SourceDocument, _ key: DocumentKey, _ sheet: inout Sheet, _ builder: inout UnitBuilder
    ) async throws(JournalError) -> Taken {
        let hash = ContentHash.text(delivered.raw)
        let known = sheet[key]
        if let known, known.sourceID == delivered.sourceID, known.contentHash == hash, !delivered.isWithdrawn {
            return Taken(arrival: .known, key: key)
        }
        if known != nil { try await readVersions(key, &sheet) }
        let item = delivered.numbered(beside: known, sheet.versions[key] ?? [:], hash: hash)
        let arrival = Arrival(item, hash: hash, known: known, versions: sheet.versions[key] ?? [:])
        switch arrival {
        case .known: break
        case .new:
            keep(item, key, hash, &sheet, &builder)
            var record = blank(item, key, hash, receivedAt: builder.now)
            if key != item.key, let other = sheet[item.key] { record.problems = [Self.otherContent(item, other)] }
            sheet.put(Pending(record: record, item: item, isNew: true))
        case .replaces:
            guard let known else { break }
            keep(item, key, hash, &sheet, &builder)
            builder.history(key.description, "corrected", "version \(item.version) takes the place of version \(known.documentVersion)")
            let record = replacement(of: known, by: item, hash)
            sheet.put(Pending(record: record, item: item, isNew: sheet.pending(key)?.isNew ?? false))
        case .flags(let problem): flag(item, key, hash, problem, &sheet, &builder)
        case .setApart: return try await setApart(item, hash, &sheet, &builder)
        }
        return Taken(arrival: arrival, key: key)
    }

    private func readVersions(_ key: DocumentKey, _ sheet: inout Sheet) async throws(JournalError) {
        guard sheet.versions[key] == nil else { return }
        let kept = try await parts.journal.versions(key, bridge: parts.bridge)
        sheet.versions[key] = Dictionary(kept.map { ($0.version, KeptVersion($0)) }) { $1 }
    }

    /// A version is kept once; what differs later under the same number of version is told in words only.
    private func keep(_ item: SourceDocument, _ key: DocumentKey, _ hash: String, _ sheet: inout Sheet, _ builder: inout UnitBuilder) {
        guard sheet.versions[key]?[item.version] == nil else { return }
        sheet.versions[key, default: [:]][item.version] = KeptVersion(item, hash: hash)
        builder.append(
            .keepDocument(
                DocumentRecord(
                    bridge: parts.bridge, key: key, version: item.version, contentHash: hash, raw: item.raw, document: item.document,
                    problems: item.problems, receivedAt: builder.now)))
        builder.history(key.description, "received", "version \(item.version), id \(item.sourceID)", hash: hash)
    }

    private func flag(
        _ item: SourceDocument, _ key: DocumentKey, _ hash: String, _ problem: Problem, _ sheet: inout Sheet, _ builder: inout UnitBuilder
    ) {
        keep(item, key, hash, &sheet, &builder)
        if let pending = sheet.pending(key) {
            // Brought and taken back by one page: it is written once, as withdrawn.
            return sheet.put(Pending(record: pending.record, item: item, isNew: pending.isNew))
        }
        guard let known = sheet[key] else { return }
        var machine = parts.machine(known)
        guard let step = machine.handle(.flagged(problem), now: builder.now) else { return }
        builder.move(machine.record, step)
        sheet.note(machine.record)
    }

    /// The same number with other content is a document of its own, under a key that says so, parked for a person to compare.
    private func setApart(
        _ item: SourceDocument, _ hash: String, _ sheet: inout Sheet, _ builder: inout UnitBuilder
    ) async throws(JournalError) -> Taken {
        let prefix = item.key.number.text + "#"
        let stored = try await parts.journal.postings(source: item.sourceID, bridge: parts.bridge)
        for posting in stored where sheet[posting.document] == nil { sheet.note(posting) }
        let earlier = sheet.postings.filter {
            $0.sourceID == item.sourceID && $0.document.kind == item.key.kind && $0.document.number.text.hasPrefix(prefix)
        }
        for posting in earlier.sorted(by: { $0.document < $1.document }) {
            try await readVersions(posting.document, &sheet)
            guard let kept = sheet.versions[posting.document]?.values, kept.contains(where: { $0.says(item, hash: hash) }) else { continue }
            guard item.isWithdrawn else { return Taken(arrival: .known, key: posting.document) }
            let problem = Problem(.withdrawnAtSource, at: Place("status"), found: "version \(item.version)")
            flag(item, posting.document, hash, problem, &sheet, &builder)
            return Taken(arrival: .flags(problem), key: posting.document)
        }
        let number = DocumentNumber("\(prefix)\(item.sourceID).\(hash.prefix(8))")
        return try await take(item, DocumentKey(item.key.administration, item.key.kind, number), &sheet, &builder)
    }

    static func otherContent(_ item: SourceDocument, _ other: PostingRecord) -> Problem {
        let gross = item.document?.totals.gross.description ?? "-"
        return Problem(
            .numberWithOtherContent, at: Place("number"), found: "\(item.key.number), \(gross)",
            expected: "\(other.gross?.description ?? "-") (id \(other.sourceID))")
    }
}

// MARK: Records

extension Intake {
    private func blank(_ item: SourceDocument, _ key: DocumentKey, _ hash: String, receivedAt: Timestamp) -> PostingRecord {
        var record = PostingRecord(
            bridge: parts.bridge, document: key, sourceID: item.sourceID, documentVersion: item.version, contentHash: hash, state: .parked,
            receivedAt: receivedAt, invoiceDate: item.document?.invoiceDate ?? parts.today)
        record.deadline = receivedAt.adding(seconds: parts.policy.deadlineSeconds)
        if let document = item.document { record.describe(document) }
        return record
    }

    /// The record of a newer version: everything known of the older one's content is gone, what people and the books said stays.
    private func replacement(of known: PostingRecord, by item: SourceDocument, _ hash: String) -> PostingRecord {
        var record = blank(item, known.document, hash, receivedAt: known.receivedAt)
        let wasWithdrawn = known.state == .withdrawn
        record.state = wasWithdrawn ? .parked : known.state
        record.revision = known.revision
        record.sequence = known.sequence
        record.attempts = known.attempts
        record.deposits = wasWithdrawn ? nil : known.deposits
        record.problems = known.problems.filter(\.outlivesContent)
        // Who held or withdrew the older version is asked about the newer one; what the source withdrew, the source brings back.
        let isWithdrawnByPerson = wasWithdrawn && !known.problems.contains { $0.code == .withdrawnAtSource }
        if known.hold == .person || isWithdrawnByPerson { record.hold = .person }
        return record
    }

    private func settle(_ sheet: Sheet, _ builder: inout UnitBuilder) async throws(JournalError) {
        var readable: [Pending] = []
        for pending in sheet.pending {
            if pending.item.document != nil, !pending.item.isWithdrawn {
                readable.append(pending)
            } else {
                close(pending, &builder)
            }
        }
        try await judge(readable, &builder)
    }

    /// A document that is withdrawn or could not be read needs no judgement.
    func close(_ pending: Pending, _ builder: inout UnitBuilder) {
        var machine = parts.machine(pending.record)
        let event =
            pending.item.isWithdrawn
            ? PostingEvent.flagged(Problem(.withdrawnAtSource, at: Place("status"), found: "version \(pending.item.version)"))
            : PostingEvent.judged(
                .unreadable(pending.record.lasting + pending.item.problems), mappingVersion: parts.translator.mappingVersion)
        let step = machine.handle(event, now: builder.now)
        write(pending, machine.record, step, &builder)
    }

    private func judge(_ pending: [Pending], _ builder: inout UnitBuilder) async throws(JournalError) {
        let candidates = pending.compactMap { pending -> Judge.Candidate? in
            guard var document = pending.item.document else { return nil }
            // The number stays as it came in the document; only the key may have been set apart.
            document.key = pending.record.document
            return Judge.Candidate(
                posting: pending.record, document: document, readProblems: pending.record.lasting + pending.item.problems)
        }
        let judgements = try await Judge(parts: parts, master: master).judge(candidates)
        var needed: Set<PartyKey> = []
        for (pending, judgement) in zip(pending, judgements) {
            var record = pending.record
            record.deposits = judgement.translation.deposits
            var machine = parts.machine(record)
            let step = machine.handle(.judged(judgement.verdict, mappingVersion: parts.translator.mappingVersion), now: builder.now)
            if let entry = judgement.verdict.entry { builder.keep(entry, totals: judgement.translation.totals) }
            write(pending, machine.record, step, &builder)
            for party in judgement.neededParties where needed.insert(party.key).inserted { need(party, &builder) }
        }
    }

    private func write(_ pending: Pending, _ record: PostingRecord, _ step: PostingStep?, _ builder: inout UnitBuilder) {
        if pending.isNew {
            builder.start(record, step)
        } else if let step {
            builder.move(record, step)
        }
    }

    private func need(_ party: PartyRecord, _ builder: inout UnitBuilder) {
        var machine = parts.machine(party)
        if let step = machine.handle(.needed, now: builder.now) { builder.move(machine.record, step) }
    }
}

extension PostingRecord {
    /// Problems that no mending of mapping or document takes away: the number is another document's.
    var lasting: [Problem] { problems.filter { $0.code == .numberWithOtherContent } }

    /// What lists and totals show of a document.
    mutating func describe(_ document: Document) {
        party = document.party?.key
        invoiceDate = document.invoiceDate
        net = document.totals.net
        vat = document.totals.vat
        gross = document.totals.gross
        originals = document.references.originals
    }
}

extension GateVerdict {
    /// The verdict on what could not be read into a document.
    static func unreadable(_ problems: [Problem]) -> GateVerdict {
        GateVerdict(state: .parked, hold: nil, dueAt: nil, problems: problems, entry: nil)
    }
}
