import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

/// Every strictness of reference afas-profit §6 and §16, with the text it is refused with.
struct RefusalTests {
    /// An entry that is refused, and why.
    struct Case: CustomTestStringConvertible {
        let name: String
        let body: JSON
        let english: String
        let dutch: String
        var change: @Sendable (inout AFASSandbox.Settings) -> Void = { _ in }
        var testDescription: String { name }
    }

    /// An invoice of one line whose debtor's line is changed.
    private static func debtor(_ more: [String: JSON]) -> JSON {
        Message.entry(
            [:],
            [
                Message.line("2", "10044", debit: "5", ["InId": "R1"].merging(more) { $1 }),
                Message.line("1", "8100", credit: "5", ["VaId": "6"]),
            ])
    }

    /// The same with a changed revenue line.
    private static func revenue(_ account: String, _ more: [String: JSON], objects: JSON? = nil) -> JSON {
        Message.entry(
            [:],
            [
                Message.line("2", "10044", debit: "5", ["InId": "R1"]),
                Message.line("1", account, credit: "5", ["VaId": "6"].merging(more) { $1 }, objects: objects),
            ])
    }

    private static func dimension(_ fields: JSON) -> JSON { [["FiDimEntries": ["Element": ["Fields": fields]]]] }

    static let references: [Case] = [
        Case(
            name: "unknown ledger account", body: revenue("9999", [:]),
            english: "The entered value for 'Account number' does not exist.",
            dutch: "De ingevoerde waarde bij 'Rekeningnummer' bestaat niet."),
        Case(
            name: "unknown debtor, older layer", body: debtor(["AcNr": "77777"]),
            english: "(AntaObject) The foreignkey does not exist in the database. FieldId=Rekeningnummer, ForeignkeyId=KnAnt1",
            dutch: "(AntaObject) The foreignkey does not exist in the database. FieldId=Rekeningnummer, ForeignkeyId=KnAnt1",
            change: { $0.behaviour.olderTexts = true }),
        Case(
            name: "a creditor is no debtor", body: debtor(["AcNr": "50010"]),
            english: "The entered value for 'Account number' does not exist.",
            dutch: "De ingevoerde waarde bij 'Rekeningnummer' bestaat niet."),
        Case(
            name: "unknown VAT code", body: revenue("8100", ["VaId": "99"]),
            english: "(AntaObject) The foreignkey does not exist in the database. FieldId=Btw-code, ForeignkeyId=KnVat",
            dutch: "(AntaObject) The foreignkey does not exist in the database. FieldId=Btw-code, ForeignkeyId=KnVat"),
        Case(
            name: "VAT code on an account without VAT", body: revenue("1100", [:]),
            english: "(AFASFiEntry) VAT is not allowed for account 1100", dutch: "(AFASFiEntry) Btw is niet toegestaan voor rekening 1100"),
        Case(
            name: "VAT code on another code's VAT account", body: revenue("1500", ["VaId": "2"]),
            english: "(AFASFiEntry) VAT is not allowed for account 1500", dutch: "(AFASFiEntry) Btw is niet toegestaan voor rekening 1500"),
        Case(
            name: "unknown payment condition", body: debtor(["PaCd": "99"]),
            english: "The entered value for 'Payment condition' does not exist.",
            dutch: "De ingevoerde waarde bij 'Betalingsconditie' bestaat niet."),
        Case(
            name: "unknown currency", body: debtor(["CuId": "XXX", "Rate": 1, "AmDc": 5]),
            english: "The entered value for 'Currency' does not exist.", dutch: "De ingevoerde waarde bij 'Valuta' bestaat niet."),
        Case(
            name: "unknown journal", body: Message.sale(head: ["JoCo": "99"]),
            english: "The entered value for 'Journal' does not exist.", dutch: "De ingevoerde waarde bij 'Dagboek' bestaat niet."),
        Case(
            name: "unknown administration", body: Message.sale(head: ["UnId": 9]), english: "No unit available",
            dutch: "Geen administratie beschikbaar"),
        Case(
            name: "preparation type", body: Message.sale(head: ["PrTp": 1]), english: "Unknown preparetype",
            dutch: "Onbekend preparetype"),
        Case(
            name: "bank account that is not the relation's", body: debtor(["BankAccount": "NL02ABNA0123456789"]),
            english: "Bank account NL02ABNA0123456789 not found for account 10044",
            dutch: "Bankrekening NL02ABNA0123456789 niet gevonden bij rekening 10044"),
        Case(
            name: "blocked debtor", body: debtor(["AcNr": "10099"]), english: "Debtor 10099 is blocked.",
            dutch: "Debiteur 10099 is geblokkeerd."),
    ]

