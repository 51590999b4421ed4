public import BridgeDomain

/// One row of the table: a source document, and the VAT it must come to in the books.
public struct Scenario: Sendable, CustomStringConvertible {
    public let id: String
    public let title: String
    public let document: Document
    public let party: Party?
    /// `V9 140.00→12.60 + …` in the currency of the books, as §15 of the reference writes it.
    public let vat: String

    public var description: String { "\(id) \(title)" }
}

/// The parties of the scenarios.
public enum Cast {
    public static let florist = debtor("FLORIST", "NL")
    /// A customer whose deposits are taxed at the general rate.
    public static let taxedDeposits: Party = {
        var party = debtor("GARDEN", "NL")
        party.packagingPolicy = "STANDARD"
        return party
    }()
    public static let german = debtor("WHOLESALE-DE", "DE")
    public static let germanConsumer = debtor("CONSUMER-DE", "DE")
    public static let belgian = debtor("AGENT-BE", "BE")
    public static let british = debtor("WHOLESALE-UK", "GB")
    public static let american = debtor("IMPORTER-US", "US")
    public static let auctionAsDebtor = auction(.debtor)
    public static let auctionAsCreditor = auction(.creditor)
    public static let grower = creditor("GROWER", "NL")
    public static let belgianGrower = creditor("GROWER-BE", "BE")
    public static let kenyanGrower = creditor("GROWER-KE", "KE")
    public static let subcontractor = creditor("HANDS", "NL")

    /// A debtor by the collective account it falls on.
    public static let debtors = ["1300": florist, "1310": german, "1320": british]

    private static func debtor(_ code: PartyCode, _ country: String) -> Party {
        Party(key: PartyKey(.debtor, code), sourceID: SourceID(code.text), name: "Debtor \(code)", country: country)
    }
    private static func creditor(_ code: PartyCode, _ country: String) -> Party {
        Party(key: PartyKey(.creditor, code), sourceID: SourceID(code.text), name: "Creditor \(code)", country: country)
    }
    private static func auction(_ kind: PartyKind) -> Party {
        var party = Party(key: PartyKey(kind, "AUCTION"), sourceID: "AUCTION", name: "Auction", country: "NL")
        party.customerGroup = "AUCTION"
        return party
    }
}

/// A line in few words. Rates follow from the source's VAT codes: L 9, H 21, D 7, all others 0.
public struct Line {
    public var kind: LineKind
    public var group: String?
    public var product: String?
    public var net: String
    public var code: SourceVATCode?
    public var quantity: ExactDecimal?
    public var price: String?
    public var discount: ExactDecimal?

    public static func flowers(_ net: String, _ code: SourceVATCode, _ quantity: ExactDecimal? = nil, at price: String? = nil) -> Line {
        Line(kind: .product, group: "CUTFLOWER", net: net, code: code, quantity: quantity, price: price)
    }
    public static func goods(
        _ group: String, _ net: String, _ code: SourceVATCode, _ quantity: ExactDecimal? = nil, at price: String? = nil
    ) -> Line { Line(kind: .product, group: group, net: net, code: code, quantity: quantity, price: price) }
    public static func plants(_ net: String, _ code: SourceVATCode, _ quantity: ExactDecimal? = nil, at price: String? = nil) -> Line {
        goods("PLANT", net, code, quantity, at: price)
    }
    public static func of(
        _ kind: LineKind, _ net: String, _ code: SourceVATCode?, _ quantity: ExactDecimal? = nil, at price: String? = nil
    ) -> Line { Line(kind: kind, net: net, code: code, quantity: quantity, price: price) }
    public static func deposit(_ net: String, _ code: SourceVATCode, _ quantity: ExactDecimal? = nil, at price: String? = nil) -> Line {
        Line(kind: .packagingDeposit, product: "FC566", net: net, code: code, quantity: quantity, price: price)
    }
    public static func returned(_ net: String, _ code: SourceVATCode, _ quantity: ExactDecimal? = nil, at price: String? = nil) -> Line {
        Line(kind: .packagingReturn, product: "FC566", net: net, code: code, quantity: quantity, price: price)
    }
    public func less(_ percent: ExactDecimal) -> Line {
        var line = self
        line.discount = percent
        return line
    }

    public static func rate(_ code: SourceVATCode) -> ExactDecimal {
        switch code {
        case "L": 9
        case "H": 21
        case "D": 7
        default: 0
        }
    }
}

/// What stands above the lines, beside number, party and amounts.
public struct Head {
    public var treatment: VATTreatment = .domestic
    public var deliverTo: String?
    public var vatNumber: String?
    public var currency: Currency = .eur
    public var rate: ExactDecimal = 1
    public var date = "2026-11-18"
    public var supply: String?
    public var original: DocumentNumber?
    public var collects: [String] = []
    public var notes: [String] = []
    public var customsValue: String?

