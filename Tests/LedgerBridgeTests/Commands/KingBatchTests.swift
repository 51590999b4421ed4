import BridgeDomain
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeJSON
import BridgeRuntime
import BridgeTesting
import Foundation
import FreshPortalSimulator
import KingSimulator
import Testing

@testable import ledgerbridge

/// A bookkeeper's month-end with King: batches counted before they go and after, approved as counted, let go period by period and up to a date.
@Suite struct `A batch for King` {
    @Test(arguments: ["king-finance-http", "king-erp-file"])
    func `goes as it was counted and approved, this period first and then all up to a date`(type: String) async throws {
        let office = try await BatchOffice(type)
        let (october, november) = (office.approved(in: "2026-10"), office.approved(in: "2026-11"))
        try #require(october > 0 && november > october, "the day has invoices of the day before, which is of the month before")
        try await office.work()
        #expect(await office.king.entries(in: office.administration).isEmpty, "nothing goes before somebody says so")

        // This period, counted before it goes.
        let (sheet, seal) = try await office.counted("--period", "2026-11")
        #expect(sheet.map(\.documents).reduce(0, +) == november && Set(sheet.map(\.period)) == ["2026-11"])
        let other = await office.words(["approve", "--seal", "0000000000000000", "--period", "2026-11"])
        #expect(other.exit == .needsPerson && other.output.contains("NOTHING APPROVED"))
        #expect(await office.words(["approve", "--seal", seal, "--period", "2026-11"]).exit == .success)
        try await office.work("--period", "2026-11")
        try await office.sees(run: 1, asCounted: sheet, booked: november)

        // Then everything up to a day.
        let (rest, second) = try await office.counted("--until", "2026-10-31")
        #expect(rest.map(\.documents).reduce(0, +) == october && Set(rest.map(\.period)) == ["2026-10"])
        #expect(await office.words(["approve", "--seal", second, "--until", "2026-10-31"]).exit == .success)
        try await office.work("--until", "2026-10-31")
        try await office.sees(run: 2, asCounted: rest, booked: october + november)

        let printed = await office.words(["run", "show", "1"]).output
        for text in [
            "released by anna, period 2026-11", "COUNTED BEFORE", "COUNTED AFTER", "Daybook", "Period", "Count", "Net", "VAT", "Gross",
            "First",
            "Last", "Everything that was counted is booked.",
        ] {
            #expect(printed.contains(text), "\(text) in \(printed)")
        }
        #expect(await office.words(["run", "list"]).output.contains("anna"))
        await office.close()
    }

    @Test func `books that tell nothing are said to tell nothing, and what somebody has to compare is named`() async throws {
        let office = try await BatchOffice("king-erp-file")
        let checked = await office.words(["connect", "check"])
        #expect(checked.exit == .success && !checked.output.contains("0 accounts"), "\(checked.output)")
        #expect(checked.output.contains("1 (Sales 9%: 9%, 1510); 2 (Sales 21%: 21%, 1500)"), "\(checked.output)")
        for text in ["their daybooks", "their accounts", "which periods are closed"] { #expect(checked.output.contains(text)) }
        let rules = await office.words(["map", "check", office.rules])
        #expect(rules.exit == .success && !rules.output.contains("with the books"), "\(rules.output)")
        let healthy = await office.words(["doctor"])
        #expect(!healthy.output.contains("all codes of the rules exist"), "\(healthy.output)")
        await office.close()
    }
}

/// FreshPortal on the first of a month, a King behind a real port and with an import job, and a bridge that posts when somebody says so.
private final class BatchOffice: Sendable {
    /// A period of a control sheet, wherever its documents stand.
    struct Row: Hashable {
        var documents = 0
        var period: String
        var net = Money.zero(.eur)
        var vat = Money.zero(.eur)
        var gross = Money.zero(.eur)
        var numbers: [String] = []
    }

    let king: KingSandbox
    /// In King; nil for the only one of KING Finance.
    let administration: String?
    private let trade: FreshPortalSandbox
    private let servers: [HTTPServer]
    private let clock: MovableClock
    private let invoiced: [(date: String, number: String)]
    private let place = FileManager.default.temporaryDirectory.appending(path: "ledgerbridge-batch-\(UUID().uuidString)")
    private let listener = Listener(
        environment: ["LANG": "en_GB.UTF-8", "USER": "anna", "KEY": "sandbox-key", "PARTNER": "demo-partner", "CODE": "A1B2C"])

