import Testing

@testable import BridgeDomain

struct PartyValidatorTests {
    private static func party(_ edit: (inout Party) -> Void = { _ in }) -> Party {
        var party = Party(key: PartyKey(.debtor, "C0412"), sourceID: "12", name: "Bloemen Jansen", country: "NL")
        party.currency = .eur
        party.paymentTermDays = 14
        party.chamberOfCommerce = "12345678"
        party.vatNumber = "NL004495445B01"
        party.iban = "NL91ABNA0417164300"
        party.gln = "8712345678906"
        edit(&party)
        return party
    }

    static let cases: [(name: String, party: Party, problems: [String])] = [
        ("complete", party(), []),
        ("no name", party { $0.name = " " }, ["party_incomplete at name: error"]),
        (
            "no code",
            party {
                $0 = Party(key: PartyKey(.debtor, ""), sourceID: "1", name: "x", country: "NL"); $0.currency = .eur; $0.paymentTermDays = 0
            }, ["party_incomplete at code: error"]
        ),
        (
            "no country",
            party {
                $0.country = ""; $0.billingAddress.country = ""
            }, ["party_incomplete at country: error"]
        ),
        (
            "unknown country",
            party {
                $0.country = "UK"; $0.billingAddress.country = "UK"
            }, ["country_unknown at country: error"]
        ),
        (
            "unknown country of the address", party { $0.billingAddress.country = "UK" },
            ["country_unknown at billing_address.country: warning"]
        ),
        ("KvK", party { $0.chamberOfCommerce = "1234567" }, ["chamber_of_commerce_invalid at kvk: warning"]),
        (
            "a register elsewhere",
            party {
                $0.chamberOfCommerce = "HRB 1234"; $0.country = "DE"; $0.vatNumber = "DE136695976"
            }, []
        ),
        ("VAT number", party { $0.vatNumber = "NL001234567B02" }, ["vat_number_invalid at vat_number: warning"]),
        ("VAT number without prefix", party { $0.vatNumber = "004495445B01" }, ["vat_number_invalid at vat_number: warning"]),
        (
            "VAT number of a country we cannot judge",
            party {
                $0.vatNumber = "12-3456789"; $0.country = "US"
            }, []
        ),
        ("IBAN", party { $0.iban = "NL91ABNA0417164301" }, ["iban_invalid at iban: warning"]),
        ("GLN", party { $0.gln = "8719604107308" }, ["gln_invalid at gln: warning"]),
        ("term below", party { $0.paymentTermDays = -1 }, ["value_out_of_range at payment_term_days: warning"]),
        ("term above", party { $0.paymentTermDays = 366 }, ["value_out_of_range at payment_term_days: warning"]),
        ("longest term", party { $0.paymentTermDays = 365 }, []),
        (
            "term by code",
            party {
                $0.paymentTermDays = nil; $0.paymentTermCode = "30"
            }, []
        ),
        (
            "no term, no currency",
            party {
                $0.paymentTermDays = nil; $0.currency = nil
            }, ["party_incomplete at payment_term_days: warning", "party_incomplete at currency: warning"]
        ),
        ("negative credit limit", party { $0.creditLimit = euro("-1.00") }, ["value_out_of_range at credit_limit: warning"]),
        ("long name", party { $0.name = String(repeating: "n", count: 256) }, ["text_beyond_limit at name: error"]),
    ]

    @Test(arguments: cases.indices)
    func `a party is judged field by field`(index: Int) {
        let row = Self.cases[index]
        let problems = PartyValidator().problems(of: row.party)
        #expect(problems.map { "\($0.code.rawValue) at \($0.place): \($0.severity.rawValue)" } == row.problems, "\(row.name)")
    }
}
