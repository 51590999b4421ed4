import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

/// Reference afas-profit §6: what a correct entry becomes.
struct EntryTests {
    @Test func `the published invoice is booked, answered with its keys and owed by the debtor`() async {
        let desk = Desk()
        let answer = await desk.post("FiEntries", Message.sale())
        #expect(answer.status == 201)
        #expect(answer.entry == ["UnId": "1", "EnNo": "71001", "InId": "FP260001"])
        let open = await desk.get("Profit_Debtor_Invoices", where: [("DebtorId", "10044"), ("InvoiceNr", "FP260001")])
        #expect(open.rows.count == 1)
        #expect(open.rows.first?["AmtInvoice"] == .number("1301.80"))
        #expect(open.rows.first?["Balance"] == .number("1301.80"))
        #expect(open.rows.first?["NookPieceDate"] == "2026-03-02T00:00:00Z")
        #expect(open.rows.first?["ExpDate"] == "2026-03-16T00:00:00Z")
        #expect(await desk.sandbox.balances()["1300"] == ExactDecimal("1301.80"))
        #expect(await desk.sandbox.inconsistencies().isEmpty)
    }

    @Test(arguments: [AFASSandbox.Behaviour.EntryReply.wrapped, .bare, .openAPI])
    func `the answer comes in each of the published forms`(form: AFASSandbox.Behaviour.EntryReply) async {
        let json = await Desk { $0.behaviour.entryReply = form }.post("FiEntries", Message.sale()).json
        switch form {
        case .wrapped: #expect(json["results"]?["FiEntryPar"]?["InId"] == "FP260001")
        case .bare: #expect(json["FiEntryPar"]?["InId"] == "FP260001")
        case .openAPI: #expect(json["results"]?["FiEntries"]?["InID"] == "FP260001")
        }
    }

