import BridgeDomain

/// The rows of tables that are worked out from the ledger, and of what `GetAdmInfo` reads.
extension FinanceBooks {
    /// The rows of a table that the conditions can hold for, and perhaps others. Equality on a number or key narrows debtors, creditors and
    /// open items before a row is made, so that looking one up stays quick in large books.
    func rows(_ table: Table, for conditions: [Selection.Condition] = []) -> [SourceRow] {
        switch table.name {
        case "BOE": state.ledger.entries.flatMap(entryRows)
        case "GRBMUT": state.ledger.entries.flatMap(mutationRows)
        case "DEBOPP": itemRows(.debtor, "DEB", conditions)
        case "CREOPP": itemRows(.creditor, "CRE", conditions)
        case "DEB", "CRE": relationRows(table.name, conditions)
        default: records(table.name).map { SourceRow(values: $0.values, changed: $0.changed) }
        }
    }

    /// The text that a column must be equal to, in small letters.
    private func wanted(_ column: String, _ conditions: [Selection.Condition]) -> String? {
        conditions.first { $0.columns == [column] && $0.comparison == .equal }?.value.lowercased()
    }

    private func relationRows(_ table: String, _ conditions: [Selection.Condition]) -> [SourceRow] {
        let key = wanted("ZKSL", conditions)
        let kind: KingSandbox.RelationKind = table == "DEB" ? .debtor : .creditor
        var balances: [String: ExactDecimal] = [:]
        for item in state.ledger.items.values where item.kind == kind { balances[item.relation, default: .zero].add(item.balance) }
        let found = records(table).filter { record in key.map { $0 == record.values["ZKSL"]?.lowercased() } ?? true }
        return found.map { record in
            var values = record.values
            let balance = balances[values["NR"] ?? ""] ?? .zero
            values["SALDO"] = balance.text(decimalsMin: 2)
            values["HEEFTSALDO"] = balance.isZero ? "N" : "J"
            return SourceRow(values: values, changed: record.changed)
        }
    }

    private func itemRows(_ kind: KingSandbox.RelationKind, _ column: String, _ conditions: [Selection.Condition]) -> [SourceRow] {
        let invoice = wanted("FACT", conditions)
        let items = state.ledger.items(of: kind) { item in invoice.map { $0 == item.invoice.lowercased() } ?? true }
        return items.map { item in
            var values = item.further
            values[column] = item.relation
            values["FACT"] = item.invoice
            values["DAT"] = item.date.description
            values["VAL"] = item.currency
            values["BEDR"] = item.amount.text(decimalsMin: 2)
            values["BET"] = item.paid.text(decimalsMin: 2)
            values["SALDO"] = item.balance.text(decimalsMin: 2)
            values["VOLDAAN"] = item.balance.isZero ? "J" : "N"
            values["DATLSTBET"] = item.lastPayment?.description
            values["DATVERV"] = item.dueDate?.description
            if let original = item.creditedInvoice { values["CREDITNOTAFACT"] = original }
            return SourceRow(values: values, changed: item.changed)
        }
    }

    private func entryRows(_ entry: KingSandbox.BookedEntry) -> [SourceRow] {
        entry.rows.map { SourceRow(values: $0, changed: TimeZoneRule.amsterdam.date(of: entry.created)) }
    }

    private func mutationRows(_ entry: KingSandbox.BookedEntry) -> [SourceRow] {
        entry.lines.map { line in
            // The letters of this column are not published.
            let kind =
                switch line.part {
                case .own: "R"
                case .vat: "B"
                case .contra: "T"
                }
            let against = entry.rows.first { $0["RG"] == String(line.row) }
            var values = [
                "JR": String(entry.year), "PN": String(entry.period), "DAGB": entry.journal, "RG": String(line.row), "SRT": kind,
                "GRB": line.account, "BEDR": line.amount.text(decimalsMin: 2), "DAT": entry.date.description,
                "TEGREK": line.part == .contra ? against?["REK"] ?? "" : against?["TEGREK"] ?? "",
            ]
            values["BEDRVAL"] = line.amountForeign?.text(decimalsMin: 2)
            values["DEB"] = line.kind == .debtor ? line.relation : nil
            values["CRE"] = line.kind == .creditor ? line.relation : nil
            values["FACT"] = line.invoice
            values["BOEKSTUK"] = line.voucher
            values["OMSCHR"] = line.description
            values["BTW"] = line.vatCode
            values["KPL"] = line.costCentre
            values["KDR"] = line.costUnit
            return SourceRow(values: values, changed: TimeZoneRule.amsterdam.date(of: entry.created))
        }
    }

    // MARK: GetAdmInfo

    func infoRows(_ table: String, today: CalendarDate) -> [SourceRow] {
        let rows: [[String: String]] =
            switch table {
            case "BASALG": [["NAAM": administration.name, "LAND": "NL"]]
            case "BASFIN": [ranges]
            case "BASVK": [["BTWBER": "E"]]
            case "PERIODEINFO": periodFlags
            case "PERIODEDATUMS": periodDates
            case "PERIODESALDI": periodBalances
            default: []
            }
        return rows.map { SourceRow(values: $0, changed: today) }
    }

    private var ranges: [String: String] {
        func ends(_ range: ClosedRange<Int>, _ name: String) -> [String: String] {
            ["ONDER\(name)": String(range.lowerBound), "BOVEN\(name)": String(range.upperBound)]
        }
        return ["AANTPER": String(administration.periodsPerYear), "GRBUITSPL": administration.splitAccount]
            .merging(ends(administration.ledgerRange, "GRB")) { $1 }.merging(ends(administration.debtorRange, "DEB")) { $1 }
            .merging(ends(administration.creditorRange, "CRE")) { $1 }
    }

    private func eachPeriod(_ body: (Int, Int) -> [String: String]?) -> [[String: String]] {
        administration.years.flatMap { year in
            ([0] + Array(1...administration.periodsPerYear) + [14]).compactMap { period in
                body(year, period)?.merging(["JR": String(year), "PN": String(period)]) { $1 }
            }
        }
    }

    private var periodFlags: [[String: String]] {
        eachPeriod { year, period in
            let (yearClosing, closing) = (state.yearClosings[String(year)], state.closings["\(year)/\(period)"])
            func flag(_ isOn: Bool) -> String { isOn ? "J" : "N" }
            return [
                "JRAFGESL": flag(yearClosing == .everybody), "JRAFGESLGEBR": flag(yearClosing != nil),
                "PNAFGESL": flag(closing == .everybody), "PNAFGESLGEBR": flag(closing != nil),
            ]
        }
    }

    private var periodDates: [[String: String]] {
        eachPeriod { year, period in
            dates(year: year, period: period).map { ["DATVAN": $0.lowerBound.description, "DATTM": $0.upperBound.description] }
        }
    }

    private var periodBalances: [[String: String]] {
        var sums: [[String]: ExactDecimal] = [:]
        for entry in state.ledger.entries {
            for line in entry.lines { sums[[String(entry.year), String(entry.period), line.account], default: .zero].add(line.amount) }
        }
        return sums.map { ["JR": $0.key[0], "PN": $0.key[1], "GRB": $0.key[2], "SALDO": $0.value.text(decimalsMin: 2)] }
    }
}
