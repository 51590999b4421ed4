import BridgeDomain

/// What a customer's country and segment decide: name, place, numbers, currency, language and terms.
struct CustomerProfile {
    var name = ""
    var legalForm: String?
    var vatNumber: String?
    var eori: String?
    var language = "en"
    var currency = Currency.eur
    var street = ""
    var postcode = ""
    var city = ""
    var terms = [14, 30]

    init(country: String, segment: Customer.Segment, index: Int, _ random: inout SeededGenerator) {
        switch (country, segment) {
        case ("NL", _): dutch(segment, index, &random)
        case ("DE", .consumer): germanConsumer(&random)
        case ("DE", _): german(index, &random)
        case ("FR", _): french(index, &random)
        case ("BE", _): belgian(index, &random)
        case ("PL", _): polish(index, &random)
        case ("GB", _): british(index, &random)
        case ("CH", _): swiss(index, &random)
        case ("NO", _): norwegian(index, &random)
        default: american(index, &random)
        }
    }

    /// Names walk through all combinations before one comes back, so that customers can be told apart; beyond that they are numbered.
    private static func combined(_ first: [String], _ second: [String], _ index: Int) -> String {
        let round = index / (first.count * second.count)
        let name = "\(first[index % first.count]) \(second[(index % first.count * 7 + index / first.count) % second.count])"
        return round == 0 ? name : "\(name) \(round + 1)"
    }

    private static func numbered(_ names: [String], _ index: Int) -> String {
        let round = index / names.count
        return round == 0 ? names[index % names.count] : "\(names[index % names.count]) \(round + 1)"
    }

    private mutating func place(_ place: Names.Place, suffix: String = "") {
        city = place.city
        postcode = "\(place.postcode)\(suffix)"
    }

    private mutating func dutch(_ segment: Customer.Segment, _ index: Int, _ random: inout SeededGenerator) {
        switch segment {
        case .auction: name = Self.numbered(["Coöperatieve Bloemenveiling De Polder U.A.", "Veiling Oostland Bemiddeling B.V."], index)
        case .dutchWholesale: name = "Groothandel \(Self.numbered(Names.dutchFamilies, index)) Bloemenexport B.V."
        default: name = Self.combined(Names.dutchShops, Names.dutchFamilies, index)
        }
        legalForm = segment == .florist ? random.pick(["eenmanszaak", "VOF", "BV"]) : "BV"
        vatNumber = CheckDigits.dutchVAT(&random)
        language = "nl"
        street = random.pick(Names.dutchStreets)
        place(random.pick(Names.dutchPlaces), suffix: " \(CustomerPress.letters(&random))")
        terms = segment == .florist ? [7, 14, 14, 30] : [14, 30]
    }

    private mutating func germanConsumer(_ random: inout SeededGenerator) {
        name = "Annegret \(random.pick(Names.germanFamilies))"
        language = "de"
        street = "Lindenweg"
        place(random.pick(Names.germanPlaces))
        terms = [7]
    }

    private mutating func german(_ index: Int, _ random: inout SeededGenerator) {
        name = "Blumengroßhandel \(Self.numbered(Names.germanFamilies, index)) GmbH & Co. KG"
        legalForm = "GmbH & Co. KG"
        vatNumber = CheckDigits.germanVAT(&random)
        language = "de"
        street = random.pick(["Am Großmarkt", "Industriestraße", "Hauptstraße"])
        place(random.pick(Names.germanPlaces))
    }

    private mutating func french(_ index: Int, _ random: inout SeededGenerator) {
        name = "Fleurs \(Self.numbered(Names.frenchFamilies, index)) SARL"
        legalForm = "SARL"
        vatNumber = CheckDigits.frenchVAT(&random)
        language = "fr"
        street = random.pick(["Avenue des Pépinières", "Rue du Marché", "Boulevard de l'Horticulture"])
        place(random.pick(Names.frenchPlaces))
        terms = [30, 45]
    }

    private mutating func belgian(_ index: Int, _ random: inout SeededGenerator) {
        name = "Bloemengroothandel \(Self.numbered(Names.belgianFamilies, index)) BV"
        legalForm = "BV"
        vatNumber = CheckDigits.belgianVAT(&random)
        language = "nl"
        street = random.pick(["Mechelsesteenweg", "Grote Markt", "Nijverheidslaan"])
        place(random.pick(Names.belgianPlaces))
    }

    private mutating func polish(_ index: Int, _ random: inout SeededGenerator) {
        name = "Hurtownia Kwiatów \(Self.numbered(Names.polishFamilies, index)) Sp. z o.o."
        legalForm = "Sp. z o.o."
        vatNumber = CheckDigits.polishVAT(&random)
        street = random.pick(["ul. Kwiatowa", "ul. Długa"])
        let chosen = random.pick(Names.polishPlaces)
        city = chosen.city
        postcode = "\(chosen.postcode / 1000)-\(String(chosen.postcode % 1000 + 1000).dropFirst())"
        terms = [7, 14]
    }

    private mutating func british(_ index: Int, _ random: inout SeededGenerator) {
        name = "\(Self.numbered(Names.britishFamilies, index)) Flowers Wholesale Ltd"
        legalForm = "Ltd"
        vatNumber = CheckDigits.britishVAT(&random)
        eori = vatNumber.map { "\($0)000" }
        currency = random.chance(70) ? Currency(code: "GBP") ?? .eur : .eur
        street = random.pick(["Market Way", "New Covent Garden", "Station Road"])
        let (town, district) = Names.britishPlaces[random.below(Names.britishPlaces.count)]
        city = town
        postcode = "\(district)\(CustomerPress.letters(&random))"
        terms = [30]
    }

    private mutating func swiss(_ index: Int, _ random: inout SeededGenerator) {
        name = "Blumenbörse \(Self.numbered(Names.swissFamilies, index)) AG"
        legalForm = "AG"
        vatNumber = CheckDigits.swissVAT(&random)
        language = "de"
        currency = random.chance(75) ? Currency(code: "CHF") ?? .eur : .eur
        street = "Aargauerstrasse"
        place(random.pick(Names.swissPlaces))
        terms = [30]
    }

    private mutating func norwegian(_ index: Int, _ random: inout SeededGenerator) {
        name = "\(Self.numbered(Names.norwegianFamilies, index)) Blomster Engros AS"
        legalForm = "AS"
        vatNumber = CheckDigits.norwegianVAT(&random)
        street = "Brobekkveien"
        let chosen = random.pick(Names.norwegianPlaces)
        city = chosen.city
        postcode = String(chosen.postcode)
        terms = [30]
    }

    private mutating func american(_ index: Int, _ random: inout SeededGenerator) {
        name = "\(Self.numbered(Names.americanFamilies, index)) Floral Imports Inc."
        legalForm = "Inc."
        currency = Currency(code: "USD") ?? .eur
        street = "West 28th Street"
        city = "New York"
        postcode = "10001"
        terms = [30]
    }
}
