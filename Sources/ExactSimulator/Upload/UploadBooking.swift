import BridgeDomain
import BridgeJSON

/// Books one uploaded transaction, or says all reasons why not (reference §11).
///
/// An upload brings the ledger lines themselves. They must be what the same entry by REST would leave in the ledger: the lines are put back
/// into an invoice or a general journal entry, booked by the same rules, and the ledger that comes out is held against what was sent, per
/// account and VAT code. What differs is refused, not mended.
struct UploadBooking {
    let books: Books
    let session: Session
    private var problems: [Text] = []

    init(books: Books, session: Session) {
        self.books = books
        self.session = session
    }

    /// A line after its codes were found. Amounts in minor units, debit positive.
    private struct Line {
        var sent: UploadedLine
        var account: Row
        var vatCode: Row?
        var minor: Int64
        var isVAT = false
    }

    /// What is booked under one account and VAT code.
    private struct Place: Hashable {
        var account: Value
        var vatCode: Value
    }

    /// The entry, ready to be written.
    mutating func draft(_ sent: UploadedEntry) throws(Refusal) -> EntryDraft {
        if sent.date == nil { refuse(Wording.mandatory(.date)) }
        if sent.lines.isEmpty { refuse(Wording.mandatory(.lines)) }
        if sent.journal == nil { refuse(Wording.mandatory(.journal)) }
        let journal = sent.journal.flatMap { books.journal($0) }
        if sent.journal != nil, journal == nil { refuse(Wording.invalidReference(.journal)) }
        let places = Arithmetic.places(books.settings.currency)
        var lines = sent.lines.map { line($0, places) }.compactMap(\.self)
        guard problems.isEmpty, let journal else { throw .business(problems) }
        let sum = lines.reduce(Int64(0)) { $0 + $1.minor }
        guard sum == 0 else {
            throw .business(Wording.outOfBalance(Arithmetic.decimal(sum, places).text(decimalsMin: places), books.settings.currency))
        }
        for place in lines.indices { lines[place].isVAT = isVAT(lines[place], among: lines) }
        if lacksVAT(lines, sent.date ?? session.today) { throw .business(Wording.vatLineDiffers) }
        let draft: EntryDraft
        switch sent.type {
        case 20, 21: draft = try invoice(sent, .sales, journal, lines, places)
        case 30, 31: draft = try invoice(sent, .purchase, journal, lines, places)
        case 90: draft = try general(sent, lines, places)
        default: throw .business(Wording.invalid(.type))
        }
        guard draft.entry.integer(.TypeCode) == sent.type else { throw .business(Wording.invalid(.type)) }
        try check(draft, lines, places)
        return draft
    }

    private mutating func refuse(_ problem: Text) { if !problems.contains(problem) { problems.append(problem) } }

    private mutating func line(_ sent: UploadedLine, _ places: Int) -> Line? {
        guard let code = sent.ledgerAccount else {
            refuse(Wording.mandatory(.ledgerAccount))
            return nil
        }
        guard let account = books.ledgerAccount(code) else {
            refuse(Wording.invalidReference(.ledgerAccount))
            return nil
        }
        // `Amount` is in the division's own currency; another one belongs in a node of its own, which this reference does not show.
        if sent.currency != books.settings.currency { refuse(Wording.invalid(.currency)) }
        guard let value = sent.value, let minor = Arithmetic.minor(value, places), minor.magnitude < InvoiceBooking.amountMax else {
            refuse(Wording.invalid(.amount))
            return nil
        }
        var vatCode: Row?
        if let code = sent.vatCode {
            vatCode = books.vatCode(code)
            if vatCode == nil { refuse(Wording.invalidReference(.vatCode)) }
        }
        if vatCode?.string(.TypeCode) == "I" { refuse(Wording.vatLineDiffers) }
        return Line(sent: sent, account: account, vatCode: vatCode, minor: minor)
    }

