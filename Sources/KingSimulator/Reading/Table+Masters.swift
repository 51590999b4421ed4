/// Master data (reference king §3.4) and what `GetAdmInfo` reads (§3.5).
extension Table {
    static let masters: [Table] = [
        Table(
            "GRB", key: ["NR"],
            [
                Field("NR", .number(8), .key), Field("ZKSL", .text(20)), Field("OMSCHR", .text(40)), Field("APBL", .text(1)),
                Field("DC", .text(1)), Field("BTW", .number(2)), Field("KPLVERPL", .flag), Field("KDRVERPL", .flag),
                Field("SLUITREK", .flag), Field("BLOK", .flag), Field("RGS", .text(15)), Field("VAL", .text(3)),
            ]),
        Table(
            "BTW", key: ["NR"],
            [
                Field("NR", .number(2), .key), Field("ZKSL", .text(20)), Field("OMSCHR", .text(40)), Field("PERC", .rate),
                Field("PERCNW", .rate), Field("DATINGANG", .date), Field("GRB", .number(8)), Field("BTWBER", .text(1)),
                Field("BTWPL", .text(1)), Field("BTWICT", .flag), Field("FORMGRP", .text(2)), Field("BLOK", .flag),
                Field("BLOKDEB", .flag), Field("BLOKCRE", .flag), Field("WAARSCHDEB", .flag), Field("WAARSCHCRE", .flag),
            ]),
        Table(
            "BETCOND", key: ["NR"],
            [
                Field("NR", .number(3), .key), Field("ZKSL", .text(40)), Field("VERVDGN", .number(3)), Field("PERCBETKORT", .rate),
                Field("PERCKB", .rate), Field("INCASSO", .flag), Field("GEBRVOOR", .text(1)), Field("BLOK", .flag),
            ]),
        Table(
            "DAGBOEK", key: ["NR"],
            [
                Field("NR", .number(4), .key), Field("ZKSL", .text(20)), Field("OMSCHR", .text(40)), Field("SRT", .text(1)),
                Field("TEGREK", .number(8)), Field("FACT", .number(19)), Field("BOEKSTUK", .text(20)), Field("GEBRJRFACT", .flag),
                Field("GEBRJRBOEKSTUK", .flag), Field("BLOK", .flag), Field("BLOKDEB", .flag), Field("BLOKCRE", .flag),
                Field("BLOKGRB", .flag), Field("BLOKHANDM", .flag),
            ]),
        centre("KPL"), centre("KDR"),
        Table("VAL", key: ["ZKSL"], [Field("ZKSL", .text(3), .key), Field("ISO", .text(3)), Field("OMSCHR", .text(40))]),
        Table(
            "KOERS", key: ["VAL", "DATVAN"], [Field("VAL", .text(3), .key), Field("DATVAN", .date, .key), Field("KOERS", .rate)]),
        Table("LAND", key: ["ZKSL"], [Field("ZKSL", .text(3), .key), Field("OMSCHR", .text(40)), Field("ISO", .text(2))]),
        Table("TAAL", key: ["ZKSL"], [Field("ZKSL", .text(3), .key), Field("OMSCHR", .text(40))]),
    ]

    /// Cost centres and cost units.
    private static func centre(_ name: String) -> Table {
        Table(
            name, key: ["NR"], rights: .all,
            [
                Field("NR", .number(8), .key), Field("ZKSL", .text(20)), Field("OMSCHR", .text(40)), Field("BLOK", .flag),
                Field("NIVO", .number(2)),
            ])
    }

    /// What `GetAdmInfo` reads. The names of the split account's column and of the columns of dates and balances are not published; these
    /// are the simulator's.
    static let info: [String: Table] = {
        let tables = [
            Table(
                "BASALG", key: [],
                ["NAAM", "NAAM2", "ADRES", "POSTCD", "PLAATS", "LAND", "BTWNR"].map { Field($0, .text(50), .readOnly) }),
            Table(
                "BASFIN", key: [],
                ["AANTPER", "ONDERGRB", "BOVENGRB", "ONDERDEB", "BOVENDEB", "ONDERCRE", "BOVENCRE", "GRBUITSPL"].map {
                    Field($0, .number(8), .readOnly)
                }),
            Table("BASVK", key: [], [Field("BTWBER", .text(1), .readOnly)]),
            Table(
                "PERIODEINFO", key: ["JR", "PN"],
                [Field("JR", .number(4)), Field("PN", .number(2))]
                    + ["JRAFGESL", "PNAFGESL", "JRAFGESLGEBR", "PNAFGESLGEBR"].map { Field($0, .flag, .readOnly) }),
            Table(
                "PERIODEDATUMS", key: ["JR", "PN"],
                [Field("JR", .number(4)), Field("PN", .number(2)), Field("DATVAN", .date), Field("DATTM", .date)]),
            Table(
                "PERIODESALDI", key: ["JR", "PN", "GRB"],
                [Field("JR", .number(4)), Field("PN", .number(2)), Field("GRB", .number(8)), Field("SALDO", .money)]),
        ]
        return Dictionary(tables.map { ($0.name, $0) }) { first, _ in first }
    }()
}