    static let rules: [Case] = [
        Case(
            name: "debit and credit differ", body: Message.sale(lines: [Message.line("2", "10044", debit: "5")]),
            english: "The entry does not balance: debit minus credit is 5.00.",
            dutch: "De journaalpost is niet in evenwicht: debet min credit is 5.00."),
        Case(
            name: "no lines", body: Message.sale(lines: []), english: "The entry has no lines.", dutch: "De journaalpost heeft geen regels."
        ),
        Case(
            name: "entry number on a new entry", body: debtor(["EnNo": 1]),
            english: "The entry number may not be given when an entry is added.",
            dutch: "Bij toevoegen journaalpost mag het journaalpostnummer niet worden opgegeven."),
        Case(
            name: "period that does not exist", body: Message.sale(head: ["Peri": 13]),
            english: "Period 13 of the year 2026 does not exist.", dutch: "Periode 13 van jaar 2026 bestaat niet."),
        Case(
            name: "blocked period", body: Message.sale(),
            english: "Date '2-3-2026' belongs to a blocked period | For this administration, period 3 of the year 2026 is blocked.",
            dutch: "Datum '2-3-2026' valt in een geblokkeerde periode | Voor deze administratie is periode 3 van jaar 2026 geblokkeerd.",
            change: { $0.environments[0].units[0].blockedPeriods = [Period(year: 2026, number: 3)] }),
        Case(
            name: "voucher date in a blocked period", body: debtor(["BpDa": "2026-02-28"]),
            english: "Date '28-2-2026' belongs to a blocked period | For this administration, period 2 of the year 2026 is blocked.",
            dutch: "Datum '28-2-2026' valt in een geblokkeerde periode | Voor deze administratie is periode 2 van jaar 2026 geblokkeerd.",
            change: { $0.environments[0].units[0].blockedPeriods = [Period(year: 2026, number: 2)] }),
        Case(
            name: "entry date outside the period", body: debtor(["EnDa": "2026-04-01"]),
            english: "Date '1-4-2026' does not belong to period 3 of the year 2026.",
            dutch: "Datum '1-4-2026' valt niet in periode 3 van jaar 2026."),
        Case(
            name: "VAT line missing", body: revenue("8010", ["VaId": "2"]), english: "The VAT line of VAT code 2 is missing.",
            dutch: "De btw-regel van btw-code 2 ontbreekt."),
        Case(
            name: "VAT line without code", body: revenue("1510", ["VaId": .null]), english: "The VAT code is missing for VAT account 1510.",
            dutch: "De btw-code ontbreekt bij btw-rekening 1510."),
        Case(
            name: "two VAT lines of one code",
            body: Message.entry(
                [:],
                [
                    Message.line("2", "10044", debit: "109"), Message.line("1", "8010", credit: "100", ["VaId": "2"]),
                    Message.line("1", "1510", credit: "4", ["VaId": "2"]), Message.line("1", "1510", credit: "5", ["VaId": "2"]),
                ]), english: "VAT code 2 has more than one VAT line.", dutch: "Btw-code 2 heeft meer dan een btw-regel."),
        Case(
            name: "VAT beyond the tolerance",
            body: Message.entry(
                [:],
                [
                    Message.line("2", "10044", debit: "109.06"), Message.line("1", "8010", credit: "100", ["VaId": "2"]),
                    Message.line("1", "1510", credit: "9.06", ["VaId": "2"]),
                ]), english: "The VAT of VAT code 2 should be 9.00.", dutch: "De btw van btw-code 2 hoort 9.00 te zijn.",
            change: { $0.behaviour.vatTolerance = 5 }),
        Case(
            name: "dimension missing",
            body: Message.entry(
                [:], [Message.line("2", "10044", debit: "5"), Message.line("1", "4510", credit: "5", ["VaId": "0"])]),
            english: "Allocation code for axis 'Cost center' must be filled for account 4510",
            dutch: "Code verbijzondering voor as 'Kostenplaats' moet gevuld worden voor rekening 4510"),
        Case(
            name: "dimension not assigned", body: revenue("8100", [:], objects: dimension(["DiC1": "10575"])),
            english: "General message: There is no assignment for cost center '10575' with account '8100' or the assignment is blocked.",
            dutch:
                "General message: Er is geen toewijzing van kostenplaats '10575' aan rekening '8100' of de toewijzing is geblokkeerd."),
        Case(
            name: "dimension with amounts of zero", body: revenue("8100", [:], objects: dimension(["DiC1": "AAL", "AmDe": 0, "AmCr": 0])),
            english: "The amounts of an allocation must not both be 0.",
            dutch: "De bedragen van een verbijzondering mogen niet beide 0 zijn."),
        Case(
            name: "dimension of another amount", body: revenue("8100", [:], objects: dimension(["DiC1": "AAL", "AmDe": 0, "AmCr": 4])),
            english: "The allocation of -4.00 differs from the line's amount.",
            dutch: "De verbijzondering van -4.00 verschilt van het bedrag van de regel."),
        Case(
            name: "negative amount", body: debtor(["AmDe": .number("-5")]), english: "An amount may not be negative.",
            dutch: "Een bedrag mag niet negatief zijn."),
        Case(
            name: "both sides of one line", body: debtor(["AmCr": 5]),
            english: "A line has an amount on the debit or the credit side, not both.",
            dutch: "Een regel heeft een bedrag debet of credit, niet beide."),
        Case(
            name: "no amount at all", body: debtor(["AmDe": .null, "AmCr": .null]), english: "Enter a value for 'Debit amount'.",
            dutch: "Vul een waarde in bij 'Bedrag debet'."),
        Case(
            name: "rate that does not fit", body: debtor(["CuId": "USD", "Rate": .number("1.08"), "AmDc": .number("5.50"), "AmCc": 0]),
            english: "Amount, rate and amount in USD do not agree.", dutch: "Bedrag, koers en bedrag in USD passen niet bij elkaar."),
        Case(
            name: "number and series", body: Message.sale(head: ["AuNu": true]),
            english: "Give no invoice number when the invoice is numbered automatically.",
            dutch: "Geef geen factuurnummer op als de factuur automatisch wordt genummerd."),
        Case(
            name: "more lines than the limit", body: Message.sale(), english: "The entry has more than 4 lines.",
            dutch: "De journaalpost heeft meer dan 4 regels.", change: { $0.limits.entryLinesMax = 4 }),
        Case(
            name: "blocked journal", body: Message.sale(), english: "Journal 20 is blocked.", dutch: "Dagboek 20 is geblokkeerd.",
            change: { $0.environments[0].units[0].journals[1].isBlocked = true }),
        Case(
            name: "blocked account", body: revenue("8100", [:]), english: "Account 8100 is blocked.",
            dutch: "Rekening 8100 is geblokkeerd.",
            change: { settings in
                let place = settings.environments[0].accounts.firstIndex { $0.code == "8100" }
                if let place { settings.environments[0].accounts[place].isBlocked = true }
            }),
    ]

