import BridgeDomain
import Testing

@testable import ExactConnector

@Suite struct `Texts of refusals` {
    /// Dutch and English wording of one refusal, and where it leads.
    @Test(arguments: [
        (["Mandatory: Journal", "Verplicht: Dagboek", "Mandatory: Diary"], ProblemCode.targetFieldMissing, "journal"),
        (["Mandatory: Customer", "Verplicht: Klant", "Mandatory: Relationship"], .targetFieldMissing, "party"),
        (["Mandatory: Invoice to", "Verplicht: Factuur voor", "Verplicht: Besteld door"], .targetFieldMissing, "party"),
        (["Mandatory: Payment condition", "Verplicht: Betalingsconditie"], .targetFieldMissing, "payment_term_code"),
        (["Mandatory: Due date", "Verplicht: Vervaldatum"], .targetFieldMissing, "due_date"),
        (["Mandatory: Serial number", "Verplicht: Serie"], .targetFieldMissing, "document"),
        (["Invalid reference: VAT code", "Ongeldige referentie: Btw-code"], .targetCodeUnknown, "lines.vat_code"),
        (["Invalid reference: Payment condition", "Ongeldige referentie: Betalingsconditie"], .targetCodeUnknown, "payment_term_code"),
        (["Invalid reference: Cost unit", "Ongeldige referentie: Kostendrager"], .targetCodeUnknown, "lines.cost_unit"),
        (["Invalid reference: Customer", "Ongeldige referentie: Klant"], .partyUnknown, "party"),
        (["Invalid: Customer (Type)", "Ongeldig: Klant (Type)"], .partyRoleMissing, "party"),
        (["Invalid: VAT percentage []", "Ongeldig: Btw-percentage []"], .targetNotAllowed, "lines.vat_code"),
        (["Ongeldig: Type (Rekening af te dragen btw)"], .targetNotAllowed, "lines.vat_code"),
        (
            ["Already exists: Code", "Bestaat reeds: Code", "Data already exists: Code", "Gegeven bestaat reeds: Code"],
            .partyMatchProposed, "party.number"
        ),
        (["In use: Entry number", "In gebruik: Boekstuknummer"], .targetRejected, "number"),
        (["Already processed", "Reeds verwerkt"], .targetRejected, "document"),
        (["Period is closed: [2024] - [5]", "Periode is afgesloten: [2024] - [5]"], .periodClosed, "period"),
        (["Not allowed: VAT code", "Niet toegestaan: Btw-code"], .targetNotAllowed, "lines.vat_code"),
        (["Not allowed: Exchange rate", "Niet toegestaan: Wisselkoers"], .targetNotAllowed, "exchange_rate"),
        (["A VAT amount is not allowed with a VAT code of type \"no VAT\""], .targetNotAllowed, "lines.vat_code"),
        (["Blocked: Ledger account 8000", "Geblokkeerd: Grootboekrekening 8000"], .targetCodeBlocked, "lines.account"),
        (["Blocked: Customer", "Geblokkeerd: Klant"], .partyBlocked, "party"),
        (["Ledger account is of a wrong type: '20 - Accounts receivable'"], .targetNotAllowed, "lines.account"),
        (["Opening balance plus lines differs from closing balance"], .notBalanced, "document"),
    ])
    func `say the same in both languages`(texts: [String], code: ProblemCode, field: String) {
        for text in texts {
            for written in [text, text.uppercased(), text.lowercased()] {
                let problems = ExactRefusals.problems(in: written)
                #expect(problems.map(\.code) == [code], "\(written)")
                #expect(problems.map(\.place.field) == [field], "\(written)")
                #expect(problems.map(\.found) == [written])
            }
        }
    }

    @Test(arguments: ["Klant is gearchiveerd", "", "\r\n", "Something about Mandatory: things"])
    func `that are not known name no problem`(text: String) {
        #expect(ExactRefusals.problems(in: text).isEmpty)
    }

    @Test func `of several lines give a problem each`() {
        let problems = ExactRefusals.problems(in: "Verplicht: Klant\r\nIets anders\r\nPeriode is afgesloten: [2024] - [5]\r\n")
        #expect(problems.map(\.code) == [.targetFieldMissing, .periodClosed])
    }

    @Test func `have longer beginnings before those they contain`() {
        let texts = ExactRefusals.heads.flatMap(\.texts)
        for (place, text) in texts.enumerated() {
            for earlier in texts[..<place] { #expect(!text.hasPrefix(earlier), "\(text) is hidden by \(earlier)") }
        }
    }
}
