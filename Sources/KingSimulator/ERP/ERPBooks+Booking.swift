import BridgeDomain

/// Putting entries, relations, archive documents and approvals into an administration of KING ERP.
extension ERPBooks {
    /// Checks an entry's own elements.
    func checkHead(_ head: [String: String], today: CalendarDate) throws(ERPRefusal) {
        let code = head["JP_DAGBOEKCODE"] ?? ""
        guard journal(code) != nil else { throw .journal(code) }
        let date = head["JP_BOEKDATUM"].flatMap { CalendarDate($0) } ?? today
        guard administration.years.contains(date.year) else { throw .date(date.description) }
        guard !state.closedPeriods.contains(Period(monthOf: date)) else { throw .period(Period(monthOf: date)) }
    }

    /// Books an entry whose lines add up to nothing; returns its number.
    mutating func book(
        _ head: [String: String], _ lines: [ERPLine], batch: Int, origin: KingSandbox.BookedEntry.Origin, at now: Timestamp
    ) throws(ERPRefusal) -> Int {
        let today = TimeZoneRule.amsterdam.date(of: now)
        try checkHead(head, today: today)
        guard !lines.isEmpty else { throw .missing("JOURNAALREGEL") }
        guard Arithmetic.sum(lines.map(\.total)).isZero else { throw .balance }
        let journal = head["JP_DAGBOEKCODE"] ?? ""
        let date = head["JP_BOEKDATUM"].flatMap { CalendarDate($0) } ?? today
        let booked = lines.flatMap { legs($0, head) }
        let number = state.ledger.book(
            { number in
                KingSandbox.BookedEntry(
                    number: number, year: date.year, period: date.month, journal: journal, date: date, origin: origin, created: now,
                    lines: booked, batch: batch)
            }, settles: self.journal(journal)?.isBank ?? false, on: today)
        noteApprovals(lines)
        state.batches[batch]?.entries.append(number)
        return number
    }

    private func legs(_ line: ERPLine, _ head: [String: String]) -> [KingSandbox.BookedLine] {
        let voucher = head["JP_STUKNUMMER"].flatMap { $0 == "0" ? nil : $0 } ?? head["JP_OMSCHRIJVING"]
        func leg(_ part: KingSandbox.BookedLine.Part, _ target: Target, _ amount: ExactDecimal, _ code: String?) -> KingSandbox.BookedLine {
            KingSandbox.BookedLine(
                row: line.number, part: part, account: target.account, kind: target.kind, relation: target.relation, amount: amount,
                amountForeign: nil, currency: "EUR", vatCode: code, invoice: line.values["JR_FACTUURNUMMER"], voucher: voucher,
                description: line.values["JR_OMSCHRIJVING"] ?? head["JP_OMSCHRIJVING"],
                dueDate: line.values["JR_VERVALDATUM"].flatMap { CalendarDate($0) }, costCentre: target.costCentre,
                costUnit: target.costUnit, isSplit: false)
        }
        let own = leg(.own, line.target, line.amount, line.help?.vatCode)
        guard let help = line.help, !help.amount.isZero else { return [own] }
        return [own, leg(.vat, Target(account: help.account), help.amount, help.vatCode)]
    }

    /// Open items are approved for payment unless the line says otherwise.
    private mutating func noteApprovals(_ lines: [ERPLine]) {
        for line in lines {
            guard let kind = line.target.kind, let relation = line.target.relation, let invoice = line.values["JR_FACTUURNUMMER"] else {
                continue
            }
            let isApproved = line.values["JR_OPENSTAANDE_POST_GEFIATTEERD"].map { $0 == "true" || $0 == "1" } ?? true
            state.ledger.change(.init(kind: kind, relation: relation, invoice: invoice)) { item in
                item.further["GEFIATTEERD"] = isApproved ? "true" : "false"
                item.further["BETALINGSKENMERK"] = line.values["JR_BETALINGSKENMERK"]
            }
        }
    }

