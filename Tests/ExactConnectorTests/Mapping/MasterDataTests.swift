import BridgeConnector
import BridgeDomain
import BridgeHTTP
import Testing

@testable import ExactConnector

/// A division that answers by endpoint, with as many rows as the tests need.
final class LittleDivision: HTTPTransport {
    let log = ScriptedTransport([])
    private let answers: [String: String]

    init(_ answers: [String: String]) { self.answers = answers }

    func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
        let endpoint = String(request.path.dropFirst("/api/v1/3456789/".count))
        let body = answers[endpoint] ?? #"{"d":{"results":[]}}"#
        log.add(.json(body))
        return try await log.send(request)
    }

    var endpoints: [String] { log.requests.map { String($0.path.dropFirst("/api/v1/3456789/".count)) } }

    func query(_ endpoint: String) -> [String: String] {
        let request = log.requests.last { $0.path.hasSuffix(endpoint) }
        return Dictionary((request?.query ?? []).map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    }

    static let answers = [
        "system/Divisions(3456789)":
            #"{"d":{"Code":3456789,"Description":"Flora Export B.V.","Currency":"EUR","DivisionMoveDate":null}}"#,
        "sync/Financial/GLAccounts":
            #"{"d":{"results":[{"ID":"gl-1","Code":"8000","Description":"Omzet","Type":110,"IsBlocked":false,"VATCode":"9  ","#
            + #""Timestamp":"41"},{"ID":"gl-2","Code":"1300","Description":"Debiteuren","Type":20,"IsBlocked":true,"VATCode":null,"#
            + #""Timestamp":"42"}]}}"#,
        "vat/VATCodes":
            #"{"d":{"results":[{"ID":"v9","Code":"9  ","Description":"Laag","Type":"E","Percentage":0.09,"VATTransactionType":"B","#
            + #""Charged":false,"IsBlocked":false}]}}"#,
        "financial/Journals":
            #"{"d":{"results":[{"ID":"j70","Code":"70","Description":"Verkoop","Type":20,"IsBlocked":false,"GLAccountCode":"1300","#
            + #""AllowVariableCurrency":true,"AllowVariableExchangeRate":false,"AllowVAT":null}]}}"#,
        "cashflow/PaymentConditions": #"{"d":[{"ID":"pc","Code":"30","Description":"30 dagen"}]}"#,
        "hrm/Costcenters":
            #"{"d":{"results":[{"ID":"c1","Code":"AAL","Description":"Aalsmeer","EndDate":null},"#
            + #"{"ID":"c2","Code":"OUD","Description":"Oud","EndDate":"/Date(1577750400000)/"}]}}"#,
        "financial/FinancialPeriods":
            #"{"d":{"results":[{"FinYear":2026,"FinPeriod":11,"StartDate":"/Date(1793491200000)/","EndDate":"/Date(1795996800000)/"},"#
            + #"{"FinYear":2026,"FinPeriod":10,"StartDate":"/Date(1790812800000)/","EndDate":"/Date(1793404800000)/"}]}}"#,
        "read/financial/JournalStatusList": #"{"d":{"results":[{"Journal":"70","Year":2026,"Period":10,"Status":1}]}}"#,
    ]
}

@Suite struct `Code lists` {
    private func connector(
        _ division: LittleDivision, _ clock: MovableClock, use: Set<ExactDaybookUse> = [.sales]
    ) -> ExactOnlineConnector {
        let tokens = ExactTokens(
            accessToken: "a", refreshToken: "r", receivedAt: clock.now().adding(seconds: 1_000_000), expiresIn: 600)
        return ExactOnlineConnector(
            settings: Bench.settings(use: use), clientSecret: "s", vault: MemoryVault(tokens), transport: division, meter: CountingMeter(),
            clock: clock)
    }

