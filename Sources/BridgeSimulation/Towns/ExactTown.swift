import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeMapping
import BridgeRuntime
import BridgeTesting
import ExactConnector
import ExactSimulator
import FoundationEssentials

/// The exporter's books in Exact Online.
struct ExactTown: BooksTown {
    let rules: MappingRules
    private let sandbox: ExactSandbox
    private let road: ExactRoad

    private static let division = 3_456_789
    private static let secret = "sandbox-secret"

    /// Books of today, with one month closed. Throws when the sample rules cannot be read.
    init(seed: UInt64, closed: Period, clock: any TimeSource) throws {
        rules = try MappingRules(yaml: MappingSamples.exactFlowerExporter)
        var settings = ExactSandbox.Settings()
        settings.seed = seed
        settings.consent = .allDivisions
        settings.limits.callsPerMinute = 40
        settings.behaviour.refreshGrace = true
        settings.divisions[0].closedPeriods.append(ExactSandbox.ClosedPeriod(closed))
        sandbox = ExactSandbox(settings, clock: clock)
        // Two seeds in eight go the bulk road, one of them always.
        road = seed % 8 == 5 ? .xml : seed % 8 == 2 ? .auto : .rest
    }

    var service: any HTTPHandler { sandbox }
    var administration: TargetAdministration { TargetAdministration(String(Self.division)) }
    var callsPerMinute: Int { 40 }
    var callsPerDay: Int { 5_000 }
    var errorsPerHour: Int { 10 }
    var worksLater: Bool { false }

    /// Signing in does not count (reference exact-online §5.1).
    func counts(_ request: HTTPRequest) -> Bool { request.target.hasPrefix("/api/v1") || request.target.hasPrefix("/docs/") }

    private func settings(settles: Bool) -> ExactSettings {
        ExactSettings(
            country: .netherlands, originOverride: "https://exact.test", division: Self.division,
            clientID: "6f1c0000-1111-2222-3333-444455556666", clientSecretReference: "env:SECRET",
            redirectURI: "http://127.0.0.1:8080/exact/callback",
            settlingSeconds: settles ? ExactSettings.settlingSecondsUsual : 0, road: road, uploadEntriesMax: 12)
    }

    func connect(_ journal: any BridgeJournal, clock: any TimeSource) async throws {
        let settings = settings(settles: true)
        let line = StraightLine(sandbox)
        let consent = ExactConsent(settings: settings, clientSecret: Self.secret, transport: line, clock: clock)
        let answer = try await line.send(
            HTTPRequest(.get, origin: settings.origin, target: String(consent.link().dropFirst(settings.origin.count))))
        let query = answer.fields["Location"].map { String($0.drop { $0 != "?" }.dropFirst()) } ?? ""
        _ = try await consent.accept(callback: query, into: JournalVault(journal: journal, clock: clock))
    }

    func asksForConnection(_ trouble: String) -> Bool { trouble.contains("Give consent on the console's page") }

    func connector(of process: ProcessParts) -> any AccountingConnector {
        ExactOnlineConnector(
            settings: settings(settles: process.settles), clientSecret: Self.secret,
            vault: JournalVault(journal: process.journal, clock: process.clock), transport: process.transport, meter: process.meter,
            clock: process.clock)
    }

    func ledger() async -> [LedgerEntry] {
        // What the bank and the accountant book is none of ours.
        await sandbox.entries(in: Self.division).filter { [20, 21, 30, 31].contains($0.type) }.map { entry in
            LedgerEntry(
                id: entry.id, number: String(entry.number), order: entry.number, reference: entry.yourReference ?? "", date: entry.date,
                period: entry.period, amounts: LedgerEntry.amounts(entry.lines.map { ($0.ledgerAccount, $0.amount) }))
        }
    }

    var attachesFiles: Bool { true }

