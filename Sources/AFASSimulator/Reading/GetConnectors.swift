import BridgeDomain

/// The GetConnectors of the environment, columns spelled as published, misspellings included (reference §3.5).
enum GetConnectors {
    static let all: [GetConnector] = [
        administrations, journals, periods, accounts, vatCodes, assignments, currencies, countries, debtors, organisations, bankAccounts,
        debtorInvoices, creditorInvoices, transactions, transactionsAllocated, changedDays, periodBalances, connectors, ownCreditors,
        ownPaymentConditions, ownDimensionCodes, ownEntryLines,
    ]

    // MARK: Set-up

    private typealias JournalRow = (unit: UnitBooks, journal: AFASSandbox.Journal)
    private typealias PeriodRow = (unit: UnitBooks, period: Period)
    private typealias AssignmentRow = (unit: Int, assignment: AFASSandbox.Assignment)
    private typealias CountryRow = (code: String, name: String)
    private typealias DayRow = (date: CalendarDate, modified: Int64)

    private static let administrations = GetConnector(
        "Profit_Administrations", "Administraties", of: AFASSandbox.Unit.self,
        rows: { scene, _ in scene.books.environment.units.filter { !scene.user.hiddenUnits.contains($0.id) } },
        columns: [
            .init("AdminId:i") { row, _ in .integer(row.id) }, .init("AdminNm:s") { row, _ in .text(row.name) },
            .init("AdminCd:s10") { row, _ in .text(row.code) },
        ])

    private static let journals = GetConnector(
        "Profit_Journals", "Dagboeken", of: JournalRow.self,
        rows: { scene, _ in
            scene.units.flatMap { unit in (scene.books.unit(unit.id)?.journals ?? []).map { (unit: unit, journal: $0) } }
        },
        columns: [
            .init("UnitId:i") { row, _ in .integer(row.unit.id) }, .init("JournalId:s6") { row, _ in .text(row.journal.code) },
            .init("Description:s50") { row, _ in .text(row.journal.description) },
            .init("JournalType:s30") { row, _ in .text(row.journal.kind.rawValue) },
            .init("Blocked:b") { row, _ in .bool(row.unit.blockedJournals.contains(row.journal.code)) },
        ])

    private static let periods = GetConnector(
        "Profit_periods_per_administration", "Perioden per administratie", of: PeriodRow.self,
        rows: { scene, _ in
            scene.units.flatMap { unit in
                (scene.books.unit(unit.id)?.years ?? 0...0).flatMap { year in
                    (1...12).map { (unit: unit, period: Period(year: year, number: $0)) }
                }
            }
        },
        columns: [
            .init("Unit:i") { row, _ in .integer(row.unit.id) }, .init("Year:i") { row, _ in .integer(row.period.year) },
            .init("Period:i") { row, _ in .integer(row.period.number) },
            .init("PeriodDesc:s50") { row, _ in .text("Periode \(row.period.number)") },
            .init("DateFrom:d") { row, _ in .date(CalendarDate(year: row.period.year, month: row.period.number, day: 1)) },
            .init("DateTo:d") { row, _ in .date(CalendarDate(year: row.period.year, month: row.period.number, day: 1)?.endOfMonth()) },
            .init("Blocked:b") { row, _ in .bool(row.unit.blockedPeriods.contains(row.period)) },
            .init("Periodtable:i") { _, _ in .integer(1) }, .init("TableDesc:s50") { _, _ in .text("Kalendermaanden") },
        ])

    private static let accounts = GetConnector(
        "Profit_Accounts", "Grootboekrekeningen", of: AFASSandbox.LedgerAccount.self,
        rows: { scene, _ in scene.books.environment.accounts },
        columns: [
            .init("Account:s16") { row, _ in .text(row.code) }, .init("Description:s50") { row, _ in .text(row.description) },
            .init("Type:s30") { row, _ in .text(String(row.kind.rawValue)) },
            .init("Sort:s30") { row, _ in .text(row.kind == .revenue || row.kind == .cost ? "W" : "B") },
            .init("Blocked:b") { row, scene in .bool(scene.books.state.blockedAccounts.contains(row.code)) },
            .init("CollectAccount:b") { row, _ in .bool(row.summary != .none) },
            .init("CollectAccountType:s1") { row, _ in .text(row.summary.rawValue) }, .init("Feature:s30") { _, _ in .null },
            .init("CollectOn:s16") { _, _ in .null }, .init("VatAllowed:b") { row, _ in .bool(row.vatAllowed) },
            .init("VatCode:s3") { row, _ in .text(row.vatCode) }, .init("Budget:s30") { _, _ in .null },
            .init("ToProject:s1") { _, _ in .text("N") }, .init("DimAx1:s1") { row, _ in axis(1, row) },
            .init("DimAx2:s1") { row, _ in axis(2, row) },
            .init("DimAx3:s1") { row, _ in axis(3, row) }, .init("DimAx4:s1") { row, _ in axis(4, row) },
            .init("DimAx5:s1") { row, _ in axis(5, row) },
        ])

    private static func axis(_ number: Int, _ account: AFASSandbox.LedgerAccount) -> Cell {
        .text(account.requiredAxes.contains(number) ? "B" : "N")
    }

