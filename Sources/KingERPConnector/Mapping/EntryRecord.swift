import BridgeConnector
import BridgeDomain
import BridgeExchange

/// An entry as a `JOURNAALPOST` (reference king §7.1). Our reference is its text: by that a person, and we, find it again.
struct EntryRecord {
    /// The entry's own elements.
    let head: KingRecord
    /// Its lines in their order.
    let lines: [KingRecord]
    let problems: [Problem]

    init(_ order: PostingOrder, _ rules: KingERPRules) {
        let entry = order.entry
        var head = KingRecord("JOURNAALPOST")
        head.put(JournalFields.daybook, entry.daybook.text)
        head.put(JournalFields.entryDate, entry.date.description)
        head.put(JournalFields.entryText, entry.reference.text)
        self.head = head
        var problems = Self.headProblems(entry, rules)
        let placed = VATPlaces(entry, rules.vatPlacement)
        var lines: [KingRecord] = []
        for (place, line) in entry.lines.enumerated() where !placed.isHelp(place) {
            let writer = LineRecord(order: order, rules: rules, line: line, place: place, number: lines.count + 1)
            lines.append(writer.record(helps: placed.helps(of: place), &problems))
        }
        if lines.count > JournalFields.linesMax {
            problems.append(Problem(.tooManyLines, at: Place("lines"), found: "\(lines.count)", expected: "\(JournalFields.linesMax)"))
        }
        self.lines = lines
        // A line beyond the last number is one fault, not one for each.
        self.problems = problems + head.problems + lines.prefix(JournalFields.linesMax).flatMap(\.problems)
    }

    /// The whole record.
    var record: KingRecord {
        var list = KingRecord("JOURNAALREGELS")
        for line in lines { list.put(line) }
        var record = head
        record.put(list)
        return record
    }

    /// The same; ``BridgeConnector/ConnectorError/Code/rejected`` where this form cannot hold it.
    func checked() throws(ConnectorError) -> EntryRecord {
        guard problems.isEmpty else { throw ConnectorError(.rejected, "the entry does not fit King's form", problems: problems) }
        return self
    }

    private static func headProblems(_ entry: Entry, _ rules: KingERPRules) -> [Problem] {
        var problems: [Problem] = []
        // There is no element for the period: King takes it from the date.
        if entry.period != Period(monthOf: entry.date) {
            problems.append(
                Problem(.targetNotAllowed, at: Place("period"), found: entry.period.description, expected: "\(Period(monthOf: entry.date))")
            )
        }
        if entry.currency != entry.bookCurrency, rules.foreignCurrency == .refuse {
            problems.append(
                Problem(.currencyDiffers, at: Place("currency"), found: entry.currency.code, expected: entry.bookCurrency.code))
        }
        return problems
    }
}

/// One line of an entry as a `JOURNAALREGEL`.
struct LineRecord {
    let order: PostingOrder
    let rules: KingERPRules
    let line: EntryLine
    let place: Int
    let number: Int

    private var entry: Entry { order.entry }
    private var party: PartyKey? { line.role == .party ? entry.party ?? line.party : line.party }

    func record(helps: [VATShare], _ problems: inout [Problem]) -> KingRecord {
        var record = KingRecord("JOURNAALREGEL", line: place + 1)
        record.put(JournalFields.lineNumber, String(number))
        if let account { record.put(JournalFields.account, account) } else { problems.append(missingAccount) }
        record.put(JournalFields.side, Self.side(line.bookAmount))
        record.put(JournalFields.currency, entry.bookCurrency.code)
        record.put(JournalFields.amount, Self.text(line.bookAmount))
        record.put(cut: JournalFields.lineText, text)
        if party != nil { putOpenItem(in: &record) }
        for share in helps { record.put(help(share)) }
        return record
    }

    // MARK: Accounts

    private var account: String? {
        guard let party else { return rules.account(line.account, line.costCentre, line.costUnit) }
        return relationNumber(party).flatMap { rules.account(party.kind, number: $0) }
    }

    private func relationNumber(_ party: PartyKey) -> String? {
        let linked = line.role == .party ? order.relation ?? order.lineRelations[party] : order.lineRelations[party]
        return linked.flatMap(ExchangeConnector.number) ?? (party == entry.party ? entry.partyNumber : nil)
    }

    private var missingAccount: Problem {
        guard let party, let number = relationNumber(party) else {
            return Problem(.partyNumberUnmapped, at: Place(line: place + 1, "party"))
        }
        let section = party.kind == .debtor ? rules.debtorSection : rules.creditorSection
        return Problem(
            .valueOutOfRange, at: Place(line: place + 1, "party"), found: number, expected: "≤ \(rules.accountWidth - section.count) digits"
        )
    }

    // MARK: The party's line

    /// The open item is named by the relation and the invoice's number (reference king §7.2).
    private func putOpenItem(in record: inout KingRecord) {
        record.put(JournalFields.invoice, invoice)
        guard line.role == .party, entry.document.kind != .ledgerPosting else { return }
        record.put(JournalFields.invoiceDate, entry.invoiceDate.description)
        record.put(JournalFields.dueDate, entry.dueDate?.description)
        record.put(cut: JournalFields.paymentReference, entry.paymentReference)
        if !entry.document.kind.isSale, !rules.approvesPurchases { record.put(JournalFields.isApproved, false) }
    }

    private var invoice: String? {
        guard entry.document.kind != .ledgerPosting else { return line.documentReference }
        guard entry.document.kind.isCredit, rules.creditNumber == .original, entry.originalReferences.count == 1 else {
            return entry.reference.text
        }
        return entry.originalReferences[0].text
    }

    private var text: String {
        let own = line.description.isEmpty ? entry.description : line.description
        guard line.role == .party else { return own }
        var parts: [String] = []
        if entry.currency != entry.bookCurrency { parts.append("\(entry.currency.code) \(Self.text(line.amount))") }
        if entry.document.kind.isCredit, !entry.originalReferences.isEmpty {
            parts.append("credit \(entry.originalReferences.map(\.text).joined(separator: " "))")
        }
        return (parts + [own]).joined(separator: " ")
    }

    // MARK: VAT

    private func help(_ share: VATShare) -> KingRecord {
        var record = KingRecord("HULPREKENING", line: place + 1)
        record.put(JournalFields.helpKind, "BTW")
        record.put(JournalFields.helpVATCode, share.code.text)
        record.put(JournalFields.helpAccount, share.account?.text)
        record.put(JournalFields.helpSide, Self.side(share.amount.isZero ? line.bookAmount : share.amount))
        record.put(JournalFields.helpCurrency, entry.bookCurrency.code)
        record.put(JournalFields.helpAmount, Self.text(share.amount))
        return record
    }

    private static func side(_ amount: Money) -> String { amount.isNegative ? "CRED" : "DEB" }

    /// Without a sign: the side has it.
    private static func text(_ amount: Money) -> String { (amount.isNegative ? -amount : amount).decimal.text(decimalsMin: 2) }
}
