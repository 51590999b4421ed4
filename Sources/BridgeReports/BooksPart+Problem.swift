public import BridgeDomain

extension BooksPart {
    /// The parts of the books where problems of a code can be mended; empty where they are mended elsewhere.
    public static func parts(of code: ProblemCode) -> [BooksPart] {
        switch code {
        case .periodClosed, .periodUnknown: [.period]
        case .targetVATDiffers: [.vatCode]
        case .targetCodeUnknown, .targetCodeBlocked, .targetFieldMissing, .targetNotAllowed:
            [
                .account, .vatCode, .daybook, .paymentCondition, .costCentre, .costUnit, .currency, .bankAccount, .period, .debtor,
                .creditor,
                .byHand,
            ]
        case .targetRejected, .attemptsExhausted: [.byHand]
        case .partyRoleMissing, .partyBlockedInBooks, .partyGoneInBooks, .partyCreationRefused, .partyMatchProposed: [.debtor, .creditor]
        case .foreignEntry, .bookedDiffers, .bookedMissing: [.entry]
        case .settlementItemUnknown, .settlementCurrencyDiffers, .settlementBeyondItem, .openItemGone, .openItemDiffers, .creditLinkMissing:
            [.openItem]
        default: []
        }
    }

    /// The parts of the books where what they refused can be mended: their word about a relation is about their own data, where the
    /// same problem found by us is the trade system's.
    public static func parts(ofRefusal code: ProblemCode) -> [BooksPart] {
        switch code {
        case .partyUnknown, .partyBlocked, .partyIncomplete: [.debtor, .creditor]
        case .ibanInvalid: [.bankAccount]
        case .currencyUnknown, .exchangeRateMissing: [.currency]
        default: parts(of: code)
        }
    }

    /// Where in the books one problem is mended: by its code, and among several parts by its place; nil where it is not mended there.
    /// `party` says whether a relation is a debtor or a creditor; `isRefusal`: the books said it.
    public static func part(of problem: Problem, party: PartyKind?, isRefusal: Bool = false) -> BooksPart? {
        let parts = isRefusal ? parts(ofRefusal: problem.code) : parts(of: problem.code)
        if parts.count < 2 { return parts.first }
        let named = named(problem.place.field, party)
        if let named, parts.contains(named) { return named }
        if parts.contains(.byHand) { return .byHand }
        return party == .creditor ? .creditor : .debtor
    }

    /// What the place of a problem is about.
    private static func named(_ field: String, _ party: PartyKind?) -> BooksPart? {
        if field.hasPrefix("party."), let own = byField[String(field.dropFirst("party.".count))] { return own }
        if field == "party" || field.hasPrefix("party.") { return party == .creditor ? .creditor : .debtor }
        return byField[field.split(separator: ".").last.map { String($0) } ?? field]
    }

    private static let byField: [String: BooksPart] = [
        "account": .account, "vat_code": .vatCode, "vat": .vatCode, "journal": .daybook, "daybook": .daybook, "period": .period,
        "payment_term_code": .paymentCondition, "payment_condition": .paymentCondition, "due_date": .paymentCondition,
        "cost_centre": .costCentre, "cost_unit": .costUnit, "currency": .currency, "exchange_rate": .currency, "iban": .bankAccount,
    ]
}
