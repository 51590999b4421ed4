import BridgeDomain

/// What an entry must be before it is booked (reference king §4.3, §5): most of it assumed, and then behind a switch.
struct EntryChecks {
    let books: FinanceBooks
    let behaviour: KingSandbox.Behaviour

    /// Year, journal, period and day of the whole entry.
    func checkHead(_ rows: [EntryRow]) throws(Refusal) {
        guard let first = rows.first else { return }
        for name in ["JR", "DAGB", "PN", "DAT"] where rows.contains(where: { $0[name] != first[name] }) {
            throw Refusal(Wording.differs(name))
        }
        let (year, period) = (Int(first["JR"]) ?? 0, Int(first["PN"]) ?? -1)
        guard books.administration.years.contains(year) else { throw Refusal(Wording.unknown("JR", first["JR"])) }
        guard books.hasPeriod(year: year, period: period) else { throw Refusal(Wording.unknown("PN", first["PN"])) }
        // Closed for normal users only is no hindrance: the service books with an accountant's rights (reference king §1.4).
        guard !books.isClosed(year: year, period: period) else { throw Refusal(Wording.closed(first["JR"], first["PN"])) }
        if behaviour.datesInPeriod, let dates = books.dates(year: year, period: period), let day = CalendarDate(first["DAT"]),
            !dates.contains(day)
        {
            throw Refusal(Wording.outsidePeriod(Formats.text(day), first["JR"], first["PN"]))
        }
        guard let journal = books.record("DAGBOEK", first["DAGB"]) else { throw Refusal(Wording.unknown("DAGB", first["DAGB"])) }
        try checkBlock(journal, "DAGBOEK")
    }

    /// One row: its accounts, VAT, dimensions and currency.
    func check(_ row: inout EntryRow, isSplit: Bool) throws(Refusal) {
        let journal = books.record("DAGBOEK", row["DAGB"]) ?? [:]
        try checkAccount(row.account, row, journal)
        try checkAccount(row.contra, row, [:])
        if isSplit, row["TEGREK"] != books.administration.splitAccount {
            throw Refusal(Wording.notSplitAccount(books.administration.splitAccount))
        }
        if case .ledger = row.account, case .ledger = row.contra {
            for name in ["DATVERV", "BETWIST"] where !row[name].isEmpty { throw Refusal(Wording.onlyOnRelation(name)) }
        }
        try checkVAT(&row)
        try checkReference(row, "KPL")
        try checkReference(row, "KDR")
        try checkCurrency(row)
    }

    private func checkAccount(_ account: FinanceBooks.Account, _ row: EntryRow, _ journal: [String: String]) throws(Refusal) {
        switch account {
        case .relation(let kind, let record):
            let (table, flag) = kind == .debtor ? ("DEB", "BLOKDEB") : ("CRE", "BLOKCRE")
            try checkBlock(record, table)
            if journal[flag] == "J" { throw Refusal(Wording.blockedHere(table, journal: row["DAGB"])) }
        case .ledger(let record):
            try checkBlock(record, "GRB")
            if journal["BLOKGRB"] == "J" { throw Refusal(Wording.blockedHere("GRB", journal: row["DAGB"])) }
            if behaviour.refusesControlAccounts, record["SLUITREK"] == "J" {
                throw Refusal(Wording.controlAccount(record["NR"] ?? ""))
            }
            for (flag, name) in [("KPLVERPL", "KPL"), ("KDRVERPL", "KDR")] where record[flag] == "J" && row[name].isEmpty {
                throw Refusal(Wording.required(name))
            }
        }
    }

    private func checkBlock(_ record: [String: String], _ table: String) throws(Refusal) {
        if record["BLOK"] == "J" { throw Refusal(Wording.blocked(table, record["NR"] ?? "")) }
    }

    private func checkReference(_ row: EntryRow, _ name: String) throws(Refusal) {
        guard !row[name].isEmpty, row[name] != "0" else { return }
        guard let record = books.record(name, row[name]) else { throw Refusal(Wording.unknown(name, row[name])) }
        try checkBlock(record, name)
    }

    private func checkCurrency(_ row: EntryRow) throws(Refusal) {
        guard !row["VAL"].isEmpty, row["VAL"] != "EUR" else { return }
        guard books.record("VAL", row["VAL"]) != nil else { throw Refusal(Wording.unknown("VAL", row["VAL"])) }
        for name in ["KOERS", "BEDRBOEKVAL"] where row[name].isEmpty { throw Refusal(Wording.required(name)) }
    }

    // MARK: VAT

    private func checkVAT(_ row: inout EntryRow) throws(Refusal) {
        guard let code = row.vatCode else {
            if !row.vat.isZero { throw Refusal(Wording.required("BTW")) }
            return
        }
        guard let record = books.record("BTW", code) else { throw Refusal(Wording.unknown("BTW", code)) }
        try checkBlock(record, "BTW")
        // Whose VAT it is shows from the journal, as parts of a split name no debtor.
        let kind = books.record("DAGBOEK", row["DAGB"])?["SRT"]
        let (block, warning) = kind == "V" ? ("BLOKDEB", "WAARSCHDEB") : kind == "I" ? ("BLOKCRE", "WAARSCHCRE") : ("", "")
        if record[block] == "J" { throw Refusal(Wording.blocked("BTW", code)) }
        if record[warning] == "J" { row.warnings.append(Wording.warned(code)) }
        guard !row.vat.isZero else { return }
        guard record["GRB"]?.isEmpty == false else { throw Refusal(Wording.noVATAccount(code)) }
        if behaviour.checksVATSigns, !row.amount.isZero {
            var goesAgainst = false
            if case .relation = row.account { goesAgainst = true }
            if (row.vat.isNegative != row.amount.isNegative) != goesAgainst { throw Refusal(Wording.vatSign(row["BEDRBTW"])) }
        }
        try checkPercentage(row, code, record)
    }

    private func checkPercentage(_ row: EntryRow, _ code: String, _ record: [String: String]) throws(Refusal) {
        guard let tolerance = behaviour.vatTolerance else { return }
        let isNext = record["DATINGANG"].map { !$0.isEmpty && $0 <= row["DAT"] } ?? false
        let percentage = ExactDecimal((isNext ? record["PERCNW"] : record["PERC"]) ?? "")?.scaled(to: 2) ?? 0
        var net = row.amount
        if case .relation = row.account { net = row.contraAmount }
        let expected = Int128(net.magnitude.scaled(to: 2) ?? 0) * Int128(percentage)
        let given = Int128(row.vat.magnitude.scaled(to: 2) ?? 0) * 10_000
        // Half a cent is rounding, and no difference.
        if (given - expected).magnitude > Int128(tolerance).magnitude * 10_000 + 5_000 { throw Refusal(Wording.vatDiffers(code)) }
    }
}
