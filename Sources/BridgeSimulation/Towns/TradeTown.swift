import BridgeDomain
import BridgeHTTP
import BridgeSource
import BridgeTesting

/// A trade system with the people in it, as the simulation needs any of them: it answers the bridge's requests, and documents are approved,
/// corrected and taken back in it. A second source is one more file like `FreshPortalTown`.
protocol TradeTown: Sendable {
    /// Answers requests.
    var service: any HTTPHandler { get }
    var administration: SourceAdministration { get }
    /// The day's documents, in the order of their approval.
    var documents: [TradeDocument] { get }
    /// How many parties it has.
    var partyCount: Int { get }
    /// Nothing before it is exported.
    var firstDate: CalendarDate { get }
    /// A month that is closed in the books all day.
    var closedPeriod: Period { get }

    /// The bridge's own reader of it, as one process has it.
    func source(over transport: any HTTPTransport, clock: any TimeSource) -> any DocumentSource
    func approve(_ document: TradeDocument) async
    /// Each is false when there is nothing to do it to.
    func correct(_ document: TradeDocument) async -> Bool
    func withdraw(_ document: TradeDocument) async -> Bool
    func deliverAgain(_ document: TradeDocument) async -> Bool
    /// Delivers a party, known or new; returns what people call it.
    func deliverParty(_ place: Int) async -> String
    /// Whether the document was approved, whatever became of it since.
    func holds(_ document: TradeDocument) async -> Bool
    /// Gross and version as the source has them now, for comparison with what was received.
    func current(_ document: TradeDocument) async -> (version: Int, gross: String)?
    /// What was paid on a document by the source's own account, in hundredths; nil for one it does not have.
    func paid(_ id: SourceID) async -> Int64?
    /// What befalls the service itself, by the seed.
    func planFaults(_ random: inout SeededGenerator) async
    func clearFaults() async
}

/// A document of the day.
struct TradeDocument: Sendable {
    var id: SourceID
    var number: DocumentNumber
    /// Wrong on purpose: it must not be booked as it is.
    var isBroken: Bool
}
