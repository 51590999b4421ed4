import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

/// Reference afas-profit §14: files in a folder.
struct ImportTests {
    private static let header =
        "Administratie;Dagboek;Boekjaar;Periode;Datum boeking;Boekstukdatum;Boekstuknummer;Kenmerk rekening;Rekeningnummer;Factuurnummer;"
        + "Omschrijving;Vervaldatum;Bedrag debet;Bedrag credit;Btw-code;Valuta;Koers;Verbijzondering 1;Verbijzondering 2;Betalingskenmerk"

    /// The published sample, with a number and amounts that can be spoilt.
    private static func invoice(_ number: String, gross: String = "1301,80", revenue: String = "8010") -> [String] {
        let start = "1;20;2026;3;02-03-2026;02-03-2026;\(number)"
        return [
            "\(start);2;10044;\(number);Factuur \(number);16-03-2026;\(gross);0,00;;EUR;1;;;\(number)",
            "\(start);1;\(revenue);\(number);\"Bloemen; 9%\";;0,00;1000,00;2;EUR;1;EXPORT;;",
            "\(start);1;1510;\(number);Btw 9%;;0,00;90,00;2;EUR;1;;;", "\(start);1;8020;\(number);Verpakking 21%;;0,00;175,04;1;EUR;1;;;",
            "\(start);1;1500;\(number);Btw 21%;;0,00;36,76;1;EUR;1;;;",
        ]
    }

    private static func file(_ rows: [String], header: String? = header) -> [UInt8] {
        [0xEF, 0xBB, 0xBF] + Array(([header].compactMap { $0 } + rows).map { $0 + "\r\n" }.joined().utf8)
    }

    private func text(_ desk: Desk, _ name: String) throws -> String {
        String(decoding: try desk.folder.read(name), as: UTF8.self)
    }

    @Test func `a file is picked up at the hour, booked, and moved away`() async throws {
        let desk = Desk()
        await desk.sandbox.catchUp()
        desk.folder.write(Self.file(Self.invoice("FP260001") + Self.invoice("FP260002")), to: "0001.csv")
        desk.folder.write([1], to: "0001.manifest")
        desk.clock.advance(seconds: 3599)
        await desk.sandbox.catchUp()
        #expect(desk.folder.allNames == ["0001.csv", "0001.manifest"])
        desk.clock.advance(seconds: 1)
        await desk.sandbox.catchUp()
        #expect(desk.folder.allNames == ["0001.manifest", "verwerkt/0001.csv"], "what no definition is for stays")
        let report = await desk.sandbox.importReports.first
        #expect(report?.entries == [71_001, 71_002])
        #expect(report?.rows == 10)
        #expect(report?.rejectedFile == nil)
        let entry = await desk.sandbox.entries().first
        #expect(entry?.origin == .file)
        #expect(entry?.lines.map(\.description) == ["Factuur FP260001", "Bloemen; 9%", "Btw 9%", "Verpakking 21%", "Btw 21%"])
        #expect(entry?.lines[1].dimensions == [1: "EXPORT"])
        #expect(await desk.get("Profit_Debtor_Invoices").texts("InvoiceNr").count == 2)
    }

    @Test func `good entries are booked, bad ones come back as they stood with the reason behind`() async throws {
        let desk = Desk()
        let bad = Self.invoice("FP260002", revenue: "9999")
        desk.folder.write(Self.file(Self.invoice("FP260001") + bad + Self.invoice("FP260003", gross: "1,00")), to: "0002.csv")
        let report = await desk.sandbox.importFiles().first
        #expect(report?.entries == [71_001])
        #expect(report?.rejectedRows == 10)
        #expect(report?.rejectedFile == "afgekeurd/0002-afgekeurd.csv")
        let lines = try text(desk, "afgekeurd/0002-afgekeurd.csv").split(separator: "\r\n").map(String.init)
        #expect(lines[0].hasSuffix(";Foutmelding"))
        #expect(lines[1] == bad[0] + ";\"Een andere regel van deze journaalpost is niet correct.\"")
        #expect(lines[2] == bad[1] + ";\"De ingevoerde waarde bij 'Rekeningnummer' bestaat niet.\"")
        #expect(lines[6].hasSuffix(";\"De journaalpost is niet in evenwicht: debet min credit is -1300.80.\""))
    }

    @Test func `the rejected lines can come without texts, and a mended file with them only is taken`() async throws {
        let desk = Desk { $0.importing.definitions[0].writesErrorTexts = false }
        try await desk.sandbox.block(Period(year: 2026, number: 3))
        desk.folder.write(Self.file(Self.invoice("FP260001")), to: "0003.csv")
        _ = await desk.sandbox.importFiles()
        #expect(await desk.sandbox.entries().isEmpty)
        let rejected = try desk.folder.read("afgekeurd/0003-afgekeurd.csv")
        #expect(rejected == Self.file(Self.invoice("FP260001")))
        try await desk.sandbox.block(Period(year: 2026, number: 3), false)
        desk.folder.write(rejected, to: "0004.csv")
        #expect(await desk.sandbox.importFiles().first?.entries == [71_001])
    }

