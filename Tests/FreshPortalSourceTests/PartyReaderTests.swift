import BridgeDomain
import BridgeJSON
import BridgeSource
@testable import FreshPortalSource
import Testing

struct PartyReaderTests {
    static let example = """
        {"id": 12, "sequence": 7, "code": "C0412 ", "name": "Bloemenhuis de Jong", "name2": null, "legal_form": "VOF", "kvk": "01234567",
         "vat_number": "NL004495445B01", "vat_check_result": "valid", "gln": "8712345678906", "eori": null, "language": "nl",
         "currency": "EUR", "country": "NL", "customer_group": "RETAIL", "email_invoices": ["a@klant.example", "b@klant.example"],
         "billing_address": {"street": "Dorpsstraat", "number": "1", "addition": "a", "postcode": "1431 AB", "city": "Aalsmeer",
         "region": null, "country": "NL"}, "payment_term_days": 14, "payment_term_code": "14D", "credit_limit": "1.500,00",
         "collective_account_group": "non-eu", "direct_debit": {"mandate_id": "M1", "iban": "NL91ABNA0417164300"}, "iban": null,
         "packaging_policy": "OUTSIDE", "blocked": false, "active": 1, "merged_into": 0}
        """

    static func read(_ old: String = "", _ new: String = "", kind: PartyKind = .debtor) throws -> SourceParty {
        PartyReader(kind: kind).read(try JSON(parsing: old.isEmpty ? example : example.replacing(old, with: new)))
    }

    @Test func `a customer is read whole`() throws {
        let item = try Self.read()
        let party = try #require(item.party, "\(item.problems)")
        #expect(item.key == PartyKey(.debtor, "C0412"))
        #expect(party.chamberOfCommerce == "01234567")
        #expect(party.vatNumberValid == true)
        #expect(party.email == "a@klant.example")
        #expect(party.billingAddress.addition == "a")
        #expect(party.paymentTermDays == 14)
        #expect(party.creditLimit == Money(minorUnits: 150_000, .eur))
        #expect(party.countryGroup == .nonEU)
        #expect(party.iban == "NL91ABNA0417164300")
        #expect(party.active && !party.blocked)
        #expect(party.mergedInto == nil)
    }

    @Test func `a merged customer lives on under another code`() throws {
        #expect(try Self.read("\"merged_into\": 0", "\"merged_into\": \"C0099 \"").party?.mergedInto == "C0099")
        #expect(try Self.read("\"merged_into\": 0", "\"merged_into\": null").party?.mergedInto == nil)
        #expect(try Self.read("\"merged_into\": 0", "\"merged_into\": 99").problems.map(\.place.field) == ["merged_into"])
    }

    @Test func `a supplier is a creditor`() throws {
        #expect(try Self.read(kind: .creditor).key == PartyKey(.creditor, "C0412"))
    }

    @Test(
        arguments: [
            ("\"valid\"", "\"invalid\"", false), ("\"valid\"", "\"unavailable\"", nil), ("\"valid\"", "null", nil),
            ("\"valid\"", "true", true),
        ] as [(String, String, Bool?)])
    func `a VAT check that was not available says nothing`(old: String, new: String, verdict: Bool?) throws {
        #expect(try Self.read(old, new).party?.vatNumberValid == verdict)
    }

    @Test(
        arguments: [
            ("\"code\": \"C0412 \"", "\"code\": null", .fieldMissing, "code"),
            ("\"country\": \"NL\", \"cus", "\"cus", .fieldMissing, "country"),
            ("\"payment_term_days\": 14", "\"payment_term_days\": 400", .malformed, "payment_term_days"),
            ("\"non-eu\"", "\"moon\"", .valueUnknown, "collective_account_group"),
            ("\"blocked\": false", "\"blocked\": \"perhaps\"", .valueUnknown, "blocked"),
            ("\"currency\": \"EUR\"", "\"currency\": \"GULDEN\"", .currencyUnknown, "currency"),
            ("\"name\": \"Bloemenhuis de Jong\"", "\"name\": \" \"", .fieldMissing, "name"),
        ] as [(String, String, ProblemCode, String)])
    func `what cannot be read is named`(old: String, new: String, code: ProblemCode, field: String) throws {
        let item = try Self.read(old, new)
        #expect(item.party == nil)
        #expect(item.problems.map(\.code) == [code] && item.problems.map(\.place.field) == [field])
    }

    @Test func `a party without a code keeps its id as name`() throws {
        #expect(try Self.read("\"code\": \"C0412 \"", "\"code\": null").key == PartyKey(.debtor, "#12"))
    }
}
