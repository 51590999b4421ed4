public import BridgeDomain

/// Who can mend a problem, and so where: a bookkeeper who reads of it must not have to find out first.
public enum Mender: Hashable, Sendable, CaseIterable {
    /// Whoever makes or approves documents in the trade system.
    case trade
    /// Whoever keeps debtors and creditors in the trade system.
    case tradeParties
    /// A bookkeeper, on the page of the rules.
    case rules
    /// A bookkeeper or controller, on the party's page.
    case party
    /// Whoever sets up the books: codes, daybooks, periods, relations.
    case books
    /// A bookkeeper who has both entries before them, in the books.
    case entry
    /// Whoever keeps the configuration of this bridge.
    case settings

    /// Who can mend problems of this code. No `default`: a new code must be decided here.
    public init(_ code: ProblemCode) {
        switch code {
        case .malformed, .fieldMissing, .fieldUnknown, .amountDecimals, .valueUnknown, .lineNetMismatch, .netMismatch, .vatMismatch,
            .grossMismatch, .vatBaseMismatch, .vatOutsideTolerance, .vatRateNotValid, .originalMissing, .originalUnknown,
            .creditExceedsOriginal, .deliveryNotAbroad, .numberWithOtherContent, .correctionAfterPosting, .currencyUnknown,
            .exchangeRateMissing, .dateOrder, .negativeInvoice, .negativeCredit, .tooManyLines, .noLines, .notBalanced, .currencyDiffers,
            .amountTooLarge, .decimalsTooMany, .valueOutOfRange, .textBeyondLimit, .exchangeRateNotOne, .exchangeRateSuspicious,
            .vatRateContradictsTreatment, .selfAssessedVATPrinted, .deliveryOutsideEU, .deliveryInsideEU, .ledgerLineSides,
            .depositBelowZero, .packagingPolicyDiffers, .sourceRowMissing, .vatNotPrinted, .payableMismatch, .withdrawnAtSource,
            .parkedByRule:
            self = .trade
        case .vatNumberMissing, .vatNumberInvalid, .vatNumberOwnCountry, .vatNumberNotEU, .partyUnknown, .partyBlocked, .partyIncomplete,
            .ibanInvalid, .glnInvalid, .chamberOfCommerceInvalid, .countryUnknown:
            self = .tradeParties
        case .vatCodeUnknown, .accountUnmapped, .vatUnmapped, .daybookUnmapped, .collectiveAccountUnmapped, .partyNumberUnmapped:
            self = .rules
        case .partyMatchProposed, .partyCreationRefused, .partyGoneInBooks: self = .party
        case .periodClosed, .periodUnknown, .targetRejected, .targetCodeUnknown, .targetCodeBlocked, .targetVATDiffers, .targetFieldMissing,
            .targetNotAllowed, .partyRoleMissing, .partyBlockedInBooks, .attemptsExhausted:
            self = .books
        case .foreignEntry, .bookedDiffers, .bookedMissing, .settlementItemUnknown, .settlementCurrencyDiffers, .settlementBeyondItem,
            .openItemGone, .creditLinkMissing, .openItemDiffers:
            self = .entry
        case .beforeFirstDate, .textTooLong, .referenceTooLong: self = .settings
        }
    }

    /// The same where the books said it: what they refuse about a relation or a currency is mended in the books, where the same problem found by
    /// us is the trade system's.
    public init(_ code: ProblemCode, isRefusal: Bool) {
        let isTheirs = isRefusal && BooksPart.parts(of: code).isEmpty && !BooksPart.parts(ofRefusal: code).isEmpty
        self = isTheirs ? .books : Mender(code)
    }

    /// Who it is, and where they go.
    public var text: BilingualText {
        switch self {
        case .trade:
            BilingualText(
                nl: "Wie het document in het bronsysteem maakt of goedkeurt",
                en: "Whoever makes or approves the document in the trade system")
        case .tradeParties:
            BilingualText(
                nl: "Wie debiteuren en crediteuren bijhoudt in het bronsysteem",
                en: "Whoever keeps debtors and creditors in the trade system")
        case .rules: BilingualText(nl: "Een boekhouder, op de pagina Regels", en: "A bookkeeper, on the page Mapping")
        case .party: BilingualText(nl: "Een boekhouder, op de pagina van de relatie", en: "A bookkeeper, on the party's page")
        case .books:
            BilingualText(
                nl: "Wie de boekhouding inricht: rekeningen, btw-codes, dagboeken, perioden en relaties",
                en: "Whoever sets up the books: accounts, VAT codes, daybooks, periods and relations")
        case .entry:
            BilingualText(
                nl: "Een boekhouder, in de boekhouding, bij de boeking zelf", en: "A bookkeeper, in the books, at the entry itself")
        case .settings:
            BilingualText(nl: "Wie de instellingen van deze brug beheert", en: "Whoever keeps the settings of this bridge")
        }
    }
}
