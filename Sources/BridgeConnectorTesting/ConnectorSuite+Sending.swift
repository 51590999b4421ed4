import BridgeConnector
public import BridgeDomain

// The hook by which one check runs on systems that answer each call and on those that take batches: an entry is handed over, the other side is
// let work, and its answer is waited for.
extension ConnectorHarness {
    /// Nothing, unless told otherwise.
    public static var lacks: Set<BooksAbility> { [.batches, .controlTotals] }
    /// For a system that does what it is asked while it is asked.
    public func otherSideWorks() async throws {}
    /// As the books tell it themselves.
    public func held() async throws -> [EntryReference] {
        try await booked(try await connector.masterData(known: nil)).entries.map(\.reference)
    }

    /// Posts an entry and has it delivered, where it goes with a batch.
    func hand(_ order: PostingOrder, to connector: any AccountingConnector, _ master: MasterData) async throws -> PostedEntry {
        let posted = try await connector.post(order, with: master)
        if posted.awaitedUntil != nil { _ = try await connector.deliver(runIsOver: true) }
        return posted
    }

    /// Posts an entry and waits until the books answered; a refusal is thrown, as by a system that refuses at once.
    func send(_ order: PostingOrder, _ master: MasterData) async throws -> PostedEntry {
        let posted = try await hand(order, to: connector, master)
        guard posted.awaitedUntil != nil else { return posted }
        let entry = try await answer(to: order.entry.reference, by: connector, master)
        return PostedEntry(id: entry.id, number: entry.number)
    }

    /// Waits for the answer to an entry that was delivered: what the books hold.
    func answer(
        to reference: EntryReference, by connector: any AccountingConnector, _ master: MasterData
    ) async throws -> BookedEntry {
        for _ in 0..<SuiteTimes.roundsMax {
            try await otherSideWorks()
            let fate = try await truthfulFate(of: reference, by: connector, master)
            switch fate {
            case .found(let entries):
                guard let entry = entries.first else { throw BrokenConnectorPromise(description: "\(reference) was taken and is nowhere") }
                return entry
            case .refused(let problems, let text):
                throw ConnectorError(.rejected, "the books gave \(reference) back", vendorText: text, problems: problems)
            case .awaited: break
            }
            kit.clock.move(seconds: SuiteTimes.roundSeconds)
            _ = try await connector.deliver(runIsOver: true)
        }
        throw BrokenConnectorPromise(description: "\(reference) was never answered")
    }

    /// Gets an entry into the books as the engine does: whatever goes wrong on the way, what may have been done is asked about when the settling
    /// time is over, and only what is surely nowhere is handed over again.
    func carry(
        _ order: PostingOrder, by connector: any AccountingConnector, _ master: MasterData, asksFirst: Bool = false
    ) async throws -> BookedEntry {
        var isNowhere = !asksFirst
        for _ in 0..<SuiteTimes.roundsMax {
            do {
                if isNowhere { _ = try await connector.post(order, with: master) }
                _ = try await connector.deliver(runIsOver: true)
            } catch {
                guard error.code == .outcomeUnknown || error.code == .unavailable else { throw error }
            }
            try await otherSideWorks()
            kit.clock.move(seconds: connector.capabilities.settlingSeconds)
            switch try await truthfulFate(of: order.entry.reference, by: connector, master) {
            case .found(let entries):
                if let entry = entries.first { return entry }
                isNowhere = true
            case .awaited: isNowhere = false
            case .refused(let problems, let text):
                throw ConnectorError(.rejected, "the books gave it back", vendorText: text, problems: problems)
            }
        }
        throw BrokenConnectorPromise(description: "\(order.entry.reference) never came into the books")
    }

    /// What became of an entry. Never "nowhere" of what is in the books, never "booked" of what is not, never twice.
    func truthfulFate(
        of reference: EntryReference, by connector: any AccountingConnector, _ master: MasterData
    ) async throws -> EntryFate {
        let fate = try await connector.fate(of: reference, with: master)
        guard case .found(let entries) = fate else { return fate }
        let times = try await held().count { $0 == reference }
        try expect(entries.count == times, "\(reference) is told \(entries.count) times and in the books \(times) times")
        try expect(times <= 1, "\(reference) is in the books \(times) times")
        return fate
    }
}

/// How patient the suite is.
enum SuiteTimes {
    /// Between two looks at what is awaited.
    static let roundSeconds: Int64 = 60
    /// Looks before an answer counts as never given.
    static let roundsMax = 120
}
