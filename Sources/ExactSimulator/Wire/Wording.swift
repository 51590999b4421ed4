/// The words of business refusals, in English and Dutch (reference §4).
enum Wording {
    static func mandatory(_ noun: Text) -> Text { Text("Mandatory: \(noun.english)", "Verplicht: \(noun.dutch)") }
    static func invalidReference(_ noun: Text) -> Text {
        Text("Invalid reference: \(noun.english)", "Ongeldige referentie: \(noun.dutch)")
    }
    static func invalid(_ noun: Text) -> Text { Text("Invalid: \(noun.english)", "Ongeldig: \(noun.dutch)") }
    static func alreadyExists(_ noun: Text) -> Text { Text("Already exists: \(noun.english)", "Bestaat reeds: \(noun.dutch)") }
    static func inUse(_ noun: Text) -> Text { Text("In use: \(noun.english)", "In gebruik: \(noun.dutch)") }
    static func notAllowed(_ noun: Text) -> Text { Text("Not allowed: \(noun.english)", "Niet toegestaan: \(noun.dutch)") }
    static func blocked(_ noun: Text) -> Text { Text("Blocked: \(noun.english)", "Geblokkeerd: \(noun.dutch)") }
    static let alreadyProcessed = Text("Already processed", "Reeds verwerkt")

    static func periodClosed(year: Int, period: Int) -> Text {
        Text("Period is closed: \(year) - \(period)", "Periode is afgesloten: \(year) - \(period)")
    }

    static let vatAmountWithoutVAT = Text(
        "A VAT amount is not allowed with a VAT code of type \"no VAT\"",
        "Een btw-bedrag is niet toegestaan bij een btw-code van het type \"geen btw\"")

    static func wrongAccountType(_ type: Text) -> Text {
        Text("Ledger account is of a wrong type: '\(type.english)'", "Grootboekrekening is van een verkeerd type: '\(type.dutch)'")
    }

    /// The entry or its currency does not add up to nothing.
    static func outOfBalance(_ difference: String, _ currency: String) -> Text {
        Text("Not in balance: difference \(currency) \(difference)", "Niet in balans: verschil \(currency) \(difference)")
    }

    /// The VAT of an uploaded entry is not what its lines give, or a code of the including type was fed without VAT (reference §11).
    static let vatLineDiffers = Text(
        "VAT line is not equal to the sum of the base lines", "Btw-regel is niet gelijk aan de som van de grondslagregels")

    static let closingBalance = Text(
        "Opening balance plus lines differs from closing balance", "Beginsaldo plus regels wijkt af van het eindsaldo")
}

/// What a refusal is about, in the service's own nouns.
extension Text {
    static let journal = Text("Journal", "Dagboek")
    static let customer = Text("Customer", "Klant")
    static let supplier = Text("Supplier", "Leverancier")
    static let account = Text("Relation", "Relatie")
    static let paymentCondition = Text("Payment condition", "Betalingsconditie")
    static let vatCode = Text("VAT code", "Btw-code")
    static let vatAmount = Text("VAT amount", "Btw-bedrag")
    static let costCentre = Text("Cost center", "Kostenplaats")
    static let costUnit = Text("Cost unit", "Kostendrager")
    static let exchangeRate = Text("Exchange rate", "Wisselkoers")
    static let currency = Text("Currency", "Valuta")
    static let entryNumber = Text("Entry number", "Boekstuknummer")
    static let code = Text("Code", "Code")
    static let name = Text("Name", "Naam")
    static let description = Text("Description", "Omschrijving")
    static let ledgerAccount = Text("Ledger account", "Grootboekrekening")
    static let amount = Text("Amount", "Bedrag")
    static let lines = Text("Lines", "Regels")
    static let entry = Text("Entry", "Boeking")
    static let document = Text("Document", "Document")
    static let subject = Text("Subject", "Onderwerp")
    static let type = Text("Type", "Type")
    static let fileName = Text("File name", "Bestandsnaam")
    static let attachment = Text("Attachment", "Bijlage")
    static let country = Text("Country", "Land")
    static let firstOrLastName = Text("First name or last name", "Voornaam of achternaam")
    static let bankAccount = Text("Bank account", "Bankrekening")
    static let callbackURL = Text("Callback URL", "Callback-URL")
    static let topic = Text("Topic", "Onderwerp")
    static let startDate = Text("Start date", "Begindatum")
    static let rate = Text("Rate", "Koers")
    static let financialYear = Text("Financial year (period-date table)", "Boekjaar (periode-datumtabel)")
    static let date = Text("Date", "Datum")

    func suffixed(_ english: String, _ dutch: String) -> Text { Text("\(self.english) \(english)", "\(self.dutch) \(dutch)") }
    func suffixed(_ both: String) -> Text { suffixed(both, both) }
}
