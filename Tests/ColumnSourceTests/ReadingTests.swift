import BridgeDomain
import BridgeSource
import BridgeTesting
import BridgeText
import ColumnSource
import Testing

@Suite struct ReadingTests {
    private let head = "no,day,customer,amount,code\n"

    @Test func `lines with one number are one invoice, with VAT per code rounded once`() throws {
        let reading = read(
            head + "1,2026-11-18,C1,0.50,L\n1,2026-11-18,C1,0.50,L\n1,2026-11-18,C1,10.00,H\n2,2026-11-19,C2,5.00,X\n", try reader(least))
        #expect(reading.problems.isEmpty)
        let first = try #require(reading.read.first)
        #expect(reading.read.map(\.key.number.text) == ["1", "2"])
        #expect(first.lines.map(\.net.minorUnits) == [50, 50, 10_00])
        #expect(first.vatSummary.map(\.vat.minorUnits) == [9, 210])
        #expect(first.totals == DocumentTotals(net: cents(11_00), vat: cents(2_19), gross: cents(13_19)))
        #expect(first.party == DocumentParty(key: PartyKey(.debtor, "C1"), sourceID: "C1"))
        #expect(first.sourceID == "sales_invoice/1")
        #expect(DocumentValidator().problems(of: first, today: day(2026, 11, 20)).isEmpty)
    }