    static let structure: [Case] = [
        Case(
            name: "wrong root", body: ["FiEntries": ["Element": [:]]],
            english: "The object 'FiEntryPar' is expected, alone in the message.",
            dutch: "Het object 'FiEntryPar' wordt verwacht als enige in het bericht."),
        Case(
            name: "unknown head field", body: Message.sale(head: ["AdDe": true]),
            english: "Field or object 'AdDe' does not occur in 'FiEntryPar'.",
            dutch: "Veld of object 'AdDe' komt niet voor in 'FiEntryPar'."),
        Case(
            name: "field in the wrong case", body: debtor(["inid": "R1"]),
            english: "Field or object 'inid' does not occur in 'FiEntries'.", dutch: "Veld of object 'inid' komt niet voor in 'FiEntries'."),
        Case(
            name: "unknown nested object", body: revenue("8100", [:], objects: [["FiNothing": ["Element": [:]]]]),
            english: "Field or object 'FiNothing' does not occur in 'FiEntries'.",
            dutch: "Veld of object 'FiNothing' komt niet voor in 'FiEntries'."),
        Case(
            name: "key that is none", body: ["FiEntryPar": ["Element": ["@UnId": 1, "Fields": [:]]]],
            english: "Field or object '@UnId' does not occur in 'FiEntryPar'.",
            dutch: "Veld of object '@UnId' komt niet voor in 'FiEntryPar'."),
        Case(
            name: "two entries in one call", body: ["FiEntryPar": ["Element": [["Fields": [:]], ["Fields": [:]]]]],
            english: "'FiEntryPar' may occur only once.", dutch: "'FiEntryPar' mag maar een keer voorkomen."),
        Case(
            name: "two dimensions on a line",
            body: revenue(
                "8100", [:], objects: [["FiDimEntries": ["Element": [["Fields": ["DiC1": "AAL"]], ["Fields": ["DiC1": "NWK"]]]]]]),
            english: "'FiDimEntries' may occur only once.", dutch: "'FiDimEntries' mag maar een keer voorkomen."),
        Case(
            name: "update of an entry", body: Message.sale(head: ["@Action": "update"]),
            english: "The action 'update' is not possible here.",
            dutch: "De actie 'update' is hier niet mogelijk."),
        Case(
            name: "mandatory account", body: debtor(["AcNr": ""]), english: "Enter a value for 'Account number'.",
            dutch: "Vul een waarde in bij 'Rekeningnummer'."),
        Case(
            name: "mandatory account, older layer", body: debtor(["AcNr": .null]),
            english: "(AntaObject) There is no value entered in mandatory field 'Rekeningnummer' (AcNr)",
            dutch: "(AntaObject) There is no value entered in mandatory field 'Rekeningnummer' (AcNr)",
            change: { $0.behaviour.olderTexts = true }),
        Case(
            name: "invoice number of 13 characters", body: debtor(["InId": "FP26000000001"]),
            english: "The value for 'Invoice number' is longer than 12 characters.",
            dutch: "De waarde bij 'Factuurnummer' is langer dan 12 tekens."),
        Case(
            name: "VAT code of 8 characters", body: revenue("8300", ["VaId": "VOSS-DE7"]),
            english: "The value for 'VAT code' is longer than 3 characters.", dutch: "De waarde bij 'Btw-code' is langer dan 3 tekens."),
        Case(
            name: "account type that is none", body: debtor(["VaAs": "4"]), english: "The entered value for 'Account type' does not exist.",
            dutch: "De ingevoerde waarde bij 'Kenmerk rekening' bestaat niet."),
    ]

