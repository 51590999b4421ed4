import BridgeDomain

/// A VAT category of EN 16931 (UNCL 5305) with its rate and the reason for no VAT.
struct Category: Hashable {
    var code: String
    /// In percent; zero where none is given.
    var rate: ExactDecimal
    /// The code of a reason (VATEX), if given.
    var reasonCode: String?
}

/// From a category to the ground on which a line is taxed (reference `dutch-finance` §3 and §8).
struct Treatments {
    let isSale: Bool
    let ownCountry: CountryCode
    /// Where the other party sits; empty when unknown.
    let partyCountry: String
    let deliveryCountry: String?
    let supplyDate: CalendarDate
    let importsUnderArticle23: Bool

    /// The categories that are read. L and M (Canary Islands, Ceuta and Melilla) and B (Italian split payment) are not VAT of ours to book.
    static let known: Set<String> = ["S", "Z", "E", "AE", "K", "G", "O"]

    /// nil for a category that is not read.
    func treatment(_ category: Category) -> VATTreatment? {
        switch category.code {
        case "S": isOSS(category) ? .oss : .domestic
        case "Z", "E": .domestic
        case "AE": partyCountry == ownCountry.text || partyCountry.isEmpty ? .reverseCharge : .euService
        case "K": isSale ? .euSupply : .euAcquisition
        // Without a licence customs collects the VAT: the supplier's invoice has nothing to do with it.
        case "G": isSale ? .export : importsUnderArticle23 ? .importArticle23 : .outsideScope
        case "O": .outsideScope
        default: nil
        }
    }

    /// A sale at another member state's rate, delivered there: the one-stop shop.
    private func isOSS(_ category: Category) -> Bool {
        guard isSale, !category.rate.isZero, let country = deliveryCountry.flatMap({ CountryCode($0) }), country != ownCountry,
            country.isInEUVATTerritory(on: supplyDate)
        else { return false }
        let rates = VATRateTable.standard
        return !rates.isValid(category.rate, country: ownCountry, on: supplyDate)
            && rates.isValid(category.rate, country: country, on: supplyDate)
    }

    /// The category that a reason's code belongs to (the VATEX list of EN 16931); nil for reasons of the plain exemption.
    static func category(ofReason code: String) -> String? {
        switch code.uppercased() {
        case "VATEX-EU-AE": "AE"
        case "VATEX-EU-IC": "K"
        case "VATEX-EU-G": "G"
        case "VATEX-EU-O": "O"
        default: nil
        }
    }
}