    @Test func `the same file again is held up by its invoice numbers only`() async {
        let desk = Desk()
        for name in ["0001.csv", "0002.csv"] {
            desk.folder.write(Self.file(Self.invoice("FP260001")), to: name)
            _ = await desk.sandbox.importFiles()
        }
        #expect(await desk.sandbox.entries().count == 1)
        #expect(
            await desk.sandbox.importReports.last?.error
                == "General message: Factuurnummer FP260001 is in financieel al gebruikt voor debiteur 10044.")
    }

    @Test func `with rejects by line the rest of an entry is booked when it still balances`() async {
        let desk = Desk { $0.importing.rejects = .line }
        let start = "1;80;2026;3;02-03-2026;02-03-2026;M1"
        let rows = [
            "\(start);1;1100;;a;;5,00;0,00;;EUR;1;;;", "\(start);1;1290;;b;;0,00;5,00;;EUR;1;;;", "\(start);1;9999;;c;;0,00;0,00;;EUR;1;;;",
        ]
        desk.folder.write(Self.file(rows), to: "0005.csv")
        let report = await desk.sandbox.importFiles().first
        #expect(report?.entries.count == 1)
        #expect(report?.rejectedRows == 1)
        desk.folder.write(Self.file(Self.invoice("FP260002", revenue: "9999")), to: "0006.csv")
        #expect(await desk.sandbox.importFiles().first?.rejectedRows == 5, "what is left does not balance")
    }

    @Test(
        arguments: [
            ("02-03-2026;02-03-2026", "2026-03-02;02-03-2026"), ("1301,80", "1301.80"), ("1301,80", "1.301,80"),
            ("16-03-2026", "16-3-2026"),
            ("16-03-2026", "31-02-2026"),
        ])
    func `values in another form than the definition's are a type mismatch`(written: String, wrong: String) async {
        let desk = Desk()
        var rows = Self.invoice("FP260001")
        rows[0] = rows[0].replacing(written, with: wrong)
        desk.folder.write(Self.file(rows), to: "0007.csv")
        let report = await desk.sandbox.importFiles().first
        #expect(report?.error == "Type mismatch")
        #expect(report?.rejectedRows == 5)
    }

    @Test func `separator, encoding, decimal sign, dates, header and column order are the definition's`() async {
        let desk = Desk {
            var definition = AFASSandbox.ImportDefinition(
                "Eigen", .entryLines,
                columns: [
                    .init("Rek", .account), .init("Soort", .accountType), .init("Dat", .entryDate), .init("Stuk", .voucherDate),
                    .init("Jr", .year),
                    .init("Pd", .period), .init("D", .debit), .init("C", .credit), .init("Oms", .description), .init("Nr", .invoice),
                    .init("Btw", .vatCode),
                ])
            definition.separator = "\t"
            definition.encoding = .windows1252
            definition.decimalSign = "."
            definition.datePattern = .compact
            definition.hasHeader = false
            definition.nameSuffix = ".txt"
            $0.importing.definitions = [definition]
            $0.importing.afterwards = .remove
        }
        let rows =
            "10044\t2\t20260302\t20260302\t2026\t3\t5.5\t\tCaf\u{E9} \u{20AC}\tW1\t\n8100\t1\t20260302\t20260302\t2026\t3\t\t5.5\t\tW1\t6\n"
        let bytes = rows.unicodeScalars.map { $0.value == 0x20AC ? UInt8(0x80) : UInt8(truncatingIfNeeded: $0.value) }
        desk.folder.write(bytes, to: "0001.txt")
        #expect(await desk.sandbox.importFiles().first?.entries == [71_001])
        #expect(await desk.sandbox.entries().first?.lines.first?.description == "Café €")
        #expect(desk.folder.allNames.isEmpty)
    }

    @Test func `a column the definition does not know, or too few cells, is rejected`() async {
        let desk = Desk()
        desk.folder.write(Self.file(Self.invoice("FP260001"), header: Self.header.replacing("Koers", with: "Kurs")), to: "1.csv")
        #expect(await desk.sandbox.importFiles().first?.error == "De kolom 'Kurs' staat niet in de importdefinitie.")
        desk.folder.write(Self.file(["1;20"]), to: "2.csv")
        #expect(await desk.sandbox.importFiles().first?.error == "De regel heeft 2 kolommen in plaats van 20.")
        desk.folder.write([0xFF, 0xFE], to: "3.csv")
        #expect(await desk.sandbox.importFiles().first?.error == "Het bestand kan niet met deze importdefinitie worden gelezen.")
    }

    @Test func `one row for each invoice becomes debtor, contra account and VAT`() async {
        let desk = Desk { $0.importing.definitions = [.invoices] }
        let header =
            "Debiteur;Naam1;Naam2;Adres;Postcode;Woonplaats;Land;Ordernummer;Klant ref;Factuurnr;Datum;Verv.datum;Bedrag ex;BTW bedrag;Totaal;Tegenrekening;BTW"
        let rows = [
            "10044;De Tulp;;;;;;O1;Ref;F1;02-03-2026;16-03-2026;100;9;109;8000;2",
            "10044;De Tulp;;;;;;;;F2;03-03-2026;;-50;-4,5;-54,5;8000;2",
            "10077;Köln;;;;;D;;;F3;03-03-2026;;891;0;891;8100;6", "10044;De Tulp;;;;;;;;F4;03-03-2026;;10;0;10;;",
        ]
        desk.folder.write(Self.file(rows, header: header), to: "f.csv")
        let report = await desk.sandbox.importFiles().first
        #expect(report?.entries.count == 3)
        #expect(report?.rejectedRows == 1)
        #expect(report?.error == "Vul een waarde in bij 'Rekeningnummer'.")
        #expect(
            await desk.sandbox.balances() == [
                "1300": ExactDecimal("54.50") ?? 0, "8000": -50, "1510": ExactDecimal("-4.50") ?? 0, "1310": 891, "8100": -891,
            ])
        #expect(await desk.sandbox.invoices().map(\.amount) == [109, ExactDecimal("-54.50"), 891])
    }

    private static func xml(_ invoice: String, account: String = "8100") -> String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <FiEntryPar xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Element>
          <Fields Action="insert"><Year>2026</Year><Peri>3</Peri><UnId>1</UnId><JoCo>20</JoCo></Fields>
          <Objects><FiEntries>
            <Element><Fields Action="insert"><VaAs>2</VaAs><AcNr>10044</AcNr><EnDa>2026-03-02</EnDa><BpDa>2026-03-02</BpDa>
              <InId>\(invoice)</InId><Ds>Roos &amp; &#84;ulp</Ds><AmDe>5.00</AmDe><AmCr>0</AmCr></Fields></Element>
            <Element><Fields Action="insert"><VaAs>1</VaAs><AcNr>\(account)</AcNr><EnDa>2026-03-02</EnDa><BpDa>2026-03-02</BpDa>
              <AmCr>5.00</AmCr><VaId>6</VaId></Fields></Element>
          </FiEntries></Objects></Element></FiEntryPar>
        """
    }

    @Test func `a message as XML is one entry, and comes back with the reason when it is refused`() async throws {
        let desk = Desk { $0.importing.definitions = [.xml] }
        desk.folder.write(Array(Self.xml("X1").utf8), to: "1.xml")
        desk.folder.write(Array(Self.xml("X2", account: "9999").utf8), to: "2.xml")
        desk.folder.write(Array("<FiEntryPar><Element></FiEntryPar>".utf8), to: "3.xml")
        desk.folder.write(Array("<!DOCTYPE x><FiEntryPar/>".utf8), to: "4.xml")
        let reports = await desk.sandbox.importFiles()
        #expect(reports.map(\.entries.count) == [1, 0, 0, 0])
        #expect(await desk.sandbox.entries().first?.lines.first?.description == "Roos & Tulp")
        let rejected = try text(desk, "afgekeurd/2-afgekeurd.xml")
        #expect(rejected.hasPrefix("<!-- De ingevoerde waarde bij 'Rekeningnummer' bestaat niet. -->"))
        #expect(rejected.hasSuffix(Self.xml("X2", account: "9999")))
        #expect(reports[2].error == "Het bestand kan niet met deze importdefinitie worden gelezen.")
        #expect(reports[3].entries.isEmpty)
    }

    @Test func `several entries in one message are refused unless the definition takes them`() async {
        let first = Self.xml("X1")
        let element = first.split(separator: "<Element>", maxSplits: 1).last.map(String.init) ?? ""
        let both = first.replacing("</FiEntryPar>", with: "<Element>" + element.replacing("X1", with: "X2"))
        for takes in [false, true] {
            let desk = Desk {
                $0.importing.definitions = [.xml]
                $0.importing.takesSeveralXMLEntries = takes
            }
            desk.folder.write(Array(both.utf8), to: "1.xml")
            #expect(await desk.sandbox.importFiles().first?.entries.count == (takes ? 2 : 0))
        }
    }
}

extension String {
    /// Every place of `part` replaced.
    fileprivate func replacing(_ part: String, with other: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
    }
}
