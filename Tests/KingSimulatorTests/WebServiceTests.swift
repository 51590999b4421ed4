import BridgeDomain
import KingSimulator
import Testing

/// The web services of KING ERP as the reference assumes them (king §8.1).
struct WebServiceTests {
    private let entry = "<JOURNAALPOST>\(ERPMessage.head("VRK", "F1"))</JOURNAALPOST>"
    private let lines = [
        ERPMessage.line(1, "13000231", debit: true, 109, "<JR_FACTUURNUMMER>F1</JR_FACTUURNUMMER>"),
        ERPMessage.line(2, "8000", debit: false, 100), ERPMessage.line(3, "1510", debit: false, 9),
    ]

    private func batch(_ desk: Desk) async -> String {
        await desk.service("Boekingsgang_Toevoegen", "<BOEKINGSGANG><BG_OMSCHRIJVING>Dag</BG_OMSCHRIJVING></BOEKINGSGANG>").value("SLEUTEL")
    }

    @Test func `a batch is opened, filled line by line, and booked when it is closed`() async {
        let desk = Desk()
        let batch = await batch(desk)
        let key = await desk.service("Boekingsgang_Journaalpost_Toevoegen", entry, query: "?boekingsgang=\(batch)").value("SLEUTEL")
        for line in lines {
            let answer = await desk.service(
                "Boekingsgang_Journaalpost_Journaalregel_Toevoegen", line, query: "?boekingsgang=\(batch)&journaalpost=\(key)")
            #expect(answer.value("STATUS") == "OK", "\(answer.text)")
        }
        #expect(await desk.sandbox.entries(in: "BLOEMEN").isEmpty)
        #expect(await desk.service("Boekingsgang_Afsluiten", query: "?boekingsgang=\(batch)").value("STATUS") == "OK")
        #expect(await desk.sandbox.balances(in: "BLOEMEN") == ["1300": 109, "8000": -100, "1510": -9])
        #expect(await desk.sandbox.openItems(in: "BLOEMEN").map(\.invoice) == ["F1"])
        // Whoever lost the answer learns that it is done.
        let again = await desk.service("Boekingsgang_Afsluiten", query: "?boekingsgang=\(batch)")
        #expect(again.value("FOUTCODE") == "1302")
        #expect(await desk.sandbox.entries(in: "BLOEMEN").count == 1)
    }

    @Test func `a line that arrives twice says so, an uneven batch stays open, and a deleted one leaves nothing`() async {
        let desk = Desk()
        let batch = await batch(desk)
        let key = await desk.service("Boekingsgang_Journaalpost_Toevoegen", entry, query: "?boekingsgang=\(batch)").value("SLEUTEL")
        func add(_ line: String) async -> Answer {
            await desk.service(
                "Boekingsgang_Journaalpost_Journaalregel_Toevoegen", line, query: "?boekingsgang=\(batch)&journaalpost=\(key)")
        }
        _ = await add(lines[0])
        #expect(await add(lines[0]).value("FOUTTEKST") == "Journaalregel 1 bestaat al")
        let unknownCode = ERPMessage.line(2, "8000", debit: false, 100, ERPMessage.helpAccount("77"))
        #expect(await add(unknownCode).text.contains("<FOUTCODE>1203</FOUTCODE><FOUTTEKST>BTW-code 77 bestaat niet</FOUTTEKST>"))
        #expect(await desk.service("Boekingsgang_Afsluiten", query: "?boekingsgang=\(batch)").value("FOUTCODE") == "1210")
        let removed = await desk.service(
            "Boekingsgang_Journaalpost_Verwijderen", query: "?boekingsgang=\(batch)&journaalpost=\(key)")
        #expect(removed.value("SLEUTEL") == key)
        #expect(await desk.service("Boekingsgang_Afsluiten", query: "?boekingsgang=\(batch)").value("FOUTCODE") == "1303")
        #expect(await desk.service("Boekingsgang_Verwijderen", query: "?boekingsgang=\(batch)").value("STATUS") == "OK")
        #expect(await desk.sandbox.batches().isEmpty)
    }

    @Test func `access, administrations and operations are checked`() async {
        let desk = Desk()
        #expect(await desk.service("Test").value("STATUS") == "OK")
        #expect(await desk.service("Test", access: "x").value("FOUTTEKST") == "Toegangscode is onjuist")
        #expect(await desk.service("Taak_Toevoegen").value("FOUTCODE") == "1003")
        let debtor = "<DEBITEUR><NAW_ZOEKCODE>NOORD</NAW_ZOEKCODE></DEBITEUR>"
        #expect(await desk.service("Debiteur_ToevoegenWijzigen", debtor).value("SLEUTEL") == "321")
        #expect(await desk.service("Debiteur_ToevoegenWijzigen", debtor).value("SLEUTEL") == "321")
        #expect(await desk.service("Debiteur_ToevoegenWijzigen", "<X>").value("FOUTCODE") == "1101")
    }
}
