/// What a line of an entry is for.
public enum EntryLineRole: String, Hashable, Sendable, Codable {
    /// The party's line on its collective account.
    case party
    /// Revenue, cost, deposit: what the document is about.
    case amount
    /// VAT due or claimable.
    case vat
    /// A rounding difference inside the tolerance.
    case rounding
}

/// One line of a balanced entry, with the reason it is there.
public struct EntryLine: Hashable, Sendable, Codable {
    public var role: EntryLineRole
    public var account: AccountCode
    /// In the document's currency; debit positive, credit negative.
    public var amount: Money
    /// In the currency of the books; debit positive, credit negative. Equal to ``amount`` when the currencies are.
    public var bookAmount: Money
    /// The target's VAT code: on an amount line the code it falls under, on a VAT line the code it is the VAT of.
    public var vatCode: VATCode?
    /// In percent, beside ``vatCode``.
    public var vatRate: ExactDecimal?
    /// On a VAT line: the amount the VAT is of, with the sign of the lines it covers.
    public var vatBase: Money?
    /// The same in the currency of the books, as the VAT return wants it; for an import the customs value.
    public var vatBookBase: Money?
    public var costCentre: CostCentre?
    public var costUnit: CostUnit?
    public var description: String
    /// The document's lines that are summed here.
    public var sourceLines: [Int]
    /// The rule that chose the account.
    public var rule: RuleID
    /// The rule that chose the VAT code, when there is one.
    public var vatRule: RuleID?
    /// On a line of a ledger posting: whose sub-ledger it falls in. An invoice's party is ``Entry/party``.
    public var party: PartyKey?
    /// On a line of a ledger posting: the document it settles.
    public var documentReference: String?

    /// A line of an entry.
    public init(
        role: EntryLineRole, account: AccountCode, amount: Money, bookAmount: Money, vatCode: VATCode? = nil, vatRate: ExactDecimal? = nil,
        vatBase: Money? = nil, vatBookBase: Money? = nil, costCentre: CostCentre? = nil, costUnit: CostUnit? = nil,
        description: String = "", sourceLines: [Int] = [], rule: RuleID, vatRule: RuleID? = nil, party: PartyKey? = nil,
        documentReference: String? = nil
    ) {
        self.role = role
        self.account = account
        self.amount = amount
        self.bookAmount = bookAmount
        self.vatCode = vatCode
        self.vatRate = vatRate
        self.vatBase = vatBase
        self.vatBookBase = vatBookBase
        self.costCentre = costCentre
        self.costUnit = costUnit
        self.description = description
        self.sourceLines = sourceLines
        self.rule = rule
        self.vatRule = vatRule
        self.party = party
        self.documentReference = documentReference
    }
}

/// The balanced double entry that mapping makes of one document.
///
/// Invariant, checked when made: the lines add up to zero in both currencies.
public struct Entry: Hashable, Sendable, Codable {
    public let document: DocumentKey
    public let documentVersion: Int
    /// Which version of the mapping made it.
    public let mappingVersion: Int
    public let daybook: DaybookCode
    /// The date it is booked on: the invoice date, unless a period policy moved it.
    public var date: CalendarDate
    public var period: Period
    public let invoiceDate: CalendarDate
    public let dueDate: CalendarDate?
    public let currency: Currency
    public let bookCurrency: Currency
    /// Units of ``currency`` per unit of ``bookCurrency``; 1 when they are the same.
    public let exchangeRate: ExactDecimal
    public let party: PartyKey?
    /// The party's number in the books, as the mapping's number policy makes it.
    public let partyNumber: String?
    public let paymentCondition: String?
    public let description: String
    /// What the target stores and by which we find the entry again.
    public let reference: EntryReference
    public let paymentReference: String?
    /// The references of the originals, for a credit note.
    public let originalReferences: [EntryReference]
    public let lines: [EntryLine]

    /// Makes an entry.
    ///
    /// - Precondition: the lines balance in both currencies; an entry that does not is our own fault, and stopping is better than posting it.
    public init(
        document: DocumentKey, documentVersion: Int, mappingVersion: Int, daybook: DaybookCode, date: CalendarDate, period: Period,
        invoiceDate: CalendarDate, dueDate: CalendarDate?, currency: Currency, bookCurrency: Currency, exchangeRate: ExactDecimal,
        party: PartyKey?, partyNumber: String?, paymentCondition: String?, description: String, reference: EntryReference,
        paymentReference: String?, originalReferences: [EntryReference], lines: [EntryLine]
    ) {
        var (open, bookOpen) = (Money.zero(currency), Money.zero(bookCurrency))
        for place in lines.indices {
            open += lines[place].amount
            bookOpen += lines[place].bookAmount
        }
        precondition(open.isZero, "an entry balances in the document's currency: \(document)")
        precondition(bookOpen.isZero, "an entry balances in the currency of the books: \(document)")
        self.document = document
        self.documentVersion = documentVersion
        self.mappingVersion = mappingVersion
        self.daybook = daybook
        self.date = date
        self.period = period
        self.invoiceDate = invoiceDate
        self.dueDate = dueDate
        self.currency = currency
        self.bookCurrency = bookCurrency
        self.exchangeRate = exchangeRate
        self.party = party
        self.partyNumber = partyNumber
        self.paymentCondition = paymentCondition
        self.description = description
        self.reference = reference
        self.paymentReference = paymentReference
        self.originalReferences = originalReferences
        self.lines = lines
    }

    /// Net, VAT and gross in the document's currency, signed as the party's line (a sales invoice positive, its credit note negative;
    /// a purchase invoice positive, its credit negative).
    public var totals: (net: Money, vat: Money, gross: Money) {
        let vat = lines.filter { $0.role == .vat }.map(\.amount).total(currency)
        let gross = lines.filter { $0.role == .party }.map(\.amount).total(currency)
        let sign = document.kind.isSale || document.kind == .ledgerPosting ? 1 : -1
        let signedGross = sign == 1 ? gross : -gross
        let signedVAT = sign == 1 ? -vat : vat
        return (signedGross - signedVAT, signedVAT, signedGross)
    }

    /// True when there is nothing to post: every line is zero, or the party owes nothing and all amounts cancel (scenario S35).
    /// Never of a ledger posting: a set-off moves open items though its lines cancel (scenario M08).
    public var isZero: Bool {
        document.kind != .ledgerPosting && party != nil && lines.lazy.filter { $0.role == .party }.map(\.amount).total(currency).isZero
    }
}