    @Test func `are read with nine calls when nothing is known`() async throws {
        let division = LittleDivision(LittleDivision.answers)
        let clock = MovableClock()
        let data = try await connector(division, clock).masterData(known: nil)
        #expect(division.endpoints.count == 9)
        #expect(Set(division.endpoints).count == 9)
        #expect(data.administrationName == "Flora Export B.V." && data.currency == .eur)
        #expect(data.accounts.map(\.code) == ["1300", "8000"])
        #expect(data.accounts[0].blocked && data.accounts[0].type == "20" && data.accounts[0].more.isEmpty)
        #expect(data.accounts[1].id == "gl-1" && data.accounts[1].more == ["VATCode": "9"])
        #expect(data.vatCodes.map(\.code) == ["9"])
        #expect(data.vatCodes[0].more == ["Percentage": "0.09", "Charged": "false", "VATTransactionType": "B"])
        #expect(
            data.daybooks[0].more == ["AllowVariableCurrency": "true", "AllowVariableExchangeRate": "false", "GLAccountCode": "1300"])
        #expect(data.paymentConditions.map(\.code) == ["30"])
        #expect(data.costCentres.map(\.blocked) == [false, true])
        #expect(data.costUnits.isEmpty)
        #expect(data.periods.map(\.period) == [Period(year: 2026, number: 10), Period(year: 2026, number: 11)])
        #expect(data.periods.map(\.closedFor) == [["70"], []])
        #expect(data.periods[1].from == CalendarDate("2026-11-01") && data.periods[1].to == CalendarDate("2026-11-30"))
        #expect(data.readAt == clock.now())
    }

    @Test func `ask only for what is needed`() async throws {
        let division = LittleDivision(LittleDivision.answers)
        _ = try await connector(division, MovableClock(), use: [.sales, .general]).masterData(known: nil)
        #expect(division.log.requests.allSatisfy { $0.query.contains { $0.name == "$select" } })
        #expect(division.query("GLAccounts")["$filter"] == "Timestamp gt 1L")
        #expect(division.query("FinancialPeriods")["$filter"] == "FinYear ge 2025")
        #expect(
            division.query("JournalStatusList")["$filter"] == "Year ge 2025 and Status eq 1 and (JournalType eq 20 or JournalType eq 90)")
    }

    @Test func `of cost centres and units are left alone where none are in use`() async throws {
        let division = LittleDivision(LittleDivision.answers)
        var settings = Bench.settings()
        settings.usesCostCentres = false
        let clock = MovableClock()
        let tokens = ExactTokens(accessToken: "a", refreshToken: "r", receivedAt: clock.now(), expiresIn: 600)
        let connector = ExactOnlineConnector(
            settings: settings, clientSecret: "s", vault: MemoryVault(tokens), transport: division, meter: CountingMeter(), clock: clock)
        #expect(try await connector.masterData(known: nil).costCentres.isEmpty)
        #expect(division.endpoints.count == 7)
    }

    @Test func `cost one call while they are young`() async throws {
        let division = LittleDivision(LittleDivision.answers)
        let clock = MovableClock()
        let connector = connector(division, clock)
        let first = try await connector.masterData(known: nil)
        clock.move(seconds: 899)
        let second = try await connector.masterData(known: first)
        #expect(division.endpoints.dropFirst(9) == ["sync/Financial/GLAccounts"])
        #expect(division.query("GLAccounts")["$filter"] == "Timestamp gt 42L")
        #expect(second.accounts == first.accounts && second.periods == first.periods)
        clock.move(seconds: 1)
        _ = try await connector.masterData(known: second)
        #expect(division.endpoints.dropFirst(10) == ["sync/Financial/GLAccounts", "read/financial/JournalStatusList"])
    }

    @Test func `are read anew after half a day, ledger accounts from the beginning`() async throws {
        let division = LittleDivision(LittleDivision.answers)
        let clock = MovableClock()
        let connector = connector(division, clock)
        let first = try await connector.masterData(known: nil)
        clock.move(seconds: 12 * 3_600)
        _ = try await connector.masterData(known: first)
        #expect(division.endpoints.count == 18)
        #expect(division.query("GLAccounts")["$filter"] == "Timestamp gt 1L")
    }

    @Test func `start again when the division was moved`() async throws {
        let clock = MovableClock()
        var known = try await connector(LittleDivision(LittleDivision.answers), clock).masterData(known: nil)
        known.cursors[ExactMasterReader.readPrefix + "division"] = nil
        known.accounts.append(Samples.account("9999"))
        var answers = LittleDivision.answers
        answers["system/Divisions(3456789)"] =
            #"{"d":{"Code":3456789,"Description":"Flora","Currency":"EUR","DivisionMoveDate":"/Date(1793491200000)/"}}"#
        let division = LittleDivision(answers)
        let data = try await connector(division, clock).masterData(known: known)
        #expect(division.query("GLAccounts")["$filter"] == "Timestamp gt 1L")
        #expect(data.accounts.map(\.code) == ["1300", "8000"])
        #expect(data.cursors[ExactCursor.movedKey] == "1793491200000")
    }

    @Test func `are read completely after a refusal about codes, at most once in five minutes`() async throws {
        let division = LittleDivision(LittleDivision.answers)
        let clock = MovableClock()
        let connector = connector(division, clock)
        var known = try await connector.masterData(known: nil)
        func refuse() async { _ = try? await connector.post(Samples.order(PostingRow.rows[2].entry), with: known) }
        clock.move(seconds: 301)
        await refuse()
        known = try await connector.masterData(known: known)
        #expect(division.endpoints.count == 18)
        await refuse()
        known = try await connector.masterData(known: known)
        #expect(division.endpoints.count == 19, "once in five minutes")
        clock.move(seconds: 300)
        known = try await connector.masterData(known: known)
        #expect(division.endpoints.count == 28, "the second refusal is not forgotten")
    }

    @Test func `keep their cursors short`() async throws {
        let data = try await connector(LittleDivision(LittleDivision.answers), MovableClock()).masterData(known: nil)
        #expect(data.cursors.values.allSatisfy { $0.utf8.count < 64 })
        #expect(data.cursors["accounts"] == "42")
    }

    @Test func `that lack their key are reported, not guessed`() async {
        var answers = LittleDivision.answers
        answers["vat/VATCodes"] = #"{"d":{"results":[{"Description":"?"}]}}"#
        let error = await #expect(throws: ConnectorError.self) {
            try await connector(LittleDivision(answers), MovableClock()).masterData(known: nil)
        }
        #expect(error?.code == .misused)
    }
}
