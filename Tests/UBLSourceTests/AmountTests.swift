import BridgeDomain
import BridgeSource
import Testing
import UBLSource

private func euro(_ cents: Int64) -> Money { Money(minorUnits: cents, .eur) }

@Suite("Amounts in UBL")
struct AmountTests {
    @Test func `charges and allowances of the document are lines of their own, and the sums still agree`() throws {
        var sample = UBLSample()
        sample.adjustments = """
            \(UBLSample.adjustment(isCharge: true, "10.00", code: "FC"))\(UBLSample.adjustment(isCharge: true, "5.00", code: "PC"))\
            \(UBLSample.adjustment(isCharge: true, "1.00"))\(UBLSample.adjustment(isCharge: false, "6.00", code: "95"))
            """
        (sample.net, sample.vat, sample.gross, sample.payable) = ("50.00", "4.50", "54.50", "54.50")
        sample.subtotals = [UBLSample.Subtotal(base: "50.00", vat: "4.50")]
        let (found, problems) = try sample.judged()
        let lines = try #require(found).lines
        #expect(problems.isEmpty)
        #expect(lines.map(\.kind) == [.product, .transport, .packagingSale, .surcharge, .discount])
        #expect(lines.map(\.net) == [4000, 1000, 500, 100, -600].map(euro))
        #expect(lines.map(\.number) == [1, 2, 3, 4, 5])
        #expect(lines.allSatisfy { $0.vatCode == "S" && $0.vatRate == 9 })
    }

    struct LineCase: Sendable, CustomTestStringConvertible {
        var testDescription: String
        var quantity = "100"
        var net: String
        var price: String
        var base: String?
        var allowances = ""
        var unitPrice: String?
        var discount: String?
        var remarks: [ProblemCode] = []
    }

    private static func allowance(_ amount: String, isCharge: Bool = false, percent: String? = nil) -> String {
        let percent = percent.map { "<cbc:MultiplierFactorNumeric>\($0)</cbc:MultiplierFactorNumeric>" } ?? ""
        return """
            <cac:AllowanceCharge><cbc:ChargeIndicator>\(isCharge)</cbc:ChargeIndicator>\(percent)\
            <cbc:Amount currencyID="EUR">\(amount)</cbc:Amount></cac:AllowanceCharge>
            """
    }

    static let lines: [LineCase] = [
        LineCase(testDescription: "a plain price", net: "40.00", price: "0.40", unitPrice: "0.4"),
        LineCase(testDescription: "a price for a hundred", net: "40.00", price: "40", base: "100", unitPrice: "0.4"),
        LineCase(
            testDescription: "a price for three that no decimals can hold for one", quantity: "3", net: "10.00", price: "10", base: "3"),
        LineCase(
            testDescription: "a price for three that is wrong", quantity: "6", net: "21.00", price: "10", base: "3",
            remarks: [.lineNetMismatch]),
        LineCase(
            testDescription: "a price of seven decimals", quantity: "10000", net: "12.35", price: "0.0012345",
            remarks: [.decimalsTooMany]),
        LineCase(
            testDescription: "a discount in percent", net: "36.00", price: "0.40", allowances: allowance("4.00", percent: "10"),
            unitPrice: "0.4",
            discount: "10"),
        LineCase(testDescription: "a discount as an amount", net: "36.00", price: "0.40", allowances: allowance("4.00")),
        LineCase(
            testDescription: "a discount and a charge", net: "37.00", price: "0.40",
            allowances: allowance("4.00") + allowance("1.00", isCharge: true)),
        LineCase(
            testDescription: "a discount that was not taken off", net: "40.00", price: "0.40", allowances: allowance("4.00"),
            remarks: [.lineNetMismatch]),
        LineCase(testDescription: "a return", quantity: "-100", net: "-40.00", price: "0.40", unitPrice: "0.4"),
        LineCase(testDescription: "a base of nothing", net: "40.00", price: "0.40", base: "0", remarks: [.valueOutOfRange]),
    ]

