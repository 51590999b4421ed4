/// How a line came to be on a document (reference `freshportal` §4.1).
public enum LineKind: String, Hashable, Sendable, Codable, CaseIterable {
    case product, transport, surcharge, discount, service, rounding, text
    case packagingSale = "packaging_sale"
    case packagingRental = "packaging_rental"
    case packagingDeposit = "packaging_deposit"
    case packagingReturn = "packaging_return"
    case auctionFee = "auction_fee"
    /// An advance invoiced, or (negative) taken off the final invoice.
    case advance

    /// True for deposits given out and taken back, which the packaging policy governs.
    public var isDeposit: Bool { self == .packagingDeposit || self == .packagingReturn }
    /// True for charges that belong to the price of the goods and follow their VAT (reference `dutch-finance` §2).
    public var followsGoods: Bool { self == .transport || self == .surcharge || self == .discount || self == .packagingSale }
}

/// The VAT ground of a document or line.
public enum VATTreatment: String, Hashable, Sendable, Codable, CaseIterable {
    case domestic
    case euSupply = "eu_supply"
    case export
    case reverseCharge = "reverse_charge"
    case euService = "eu_service"
    case oss
    case outsideScope = "outside_scope"
    /// Purchases of goods from another member state: the buyer accounts for the VAT.
    case euAcquisition = "eu_acquisition"
    /// Purchases from outside the EU under an article 23 licence.
    case importArticle23 = "import_article_23"
    /// Lines differ; each line then says its own.
    case mixed

    /// True where the buyer accounts for the VAT in its own return: on a purchase both a payable and a claimable amount arise.
    public var isSelfAssessedOnPurchase: Bool {
        self == .reverseCharge || self == .euAcquisition || self == .importArticle23 || self == .euService
    }
}

/// The party as a document names it.
public struct DocumentParty: Hashable, Sendable, Codable {
    public var key: PartyKey
    public var sourceID: SourceID

    /// A party on a document.
    public init(key: PartyKey, sourceID: SourceID) {
        self.key = key
        self.sourceID = sourceID
    }
}

/// Where goods go. The country decides the VAT treatment.
public struct Delivery: Hashable, Sendable, Codable {
    public var partyID: SourceID?
    public var gln: String?
    /// ISO 3166 alpha-2.
    public var country: String?

    /// A place of delivery.
    public init(partyID: SourceID? = nil, gln: String? = nil, country: String? = nil) {
        self.partyID = partyID
        self.gln = gln
        self.country = country
    }
}

/// The other papers a document points at.
public struct DocumentReferences: Hashable, Sendable, Codable {
    /// The document a credit note takes back.
    public var originalDocument: DocumentNumber?
    public var customerOrder: String?
    public var deliveryNotes: [String]
    /// Orders or documents bundled in this one; for a credit note over several invoices, those invoices.
    public var collectiveOf: [String]
    /// True for a credit note that takes back no document by name, because the set-up of its source says that such credits are to be posted
    /// by themselves. Without it, a credit note that names no original is stopped.
    public var standsAlone: Bool

    /// References; empty by default.
    public init(
        originalDocument: DocumentNumber? = nil, customerOrder: String? = nil, deliveryNotes: [String] = [], collectiveOf: [String] = [],
        standsAlone: Bool = false
    ) {
        self.originalDocument = originalDocument
        self.customerOrder = customerOrder
        self.deliveryNotes = deliveryNotes
        self.collectiveOf = collectiveOf
        self.standsAlone = standsAlone
    }

    /// Every document a credit note says it takes back.
    public var originals: [DocumentNumber] { (originalDocument.map { [$0] } ?? []) + collectiveOf.map { DocumentNumber($0) } }
}

/// One line of an invoice or credit note. Amounts are in the document's currency, without VAT; a credit note's are positive.
public struct DocumentLine: Hashable, Sendable, Codable {
    /// The line's own number in the source.
    public var number: Int
    public var kind: LineKind
    public var product: String?
    public var description: String
    public var productGroup: String?
    /// At most 3 decimals.
    public var quantity: ExactDecimal?
    public var unit: String?
    /// At most 5 decimals.
    public var unitPrice: ExactDecimal?
    public var discountPercent: ExactDecimal?
    /// The line's amount without VAT, as printed.
    public var net: Money
    /// nil where the charge is to be spread over the rates of the goods.
    public var vatCode: SourceVATCode?
    /// In percent; nil together with ``vatCode``.
    public var vatRate: ExactDecimal?
    /// Overrides the document's treatment for this line.
    public var vatTreatment: VATTreatment?
    public var costCentre: CostCentre?
    public var costUnit: CostUnit?
    public var grower: String?

    /// A line with what mapping needs at least.
    public init(
        number: Int, kind: LineKind, description: String = "", productGroup: String? = nil, net: Money, vatCode: SourceVATCode?,
        vatRate: ExactDecimal?
    ) {
        self.number = number
        self.kind = kind
        self.description = description
        self.productGroup = productGroup
        self.net = net
        self.vatCode = vatCode
        self.vatRate = vatRate
    }
}

