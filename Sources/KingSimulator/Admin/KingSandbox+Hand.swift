public import BridgeDomain

/// What happens at the customer's side besides our calls: periods are closed, records blocked, invoices paid, batches made final.
extension KingSandbox {
    /// For whom a period is closed.
    public enum Closing: String, Sendable, CaseIterable {
        case open
        /// For normal users; the service still books.
        case users
        case everybody
    }

    /// Changes an administration of KING Finance; nil is the first.
    private func change<Result>(
        _ administration: String?, _ body: (inout FinanceBooks) throws(AdminError) -> Result
    ) throws(AdminError) -> Result {
        let code = administration ?? settings.administrations.first?.code ?? ""
        guard var books = finance.removeValue(forKey: code) else { throw AdminError("KING Finance has no administration \(code).") }
        defer { finance[code] = books }
        return try body(&books)
    }

    /// Closes a period, or opens it; without a period the whole year.
    public func close(year: Int, period: Int?, _ closing: Closing, in administration: String? = nil) throws(AdminError) {
        try change(administration) { books throws(AdminError) in
            let kept: FinanceBooks.Closing? =
                switch closing {
                case .open: nil
                case .users: .users
                case .everybody: .everybody
                }
            guard let period else {
                books.state.yearClosings[String(year)] = kept
                return
            }
            guard books.hasPeriod(year: year, period: period) else { throw AdminError("There is no period \(year)/\(period).") }
            books.state.closings["\(year)/\(period)"] = kept
        }
    }

    /// Writes fields of a record of a table, as a person in the program does: `BLOK`, `BLOKDEB`, `GEBRJRFACT`. Values stand as they are kept.
    public func edit(_ table: String, _ key: String, _ fields: [String: String], in administration: String? = nil) throws(AdminError) {
        let day = today
        try change(administration) { books throws(AdminError) in
            guard let columns = Table.all[table], var record = books.state.tables[table]?[key] else {
                throw AdminError("There is no record \(key) in \(table).")
            }
            for name in fields.keys.sorted() where columns.field(name) == nil { throw AdminError("\(table) has no field \(name).") }
            record.values.merge(fields) { $1 }
            record.changed = day
            books.state.tables[table]?[key] = record
        }
    }

    /// Ends every session of an administration.
    public func endSessions(of administration: String? = nil) {
        sessions.closeAll(of: administration ?? settings.administrations.first?.code ?? "")
    }

    /// A customer pays, or we pay a creditor: booked in the bank journal against account 1100. Returns the entry's number.
    @discardableResult
    public func pay(
        _ invoice: String, of relation: String, _ kind: RelationKind = .debtor, amount: ExactDecimal? = nil, on date: CalendarDate,
        in administration: String? = nil
    ) throws(AdminError) -> Int {
        let (now, day) = (now, today)
        return try change(administration) { books throws(AdminError) in
            let key = ItemKey(kind: kind, relation: relation, invoice: invoice)
            guard let item = books.state.ledger.items[key] else { throw AdminError("There is no open item \(invoice) of \(relation).") }
            let paid = amount ?? item.balance
            let control = books.record(kind == .debtor ? "DEB" : "CRE", relation)?["SLUITREK"] ?? ""
            func line(_ row: Int, _ account: String, _ amount: ExactDecimal, isRelation: Bool) -> BookedLine {
                BookedLine(
                    row: row, part: .own, account: account, kind: isRelation ? kind : nil, relation: isRelation ? relation : nil,
                    amount: amount, amountForeign: nil, currency: "EUR", vatCode: nil, invoice: isRelation ? invoice : nil, voucher: nil,
                    description: "Betaling \(invoice)", dueDate: nil, costCentre: nil, costUnit: nil, isSplit: false)
            }
            return books.state.ledger.book(
                { number in
                    BookedEntry(
                        number: number, year: date.year, period: date.month, journal: "50", date: date, origin: .hand, created: now,
                        lines: [line(1, control, -paid, isRelation: true), line(2, "1100", paid, isRelation: false)])
                }, settles: true, on: day)
        }
    }

    /// Deletes an entry, whatever its period.
    public func deleteEntry(_ number: Int, in administration: String? = nil) throws(AdminError) {
        let day = today
        try change(administration) { books throws(AdminError) in
            let journal = books.state.ledger.entry(number)?.journal ?? ""
            guard books.state.ledger.remove(number, settles: books.settles(journal), on: day) != nil else {
                throw AdminError("There is no entry \(number).")
            }
        }
    }

    /// A person makes a batch of KING ERP final.
    public func makeFinal(batch number: Int, in administration: String? = nil) throws(AdminError) {
        let name = administration ?? settings.erpAdministrations.first?.name ?? ""
        guard erp[name]?.state.batches[number]?.isClosed == true else { throw AdminError("There is no closed batch \(number).") }
        erp[name]?.state.batches[number]?.isFinal = true
    }

    /// Closes a period of an administration of KING ERP, or opens it; nil is the first.
    public func close(_ period: Period, _ isClosed: Bool = true, inERP name: String? = nil) throws(AdminError) {
        let name = name ?? settings.erpAdministrations.first?.name ?? ""
        guard erp[name] != nil else { throw AdminError("KING ERP has no administration \(name).") }
        if isClosed { erp[name]?.state.closedPeriods.insert(period) } else { erp[name]?.state.closedPeriods.remove(period) }
    }
}