    /// Amounts under a code with a rate must have VAT beside them, wherever it stands on the account of that code. Its cents are the sender's
    /// own; that there is none at all is a mistake.
    private func lacksVAT(_ lines: [Line], _ date: CalendarDate) -> Bool {
        Set(lines.compactMap { $0.vatCode?.key }).contains { key in
            let own = lines.filter { $0.vatCode?.key == key }
            guard let code = own.first?.vatCode, code.string(.TypeCode) == "E", !own.contains(where: \.isVAT) else { return false }
            // Reverse charge on a sale has none.
            if code.flag(.Charged) { return false }
            let base = own.reduce(Int64(0)) { $0 + $1.minor }
            let fraction = books.percentage(code, on: date) ?? .zero
            let vat = Arithmetic.product(base, fraction, places: 0, target: 0) ?? 0
            return vat.magnitude > UInt64(own.count)
        }
    }

    /// A line on the account of its own VAT code is that code's VAT, where another line is what it is of.
    private func isVAT(_ line: Line, among lines: [Line]) -> Bool {
        guard let code = line.vatCode else { return false }
        let accounts = [code[.GLToPay], code[.GLToClaim]].filter { !$0.isNull }
        return accounts.contains(line.account.key) && lines.contains { $0.vatCode?.key == code.key && !accounts.contains($0.account.key) }
    }

    private func party(_ line: UploadedLine) -> JSON? {
        if let id = line.accountID { return .string(String(id.drop { $0 == "{" }.prefix { $0 != "}" })) }
        return line.account.flatMap { books.account($0)?.key.guid }.map { .string($0.description) }
    }

    /// The VAT of each line's code, divided over the lines it is of; what is left over stands on the last.
    private func shares(_ lines: [Line], sign: Int64) -> [Int: Int64] {
        var shares: [Int: Int64] = [:]
        for code in Set(lines.compactMap { $0.vatCode?.key }) {
            let vat = lines.filter { $0.isVAT && $0.vatCode?.key == code }.map(\.minor)
            let places = lines.indices.filter { !lines[$0].isVAT && lines[$0].vatCode?.key == code }
            guard let master = lines.first(where: { $0.vatCode?.key == code })?.vatCode, ["E"].contains(master.string(.TypeCode)),
                let last = places.last
            else { continue }
            if master.flag(.Charged), sign > 0 { continue }
            let base = places.reduce(Int64(0)) { $0 + lines[$1].minor }
            var total = vat.reduce(0, +)
            if master.flag(.Charged) { total = vat.filter { $0 > 0 }.reduce(0, +) * (base < 0 ? -1 : 1) }
            var rest = total
            for place in places {
                let part = base == 0 ? 0 : Int64(Int128(total) * Int128(lines[place].minor) / Int128(base))
                shares[place] = part
                rest -= part
            }
            shares[last, default: 0] += rest
        }
        return shares
    }
}

extension UploadBooking {
    private func invoice(
        _ sent: UploadedEntry, _ kind: InvoiceKind, _ journal: Row, _ lines: [Line], _ places: Int
    ) throws(Refusal) -> EntryDraft {
        let control = journal[.GLAccount]
        guard let own = lines.first(where: { $0.account.key == control }) else { throw .business(Wording.mandatory(kind.partyNoun)) }
        let path = kind.journalType == 20 ? "salesentry/SalesEntries" : "purchaseentry/PurchaseEntries"
        let head: [(Field, JSON?)] = [
            (.Journal, sent.journal.map { .string($0) }), (kind.party, party(own.sent)), (.EntryDate, sent.date.map(Self.json)),
            (.DueDate, own.sent.dueDate.map(Self.json)), (.Currency, own.sent.currency.map { .string($0) }),
            (.YourRef, own.sent.yourRef.map { .string($0) }), (.Description, sent.description.map { .string($0) }),
            (.PaymentReference, own.sent.paymentReference.map { .string($0) }), (.PaymentCondition, sent.condition.map { .string($0) }),
            (.ReportingYear, sent.year.map { .number($0) }), (.ReportingPeriod, sent.period.map { .number($0) }),
            (.EntryNumber, sent.number.flatMap { Int($0) }.map { .number($0) }),
        ]
        let shares = shares(lines, sign: kind.sign)
        var rows: [Properties] = []
        for (place, line) in lines.enumerated() where !line.isVAT && line.account.key != control {
            rows.append(
                try properties(
                    [
                        (.GLAccount, line.account.key.guid.map { .string($0.description) }),
                        (.AmountFC, .number(Arithmetic.decimal(-kind.sign * line.minor, places))),
                        (.VATCode, line.sent.vatCode.map { .string($0) }),
                        (.VATAmountFC, shares[place].map { .number(Arithmetic.decimal(-kind.sign * $0, places)) }),
                        (.Description, line.sent.description.map { .string($0) }), (.CostCenter, line.sent.costCentre.map { .string($0) }),
                        (.CostUnit, line.sent.costUnit.map { .string($0) }),
                    ], kind.journalType == 20 ? "salesentry/SalesEntryLines" : "purchaseentry/PurchaseEntryLines"))
        }
        var booking = InvoiceBooking(books: books, kind: kind, behaviour: session.behaviour, today: session.today)
        return try booking.draft(try properties(head, path), lines: rows, replacing: nil)
    }

