import BridgeConnector
import BridgeDomain
import BridgeExchange
import KingERPConnector
import KingSimulator
import Testing

@Suite struct `An entry as a record of KING ERP` {
    private func text(_ order: PostingOrder, _ rules: KingERPRules = Samples.rules) throws -> String {
        let format = KingERPFileFormat(rules)
        let file = format.file([try format.rows(order, with: .unknown)], named: "LB-000001-001-JOURNAAL")
        #expect(Schema.problems(file) == [])
        return String(decoding: file, as: UTF8.self)
    }

    @Test func `an invoice has the debtor's account, the open item and its VAT on a line of its own`() throws {
        let text = try text(Samples.order("26000917") { $0.paymentReference = "8000000026000917" })
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <KING_JOURNAAL><BOEKINGSGANGEN>
                <BOEKINGSGANG><BG_OMSCHRIJVING>LedgerBridge LB-000001-001-JOURNAAL</BG_OMSCHRIJVING><BG_DEFINITIEF>false</BG_DEFINITIEF>\
                <JOURNAALPOSTEN>
                <JOURNAALPOST><JP_DAGBOEKCODE>VRK</JP_DAGBOEKCODE><JP_BOEKDATUM>2026-03-02</JP_BOEKDATUM>\
                <JP_OMSCHRIJVING>26000917</JP_OMSCHRIJVING><JOURNAALREGELS>\
                <JOURNAALREGEL><JR_VOLGNUMMER>1</JR_VOLGNUMMER><JR_REKENINGNUMMER>13000231</JR_REKENINGNUMMER>\
                <JR_BOEKZIJDE>DEB</JR_BOEKZIJDE><JR_VALUTACODE>EUR</JR_VALUTACODE><JR_VALUTABEDRAG>121.00</JR_VALUTABEDRAG>\
                <JR_OMSCHRIJVING>Factuur</JR_OMSCHRIJVING><JR_FACTUURNUMMER>26000917</JR_FACTUURNUMMER>\
                <JR_FACTUURDATUM>2026-03-02</JR_FACTUURDATUM><JR_VERVALDATUM>2026-04-01</JR_VERVALDATUM>\
                <JR_BETALINGSKENMERK>8000000026000917</JR_BETALINGSKENMERK></JOURNAALREGEL>\
                <JOURNAALREGEL><JR_VOLGNUMMER>2</JR_VOLGNUMMER><JR_REKENINGNUMMER>8020</JR_REKENINGNUMMER>\
                <JR_BOEKZIJDE>CRED</JR_BOEKZIJDE><JR_VALUTACODE>EUR</JR_VALUTACODE><JR_VALUTABEDRAG>100.00</JR_VALUTABEDRAG>\
                <JR_OMSCHRIJVING>Factuur</JR_OMSCHRIJVING></JOURNAALREGEL>\
                <JOURNAALREGEL><JR_VOLGNUMMER>3</JR_VOLGNUMMER><JR_REKENINGNUMMER>1500</JR_REKENINGNUMMER>\
                <JR_BOEKZIJDE>CRED</JR_BOEKZIJDE><JR_VALUTACODE>EUR</JR_VALUTACODE><JR_VALUTABEDRAG>21.00</JR_VALUTABEDRAG>\
                <JR_OMSCHRIJVING>Factuur</JR_OMSCHRIJVING></JOURNAALREGEL>\
                </JOURNAALREGELS></JOURNAALPOST>
                </JOURNAALPOSTEN></BOEKINGSGANG>
                </BOEKINGSGANGEN></KING_JOURNAAL>

                """)
    }

    @Test func `VAT in help accounts is divided over the lines of its code, the odd cent on the largest, codes without VAT included`()
        throws
    {
        var rules = Samples.rules
        rules.vatPlacement = .helpAccount
        let order = Samples.order("F1") { draft in
            draft.lines = [
                Samples.line(.party, "1300", "36.34"), Samples.line(.amount, "8000", "-10.00", code: "1"),
                Samples.line(.amount, "8010", "-10.00", code: "1"), Samples.line(.amount, "8030", "-10.01", code: "1"),
                Samples.line(.amount, "1700", "-3.63", code: "0"), Samples.line(.vat, "1510", "-2.70", code: "1"),
            ]
        }
        let helps = try text(order, rules).split(separator: "<HULPREKENING>").dropFirst().compactMap {
            $0.split(separator: "</HULPREKENING>").first.map(String.init)
        }
        func help(_ code: String, _ account: String, _ amount: String) -> String {
            "<HULP_SOORT>BTW</HULP_SOORT><HULP_BTWCODE>\(code)</HULP_BTWCODE>\(account)<HULP_BOEKZIJDE>CRED</HULP_BOEKZIJDE>"
                + "<HULP_VALUTACODE>EUR</HULP_VALUTACODE><HULP_VALUTABEDRAG>\(amount)</HULP_VALUTABEDRAG>"
        }
        let account = "<HULP_REKENINGNUMMER>1510</HULP_REKENINGNUMMER>"
        #expect(helps == [help("1", account, "0.90"), help("1", account, "0.90"), help("1", account, "0.90"), help("0", "", "0.00")])
    }

    @Test func `a discount makes no VAT of the other side`() throws {
        var rules = Samples.rules
        rules.vatPlacement = .helpAccount
        let text = try text(
            Samples.order("F1") { draft in
                draft.lines = [
                    Samples.line(.party, "1300", "98.10"), Samples.line(.amount, "8000", "-100.00", code: "1"),
                    Samples.line(.amount, "8900", "10.00", code: "1"), Samples.line(.vat, "1510", "-8.10", code: "1"),
                ]
            }, rules)
        let amounts = text.split(separator: "<HULP_VALUTABEDRAG>").dropFirst().compactMap { $0.split(separator: "<").first }
        #expect(amounts == ["8.10", "0.00"])
        #expect(!text.contains("<HULP_BOEKZIJDE>DEB</HULP_BOEKZIJDE><HULP_VALUTACODE>EUR</HULP_VALUTACODE><HULP_VALUTABEDRAG>8"))
    }

    @Test func `a second VAT line of a code stays a line of its own`() throws {
        var rules = Samples.rules
        rules.vatPlacement = .helpAccount
        let text = try text(
            Samples.order("I1") { draft in
                (draft.kind, draft.daybook, draft.party, draft.partyNumber) = (.purchaseInvoice, "INK", PartyKey(.creditor, "S10"), "10")
                draft.lines = [
                    Samples.line(.party, "1600", "-100.00"), Samples.line(.amount, "7100", "100.00", code: "13"),
                    Samples.line(.vat, "1560", "21.00", code: "13"), Samples.line(.vat, "1520", "-21.00", code: "13"),
                ]
            }, rules)
        #expect(text.contains("<JR_REKENINGNUMMER>16000010</JR_REKENINGNUMMER>"))
        #expect(text.contains("<HULP_REKENINGNUMMER>1560</HULP_REKENINGNUMMER><HULP_BOEKZIJDE>DEB</HULP_BOEKZIJDE>"))
        #expect(text.contains("<JR_VOLGNUMMER>3</JR_VOLGNUMMER><JR_REKENINGNUMMER>1520</JR_REKENINGNUMMER>"))
    }

    @Test(arguments: [
        (KingERPRules.CreditNumber.own, ["F1"], "C1"), (.original, ["F1"], "F1"), (.original, ["F1", "F2"], "C1"), (.original, [], "C1"),
    ])
    func `a credit note falls on the item its policy says`(policy: KingERPRules.CreditNumber, originals: [String], item: String) throws {
        var rules = Samples.rules
        rules.creditNumber = policy
        var order = Samples.credit("C1")
        order = Samples.order("C1") { draft in
            draft.kind = .creditNote
            draft.originals = originals.map { EntryReference($0) }
            draft.lines = order.entry.lines
        }
        let text = try text(order, rules)
        #expect(text.contains("<JR_FACTUURNUMMER>\(item)</JR_FACTUURNUMMER>"))
        #expect(text.contains("<JP_OMSCHRIJVING>C1</JP_OMSCHRIJVING>"), "it is found again under its own reference")
        #expect(text.contains("<JR_REKENINGNUMMER>13000231</JR_REKENINGNUMMER><JR_BOEKZIJDE>CRED</JR_BOEKZIJDE>"), "the side turns")
        #expect(originals.isEmpty || text.contains("<JR_OMSCHRIJVING>credit \(originals.joined(separator: " ")) Factuur</JR_OMSCHRIJVING>"))
    }

    @Test func `cost centre and cost unit stand behind the account, a settled item on its party's line`() throws {
        let text = try text(
            Samples.order("J1") { draft in
                (draft.kind, draft.party, draft.partyNumber) = (.ledgerPosting, nil, nil)
                draft.lineRelations = [Samples.tulp: ExchangeConnector.relationID(.debtor, "231")]
                draft.lines = [
                    Samples.line(.amount, "4510", "10.00", centre: "10", unit: "1"), Samples.line(.amount, "4510", "5.00", unit: "1"),
                    Samples.line(.party, "1300", "-15.00", party: Samples.tulp, settles: "F1"),
                ]
            })
        #expect(text.contains("<JR_REKENINGNUMMER>4510.10.1</JR_REKENINGNUMMER>"))
        #expect(text.contains("<JR_REKENINGNUMMER>4510..1</JR_REKENINGNUMMER>"))
        #expect(text.contains("<JR_REKENINGNUMMER>13000231</JR_REKENINGNUMMER>"))
        #expect(text.contains("<JR_FACTUURNUMMER>F1</JR_FACTUURNUMMER>"))
    }

    @Test func `purchases wait for approval where the customer wants that`() throws {
        let purchase = Samples.order("I1") { draft in
            (draft.kind, draft.daybook, draft.party, draft.partyNumber) = (.purchaseInvoice, "INK", PartyKey(.creditor, "S10"), "10")
            draft.lines = [Samples.line(.party, "1600", "-121.00"), Samples.line(.amount, "7100", "121.00")]
        }
        var rules = Samples.rules
        #expect(try !text(purchase, rules).contains("GEFIATTEERD"))
        rules.approvesPurchases = false
        #expect(try text(purchase, rules).contains("<JR_OPENSTAANDE_POST_GEFIATTEERD>false</JR_OPENSTAANDE_POST_GEFIATTEERD>"))
        #expect(try !text(Samples.order("F1"), rules).contains("GEFIATTEERD"), "sales have nobody to approve them")
    }

    @Test func `a foreign amount is posted in the books' currency where that was chosen, and told`() throws {
        let order = Samples.order("F1") { draft in
            (draft.currency, draft.rate) = (Samples.dollar, ExactDecimal(significand: 125, decimals: 2))
            draft.lines = [
                Samples.line(.party, "1320", "125.00", book: "100.00", Samples.dollar),
                Samples.line(.amount, "8200", "-125.00", book: "-100.00", Samples.dollar),
            ]
        }
        var rules = Samples.rules
        rules.foreignCurrency = .inBookCurrency
        let text = try text(order, rules)
        #expect(text.contains("<JR_VALUTACODE>EUR</JR_VALUTACODE><JR_VALUTABEDRAG>100.00</JR_VALUTABEDRAG>"))
        #expect(text.contains("<JR_OMSCHRIJVING>USD 125.00 Factuur</JR_OMSCHRIJVING>"))
    }

    static let unfit: [(String, ProblemCode, @Sendable (inout Samples.Draft) -> Void)] = [
        (
            "another currency", .currencyDiffers,
            { draft in
                draft.currency = Samples.dollar
                draft.lines = [
                    Samples.line(.party, "1320", "1.00", Samples.dollar), Samples.line(.amount, "8200", "-1.00", Samples.dollar),
                ]
            }
        ),
        ("a period that is not the date's", .targetNotAllowed, { $0.period = Period(year: 2026, number: 4) }),
        ("no number", .partyNumberUnmapped, { ($0.partyNumber) = nil }),
        ("a number with letters", .valueOutOfRange, { $0.partyNumber = "C231" }),
        ("a number too wide", .valueOutOfRange, { $0.partyNumber = "1000231" }),
        ("a daybook too long", .textTooLong, { $0.daybook = "VERKOOPBOEK" }),
        (
            "an account too long", .textTooLong,
            { $0.lines[1] = Samples.line(.amount, "80200000000000", "-100.00", centre: "123456789012345") }
        ),
        ("a reference too long", .textTooLong, { $0.number = String(repeating: "9", count: 41) }),
        (
            "an amount too large", .amountTooLarge,
            { draft in
                draft.lines = [Samples.line(.party, "1300", "10000000000.00"), Samples.line(.amount, "8000", "-10000000000.00")]
            }
        ),
        (
            "too many lines", .tooManyLines,
            { draft in
                draft.lines = (0..<1_000).map { Samples.line(.amount, "8000", $0 % 2 == 0 ? "1.00" : "-1.00") }
            }
        ),
    ]

    @Test(arguments: unfit.indices)
    func `what this form cannot hold is refused before anything is written`(place: Int) throws {
        let (what, code, change) = Self.unfit[place]
        let error = try #require(throws: ConnectorError.self) {
            _ = try KingERPFileFormat(Samples.rules).rows(Samples.order("F1", change), with: .unknown)
        }
        #expect(error.code == .rejected)
        #expect(error.problems.map(\.code).contains(code), "\(what): \(error.problems)")
        #expect(Set(error.problems.map(\.code)).count == 1, "\(what): \(error.problems)")
    }

    @Test func `a VAT code King cannot have is refused only where it travels`() throws {
        let order = Samples.order("F1") { draft in
            draft.lines = [
                Samples.line(.party, "1300", "10.70"), Samples.line(.amount, "8300", "-10.00", code: "D7"),
                Samples.line(.vat, "1550", "-0.70", code: "D7"),
            ]
        }
        _ = try text(order)
        var rules = Samples.rules
        rules.vatPlacement = .helpAccount
        let error = try #require(throws: ConnectorError.self) { _ = try text(order, rules) }
        #expect(error.problems.map(\.code) == [.valueOutOfRange])
    }
}

@Suite struct `A debtor as a record of KING ERP` {
    private var rules: KingERPRules {
        var rules = Samples.rules
        rules.debtorNumbers = 1_000...1_999
        rules.debtorVATCodes = [.domestic: 2]
        rules.debtorGroup = 4
        return rules
    }

    private func text(_ order: PartyOrder) throws -> String? {
        let format = KingERPFileFormat(rules)
        guard let rows = try format.rows(order) else { return nil }
        let file = format.file([rows], named: "LB-000001-001-DEBITEUREN")
        #expect(Schema.problems(file) == [])
        return String(decoding: file, as: UTF8.self)
    }

    @Test func `what the source knows goes along, as far as King has an element for it`() throws {
        let text = try text(
            Samples.debtor("1231", "Coöperatieve Bloemen- en Plantenexporteurs Vereniging Aalsmeer") { party in
                party.countryGroup = .domestic
                party.vatNumber = "NL808661863B01"
                party.chamberOfCommerce = "12345678"
                party.email = "facturen@detulp.example"
                party.iban = "NL91ABNA0417164300"
                party.billingAddress = PostalAddress(
                    street: "Bloemenlaan", houseNumber: "12", addition: "a", postcode: "1431 AA", city: "Aalsmeer", country: "NL")
            })
        #expect(
            text == """
                <?xml version="1.0" encoding="UTF-8"?>
                <KING_DEBITEUREN><DEBITEUREN>
                <DEBITEUR><NAW_NUMMER>1231</NAW_NUMMER><NAW_ZOEKCODE>C1231</NAW_ZOEKCODE>\
                <NAW_BETALINGSCONDITIE>30</NAW_BETALINGSCONDITIE><NAW_BTWCODE>2</NAW_BTWCODE><NAW_DEBITEURGROEP>4</NAW_DEBITEURGROEP>\
                <NAW_BTWNUMMER>NL808661863B01</NAW_BTWNUMMER><NAW_KVKNUMMER>12345678</NAW_KVKNUMMER><NAW_VESTIGINGADRES>\
                <ADR_NAAM1>Coöperatieve Bloemen- en</ADR_NAAM1><ADR_NAAM2>Plantenexporteurs Vereniging Aalsmeer</ADR_NAAM2>\
                <ADR_STRAAT>Bloemenlaan</ADR_STRAAT><ADR_HUISNUMMER>12a</ADR_HUISNUMMER><ADR_POSTCODE>1431 AA</ADR_POSTCODE>\
                <ADR_WOONPLAATS>Aalsmeer</ADR_WOONPLAATS><ADR_LAND>NL</ADR_LAND><ADR_EMAIL>facturen@detulp.example</ADR_EMAIL>\
                </NAW_VESTIGINGADRES><NAW_BANKREKENINGEN><NAW_BANKREKENING><BANK_REKENINGNUMMER>NL91ABNA0417164300</BANK_REKENINGNUMMER>\
                </NAW_BANKREKENING></NAW_BANKREKENINGEN></DEBITEUR>
                </DEBITEUREN></KING_DEBITEUREN>

                """)
    }

    @Test(arguments: ["999", "2000", "C100"])
    func `a number that is not ours is never written, since King would change whoever has it`(number: String) throws {
        #expect(try text(Samples.debtor(number)) == nil)
    }

    @Test(arguments: [("NL 8086.61.863-B01", "NL808661863B01"), ("CHE-484.379.084 MWST", nil)])
    func `a VAT number is written without its dots, or not at all where King has no room`(written: String, sent: String?) throws {
        let text = try #require(try text(Samples.debtor("1231") { $0.vatNumber = written }))
        #expect(text.contains("NAW_BTWNUMMER") == (sent != nil))
        if let sent { #expect(text.contains("<NAW_BTWNUMMER>\(sent)</NAW_BTWNUMMER>")) }
    }

    @Test func `creditors have no form`() throws {
        var order = Samples.debtor("1231")
        order.party.key = PartyKey(.creditor, "S1")
        #expect(try text(order) == nil)
    }

    @Test func `a payment condition that is no number of King is refused`() throws {
        var order = Samples.debtor("1231")
        order.paymentCondition = "30D"
        let error = try #require(throws: ConnectorError.self) { _ = try text(order) }
        #expect(error.problems.map(\.code) == [.valueOutOfRange])
    }
}

@Suite struct `The schema of KING ERP's files` {
    /// Both are King's, and neither is sent (decision 13).
    @Test func `open-item edits can only approve, and archive documents come before the entry that names them`() async throws {
        let desk = ImportDesk()
        _ = try await desk.connector.post(Samples.order("F1"), with: .unknown)
        try await desk.work()
        let edit = "<OSP_NAW_NUMMER>231</OSP_NAW_NUMMER><OSP_FACTUURNUMMER>F1</OSP_FACTUURNUMMER><OSP_GEFIATTEERD>false</OSP_GEFIATTEERD>"
        func items(_ edit: String) -> [UInt8] {
            let record = "<OPENSTAANDE_POST>\(edit)</OPENSTAANDE_POST>"
            let list = "<OPENSTAANDE_POSTEN>\(record)</OPENSTAANDE_POSTEN>"
            return Array("<KING_OPENSTAANDE_POSTEN_EDIT>\(list)</KING_OPENSTAANDE_POSTEN_EDIT>".utf8)
        }
        #expect(Schema.problems(items(edit)) == [])
        desk.files.write(items(edit), to: "a.xml")
        #expect(await desk.sandbox.importFiles().map(\.taken) == [1])
        for link in ["<OSP_CREDITNOTA>F2</OSP_CREDITNOTA>", "<OSP_BETALINGSKENMERK>1</OSP_BETALINGSKENMERK>"] {
            #expect(Schema.problems(items(edit + link)) != [], "\(link)")
            desk.files.write(items(edit + link), to: "b.xml")
            #expect(await desk.sandbox.importFiles().map(\.taken) == [0], "\(link)")
        }

        let format = KingERPFileFormat(Samples.rules)
        let file = String(decoding: format.file([try format.rows(Samples.order("F2"), with: .unknown)]), as: UTF8.self)
        let name = "<JR_ARCHIEFSTUK_EXTERN_ID>F2</JR_ARCHIEFSTUK_EXTERN_ID></JOURNAALREGEL>"
        let named = Array(file.replacing("</JOURNAALREGEL>", with: name).utf8)
        #expect(Schema.problems(named) == [])
        desk.files.write(named, to: "c.xml")
        #expect(await desk.sandbox.importFiles().map(\.error) == ["Archiefstuk F2 bestaat niet"])
    }

    @Test func `the schema itself refuses what King's tables do not allow`() throws {
        let format = KingERPFileFormat(Samples.rules)
        let file = String(decoding: format.file([try format.rows(Samples.order("F1"), with: .unknown)]), as: UTF8.self)
        for (own, wrong) in [("121.00", "121,00"), ("DEB", "debet"), ("2026-03-02", "02-03-2026"), ("EUR", "EURO"), ("VRK", "")] {
            #expect(Schema.problems(Array(file.replacing(">\(own)<", with: ">\(wrong)<").utf8)) != [], "\(wrong)")
        }
    }
}
