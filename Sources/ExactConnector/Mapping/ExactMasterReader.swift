import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// Reads the division's code lists with as few calls as possible: nine when nothing is known; afterwards ledger accounts by their row
/// version each time (one call) and every other list when it has aged.
struct ExactMasterReader: Sendable {
    /// Seconds after which a list that changes seldom is read again.
    static let listAgeSeconds: Int64 = 12 * 3_600
    /// Seconds after which the closed periods are read again: a person closes one and goes on booking.
    static let closedAgeSeconds: Int64 = 900

    /// What the keys in ``MasterData/cursors`` begin with that say when a list was last read.
    static let readPrefix = "read."

    let client: ExactClient
    let settings: ExactSettings
    let now: Timestamp

    func read(known: MasterData?) async throws(ConnectorError) -> MasterData {
        var data = known ?? Self.empty(at: now)
        try await division(&data, isNew: known == nil)
        try await accounts(&data)
        if isDue("vatCodes", &data) { data.vatCodes = try await vatCodes() }
        if isDue("daybooks", &data) { data.daybooks = try await daybooks() }
        if isDue("paymentConditions", &data) {
            data.paymentConditions = try await paymentConditions()
        }
        if settings.usesCostCentres, isDue("costCentres", &data) {
            data.costCentres = try await codes("hrm/Costcenters", "ID,Code,Description,EndDate")
        }
        if settings.usesCostCentres, isDue("costUnits", &data) {
            data.costUnits = try await codes("hrm/Costunits", "ID,Code,Description,EndDate")
        }
        if isDue("periods", &data) { data.periods = try await periods() }
        if isDue("closed", after: Self.closedAgeSeconds, &data) { data.periods = try await withClosed(data.periods) }
        data.readAt = now
        return data
    }

    private static func empty(at now: Timestamp) -> MasterData {
        MasterData(
            administrationName: "", currency: .eur, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [], costCentres: [],
            costUnits: [], periods: [], readAt: now)
    }

    /// True when the list was never read or has aged; marks it as read now.
    private func isDue(_ list: String, after seconds: Int64 = listAgeSeconds, _ data: inout MasterData) -> Bool {
        let key = Self.readPrefix + list
        if let read = data.cursors[key].flatMap({ Timestamp($0) }), read <= now, now < read.adding(seconds: seconds) { return false }
        data.cursors[key] = now.description
        return true
    }

    private func get(_ endpoint: String, key: String = "", _ query: [(String, String)]) -> ExactCall {
        ExactCall(.get, endpoint, in: settings.division, key: key, query: query)
    }

    private func division(_ data: inout MasterData, isNew: Bool) async throws(ConnectorError) {
        guard isDue("division", &data) else { return }
        let call = get(
            "system/Divisions", key: "(\(settings.division))",
            [("$select", "Code,Description,Currency,Country,Legislation,DivisionMoveDate")])
        guard let row = try await client.perform(call).row, let currency = ExactValue.code(row["Currency"]).flatMap({ Currency(code: $0) })
        else { throw unreadable("system/Divisions") }
        data.administrationName = row["Description"]?.string.map(ExactCode.trimmed) ?? ""
        data.currency = currency
        // The list of divisions gives the legislation as a country (reference `exact-online` §7.29).
        data.country = [row["Legislation"], row["Country"]].compactMap { ExactValue.code($0) }.first { $0.utf8.count == 2 }
        let moved = ExactValue.dateText(row["DivisionMoveDate"]) ?? ""
        // A division that was moved has new row versions throughout (reference `exact-online` §9.1): start again.
        if !isNew, data.cursors[ExactCursor.movedKey] != moved {
            data.accounts = []
            data.cursors["accounts"] = nil
        }
        data.cursors[ExactCursor.movedKey] = moved
    }

    private func accounts(_ data: inout MasterData) async throws(ConnectorError) {
        // Read from the beginning once a day or so: accounts that were removed are not told of.
        let from = isDue("accounts", &data) ? nil : data.cursors["accounts"].flatMap { Int64($0) }
        let rows = try await client.rows(
            get(
                "sync/Financial/GLAccounts",
                [("$filter", ExactFilter.after(from ?? 1)), ("$select", "ID,Code,Description,Type,IsBlocked,VATCode,Timestamp")]))
        var byID: [TargetID: MasterCode] = [:]
        if from != nil { for account in data.accounts { byID[account.id] = account } }
        var highest = from ?? 1
        for row in rows {
            guard var account = code(row), let version = ExactValue.integer(row["Timestamp"]) else {
                throw unreadable("sync/Financial/GLAccounts")
            }
            account.type = ExactValue.integer(row["Type"]).map { String($0) } ?? ""
            account.blocked = row["IsBlocked"]?.bool ?? false
            account.more[ExactMasterKey.defaultVAT] = ExactValue.code(row["VATCode"])
            byID[account.id] = account
            highest = max(highest, version)
        }
        data.accounts = byID.values.sorted { $0.code < $1.code }
        data.cursors["accounts"] = String(highest)
    }

