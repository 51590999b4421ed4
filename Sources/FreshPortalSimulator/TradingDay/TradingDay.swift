public import BridgeDomain
public import BridgeJSON

/// A document of the day, in the form of the contract, without its place in the stream.
public struct TradingDocument: Sendable, Hashable {
    public let id: SourceID
    public let kind: DocumentKind
    public let number: DocumentNumber
    /// How it is wrong; nil when it is good.
    public let brokenness: Brokenness?
    /// The document (reference freshportal §4.1), every key present but `sequence`.
    public let json: JSON
}

/// A party of the day, in the form of the contract, without its place in the stream.
public struct TradingParty: Sendable, Hashable {
    public let kind: PartyKind
    public let id: SourceID
    public let code: PartyCode
    /// True for a customer that was made today.
    public let isNew: Bool
    /// The party (reference freshportal §4.2), every key present but `sequence`.
    public let json: JSON
}

/// A believable trading day of a Dutch flower exporter: customers, growers, invoices and credit notes, some broken in believable ways.
///
/// Everything hangs on the seed: the same arguments give the same bytes. Documents are made when asked for, each by itself, so that a day of
/// 50,000 costs no more memory than one of 300; ``manifest`` says which of them must not be booked, and why.
public struct TradingDay: Sendable {
    public let seed: UInt64
    public let date: CalendarDate
    public let invoices: Int
    public let creditNotes: Int
    public let knownCustomers: Int
    public let newCustomers: Int
    public let brokenPerKind: Int
    public let administration: SourceAdministration
    let book: CustomerBook
    private let plan: DayPlan
    private let writer: InvoiceWriter

    /// Makes a day.
    ///
    /// - Parameters:
    ///   - seed: everything hangs on it.
    ///   - date: the day; a few invoices are of the day before.
    ///   - invoices: all sales invoices of the day, broken ones among them; at least 80.
    ///   - creditNotes: all credit notes, broken ones among them; at least 6, at most a sixth of the invoices.
    ///   - knownCustomers: customers from before today; at least 20.
    ///   - newCustomers: customers made today.
    ///   - brokenPerKind: how many documents are broken in each of the ways of ``Brokenness``.
    ///   - administration: the legal entity that issues them.
    public static func make(
        seed: UInt64, date: CalendarDate, invoices: Int = 300, creditNotes: Int = 20, knownCustomers: Int = 60, newCustomers: Int = 8,
        brokenPerKind: Int = 1, administration: SourceAdministration = "NL01"
    ) -> TradingDay {
        let book = CustomerBook(seed: seed, known: knownCustomers, new: newCustomers)
        let plan = DayPlan(seed: seed, invoices: invoices, creditNotes: creditNotes, brokenPerKind: brokenPerKind)
        let writer = InvoiceWriter(
            seed: seed, date: date, administration: administration.text, book: book, plan: plan, documents: invoices + creditNotes)
        return TradingDay(
            seed: seed, date: date, invoices: invoices, creditNotes: creditNotes, knownCustomers: knownCustomers,
            newCustomers: newCustomers, brokenPerKind: brokenPerKind, administration: administration, book: book, plan: plan,
            writer: writer)
    }

    /// All documents in the order of their approval, made one by one while they are walked through.
    public var documents: TradingDocuments { TradingDocuments(day: self) }

    /// How many documents the day has.
    public var count: Int { invoices + creditNotes }

    /// The document at a place in the stream, `0..<count`; beyond that come further ordinary invoices without end.
    public func document(at place: Int) -> TradingDocument {
        guard place < count else { return written(writer.invoice(invoices + place - count), nil) }
        switch plan.slots[place] {
        case .invoice(let ordinal):
            guard case .broken(let brokenness)? = plan.specials[ordinal] else { return written(writer.invoice(ordinal), nil) }
            return written(writer.invoice(ordinal), brokenness)
        case .credit(let ordinal):
            let draft = CreditWriter(invoices: writer).credit(ordinal)
            guard case .broken(let brokenness) = plan.credits[ordinal] else { return written(draft, nil) }
            return written(draft, brokenness)
        }
    }

    /// Customers and suppliers FreshPortal delivers, those with a wrong or missing VAT number among them.
    public var parties: [TradingParty] {
        let customers = book.delivered(withBroken: brokenPerKind > 0).map {
            TradingParty(kind: .debtor, id: SourceID(String($0.id)), code: PartyCode($0.code), isNew: $0.isNew, json: $0.json)
        }
        let suppliers = book.suppliers.map {
            TradingParty(kind: .creditor, id: SourceID(String($0.id)), code: PartyCode($0.code), isNew: false, json: $0.json)
        }
        return customers + suppliers
    }

    /// What must not be booked, and what the bridge and the books must be set to for that.
    public var manifest: TradingManifest {
        var broken: [TradingManifest.Row] = []
        var zero: [DocumentNumber] = []
        var early: [DocumentNumber] = []
        for (place, slot) in plan.slots.enumerated() {
            switch slot {
            case .invoice(let ordinal):
                if case .broken? = plan.specials[ordinal] { broken.append(row(at: place)) }
                if plan.specials[ordinal] == .freeReplacement { zero.append(document(at: place).number) }
            case .credit(let ordinal):
                if case .broken = plan.credits[ordinal] { broken.append(row(at: place)) }
                if plan.early.contains(ordinal) { early.append(document(at: place).number) }
            }
        }
        return TradingManifest(
            documents: count, broken: broken, nothingToPost: zero, earlyCreditNotes: early, firstExportDate: firstExportDate,
            closedPeriod: Period(monthOf: firstExportDate), unmappedProductGroup: Catalogue.unmappedGroup)
    }

    /// The first day of the month before yesterday's: that month is closed, and nothing before it is exported.
    var firstExportDate: CalendarDate { date.adding(days: -1).endOfMonth(adding: -2).adding(days: 1) }

    /// The number that is given out twice: that of the first invoice, which is always good and never credited.
    var numberGivenOutTwice: String { writer.invoice(0).number }

    private func row(at place: Int) -> TradingManifest.Row {
        let document = document(at: place)
        guard let brokenness = document.brokenness else { preconditionFailure("a row of the manifest is a broken document") }
        return TradingManifest.Row(
            sourceID: document.id, kind: document.kind, number: document.number, brokenness: brokenness, code: brokenness.expected,
            story: brokenness.story)
    }

    private func written(_ draft: DocumentDraft, _ brokenness: Brokenness?) -> TradingDocument {
        var draft = draft
        let damage = brokenness.map { Damage(brokenness: $0, day: self) }
        damage?.apply(to: &draft)
        let json = damage?.apply(to: draft.json, draft) ?? draft.json
        return TradingDocument(
            id: SourceID(String(draft.id)), kind: draft.kind, number: DocumentNumber(draft.number), brokenness: brokenness, json: json)
    }
}

/// The documents of a day, each made when its turn comes.
public struct TradingDocuments: Sequence, IteratorProtocol, Sendable {
    private let day: TradingDay
    private var place = 0

    init(day: TradingDay) { self.day = day }

    /// The next document; nil after the last.
    public mutating func next() -> TradingDocument? {
        guard place < day.count else { return nil }
        defer { place += 1 }
        return day.document(at: place)
    }
}
