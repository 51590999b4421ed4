import BridgeConnector
import BridgeDomain

/// What master data keeps for this connector in ``MasterCode/more``, by the service's own names.
enum AFASMasterKey {
    static let vatAllowed = "VatAllowed"
    static let defaultVAT = "VatCode"
    static let collects = "CollectAccount"
    static let percentage = "VatPerc"
    static let vatAccount = "AccountNr"
    /// On a ledger account: what it wants of an axis; `B` is a code given by hand.
    static func axis(_ number: Int) -> String { "DimAx\(number)" }
}

/// Reads the administration's code lists. None of them says what changed, so each is read anew when it has aged, and all of them after a
/// refusal that speaks of codes: seven calls when no list is longer than a page, none while everything is young.
struct AFASMasterReader: Sendable {
    /// Seconds after which a list that changes seldom is read again.
    static let listAgeSeconds: Int64 = 12 * 3_600
    /// Seconds after which the periods are read again: a person blocks one and goes on booking.
    static let periodAgeSeconds: Int64 = 900
    /// What the keys in ``MasterData/cursors`` begin with that say when a list was last read.
    static let readPrefix = "read."

    let client: AFASClient
    let now: Timestamp

    private var settings: AFASSettings { client.settings }
    private var names: AFASConnectorNames { client.settings.connectors }
    private var unit: AFASCondition { AFASCondition("UnitId", String(settings.administration)) }

    func read(known: MasterData?) async throws(ConnectorError) -> MasterData {
        var data = known ?? empty
        if isDue("administration", &data) { data.administrationName = try await administration() }
        if isDue("accounts", &data) { data.accounts = try await accounts() }
        if isDue("vatCodes", &data) { data.vatCodes = try await vatCodes() }
        if isDue("daybooks", &data) { data.daybooks = try await daybooks() }
        if isDue("paymentConditions", &data) { data.paymentConditions = try await paymentConditions() }
        if settings.usesAllocations, isDue("dimensions", &data) {
            let codes = try await dimensions()
            data.costCentres = codes[settings.costCentreAxis] ?? []
            data.costUnits = codes[settings.costUnitAxis] ?? []
        }
        if isDue("periods", after: Self.periodAgeSeconds, &data) { data.periods = try await periods(data.daybooks) }
        data.currency = settings.bookCurrency
        data.readAt = now
        return data
    }

    private var empty: MasterData {
        MasterData(
            administrationName: "", currency: settings.bookCurrency, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
            costCentres: [], costUnits: [], periods: [], readAt: now)
    }

    /// True when the list was never read or has aged; marks it as read now.
    private func isDue(_ list: String, after seconds: Int64 = listAgeSeconds, _ data: inout MasterData) -> Bool {
        let key = Self.readPrefix + list
        if let read = data.cursors[key].flatMap({ Timestamp($0) }), read <= now, now < read.adding(seconds: seconds) { return false }
        data.cursors[key] = now.description
        return true
    }

    private func administration() async throws(ConnectorError) -> String {
        let wanted = AFASCondition("AdminId", String(settings.administration))
        let rows = try await client.rows(AFASQuery(names.administrations, where: [wanted], order: ["AdminId"]))
        guard let row = rows.first else {
            throw ConnectorError(
                .unauthorised,
                "Administration \(settings.administration) is not there, or the App Connector's user may not see it: check its number and the user's filter authorisation"
            )
        }
        return row.text("AdminNm") ?? ""
    }

    private func accounts() async throws(ConnectorError) -> [MasterCode] {
        try await list(names.accounts, code: "Account", order: ["Account"]) { row, code in
            code.type = row.text("Type") ?? ""
            code.more[AFASMasterKey.vatAllowed] = String(row.flag("VatAllowed"))
            code.more[AFASMasterKey.collects] = String(row.flag("CollectAccount"))
            code.more[AFASMasterKey.defaultVAT] = row.text("VatCode")
            for axis in 1...5 { code.more[AFASMasterKey.axis(axis)] = row.text("DimAx\(axis)") }
        }
    }

    private func vatCodes() async throws(ConnectorError) -> [MasterCode] {
        try await list(names.vatCodes, code: "VatCode", order: ["VatCode"]) { row, code in
            code.type = row.text("VatType") ?? ""
            code.more[AFASMasterKey.percentage] = row.decimal("VatPerc")?.description
            code.more[AFASMasterKey.vatAccount] = row.text("AccountNr")
        }
    }

    private func daybooks() async throws(ConnectorError) -> [MasterCode] {
        try await list(names.journals, code: "JournalId", where: [unit], order: ["JournalId"]) { row, code in
            code.type = row.text("JournalType") ?? ""
        }
    }

    private func paymentConditions() async throws(ConnectorError) -> [MasterCode] {
        try await list(names.paymentConditions, code: "PaymentCondition", order: ["PaymentCondition"]) { _, _ in }
    }

    /// Codes by axis.
    private func dimensions() async throws(ConnectorError) -> [Int: [MasterCode]] {
        var codes: [Int: [MasterCode]] = [:]
        for row in try await client.rows(AFASQuery(names.dimensionCodes, order: ["DimAx", "DimCode"])) {
            guard let axis = row.integer("DimAx"), let code = code(row, "DimCode") else { throw unreadable(names.dimensionCodes) }
            codes[axis, default: []].append(code)
        }
        return codes
    }

    /// The periods from last year on: documents older than that are not posted any more. A blocked one is closed for every daybook.
    private func periods(_ daybooks: [MasterCode]) async throws(ConnectorError) -> [MasterPeriod] {
        let conditions = [
            AFASCondition("Unit", String(settings.administration)), AFASCondition("Year", .atLeast, String(now.dateUTC.year - 1)),
        ]
        var periods: [MasterPeriod] = []
        for row in try await client.rows(AFASQuery(names.periods, where: conditions, order: ["Year", "Period"])) {
            guard let year = row.integer("Year"), let number = row.integer("Period"), let from = row.date("DateFrom"),
                let to = row.date("DateTo")
            else { throw unreadable(names.periods) }
            periods.append(
                MasterPeriod(
                    period: Period(year: year, number: number), from: from, to: to,
                    closedFor: row.flag("Blocked") ? daybooks.map { DaybookCode($0.code) } : []))
        }
        return periods
    }

    private func list(
        _ connector: String, code field: String, where conditions: [AFASCondition] = [], order: [String],
        _ fill: (AFASRow, inout MasterCode) -> Void
    ) async throws(ConnectorError) -> [MasterCode] {
        var codes: [MasterCode] = []
        for row in try await client.rows(AFASQuery(connector, where: conditions, order: order)) {
            guard var code = code(row, field) else { throw unreadable(connector) }
            fill(row, &code)
            codes.append(code)
        }
        return codes
    }

    private func code(_ row: AFASRow, _ field: String) -> MasterCode? {
        guard let code = row.text(field) else { return nil }
        return MasterCode(code: code, id: TargetID(code), name: row.text("Description") ?? "", blocked: row.flag("Blocked"))
    }

    private func unreadable(_ connector: String) -> ConnectorError {
        ConnectorError(.misused, "A row of \(connector) lacks what every row has: run the connection check")
    }
}
