import BridgeDomain
import KingSimulator
import Testing

/// Postings of KING Finance (reference king §4.2, §4.3, §5).
struct EntryTests {
    @Test func `an invoice of one row moves debtor, VAT and revenue`() async throws {
        let desk = Desk()
        let answer = await desk.book([Message.sale()])
        #expect(answer.values("PRIMARYKEY") == ["2026", "10", "3", "1"])
        #expect(answer.text.contains("<DAT>05-03-2026</DAT>"))
        #expect(answer.value("FACT") == "26000916")
        let entry = try #require(await desk.sandbox.entries().first)
        #expect(entry.lines.map(\.account) == ["1300", "1500", "8000"])
        #expect(entry.lines.map(\.amount) == [121, -21, -100])
        let item = try #require(await desk.sandbox.openItems().first)
        #expect(item.relation == "10042")
        #expect(item.balance == 121)
        #expect(item.dueDate?.description == "2026-04-04")
    }

    @Test func `a split of two rates is one posting and leaves nothing on the split account`() async throws {
        let desk = Desk()
        #expect(await desk.book(Message.split()).message.isEmpty)
        #expect(await desk.sandbox.entries().count == 1)
        #expect(
            await desk.sandbox.balances() == [
                "1300": exact("175.5"), "8000": -100, "1500": -21, "8006": -50, "1510": exact("-4.5"), "2000": .zero,
            ])
        #expect(await desk.sandbox.openItems().first?.dueDate?.description == "2026-03-19", "the term of 14 days")
        let rows = await desk.select(Message.selection("BOE", "RG\tREK\tKPL\tGRPROW", where: "DAGB", "=", "10", order: "RG"))
        #expect(rows.values("RG") == ["1", "2", "3"])
        #expect(rows.values("GRPROW") == ["1", "1", "1"])
        let mutations = await desk.select(Message.selection("GRBMUT", "GRB\tBEDR", where: "GRB", "=", "8006", order: "RG"))
        #expect(mutations.text.contains("<DATA><GRB>8006</GRB><BEDR>-50.00</BEDR></DATA>"))
    }

    @Test func `VAT on the total row gives the same books for one rate`() async {
        let desk = Desk()
        let rows = [
            Message.row([("REK", "10042"), ("TEGREK", "2000"), ("BEDRBOEK", "121,00"), ("BTW", "2"), ("BEDRBTW", "-21,00"), ("FACT", "F")]),
            Message.row([("REK", "8000"), ("TEGREK", "2000"), ("BEDRBOEK", "-60,00")]),
            Message.row([("REK", "8006"), ("TEGREK", "2000"), ("BEDRBOEK", "-40,00")]),
        ]
        #expect(await desk.book(rows).message.isEmpty)
        #expect(await desk.sandbox.balances() == ["1300": 121, "1500": -21, "8000": -60, "8006": -40, "2000": .zero])
    }

    @Test func `a split that does not come out even is refused, or booked with a warning`() async {
        let rows = Message.split().dropLast()
        let strict = Desk()
        #expect(await strict.book(Array(rows)).message == "Uitsplitsing sluit niet")
        #expect(await strict.sandbox.entries().isEmpty)
        let lenient = Desk { $0.behaviour.openSplit = .warned }
        #expect(await lenient.book(Array(rows)).value("BOE_WARNING") == "Uitsplitsing sluit niet")
        #expect(await lenient.sandbox.balances()["2000"] == exact("-54.5"))
        #expect(await lenient.sandbox.inconsistencies() == ["entry 1 leaves something on the split account"])
    }

    @Test(arguments: [
        ("REK", "10500", "REK 10500 bestaat niet"), ("TEGREK", "8001", "TEGREK 8001 bestaat niet"), ("DAGB", "77", "DAGB 77 bestaat niet"),
        ("DAGB", "99", "DAGBOEK 99 is geblokkeerd"), ("BTW", "77", "BTW 77 bestaat niet"), ("BTW", "99", "BTW 99 is geblokkeerd"),
        ("BTW", "11", "BTW 11 is geblokkeerd"), ("BTW", "5", "BTW 5 heeft geen grootboekrekening"), ("BTW", "", "Veld BTW is verplicht"),
        ("BEDRBTW", "21,00", "Het teken van BEDRBTW 21.00 is onjuist"), ("REK", "10099", "DEB 10099 is geblokkeerd"),
        ("TEGREK", "8999", "GRB 8999 is geblokkeerd"), ("TEGREK", "1300", "GRB 1300 is een verzamelrekening"),
        ("KPL", "77", "KPL 77 bestaat niet"), ("KPL", "90", "KPL 90 is geblokkeerd"), ("TEGREK", "4510", "Veld KPL is verplicht"),
        ("PN", "13", "PN 13 bestaat niet"), ("JR", "2031", "JR 2031 bestaat niet"),
        ("DAT", "01-04-2026", "Datum 01-04-2026 valt niet in periode 2026/3"), ("FACT", "", "Veld FACT is verplicht"),
        ("DAT", "2026-03-05", "Kan de waarde '2026-03-05' van veld DAT niet converteren (CS312)"),
        ("BEDRBOEK", "", "Veld BEDRBOEK is verplicht"),
        ("BEDRBOEK", "1,234", "Kan de waarde '1,234' van veld BEDRBOEK niet converteren (CS312)"),
        ("FACT", "123456789012345678901", "De waarde van veld FACT is langer dan 20 tekens"),
        ("NAAM", "x", "Veld NAAM bestaat niet in tabel BOE"),
        ("BOE_WARNING", "x", "Veld BOE_WARNING mag niet worden gewijzigd"), ("VAL", "USD", "Veld KOERS is verplicht"),
    ])
    func `a row that cannot be booked is refused and leaves no trace`(field: String, value: String, text: String) async {
        let desk = Desk()
        #expect(await desk.book([Message.sale("F1", [(field, value)])]).message == text)
        #expect(await desk.sandbox.entries().isEmpty)
        #expect(await desk.sandbox.openItems().isEmpty)
    }

    @Test func `rows of one call are one split against the split account`() async {
        let desk = Desk()
        #expect(await desk.book([Message.sale("F1"), Message.sale("F2")]).message == "Uitsplitsing: TEGREK moet rekening 2000 zijn")
        var rows = Message.split()
        rows[2] = Message.row([("REK", "8006"), ("TEGREK", "2000"), ("BEDRBOEK", "-54,50"), ("PN", "2")])
        #expect(await desk.book(rows).message == "Uitsplitsing: veld PN verschilt tussen de regels")
    }

    @Test func `the service books into periods closed for users, and not into those closed for everybody`() async throws {
        let desk = Desk()
        try await desk.sandbox.close(year: 2026, period: 3, .users)
        let flags = await desk.info("PERIODEINFO", "JR\tPN\tPNAFGESL\tPNAFGESLGEBR", order: "JR")
        #expect(flags.text.contains("<JR>2026</JR><PN>3</PN><PNAFGESL>N</PNAFGESL><PNAFGESLGEBR>J</PNAFGESLGEBR>"))
        #expect(await desk.book([Message.sale("F1")]).message.isEmpty)
        try await desk.sandbox.close(year: 2026, period: 3, .everybody)
        #expect(await desk.book([Message.sale("F2")]).message == "Periode 2026/3 is afgesloten")
        try await desk.sandbox.close(year: 2026, period: 3, .open)
        try await desk.sandbox.close(year: 2026, period: nil, .everybody)
        #expect(await desk.book([Message.sale("F2")]).message == "Periode 2026/3 is afgesloten")
        #expect(await desk.sandbox.entries().count == 1)
    }

    @Test func `a journal that numbers itself replaces the number and echoes it`() async {
        let desk = Desk()
        #expect(await desk.book([Message.sale("F1", [("DAGB", "11")])]).value("FACT") == "20260101")
        #expect(await desk.book([Message.sale("F2", [("DAGB", "11")])]).value("FACT") == "20260102")
        #expect(await desk.sandbox.openItems().map(\.invoice) == ["20260101", "20260102"])
        let gentle = Desk { $0.behaviour.automaticNumbers = .whenAbsent }
        #expect(await gentle.book([Message.sale("F1", [("DAGB", "11")])]).value("FACT") == "F1")
        #expect(await gentle.book([Message.sale("", [("DAGB", "11")])]).value("FACT") == "20260101")
    }

    @Test func `a second posting of a number adds to its item, or is refused`() async {
        let desk = Desk()
        for _ in 0..<2 { _ = await desk.book([Message.sale()]) }
        #expect(await desk.sandbox.openItems().map(\.amount) == [242])
        let strict = Desk { $0.behaviour.duplicateInvoice = .refused }
        _ = await strict.book([Message.sale()])
        #expect(await strict.book([Message.sale()]).message == "Factuur 26000916 bestaat al")
    }

    @Test func `a purchase invoice owes the creditor`() async throws {
        let desk = Desk()
        let row = Message.row([
            ("DAGB", "20"), ("REK", "50010"), ("TEGREK", "7000"), ("BEDRBOEK", "-218,00"), ("BTW", "11"), ("BEDRBTW", "18,00"),
            ("FACT", "K-77"),
        ])
        #expect(await desk.book([row]).message.isEmpty)
        #expect(await desk.sandbox.balances() == ["1600": -218, "1560": 18, "7000": 200])
        let open = await desk.select(Message.selection("CREOPP", "CRE\tFACT\tSALDO", order: "FACT"))
        #expect(open.text.contains("<DATA><CRE>50010</CRE><FACT>K-77</FACT><SALDO>-218.00</SALDO></DATA>"))
    }

    @Test func `payments leave the amount and lower the balance`() async throws {
        let desk = Desk()
        _ = await desk.book([Message.sale()])
        let row = Message.row([("DAGB", "50"), ("REK", "10042"), ("TEGREK", "1100"), ("BEDRBOEK", "-100,00"), ("FACT", "26000916")])
        #expect(await desk.book([row]).message.isEmpty)
        let open = await desk.select(Message.selection("DEBOPP", "BEDR\tBET\tSALDO\tVOLDAAN", order: "FACT"))
        #expect(open.text.contains("<BEDR>121.00</BEDR><BET>100.00</BET><SALDO>21.00</SALDO><VOLDAAN>N</VOLDAAN>"))
        #expect(await desk.sandbox.inconsistencies().isEmpty)
    }

    @Test func `a posting can be deleted, and its texts changed, by its key`() async {
        let desk = Desk()
        _ = await desk.book([Message.sale()])
        let text = Message.entry(["<OMSCHR>Anders</OMSCHR>"])
        #expect(await desk.action("UPDATEJOURNAALPOST", [("PRIMARYKEY", "2026;10;3;1"), ("JOURNAALPOST", text)]).message.isEmpty)
        #expect(await desk.sandbox.entries().first?.lines.first?.description == "Anders")
        let amount = Message.entry(["<BEDRBOEK>1,00</BEDRBOEK>"])
        #expect(
            await desk.action("UPDATEJOURNAALPOST", [("PRIMARYKEY", "2026;10;3;1"), ("JOURNAALPOST", amount)]).message
                == "Van een geboekte journaalpost kunnen alleen omschrijvingen worden gewijzigd")
        #expect(await desk.action("DELETEJOURNAALPOST", [("PRIMARYKEY", "2026;10;3;9")]).message == "Het record bestaat niet")
        #expect(await desk.action("DELETEJOURNAALPOST", [("PRIMARYKEY", "2026;10;3;1")]).message.isEmpty)
        #expect(await desk.sandbox.openItems().isEmpty)
    }

    @Test func `a wrong separator is a hundred times the amount, unless it is refused`() async {
        func gross(_ mode: KingSandbox.MoneyMode, _ total: String, _ vat: String) async -> ExactDecimal? {
            let desk = Desk { $0.behaviour.money = mode }
            _ = await desk.book([Message.sale("F", [("BEDRBOEK", total), ("BEDRBTW", vat)])])
            return await desk.sandbox.openItems().first?.amount
        }
        #expect(await gross(.dutch, "1.121,50", "-21,00") == exact("1121.5"))
        #expect(await gross(.dutch, "121.50", "-21.00") == 12_150)
        #expect(await gross(.invariant, "121.50", "-21.00") == exact("121.5"))
        #expect(await gross(.invariant, "121,50", "-21,00") == 12_150)
        #expect(await gross(.strict, "121,50", "-21,00") == exact("121.5"))
        #expect(await gross(.strict, "121.50", "-21.00") == nil)
    }
}

/// The number that the text writes; not a number that could be meant otherwise.
private func exact(_ text: String) -> ExactDecimal { ExactDecimal(text) ?? .zero }
