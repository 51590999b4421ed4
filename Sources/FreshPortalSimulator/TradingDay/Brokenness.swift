public import BridgeDomain

/// The believable ways in which a document of the day is wrong, each with the problem it must be parked for.
public enum Brokenness: String, Sendable, Hashable, Codable, CaseIterable {
    case netDoesNotAddUp, grossDoesNotAddUp, euWithoutVATNumber, unknownVATCode, wrongRate, threeDecimals, unmappedProductGroup
    case numberUsedTwice, unknownCustomer, invalidVATNumber, beforeFirstDate, closedPeriod, unknownCurrency
    case creditWithoutOriginal, creditAboveOriginal

    /// The problem that must be among those found.
    public var expected: ProblemCode {
        switch self {
        case .netDoesNotAddUp: .netMismatch
        case .grossDoesNotAddUp: .grossMismatch
        case .euWithoutVATNumber: .vatNumberMissing
        case .unknownVATCode: .vatCodeUnknown
        case .wrongRate: .vatRateNotValid
        case .threeDecimals: .amountDecimals
        case .unmappedProductGroup: .accountUnmapped
        case .numberUsedTwice: .numberWithOtherContent
        case .unknownCustomer: .partyUnknown
        case .invalidVATNumber: .vatNumberInvalid
        case .beforeFirstDate: .beforeFirstDate
        case .closedPeriod: .periodClosed
        case .unknownCurrency: .currencyUnknown
        case .creditWithoutOriginal: .originalMissing
        case .creditAboveOriginal: .creditExceedsOriginal
        }
    }

    /// What happened at the exporter, in one sentence.
    public var story: String {
        switch self {
        case .netDoesNotAddUp: "A line was removed after the totals had been made"
        case .grossDoesNotAddUp: "Two digits of the gross total changed places"
        case .euWithoutVATNumber: "An intra-EU supply to a customer whose VAT number was never filled in"
        case .unknownVATCode: "A VAT code that someone made this morning"
        case .wrongRate: "An article that still carries the reduced rate of before 2019"
        case .threeDecimals: "A line amount with a third decimal"
        case .unmappedProductGroup: "The first sale of a product group nobody has mapped yet"
        case .numberUsedTwice: "An invoice number given out twice by two printers"
        case .unknownCustomer: "A customer that FreshPortal does not deliver"
        case .invalidVATNumber: "An intra-EU supply on a VAT number with a typing error"
        case .beforeFirstDate: "An old invoice, approved today, from before the bridge's first date"
        case .closedPeriod: "A late invoice dated in a month that is closed"
        case .unknownCurrency: "A currency by a name from another system"
        case .creditWithoutOriginal: "A credit note that does not say which invoice it takes back"
        case .creditAboveOriginal: "A credit note for twice what was delivered"
        }
    }

    /// True for those that are credit notes.
    public var isCredit: Bool { self == .creditWithoutOriginal || self == .creditAboveOriginal }
}

/// What a trading day holds that must not be booked, and why: the demo proves each of them.
public struct TradingManifest: Sendable, Hashable, Codable {
    /// A document that must be parked.
    public struct Row: Sendable, Hashable, Codable {
        public let sourceID: SourceID
        public let kind: DocumentKind
        public let number: DocumentNumber
        public let brokenness: Brokenness
        /// The problem that must be among those found.
        public let code: ProblemCode
        public let story: String
    }

    /// All documents of the day.
    public let documents: Int
    /// Those that must be parked, in the order of the stream.
    public let broken: [Row]
    /// Documents that add up to nothing: they end as *nothing to post*.
    public let nothingToPost: [DocumentNumber]
    /// Credit notes that arrive before the invoice they take back: they wait for it, then go.
    public let earlyCreditNotes: [DocumentNumber]
    /// The bridge's first date to export: one document lies before it.
    public let firstExportDate: CalendarDate
    /// The month that must be closed in the books: one document lies in it.
    public let closedPeriod: Period
    /// The product group that must have no rule.
    public let unmappedProductGroup: String
}
