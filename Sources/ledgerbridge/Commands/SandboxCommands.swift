import BridgeDomain
import BridgeRuntime
import ExactSimulator
import FreshPortalSimulator

private let hostOptions: [Option] = [
    .value("port", "N", "port on this machine; any free one unless given"), .value("port-file", "FILE", "write the port to this file"),
    .value("state", "FILE", "keep the state here over restarts"), .value("seed", "N", "everything random hangs on it; 1 unless given"),
    .value("date", "DATE", "the trading day's date; today unless given"),
    .value("invoices", "N", "invoices of the trading day; 300 unless given"),
    .value("credit-notes", "N", "credit notes of the trading day; 20 unless given"),
]

/// The remote systems as local servers, strict and stateful, with faults on request.
let sandboxCommands: [Command] = [sandboxFreshPortal, sandboxExact]

private let sandboxFreshPortal = Command(
    path: ["sandbox", "freshportal"], summary: "FreshPortal's finance contract on this machine, with a trading day in it",
    details: "Key: sandbox-key. What is there and what came back: http://127.0.0.1:PORT/_sandbox/",
    example: "ledgerbridge sandbox freshportal --port 8481", options: hostOptions + [.flag("empty", "without a trading day")],
    needsConfiguration: false
) { invocation in
    let options = try SandboxOptions(invocation)
    var settings = SandboxSettings()
    settings.seed = options.seed
    let host = await SandboxHost.freshPortal(
        settings, day: invocation.flag("empty") ? nil : options.day, port: options.port, stateFile: options.state, clock: SystemClock())
    return try await options.serve(host, "FreshPortal")
}

private let sandboxExact = Command(
    path: ["sandbox", "exact"], summary: "Exact Online on this machine: consent, limits, books",
    details:
        "Client 6f1c0000-1111-2222-3333-444455556666, secret sandbox-secret, division 3456789. The books: http://127.0.0.1:PORT/_sandbox/",
    example: "ledgerbridge sandbox exact --port 8482",
    options: hostOptions + [
        .value("calls-per-minute", "N", "the app's limit; 60 as for a new app unless given"),
        .value("calls-per-day", "N", "the app's limit; 5000 unless given"), .value("redirect", "ADDRESS", "the app's registered callback"),
        .flag("consent-at-once", "give consent without asking"), .flag("empty", "without the trading day's known customers"),
        .flag("dutch", "messages in Dutch"),
    ], needsConfiguration: false
) { invocation in
    let options = try SandboxOptions(invocation)
    var settings = ExactSandbox.Settings()
    settings.seed = options.seed
    settings.limits.callsPerMinute = try invocation.integer("calls-per-minute", in: 1...1_000_000, default: 60)
    settings.limits.callsPerDay = try invocation.integer("calls-per-day", in: 1...100_000_000, default: 5_000)
    if invocation.flag("consent-at-once") { settings.consent = .allDivisions }
    if invocation.flag("dutch") { settings.language = .dutch }
    if let redirect = invocation.value("redirect"), !settings.apps.isEmpty { settings.apps[0].redirectURI = redirect }
    if !invocation.flag("empty") { settings.know(options.day) }
    let host = SandboxHost.exact(settings, port: options.port, stateFile: options.state, clock: SystemClock())
    return try await options.serve(host, "Exact Online")
}

/// The options both sandboxes share.
private struct SandboxOptions: Sendable {
    let seed: UInt64
    let port: UInt16
    let portFile: String?
    let state: String?
    let day: TradingDay

    init(_ invocation: Invocation) throws {
        seed = UInt64(try invocation.integer("seed", in: 0...Int.max, default: 1))
        port = UInt16(try invocation.integer("port", in: 0...65_535, default: 0))
        portFile = invocation.value("port-file")
        state = invocation.value("state")
        let today = TimeZoneRule.amsterdam.date(of: SystemClock().now())
        day = TradingDay.make(
            seed: seed, date: try date(invocation, "date") ?? today,
            invoices: try invocation.integer("invoices", in: 80...1_000_000, default: 300),
            creditNotes: try invocation.integer("credit-notes", in: 6...100_000, default: 20))
    }

    func serve(_ host: SandboxHost, _ name: String) async throws -> Exit {
        let port: UInt16
        do { port = try await host.start() } catch { throw CommandFailure(.configuration, "\(error)") }
        if let portFile { try TextFile.write(Array("\(port)\n".utf8), to: portFile) }
        Terminal.out("\(name) sandbox at http://127.0.0.1:\(port), its page at http://127.0.0.1:\(port)/_sandbox/")
        let work = Task { await host.run() }
        let signals = StopSignals { work.cancel() }
        await work.value
        signals.end()
        return .success
    }
}