    init(_ type: String) async throws {
        let date = try #require(CalendarDate("2026-11-01"))
        clock = MovableClock(Timestamp(date, milliseconds: 9 * 3_600_000))
        let folder = place.appending(path: "exchange")
        try FileManager.default.createDirectory(at: folder.appending(path: "afgekeurd"), withIntermediateDirectories: true)
        let day = TradingDay.make(seed: 7, date: date, invoices: 80, creditNotes: 6)
        var settings = KingSandbox.Settings()
        settings.importing.interval = nil
        settings.know(day)
        settings.knowERP(day)
        settings.administrations[0].closedPeriods = []
        settings.erpAdministrations[0].closedPeriods = []
        king = KingSandbox(settings, clock: clock, folder: DiskImportFolder(folder.path(percentEncoded: false)))
        trade = FreshPortalSandbox(time: clock)
        for party in day.parties {
            if party.kind == .debtor { await trade.put(customer: party.json) } else { await trade.put(supplier: party.json) }
        }
        let known = Set(day.parties.filter { !$0.isNew }.map(\.code.text))
        let good = day.documents.filter { document in
            document.brokenness == nil && !day.manifest.nothingToPost.contains(document.number)
                && document.json["currency"]?.string == "EUR"
                && document.kind == .salesInvoice && known.contains(document.json["party"]?["code"]?.string ?? "")
        }
        for document in good { await trade.approve(document.json) }
        invoiced = good.map { ($0.json["invoice_date"]?.string ?? "", $0.number.text) }
        servers = [HTTPServer(handler: king), HTTPServer(handler: trade)]
        let (books, source) = (try servers[0].start(), try servers[1].start())
        let isFinance = type == "king-finance-http"
        administration = isFinance ? nil : "BLOEMEN"
        let target =
            isFinance
            ? """
            administration: bloemenexport
                url: "http://127.0.0.1:\(books)"
                partner_key: "env:PARTNER"
                omgevingscode: "env:CODE"
            """
            : """
            administration: BLOEMEN
                folder: exchange
                account_width: 8
                debtor_section: "13"
                creditor_section: "16"
                debtors: { from: 100000, to: 199999 }
                look_seconds: 1
                answer_seconds: 5
            """
        let configuration = """
            language: en
            sources: { trade: { type: freshportal, url: "http://127.0.0.1:\(source)", key: "env:KEY" } }
            targets:
              king:
                type: \(type)
                \(target)
            bridges:
              sales: { source: trade, administration: NL01, target: king, schedule: manual, approval: review_all }
            """
        try configuration.write(to: place.appending(path: "ledgerbridge.yaml"), atomically: true, encoding: .utf8)
        let sample = isFinance ? MappingSamples.kingFinanceFlowerExporter : MappingSamples.kingERPFlowerExporter
        try sample.write(to: place.appending(path: "rules.yaml"), atomically: true, encoding: .utf8)
        let imported = await words(["map", "import", rules])
        #expect(imported.exit == .success, "\(imported.status)\(imported.output)")
        if isFinance { #expect(await words(["party", "link-known"]).exit == .success) }
    }

    var rules: String { place.appending(path: "rules.yaml").path(percentEncoded: false) }

    func close() async {
        for server in servers { await server.stop() }
        try? FileManager.default.removeItem(at: place)
    }

    func words(_ words: [String]) async -> (exit: Exit, output: String, status: String) {
        var surroundings = listener.surroundings
        surroundings.clock = clock
        let file = place.appending(path: "ledgerbridge.yaml").path(percentEncoded: false)
        let exit = await LedgerBridge.run(words + ["--config", file], in: surroundings)
        let heard = listener.take()
        return (exit, heard.output, heard.status)
    }

    /// Invoices FreshPortal approved in a month.
    func approved(in month: String) -> Int { invoiced.count { $0.date.hasPrefix(month) } }

    /// `post`, as often as it takes King's import job, and whoever waits for its answer, to come round.
    func work(_ options: String...) async throws {
        for round in 0..<12 {
            let said = await words(["post", "--wait", "0"] + (round == 0 ? options : []))
            #expect(said.exit == .success, "\(said.output)\(said.status)")
            _ = await king.importFiles()
            clock.advance(seconds: 10)
        }
    }

    /// The control sheet before: what would leave or waits for approval, and the seal to approve it by.
    func counted(_ options: String...) async throws -> (rows: [Row], seal: String) {
        let json = try JSON(parsing: await words(["run", "next", "--json"] + options).output.utf8)
        let rows = Self.rows(json["sheet"])
        #expect(rows == Self.rows(json["approval"]), "all of it waits for approval and for nothing else")
        return (rows, json["approval"]?["seal"]?.string ?? "")
    }

    /// A run's sheets before and after say what was counted, and so do King's own books.
    func sees(run number: Int, asCounted rows: [Row], booked: Int) async throws {
        let run = try #require(try JSON(parsing: await words(["run", "show", "\(number)", "--json"]).output.utf8)["run"])
        // By files a debtor goes before the entry that names it: its documents wait for that.
        #expect(Self.rows(run["before"]) == rows && Self.standings(run["before"]).isSubset(of: ["leaves", "waits"]))
        #expect(Self.rows(run["after"]) == rows && Self.standings(run["after"]) == ["booked"], "\(run.indentedText)")
        let entries = await king.entries(in: administration)
        #expect(entries.count == booked)
        let gross = rows.reduce(Money.zero(.eur)) { $0 + $1.gross }
        let months = Set(rows.map(\.period))
        let inKing = entries.filter { months.contains("\($0.year)-\($0.period)") }.flatMap(\.lines).filter { $0.kind == .debtor }
        #expect(inKing.reduce(Money.zero(.eur)) { $0 + Self.amount(.string("\($1.debit)")) } == gross)
    }

    private static func rows(_ sheet: JSON?) -> [Row] {
        var byPeriod: [String: Row] = [:]
        for row in sheet?["rows"]?.array ?? [] {
            let period = ["year", "number"].map { row["period"]?[$0]?.decimal?.description ?? "" }.joined(separator: "-")
            var sum = byPeriod[period] ?? Row(period: period)
            sum.documents += row["documents"]?.decimal.flatMap { Int($0.description) } ?? 0
            sum.net += amount(row["net"])
            sum.vat += amount(row["vat"])
            sum.gross += amount(row["gross"])
            let numbers = (sum.numbers + ["first", "last"].compactMap { row[$0]?.string }).sorted()
            sum.numbers = [numbers.first, numbers.last].compactMap(\.self)
            byPeriod[period] = sum
        }
        return byPeriod.values.sorted { $0.period < $1.period }
    }

    /// `12.50 EUR`.
    private static func amount(_ json: JSON?) -> Money { json?.string.flatMap { Money($0.prefix { $0 != " " }, .eur) } ?? .zero(.eur) }

    private static func standings(_ sheet: JSON?) -> Set<String> {
        Set((sheet?["rows"]?.array ?? []).compactMap { $0["standing"]?.string })
    }
}