    func files() async -> [LedgerFile] {
        await sandbox.documents(in: Self.division).flatMap { document in
            // A document without a file stands here too: it must not stay so.
            (document.files.isEmpty ? [""] : document.files).map {
                LedgerFile(entry: document.entry ?? "", name: $0, isLinked: document.isLinked)
            }
        }
    }

    func inconsistencies() async -> [String] { await sandbox.inconsistencies(in: Self.division) }

    func planFaults(_ random: inout SeededGenerator) async {
        let kinds: [ExactSandbox.Fault.Kind] = [
            .throttled, .serverError, .unavailable, .maintenancePage, .truncated(40), .tokenExpired, .loseAnswer, .loseRequest,
        ]
        let posting = road == .rest ? "SalesEntries" : "XMLUpload"
        let paths = ["SalesEntries", posting, "crm/Accounts", "documents/Document", ""]
        let faults = kinds.map { kind in
            let path = paths[Int(random.next() % UInt64(paths.count))]
            return ExactSandbox.Fault(kind, pathContains: path, skip: Int(random.next() % 20), times: 1 + Int(random.next() % 2))
        }
        await sandbox.plan(faults)
    }

    func clearFaults() async { await sandbox.clearFaults() }

    var tellsPayments: Bool { true }

    func paymentsArrive(through day: CalendarDate) async -> [PaymentAct] {
        let arrivals: [ExactSandbox.Arrival]
        do { arrivals = try await sandbox.arrivePayments(through: day, in: Self.division) } catch {
            return [PaymentAct(words: "a payment failed: \(error)")]
        }
        return arrivals.map { arrival in
            let entries = arrival.entries.map { String($0) }.joined(separator: ", ")
            return PaymentAct(words: "\(arrival.kind.rawValue): \(entries)", deleted: arrival.deleted)
        }
    }

    func openItems() async -> [String: ExactDecimal] { await sandbox.openItems(in: Self.division) }

    func moveToDayBefore(_ entry: LedgerEntry) async -> Bool {
        guard let number = Int(entry.number), Period(monthOf: entry.date.adding(days: -1)) == entry.period else { return false }
        var change = ExactSandbox.EntryChange()
        change.date = entry.date.adding(days: -1)
        // A change that the service refuses is none.
        return (try? await sandbox.change(number, change, in: Self.division)) != nil
    }

    func close(_ period: Period) async -> Bool { (try? await sandbox.close(period, in: Self.division)) != nil }
    func open(_ period: Period) async -> Bool { (try? await sandbox.open(period, in: Self.division)) != nil }
}

/// A way to a simulator on which nothing happens.
private struct StraightLine: HTTPTransport {
    private let handler: any HTTPHandler

    init(_ handler: any HTTPHandler) { self.handler = handler }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        guard case .respond(let response) = await handler.answer(request) else { throw .connectionLost("reset") }
        return response
    }
}

/// Tokens in the journal, as the service keeps them: durable before they are used. One process renews at a time; who would have to wait is told
/// so at once, since waiting would take time of the real clock.
private struct JournalVault: ExactTokenVault {
    let journal: any BridgeJournal
    let clock: any TimeSource

    private static let name = "exact/tokens"

    func load() async throws -> ExactTokens? {
        guard let bytes = try await journal.sealed(name: Self.name) else { return nil }
        return try JSONDecoder().decode(ExactTokens.self, from: Data(bytes))
    }

    func store(_ tokens: ExactTokens) async throws {
        let bytes = Array(try JSONEncoder().encode(tokens))
        try await journal.commit(JournalUnit([.putSealed(name: Self.name, value: bytes)]))
    }

    func exclusively<Answer: Sendable>(_ work: @Sendable () async -> Answer) async throws -> Answer {
        let now = clock.now()
        let owner = "turn at \(now.milliseconds)"
        guard let fence = try await journal.lease("session", owner: owner, now: now, until: now.adding(seconds: 5)) else { throw Busy() }
        let answer = await work()
        try? await journal.release(fence)
        return answer
    }

    private struct Busy: Error {}
}
