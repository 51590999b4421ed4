import AFASSimulator
import BridgeDomain
import BridgeRuntime
import ExactSimulator
import FreshPortalSimulator
import KingSimulator

private let serverOptions: [Option] = [
    .value("port", "N", nl: "poort op deze machine; een vrije", en: "port on this machine; any free one unless given"),
    .value("port-file", "FILE", nl: "schrijf de poort in dit bestand", en: "write the port to this file"),
    .value("state", "FILE", nl: "bewaar de stand hier over herstarts heen", en: "keep the state here over restarts"),
    .value("seed", "N", nl: "alles wat toevallig is hangt hieraan; 1", en: "everything random hangs on it; 1 unless given"),
]

private let hostOptions: [Option] =
    serverOptions + [
        .value("date", "DATE", nl: "de handelsdag; vandaag", en: "the trading day's date; today unless given"),
        .value("invoices", "N", nl: "facturen van de handelsdag; 300", en: "invoices of the trading day; 300 unless given"),
        .value(
            "credit-notes", "N", nl: "creditnota's van de handelsdag, hoogstens een op tien facturen; 20",
            en: "credit notes of the trading day, at most one to ten invoices; 20 unless given"),
    ]

/// The remote systems as local servers, strict and stateful, with faults on request.
let sandboxCommands: [Command] = [sandboxFreshPortal, sandboxExact, sandboxAFAS, sandboxKing]

private let sandboxFreshPortal = Command(
    path: ["sandbox", "freshportal"], chapter: .sandboxes,
    summary: BilingualText(
        nl: "FreshPortals financiële contract op deze machine, met een handelsdag erin",
        en: "FreshPortal's finance contract on this machine, with a trading day in it"),
    details: BilingualText(
        nl: "Sleutel: sandbox-key. Wat erin staat en wat terugkwam: http://127.0.0.1:POORT/_sandbox/",
        en: "Key: sandbox-key. What is there and what came back: http://127.0.0.1:PORT/_sandbox/"),
    example: "ledgerbridge sandbox freshportal --port 8481",
    options: hostOptions + [.flag("empty", nl: "zonder handelsdag", en: "without a trading day")], readsConfiguration: false,
    printsData: false
) { invocation in
    let options = try SandboxOptions(invocation)
    var settings = SandboxSettings()
    settings.seed = options.seed
    let host = await SandboxHost.freshPortal(
        settings, day: invocation.flag("empty") ? nil : options.day, port: options.port, stateFile: options.state,
        clock: invocation.surroundings.clock)
    return try await options.serve(host, "FreshPortal", invocation)
}

private let sandboxExact = Command(
    path: ["sandbox", "exact"], chapter: .sandboxes,
    summary: BilingualText(
        nl: "Exact Online op deze machine: toestemming, grenzen, boeken", en: "Exact Online on this machine: consent, limits, books"),
    details: BilingualText(
        nl: """
            Client 6f1c0000-1111-2222-3333-444455556666, geheim sandbox-secret, divisie 3456789. De boeken, en wat er misgaat op verzoek: \
            http://127.0.0.1:POORT/_sandbox/
            """,
        en: """
            Client 6f1c0000-1111-2222-3333-444455556666, secret sandbox-secret, division 3456789. The books, and what goes wrong on request: \
            http://127.0.0.1:PORT/_sandbox/
            """),
    example: "ledgerbridge sandbox exact --port 8482",
    options: hostOptions + [
        .value(
            "calls-per-minute", "N", nl: "grens van de app; 60 zoals voor een nieuwe",
            en: "the app's limit; 60 as for a new app unless given"),
        .value("calls-per-day", "N", nl: "grens van de app; 5000", en: "the app's limit; 5000 unless given"),
        .value(
            "redirect", "ADDRESS", nl: "het geregistreerde terugkeeradres; http://127.0.0.1:8080/exact/callback",
            en: "the app's registered callback; http://127.0.0.1:8080/exact/callback unless given"),
        .flag("consent-at-once", nl: "geef toestemming zonder te vragen", en: "give consent without asking"),
        .flag("empty", nl: "zonder de bekende klanten van de handelsdag", en: "without the trading day's known customers"),
        .flag("dutch", nl: "meldingen in het Nederlands", en: "messages in Dutch"),
    ], readsConfiguration: false, printsData: false
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
    let host = SandboxHost.exact(settings, port: options.port, stateFile: options.state, clock: invocation.surroundings.clock)
    return try await options.serve(host, "Exact Online", invocation)
}