    private func vatCodes() async throws(ConnectorError) -> [MasterCode] {
        let fields = "ID,Code,Description,Type,Percentage,VATTransactionType,Charged,IsBlocked"
        return try await list("vat/VATCodes", [("$select", fields)]) { row, code in
            code.type = ExactValue.code(row["Type"]) ?? ""
            code.blocked = row["IsBlocked"]?.bool ?? false
            code.more[ExactMasterKey.percentage] = ExactValue.decimal(row["Percentage"])?.description
            code.more[ExactMasterKey.charged] = row["Charged"]?.bool.map { String($0) }
            code.more[ExactMasterKey.transactionType] = ExactValue.code(row["VATTransactionType"])
        }
    }

    private func daybooks() async throws(ConnectorError) -> [MasterCode] {
        let flags = [ExactMasterKey.variableCurrency, ExactMasterKey.variableRate, ExactMasterKey.allowsVAT]
        let fields = (["ID,Code,Description,Type,IsBlocked,GLAccountCode"] + flags).joined(separator: ",")
        return try await list("financial/Journals", [("$select", fields)]) { row, code in
            code.type = ExactValue.integer(row["Type"]).map { String($0) } ?? ""
            code.blocked = row["IsBlocked"]?.bool ?? false
            code.more[ExactMasterKey.controlAccount] = ExactValue.code(row["GLAccountCode"])
            for flag in flags { code.more[flag] = row[flag]?.bool.map { String($0) } }
        }
    }

    /// With the scenario by which their debtors are reminded, the only thing the service tells of dunning (reference §7.21).
    private func paymentConditions() async throws(ConnectorError) -> [MasterCode] {
        let scenario = "CreditManagementScenarioDescription"
        return try await list("cashflow/PaymentConditions", [("$select", "ID,Code,Description,\(scenario)")]) { row, code in
            if let text = ExactValue.code(row[scenario]) { code.more[MasterCode.dunningKey] = text }
        }
    }

    private func codes(_ endpoint: String, _ fields: String) async throws(ConnectorError) -> [MasterCode] {
        try await list(endpoint, [("$select", fields)]) { row, code in
            // A cost centre or unit that has ended can no longer be used.
            if let ended = ExactValue.date(row["EndDate"]), ended < now.dateUTC { code.blocked = true }
        }
    }

    private func list(
        _ endpoint: String, _ query: [(String, String)], _ fill: (JSON, inout MasterCode) -> Void
    ) async throws(ConnectorError) -> [MasterCode] {
        var codes: [MasterCode] = []
        for row in try await client.rows(get(endpoint, query)) {
            guard var code = code(row) else { throw unreadable(endpoint) }
            fill(row, &code)
            codes.append(code)
        }
        return codes.sorted { $0.code < $1.code }
    }

    private func code(_ row: JSON) -> MasterCode? {
        guard let id = row["ID"]?.string, let code = ExactValue.code(row["Code"]) else { return nil }
        return MasterCode(code: code, id: TargetID(id), name: row["Description"]?.string ?? "")
    }

    /// The periods from last year on: documents older than that are not posted any more.
    private func periods() async throws(ConnectorError) -> [MasterPeriod] {
        var periods: [MasterPeriod] = []
        let rows = try await client.rows(
            get("financial/FinancialPeriods", [("$filter", "FinYear ge \(firstYear)"), ("$select", "FinYear,FinPeriod,StartDate,EndDate")]))
        for row in rows {
            guard let year = ExactValue.integer(row["FinYear"]), let number = ExactValue.integer(row["FinPeriod"]),
                let from = ExactValue.date(row["StartDate"]), let to = ExactValue.date(row["EndDate"])
            else { throw unreadable("financial/FinancialPeriods") }
            periods.append(MasterPeriod(period: Period(year: Int(year), number: Int(number)), from: from, to: to, closedFor: []))
        }
        return periods.sorted { $0.period < $1.period }
    }

    /// Which daybooks of the kinds we post to are closed when. Only closed rows are asked for: there is one for each daybook and period.
    private func withClosed(_ periods: [MasterPeriod]) async throws(ConnectorError) -> [MasterPeriod] {
        let types = settings.daybookUse.map(\.journalType).sorted()
        let filter = "Year ge \(firstYear) and Status eq 1 and (\(ExactFilter.any("JournalType", types)))"
        var closed: [Period: [DaybookCode]] = [:]
        if !types.isEmpty {
            let rows = try await client.rows(
                get("read/financial/JournalStatusList", [("$filter", filter), ("$select", "Journal,Year,Period,Status")]))
            for row in rows {
                guard let journal = ExactValue.code(row["Journal"]), let year = ExactValue.integer(row["Year"]),
                    let number = ExactValue.integer(row["Period"])
                else { throw unreadable("read/financial/JournalStatusList") }
                closed[Period(year: Int(year), number: Int(number)), default: []].append(DaybookCode(journal))
            }
        }
        return periods.map { period in
            var period = period
            period.closedFor = (closed[period.period] ?? []).sorted()
            return period
        }
    }

    private var firstYear: Int { now.dateUTC.year - 1 }

    private func unreadable(_ endpoint: String) -> ConnectorError {
        ConnectorError(.misused, "A row of \(endpoint) lacks what every row has: report this")
    }
}
