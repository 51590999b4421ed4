import BridgeDomain

/// `CreateJournaalpost`: one row, or one split that adds up to nothing on the split account (reference king §4.2, §4.3).
struct EntryBooking {
    let settings: KingSandbox.Settings
    let now: Timestamp
    /// A warning to add although nothing is wrong: a fault that was asked for.
    var extraWarning: String?

    /// What is told back.
    struct Booked: Sendable {
        /// Year, journal, period and row of the first row.
        let key: [String]
        var rows: [EntryRow]
    }

    private var behaviour: KingSandbox.Behaviour { settings.behaviour }
    private var today: CalendarDate { TimeZoneRule.amsterdam.date(of: now) }

    func book(_ root: XMLElement, into books: inout FinanceBooks) throws(Refusal) -> Booked {
        var rows = try read(root, books)
        let checks = EntryChecks(books: books, behaviour: behaviour)
        try checks.checkHead(rows)
        for place in rows.indices { try checks.check(&rows[place], isSplit: rows.count > 1) }
        try checkSplit(&rows)
        // Numbers are drawn when nothing can be refused any more but a duplicate, so that a refusal leaves no gap.
        var journal = books.record("DAGBOEK", rows[0]["DAGB"]) ?? [:]
        number(&rows, &journal)
        for place in rows.indices { try checkInvoice(&rows[place], books, journal) }
        if let extraWarning { rows[0].warnings.append(extraWarning) }
        books.state.tables["DAGBOEK"]?[rows[0]["DAGB"]]?.values = journal
        return put(rows, into: &books)
    }

    private func read(_ root: XMLElement, _ books: FinanceBooks) throws(Refusal) -> [EntryRow] {
        for child in root.children where child.name != "BOE" { throw Refusal(Wording.unknownField(child.name, root.name)) }
        guard !root.children.isEmpty else { throw Refusal(Wording.missingParameter("BOE")) }
        guard root.children.count <= settings.limits.rowsMax else { throw Refusal(Wording.outOfRange("BOE", String(root.children.count))) }
        return try root.children.map { child throws(Refusal) in try EntryRow(child, books, behaviour) }
    }

    private func checkSplit(_ rows: inout [EntryRow]) throws(Refusal) {
        guard rows.count > 1, !Arithmetic.sum(rows.map(\.contraAmount)).isZero else { return }
        switch behaviour.openSplit {
        case .refused: throw Refusal(Wording.splitOpen)
        case .warned: rows[0].warnings.append(Wording.splitOpen)
        case .accepted: break
        }
    }

    // MARK: Invoice numbers

    private func number(_ rows: inout [EntryRow], _ journal: inout [String: String]) {
        guard journal["GEBRJRFACT"] == "J", let place = rows.firstIndex(where: \.movesRelation) else { return }
        guard behaviour.automaticNumbers == .always || rows[place]["FACT"].isEmpty else { return }
        let next = String((Int(journal["FACT"] ?? "") ?? 0) + 1)
        journal["FACT"] = next
        let sent = rows[place]["FACT"]
        for other in rows.indices where other == place || (!sent.isEmpty && rows[other]["FACT"] == sent) {
            rows[other].values["FACT"] = next
        }
    }

    private func checkInvoice(_ row: inout EntryRow, _ books: FinanceBooks, _ journal: [String: String]) throws(Refusal) {
        guard row.movesRelation, !books.settles(row["DAGB"]) else { return }
        guard !row["FACT"].isEmpty else {
            if ["V", "I"].contains(journal["SRT"] ?? "") { throw Refusal(Wording.required("FACT")) }
            return
        }
        guard let relation = row.relation,
            books.state.ledger.items[.init(kind: relation.kind, relation: relation.number, invoice: row["FACT"])] != nil
        else { return }
        switch behaviour.duplicateInvoice {
        case .refused: throw Refusal(Wording.duplicateInvoice(row["FACT"]))
        case .warned: row.warnings.append(Wording.duplicateInvoice(row["FACT"]))
        case .accepted: break
        }
    }

    // MARK: Into the books