/// The VAT of one code as it is printed on the document: the truth (design rule 2).
public struct VATSummaryLine: Hashable, Sendable, Codable {
    public var vatCode: SourceVATCode
    /// In percent.
    public var rate: ExactDecimal
    public var base: Money
    public var vat: Money
    /// Why no VAT is charged, as printed: a code, a text or both. nil where the source gives no reason.
    public var exemption: String?

    /// The printed VAT of one code.
    public init(vatCode: SourceVATCode, rate: ExactDecimal, base: Money, vat: Money, exemption: String? = nil) {
        self.vatCode = vatCode
        self.rate = rate
        self.base = base
        self.vat = vat
        self.exemption = exemption
    }
}

/// The totals as printed.
public struct DocumentTotals: Hashable, Sendable, Codable {
    public var net: Money
    public var vat: Money
    public var gross: Money
    public var prepaid: Money?
    public var payable: Money?
    /// What is added to gross less prepaid so that a round amount is to be paid (whole crowns, five cents).
    public var rounding: Money?
    /// The VAT once more, in the currency of the supplier's VAT return where that is another one.
    public var vatInTaxCurrency: Money?

    /// Printed totals.
    public init(
        net: Money, vat: Money, gross: Money, prepaid: Money? = nil, payable: Money? = nil, rounding: Money? = nil,
        vatInTaxCurrency: Money? = nil
    ) {
        self.net = net
        self.vat = vat
        self.gross = gross
        self.prepaid = prepaid
        self.payable = payable
        self.rounding = rounding
        self.vatInTaxCurrency = vatInTaxCurrency
    }
}

/// How a document is to be paid.
public struct PaymentInstruction: Hashable, Sendable, Codable {
    public var method: String?
    public var reference: String?
    public var mandate: String?

    /// Payment details; empty by default.
    public init(method: String? = nil, reference: String? = nil, mandate: String? = nil) {
        self.method = method
        self.reference = reference
        self.mandate = mandate
    }
}

/// One line of a ledger-ready posting: either debit or credit is filled.
public struct LedgerLine: Hashable, Sendable, Codable {
    public var number: Int
    public var account: AccountCode
    public var debit: Money
    public var credit: Money
    /// A VAT code of the books, as ledger-ready lines carry it.
    public var vatCode: VATCode?
    public var vatBase: Money?
    public var costCentre: CostCentre?
    public var costUnit: CostUnit?
    public var party: PartyKey?
    public var documentReference: String?
    public var description: String

    /// A ledger-ready line.
    public init(number: Int, account: AccountCode, debit: Money, credit: Money, description: String = "") {
        self.number = number
        self.account = account
        self.debit = debit
        self.credit = credit
        self.description = description
    }
}

/// An approved document as the source gave it, in the product's own words. Immutable: a correction is a new version.
///
/// Signs: a credit note carries positive amounts, its kind makes them negative in the books. A line may still be negative
/// (a discount, an advance taken off).
public struct Document: Hashable, Sendable, Codable {
    public var key: DocumentKey
    public var sourceID: SourceID
    /// Rises with a correction, from 1.
    public var version: Int
    public var approvedAt: Timestamp?
    public var invoiceDate: CalendarDate
    /// The day of supply: decides the VAT rate.
    public var supplyDate: CalendarDate
    public var dueDate: CalendarDate?
    public var currency: Currency
    /// Units of ``currency`` per euro; 1 for EUR.
    public var exchangeRate: ExactDecimal
    /// nil only for a ledger posting without a party.
    public var party: DocumentParty?
    public var delivery: Delivery?
    public var dispatchCountry: String?
    public var vatTreatment: VATTreatment
    public var vatNumberUsed: String?
    public var references: DocumentReferences
    public var lines: [DocumentLine]
    public var vatSummary: [VATSummaryLine]
    public var totals: DocumentTotals
    public var payment: PaymentInstruction
    public var description: String
    /// The customs value in euro, where it and not the invoice is the base of import VAT (scenario P05).
    public var customsValue: Money?
    /// Filled for a ledger posting only; ``lines`` is then empty.
    public var ledgerLines: [LedgerLine]
    /// A ledger posting's own daybook and period, when the source names them.
    public var daybook: DaybookCode?
    public var period: Period?

    /// A document with what every kind has; the rest is set afterwards.
    public init(
        key: DocumentKey, sourceID: SourceID, version: Int, invoiceDate: CalendarDate, supplyDate: CalendarDate? = nil, currency: Currency,
        exchangeRate: ExactDecimal = .one, party: DocumentParty?, vatTreatment: VATTreatment, lines: [DocumentLine],
        vatSummary: [VATSummaryLine], totals: DocumentTotals
    ) {
        self.key = key
        self.sourceID = sourceID
        self.version = version
        self.invoiceDate = invoiceDate
        self.supplyDate = supplyDate ?? invoiceDate
        self.currency = currency
        self.exchangeRate = exchangeRate
        self.party = party
        self.vatTreatment = vatTreatment
        self.references = DocumentReferences()
        self.lines = lines
        self.vatSummary = vatSummary
        self.totals = totals
        self.payment = PaymentInstruction()
        self.description = ""
        self.ledgerLines = []
    }
}
