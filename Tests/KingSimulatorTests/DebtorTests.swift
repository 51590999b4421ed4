import KingSimulator
import Testing

/// Debtors and other records that are made, changed and deleted (reference king §4.1).
struct DebtorTests {
    private let fields = """
        <ZKSL>FP000231</ZKSL><NAAM>Bloemenhal Noord BV</NAAM><STRAAT>Veilingweg</STRAAT><HNR>8</HNR><POSTCD>1431 AA</POSTCD>\
        <PLAATS>Aalsmeer</PLAATS><LAND>NL</LAND><BTWNR>NL001234567B01</BTWNR><BTWPL>B</BTWPL><BETCOND>30</BETCOND><SLUITREK>1300</SLUITREK>
        """

    @Test func `a new debtor gets the next number and is found by its search key`() async {
        let desk = Desk()
        #expect(await desk.create(Message.master("DEB", fields)).value("PRIMARYKEY") == "10121")
        let found = await desk.select(Message.selection("DEB", "NR\tBETCOND", where: "ZKSL", "=", "FP000231", order: "NR"))
        #expect(found.text.contains("<DATA><NR>10121</NR><BETCOND>30</BETCOND></DATA>"))
        #expect(await desk.create(Message.master("DEB", fields)).message == "Zoeksleutel bestaat al")
    }

    @Test func `numbers stay in their range and free ones are used up`() async {
        let desk = Desk { $0.administrations[0].debtorRange = 10_119...10_121 }
        #expect(await desk.create(Message.master("DEB", "<ZKSL>A</ZKSL><NR>9</NR>")).message == "NR 9 valt buiten het bereik")
        for (key, number) in [("A", "10121"), ("B", "10119")] {
            #expect(await desk.create(Message.master("DEB", "<ZKSL>\(key)</ZKSL>")).value("PRIMARYKEY") == number)
        }
        #expect(
            await desk.create(Message.master("DEB", "<ZKSL>C</ZKSL>")).message == "Er zijn geen vrije nummers meer in het bereik")
    }

    @Test(arguments: [
        ("<NAAM>x</NAAM>", "Veld ZKSL is verplicht"), ("<ZKSL>X</ZKSL><NAAM2000>x</NAAM2000>", "Veld NAAM2000 bestaat niet in tabel DEB"),
        ("<ZKSL>X</ZKSL><SALDO>1</SALDO>", "Veld SALDO mag niet worden gewijzigd"),
        ("<ZKSL>X</ZKSL><LAND>XX</LAND>", "LAND XX bestaat niet"), ("<ZKSL>X</ZKSL><BETCOND>7</BETCOND>", "BETCOND 7 bestaat niet"),
        ("<ZKSL>X</ZKSL><SLUITREK>8000</SLUITREK>", "SLUITREK 8000 bestaat niet"),
        ("<ZKSL>X</ZKSL><BTWPL>Z</BTWPL>", "BTWPL Z bestaat niet"),
        ("<ZKSL>X</ZKSL><POSTCD>123456789</POSTCD>", "De waarde van veld POSTCD is langer dan 8 tekens"),
        ("<ZKSL>X</ZKSL><HNR>8a</HNR>", "Kan de waarde '8a' van veld HNR niet converteren (CS312)"),
        ("<ZKSL>X</ZKSL><BLOK>true</BLOK>", "Kan de waarde 'true' van veld BLOK niet converteren (CS312)"),
        ("<ZKSL>X</ZKSL><ZKSL>Y</ZKSL>", "Veld ZKSL komt meer dan eens voor"),
    ])
    func `what a debtor cannot be is said`(fields: String, text: String) async {
        #expect(await Desk().create(Message.master("DEB", fields)).message == text)
    }

    @Test func `too long values are cut where the setting says so`() async {
        let desk = Desk { $0.behaviour.tooLong = .cut }
        _ = await desk.create(Message.master("DEB", "<ZKSL>X</ZKSL><POSTCD>123456789</POSTCD>"))
        #expect(await desk.sandbox.records("DEB").first { $0["ZKSL"] == "X" }?["POSTCD"] == "12345678")
    }

    @Test func `an update changes only what it names, of one record`() async {
        let desk = Desk()
        #expect(await desk.update(Message.change("DEB", "NR", "=", "10042", "<EMAIL>a@tulp.example</EMAIL>")).message.isEmpty)
        let record = await desk.sandbox.records("DEB").first { $0["NR"] == "10042" }
        #expect(record?["EMAIL"] == "a@tulp.example")
        #expect(record?["NAAM"] == "Bloemenhuis De Tulp B.V.")
        #expect(
            await desk.update(Message.change("DEB", "NR", ">", "1", "<EMAIL>a</EMAIL>")).message
                == "De selectie levert meer dan één record op")
        #expect(await desk.update(Message.change("DEB", "NR", "=", "1", "<EMAIL>a</EMAIL>")).message == "Het record bestaat niet")
        #expect(await desk.update(Message.change("DEB", "NR", "=", "10042", "<NR>1</NR>")).message == "Veld NR mag niet worden gewijzigd")
        #expect(
            await desk.update(Message.change("DEB", "NR", "=", "10042", "<ZKSL>FP000077</ZKSL>")).message == "Zoeksleutel bestaat al")
        #expect(
            await desk.update(Message.change("BTW", "NR", "=", "1", "<OMSCHR>a</OMSCHR>")).message
                == "Tabel BTW kan zo niet worden gewijzigd")
    }

    @Test func `a debtor that was booked on cannot be deleted`() async {
        let desk = Desk()
        _ = await desk.book([Message.sale()])
        #expect(
            await desk.delete(Message.change("DEB", "NR", "=", "10042", "")).message
                == "Het record is in gebruik en kan niet worden verwijderd")
        #expect(await desk.delete(Message.change("DEB", "NR", "=", "10077", "")).message.isEmpty)
        #expect(await desk.sandbox.records("DEB").count == 3)
    }

    @Test func `cost centres are made like debtors`() async {
        let desk = Desk()
        #expect(
            await desk.create(Message.master("KPL", "<NR>40</NR><ZKSL>VEILING</ZKSL><OMSCHR>Veiling</OMSCHR>")).value("PRIMARYKEY") == "40")
        #expect(await desk.create(Message.master("GRB", "<NR>8001</NR><ZKSL>X</ZKSL>")).message == "Tabel GRB kan zo niet worden gewijzigd")
    }
}
