import BridgeDomain

/// Debtors, creditors and the organisations behind them.
extension GetConnectors {
    /// A relation with its organisation.
    struct RelationRow: Sendable {
        let relation: RelationRecord
        let organisation: Organisation?

        func relation(_ field: String) -> Cell { .text(relation[field]) }
        func organisation(_ field: String) -> Cell { .text(organisation?[field]) }
        func address(_ field: String) -> String { organisation?.address?[field] ?? "" }
    }

    private static func rows(_ records: [String: RelationRecord], _ wanted: String?, _ flag: String, _ scene: Scene) -> [RelationRow] {
        let found = wanted.map { records[$0].map { [$0] } ?? [] } ?? records.values.sorted { $0.number < $1.number }
        return found.filter { $0.flag(flag) && scene.sees($0.number) }.map {
            RelationRow(relation: $0, organisation: scene.books.organisation(of: $0))
        }
    }

    private static func line1(_ row: RelationRow) -> String {
        [row.address("Ad"), row.address("HmNr"), row.address("HmAd")].filter { !$0.isEmpty }.joined(separator: " ")
    }

    private static func line3(_ row: RelationRow) -> String {
        [row.address("ZpCd"), row.address("Rs")].filter { !$0.isEmpty }.joined(separator: "  ")
    }

    private static func line4(_ row: RelationRow, _ scene: Scene) -> String? {
        scene.books.environment.countries.first { $0.code == row.address("CoId") }?.name
    }

    /// The columns a debtor and a creditor share, after their own.
    private static let shared: [CellSource<RelationRow>] = [
        .init("BcCo:s15") { row, _ in .text(row.relation.organisation) }, .init("SearchName:s10") { row, _ in row.organisation("SeNm") },
        .init("AdressLine1:s255") { row, _ in .text(line1(row)) }, .init("AdressLine3:s255") { row, _ in .text(line3(row)) },
        .init("AdressLine4:s255") { row, scene in .text(line4(row, scene)) }, .init("TelNr:s21") { row, _ in row.organisation("TeNr") },
        .init("Email:s255") { row, _ in row.organisation("EmAd") },
        .init("IBAN:s40") { row, _ in .text(row.relation["Iban"] ?? row.organisation?.bankAccounts.first?["Iban"]) },
        .init("VatNr:s21") { row, _ in row.relation("VaId") }, .init("ChOfCommNr:s30") { row, _ in row.organisation("CcNr") },
        .init("CollectAccount:s16") { row, _ in row.relation("ColA") }, .init("PayCon:s5") { row, _ in row.relation("PaCd") },
        .init("VatDuty:s3") { row, _ in row.relation("VaDu") }, .init("Blocked:b") { row, _ in .bool(row.relation.flag("BlTl")) },
        .init("CreditLimit:n") { row, _ in .decimal(row.relation["Krli"].flatMap { ExactDecimal($0) } ?? .zero) },
        .init("CurrencyId:s3") { row, _ in row.relation("CuId") }, .init("AutoPayment:b") { row, _ in .bool(row.relation.flag("AuPa")) },
        .init("CreateDate:d") { row, _ in .moment(row.relation.created) },
        .init("ModifiedDate:d") { row, _ in .moment(max(row.relation.modified, row.organisation?.modified ?? 0)) },
    ]

    static let debtors = GetConnector(
        "Profit_Debtor", "Debiteuren", of: RelationRow.self,
        rows: { scene, wanted in rows(scene.books.state.debtors, wanted["DebtorId"], "IsDb", scene) },
        columns: [
            .init("DebtorId:s16") { row, _ in .text(row.relation.number) },
            .init("DebtorName:s255") { row, _ in .text(row.organisation?.name) },
        ] + shared)

    static let ownCreditors = GetConnector(
        "LedgerBridge_Creditors", "Crediteuren (eigen)", of: RelationRow.self, own: true,
        rows: { scene, wanted in rows(scene.books.state.creditors, wanted["CreditorId"], "IsCr", scene) },
        columns: [
            .init("CreditorId:s16") { row, _ in .text(row.relation.number) },
            .init("CreditorName:s255") { row, _ in .text(row.organisation?.name) },
        ] + shared)

    static let organisations = GetConnector(
        "Profit_OrgPer", "Organisaties en personen", of: RelationRow.self,
        rows: { scene, wanted in
            let all = scene.books.state.organisations
            let found = wanted["BcCo"].map { all[$0].map { [$0] } ?? [] } ?? all.values.sorted { $0.code < $1.code }
            return found.map { organisation in
                RelationRow(
                    relation: RelationRecord(number: "", organisation: organisation.code, fields: [:], created: 0, modified: 0),
                    organisation: organisation)
            }
        },
        columns: [
            .init("BcCo:s15") { row, _ in .text(row.relation.organisation) },
            .init("Type:s30") { row, _ in .text(row.organisation?.isPerson == true ? "Persoon" : "Organisatie") },
            .init("SearchName:s10") { row, _ in row.organisation("SeNm") }, .init("Name:s255") { row, _ in .text(row.organisation?.name) },
            .init("AdressLine1:s255") { row, _ in .text(line1(row)) }, .init("AdressLine3:s255") { row, _ in .text(line3(row)) },
            .init("AdressLine4:s255") { row, scene in .text(line4(row, scene)) },
            .init("TelWork:s21") { row, _ in row.organisation("TeNr") },
            .init("MailWork:s255") { row, _ in row.organisation("EmAd") }, .init("Homepage:s255") { row, _ in row.organisation("HoPa") },
            .init("Note:s255") { row, _ in row.organisation("Re") }, .init("ChOfCommNr:s30") { row, _ in row.organisation("CcNr") },
            .init("DateBirth:d") { row, _ in .date(row.organisation?["DaBi"].flatMap { CalendarDate($0) }) },
            .init("BSN:s9") { _, _ in .null },
        ])

    /// A bank account with whose it is.
    struct BankAccountRow: Sendable {
        let organisation: Organisation
        let account: [String: String]
        let creditor: String?
        let debtor: String?
    }

    static let bankAccounts = GetConnector(
        "Profit_BankAccounts", "Bankrekeningen", of: BankAccountRow.self,
        rows: { scene, _ in
            let state = scene.books.state
            let debtors = Dictionary(state.debtors.values.map { ($0.organisation, $0.number) }) { min($0, $1) }
            let creditors = Dictionary(state.creditors.values.map { ($0.organisation, $0.number) }) { min($0, $1) }
            return state.organisations.values.sorted { $0.code < $1.code }.flatMap { organisation in
                organisation.bankAccounts.map {
                    BankAccountRow(
                        organisation: organisation, account: $0, creditor: creditors[organisation.code],
                        debtor: debtors[organisation.code])
                }
            }.filter { scene.sees($0.debtor ?? "") && scene.sees($0.creditor ?? "") }
        },
        columns: [
            .init("BcCo:s15") { row, _ in .text(row.organisation.code) }, .init("Name:s255") { row, _ in .text(row.organisation.name) },
            .init("Country:s3") { row, _ in .text(row.account["CoId"]) }, .init("BIC:s11") { row, _ in .text(row.account["Bic"]) },
            .init("IBAN:s40") { row, _ in .text(row.account["Iban"]) }, .init("Grek:b") { row, _ in .bool(row.account["AcGa"] == "true") },
            .init("Employee:s15") { _, _ in .null }, .init("Creditor:s16") { row, _ in .text(row.creditor) },
            .init("Verkooprelatie:s16") { row, _ in .text(row.debtor) },
        ])
}
