import BridgeDomain
import BridgeSource
import BridgeTesting
import ColumnSource
import Testing

@Suite struct GuessTests {
    private func propose(_ text: String) throws -> ColumnProposal {
        try ColumnGuess.propose(Array(text.utf8), isWhole: true, language: .english)
    }

    @Test(arguments: Retail.days)
    func `what is proposed for a real day reads that day to the penny, and says what it does not know`(day: String) throws {
        let file = try Retail.file(day)
        let proposal = try ColumnGuess.propose(file, isWhole: true, language: .english)
        let reading = read(file, try reader(proposal.yaml))
        #expect(reading.refusal == nil)
        #expect(reading.rejected.isEmpty)
        #expect(reading.read.count == reading.documents.count)
        let net = reading.read.reduce(0) { $0 + Int($1.totals.net.minorUnits) * ($1.key.kind.isCredit ? -1 : 1) }
        #expect(net == IndependentSum(file).net)
        #expect(Set(reading.read.filter { $0.key.kind.isCredit }.map(\.key.number.text)) == IndependentSum(file).cancellations)
        let decisions = proposal.decisions.map(\.english).joined(separator: "\n")
        for subject in ["VAT", "currency", "no customer", "do not name their invoice", "names of parties"] {
            #expect(decisions.contains(subject), "\(subject)")
            #expect(proposal.yaml.contains(subject))
        }
    }

    @Test func `nothing uncertain of a proposal reaches the books`() throws {
        let file = try Retail.file("2010-12-01")
        let reading = read(file, try reader(ColumnGuess.propose(file, isWhole: true, language: .dutch).yaml))
        let today = try #require(CalendarDate(year: 2010, month: 12, day: 2))
        for item in reading.documents {
            let document = try #require(item.document)
            guard document.party == nil || document.key.kind.isCredit else { continue }
            let problems = item.problems + DocumentValidator().problems(of: document, today: today)
            #expect(problems.containsError, "\(document.key)")
        }
    }

    @Test func `a Dutch file is understood by its Dutch names`() throws {
        let text = """
            Factuurnummer;Factuurdatum;Vervaldatum;Debiteurnr;Debiteurnaam;Land;Artikelcode;Omschrijving;Aantal;Prijs;Bedrag excl. btw;BTW %
            2026001;18-11-2026;02-12-2026;1001;Bloemen & Zo;Nederland;R50;Rosa 50;100;0,45;45,00;9
            2026001;18-11-2026;02-12-2026;1001;Bloemen & Zo;Nederland;T10;Tulipa;1.000;0,12;120,00;9
            2026002;18-11-2026;02-12-2026;1002;Fleurs SA;Frankrijk;R50;Rosa 50;-10;0,45;-4,50;9
            """
        let proposal = try propose(text)
        let reading = read(text, try reader(proposal.yaml))
        #expect(reading.read.map(\.key.kind) == [.salesInvoice, .creditNote])
        #expect(reading.read.map(\.totals.net.minorUnits) == [165_00, 4_50])
        #expect(reading.read.map(\.totals.vat.minorUnits) == [14_85, 41])
        #expect(reading.read.first?.dueDate == CalendarDate(year: 2026, month: 12, day: 2))
        #expect(reading.read.first?.lines.last?.quantity == 1000)
        let parties = read(text, try reader(proposal.yaml), .parties(.debtor)).parties.compactMap(\.party)
        #expect(parties.map(\.name) == ["Bloemen & Zo", "Fleurs SA"])
        #expect(parties.map(\.country) == ["NL", "FR"])
    }

    @Test func `purchases are told by their suppliers`() throws {
        let text = "Document no,Date,Supplier,Amount,VAT rate\nA1,2026-11-18,55,10.00,21\n"
        let reading = read(text, try reader(propose(text).yaml))
        #expect(reading.read.map(\.key.kind) == [.purchaseInvoice])
        #expect(reading.read.first?.party?.key == PartyKey(.creditor, "55"))
    }

    @Test func `credit notes are recognised by a column where there is one`() throws {
        let text = "Invoice no,Date,Customer,Type,Amount\n1,2026-11-18,55,Invoice,10.00\n2,2026-11-18,55,Credit note,10.00\n"
        let reading = read(text, try reader(propose(text).yaml))
        #expect(reading.read.map(\.key.kind) == [.salesInvoice, .creditNote])
    }

    @Test(arguments: [
        ("Invoice,Date,Customer,Amount\n1,03/04/2026,5,1.50\n", "day and month cannot be told apart (03/04/2026)"),
        ("Invoice,Date,Customer,Amount\n1,2026-04-03,5,1.500\n", "a number such as 1.500 may have decimals or thousands"),
        ("Invoice,Date,Customer,Amount\n1,2026-04-03,5,1.5.0\n", "can be read in one style (1.5.0)"),
        ("Invoice,Date,Customer,Amount\n1,26-04-03,5,1.50\n", "a year must have four digits"),
        ("Invoice,Date,Customer,Amount,Country\n1,2026-04-03,5,1.50,Narnia\n", "a country code: Narnia"),
        ("Invoice,Customer,Amount\n1,5,1.50\n", "invoice date was not found"),
        ("Reference,Date,Customer,Amount\n1,2026-04-03,5,1.50\n", "invoice number was not found"),
        ("1,2026-04-03,5,1.50\n2,2026-04-03,5,1.50\n", "has no header"),
    ])
    func `what the file leaves open is said openly`(text: String, words: String) throws {
        let proposal = try propose(text)
        #expect(proposal.decisions.contains { $0.english.contains(words) }, "\(proposal.decisions.map(\.english))")
        // Whatever it lacks, it can be read and then mended.
        _ = try ColumnSettings(yaml: proposal.yaml)
    }

    @Test func `lines that are not together are gathered`() throws {
        let text = "Invoice,Date,Customer,Amount\n1,2026-04-03,5,1.50\n2,2026-04-03,5,2.00\n1,2026-04-03,5,3.00\n"
        let reading = read(text, try reader(propose(text).yaml))
        #expect(reading.read.map(\.totals.net.minorUnits) == [450, 200])
    }

    @Test(arguments: UInt64(0)..<300)
    func `whatever stands above the columns, the proposal can be read`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "Invoice", "\"\"", "\\", ": ", "#", "{", "]", "\n", "\r", "\u{0}", "\u{85}", "\u{2028}", "é", "🌷", "'", "- ", "%", "&a", "*a",
            "!t", "Amount",
        ]
        let cells = (0..<4).map { _ in
            "\"" + (0..<Int.random(in: 0...4, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined() + "\""
        }
        let text = "\(cells.joined(separator: ","))\n\(cells.joined(separator: ","))\n"
        guard let proposal = try? propose(text) else { return }
        #expect(throws: Never.self, "\(proposal.yaml)") { try ColumnSettings(yaml: proposal.yaml) }
    }

    @Test(arguments: ["", "\n\n", "one\ntwo\n"])
    func `a file without columns is refused`(text: String) {
        #expect(throws: FileRefusal.self) { try propose(text) }
    }
}