private let sandboxAFAS = Command(
    path: ["sandbox", "afas"], chapter: .sandboxes,
    summary: BilingualText(
        nl: "AFAS Profit op deze machine: connectoren, boeken, importmap",
        en: "AFAS Profit on this machine: connectors, books, import folder"),
    details: BilingualText(
        nl: """
            Basis http://127.0.0.1:POORT/ProfitRestServices, omgeving O12345AA met administratie 1. De gegevens van het token zijn vier keer \
            0123456789ABCDEF. De boeken, betalingen, en wat er misgaat op verzoek: http://127.0.0.1:POORT/_sandbox/
            """,
        en: """
            Base http://127.0.0.1:PORT/ProfitRestServices, environment O12345AA with administration 1. The token's data is four times \
            0123456789ABCDEF. The books, payments, and what goes wrong on request: http://127.0.0.1:PORT/_sandbox/
            """),
    example: "ledgerbridge sandbox afas --port 8483 --folder exchange",
    options: hostOptions + [
        .flag("empty", nl: "zonder de bekende klanten van de handelsdag", en: "without the trading day's known customers"),
        .flag("all-customers", nl: "ook met de nieuwe klanten van de handelsdag", en: "with the trading day's new customers too"),
        .value("folder", "FOLDER", nl: "importeer de bestanden die hierin komen", en: "import the files that come into it"),
        .value(
            "profile", "NAME", nl: "wat erin staat: lines, invoices of xml; lines",
            en: "what they hold: lines, invoices or xml; lines unless given"),
        .value(
            "import-every", "SECONDS", nl: "hoe vaak de map wordt bekeken; 60", en: "how often the folder is looked into; 60 unless given"),
    ], readsConfiguration: false, printsData: false
) { invocation in
    var settings = AFASSandbox.Settings()
    settings.seed = UInt64(try invocation.integer("seed", in: 0...Int.max, default: 1))
    settings.importing.interval = Int64(try invocation.integer("import-every", in: 1...86_400, default: 60))
    switch invocation.value("profile") ?? "lines" {
    case "lines": settings.importing.definitions = [.entryLines]
    case "invoices": settings.importing.definitions = [.invoices]
    case "xml": settings.importing.definitions = [.xml]
    case let name:
        throw CommandFailure(
            .usage, nl: "onbekend profiel \(name); kies lines, invoices of xml",
            en: "unknown profile \(name); choose lines, invoices or xml")
    }
    let options = try SandboxOptions(invocation)
    if !invocation.flag("empty") { settings.know(options.day, withNew: invocation.flag("all-customers")) }
    let host = SandboxHost.afas(
        settings, folder: invocation.value("folder"), port: options.port, stateFile: options.state, clock: invocation.surroundings.clock)
    return try await options.serve(host, "AFAS Profit", invocation)
}