    private func general(_ sent: UploadedEntry, _ lines: [Line], _ places: Int) throws(Refusal) -> EntryDraft {
        let shares = shares(lines, sign: -1)
        var rows: [Properties] = []
        for (place, line) in lines.enumerated() where !line.isVAT {
            rows.append(
                try properties(
                    [
                        (.Date, (line.sent.date ?? sent.date).map(Self.json)),
                        (.GLAccount, line.account.key.guid.map { .string($0.description) }), (.Account, party(line.sent)),
                        (.AmountFC, .number(Arithmetic.decimal(line.minor, places))), (.VATCode, line.sent.vatCode.map { .string($0) }),
                        (.AmountVATFC, shares[place].map { .number(Arithmetic.decimal($0, places)) }),
                        (.Description, line.sent.description.map { .string($0) }), (.CostCenter, line.sent.costCentre.map { .string($0) }),
                        (.CostUnit, line.sent.costUnit.map { .string($0) }),
                    ], "generaljournalentry/GeneralJournalEntryLines"))
        }
        var head: Properties = [:]
        head[.Journal] = .string(sent.journal)
        head[.Currency] = .string(lines.first?.sent.currency)
        if let year = sent.year { head[.ReportingYear] = .integer(year) }
        if let period = sent.period { head[.ReportingPeriod] = .integer(period) }
        if let number = sent.number.flatMap({ Int($0) }) { head[.EntryNumber] = .integer(number) }
        var booking = JournalBooking(books: books, today: session.today)
        return try booking.draft(head, lines: rows, replacing: nil)
    }

    private static func json(_ date: CalendarDate) -> JSON { .string("\(date)T00:00:00") }

    /// Values in the types of an endpoint, as if they had come in a body.
    private func properties(_ values: [(Field, JSON?)], _ path: String) throws(Refusal) -> Properties {
        guard let schema = Resources.all[path]?.schema else { throw .notFound }
        var properties: Properties = [:]
        for (field, json) in values {
            guard let json else { continue }
            guard let value = schema[field]?.type.value(of: json) else { throw .business(Wording.invalid(Text(field.rawValue))) }
            if !value.isNull { properties[field] = value }
        }
        return properties
    }

    /// What would be in the ledger must be what was sent.
    private func check(_ draft: EntryDraft, _ lines: [Line], _ places: Int) throws(Refusal) {
        var sums: [Place: Int64] = [:]
        for line in lines { sums[Place(account: line.account.key, vatCode: line.vatCode?[.Code] ?? .null), default: 0] += line.minor }
        for row in draft.ledger where row.integer(.LineNumber) > 0 {
            let place = Place(account: row[.GLAccount], vatCode: row[.VATCode])
            sums[place, default: 0] -= Arithmetic.minor(row.decimal(.AmountFC), places) ?? 0
        }
        if sums.contains(where: { $0.value != 0 }) { throw .business(Wording.vatLineDiffers) }
    }
}
