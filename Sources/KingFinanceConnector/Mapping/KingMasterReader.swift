import BridgeConnector
import BridgeDomain

/// What master data keeps for this connector, by King's own names.
enum KingMasterKey {
    static let percentage = "PERC"
    static let nextPercentage = "PERCNW"
    static let nextFrom = "DATINGANG"
    static let vatAccount = "GRB"
    static let returnBox = "FORMGRP"
    static let blockedForDebtors = "BLOKDEB"
    static let blockedForCreditors = "BLOKCRE"
    static let needsCostCentre = "KPLVERPL"
    static let needsCostUnit = "KDRVERPL"
    static let isControl = "SLUITREK"
    static let numbersInvoices = "GEBRJRFACT"
    static let yes = KingFinanceContract.yes

    /// Where ``MasterData/cursors`` keeps the values of `BASFIN`.
    static func basics(_ column: String) -> String { "basfin.\(column)" }
    /// Where ``MasterData/cursors`` says when a list was last read.
    static func read(_ list: String) -> String { "read.\(list)" }
}

/// The number space that ledger accounts, debtors and creditors share, and the account splits are divided on (`BASFIN`, reference `king` §3.5).
struct KingBasics: Hashable, Sendable {
    var debtors: ClosedRange<Int>
    var creditors: ClosedRange<Int>
    var splitAccount: String

    /// As the code lists keep it; nil when it was not read.
    init?(_ master: MasterData, _ settings: KingFinanceSettings) {
        func range(_ name: String) -> ClosedRange<Int>? {
            guard let low = master.cursors[KingMasterKey.basics("ONDER\(name)")].flatMap({ Int($0) }),
                let high = master.cursors[KingMasterKey.basics("BOVEN\(name)")].flatMap({ Int($0) }), low <= high
            else { return nil }
            return low...high
        }
        guard let debtors = range("DEB"), let creditors = range("CRE") else { return nil }
        (self.debtors, self.creditors) = (debtors, creditors)
        splitAccount = settings.splitAccount?.text ?? master.cursors[KingMasterKey.basics(KingFinanceContract.splitAccountColumn)] ?? ""
    }

    func range(_ kind: PartyKind) -> ClosedRange<Int> { kind == .debtor ? debtors : creditors }

    /// Whose number it is; nil for a ledger account.
    func relation(_ number: String) -> KingRelationID? {
        guard let value = Int(number) else { return nil }
        if debtors.contains(value) { return KingRelationID(.debtor, number) }
        return creditors.contains(value) ? KingRelationID(.creditor, number) : nil
    }
}

/// A debtor's or creditor's number with its kind: `D10042`, `C50010`.
struct KingRelationID: Hashable, Sendable {
    var kind: PartyKind
    var number: String

    init(_ kind: PartyKind, _ number: String) {
        self.kind = kind
        self.number = number
    }

    init?(_ id: TargetID) {
        guard let letter = id.text.first, letter == "D" || letter == "C", id.text.count > 1 else { return nil }
        self.init(letter == "D" ? .debtor : .creditor, String(id.text.dropFirst()))
    }

    var target: TargetID { TargetID((kind == .debtor ? "D" : "C") + number) }
    /// The table it stands in.
    var table: String { Self.table(kind) }

    static func table(_ kind: PartyKind) -> String { kind == .debtor ? "DEB" : "CRE" }
    /// The table of its open items.
    static func items(_ kind: PartyKind) -> String { kind == .debtor ? "DEBOPP" : "CREOPP" }
}

/// Reads the administration's code lists: ten calls when all have aged, none while they are young.
struct KingMasterReader: Sendable {
    /// Seconds after which a list that changes seldom is read again.
    static let listAgeSeconds: Int64 = 12 * 3_600
    /// Seconds after which the periods are read again.
    static let periodAgeSeconds: Int64 = 300

    let client: KingClient
    let now: Timestamp

    func read(known: MasterData?) async throws(ConnectorError) -> MasterData {
        var data = known ?? empty
        if isDue("administration", &data) { try await administration(&data) }
        if isDue("accounts", &data) { data.accounts = try await accounts() }
        if isDue("vatCodes", &data) { data.vatCodes = try await vatCodes() }
        if isDue("daybooks", &data) { data.daybooks = try await daybooks() }
        if isDue("conditions", &data) { data.paymentConditions = try await list("BETCOND", "NR ZKSL VERVDGN BLOK", name: "ZKSL") }
        if isDue("costCentres", &data) { data.costCentres = try await list("KPL", "NR OMSCHR BLOK") }
        if isDue("costUnits", &data) { data.costUnits = try await list("KDR", "NR OMSCHR BLOK") }
        if isDue("periods", after: Self.periodAgeSeconds, &data) { data.periods = try await periods(data.daybooks) }
        data.currency = client.settings.bookCurrency
        data.readAt = now
        return data
    }

    private var empty: MasterData {
        MasterData(
            administrationName: "", currency: client.settings.bookCurrency, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
            costCentres: [], costUnits: [], periods: [], readAt: now)
    }

    /// True when the list was never read or has aged; marks it as read now.
    private func isDue(_ list: String, after seconds: Int64 = listAgeSeconds, _ data: inout MasterData) -> Bool {
        let key = KingMasterKey.read(list)
        if let read = data.cursors[key].flatMap({ Timestamp($0) }), read <= now, now < read.adding(seconds: seconds) { return false }
        data.cursors[key] = now.description
        return true
    }