    @Test func `transactions show every line, found by invoice, entry or administration`() async {
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.sale())
        _ = await desk.post("FiEntries", Message.plain("FP260002"))
        let lines = await desk.get("Profit_Transactions", where: [("UnitId", "1"), ("JournalId", "20"), ("InvoiceId", "FP260001")])
        #expect(lines.rows.count == 5)
        #expect(Set(lines.texts("AccountNo")) == ["10044", "8010", "1510", "8020", "1500"])
        #expect(lines.rows.first?["Created"] == "2026-03-12T10:00:00Z", "a wall clock in Amsterdam, with a Z that means nothing")
        #expect(await desk.get("Profit_Transactions", where: [("EntryNo", "71002")]).rows.count == 2)
        #expect(await desk.get("Profit_Transactions", where: [("UnitId", "2")]).rows.isEmpty)
        let summary = Desk { $0.behaviour.accountShown = .summaryAccount }
        _ = await summary.post("FiEntries", Message.sale())
        #expect(await summary.get("Profit_Transactions").texts("AccountNo").contains("1300"))
    }

    @Test func `a credit note swaps sides and is negative among the open items`() async {
        let desk = Desk()
        #expect(await desk.post("FiEntries", Message.credit("FC260004", "61.20", debtor: "10077")).status == 201)
        let open = await desk.get("Profit_Debtor_Invoices", where: [("InvoiceNr", "FC260004")])
        #expect(open.column("Balance") == [.number("-61.20")])
        #expect(await desk.sandbox.balances()["1310"] == ExactDecimal("-61.20"))
    }

    @Test func `without a due date the voucher date and the payment condition make one`() async {
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.plain("A1", debtor: "20012"))
        let line = Message.line("2", "20012", debit: "5", ["InId": "A2", "PaCd": "7"])
        _ = await desk.post("FiEntries", Message.entry([:], [line, Message.line("1", "8200", credit: "5", ["VaId": "7"])]))
        #expect(await desk.sandbox.invoices().map(\.dueDate) == [CalendarDate("2026-04-01"), CalendarDate("2026-03-09")])
    }

    @Test func `a foreign invoice keeps its currency beside the base amounts`() async {
        let desk = Desk()
        let more: [String: JSON] = [
            "InId": "FP260019", "CuId": "GBP", "Rate": .number("0.87"), "AmDc": .number("870.00"), "AmCc": 0,
        ]
        let lines = [
            Message.line("2", "20012", debit: "1000.00", more), Message.line("1", "8200", credit: "1000.00", ["VaId": "7"]),
        ]
        #expect(await desk.post("FiEntries", Message.entry([:], lines)).status == 201)
        let open = await desk.get("Profit_Debtor_Invoices")
        #expect(open.column("CurrencyId") == ["GBP"])
        #expect(open.column("AmtInvoiceCurr") == [.number("870.00")])
    }

    @Test func `the journal numbers invoices when asked`() async {
        let desk = Desk()
        let lines = [Message.line("2", "10044", debit: "5"), Message.line("1", "8100", credit: "5", ["VaId": "6"])]
        #expect(await desk.post("FiEntries", Message.entry(["AuNu": true], lines)).entry["InId"] == "V0000001")
        #expect(await desk.post("FiEntries", Message.entry(["AuNu": "1"], lines)).entry["InId"] == "V0000002")
        #expect(await desk.post("FiEntries", Message.entry([:], lines)).entry["InId"] == "", "without a number it has none")
    }

    @Test func `dimensions, references and further fields are kept`() async {
        let desk = Desk()
        let dimension: JSON = [["FiDimEntries": ["Element": ["Fields": ["DiC1": "EXPORT", "DiC2": "CUT"]]]]]
        let more: [String: JSON] = ["InId": "X1", "Fref": "FP-INV-88123", "PaId": "8000 1", "BpNr": "B7", "BlPa": "true", "OrNu": "O-1"]
        _ = await desk.post(
            "FiEntries",
            Message.entry(
                [:],
                [
                    Message.line("2", "10044", debit: "5", more), Message.line("1", "8100", credit: "5", ["VaId": "6"], objects: dimension),
                ]))
        let entry = await desk.sandbox.entries(ofInvoice: "x1").first
        #expect(entry?.lines.first?.invoiceReference == "FP-INV-88123")
        #expect(entry?.lines.first?.further == ["BlPa": "true", "OrNu": "O-1"])
        #expect(entry?.lines.last?.dimensions == [1: "EXPORT", 2: "CUT"])
        let rows = await desk.get("LedgerBridge_EntryLines", where: [("InvoiceId", "X1")])
        #expect(rows.column("AccountType") == ["2"])
        #expect(rows.column("InvoiceReference") == ["FP-INV-88123"])
        #expect(await desk.get("Profit_Transactions_Allocated", where: [("AccountNo", "8100")]).column("DimAx1") == ["EXPORT"])
    }

    @Test func `an entry is deleted by its number or its invoice, and booking it again works`() async throws {
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.plain("D1"))
        _ = await desk.post("FiEntries", Message.plain("D2"))
        let base = "connectors/FiEntries/FiEntryPar/UnId,JoCo/1,20/FiEntries"
        #expect(await desk.call(.delete, "\(base)/@EnNo/71001").status == 200)
        #expect(await desk.call(.delete, "\(base)/InId/D2").status == 200)
        #expect(await desk.sandbox.entries().isEmpty)
        #expect(await desk.sandbox.invoices().isEmpty)
        #expect(await desk.call(.delete, "\(base)/@EnNo/71001").status == 500)
        #expect(await desk.post("FiEntries", Message.plain("D1")).entry["EnNo"] == "71003", "numbers are not used twice")
        let changed = await desk.get("Profit_Fin_ChangedEntrydate")
        #expect(changed.column("EntryDate") == ["2026-03-02T00:00:00Z"])
        try await desk.sandbox.block(Period(year: 2026, number: 3))
        #expect(await desk.call(.delete, "\(base)/InId/D1").status == 500, "the same locks as for a person")
    }

    @Test func `attributes of an invoice change without its amounts`() async {
        let desk = Desk()
        _ = await desk.post("FiEntries", Message.plain("C1"))
        let fields: JSON = ["UnId": 1, "VaAd": "2", "DcNr": "10044", "InId": "C1", "BlPa": true, "Ds": "disputed", "PaCd": "30"]
        let answer = await desk.put("FiInvoice", ["FiInvoice": ["Element": ["Fields": fields]]])
        #expect(answer.status == 201)
        #expect(answer.text.isEmpty)
        let invoice = await desk.sandbox.invoices().first
        #expect(invoice?.description == "disputed")
        #expect(invoice?.dueDate == CalendarDate("2026-04-01"))
        #expect(invoice?.further["BlPa"] == "true")
        #expect(await desk.put("FiInvoice", ["FiInvoice": ["Element": ["Fields": ["UnId": 1, "InId": "C9"]]]]).status == 500)
    }

    @Test func `the PDF hangs on the invoice, which must be there first`() async {
        let desk = Desk()
        let link: JSON = ["DoCRM": true, "SfTp": 4, "SfId": "10044", "SiUn": 1, "SiTp": 1, "SiId": "P1"]
        let body: JSON = [
            "KnSubject": [
                "Element": [
                    "Fields": ["StId": 5, "Ds": "Invoice P1", "Da": "2026-03-02T10:00:00"],
                    "Objects": [
                        ["KnSubjectLink": ["Element": ["Fields": link]]],
                        ["KnSubjectAttachment": ["Element": ["Fields": ["FileName": "P1.pdf", "FileStream": "JVBERi0="]]]],
                    ],
                ]
            ]
        ]
        #expect(await desk.post("KnSubject", body).message == "This destination is not valid for this type of dossier item")
        _ = await desk.post("FiEntries", Message.plain("P1"))
        #expect(await desk.post("KnSubject", body).json["results"]?["KnSubject"]?["SbId"] == "30412")
        #expect(await desk.sandbox.attachments(ofInvoice: "P1") == ["P1.pdf"])
        #expect(await desk.call(.get, "subjectconnector/30412/1").json["filedata"] == "JVBERi0=")
    }
}