private let sandboxKing = Command(
    path: ["sandbox", "king"], chapter: .sandboxes,
    summary: BilingualText(
        nl: "King op deze machine: KING Finance en KING ERP, boeken, importmap",
        en: "King on this machine: KING Finance and KING ERP, books, import folder"),
    details: BilingualText(
        nl: """
            KING Finance: http://127.0.0.1:POORT/ws1_api.aspx en /v1/ws1_xml.asmx, partnerkey demo-partner, omgevingscode A1B2C. KING ERP: \
            administratie BLOEMEN, toegangscode erp-toegang, http://127.0.0.1:POORT/KingWebservices/. De boeken, betalingen, en wat er misgaat \
            op verzoek: http://127.0.0.1:POORT/_sandbox/
            """,
        en: """
            KING Finance: http://127.0.0.1:PORT/ws1_api.aspx and /v1/ws1_xml.asmx, partner key demo-partner, omgevingscode A1B2C. KING ERP: \
            administration BLOEMEN, access code erp-toegang, http://127.0.0.1:PORT/KingWebservices/. The books, payments, and what goes wrong \
            on request: http://127.0.0.1:PORT/_sandbox/
            """),
    example: "ledgerbridge sandbox king --port 8484 --folder exchange",
    options: hostOptions + [
        .flag("empty", nl: "zonder de bekende klanten van de handelsdag", en: "without the trading day's known customers"),
        .value("folder", "FOLDER", nl: "importeer de bestanden die hierin komen", en: "import the files that come into it"),
        .value(
            "import-every", "SECONDS", nl: "hoe vaak de map wordt bekeken; 60", en: "how often the folder is looked into; 60 unless given"),
        .value(
            "money", "MODE", nl: "hoe bedragen worden gelezen: nl, invariant of strict; nl",
            en: "how amounts are read: nl, invariant or strict; nl unless given"),
    ], readsConfiguration: false, printsData: false
) { invocation in
    var settings = KingSandbox.Settings()
    settings.seed = UInt64(try invocation.integer("seed", in: 0...Int.max, default: 1))
    settings.importing.interval = Int64(try invocation.integer("import-every", in: 1...86_400, default: 60))
    let mode = invocation.value("money") ?? KingSandbox.MoneyMode.dutch.rawValue
    guard let money = KingSandbox.MoneyMode(rawValue: mode) else {
        throw CommandFailure(
            .usage, nl: "onbekende leeswijze \(mode); kies nl, invariant of strict",
            en: "unknown mode \(mode); choose nl, invariant or strict")
    }
    settings.behaviour.money = money
    let options = try SandboxOptions(invocation)
    if !invocation.flag("empty") {
        settings.know(options.day)
        settings.knowERP(options.day)
    }
    let host = SandboxHost.king(
        settings, folder: invocation.value("folder"), port: options.port, stateFile: options.state, clock: invocation.surroundings.clock)
    return try await options.serve(host, "King", invocation)
}

/// The options the sandboxes with a trading day share.
private struct SandboxOptions: Sendable {
    let seed: UInt64
    let place: ServerPlace
    let day: TradingDay
    var port: UInt16 { place.port }
    var state: String? { place.state }

    init(_ invocation: Invocation) throws {
        seed = UInt64(try invocation.integer("seed", in: 0...Int.max, default: 1))
        place = try ServerPlace(invocation)
        let today = TimeZoneRule.amsterdam.date(of: invocation.surroundings.clock.now())
        let size = try TradingDaySize(invocation)
        day = TradingDay.make(
            seed: seed, date: try invocation.date("date") ?? today, invoices: size.invoices, creditNotes: size.creditNotes)
    }

    func serve(_ host: SandboxHost, _ name: String, _ invocation: Invocation) async throws -> Exit {
        try await place.serve(host, name, invocation)
    }
}

/// Where a sandbox answers, and where it keeps its state.
private struct ServerPlace: Sendable {
    let port: UInt16
    let portFile: String?
    let state: String?

    init(_ invocation: Invocation) throws {
        port = UInt16(try invocation.integer("port", in: 0...65_535, default: 0))
        portFile = invocation.value("port-file")
        state = invocation.value("state")
    }

    func serve(_ host: SandboxHost, _ name: String, _ invocation: Invocation) async throws -> Exit {
        let port: UInt16
        do { port = try await host.start() } catch {
            throw CommandFailure(
                .configuration, nl: "de sandbox begint niet op poort \(self.port): \(error)",
                en: "the sandbox does not start on port \(self.port): \(error)")
        }
        if let portFile { try TextFile.write(Array("\(port)\n".utf8), to: portFile) }
        let language = invocation.surroundings.language(invocation.value("lang").map { ["--lang", $0] } ?? [], configured: nil)
        invocation.console.out(
            Words(language: language).pick(
                "\(name)-sandbox op http://127.0.0.1:\(port), de pagina op http://127.0.0.1:\(port)/_sandbox/ (Ctrl-C stopt)",
                "\(name) sandbox at http://127.0.0.1:\(port), its page at http://127.0.0.1:\(port)/_sandbox/ (Ctrl-C stops it)"))
        let work = Task { await host.run() }
        let signals = StopSignals { work.cancel() }
        await work.value
        signals.end()
        return .success
    }
}

/// How large a trading day may be: enough for every story to be in it, and not more than a machine's memory.
struct TradingDaySize {
    let invoices: Int
    let creditNotes: Int

    /// As asked for; 300 and 20 unless told otherwise, and never more credit notes than there are invoices to credit.
    init(_ invocation: Invocation) throws {
        invoices = try invocation.integer("invoices", in: 80...100_000, default: 300)
        let most = invoices / 10
        creditNotes = try invocation.integer("credit-notes", in: 6...most, default: min(20, most))
    }
}
