import BridgeDomain
import BridgeSource
import Testing
import UBLSource

@Suite("VAT categories")
struct VATTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var category: String
        var rate = "0"
        var country = "NL"
        var treatment: VATTreatment
        var isSale = true
        var testDescription: String { "\(isSale ? "sale" : "purchase") \(category) \(rate)% \(country)" }
    }

    private static func purchase(_ category: String, _ country: String, _ treatment: VATTreatment, rate: String = "0") -> Case {
        Case(category: category, rate: rate, country: country, treatment: treatment, isSale: false)
    }

    static let cases: [Case] = [
        Case(category: "S", rate: "9", treatment: .domestic), Case(category: "S", rate: "7", country: "DE", treatment: .oss),
        Case(category: "S", rate: "9", country: "DE", treatment: .domestic), Case(category: "Z", treatment: .domestic),
        Case(category: "E", treatment: .domestic), Case(category: "AE", treatment: .reverseCharge),
        Case(category: "AE", country: "BE", treatment: .euService), Case(category: "K", country: "DE", treatment: .euSupply),
        Case(category: "G", country: "GB", treatment: .export), Case(category: "O", treatment: .outsideScope),
        purchase("S", "NL", .domestic, rate: "21"), purchase("AE", "NL", .reverseCharge), purchase("AE", "BE", .euService),
        purchase("K", "BE", .euAcquisition), purchase("G", "KE", .outsideScope), purchase("O", "NL", .outsideScope),
    ]

    private func sample(_ row: Case) -> UBLSample {
        var sample = UBLSample()
        if row.isSale { sample.customer.country = row.country } else { sample.supplier.country = row.country }
        sample.lines[0].category = row.category
        sample.lines[0].percent = row.rate
        return sample
    }

    @Test(arguments: cases)
    func `a category is a ground by where the other side sits`(row: Case) throws {
        let document = try #require(try sample(row).read(row.isSale ? .ourSales : .ourPurchases).document.document)
        #expect(document.vatTreatment == row.treatment)
        #expect(document.lines.first?.vatCode == SourceVATCode(row.category))
        #expect(document.lines.first?.vatTreatment == nil)
    }

    @Test func `imports are ours to account for only under a licence`() throws {
        var settings = UBLSettings.ourPurchases
        settings.importsUnderArticle23 = true
        let row = Self.purchase("G", "KE", .importArticle23)
        #expect(try sample(row).read(settings).document.document?.vatTreatment == .importArticle23)
    }

    /// 21% is a rate of both countries: the code keeps Belgian VAT away from the Dutch rule.
    @Test func `another country's VAT on a purchase has a code of its own`() throws {
        var sample = UBLSample()
        sample.supplier = UBLSample.Party(name: "Kwekerij Gent", vat: "BE0428759497", company: nil, country: "BE")
        sample.lines[0].percent = "21"
        sample.subtotals = [UBLSample.Subtotal(base: "40.00", vat: "8.40", percent: "21")]
        let document = try #require(try sample.read(.ourPurchases).document.document)
        #expect(document.lines.first?.vatCode == "S-BE" && document.vatSummary.first?.vatCode == "S-BE")
    }

    @Test func `lines of several grounds each say their own`() throws {
        var sample = UBLSample()
        sample.lines.append(UBLSample.Line(id: "2", category: "E", percent: "0"))
        sample.lines.append(UBLSample.Line(id: "3", category: "O", percent: nil))
        let document = try #require(try sample.read().document.document)
        #expect(document.vatTreatment == .mixed)
        #expect(document.lines.map(\.vatTreatment) == [.domestic, .domestic, .outsideScope])
        #expect(document.lines.map(\.vatRate) == [9, 0, 0])
    }

    @Test(arguments: ["L", "M", "B", "X"])
    func `a category that is not VAT of ours stops the document`(category: String) throws {
        let item = try sample(Case(category: category, treatment: .domestic)).read().document
        #expect(item.document == nil && item.problems.map(\.found) == [category])
    }

    private func exempt(_ category: String, _ reason: String) throws -> (Document?, [Problem]) {
        var sample = UBLSample()
        sample.lines[0].category = category
        sample.lines[0].percent = "0"
        (sample.vat, sample.gross, sample.payable) = ("0.00", "40.00", "40.00")
        sample.subtotals = [UBLSample.Subtotal(vat: "0.00", category: category, percent: "0", reason: reason)]
        let (document, problems) = try sample.judged()
        return (document, problems)
    }

    @Test func `the reason for no VAT is kept as printed`() throws {
        let reason = """
            <cbc:TaxExemptionReasonCode>VATEX-EU-132</cbc:TaxExemptionReasonCode><cbc:TaxExemptionReason>Statiegeld</cbc:TaxExemptionReason>
            """
        let (document, problems) = try exempt("E", reason)
        #expect(problems.isEmpty)
        #expect(document?.vatSummary.first?.exemption == "VATEX-EU-132: Statiegeld")
        #expect(
            try exempt("E", "<cbc:TaxExemptionReason>Statiegeld</cbc:TaxExemptionReason>").0?.vatSummary.first?.exemption == "Statiegeld")
    }

    @Test func `a reason that belongs to another category is remarked on`() throws {
        let (document, problems) = try exempt("E", "<cbc:TaxExemptionReasonCode>vatex-eu-ae</cbc:TaxExemptionReasonCode>")
        #expect(document != nil)
        #expect(problems.map(\.found) == ["E, vatex-eu-ae"] && problems.map(\.expected) == ["AE"])
    }

    @Test func `a supply inside the EU asks for the customer's number and a country, as always`() throws {
        var sample = sample(Case(category: "K", country: "DE", treatment: .euSupply))
        sample.customer.vat = "DE136695976"
        (sample.vat, sample.gross, sample.payable) = ("0.00", "40.00", "40.00")
        sample.subtotals = [UBLSample.Subtotal(vat: "0.00", category: "K", percent: "0")]
        #expect(try sample.judged().problems.isEmpty)
        sample.customer.vat = nil
        #expect(try sample.judged().problems.map(\.code) == [.vatNumberMissing])
    }
}
