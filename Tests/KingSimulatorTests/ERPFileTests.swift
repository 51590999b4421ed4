import BridgeJSON
import BridgeHTTP
import BridgeDomain
import FoundationEssentials
import KingSimulator
import Testing

/// Import files of KING ERP (reference king §7).
struct ERPFileTests {
    private func take(_ text: String, _ desk: Desk = Desk()) async throws -> KingSandbox.ImportReport {
        desk.folder.write(Array(text.utf8), to: "0001.xml")
        return try #require(await desk.sandbox.importFiles().first)
    }

    private func rejected(_ desk: Desk) -> String {
        String(decoding: (try? desk.folder.read("afgekeurd/0001-afgekeurd.xml")) ?? [], as: UTF8.self)
    }

    @Test func `an invoice with a VAT line is booked in a provisional batch that a person makes final`() async throws {
        let desk = Desk()
        let report = try await take(ERPMessage.journal([ERPMessage.invoice()]), desk)
        #expect(report.taken == 1 && report.rejectFile == nil)
        let entry = try #require(await desk.sandbox.entries(in: "BLOEMEN").first)
        #expect(entry.lines.map(\.account) == ["1300", "8000", "1500"])
        #expect(entry.lines.map(\.costCentre) == [nil, "10", nil])
        let item = try #require(await desk.sandbox.openItems(in: "BLOEMEN").first)
        #expect(item.relation == "231" && item.balance == 121 && item.dueDate?.description == "2026-04-04")
        let batch = try #require(await desk.sandbox.batches().first)
        #expect(!batch.isFinal && batch.entries == [1])
        #expect(await desk.keeper(.post, "batches", ["number": .number(batch.number), "administration": "BLOEMEN"]).status == 200)
        #expect(await desk.sandbox.batches().first?.isFinal == true)
    }

    @Test func `VAT on a help account is an extra leg with its code`() async throws {
        let desk = Desk()
        let lines = [
            ERPMessage.line(1, "13000231", debit: true, 121, "<JR_FACTUURNUMMER>F1</JR_FACTUURNUMMER>"),
            ERPMessage.line(2, "8000", debit: false, 100, ERPMessage.helpAccount("2")),
        ]
        #expect(try await take(ERPMessage.journal([ERPMessage.entry("VRK", "F1", lines)], final: true), desk).rejected == 0)
        #expect(await desk.sandbox.balances(in: "BLOEMEN") == ["1300": 121, "8000": -100, "1500": -21])
        #expect(await desk.sandbox.totals(in: "BLOEMEN").map(\.vatCode) == ["2"])
        #expect(await desk.sandbox.batches().first?.isFinal == true)
    }

