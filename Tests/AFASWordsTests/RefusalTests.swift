import AFASWords
import BridgeDomain
import Testing

struct RefusalTests {
    private let refusals = AFASRefusals()

    @Test(arguments: [
        (
            "Datum '1-2-2026' valt in een geblokkeerde periode | Voor deze administratie is periode 2 van jaar 2026 geblokkeerd.",
            ProblemCode.periodClosed, "period"
        ),
        (
            "Date '28-2-2026' belongs to a blocked period | For this administration, period 2 of the year 2026 is blocked.", .periodClosed,
            "period"
        ),
        (
            "(AntaObject) The foreignkey does not exist in the database. FieldId=Btw-code, ForeignkeyId=KnVat", .targetCodeUnknown,
            "lines.vat_code"
        ),
        (
            "(AntaObject) The foreignkey does not exist in the database. FieldId=Rekeningnummer, ForeignkeyId=KnAnt1", .targetCodeUnknown,
            "lines.account"
        ),
        ("The entered value for 'Account number' does not exist.", .targetCodeUnknown, "lines.account"),
        ("Code verbijzondering voor as 'Kostenplaats' moet gevuld worden voor rekening 8074", .targetFieldMissing, "lines.cost_centre"),
        (
            "General message: There is no assignment for cost center '10575' with account '4108' or the assignment is blocked.",
            .targetNotAllowed,
            "lines.cost_centre"
        ),
        ("(AFASFiEntry) VAT is not allowed for account 4400", .targetNotAllowed, "lines.vat_code"),
        ("(AntaObject) The primary key already exists for field 'Organisatie/persoon'", .partyMatchProposed, "party.number"),
        ("Words nobody has seen before", .targetRejected, "document"),
    ])
    func `a published text is a problem in our own words`(text: String, code: ProblemCode, place: String) {
        let reading = refusals.reading(text)
        #expect(reading.meaning == .refused)
        #expect(reading.problems.map(\.code) == [code])
        #expect(reading.problems.first?.place == Place(place))
        #expect(reading.problems.first?.found == text)
    }

    @Test(arguments: [
        ("GetConnector not supported for this app or the user is not authorized", AFASRefusals.Meaning.rights),
        ("General message: Deze UpdateConnector wordt niet ondersteund of de gebruiker is niet geautoriseerd.", .rights),
        ("This GetConnector (definition) is blocked", .rights), ("No unit available", .rights),
        ("An unexpected error has occurred.", .unknown), ("Er is een onverwachte fout opgetreden.", .unknown),
        ("De maximale tijdsduur van 900 seconden is overschreden.", .unknown), ("Command timeout expired.", .unknown),
        ("Journal '20' is locked by another user.", .later), ("Dagboek '20' is in gebruik door een andere gebruiker.", .later),
        ("General message: Invoice number X is already used in finance for Debtor Y.", .unknown),
        ("Connector field 'X' not found", .ours), ("General message: Invalid Index field", .ours),
    ])
    func `a text that refuses no document says what to do with the call`(text: String, meaning: AFASRefusals.Meaning) {
        #expect(refusals.reading(text).meaning == meaning)
    }

    @Test func `one fault among several findings leaves the outcome unknown`() {
        let reading = refusals.reading("VAT is not allowed for account 4400 | An unexpected error has occurred.")
        #expect(reading.meaning == .unknown)
    }

    @Test func `an environment's own rows go before ours`() {
        let own = AFASRefusals(adding: "refused period_closed period Maand * zit dicht\nlater - - onverwachte fout in de wachtrij")
        #expect(own.reading("Maand 2 zit dicht").problems.map(\.code) == [.periodClosed])
        #expect(own.reading("Er is een onverwachte fout in de wachtrij").meaning == .later)
        #expect(own.reading("Er is een onverwachte fout opgetreden").meaning == .unknown)
    }

    @Test(arguments: ["refused nonsense document text", "refused period_closed period", "perhaps - - text", "refused - document text"])
    func `a row that cannot be read is named`(row: String) { #expect(AFASRefusals.issues(row).count == 1) }

    @Test func `every row of our table can be read`() { #expect(AFASRefusals.issues(AFASRefusals.table).isEmpty) }
}
