import BridgeDomain

/// Makes one customer after the other.
struct CustomerPress {
    let seed: UInt64
    private var made = 0
    private var madeOfKind: [String: Int] = [:]

    init(seed: UInt64) { self.seed = seed }

    static func supplier(_ seed: UInt64, _ index: Int) -> Supplier {
        var random = SeededGenerator(seed: seed, purpose: 2, index: index)
        let place = random.pick(Names.dutchPlaces)
        return Supplier(
            id: 9_000 + Int64(index), code: "S00\(index + 11)",
            name: "\(Names.growers[index % Names.growers.count]) \(Names.dutchFamilies[(index * 7) % Names.dutchFamilies.count])",
            vatNumber: CheckDigits.dutchVAT(&random), gln: CheckDigits.gln(&random), iban: CheckDigits.dutchIBAN(&random), city: place.city,
            postcode: "\(place.postcode) \(letters(&random))")
    }

    /// The next customer: numbered among all, named among those of its country and segment.
    mutating func customer(_ country: String, _ segment: Customer.Segment) -> Customer {
        let index = made
        made += 1
        let ordinal = madeOfKind["\(country) \(segment)", default: 0]
        madeOfKind["\(country) \(segment)"] = ordinal + 1
        var random = SeededGenerator(seed: seed, purpose: 1, index: index)
        let profile = CustomerProfile(country: country, segment: segment, index: ordinal, &random)
        let iban = country == "NL" ? CheckDigits.dutchIBAN(&random) : nil
        let debits = segment == .florist && random.chance(35)
        let digits = String(400 + index)
        return Customer(
            id: 12 + Int64(index), code: "C" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits, segment: segment,
            name: profile.name, legalForm: profile.legalForm, country: country, vatNumber: profile.vatNumber,
            chamberOfCommerce: country == "NL" ? CheckDigits.text([random.within(1...8)] + random.digits(7)) : nil,
            gln: CheckDigits.gln(&random), eori: profile.eori, language: profile.language, currency: profile.currency,
            street: profile.street, houseNumber: "\(random.within(1...240))", postcode: profile.postcode, city: profile.city,
            email: "facturen@klant-\(digits).example", termDays: random.pick(profile.terms), iban: iban,
            mandate: debits ? "MND-\(digits)-01" : nil)
    }

    static func letters(_ random: inout SeededGenerator) -> String {
        let alphabet = Array("ABCDEGHJKLMNPRSTVWXZ")
        return String([alphabet[random.below(alphabet.count)], alphabet[random.below(alphabet.count)]])
    }
}