    private static let vatCodes = GetConnector(
        "Profit_VAT_code", "Btw-codes", of: AFASSandbox.VATCode.self, rows: { scene, _ in scene.books.environment.vatCodes },
        columns: [
            .init("VatCode:s3") { row, _ in .text(row.code) }, .init("Description:s50") { row, _ in .text(row.description) },
            .init("AccountNr:s16") { row, _ in .text(row.account) }, .init("VatPerc:n") { row, _ in .decimal(row.percentage) },
            .init("VatDuty:s3") { row, _ in .text(row.duty) }, .init("Blocked:b") { row, _ in .bool(row.isBlocked) },
            .init("VatMethod:s30") { _, _ in .text("Exclusief") },
            .init("VatType:s30") { row, _ in .text(row.isForSales ? "Af te dragen" : "Te vorderen") },
        ])

    private static let assignments = GetConnector(
        "Profit_Allocation_Assigments", "Toewijzing verbijzonderingen", of: AssignmentRow.self,
        rows: { scene, _ in
            let sorted = scene.books.state.assignments.sorted { ($0.account, $0.axis, $0.code) < ($1.account, $1.axis, $1.code) }
            return scene.units.flatMap { unit in sorted.map { (unit: unit.id, assignment: $0) } }
        },
        columns: [
            .init("Unit:i") { row, _ in .integer(row.unit) }, .init("Account:s16") { row, _ in .text(row.assignment.account) },
            .init("DimAx:s1") { row, _ in .text(String(row.assignment.axis)) },
            .init("AxDescription:s50") { row, scene in .text(axisName(row.assignment.axis, scene)) },
            .init("DimCode:s16") { row, _ in .text(row.assignment.code) },
            .init("CodeDescription:s50") { row, scene in
                .text(scene.books.dimensionCode(row.assignment.axis, row.assignment.code)?.description)
            },
        ])

    static func axisName(_ axis: Int, _ scene: Scene) -> String? {
        let axes = scene.books.environment.axes
        return axes.indices.contains(axis - 1) ? axes[axis - 1][scene.language] : nil
    }

    private static let currencies = GetConnector(
        "Profit_Currency", "Valuta's", of: AFASSandbox.CurrencyRate.self, rows: { scene, _ in scene.books.environment.currencies },
        columns: [
            .init("CurrencyId:s3") { row, _ in .text(row.code) }, .init("Currency:s50") { row, _ in .text(row.code) },
            .init("Exchange_Rate:n") { row, _ in .decimal(row.rate) }, .init("StartDate:d") { row, _ in .date(row.start) },
            .init("DailyRate:n") { row, _ in .decimal(row.rate) },
        ])

    private static let countries = GetConnector(
        "ProfitCountries", "Landen", of: CountryRow.self, rows: { scene, _ in scene.books.environment.countries },
        columns: [.init("CoId:s3") { row, _ in .text(row.code) }, .init("Co:s50") { row, _ in .text(row.name) }])

    private static let connectors = GetConnector(
        "ProfitGetConnectoren", "GetConnectoren", of: GetConnector.self,
        rows: { scene, _ in GetConnectors.all.filter { scene.behaviour.hasOwnConnectors || !$0.isOwn } },
        columns: [
            .init("Omschrijving:s80") { row, _ in .text(row.description) }, .init("Naam:s80") { row, _ in .text(row.id) },
            .init("Geblokkeerd:b") { row, scene in .bool(scene.books.state.blockedConnectors.contains(row.id)) },
        ])

    private static let changedDays = GetConnector(
        "Profit_Fin_ChangedEntrydate", "Gewijzigde boekdagen", of: DayRow.self,
        rows: { scene, _ in
            var last: [CalendarDate: Int64] = [:]
            for unit in scene.units { last.merge(unit.changedDays) { max($0, $1) } }
            return last.sorted { $0.key < $1.key }.map { (date: $0.key, modified: $0.value) }
        },
        columns: [.init("EntryDate:d") { row, _ in .date(row.date) }, .init("Modified:d") { row, _ in .moment(row.modified) }])

    // MARK: The customer's own: what the standard ones lack

    private static let ownPaymentConditions = GetConnector(
        "LedgerBridge_PaymentConditions", "Betalingscondities (eigen)", of: AFASSandbox.PaymentCondition.self, own: true,
        rows: { scene, _ in scene.books.environment.paymentConditions },
        columns: [
            .init("PaymentCondition:s5") { row, _ in .text(row.code) }, .init("Description:s50") { row, _ in .text(row.description) },
            .init("Days:i") { row, _ in .integer(row.days) },
        ])

    private static let ownDimensionCodes = GetConnector(
        "LedgerBridge_DimensionCodes", "Verbijzonderingscodes (eigen)", of: AFASSandbox.DimensionCode.self, own: true,
        rows: { scene, _ in scene.books.state.dimensionCodes },
        columns: [
            .init("DimAx:s1") { row, _ in .text(String(row.axis)) },
            .init("AxDescription:s50") { row, scene in .text(axisName(row.axis, scene)) },
            .init("DimCode:s16") { row, _ in .text(row.code) }, .init("Description:s50") { row, _ in .text(row.description) },
            .init("Blocked:b") { row, _ in .bool(row.isBlocked) },
        ])
}
