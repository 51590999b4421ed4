import BridgeDomain
import BridgeSource
import BridgeTesting
import ColumnSource
import Testing

/// Amounts that include VAT.
@Suite struct IncludedVATTests {
    private let head = "no,day,customer,amount,code,vat,total,of_which_vat\n"
    private let included = least.replacing("vat: {", with: "vat: {included: true, ")

    /// Lines as `amount,code`, or `amount,code,vat,total,of_which_vat`.
    private func reading(_ lines: [String], _ yaml: String? = nil) throws -> Reading {
        let rows = lines.map { line in
            "1,2026-11-18,C1,\(line)" + String(repeating: ",", count: max(0, 4 - line.count { $0 == "," })) + "\n"
        }
        return read(head + rows.joined(), try reader(yaml ?? included))
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let lines: [String]
        let nets: [Int64]
        let vats: [Int64]
        var testDescription: String { lines.joined(separator: " ") }

        init(_ lines: String..., nets: [Int64], vats: [Int64]) { (self.lines, self.nets, self.vats) = (lines, nets, vats) }
    }

    @Test(arguments: [
        Case("121.00,H", nets: [100_00], vats: [21_00]),
        Case("10.90,L", "121.00,H", "5.00,X", nets: [10_00, 100_00, 5_00], vats: [90, 21_00, 0]),
        // Three thirds: 9% of 10.00 is 0.83 once, not 3 × 0.28; the largest line bears the cent.
        Case("3.33,L", "3.33,L", "3.34,L", nets: [3_06, 3_06, 3_05], vats: [83]),
        Case("1.00,L", "1.00,L", "1.00,L", "1.00,L", "1.00,L", "1.00,L", nets: [90, 92, 92, 92, 92, 92], vats: [50]),
        // Lines that cancel keep what each of them is.
        Case("10.90,L", "-10.90,L", nets: [10_00, -10_00], vats: [0]),
        // No net amount gives 0.03 with 21% on it; the document keeps its gross all the same.
        Case("0.03,H", nets: [2], vats: [1]),
        Case("0.00,H", nets: [0], vats: [0]),
    ])
    func `VAT is taken out per code, and the document keeps its gross`(_ example: Case) throws {
        let document = try #require(try reading(example.lines).read.first)
        #expect(document.lines.map(\.net.minorUnits) == example.nets)
        #expect(document.vatSummary.map(\.vat.minorUnits) == example.vats)
        let (net, vat) = (example.nets.reduce(0, +), example.vats.reduce(0, +))
        #expect(document.totals == DocumentTotals(net: cents(net), vat: cents(vat), gross: cents(net + vat)))
        #expect(DocumentValidator().problems(of: document, today: today).filter { $0.severity == .error }.isEmpty)
    }

    @Test(arguments: UInt64(0)..<64)
    func `whatever the lines are, they add up to the gross of the file and pass the validator`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let amounts = (0..<Int.random(in: 1...60, using: &random)).map { _ in
            (Int64.random(in: 1...50_000, using: &random), ["H", "L", "X"].randomElement(using: &random) ?? "X")
        }
        let lines = amounts.map { "\(cents($0.0).amountText),\($0.1)" }
        let document = try #require(try reading(lines).read.first)
        #expect(document.totals.gross == amounts.map { cents($0.0) }.total(.eur), "replay with seed \(seed)")
        #expect(document.lines.map(\.net).total(.eur) == document.totals.net)
        #expect(!DocumentValidator().problems(of: document, today: today).containsError, "replay with seed \(seed)")
    }

    @Test func `a credit note mirrors its invoice to the cent`() throws {
        let yaml = included + "credit_notes: {by: sign}\n"
        let invoice = try #require(try reading(["3.33,L", "0.05,H", "7.77,L"], yaml).read.first)
        let credit = try #require(try reading(["-3.33,L", "-0.05,H", "-7.77,L"], yaml).read.first)
        #expect(credit.key.kind == .creditNote)
        #expect(credit.totals == invoice.totals && credit.lines.map(\.net) == invoice.lines.map(\.net))
    }

    @Test func `VAT printed per line is the truth`() throws {
        let yaml = included.replacing("code: code", with: "code: code, amount: vat")
        let document = try #require(try reading(["10.90,L,0.91", "10.90,L,0.90"], yaml).read.first)
        #expect(document.lines.map(\.net.minorUnits) == [9_99, 10_00])
        #expect(document.totals.vat == cents(1_81))
    }

    @Test func `VAT printed for the document is the truth where one rate makes all of it`() throws {
        let yaml = included.replacing("{number: no", with: "{gross: total, vat: of_which_vat, number: no")
        let document = try #require(try reading(["10.90,L,,15.90,0.91", "5.00,X,,15.90,0.91"], yaml).read.first)
        #expect(document.lines.map(\.net.minorUnits) == [9_99, 5_00])
        #expect(document.totals == DocumentTotals(net: cents(14_99), vat: cents(91), gross: cents(15_90)))
    }

    @Test func `a price that includes VAT is not kept, its quantity is`() throws {
        let yaml = included.replacing("net: amount", with: "quantity: vat, unit_price: amount")
        let line = try #require(try reading(["1.21,H,100"], yaml).read.first?.lines.first)
        #expect(line.net == cents(100_00) && line.quantity == 100 && line.unitPrice == nil)
    }

    @Test func `a line without a rate is rejected, for nothing can be taken out of it`() throws {
        let reading = try reading(["10.90,L", "5.00,"])
        #expect(reading.read.isEmpty)
        #expect(reading.rejected.map(\.field) == ["code"])
        #expect(reading.problems.map(\.code) == [.fieldMissing])
    }

    @Test func `a proposal says that a column includes VAT`() throws {
        let text = "Factuurnr,Factuurdatum,Klantnr,Bedrag incl. btw,BTW %\n1,2026-11-18,C1,10.90,9\n2,2026-11-18,C1,12.10,21\n"
        let proposal = try ColumnGuess.propose(Array(text.utf8), isWhole: true, language: .english)
        #expect(proposal.yaml.contains("included: true"))
        #expect(read(text, try reader(proposal.yaml)).read.map(\.totals.vat.minorUnits) == [90, 2_10])
    }

    private func cents(_ units: Int64) -> Money { Money(minorUnits: units, .eur) }
    private var today: CalendarDate { CalendarDate(daysSinceEpoch: 20_777) }
}