    @Test(arguments: lines)
    func `a line's amount is as printed, and its price is shown where it can be held exactly`(line: LineCase) throws {
        var sample = UBLSample()
        let base = line.base.map { "<cbc:BaseQuantity>\($0)</cbc:BaseQuantity>" } ?? ""
        sample.lines = [
            UBLSample.Line(
                quantity: line.quantity, net: line.net, price: "<cbc:PriceAmount currencyID=\"EUR\">\(line.price)</cbc:PriceAmount>\(base)",
                allowances: line.allowances)
        ]
        let item = try sample.read().document
        let read = try #require(item.document?.lines.first)
        #expect(read.net == Money(line.net, .eur))
        #expect(read.unitPrice == line.unitPrice.flatMap { ExactDecimal($0) })
        #expect(read.discountPercent == line.discount.flatMap { ExactDecimal($0) })
        #expect(item.problems.map(\.code) == line.remarks)
        // What is shown must not look wrong to the validator either.
        let today = CalendarDate(daysSinceEpoch: 20_777)
        let judged = DocumentValidator().problems(of: try #require(item.document), today: today)
        #expect(!judged.contains { $0.code == .lineNetMismatch })
    }

    @Test func `prepaid and rounding lead from gross to payable`() throws {
        var sample = UBLSample()
        sample.moreTotals =
            "<cbc:PrepaidAmount currencyID=\"EUR\">20.00</cbc:PrepaidAmount><cbc:PayableRoundingAmount currencyID=\"EUR\">0.40</cbc:PayableRoundingAmount>"
        sample.payable = "24.00"
        let (document, problems) = try sample.judged()
        #expect(problems.isEmpty)
        #expect(document?.totals.prepaid == euro(2000) && document?.totals.rounding == euro(40) && document?.totals.payable == euro(2400))
        sample.payable = "23.60"
        #expect(try sample.judged().problems.map(\.code) == [.payableMismatch])
    }

    @Test(arguments: [
        ("40.000", true), ("+40", true), ("40.", true), ("040.00", true), ("40.005", false), ("40,00", false), ("4e1", false),
    ])
    func `an amount is a decimal of XML Schema and is never rounded`(text: String, isRead: Bool) throws {
        var sample = UBLSample()
        sample.net = text
        let item = try sample.read().document
        #expect((item.document?.totals.net == euro(4000)) == isRead)
        if !isRead { #expect(item.problems.map(\.place.field) == ["LegalMonetaryTotal/TaxExclusiveAmount"]) }
    }

    @Test func `an amount in another currency than the document's is no amount of it`() throws {
        let text = UBLSample().text.replacing("currencyID=\"EUR\">43.60", with: "currencyID=\"USD\">43.60")
        let item = try UBLReader(.ourSales).read(Array(text.utf8)).document
        #expect(item.document == nil && item.problems.allSatisfy { $0.code == .currencyDiffers })
    }

    // MARK: Exchange rates

    private func dollars(vatInEuro: String? = nil, rate: String = "") -> UBLSample {
        var sample = UBLSample()
        sample.setCurrency("USD")
        (sample.lineSum, sample.net, sample.vat, sample.gross, sample.payable) = ("1000.00", "1000.00", "90.00", "1090.00", "1090.00")
        sample.lines[0].net = "1000.00"
        sample.lines[0].quantity = "2500"
        sample.subtotals = [UBLSample.Subtotal(base: "1000.00", vat: "90.00")]
        sample.head = rate
        if let vatInEuro {
            sample.head += "<cbc:TaxCurrencyCode>EUR</cbc:TaxCurrencyCode>"
            sample.moreTax = "<cac:TaxTotal><cbc:TaxAmount currencyID=\"EUR\">\(vatInEuro)</cbc:TaxAmount></cac:TaxTotal>"
        }
        return sample
    }

    private func ownRate(_ rate: String, from source: String, to target: String) -> String {
        """
        <cac:TaxExchangeRate><cbc:SourceCurrencyCode>\(source)</cbc:SourceCurrencyCode>\
        <cbc:TargetCurrencyCode>\(target)</cbc:TargetCurrencyCode><cbc:CalculationRate>\(rate)</cbc:CalculationRate></cac:TaxExchangeRate>
        """
    }

    /// Scenario S20: VAT of 90.00 dollars is 82.95 euros at 1.0850.
    @Test func `the rate follows from the VAT that is printed in euro, in the fewest decimals that give it`() throws {
        let (document, problems) = try dollars(vatInEuro: "82.95").judged()
        #expect(document?.exchangeRate == ExactDecimal("1.085"))
        #expect(document?.totals.vatInTaxCurrency == euro(8295))
        #expect(problems.isEmpty)
    }

    @Test func `the file's own rate comes first, whichever way round it stands`() throws {
        #expect(
            try dollars(vatInEuro: "82.95", rate: ownRate("1.0849", from: "EUR", to: "USD")).judged().document?.exchangeRate
                == ExactDecimal("1.0849"))
        #expect(try dollars(rate: ownRate("0.8", from: "USD", to: "EUR")).judged().document?.exchangeRate == ExactDecimal("1.25"))
    }

    @Test func `without any rate the settings' one holds, and without that the document waits`() throws {
        #expect(try dollars().judged().problems.map(\.code) == [.exchangeRateMissing])
        var settings = UBLSettings.ourSales
        let dollar = try #require(Currency(code: "USD"))
        for (from, rate) in [("2026-11-01", "1.09"), ("2026-10-01", "1.08"), ("2026-12-01", "1.10")] {
            settings.exchangeRates.append(
                UBLSettings.ExchangeRate(dollar, from: try #require(CalendarDate(from)), rate: try #require(ExactDecimal(rate))))
        }
        let (document, problems) = try dollars().judged(settings)
        #expect(problems.isEmpty && document?.exchangeRate == ExactDecimal("1.09"))
    }
}
