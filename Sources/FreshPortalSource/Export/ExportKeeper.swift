import BridgeDomain
import BridgeSource
import BridgeText
import BridgeZIP

/// Owner of the state file: takes exports in and answers from what was assembled. Its work blocks, so it has a thread of its own; between
/// two units of work other calls get their turn.
actor ExportKeeper {
    private let thread = OwnThread()
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private let configuration: FreshPortalExportConfiguration
    private let time: any TimeSource
    private var opened: ExportStore?

    /// Documents or parties settled in one durable unit.
    private static let settleMax = 100
    /// Rows of a list that are read for a mapping screen.
    private static let listMax = 10_000

    init(_ configuration: FreshPortalExportConfiguration, time: any TimeSource) {
        self.configuration = configuration
        self.time = time
    }

    private func store() throws(SourceError) -> ExportStore {
        if let opened { return opened }
        let store = try ExportStore(
            path: configuration.stateFile, environment: "\(configuration.origin) \(configuration.administration)")
        try heedSettings(store)
        opened = store
        return store
    }

    /// Documents that could not be read are assembled anew when the settings have changed; renamed columns are read anew from the first day.
    private func heedSettings(_ store: ExportStore) throws(SourceError) {
        let stated = configuration.stated
        let words = [stated.currency?.code, stated.vatTreatment?.rawValue, stated.computesVAT ? "computes" : nil].map { $0 ?? "-" }
        let renamed = configuration.columns.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        try store.unit { () throws(SourceError) in
            if try store.change("stated", to: words.joined(separator: " ")) { try store.wakeFaulty() }
            if try store.change("columns", to: renamed.joined(separator: " ")) { try store.set("read_from", "") }
        }
    }
}

// MARK: - Taking an export in

extension ExportKeeper {
    /// The day to ask from, or nil while the last export is new enough.
    func dueDay() throws(SourceError) -> CalendarDate? {
        let store = try store()
        let now = time.now()
        if let read = try store.fact("read_at").flatMap({ Int64($0) }), now.milliseconds - read < configuration.exportInterval * 1_000,
            try store.fact("read_from")?.isEmpty == false
        {
            return nil
        }
        return try store.fact("read_from").flatMap { CalendarDate($0) } ?? configuration.firstDate.adding(days: -configuration.historyDays)
    }

    /// Takes an archive in and assembles what it changed; `asked` is when the export was asked for.
    func take(archive path: String, asked: Timestamp) async throws(SourceError) {
        let store = try store()
        do {
            let archive = try ZIPArchive(file: path, bounds: ZIPBounds(archiveMax: configuration.archiveMax))
            let loader = ExportLoader(store: store, renamed: configuration.columns, now: time.now())
            for (table, entry) in try ExportLoader.tables(of: archive) { try await load(table, entry, archive, loader) }
        } catch let error as ZIPError {
            // What comes over a network is sometimes cut or changed: the next export is another file.
            let passes = error.code == .checksum || error.code == .malformed || error.code == .unreadable
            throw SourceError(passes ? .unavailable : .contract, "FreshPortal export: \(error)")
        } catch let error as SourceError {
            throw error
        } catch {
            throw SourceError(.contract, "FreshPortal export: the text of a table is in no known encoding")
        }
        try await finish(asked: asked)
    }

    /// An export without an archive: nothing has changed.
    func takeNothing(asked: Timestamp) async throws(SourceError) { try await finish(asked: asked) }

    private func load(_ table: ExportTable, _ entry: ZIPEntry, _ archive: ZIPArchive, _ loader: ExportLoader) async throws {
        do {
            let progress = try loader.open(table, entry, of: archive)
            while try loader.takeUnit(progress) { await Task.yield() }
        } catch is TableFile.WrongEncoding {
            // What was taken in before the first such byte was plain; it comes again, unchanged.
            let progress = try loader.open(table, entry, of: archive, encoding: TableFile.fallback)
            while try loader.takeUnit(progress) { await Task.yield() }
        }
    }

    /// All of an export is in: what it changed is assembled, and the next one is asked for from a day before this one was.
    private func finish(asked: Timestamp) async throws(SourceError) {
        let store = try store()
        let now = time.now()
        try store.unit { () throws(SourceError) in
            try store.wakeWaiting(since: now.adding(seconds: -configuration.parentWait))
            if try store.change("forgotten", to: now.dateUTC.description) {
                try store.forget(before: now.dateUTC.adding(days: -configuration.keepDays))
            }
        }
        let isFirst = try store.fact("read_from").flatMap { CalendarDate($0) } == nil
        while try settleSome(store, now, isFirst: isFirst) { await Task.yield() }
        try store.unit { () throws(SourceError) in
            try store.set("read_from", asked.dateUTC.adding(days: -1).description)
            try store.set("read_at", String(now.milliseconds))
        }
    }

