/// Looks at a debtor or creditor as the source gave it and names everything that is wrong (reference `freshportal` §4.2, `dutch-finance`
/// §10). A pure function that never fails.
///
/// Errors are what makes a relation useless in the books: no code, no name, no or an unknown country. All else is a warning: the party
/// is carried over and the remark stands beside it, because a wrong bank account of one debtor must not stop the day's invoices. A VAT
/// number is judged again, and strictly, on each document whose treatment needs it.
public struct PartyValidator: Sendable {
    /// Characters of a code: what an audit file (XAF) can hold.
    public static let codeLengthMax = 35
    /// Characters of a name.
    public static let nameLengthMax = 255
    /// Days of a payment term.
    public static let termDays = 0...365

    /// A validator.
    public init() {}

    /// All problems of a party; empty when nothing is wrong.
    public func problems(of party: Party) -> [Problem] {
        identityProblems(party) + addressProblems(party) + numberProblems(party) + termProblems(party)
    }

    private func identityProblems(_ party: Party) -> [Problem] {
        var problems: [Problem] = []
        let code = party.key.code.text
        for (field, text) in [("code", code), ("name", party.name)] where text.allSatisfy(\.isWhitespace) {
            problems.append(Problem(.partyIncomplete, at: Place(field)))
        }
        if code.count > Self.codeLengthMax {
            problems.append(Problem(.textBeyondLimit, at: Place("code"), found: code, expected: "≤ \(Self.codeLengthMax)"))
        }
        if party.name.count > Self.nameLengthMax {
            problems.append(Problem(.textBeyondLimit, at: Place("name"), found: party.name, expected: "≤ \(Self.nameLengthMax)"))
        }
        return problems
    }

    private func addressProblems(_ party: Party) -> [Problem] {
        var problems: [Problem] = []
        if party.country.isEmpty {
            problems.append(Problem(.partyIncomplete, at: Place("country")))
        } else if CountryCode(party.country) == nil {
            problems.append(Problem(.countryUnknown, at: Place("country"), found: party.country))
        }
        let postal = party.billingAddress.country
        if !postal.isEmpty, postal != party.country, CountryCode(postal) == nil {
            problems.append(Problem(.countryUnknown, at: Place("billing_address.country"), found: postal, severity: .warning))
        }
        return problems
    }

    private func numberProblems(_ party: Party) -> [Problem] {
        var problems: [Problem] = []
        func check(_ text: String?, _ code: ProblemCode, _ field: String, _ isRight: (String) -> Bool) {
            guard let text, !text.isEmpty, !isRight(text) else { return }
            problems.append(Problem(code, at: Place(field), found: text, severity: .warning))
        }
        // Other countries' registers have forms of their own.
        if party.country == CountryCode.netherlands.text {
            check(party.chamberOfCommerce, .chamberOfCommerceInvalid, "kvk") { ChamberOfCommerceNumber($0) != nil }
        }
        check(party.vatNumber, .vatNumberInvalid, "vat_number") { isPlausible($0, of: party.country) }
        check(party.iban, .ibanInvalid, "iban") { IBAN($0) != nil }
        check(party.gln, .glnInvalid, "gln") { GLN($0) != nil }
        return problems
    }

    /// A number without a prefix we know is nobody's mistake in a country whose form we do not know (US, JP).
    private func isPlausible(_ number: String, of country: String) -> Bool {
        switch VATNumber.check(number) {
        case .valid: true
        case .checkDigitWrong, .formatWrong: false
        case .prefixUnknown: !VATNumber.countriesKnown.contains(country)
        }
    }

    private func termProblems(_ party: Party) -> [Problem] {
        var problems: [Problem] = []
        if let days = party.paymentTermDays {
            if !Self.termDays.contains(days) {
                problems.append(
                    Problem(.valueOutOfRange, at: Place("payment_term_days"), found: "\(days)", expected: "0…365", severity: .warning))
            }
        } else if party.paymentTermCode?.isEmpty ?? true {
            problems.append(Problem(.partyIncomplete, at: Place("payment_term_days"), severity: .warning))
        }
        if party.currency == nil { problems.append(Problem(.partyIncomplete, at: Place("currency"), severity: .warning)) }
        if let limit = party.creditLimit, limit.isNegative {
            problems.append(
                Problem(.valueOutOfRange, at: Place("credit_limit"), found: limit.amountText, expected: "≥ 0", severity: .warning))
        }
        return problems
    }
}
