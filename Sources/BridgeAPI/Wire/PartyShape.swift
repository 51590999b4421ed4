import BridgeDomain

// The JSON form of a debtor or creditor.
extension Shape {
    static let party = Shape("Party", "A debtor or creditor.", PartyField.self)
    static let address = Shape("Address", "A postal address; every part may be left out.", AddressField.self)
}

enum PartyField: Int, ShapeKey {
    case kind, code, id, name, secondName, legalForm, chamberOfCommerce, vatNumber, vatNumberValid, gln, eori, language, currency, country
    case customerGroup, email, billingAddress, paymentTermDays, paymentTermCode, creditLimit, countryGroup, iban, packagingPolicy, blocked
    case active, mergedInto

    var field: Field {
        let (code, name) = (PartyValidator.codeLengthMax, PartyValidator.nameLengthMax)
        return switch self {
        case .kind: Field("kind", .word(PartyKind.allCases.map(\.rawValue)), .always, "Whether it owes or is owed.")
        case .code: Field("code", .code(max: code), .always, "What documents name it by; one per kind, for good.")
        case .id: Field("id", .code(max: 100), .always, "Your own technical identifier.")
        case .name: Field("name", .text(max: name), .always, "Its name.")
        case .secondName: Field("name2", .text(max: name), "A second line of the name.")
        case .legalForm: Field("legal_form", .code(max: 60), "Such as `B.V.`")
        case .chamberOfCommerce: Field("kvk", .code(max: 30), "Chamber of commerce number.")
        case .vatNumber: Field("vat_number", .code(max: 30), "VAT number with its country.")
        case .vatNumberValid: Field("vat_number_valid", .truth, "The verdict of the last check; left out when there was none.")
        case .gln: Field("gln", .code(max: 20), "Global location number.")
        case .eori: Field("eori", .code(max: 30), "EORI number.")
        case .language: Field("language", .code(max: 10), "Such as `nl`.")
        case .currency: Field("currency", .currency, "The currency it is invoiced in.")
        case .country: Field("country", .code(max: 2), .always, "ISO 3166 alpha-2.")
        case .customerGroup: Field("customer_group", .code(max: 60), "A group that mapping rules may look at.")
        case .email: Field("email", .code(max: 254), "Where invoices go.")
        case .billingAddress: Field("billing_address", .object(.address), "Where it is addressed.")
        case .paymentTermDays: Field("payment_term_days", .whole(0...365), "Days between invoice date and due date.")
        case .paymentTermCode: Field("payment_term_code", .code(max: 60), "Your own code of the term.")
        case .creditLimit: Field("credit_limit", .amount, "In `currency`, or in euro without it.")
        case .countryGroup:
            Field("country_group", .word(CountryGroup.allCases.map(\.rawValue)), "Which collective account; left out, the country says.")
        case .iban: Field("iban", .code(max: 42), "Bank account.")
        case .packagingPolicy: Field("packaging_policy", .code(max: 60), "How deposits are dealt with.")
        case .blocked: Field("blocked", .truth, "Nothing may be booked on it.")
        case .active: Field("active", .truth, "False when it is no longer used.")
        case .mergedInto: Field("merged_into", .code(max: code), "The code it lives on under after a merge.")
        }
    }
}

enum AddressField: Int, ShapeKey {
    case street, number, addition, postcode, city, region, country

    var field: Field {
        switch self {
        case .street: Field("street", .text(max: 200), "The street.")
        case .number: Field("number", .text(max: 20), "The house number.")
        case .addition: Field("addition", .text(max: 20), "What follows the house number.")
        case .postcode: Field("postcode", .text(max: 20), "The postcode.")
        case .city: Field("city", .text(max: 100), "The town.")
        case .region: Field("region", .text(max: 100), "The region.")
        case .country: Field("country", .text(max: 2), "ISO 3166 alpha-2; left out, the party's.")
        }
    }
}