    private func settleSome(_ store: ExportStore, _ now: Timestamp, isFirst: Bool) throws(SourceError) -> Bool {
        try store.unit { () throws(SourceError) in
            let due = try store.dirty(limit: Self.settleMax)
            let book = ParentBook(store)
            var documents = DocumentAssembler(store: store, book: book, configuration: configuration, now: now)
            documents.historyBefore = isFirst ? configuration.firstDate : nil
            let parties = PartyAssembler(store: store, book: book, now: now)
            for dependent in due {
                switch dependent.kind {
                case .document: try documents.settle(dependent.id)
                case .debtor, .creditor: try parties.settle(dependent)
                }
            }
            return due.count == Self.settleMax
        }
    }
}

// MARK: - Answering

extension ExportKeeper {
    /// The page behind a place. What lies up to it is durable with the caller.
    func documents(after sequence: Int64, limit: Int) throws(SourceError) -> SourcePage<SourceDocument> {
        let store = try store()
        try store.unit { () throws(SourceError) in try store.confirm(through: sequence) }
        let places = try store.documents(after: sequence, limit: limit + 1)
        let reader = ExportReader(administration: configuration.administration)
        var items: [SourceDocument] = []
        for place in places.prefix(limit) {
            guard let raw = try text(place.document, place.raw, place.record, store) else { continue }
            items.append(try reader.read(raw, place.document))
        }
        let next = places.prefix(limit).last?.sequence ?? sequence
        return SourcePage(items: items, next: SourceCursor(String(next)), hasMore: places.count > limit)
    }

    func parties(_ kind: PartyKind, after sequence: Int64, limit: Int) throws(SourceError) -> SourcePage<SourceParty> {
        let rows = try store().parties(kind, after: sequence, limit: limit + 1)
        let reader = PartyReader(kind: kind)
        var items: [SourceParty] = []
        for row in rows.prefix(limit) { items.append(try reader.read(row.raw)) }
        let next = rows.prefix(limit).last?.sequence ?? sequence
        return SourcePage(items: items, next: SourceCursor(String(next)), hasMore: rows.count > limit)
    }

    /// One document as it stands; nil when nothing is known of it, or it is still open.
    func document(_ id: SourceID) throws(SourceError) -> SourceDocument? {
        let store = try store()
        guard let record = try store.record(id.text), record.sequence != nil,
            let raw = try text(id.text, store.raw(id.text), record, store)
        else { return nil }
        return try ExportReader(administration: configuration.administration).read(raw, id.text)
    }

    func codes(_ list: CodeList) throws(SourceError) -> [ListedCode] {
        let table: ExportTable
        switch list {
        case .vatCodes: table = .vat
        case .productGroups: table = .productGroup
        case .packaging: table = .packaging
        case .countries: table = .country
        // The export has no such tables that were seen.
        case .paymentTerms, .journals: return []
        }
        return try store().rows(table, limit: Self.listMax).compactMap { row in
            row.text("code").map { ListedCode(code: $0, name: row.text("name") ?? "", rate: row.decimal("percentage")) }
        }
    }

    func controlTotals(from: CalendarDate, to: CalendarDate) throws(SourceError) -> [ControlTotal] {
        var sums = ExportTotals()
        try store().totals(from: from, to: to) { sums.add($0) }
        return sums.totals
    }

    func standing() throws(SourceError) -> FreshPortalExportStanding { try FreshPortalExportStanding(store()) }

    /// Keeps that a link was over before it was used, for people.
    func noteLinkOver() throws(SourceError) {
        let store = try store()
        try store.unit { () throws(SourceError) in try store.set("link_over_at", String(time.now().milliseconds)) }
    }

    /// The text that was kept, or the document assembled once more where it no longer is.
    private func text(
        _ document: String, _ kept: [UInt8]?, _ record: DocumentRecord, _ store: ExportStore
    ) throws(SourceError) -> [UInt8]? {
        if let kept { return kept }
        return try DocumentAssembler(store: store, book: ParentBook(store), configuration: configuration, now: time.now())
            .again(document, record)
    }
}