    @Test func `a document's own text is the header and its lines`() throws {
        let reading = read(head + "1,2026-11-18,C1,0.50,L\r\n2,2026-11-18,C1,1.00,L\r\n", try reader(least))
        #expect(
            reading.documents.map { String(decoding: $0.raw, as: UTF8.self) }.last == "no,day,customer,amount,code\n2,2026-11-18,C1,1.00,L")
    }

    @Test func `quantity times price less discount makes the amount, rounded per line`() throws {
        let yaml = least.replacing("net: amount", with: "quantity: q, unit_price: p, discount_percent: d")
        let reading = read("no,day,customer,q,p,d,code\n1,2026-11-18,C1,3,0.335,,X\n1,2026-11-18,C1,10,1.00,2.5,X\n", try reader(yaml))
        #expect(reading.read.first?.lines.map(\.net.minorUnits) == [101, 975])
        #expect(reading.read.first?.totals.net == cents(10_76))
    }

    @Test(arguments: [
        ("by: prefix, prefix: C", "C1,2026-11-18,K,-5.00,X", DocumentKind.creditNote),
        ("by: prefix, prefix: C", "C1,2026-11-18,K,5.00,X", .creditNote),
        ("by: prefix, prefix: C", "1,2026-11-18,K,5.00,X", .salesInvoice),
        ("by: sign", "1,2026-11-18,K,-5.00,X", .creditNote),
        ("by: sign", "1,2026-11-18,K,5.00,X", .salesInvoice),
        ("by: column, column: code, values: [X]", "1,2026-11-18,K,-5.00,X", .creditNote),
        ("by: column, column: code, values: [H]", "1,2026-11-18,K,5.00,X", .salesInvoice),
        ("by: none", "1,2026-11-18,K,5.00,X", .salesInvoice),
    ])
    func `credit notes are recognised as the settings say, and their amounts are positive`(by: String, line: String, kind: DocumentKind)
        throws
    {
        let reading = read(head + line + "\n", try reader(least + "credit_notes: {\(by)}\n"))
        #expect(reading.read.map(\.key.kind) == [kind])
        #expect(reading.read.first?.totals.gross == cents(5_00))
        #expect(reading.read.first?.lines.first?.net == cents(5_00))
    }

    @Test func `a negative line on a credit note keeps its sign against the others`() throws {
        let text = head + "C1,2026-11-18,K,-50.00,X\nC1,2026-11-18,K,8.00,X\n"
        let reading = read(text, try reader(least + "credit_notes: {by: prefix, prefix: C}\n"))
        #expect(reading.read.first?.lines.map(\.net.minorUnits) == [50_00, -8_00])
        #expect(reading.read.first?.totals.gross == cents(42_00))
    }

    @Test func `printed VAT and totals of the file are the truth, and what does not agree is found`() throws {
        let yaml = least.replacing("{number: no", with: "{gross: total, number: no").replacing(
            "vat: {treatment", with: "vat: {amount: vat, treatment")
        let text = "no,day,customer,amount,code,vat,total\n1,2026-11-18,C1,10.00,H,2.11,12.11\n2,2026-11-18,C1,10.00,H,2.10,99.00\n"
        let reading = read(text, try reader(yaml))
        #expect(reading.read.map(\.totals.vat.minorUnits) == [2_11, 2_10])
        let problems = reading.read.map { DocumentValidator().problems(of: $0, today: day(2026, 11, 20)).map(\.code) }
        #expect(problems == [[], [.grossMismatch]])
    }

    @Test(arguments: [
        "1,2026-11-18,C1,9999999999999.99,L\n", "1,2026-11-18,C1,-9999999999999.99,L\n",
    ])
    func `amounts that do not add up within 64 bits are refused, not trapped on`(line: String) throws {
        let reading = read(head + String(repeating: line, count: 9_999), try reader(least))
        #expect(reading.documents.map { $0.document == nil } == [true])
        #expect(reading.problems.map(\.code) == [.amountTooLarge])
        #expect(reading.rejected.map(\.field) == ["amount"])
    }

    @Test(arguments: [
        ("1,2026-11-18,C1,x,L", "amount", ProblemCode.malformed),
        ("1,2026-11-18,C1,1.005,L", "amount", .amountDecimals),
        ("1,2026-11-18,C1,,L", "amount", .fieldMissing),
        ("1,2026-13-18,C1,1.00,L", "day", .malformed),
        ("1,,C1,1.00,L", "day", .fieldMissing),
        ("1,2026-11-18,C1,1.00,Q", "code", .vatCodeUnknown),
        ("1,2026-11-18,C1,99999999999999999,L", "amount", .amountTooLarge),
    ])
    func `a cell that cannot be used makes its document unreadable and is told with its line`(
        line: String, field: String, code: ProblemCode
    ) throws {
        let reading = read(head + "0,2026-11-18,C1,1.00,L\n\(line)\n2,2026-11-18,C1,1.00,L\n", try reader(least))
        #expect(reading.documents.map(\.key.number.text) == ["0", "1", "2"])
        #expect(reading.documents.map { $0.document == nil } == [false, true, false])
        #expect(reading.documents[1].problems.map(\.code) == [code])
        #expect(reading.rejected.map(\.line) == [3])
        #expect(reading.rejected.map(\.field) == [field])
        #expect(reading.rejected.first?.document == "1")
        #expect(reading.rejected.first?.reason.dutch.isEmpty == false)
    }

    @Test func `lines that disagree about their document are found, times of day are not`() throws {
        let text = head + "1,2026-11-18 08:00,C1,1.00,L\n1,2026-11-18 08:01,C1,1.00,L\n2,2026-11-18,C1,1.00,L\n2,2026-11-19,C2,1.00,L\n"
        let reading = read(text, try reader(least))
        #expect(reading.documents.map { $0.document == nil } == [false, true])
        #expect(reading.rejected.map(\.field) == ["day", "customer"])
        #expect(reading.rejected.map(\.line) == [5, 5])
    }

    @Test func `a line with too few or too many fields spoils its own document only`() throws {
        let text =
            head
            + "1,2026-11-18,C1,1.00\n2,2026-11-18,C1,1.00,L,,\n3,2026-11-18,C1,1.00,L,extra\n,2026-11-18,C1,1.00\n4,2026-11-18,C1,1.00,L\n"
        let reading = read(text, try reader(least))
        #expect(reading.documents.map(\.key.number.text) == ["1", "2", "3", "4"])
        #expect(reading.documents.map { $0.document == nil } == [true, false, true, false])
        #expect(Set(reading.rejected.map(\.line)) == [2, 4, 5])
    }

    @Test func `a record that is broken makes the document it may belong to unreadable`() throws {
        let text = head + "1,2026-11-18,C1,1.00,L\n\"1\"x,2026-11-18,C1,1.00,L\n2,2026-11-18,C1,1.00,L\n"
        let reading = read(text, try reader(least))
        #expect(reading.documents.map { $0.document == nil } == [true, false])
        #expect(reading.rejected.map(\.line) == [3])
    }

    @Test func `a line without a number belongs to no document and is told of`() throws {
        let reading = read(head + "1,2026-11-18,C1,1.00,L\n,,,99.00,\n", try reader(least))
        #expect(reading.read.map(\.totals.net) == [cents(1_00)])
        #expect(reading.rejected.map(\.line) == [3])
        let ruled = read(
            head + "1,2026-11-18,C1,1.00,L\n,,,99.00,\n",
            try reader(least + "rules: [{name: footer, when: {number: empty}, then: {leave_out: true}}]\n"))
        #expect(ruled.rejected.isEmpty)
        #expect(ruled.ruled.map(\.rule) == ["footer"])
        #expect(ruled.ruled.first?.amount == cents(99_00))
    }

    @Test func `a number that comes again later is not taken for the same document`() throws {
        let text = head + "1,2026-11-18,C1,1.00,L\n2,2026-11-18,C1,1.00,L\n1,2026-11-18,C1,5.00,L\n"
        let adjacent = read(text, try reader(least))
        #expect(adjacent.documents.map { $0.document == nil } == [false, false, true])
        #expect(adjacent.rejected.map(\.line) == [4])
        let anywhere = read(text, try reader(least.replacing("{number: no", with: "{grouped: anywhere, number: no")))
        #expect(anywhere.read.map(\.totals.net) == [cents(6_00), cents(1_00)])
        let line = read(text, try reader(least.replacing("{number: no", with: "{grouped: line, number: no")))
        #expect(line.documents.map { $0.document == nil } == [false, false, true])
    }

    @Test func `lines held in memory have a bound`() throws {
        let yaml = least.replacing("{number: no", with: "{grouped: anywhere, number: no") + "bounds: {held_lines: 3}\n"
        let text = head + (1...5).map { "\($0),2026-11-18,C1,1.00,L\n" }.joined()
        let reading = read(text, try reader(yaml))
        #expect(reading.refusal?.reason.english.contains("more than 3 lines") == true)
        #expect(reading.documents.allSatisfy { $0.document == nil })
    }

    @Test func `rules add up, the first that leaves out or parks ends, and each is counted`() throws {
        let yaml =
            least + """
                rules:
                  - {name: postage, when: {net: positive, party: [POST]}, then: {kind: transport, party: C9}}
                  - {name: look, when: {net: negative}, then: {park: true}}
                  - {name: never, when: {net: negative}, then: {kind: service}}

                """
        let reading = read(head + "1,2026-11-18,POST,1.00,L\n2,2026-11-18,C1,-1.00,L\n", try reader(yaml))
        #expect(reading.ruled.map(\.rule) == ["postage", "look"])
        #expect(reading.ruled.map(\.line) == [2, 3])
        #expect(reading.read.first?.lines.first?.kind == .transport)
        #expect(reading.read.first?.party?.key.code == "C9")
        #expect(reading.documents.last?.problems.map(\.code) == [.parkedByRule])
        #expect(reading.documents.last?.document != nil)
    }

    @Test(arguments: [TextEncoding.utf8, .latin1, .windows1252, .utf16LittleEndian, .utf16BigEndian])
    func `the encoding is told from the file, and names come out right`(encoding: TextEncoding) throws {
        let text = "no;day;customer;amount;code;name\n1;2026-11-18;C1;1.00;L;Café Ü\n"
        let bytes: [UInt8] =
            switch encoding {
            case .utf8: encoding.mark + Array(text.utf8)
            case .latin1, .windows1252: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
            case .utf16LittleEndian: encoding.mark + text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
            case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
            }
        let yaml = least.replacing("{code: customer}", with: "{code: customer, name: name, country: {fixed: NL}}")
        #expect(read(bytes, try reader(yaml), .parties(.debtor)).parties.first?.party?.name == "Café Ü")
        #expect(read(bytes, try reader(yaml)).read.count == 1)
    }

    @Test func `bytes that do not fit the encoding spoil one document`() throws {
        let bytes = Array((head + "1,2026-11-18,C").utf8) + [0xFF] + Array(",1.00,L\n2,2026-11-18,C1,1.00,L\n".utf8)
        let reading = read(bytes, try reader(least + "file: {encoding: utf-8}\n"))
        #expect(reading.documents.map { $0.document == nil } == [true, false])
        #expect(reading.rejected.map(\.field) == ["customer"])
    }

    @Test(arguments: [
        ("no,day,customer,amount\n1,2026-11-18,C1,1.00\n", "these columns are missing: code"),
        ("no,day,customer,amount,code,code\n", "there twice: code"),
        ("", "no line"),
        ("no,day,customer,amount,code\n1,\"2026\n", "not closed"),
    ])
    func `a file that cannot be read is refused with the reason`(text: String, words: String) throws {
        #expect(read(text, try reader(least)).refusal?.reason.english.contains(words) == true)
    }

    @Test func `what stood before a break in the file is kept apart from what is surely whole`() throws {
        let text = head + "1,2026-11-18,C1,1.00,L\n2,2026-11-18,C1,1.00,L\n2,\"2026-11-18,C1,1.00,L\n3,2026-11-18,C1,1.00,L\n"
        let reading = read(text, try reader(least))
        #expect(reading.refusal?.line == 4)
        #expect(reading.documents.map { $0.document == nil } == [false, true])
    }

    @Test func `columns may be numbered where there is no header`() throws {
        let yaml = """
            file: {header: false, separator: ";", decimal: comma, dates: day-month-year}
            documents: {number: 1, date: 2, currency: {fixed: EUR}}
            parties: {code: 3}
            lines: {net: 4}
            vat: {treatment: {fixed: domestic}, rate: 5, table: {H: 21, L: 9}}

            """
        let reading = read("1;18-11-2026;C1;1,50;21%\n2;19-11-2026;C1;2,00;9%\n", try reader(yaml))
        #expect(reading.problems.isEmpty)
        #expect(reading.read.map(\.totals.net) == [cents(1_50), cents(2_00)])
        #expect(reading.read.map { $0.vatSummary.first?.vatCode } == ["H", "L"])
    }

    @Test(arguments: UInt64(0)..<500)
    func `however a file is damaged, every document is either whole or unreadable, and nothing traps`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var bytes = Array((head + (1...6).map { "\($0 / 2),2026-11-18,C1,\($0).00,L\n" }.joined()).utf8)
        for _ in 0...Int.random(in: 0...4, using: &random) {
            let place = Int.random(in: 0..<bytes.count, using: &random)
            bytes[place] = [0x22, 0x2C, 0x0A, 0x0D, 0xFF, 0x00, 0x2D, 0x31].randomElement(using: &random) ?? 0
        }
        let reading = read(bytes, try reader(least))
        for item in reading.documents {
            #expect((item.document == nil) == item.problems.containsError, "seed \(seed)")
            #expect(item.document.map { !$0.lines.isEmpty } ?? true)
        }
    }

    private func cents(_ units: Int64) -> Money { Money(minorUnits: units, .eur) }

    private func day(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
        CalendarDate(year: year, month: month, day: day) ?? CalendarDate(daysSinceEpoch: 0)
    }
}