    private func put(_ sent: [EntryRow], into books: inout FinanceBooks) -> Booked {
        var rows = sent
        let (year, journal, period) = (rows[0]["JR"], rows[0]["DAGB"], rows[0]["PN"])
        let counter = "\(year)/\(journal)/\(period)"
        let first = (books.state.lastRows[counter] ?? 0) + 1
        books.state.lastRows[counter] = first + rows.count - 1
        for place in rows.indices { rows[place].values["RG"] = String(first + place) }
        let lines = rows.flatMap { self.lines(of: $0, books) }
        let kept = rows.map { stored($0, group: rows.count > 1 ? first : 0) }
        let (now, date) = (now, CalendarDate(rows[0]["DAT"]) ?? today)
        _ = books.state.ledger.book(
            { number in
                KingSandbox.BookedEntry(
                    number: number, year: Int(year) ?? 0, period: Int(period) ?? 0, journal: journal, date: date, origin: .service,
                    created: now, lines: lines, rows: kept)
            }, settles: books.settles(journal), on: today)
        return Booked(key: [year, journal, period, String(first)], rows: rows)
    }

    /// The account, the VAT and the account against it.
    private func lines(of row: EntryRow, _ books: FinanceBooks) -> [KingSandbox.BookedLine] {
        let foreign = row["BEDRBOEKVAL"].isEmpty ? nil : EntryRow.amount(row["BEDRBOEKVAL"])
        let foreignVAT = foreign.map { _ in EntryRow.amount(row["BEDRBTWVAL"]) }
        var lines = [line(.own, row.account, row, row.amount, foreign, books)]
        if !row.vat.isZero, let code = row.vatCode, let account = books.record("BTW", code)?["GRB"].flatMap({ books.record("GRB", $0) }) {
            lines.append(line(.vat, .ledger(account), row, row.vat, foreignVAT, books))
        }
        let rest = foreign.map { -Arithmetic.sum([$0, foreignVAT ?? .zero]) }
        lines.append(line(.contra, row.contra, row, row.contraAmount, rest, books))
        return lines
    }

    private func line(
        _ part: KingSandbox.BookedLine.Part, _ account: FinanceBooks.Account, _ row: EntryRow, _ amount: ExactDecimal,
        _ foreign: ExactDecimal?, _ books: FinanceBooks
    ) -> KingSandbox.BookedLine {
        func text(_ name: String) -> String? { row[name].isEmpty ? nil : row[name] }
        var (ledgerAccount, kind, relation) = ("", KingSandbox.RelationKind?.none, String?.none)
        var days = 0
        switch account {
        case .ledger(let record): ledgerAccount = record["NR"] ?? ""
        case .relation(let of, let record):
            (ledgerAccount, kind, relation) = (record["SLUITREK"] ?? "", of, record["NR"])
            days = Int(books.record("BETCOND", record["BETCOND"] ?? "")?["VERVDGN"] ?? "") ?? 0
        }
        let dueDate = CalendarDate(row["DATVERV"]) ?? CalendarDate(row["DAT"])?.adding(days: days)
        return KingSandbox.BookedLine(
            row: Int(row["RG"]) ?? 0, part: part, account: ledgerAccount, kind: kind, relation: relation, amount: amount,
            amountForeign: foreign, currency: text("VAL") ?? "EUR", vatCode: row.vatCode, invoice: text("FACT"), voucher: text("BOEKSTUK"),
            description: text("OMSCHR"), dueDate: kind == nil ? nil : dueDate, costCentre: part == .own ? text("KPL") : nil,
            costUnit: part == .own ? text("KDR") : nil, isSplit: ledgerAccount == books.administration.splitAccount)
    }

    /// The row as the table of entries holds it, what is worked out included.
    private func stored(_ row: EntryRow, group: Int) -> [String: String] {
        var values = row.values
        let amount = row.amount
        values["BEDRBOEK"] = amount.text(decimalsMin: 2)
        values["BEDR"] = amount.text(decimalsMin: 2)
        values["BEDRDEB"] = (amount.isNegative ? .zero : amount).text(decimalsMin: 2)
        values["BEDRCRE"] = (amount.isNegative ? -amount : .zero).text(decimalsMin: 2)
        values["GRPROW"] = String(group)
        values["ISOPBOEK"] = row["PN"] == "0" ? "J" : "N"
        switch row.account {
        case .ledger(let record): values["GRB"] = record["NR"]
        case .relation(.debtor, let record): values["DEB"] = record["NR"]
        case .relation(.creditor, let record): values["CRE"] = record["NR"]
        }
        return values
    }
}

extension EntryRow {
    /// Whose account the row or the one against it moves.
    var relation: (kind: KingSandbox.RelationKind, number: String)? {
        for account in [account, contra] {
            if case .relation(let kind, let record) = account { return (kind, record["NR"] ?? "") }
        }
        return nil
    }

    var movesRelation: Bool { relation != nil }
}