    // MARK: Debtors

    /// Makes a debtor, or changes the one of that number or else of that search code; returns its number.
    mutating func putDebtor(_ record: XMLElement) throws(ERPRefusal) -> Int {
        let values = try RecordSchema.debtor.read(record)
        try check(values)
        let code = values["NAW_ZOEKCODE"]
        let sameCode = code.flatMap { code in
            state.debtors.values.first { $0.values["NAW_ZOEKCODE"]?.lowercased() == code.lowercased() }?.number
        }
        let wanted = values["NAW_NUMMER"].flatMap { Int($0) }
        if let wanted, let sameCode, wanted != sameCode { throw .searchCode(code ?? "") }
        let number = wanted ?? sameCode ?? (state.debtors.keys.max() ?? 0) + 1
        var relation =
            state.debtors[number] ?? Relation(number: number, control: administration.debtors.first?.control ?? "1300", values: [:])
        for name in ["NAW_VESTIGINGADRES", "NAW_CORRESPONDENTIEADRES"] {
            guard let element = record[name] else { continue }
            let address = try RecordSchema.address(name).read(element)
            if let country = address["ADR_LAND"], !administration.countries.contains(country) { throw .country(country) }
            relation.addresses[name, default: [:]].merge(address) { $1 }
        }
        if let list = record["NAW_BANKREKENINGEN"] {
            relation.bankAccounts = try list.children.map { element throws(ERPRefusal) in try RecordSchema.bankAccount.read(element) }
        }
        for name in ["NAW_CONTACTPERSONEN", "NAW_VERZENDADRESSEN", "NAW_VRIJERUBRIEKEN"] where record[name]?.children.isEmpty == false {
            throw .element(name)
        }
        relation.values.merge(values) { $1 }
        relation.values["NAW_NUMMER"] = String(number)
        state.debtors[number] = relation
        return number
    }

    private func check(_ values: [String: String]) throws(ERPRefusal) {
        if let code = values["NAW_BETALINGSCONDITIE"], !administration.paymentConditions.contains(Int(code) ?? -1) {
            throw .condition(code)
        }
        if let code = values["NAW_BTWCODE"], vatCode(code) == nil { throw .vatCode(code) }
        if let limit = values["NAW_KREDIETLIMIET"], limit.hasPrefix("-") { throw .negative(limit) }
        if values["NAW_NUMMER"] == nil, values["NAW_ZOEKCODE"] == nil { throw .missing("NAW_NUMMER") }
        let digits = administration.accountWidth - administration.debtorSection.utf8.count
        if let number = values["NAW_NUMMER"], number.utf8.count > digits { throw .value("NAW_NUMMER", number) }
    }

    // MARK: Archive and approvals

    /// Files a document; returns its number.
    mutating func archive(_ record: XMLElement) throws(ERPRefusal) -> Int {
        var values = try RecordSchema.archive.read(record)
        let number = nextKey()
        values["NUMMER"] = String(number)
        state.archive.append(values)
        return number
    }

    /// Approves an open item for payment, or takes that back.
    mutating func editItem(_ record: XMLElement) throws(ERPRefusal) {
        let values = try RecordSchema.openItem.read(record)
        let (relation, invoice) = (Formats.digits(values["OSP_NAW_NUMMER"] ?? "") ?? "", values["OSP_FACTUURNUMMER"] ?? "")
        let keys = [KingSandbox.RelationKind.debtor, .creditor].map { KingSandbox.ItemKey(kind: $0, relation: relation, invoice: invoice) }
        guard let key = keys.first(where: { state.ledger.items[$0] != nil }) else { throw .openItem(invoice) }
        let flag = values["OSP_GEFIATTEERD"] == "true" || values["OSP_GEFIATTEERD"] == "1" ? "true" : "false"
        state.ledger.change(key) { $0.further["GEFIATTEERD"] = flag }
    }
}
