import KingSimulator
import Testing

/// Reading: separators, conditions, pages (reference king §2.3).
struct SelectionTests {
    /// Debtor numbers that a selection finds.
    private func debtors(_ fields: String, _ operators: String, _ values: String, order: String = "NR", more: String = "") async -> [String]
    {
        await Desk().select(Message.selection("DEB", "NR", where: fields, operators, values, order: order, more: more)).values("NR")
    }

    @Test(arguments: [
        ("", "", "", ["10042", "10077", "10099", "10120"]), ("NR", "=", "10077", ["10077"]), ("NR", ">", "10077", ["10099", "10120"]),
        ("NR", ">=", "10099", ["10099", "10120"]), ("NR", "<", "10077", ["10042"]), ("NR", "<=", "10077", ["10042", "10077"]),
        ("NAAM", "LIKE", "%bloem%", ["10042"]), ("NAAM", "LIKE", "Bl%GmbH", ["10077"]), ("NAAM", "LIKE", "Bloem", []),
        ("LAND\tBLOK", "=\t=", "NL\tN", ["10042"]), ("LAND;BLOK", "=;=", "NL;J", ["10099"]),
        ("NAAM,PLAATS", "LIKE", "%rotterdam%", ["10099"]), ("ZKSL", "=", "fp000120", ["10120"]),
    ])
    func `conditions are joined and compared by type`(fields: String, operators: String, values: String, found: [String]) async {
        let escaped = operators.split(separator: "<", omittingEmptySubsequences: false).joined(separator: "&lt;")
        #expect(await debtors(fields, escaped, values) == found)
    }

    @Test func `columns come back in the order asked for, the first tab or semicolon dividing them`() async {
        let desk = Desk()
        for columns in ["NAAM\tNR", "NAAM;NR"] {
            let answer = await desk.select(Message.selection("DEB", columns, where: "NR", "=", "10042", order: "NR"))
            #expect(answer.text.contains("<DATA><NAAM>Bloemenhuis De Tulp B.V.</NAAM><NR>10042</NR></DATA>"))
        }
    }

    @Test func `pages count all rows and nothing found has no row`() async {
        let desk = Desk()
        func page(_ number: Int) async -> Answer {
            await desk.select(
                Message.selection("DEB", "NR", order: "NR", more: "<PAGESIZE>3</PAGESIZE><SELECTPAGE>\(number)</SELECTPAGE>"))
        }
        #expect(await page(1).value("RECORDCOUNT") == "4")
        #expect(await page(1).value("TOTALPAGES") == "2")
        #expect(await page(2).values("NR") == ["10120"])
        #expect(await page(3).values("NR").isEmpty)
        let none = await desk.select(Message.selection("DEB", "NR", where: "NR", "=", "1", order: "NR"))
        #expect(none.text == "<NewDataSet><METADATA><RECORDCOUNT>0</RECORDCOUNT><TOTALPAGES>0</TOTALPAGES></METADATA></NewDataSet>")
        let limited = Message.selection("DEB", "NR", order: "NR", more: "<MAXRESULT>2</MAXRESULT>")
        #expect(await desk.select(limited).value("RECORDCOUNT") == "2")
    }

    @Test func `what is missing is named as the vendor names it`() async {
        let desk = Desk()
        #expect(await desk.select(Message.selection("DEB", "NR", order: "")).message == "De selectie is incompleet, zie veld: ORDERBY")
        #expect(await desk.select(Message.selection("", "NR", order: "NR")).message == "De selectie is incompleet, zie veld: TABLE")
        #expect(
            await desk.select(Message.selection("DEB", "NR", where: "NR\tLAND", "=\t=", "1", order: "NR")).message
                == "De selectie is incompleet, zie veld: WHEREVALUES")
        #expect(await desk.select(Message.selection("DEB", "NIETS", order: "NR")).message == "Veld NIETS bestaat niet in tabel DEB")
        #expect(await desk.select(Message.selection("CRED", "NR", order: "NR")).message == "Tabel CRED bestaat niet")
        #expect(
            await desk.select(Message.selection("DEB", "NR", where: "NR", "=", "abc", order: "NR")).message
                == "Kan de waarde 'abc' van veld NR niet converteren (CS312)")
        #expect(await desk.select("<NewDataSet>").message == "De XML kan niet worden gelezen")
    }

    @Test func `flat selections, changes since a day, and joined columns are read`() async {
        let desk = Desk()
        let flat = "<DATASET><TABLE>DEB</TABLE><SELECTFIELDS>NR</SELECTFIELDS><ORDERBY>NR</ORDERBY></DATASET>"
        #expect(await desk.select(flat).values("NR").count == 4)
        desk.clock.advance(seconds: 5 * 86_400)
        _ = await desk.update(Message.change("DEB", "NR", "=", "10077", "<EMAIL>a@koeln.example</EMAIL>"))
        let since = Message.selection("DEB", "NR", order: "NR", more: "<MUTDATE_VA>17-03-2026</MUTDATE_VA>")
        #expect(await desk.select(since).values("NR") == ["10077"])
        _ = await desk.book([Message.sale()])
        let joined = await desk.select(Message.selection("DEBOPP", "FACT\tDEB_NAAM", order: "FACT"))
        #expect(joined.value("DEB_NAAM") == "Bloemenhuis De Tulp B.V.")
    }

    @Test func `the administration's settings can be read`() async {
        let desk = Desk()
        let ranges = await desk.info("BASFIN", "AANTPER\tONDERDEB\tBOVENDEB\tGRBUITSPL", order: "AANTPER")
        #expect(ranges.text.contains("<AANTPER>12</AANTPER><ONDERDEB>10000</ONDERDEB><BOVENDEB>49999</BOVENDEB>"))
        #expect(ranges.value("GRBUITSPL") == "2000")
        let dates = await desk.info("PERIODEDATUMS", "JR\tPN\tDATVAN\tDATTM", order: "JR\tPN")
        #expect(dates.text.contains("<JR>2026</JR><PN>2</PN><DATVAN>01-02-2026</DATVAN><DATTM>28-02-2026</DATTM>"))
        #expect(await desk.info("BASALG", "NAAM", order: "NAAM").value("NAAM") == "Bloemenexport Aalsmeer B.V.")
        #expect(await desk.info("PERIODEINFO", "JR\tPN\tPNAFGESL", order: "JR").values("PN").count == 42)
    }
}
