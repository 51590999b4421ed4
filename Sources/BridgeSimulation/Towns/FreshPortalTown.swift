import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeSource
import BridgeTesting
import FreshPortalSimulator
import FreshPortalSource

/// A flower exporter that works with FreshPortal.
struct FreshPortalTown: TradeTown {
    let documents: [TradeDocument]
    let firstDate: CalendarDate
    let closedPeriod: Period
    let day: TradingDay
    private let sandbox: FreshPortalSandbox
    private let texts: [SourceID: JSON]
    private let customers: [TradingParty]

    /// A day with every kind of document; 86 of them.
    init(seed: UInt64, date: CalendarDate, clock: any TimeSource) {
        day = TradingDay.make(seed: seed, date: date, invoices: 80, creditNotes: 6)
        let made = Array(day.documents)
        let manifest = day.manifest
        let broken = Set(manifest.broken.map(\.sourceID))
        sandbox = FreshPortalSandbox(time: clock)
        documents = made.map { TradeDocument(id: $0.id, number: $0.number, isBroken: broken.contains($0.id)) }
        texts = Dictionary(made.map { ($0.id, $0.json) }) { first, _ in first }
        customers = day.parties.filter { $0.kind == .debtor }
        firstDate = manifest.firstExportDate
        closedPeriod = manifest.closedPeriod
    }

    var service: any HTTPHandler { sandbox }
    var administration: SourceAdministration { "NL01" }
    var partyCount: Int { customers.count }

    func source(over transport: any HTTPTransport, clock: any TimeSource) -> any DocumentSource {
        FreshPortalSource(
            FreshPortalConfiguration(origin: "https://freshportal.test", administration: administration, apiKey: "sandbox-key"),
            transport: transport, time: clock)
    }

    func approve(_ document: TradeDocument) async {
        if let text = texts[document.id] { await sandbox.approve(text) }
    }

    func correct(_ document: TradeDocument) async -> Bool { await done(document) { await sandbox.correct($0) } }
    func withdraw(_ document: TradeDocument) async -> Bool { await done(document) { await sandbox.withdraw($0) } }
    func deliverAgain(_ document: TradeDocument) async -> Bool { await done(document) { await sandbox.resend($0) } }

    private func done(_ document: TradeDocument, _ act: (Int) async -> Int?) async -> Bool {
        guard let id = Int(document.id.text) else { return false }
        return await act(id) != nil
    }

    func deliverParty(_ place: Int) async -> String {
        let customer = customers[place]
        await sandbox.put(customer: customer.json)
        return customer.code.text
    }

    func holds(_ document: TradeDocument) async -> Bool { await text(document) != nil }

    func current(_ document: TradeDocument) async -> (version: Int, gross: String)? {
        guard let text = await text(document), let version = text["version"]?.decimal?.scaled(to: 0),
            let gross = text["totals"]?["gross"]?.string
        else { return nil }
        return (Int(version), gross)
    }

    private func text(_ document: TradeDocument) async -> JSON? {
        guard let id = Int(document.id.text) else { return nil }
        return await sandbox.document(id)
    }

    func paid(_ id: SourceID) async -> Int64? {
        guard let number = Int(id.text) else { return nil }
        return await sandbox.paid(document: number)
    }

    func planFaults(_ random: inout SeededGenerator) async {
        let faults: [SandboxFault] = [.status(503, retryAfter: nil), .status(429, retryAfter: 5), .tokensExpire, .webPage, .truncated]
        for fault in faults {
            await sandbox.inject(SandboxFaultRule(fault, skip: Int(random.next() % 20)))
        }
    }

    func clearFaults() async { await sandbox.clearFaults() }
}
