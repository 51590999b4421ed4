import BridgeConnector
import BridgeDomain
import BridgeHTTP
import ExactSimulator
import Testing

@testable import ExactConnector

/// Brings requests to the sandbox in this process. Each exchange takes a second of the clock, so that a minute holds sixty.
struct Wire: HTTPTransport {
    static let origin = "http://exact.sandbox"
    let sandbox: ExactSandbox
    let clock: MovableClock
    var secondsPerCall: Int64 = 1

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        var received = request
        received.origin = ""
        received.fields["Host"] = String(request.origin.drop { $0 != "/" }.dropFirst(2))
        clock.move(seconds: secondsPerCall)
        switch await sandbox.answer(received) {
        case .respond(let response): return response
        case .drop: throw .connectionLost("closed without an answer")
        case .truncate: throw .answerTruncated
        }
    }
}

/// The flower exporter's division in the sandbox, and a connection to it.
struct Office {
    let clock = MovableClock()
    let meter = CountingMeter()
    let vault = MemoryVault()
    let sandbox: ExactSandbox
    let settings: ExactSettings
    let consent: ExactConsent
    let connector: ExactOnlineConnector
    private let wire: Wire

    init(
        use: Set<ExactDaybookUse> = [.sales], road: ExactRoad = .rest, _ change: (inout ExactSandbox.Settings) -> Void = { _ in }
    ) {
        var sandboxSettings = ExactSandbox.Settings()
        sandboxSettings.consent = .allDivisions
        change(&sandboxSettings)
        sandbox = ExactSandbox(sandboxSettings, clock: clock)
        settings = ExactSettings(
            country: .netherlands, originOverride: Wire.origin, division: 3_456_789, clientID: sandboxSettings.apps[0].clientID,
            clientSecretReference: "env:EXACT", redirectURI: sandboxSettings.apps[0].redirectURI, daybookUse: use,
            road: road)
        wire = Wire(sandbox: sandbox, clock: clock)
        consent = ExactConsent(settings: settings, clientSecret: "sandbox-secret", transport: wire, clock: clock)
        connector = ExactOnlineConnector(
            settings: settings, clientSecret: "sandbox-secret", vault: vault, transport: wire, meter: meter, clock: clock)
    }

    /// An office to which consent was given.
    static func open(
        use: Set<ExactDaybookUse> = [.sales], road: ExactRoad = .rest, _ change: (inout ExactSandbox.Settings) -> Void = { _ in }
    ) async throws -> Office {
        let office = Office(use: use, road: road, change)
        try await office.giveConsent()
        return office
    }

    /// What the browser does: opens the link, and brings the redirect's query back.
    func giveConsent() async throws {
        let link = consent.link()
        let page = try await wire.send(HTTPRequest(.get, origin: Wire.origin, target: String(link.dropFirst(Wire.origin.count))))
        let location = try #require(page.fields["Location"])
        let query = try #require(location.split(separator: "?", maxSplits: 1).last)
        _ = try await consent.accept(callback: String(query), into: vault)
    }

    /// The relation with that number.
    func relation(_ number: String) async throws -> TargetID { try #require(try await connector.relation(numbered: number)).id }

    /// Everything the read-back gives from a cursor on.
    func booked(after cursor: TargetCursor = .start, _ master: MasterData) async throws -> (entries: [BookedEntry], next: TargetCursor) {
        var cursor = cursor
        var entries: [BookedEntry] = []
        for _ in 0..<100 {
            let page = try await connector.booked(after: cursor, with: master)
            entries += page.items
            cursor = page.next
            if !page.hasMore { break }
        }
        return (entries, cursor)
    }
}

/// What an entry amounts to per account and VAT code: the same for what was meant and what is booked.
struct Meaning: Hashable, CustomStringConvertible {
    var account: AccountCode
    var vatCode: VATCode?
    var costCentre: CostCentre?
    var amount: Money
    var isParty: Bool

    var description: String { "\(account) \(vatCode?.text ?? "-") \(costCentre?.text ?? "-") \(amount)\(isParty ? " party" : "")" }

    static func of(_ entry: Entry) -> Set<Meaning> {
        summed(
            entry.lines.map { line in
                let isParty = line.role == .party
                return Meaning(
                    account: line.account, vatCode: isParty ? nil : line.vatCode, costCentre: line.costCentre, amount: line.amount,
                    isParty: isParty)
            })
    }

    static func of(_ booked: BookedEntry) -> Set<Meaning> {
        summed(
            booked.lines.map {
                Meaning(account: $0.account, vatCode: $0.vatCode, costCentre: $0.costCentre, amount: $0.amount, isParty: $0.isParty)
            })
    }

    private static func summed(_ meanings: [Meaning]) -> Set<Meaning> {
        var sums: [Meaning: Money] = [:]
        for meaning in meanings {
            var key = meaning
            key.amount = .zero(meaning.amount.currency)
            sums[key] = (sums[key] ?? key.amount) + meaning.amount
        }
        return Set(
            sums.filter { !$0.value.isZero }.map { key, sum in
                var meaning = key
                meaning.amount = sum
                return meaning
            })
    }
}