    @Test(arguments: references + rules + structure)
    func `a wrong entry is refused with its text, and nothing is booked`(item: Case) async {
        for (language, text) in [("en-us", item.english), ("nl-nl", item.dutch)] {
            var desk = Desk(item.change)
            desk.language = language
            let answer = await desk.post("FiEntries", item.body)
            #expect(answer.status == 500)
            #expect(answer.message == text)
            #expect(await desk.sandbox.entries().isEmpty)
            #expect(await desk.sandbox.logbook.map(\.text) == [text])
        }
    }

    @Test(
        arguments: [
            ("AmDe", JSON.string("5,00")), ("AmDe", "1.000.00"), ("AmDe", "five"), ("AmDe", .number("1e2")),
            ("AmDe", .number("0.00000000001")), ("EnDa", "02-03-2026"), ("EnDa", "2026-03-02T00:00:00Z"), ("EnDa", 20_260_302),
            ("DaEx", "soon"),
            ("DaEx", "2026-02-30"), ("AuPa", "yes"), ("AuPa", 2), ("AcNr", ["10044"]), ("DaCl", .number("1.5")),
        ] as [(String, JSON)])
    func `a value of another type is a type mismatch`(field: String, value: JSON) async {
        let answer = await Desk().post("FiEntries", Self.debtor([field: value]))
        #expect(answer.status == 500)
        #expect(answer.message == "Type mismatch")
    }

    @Test func `values may be native or text, and the grammar's looser forms are all taken`() async {
        let desk = Desk()
        let loose: JSON = [
            "FiEntryPar": [
                "Element": [
                    "Fields": [["@Action": "insert", "Year": "2026", "Peri": "3", "UnId": "1", "JoCo": 20, "AdDc": "True"]],
                    "Objects": [
                        "FiEntries": [
                            "Element": [
                                [
                                    "@Action": "insert",
                                    "Fields": [
                                        "VaAs": 2, "AcNr": 10_044, "EnDa": "2026-03-02T10:11:12", "BpDa": "2026-03-02", "InId": "L1",
                                        "AmDe": "5.00", "AmCr": "",
                                    ],
                                ],
                                [
                                    "Fields": [
                                        "VaAs": "1", "AcNr": "8100", "EnDa": "2026-03-02", "BpDa": "2026-03-02", "AmCr": .number("5.0000"),
                                        "AmDe": .null, "VaId": "6", "AuPa": "1",
                                    ], "Objects": "",
                                ],
                            ]
                        ]
                    ],
                ]
            ]
        ]
        #expect(await desk.post("FiEntries", loose).status == 201)
        #expect(await desk.sandbox.entries().first?.lines.map(\.amount) == [5, -5])
    }