    private func administration(_ data: inout MasterData) async throws(ConnectorError) {
        let names = try await client.rows(KingSelection("BASALG", "NAAM", order: ["NAAM"], isInfo: true))
        data.administrationName = names.first?["NAAM"] ?? ""
        var columns = "AANTPER ONDERGRB BOVENGRB ONDERDEB BOVENDEB ONDERCRE BOVENCRE"
        if client.settings.splitAccount == nil { columns += " " + KingFinanceContract.splitAccountColumn }
        let rows = try await client.rows(KingSelection("BASFIN", columns, order: ["AANTPER"], isInfo: true))
        for (column, value) in rows.first?.values ?? [:] { data.cursors[KingMasterKey.basics(column)] = value }
        guard let basics = KingBasics(data, client.settings), !basics.splitAccount.isEmpty else {
            throw ConnectorError(
                .unauthorised,
                "King does not tell number ranges and split account (BASFIN): give the user of the connection the right, or set split_account"
            )
        }
    }

    private func accounts() async throws(ConnectorError) -> [MasterCode] {
        try await list("GRB", "NR OMSCHR APBL KPLVERPL KDRVERPL SLUITREK BLOK", type: "APBL") { row, code in
            for key in [KingMasterKey.needsCostCentre, KingMasterKey.needsCostUnit, KingMasterKey.isControl] { code.more[key] = row[key] }
        }
    }

    private func vatCodes() async throws(ConnectorError) -> [MasterCode] {
        let keys = [
            KingMasterKey.nextFrom, KingMasterKey.vatAccount, KingMasterKey.returnBox, KingMasterKey.blockedForDebtors,
            KingMasterKey.blockedForCreditors,
        ]
        return try await list("BTW", "NR OMSCHR PERC PERCNW DATINGANG GRB FORMGRP BLOK BLOKDEB BLOKCRE") { row, code in
            for key in keys { code.more[key] = row[key] }
            for key in [KingMasterKey.percentage, KingMasterKey.nextPercentage] {
                code.more[key] = row[key].flatMap { KingValue.decimal($0) }?.description
            }
        }
    }

    private func daybooks() async throws(ConnectorError) -> [MasterCode] {
        try await list("DAGBOEK", "NR OMSCHR SRT GEBRJRFACT BLOK BLOKDEB BLOKCRE BLOKGRB", type: "SRT") { row, code in
            for key in [KingMasterKey.numbersInvoices, KingMasterKey.blockedForDebtors, KingMasterKey.blockedForCreditors, "BLOKGRB"] {
                code.more[key] = row[key]
            }
        }
    }

    private var recent: [KingCondition] { [KingCondition("JR", .atLeast, String(now.dateUTC.year - 1))] }

    /// The periods that are closed, by either kind of closing: the service itself minds only one of them (reference `king` §5.1). One call.
    func closedPeriods(within deadline: CallDeadline? = nil) async throws(ConnectorError) -> Set<Period> {
        let flags = try await client.rows(
            KingSelection(
                "PERIODEINFO", "JR PN JRAFGESL PNAFGESL JRAFGESLGEBR PNAFGESLGEBR", where: recent, order: ["JR", "PN"], isInfo: true),
            within: deadline)
        var closed: Set<Period> = []
        for row in flags {
            guard let period = Self.period(row) else { throw unreadable("PERIODEINFO") }
            let forUsers = row.flag("JRAFGESLGEBR") || row.flag("PNAFGESLGEBR")
            if row.flag("JRAFGESL") || row.flag("PNAFGESL") || (forUsers && !client.settings.booksWhereUsersMayNot) {
                closed.insert(period)
            }
        }
        return closed
    }

    /// The periods from last year on: documents older than that are not posted any more.
    private func periods(_ daybooks: [MasterCode]) async throws(ConnectorError) -> [MasterPeriod] {
        let columns = KingFinanceContract.periodColumns
        let dates = try await client.rows(
            KingSelection("PERIODEDATUMS", "JR PN \(columns.first) \(columns.last)", where: recent, order: ["JR", "PN"], isInfo: true))
        let closed = try await closedPeriods()
        let codes = daybooks.map { DaybookCode($0.code) }
        var periods: [MasterPeriod] = []
        for row in dates {
            guard let period = Self.period(row), let from = row.date(columns.first), let to = row.date(columns.last) else {
                throw unreadable("PERIODEDATUMS")
            }
            periods.append(MasterPeriod(period: period, from: from, to: to, closedFor: closed.contains(period) ? codes : []))
        }
        return periods
    }

    private static func period(_ row: KingRow) -> Period? {
        guard let year = row.integer("JR"), let number = row.integer("PN"), (0...14).contains(number) else { return nil }
        return Period(year: year, number: number)
    }

    private func list(
        _ table: String, _ columns: String, name: String = "OMSCHR", type: String = "",
        _ fill: (KingRow, inout MasterCode) -> Void = { _, _ in }
    ) async throws(ConnectorError) -> [MasterCode] {
        var codes: [MasterCode] = []
        for row in try await client.rows(KingSelection(table, columns, order: ["NR"])) {
            guard let number = row["NR"] else { throw unreadable(table) }
            var code = MasterCode(
                code: number, id: TargetID(number), name: row[name] ?? "", type: row[type] ?? "", blocked: row.flag("BLOK"))
            fill(row, &code)
            codes.append(code)
        }
        return codes
    }

    private func unreadable(_ table: String) -> ConnectorError {
        ConnectorError(.misused, "A row of \(table) lacks what every row has: run the connection check")
    }
}
