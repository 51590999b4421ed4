import BridgeConnector
import BridgeDomain
import BridgeXML

/// An entry as a `GLTransaction` of an upload (reference `exact-online` §11): the ledger lines themselves, the account's and the VAT's
/// among them, where REST is told the invoice and makes those two itself.
struct ExactTransaction: Hashable, Sendable {
    let entry: Entry
    /// Relations of the lines that have one, by line.
    private let relations: [Int: String]
    private let number: Int

    /// Makes the message; fails like ``ExactPosting`` with every problem when the books would surely refuse it.
    init(_ order: PostingOrder, with master: MasterData) throws(ConnectorError) {
        _ = try ExactPosting(order, with: master)
        entry = order.entry
        number = Self.number(order.entry)
        var relations: [Int: String] = [:]
        for (place, line) in order.entry.lines.enumerated() {
            let relation = line.party.flatMap { order.lineRelations[$0] } ?? order.relation
            // In an invoice each line names its relation, as in the reference's example; elsewhere only who has one.
            relations[place] = relation?.text
        }
        self.relations = relations
    }

    /// True where the upload says the same as the message by REST would, for certain: in the books' own currency, with VAT that stands beside
    /// the amounts, and one line on the collective account of an invoice's daybook. Everything else goes by REST.
    static func carries(_ entry: Entry, with master: MasterData) -> Bool {
        guard entry.currency == entry.bookCurrency, entry.currency == master.currency else { return false }
        let codes = Set(entry.lines.compactMap(\.vatCode?.text))
        if master.vatCodes.contains(where: { codes.contains($0.code) && $0.type == "I" }) { return false }
        if entry.lines.contains(where: { $0.role == .vat && ($0.vatCode == nil || !isOfItsLines($0, entry)) }) { return false }
        guard entry.document.kind != .ledgerPosting else { return true }
        let daybook = master.daybooks.first { $0.code == entry.daybook.text }
        guard let control = daybook?.more[ExactMasterKey.controlAccount] else { return false }
        return entry.lines.count { $0.account.text == control } == 1 && entry.lines.count { $0.role == .party } == 1
            && entry.lines.contains { $0.role == .party && $0.account.text == control }
    }

    /// False for VAT of something else than the lines of its code: an upload has no place for the customs value of an import.
    private static func isOfItsLines(_ vat: EntryLine, _ entry: Entry) -> Bool {
        let lines = entry.lines.filter { $0.role != .vat && $0.role != .party && $0.vatCode == vat.vatCode }
        let isOwn = vat.vatBase.map { $0 == lines.map(\.amount).total(entry.currency) } ?? true
        return isOwn && (vat.vatBookBase.map { $0 == lines.map(\.bookAmount).total(entry.bookCurrency) } ?? true)
    }

    /// The transaction's type (reference §7.17): a credit note is one by its sign, as on REST (§6.5).
    private static func number(_ entry: Entry) -> Int {
        let party = entry.lines.first { $0.role == .party }?.amount
        switch entry.document.kind {
        case .salesInvoice, .creditNote: return party?.isNegative ?? false ? 21 : 20
        case .purchaseInvoice, .purchaseCreditNote: return party.map { $0.minorUnits > 0 } ?? false ? 31 : 30
        case .ledgerPosting: return 90
        }
    }

    /// Writes the transaction into the topic. The account's line goes first, as in the reference's example.
    func write(to writer: inout XMLWriter) {
        let lines = entry.lines.indices.sorted {
            (entry.lines[$0].role == .party ? 0 : 1, $0) < (entry.lines[$1].role == .party ? 0 : 1, $1)
        }
        let isLedger = entry.document.kind == .ledgerPosting
        writer.element("GLTransaction") { writer in
            writer.element("TransactionType", ["number": "\(number)"])
            writer.element("Journal", ["code": entry.daybook.text])
            if let condition = entry.paymentCondition { writer.element("PaymentCondition", ["code": condition]) }
            writer.element("Date", text: "\(entry.date)")
            writer.element("FinYear", ["number": "\(entry.period.year)"])
            writer.element("FinPeriod", ["number": "\(entry.period.number)"])
            writer.element("Description", text: isLedger ? ExactText.cut(entry.reference.text) : ExactText.description(entry))
            for (number, place) in (isLedger ? Array(entry.lines.indices) : lines).enumerated() {
                writer.element("GLTransactionLine", ["type": "\(self.number)", "line": "\(number)"]) { write(place, isLedger, to: &$0) }
            }
        }
    }

    private func write(_ place: Int, _ isLedger: Bool, to writer: inout XMLWriter) {
        let line = entry.lines[place]
        let isHead = line.role == .party && !isLedger
        writer.element("Date", text: "\(entry.date)")
        if isHead { writer.element("DueDate", ifPresent: entry.dueDate.map { "\($0)" }) }
        writer.element("FinYear", ["number": "\(entry.period.year)"])
        writer.element("FinPeriod", ["number": "\(entry.period.number)"])
        writer.element("GLAccount", ["code": line.account.text])
        writer.element(
            "Description",
            ifPresent: isLedger
                ? ExactText.description(line, reference: entry.reference)
                : isHead ? ExactText.description(entry) : ExactText.description(line))
        if let relation = relations[place] { writer.element("Account", ["ID": "{\(relation)}"]) }
        if let code = line.costCentre { writer.element("Costcenter", ["code": code.text]) }
        if let code = line.costUnit { writer.element("Costunit", ["code": code.text]) }
        writer.element("Amount") { writer in
            writer.element("Currency", ["code": line.amount.currency.code])
            writer.element("Value", text: line.amount.amountText)
            if let code = line.vatCode, line.role != .party { writer.element("VAT", ["code": code.text]) }
        }
        if isHead {
            writer.element("References") { writer in
                writer.element("YourRef", text: entry.reference.text)
                writer.element("PaymentReference", ifPresent: entry.paymentReference)
            }
        }
    }

    /// The body of an upload, as pieces that are whole elements: each transaction is written once, and its size is known before it goes.
    static func body(_ transactions: [[UInt8]]) -> [UInt8] {
        var writer = XMLWriter(reserving: 256 + transactions.reduce(0) { $0 + $1.count })
        writer.element("eExact") { writer in
            writer.element("GLTransactions") { writer in
                var whole = writer.bytes
                // An open tag is closed by whatever comes next.
                for transaction in transactions { whole += transaction }
                writer = XMLWriter(continuing: whole)
            }
        }
        return writer.bytes
    }
}
