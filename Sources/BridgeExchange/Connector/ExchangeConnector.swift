public import BridgeConnector
public import BridgeDomain
public import BridgeJournal

/// An accounting system that is reached through files in a folder, whatever their form.
///
/// A file target never answers a call. So:
///
/// - **Sent** is an entry that is in a batch: number, names and content of a batch are durable before the folder is touched, and an entry is
///   in one batch only, until that batch's file was answered. That is decided in the journal, under a lease, by whichever process.
/// - **Booked** is an entry whose file was picked up and that was not given back within ``ExchangeSettings/answerSeconds``. What was
///   delivered and what came back are the only truth there is.
/// - **Refused** is an entry whose every row came back in a list of refused lines, with the target's own words. It may go again, in another
///   batch, with whatever else was refused and nothing that was not.
/// - What came back in part, or after it was taken as booked, is for a person: it is never sent again by itself.
///
/// A batch goes in steps, each durable before the next: *reserved* (content), *staged* (every file written under a hidden name of its own),
/// *published* (each renamed), *delivered*. As long as a staged file is there it was not published; when it is gone it was, even if the
/// importer took it away at once. So a crash between two steps delivers nothing twice.
public actor ExchangeConnector: AccountingConnector {
    let settings: ExchangeSettings
    let format: any ExchangeFormat
    let folder: any ExchangeFolder
    let state: BatchState
    let clock: any TimeSource
    let files: FileNames

    /// What the next batch will hold; lost with the process, and then found in no batch.
    var collected: [Collected] = []
    /// What a person must see, by batch; negative for what concerns a batch's list of refused lines.
    var alarms: [Int: BilingualText] = [:]
    /// Batches that are in the folder: read again only when it is looked into.
    var delivered: Set<Int> = []
    var lastLook: Timestamp?
    /// When a file of ours was last seen in the way of the next.
    var lastWait: Timestamp?
    /// Lists of refused lines by the hash they had at the last look: one that changes is still being written.
    var lists: [String: String] = [:]
    /// Lists that were worked through.
    var finishedLists: Set<String> = []
    /// What a person must know of a debtor or creditor that came back.
    var partyAlarm: BilingualText?
    private var isDelivering = false

    /// A connection to one folder. Nothing is touched until something is asked.
    ///
    /// - Parameter owner: names this process where processes take turns; no other may have the same.
    public init(
        settings: ExchangeSettings, format: any ExchangeFormat, folder: any ExchangeFolder, journal: any BridgeJournal,
        clock: any TimeSource, owner: String
    ) {
        self.settings = settings
        self.format = format
        self.folder = folder
        self.clock = clock
        state = BatchState(journal: journal, name: BridgeID(settings.name), owner: owner, clock: clock)
        files = FileNames(settings: settings, ending: format.fileEnding)
        capabilities = {
            var capabilities = format.capabilities
            capabilities.callsAtOnceMax = 1
            capabilities.settlingSeconds = ExchangeSettings.settlingSeconds
            capabilities.deliversInBatches = true
            return capabilities
        }()
    }

    /// What the file form can hold; entries go in batches.
    public nonisolated let capabilities: ConnectorCapabilities

    /// The code lists as they were given.
    public func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData {
        var codes = settings.codes
        codes.readAt = clock.now()
        return codes
    }

    // MARK: Posting

    /// Puts one entry with the next batch. Refused at once when this form cannot hold it or the code lists show that it would come back.
    public func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        let problems = CodeCheck(master).problems(of: order.entry)
        guard problems.isEmpty else { throw ConnectorError(.rejected, "the entry names codes the books do not have", problems: problems) }
        let rows = try format.rows(order, with: master)
        let reference = order.entry.reference
        let now = clock.now()
        switch try await state.delivery(reference) {
        case let known? where known.standing == .booked: return PostedEntry(id: known.booked.id, number: known.booked.number)
        case let known? where known.standing == .doubtful:
            throw ConnectorError(
                .rejected, "it was given back in part",
                problems: [Problem(.foreignEntry, at: Place("reference"), found: Self.text(known, files: files))])
        case let known? where known.standing == .awaited: break
        default:
            if !collected.contains(where: { $0.reference == reference }) { collected.append(Collected(order: order, rows: rows, at: now)) }
            CallRecorder.tell(BooksCall.nextBatch, sent: rows.content, at: clock)
        }
        return PostedEntry(
            id: "", number: "with the next batch", awaitedUntil: now.adding(seconds: CallDeadline.seconds + ExchangeSettings.collectSeconds)
        )
    }

    /// Entries under a reference, as far as they are taken as booked.
    public func entries(carrying reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> [BookedEntry] {
        guard let known = try await state.delivery(reference), known.standing == .booked || known.standing == .doubtful else { return [] }
        return [known.booked]
    }

    /// What became of an entry, from the state alone.
    public func fate(of reference: EntryReference, with master: MasterData) async throws(ConnectorError) -> EntryFate {
        let now = clock.now()
        if collected.contains(where: { $0.reference == reference }) {
            return .awaited(until: now.adding(seconds: CallDeadline.seconds), "collected for the next batch")
        }
        guard let known = try await state.delivery(reference) else {
            // Whoever still holds it in memory loses the right to put it into a batch; only then is it certain that it is in none.
            let state = state
            let late = try await state.change { (_: inout BatchState.Changes) throws(ConnectorError) in
                try await state.delivery(reference)
            }
            return try await late.fate(in: self, now)
        }
        return try await Optional(known).fate(in: self, now)
    }

    /// What was given back after it was taken as booked: the read-back's stream, 100 a page.
    public func booked(after cursor: TargetCursor, with master: MasterData) async throws(ConnectorError) -> TargetPage<BookedEntry> {
        let last = try await state.head().late
        let seen = Int(cursor.text) ?? 0
        guard seen < last else { return TargetPage(items: [], next: cursor, hasMore: false) }
        let until = min(last, seen + 100)
        var items: [BookedEntry] = []
        for number in (seen + 1)...until {
            guard let reference = try await state.late(number), let known = try await state.delivery(reference) else { continue }
            items.append(known.booked)
        }
        return TargetPage(items: items, next: TargetCursor("\(until)"), hasMore: until < last)
    }

    // MARK: Delivering

    /// Delivers what was collected when its run is over, finishes what an earlier process began, and looks after what lies in the folder.
    public func deliver(runIsOver: Bool) async throws(ConnectorError) -> DeliveryNews {
        // Bridges that share a folder take turns; the one under way does the work of both.
        if isDelivering { return DeliveryNews(alarm: alarm) }
        isDelivering = true
        defer { isDelivering = false }
        try await finishOpen()
        if try await isBatchDue(runIsOver) {
            try await reserve()
            try await finishOpen()
        }
        let settled = try await look()
        partyAlarm = try await refusedParty()
        return DeliveryNews(settled: settled, alarm: alarm)
    }

    private var alarm: BilingualText? { alarms.min { $0.key < $1.key }?.value ?? partyAlarm }

    private func isBatchDue(_ runIsOver: Bool) async throws(ConnectorError) -> Bool {
        guard let oldest = collected.first else {
            guard runIsOver else { return false }
            return try await state.head().dueParties?.isEmpty == false
        }
        return runIsOver || collected.count >= settings.takes
            || clock.now() >= oldest.at.adding(seconds: ExchangeSettings.collectSeconds)
    }

    static func text(_ known: Delivery, files: FileNames) -> String {
        let reasons = known.reasons.map { "\($0.row): \($0.text)" }.joined(separator: "; ")
        return "\(known.booked.id) \(reasons)"
    }
}

extension Delivery? {
    /// What the state says of an entry.
    fileprivate func fate(in exchange: ExchangeConnector, _ now: Timestamp) async throws(ConnectorError) -> EntryFate {
        guard let known = self else { return .found([]) }
        if known.standing != .awaited {
            let reasons = known.reasons.map { "\($0.row): \($0.text)" }.joined(separator: "\n")
            CallRecorder.tell(known.booked.id.text, answer: reasons, at: exchange.clock)
        }
        switch known.standing {
        case .booked, .doubtful: return .found([known.booked])
        case .refused:
            let problems = known.reasons.prefix(Self.problemsMax).flatMap { reason in
                exchange.format.problems(of: reason.text, at: Place(line: reason.row, "file \(known.booked.id)"))
            }
            return .refused(problems, known.reasons.map(\.text).joined(separator: " | "))
        case .awaited:
            let (until, text) = try await exchange.place(of: known, now)
            return .awaited(until: until, text)
        }
    }

    /// Rows of one entry that are told, at most.
    private static var problemsMax: Int { 20 }
}
