import BridgeAPI
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalSQLite
import BridgeMapping
import BridgeSource
import BridgeRuntime
import FreshPortalSource

/// A bridge as the program wires it, with a real journal in a file, between a source and books inside the process.
struct Workbench: Sendable {
    static let bridge: BridgeID = "bench"

    let journal: any BridgeJournal
    let trade: Trade
    let books: InstantBooks
    let parts: BridgeParts
    let translator: MappingTranslator
    let lane: Lane

    /// Opens the journal in `file`, new or as it was left, on the day of `clock`; between the trade inside the process, or another source, and
    /// the books. A bridge that is pushed to stops before posting: a person is to approve.
    init(
        file: String, lines: Int, source other: (any DocumentSource)? = nil, isPushed: Bool = false, clock: any TimeSource = SystemClock()
    ) async throws {
        let date = TimeZoneRule.amsterdam.date(of: clock.now())
        let rules = try MappingRules(yaml: MappingSamples.exactFlowerExporter)
        var policy = BridgePolicy(bridge: Self.bridge, source: "NL01", target: "bench")
        // Reading back is another section's business; here it would only ask empty books.
        policy.readBackSeconds = 86_400
        if isPushed { policy.approval = .reviewAll }
        trade = Trade(TradeText(lines: lines, date: date))
        books = InstantBooks(rules, date: date, clock: clock, capabilities: Self.capabilities)
        translator = MappingTranslator(
            rules: rules, version: 1, policy: policy, capabilities: Self.capabilities,
            validator: DocumentValidator(ownCountry: .netherlands))
        let source: any DocumentSource = FreshPortalSource(
            FreshPortalConfiguration(origin: "http://bench", administration: "NL01", apiKey: "bench"), transport: trade, time: clock)
        journal = try await SQLiteJournal.open(path: file, time: clock)
        let pushed = PushedSource(bridge: Self.bridge, administration: FileText.administrationInfo, journal: journal)
        parts = BridgeParts(
            policy: policy, journal: journal, source: isPushed ? pushed : other ?? source, connector: books, translator: translator,
            clock: clock,
            zone: .amsterdam)
        lane = Lane(parts: parts, orders: translator, owner: "bench-\(Stopwatch.nanoseconds())")
    }

    /// Those of a target that takes one call at a time.
    static let capabilities = ConnectorCapabilities(
        system: "bench", callsAtOnceMax: 1, settlingSeconds: 120, descriptionMax: 60, referenceMax: 30, paymentReferenceMax: 30,
        entryLinesMax: 1_000, linksCreditNotes: false)

    /// Brings one document of every customer, so that all of them are linked. Returns how many documents that took.
    func introduceCustomers() async throws -> Int {
        let count = trade.text.customers.count
        trade.offer(count)
        try await drain(count)
        return count
    }

    /// Turns until `count` entries are in the books.
    func drain(_ count: Int) async throws {
        var idle = 0
        while books.posted < count {
            let turn = try await lane.turn()
            if turn.didWork { idle = 0 } else { idle += 1 }
            guard idle < 1_000 else {
                let totals = try await journal.stateTotals(Self.bridge).map { "\($0.state.rawValue) \($0.count)" }.joined(separator: ", ")

                throw BenchFailure(
                    nl: "er is \(books.posted) van \(count) geboekt en niets beweegt meer (\(totals); \(turn.trouble?.dutch ?? "-"))",
                    en: "\(books.posted) of \(count) are booked and nothing moves any more (\(totals); \(turn.trouble?.english ?? "-"))")
            }
        }
    }

    /// Reads everything the source offers into the journal; nothing is posted.
    func takeIn(upTo count: Int) async throws {
        trade.offer(count)
        guard try await lane.readSource([.documents]) else {
            throw BenchFailure(nl: "een ander werkt met dit journaal", en: "somebody else works with this journal")
        }
    }

    /// How many documents stand in a state.
    func count(_ state: PostingState) async throws -> Int {
        try await journal.stateTotals(Self.bridge).filter { $0.state == state }.reduce(0) { $0 + $1.count }
    }

    /// Gives the lane and the file back.
    func close() async {
        await lane.release()
        await journal.close()
    }
}
