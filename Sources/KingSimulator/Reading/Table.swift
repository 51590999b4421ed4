/// A table that selections read and records are written to: its columns and its key.
struct Table: Sendable {
    /// Who may do what to its records.
    struct Rights: OptionSet, Sendable {
        let rawValue: Int
        static let create = Rights(rawValue: 1)
        static let update = Rights(rawValue: 2)
        static let delete = Rights(rawValue: 4)
        static let all: Rights = [.create, .update, .delete]
    }

    /// Columns of another table that can be read along, under its prefix: `DEB_NAAM`.
    struct Join: Sendable {
        let table: String
        /// The column that holds the other table's key.
        let column: String
    }

    let name: String
    let key: [String]
    let rights: Rights
    let fields: [Field]
    let joins: [Join]
    private let byName: [String: Field]

    init(_ name: String, key: [String], rights: Rights = [], joins: [Join] = [], _ fields: [Field]) {
        self.name = name
        self.key = key
        self.rights = rights
        self.fields = fields
        self.joins = joins
        byName = Dictionary(fields.map { ($0.name, $0) }) { first, _ in first }
    }

    func field(_ name: String) -> Field? { byName[name] }

    /// The key's values in one text; keys of records hold no tab.
    func keyText(_ values: [String: String]) -> String { key.map { values[$0] ?? "" }.joined(separator: "\t") }
}

extension Table {
    /// The tables of the administration's books (reference king §3).
    static let all: [String: Table] = {
        let tables =
            [relation("DEB"), relation("CRE"), entries, mutations, item("DEBOPP", "DEB"), item("CREOPP", "CRE")] + masters
        return Dictionary(tables.map { ($0.name, $0) }) { first, _ in first }
    }()

    /// Debtors (reference king §3.1), and creditors with the same columns.
    private static func relation(_ name: String) -> Table {
        Table(
            name, key: ["NR"], rights: .all,
            [
                Field("NR", .number(8), .key), Field("ZKSL", .text(20)), Field("NAAM", .text(50)), Field("NAAM2", .text(50)),
                Field("STRAAT", .text(37)), Field("HNR", .number(5)), Field("HNRTV", .text(6)), Field("ADRES", .text(50)),
                Field("POSTCD", .text(8)), Field("PLAATS", .text(24)), Field("LAND", .text(3)), Field("TEL", .text(15)),
                Field("MOBIEL", .text(15)), Field("EMAIL", .text(64)), Field("HOMEPAGE", .text(64)), Field("BTWNR", .text(14)),
                Field("BTWPL", .text(1)), Field("KVKNR", .text(15)), Field("BETCOND", .number(3)), Field("SLUITREK", .number(8)),
                Field("VAL", .text(3)), Field("TAAL", .text(3)), Field("BNKIBAN", .text(34)), Field("BNKBNKREK", .text(11)),
                Field("KRLIM", .money), Field("BLOK", .flag), Field("BLOKVRKVA", .date), Field("KPL", .number(8)),
                Field("KDR", .number(8)), Field("TEGREK", .number(8)), Field("BETALER", .number(8)), Field("FACTAFDRUK", .text(1)),
                Field("EANNR", .number(13)), Field("OPM", .text(1024)), Field("VRIJVELD1", .text(40)), Field("VRIJVELD2", .text(40)),
                Field("VRIJVELD3", .text(20)), Field("VRIJVELD4", .text(20)), Field("VRIJVELD5", .text(20)),
                Field("SALDO", .money, .readOnly), Field("HEEFTSALDO", .flag, .readOnly),
            ])
    }

    /// Open items (reference king §3.3).
    private static func item(_ name: String, _ relation: String) -> Table {
        let link: [Field] =
            relation == "DEB"
            ? [
                Field("CREDITNOTADEB", .number(8)), Field("CREDITNOTAFACT", .text(20)), Field("BETREGDEB", .number(8)),
                Field("BETREGFACT", .text(20)),
            ] : []
        return Table(
            name, key: [relation, "FACT"], rights: .update, joins: [.init(table: relation, column: relation)],
            [
                Field(relation, .number(8), .readOnly), Field("FACT", .text(20), .readOnly), Field("DAT", .date, .readOnly),
                Field("VAL", .text(3), .readOnly), Field("BEDR", .money, .readOnly), Field("SALDO", .money, .readOnly),
                Field("BETALER", .number(8), .readOnly), Field("VOLDAAN", .flag, .readOnly), Field("DATLSTBET", .date, .readOnly),
                Field("BET", .money, .readOnly), Field("DATVERV", .date), Field("BETCOND", .number(3)), Field("BETWIST", .flag),
                Field("KENM", .text(25)), Field("OMSCHR", .text(40)), Field("OPM", .text(1024)), Field("KPL", .number(8)),
                Field("KDR", .number(8)), Field("MDT", .text(35)), Field("DATUITV", .date),
            ] + link)
    }

    /// Entries (reference king §3.2). What is read-only is worked out from the rest.
    static let entries = Table(
        "BOE", key: ["JR", "DAGB", "PN", "RG"], joins: [.init(table: "DEB", column: "DEB"), .init(table: "GRB", column: "GRB")],
        [
            Field("JR", .number(4)), Field("DAGB", .number(4)), Field("PN", .number(2)), Field("RG", .number(8), .readOnly),
            Field("DAT", .date), Field("REK", .number(8)), Field("TEGREK", .number(8)), Field("BEDRBOEK", .money),
            Field("BEDRINCL", .money), Field("BTW", .number(2)), Field("BEDRBTW", .money), Field("FACT", .text(20)),
            Field("BOEKSTUK", .text(20)), Field("OMSCHR", .text(40)), Field("OPM", .text(250)), Field("DATVERV", .date),
            Field("BETWIST", .flag), Field("KPL", .number(8)), Field("KDR", .number(8)), Field("VAL", .text(3)), Field("KOERS", .rate),
            Field("BEDRBOEKVAL", .money), Field("BEDRBTWVAL", .money), Field("AANT", .number(11)), Field("AANT2", .number(11)),
            Field("AANT3", .number(11)), Field("DOSSIER", .text(20)), Field("STORNO", .flag), Field("BEDR", .money, .readOnly),
            Field("BEDRDEB", .money, .readOnly), Field("BEDRCRE", .money, .readOnly), Field("DEB", .number(8), .readOnly),
            Field("CRE", .number(8), .readOnly), Field("GRB", .number(8), .readOnly), Field("GRPROW", .number(8), .readOnly),
            Field("ISOPBOEK", .flag, .readOnly), Field("BOE_WARNING", .text(250), .readOnly),
        ])

    /// Ledger mutations (reference king §3.4).
    private static let mutations = Table(
        "GRBMUT", key: ["JR", "PN", "DAGB", "RG", "SRT"], joins: [.init(table: "DEB", column: "DEB"), .init(table: "GRB", column: "GRB")],
        [
            Field("JR", .number(4)), Field("PN", .number(2)), Field("DAGB", .number(4)), Field("RG", .number(8)),
            Field("SRT", .text(1)), Field("GRB", .number(8)), Field("BEDR", .money), Field("BEDRVAL", .money), Field("DAT", .date),
            Field("DEB", .number(8)), Field("CRE", .number(8)), Field("FACT", .text(20)), Field("BOEKSTUK", .text(20)),
            Field("OMSCHR", .text(40)), Field("TEGREK", .number(8)), Field("BTW", .number(2)), Field("KPL", .number(8)),
            Field("KDR", .number(8)),
        ])
}