    @Test func `an invoice number is used once for a debtor, settled or not`() async throws {
        let desk = Desk()
        #expect(await desk.post("FiEntries", Message.plain("U1")).status == 201)
        let again = await desk.post("FiEntries", Message.plain("U1", "50.00"))
        #expect(again.message == "General message: Invoice number U1 is already used in finance for Debtor 10044.")
        #expect(await desk.post("FiEntries", Message.plain("u1")).status == 500, "case makes no difference")
        try await desk.sandbox.pay(.init("10044", [("U1", nil)], on: CalendarDate(daysSinceEpoch: 20_540)))
        #expect(await desk.get("Profit_Debtor_Invoices").rows.isEmpty)
        #expect(await desk.post("FiEntries", Message.plain("U1")).status == 500)
        #expect(await desk.post("FiEntries", Message.plain("U1", debtor: "10077")).status == 201, "per debtor")
        let wide = Desk { $0.behaviour.numberScope = .administration }
        _ = await wide.post("FiEntries", Message.plain("U1"))
        let other = await wide.post("FiEntries", Message.plain("U1", debtor: "10077"))
        #expect(other.message == "General message: Invoice number U1 is already used in finance for Debtor 10044.")
    }

    @Test func `a creditor's number is refused in a creditor's words`() async {
        let desk = Desk()
        let lines = [
            Message.line("3", "50010", credit: "5", ["InId": "K1"]), Message.line("1", "1400", debit: "5", ["VaId": "0"]),
        ]
        #expect(await desk.post("FiEntries", Message.entry(["JoCo": "10"], lines)).status == 201)
        let again = await desk.post("FiEntries", Message.entry(["JoCo": "10"], lines))
        #expect(again.message == "General message: Invoice number K1 is already used in finance for Creditor 50010.")
        #expect(await desk.get("Profit_Creditor_Invoices").column("AmtInvoice") == [.number("5.00")])
    }

    @Test func `several findings are told together`() async {
        let body = Message.entry(
            [:], [Message.line("2", "77777", debit: "5"), Message.line("1", "9999", credit: "5")])
        let text = "The entered value for 'Account number' does not exist."
        #expect(await Desk().post("FiEntries", body).message == "\(text) | \(text)")
        let missing = Message.entry(["Year": .null, "Peri": .null], [])
        #expect(await Desk().post("FiEntries", missing).message == "Enter a value for 'Year'. | Enter a value for 'Period'.")
    }

    @Test func `what is only inferred can be switched off`() async {
        let desk = Desk {
            $0.behaviour.requiresVATLines = false
            $0.behaviour.refusesNegativeAmounts = false
            $0.behaviour.refusesEntryNumber = false
            $0.behaviour.refusesBlockedRelations = false
            $0.behaviour.entryDatesInPeriod = false
            $0.behaviour.checksRates = false
            $0.behaviour.tooLong = .cut
        }
        let lines = [
            Message.line("2", "10099", debit: "-5", ["InId": "FP26000000001", "EnNo": 0, "EnDa": "2026-04-01", "CuId": "USD"]),
            Message.line("1", "8010", credit: "-5", ["VaId": "2"]),
        ]
        #expect(await desk.post("FiEntries", Message.entry([:], lines)).entry["InId"] == "FP2600000000")
    }

    @Test func `a journal that a person has open is locked until it is left`() async throws {
        let desk = Desk()
        try await desk.sandbox.lock(journal: "20")
        #expect(await desk.post("FiEntries", Message.sale()).message == "Journal '20' is locked by another user.")
        try await desk.sandbox.lock(journal: "20", false)
        #expect(await desk.post("FiEntries", Message.sale()).status == 201)
    }

    @Test func `missing dimension codes and assignments are made when the call says so`() async {
        let desk = Desk()
        let body: (Bool, Bool) -> JSON = { codes, assignments in
            Message.entry(
                ["AdDc": .bool(codes), "AdDa": .bool(assignments)],
                [
                    Message.line("2", "10044", debit: "5"),
                    Message.line("1", "8100", credit: "5", ["VaId": "6"], objects: Self.dimension(["DiC1": "NEW"])),
                ])
        }
        #expect(await desk.post("FiEntries", body(false, true)).status == 500)
        #expect(await desk.post("FiEntries", body(true, false)).status == 500)
        #expect(await desk.get("LedgerBridge_DimensionCodes", where: [("DimCode", "NEW")]).rows.isEmpty, "nothing of a refused call stays")
        #expect(await desk.post("FiEntries", body(true, true)).status == 201)
        #expect(await desk.post("FiEntries", body(false, false)).status == 201)
        #expect(await desk.get("Profit_Allocation_Assigments", where: [("DimCode", "NEW")]).rows.count == 2, "one for each administration")
    }
}
