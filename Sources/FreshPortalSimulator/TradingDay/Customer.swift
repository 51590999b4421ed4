import BridgeDomain
import BridgeJSON

/// A customer as the trading day needs it.
struct Customer: Sendable {
    /// What is traded with it, and how.
    enum Segment: Sendable, CaseIterable {
        case florist, dutchWholesale, auction, euWholesale, export, consumer
    }

    let id: Int64
    let code: String
    let segment: Segment
    let name: String
    let legalForm: String?
    let country: String
    var vatNumber: String?
    let chamberOfCommerce: String?
    let gln: String
    let eori: String?
    let language: String
    let currency: Currency
    let street: String
    let houseNumber: String
    let postcode: String
    let city: String
    let email: String
    let termDays: Int
    let iban: String?
    let mandate: String?
    /// False for a customer that FreshPortal has but does not deliver.
    var isDelivered = true
    /// True for a customer that was made today.
    var isNew = false

    var group: String {
        switch segment {
        case .florist, .consumer: "RETAIL"
        case .dutchWholesale, .euWholesale: "WHOLESALE"
        case .export: "EXPORT"
        case .auction: "AUCTION"
        }
    }

    var countryGroup: String {
        switch segment {
        case .florist, .dutchWholesale, .auction: "domestic"
        case .euWholesale, .consumer: "eu"
        case .export: "non-eu"
        }
    }

    /// The customer in the form of the contract (reference freshportal §4.2), without its sequence.
    var json: JSON {
        [
            "id": .number(id), "code": .string(code), "name": .string(name), "name2": nil, "legal_form": .string(legalForm),
            "kvk": .string(chamberOfCommerce), "vat_number": .string(vatNumber), "vat_checked_at": nil, "vat_check_result": nil,
            "gln": .string(gln), "eori": .string(eori), "language": .string(language), "currency": .string(currency.code),
            "country": .string(country), "customer_group": .string(group), "email_invoices": .string(email), "e_invoice_address": nil,
            "billing_address": address, "delivery_addresses": [address], "payment_term_days": .number(termDays),
            "payment_term_code": .string("\(termDays)D"), "credit_restriction_percent": "0", "credit_limit": nil,
            "credit_insured_limit": nil, "collective_account_group": .string(countryGroup), "direct_debit": directDebit,
            "iban": .string(iban), "bic": nil, "invoice_frequency": "per delivery", "packaging_policy": "OUTSIDE", "blocked": false,
            "active": true, "merged_into": nil,
        ]
    }

    private var address: JSON {
        [
            "street": .string(street), "number": .string(houseNumber), "addition": nil, "postcode": .string(postcode),
            "city": .string(city), "region": nil, "country": .string(country),
        ]
    }

    private var directDebit: JSON {
        guard let mandate, let iban else { return nil }
        return ["mandate_id": .string(mandate), "signed_on": "2024-03-01", "scheme": "B2B", "iban": .string(iban), "bic": nil]
    }
}

/// A grower the exporter buys from.
struct Supplier: Sendable {
    let id: Int64
    let code: String
    let name: String
    let vatNumber: String
    let gln: String
    let iban: String
    let city: String
    let postcode: String

    /// The supplier in the form of the contract, without its sequence.
    var json: JSON {
        [
            "id": .number(id), "code": .string(code), "name": .string(name), "name2": nil, "legal_form": "BV", "kvk": nil,
            "vat_number": .string(vatNumber), "vat_checked_at": nil, "vat_check_result": nil, "gln": .string(gln), "eori": nil,
            "language": "nl", "currency": "EUR", "country": "NL",
            "billing_address": [
                "street": "Kwekerijweg", "number": .string("\(id % 90 + 1)"), "addition": nil, "postcode": .string(postcode),
                "city": .string(city), "region": nil, "country": "NL",
            ],
            "payment_term_days": 7, "payment_term_code": "7D", "collective_account_group": "domestic", "iban": .string(iban), "bic": nil,
            "blocked": false, "active": true, "merged_into": nil,
        ]
    }
}