    public init(
        treatment: VATTreatment = .domestic, deliverTo: String? = nil, vatNumber: String? = nil, currency: Currency = .eur,
        rate: ExactDecimal = 1, date: String = "2026-11-18", supply: String? = nil, original: DocumentNumber? = nil,
        collects: [String] = [], notes: [String] = [], customsValue: String? = nil
    ) {
        self.treatment = treatment
        self.deliverTo = deliverTo
        self.vatNumber = vatNumber
        self.currency = currency
        self.rate = rate
        self.date = date
        self.supply = supply
        self.original = original
        self.collects = collects
        self.notes = notes
        self.customsValue = customsValue
    }
}

extension Scenario {
    /// An invoice or credit note. `printed` is its VAT summary, `L 140.00 12.60` a row; the totals follow from it.
    public init(
        _ id: String, _ title: String, _ kind: DocumentKind, _ party: Party, _ lines: [Line], _ head: Head = Head(), printed: [String],
        vat: String
    ) {
        self.init(
            id: id, title: title, document: Self.document(id, kind, party, lines, head, printed: printed), party: party, vat: vat)
    }

    public static func document(
        _ number: String, _ kind: DocumentKind, _ party: Party, _ lines: [Line], _ head: Head, printed: [String]
    ) -> Document {
        let currency = head.currency
        let summary = printed.map { row -> VATSummaryLine in
            let words = row.split(separator: " ")
            let code = SourceVATCode(String(words[0]))
            return VATSummaryLine(
                vatCode: code, rate: Line.rate(code), base: amount(words[1], currency), vat: amount(words[2], currency))
        }
        let documentLines = lines.enumerated().map { index, line in self.line(index + 1, line, currency) }
        let net = documentLines.map(\.net).total(currency)
        let vat = summary.map(\.vat).total(currency)
        var document = Document(
            key: DocumentKey("NL01", kind, DocumentNumber(number)), sourceID: SourceID(number), version: 1, invoiceDate: day(head.date),
            supplyDate: head.supply.map(day), currency: currency, exchangeRate: head.rate,
            party: DocumentParty(key: party.key, sourceID: party.sourceID), vatTreatment: head.treatment, lines: documentLines,
            vatSummary: summary, totals: DocumentTotals(net: net, vat: vat, gross: net + vat))
        document.delivery = Delivery(country: head.deliverTo ?? (kind.isSale ? party.country : "NL"))
        document.vatNumberUsed = head.vatNumber
        document.references.originalDocument = head.original
        document.references.collectiveOf = head.collects
        document.references.deliveryNotes = head.notes
        document.customsValue = head.customsValue.map { amount($0, .eur) }
        return document
    }

    private static func line(_ number: Int, _ line: Line, _ currency: Currency) -> DocumentLine {
        var made = DocumentLine(
            number: number, kind: line.kind, description: "Line \(number)", productGroup: line.group, net: amount(line.net, currency),
            vatCode: line.code, vatRate: line.code.map(Line.rate))
        made.product = line.product
        made.quantity = line.quantity
        made.unitPrice = line.price.flatMap { ExactDecimal($0) }
        made.discountPercent = line.discount
        return made
    }

    /// A ledger-ready posting: `Dr 1100 152.60 · Cr 1300 152.60`, as the reference writes it. Accounts 13xx carry a debtor of theirs.
    public init(_ id: String, _ title: String, _ daybook: DaybookCode, _ postings: String) {
        var document = Document(
            key: DocumentKey("NL01", .ledgerPosting, DocumentNumber(id)), sourceID: SourceID(id), version: 1,
            invoiceDate: Self.day("2026-11-18"), currency: .eur, party: nil, vatTreatment: .outsideScope, lines: [], vatSummary: [],
            totals: DocumentTotals(net: .zero(.eur), vat: .zero(.eur), gross: .zero(.eur)))
        document.daybook = daybook
        document.description = title
        document.ledgerLines = postings.split(separator: " · ").enumerated().map { index, posting in
            let words = posting.split(separator: " ")
            let amount = Self.amount(words[2], .eur)
            var line = LedgerLine(
                number: index + 1, account: AccountCode(String(words[1])), debit: words[0] == "Dr" ? amount : .zero(.eur),
                credit: words[0] == "Cr" ? amount : .zero(.eur))
            line.party = Cast.debtors[String(words[1])]?.key
            return line
        }
        self.init(id: id, title: title, document: document, party: nil, vat: "")
    }

    public static func day(_ text: String) -> CalendarDate {
        guard let date = CalendarDate(text) else { preconditionFailure("no date: \(text)") }
        return date
    }

    public static func amount(_ text: some StringProtocol, _ currency: Currency) -> Money {
        guard let money = Money(text, currency) else { preconditionFailure("no amount: \(text)") }
        return money
    }
}

extension Currency {
    public static let usd = known("USD")
    public static let gbp = known("GBP")

    private static func known(_ code: String) -> Currency {
        guard let currency = Currency(code: code) else { preconditionFailure("no currency: \(code)") }
        return currency
    }
}
