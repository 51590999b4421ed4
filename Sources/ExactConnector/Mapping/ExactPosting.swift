import BridgeConnector
import BridgeDomain
import BridgeJSON

/// What to post where: an order in the service's words.
struct ExactPosting: Hashable, Sendable {
    var endpoint: String
    var body: JSON

    /// Lines one entry may have. No source states a limit; a page of the sync endpoints, which must hold a whole entry, has 1,000 rows.
    static let linesMax = 900

    /// Makes the message; fails with ``ConnectorError/Code/rejected`` and every problem when the books would surely refuse it.
    init(_ order: PostingOrder, with master: MasterData) throws(ConnectorError) {
        var codes = ExactCodes(master)
        let entry = order.entry
        if entry.reference.text.count > ExactText.referenceMax || entry.reference.text.isEmpty {
            // Never cut: the entry is found again by it.
            codes.report(Problem(.referenceTooLong, at: Place("reference"), found: entry.reference.text))
        }
        if entry.lines.count > Self.linesMax {
            codes.report(Problem(.tooManyLines, at: Place("lines"), found: "\(entry.lines.count)", expected: "\(Self.linesMax)"))
        }
        switch entry.document.kind {
        case .salesInvoice, .creditNote: self = Self.sales(order, &codes)
        case .purchaseInvoice, .purchaseCreditNote: self = Self.purchase(order, &codes)
        case .ledgerPosting: self = Self.ledger(order, &codes)
        }
        if !codes.problems.isEmpty {
            throw ConnectorError(.rejected, "The entry does not fit the set-up of the division; nothing was sent", problems: codes.problems)
        }
    }

    private init(_ endpoint: String, _ body: JSON) {
        self.endpoint = endpoint
        self.body = body
    }

    private static func party(_ order: PostingOrder, _ codes: inout ExactCodes) -> String {
        if order.relation == nil { codes.report(Problem(.partyUnknown, at: Place("party"), found: order.entry.partyNumber ?? "")) }
        return order.relation?.text ?? ""
    }

    private static func message(_ line: BookingLine) -> EntryLineMessage {
        EntryLineMessage(
            GLAccount: line.accountID, AmountFC: line.amount, VATCode: line.vatCode, VATAmountFC: line.vatAmount,
            VATBaseAmountFC: line.vatBase, Description: ExactText.description(line.line), CostCenter: line.costCentre,
            CostUnit: line.costUnit)
    }

    private static func sales(_ order: PostingOrder, _ codes: inout ExactCodes) -> ExactPosting {
        let entry = order.entry
        _ = codes.daybook(of: entry, for: .sales)
        let lines = BookingLines.make(entry, for: .sales, sign: -1, codes: &codes)
        let message = SalesEntry(
            Journal: entry.daybook.text, Customer: party(order, &codes), EntryDate: entry.date, DueDate: entry.dueDate,
            Currency: entry.currency.code, Rate: codes.rate(entry), YourRef: entry.reference.text,
            Description: ExactText.description(entry), PaymentReference: entry.paymentReference,
            PaymentCondition: codes.paymentCondition(entry), ReportingYear: entry.period.year, ReportingPeriod: entry.period.number,
            SalesEntryLines: lines.map(message))
        return ExactPosting("salesentry/SalesEntries", message.json)
    }

    private static func purchase(_ order: PostingOrder, _ codes: inout ExactCodes) -> ExactPosting {
        let entry = order.entry
        _ = codes.daybook(of: entry, for: .purchases)
        let lines = BookingLines.make(entry, for: .purchases, sign: 1, codes: &codes)
        let message = PurchaseEntry(
            Journal: entry.daybook.text, Supplier: party(order, &codes), EntryDate: entry.date, DueDate: entry.dueDate,
            Currency: entry.currency.code, Rate: codes.rate(entry), YourRef: entry.reference.text,
            Description: ExactText.description(entry), PaymentReference: entry.paymentReference,
            PaymentCondition: codes.paymentCondition(entry), ReportingYear: entry.period.year, ReportingPeriod: entry.period.number,
            PurchaseEntryLines: lines.map(message))
        return ExactPosting("purchaseentry/PurchaseEntries", message.json)
    }

    private static func ledger(_ order: PostingOrder, _ codes: inout ExactCodes) -> ExactPosting {
        let entry = order.entry
        let daybook = codes.daybook(of: entry, for: .general)
        let lines = BookingLines.make(entry, for: .general, sign: 1, codes: &codes)
        if daybook?.more[ExactMasterKey.allowsVAT] == "false", let line = lines.first(where: { $0.vatCode != nil }) {
            codes.report(
                Problem(.targetNotAllowed, at: codes.place(line.line, "vat_code"), found: "\(entry.daybook): \(line.vatCode ?? "")"))
        }
        let relations = lines.map { relation($0, order, &codes) }
        let message = GeneralJournalEntry(
            JournalCode: entry.daybook.text, Currency: entry.currency.code, ExchangeRate: codes.rate(entry),
            FinancialYear: entry.period.year, FinancialPeriod: entry.period.number,
            GeneralJournalEntryLines: zip(lines, relations).map { line, relation in
                GeneralJournalEntryLine(
                    Date: entry.date, GLAccount: line.accountID, Account: relation, AmountFC: line.amount,
                    VATCode: line.vatCode, AmountVATFC: line.vatAmount,
                    Description: ExactText.description(line.line, reference: entry.reference), CostCenter: line.costCentre,
                    CostUnit: line.costUnit)
            })
        return ExactPosting("generaljournalentry/GeneralJournalEntries", message.json)
    }

    /// Whose debt a line of a ledger posting is: the line's own party, else the entry's. A collective account needs one (reference §7.13).
    private static func relation(_ line: BookingLine, _ order: PostingOrder, _ codes: inout ExactCodes) -> String? {
        let own = line.line.party.map { order.lineRelations[$0] } ?? order.relation
        let isCollective =
            codes.master.accounts.first { $0.code == line.line.account.text }.map { collectiveTypes.contains($0.type) } ?? false
        if own == nil, isCollective || line.line.party != nil {
            codes.report(Problem(.partyUnknown, at: codes.place(line.line, "party_code"), found: line.line.party?.code.text ?? ""))
        }
        return own?.text
    }

    /// Receivables and payables (reference §7.14).
    private static let collectiveTypes: Set<String> = ["20", "22"]
}