    @Test func `what is good is taken and the rest comes back with its reasons`() async throws {
        let desk = Desk()
        let bad = ERPMessage.invoice("F2", vatAccount: "1599")
        let uneven = ERPMessage.entry("VRK", "F3", [ERPMessage.line(1, "13000231", debit: true, 5)])
        let report = try await take(ERPMessage.journal([ERPMessage.invoice("F1"), bad, uneven]), desk)
        #expect(report.taken == 1 && report.rejected == 2)
        #expect(report.error == "Rekening 1599 bestaat niet")
        let text = rejected(desk)
        #expect(
            text.contains("<!-- 1201 Rekening 1599 bestaat niet -->") && text.contains("<!-- 1210 De journaalpost is niet in evenwicht -->")
        )
        #expect(!text.contains(">F1<"))
        #expect(desk.folder.names().isEmpty, "the file itself is gone")
        // What was rejected is a file of the same format again.
        let retry = Desk()
        #expect(try await take(text, retry).rejected == 2)
    }

    @Test(arguments: [
        ("<JP_DAGBOEKCODE>VRK</JP_DAGBOEKCODE>", "", "Element JP_DAGBOEKCODE ontbreekt"),
        ("2026-03-05", "05-03-2026", "Waarde '05-03-2026' van JP_BOEKDATUM is ongeldig"),
        ("121.00", "121,00", "Waarde '121,00' van JR_VALUTABEDRAG is ongeldig"),
        ("121.00", "121.000", "Waarde '121.000' van JR_VALUTABEDRAG is ongeldig"),
        (">DEB<", ">DEBET<", "Waarde 'DEBET' van JR_BOEKZIJDE is ongeldig"),
        ("JR_VERVALDATUM>", "JR_VERVALT>", "Element JR_VERVALT is hier niet toegestaan"),
        (
            ">26000917</JP", ">\(String(repeating: "x", count: 41))</JP",
            "Waarde '\(String(repeating: "x", count: 41))' van JP_OMSCHRIJVING is ongeldig"
        ),
        ("KING_JOURNAAL", "KING_JOURNALEN", "Element KING_JOURNALEN is hier niet toegestaan"),
        ("</KING_JOURNAAL>", "", "De XML kan niet worden gelezen"),
    ])
    func `a file that its schema does not allow is refused whole`(old: String, new: String, text: String) async throws {
        let desk = Desk()
        let file = ERPMessage.journal([ERPMessage.invoice()])
        let report = try await take(file.replacing(old, with: new), desk)
        #expect(report.taken == 0 && report.error == text)
        #expect(rejected(desk).contains(text) && rejected(desk).contains("<JR_VOLGNUMMER>3"))
        #expect(await desk.sandbox.entries(in: "BLOEMEN").isEmpty)
    }

    @Test(arguments: [
        ("13000231", "13000999", "Rekening 13000999 bestaat niet"), ("VRK", "XXX", "Dagboek XXX bestaat niet"),
        ("8000.10", "8000.77", "Kostenplaats of kostendrager 77 bestaat niet"), ("8000.10", "8999", "Rekening 8999 is geblokkeerd"),
        ("2026-03-05", "2031-03-05", "Datum 2031-03-05 valt buiten de boekjaren"), (">EUR<", ">USD<", "Valuta USD kan niet worden geboekt"),
        (">121.00<", ">-121.00<", "Bedrag -121.00 mag niet negatief zijn"),
        ("<JR_VERVALDATUM>", "<JR_ARCHIEFSTUK_EXTERN_ID>A1</JR_ARCHIEFSTUK_EXTERN_ID><JR_VERVALDATUM>", "Archiefstuk A1 bestaat niet"),
    ])
    func `an entry that the books do not allow is rejected`(old: String, new: String, text: String) async throws {
        #expect(try await take(ERPMessage.journal([ERPMessage.invoice()]).replacing(old, with: new)).error == text)
    }

    @Test func `debtors are made and changed, by number or search code`() async throws {
        let desk = Desk()
        func debtor(_ fields: String) -> String {
            "<KING_DEBITEUREN><DEBITEUREN><DEBITEUR>\(fields)</DEBITEUR></DEBITEUREN></KING_DEBITEUREN>"
        }
        let address = "<NAW_VESTIGINGADRES><ADR_NAAM1>Bloemenhal Noord</ADR_NAAM1><ADR_LAND>NL</ADR_LAND></NAW_VESTIGINGADRES>"
        #expect(try await take(debtor("<NAW_NUMMER>400</NAW_NUMMER><NAW_ZOEKCODE>NOORD</NAW_ZOEKCODE>\(address)"), desk).taken == 1)
        #expect(try await take(debtor("<NAW_ZOEKCODE>NOORD</NAW_ZOEKCODE><NAW_BTWNUMMER>NL1</NAW_BTWNUMMER>"), desk).taken == 1)
        let kept = await desk.sandbox.debtor(400)
        #expect(kept?["ADR_NAAM1"] == "Bloemenhal Noord" && kept?["NAW_BTWNUMMER"] == "NL1")
        for (fields, text) in [
            ("<NAW_NUMMER>401</NAW_NUMMER><NAW_ZOEKCODE>NOORD</NAW_ZOEKCODE>", "Zoekcode NOORD bestaat al"),
            ("<NAW_NUMMER>401</NAW_NUMMER><NAW_BETALINGSCONDITIE>7</NAW_BETALINGSCONDITIE>", "Betalingsconditie 7 bestaat niet"),
            (
                "<NAW_NUMMER>401</NAW_NUMMER><NAW_ZOEKCODE>LANGERDANTIEN</NAW_ZOEKCODE>",
                "Waarde 'LANGERDANTIEN' van NAW_ZOEKCODE is ongeldig"
            ),
        ] { #expect(try await take(debtor(fields), desk).error == text) }
    }

    @Test func `archive documents come before the journal, approvals after`() async throws {
        let desk = Desk()
        let archive = """
            <KING_DIGITAAL_ARCHIEF><ARCHIEFSTUKKEN><ARCHIEFSTUK><DAR_ARCHIEFSOORT>VRKFACT</DAR_ARCHIEFSOORT><DAR_EXTERN_ID>A1</DAR_EXTERN_ID>\
            <DAR_BESTANDSNAAM>26000917.pdf</DAR_BESTANDSNAAM></ARCHIEFSTUK></ARCHIEFSTUKKEN></KING_DIGITAAL_ARCHIEF>
            """
        #expect(try await take(archive, desk).taken == 1)
        let linked = ERPMessage.invoice().replacing(
            "<JR_VERVALDATUM>", with: "<JR_ARCHIEFSTUK_EXTERN_ID>A1</JR_ARCHIEFSTUK_EXTERN_ID><JR_VERVALDATUM>")
        #expect(try await take(ERPMessage.journal([linked]), desk).taken == 1)
        #expect(await desk.sandbox.archive().first?["DAR_BESTANDSNAAM"] == "26000917.pdf")
        func edit(_ invoice: String) -> String {
            """
            <KING_OPENSTAANDE_POSTEN_EDIT><OPENSTAANDE_POSTEN><OPENSTAANDE_POST><OSP_NAW_NUMMER>231</OSP_NAW_NUMMER>\
            <OSP_FACTUURNUMMER>\(invoice)</OSP_FACTUURNUMMER><OSP_GEFIATTEERD>false</OSP_GEFIATTEERD></OPENSTAANDE_POST></OPENSTAANDE_POSTEN>\
            </KING_OPENSTAANDE_POSTEN_EDIT>
            """
        }
        #expect(try await take(edit("26000917"), desk).taken == 1)
        #expect(try await take(edit("X"), desk).error == "Openstaande post X bestaat niet")
    }

    @Test func `the job runs at its interval, leaves parts alone, and deletes later where it is told to`() async {
        let desk = Desk { $0.importing.deletesAfter = 120 }
        await desk.sandbox.catchUp()
        desk.folder.write(Array(ERPMessage.journal([ERPMessage.invoice()]).utf8), to: "0001.part")
        desk.folder.write(Array(ERPMessage.journal([ERPMessage.invoice()]).utf8), to: "0002.xml")
        desk.clock.advance(seconds: 60)
        await desk.sandbox.catchUp()
        #expect(await desk.sandbox.entries(in: "BLOEMEN").count == 1)
        #expect(desk.folder.names() == ["0001.part", "0002.xml"])
        desk.clock.advance(seconds: 60)
        await desk.sandbox.catchUp()
        #expect(await desk.sandbox.entries(in: "BLOEMEN").count == 1, "read once")
        desk.clock.advance(seconds: 60)
        await desk.sandbox.catchUp()
        #expect(desk.folder.names() == ["0001.part"])
    }

    @Test func `a folder on disk is emptied and the rejected records are written into it`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "king-import-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = DiskImportFolder(path)
        let sandbox = KingSandbox(clock: StandingClock(), folder: folder)
        try folder.write(Array(ERPMessage.journal([ERPMessage.invoice(vatAccount: "1599")]).utf8), to: "0001.xml")
        #expect(await sandbox.importFiles().map(\.rejected) == [1])
        #expect(try folder.names().isEmpty)
        #expect(String(decoding: try folder.read("afgekeurd/0001-afgekeurd.xml"), as: UTF8.self).contains("1599"))
    }
}
