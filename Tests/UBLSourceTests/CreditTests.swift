import BridgeDomain
import BridgeSource
import Testing
import UBLSource

private func euro(_ cents: Int64) -> Money { Money(minorUnits: cents, .eur) }

@Suite("Credit notes and corrections")
struct CreditTests {
    @Test(arguments: ["381", "396", "532"])
    func `a credit note has positive amounts and names what it takes back`(type: String) throws {
        var sample = UBLSample()
        (sample.isCreditNote, sample.type) = (true, type)
        sample.references = UBLSample.billing("2026-0") + UBLSample.billing("2025-9") + UBLSample.billing("2025-9")
        let (document, problems) = try sample.judged()
        #expect(problems.isEmpty)
        #expect(document?.key.kind == .creditNote && document?.totals.gross == euro(4360))
        #expect(document?.references.originals == ["2026-0", "2025-9"])
    }

    @Test func `a supplier's credit note points at the invoice under the number it has here`() throws {
        var sample = UBLSample()
        (sample.isCreditNote, sample.type) = (true, "381")
        sample.references = UBLSample.billing("2026-0")
        let credit = try #require(try sample.judged(.ourPurchases).document)
        sample = UBLSample()
        sample.number = "2026-0"
        let invoice = try #require(try sample.judged(.ourPurchases).document)
        #expect(credit.key.kind == .purchaseCreditNote && credit.references.originals == [invoice.key.number])
    }

    /// A sample of which every amount is below zero.
    private func negative(type: String = "380") -> UBLSample {
        var sample = UBLSample()
        sample.type = type
        sample.lines[0].quantity = "-100"
        sample.lines[0].net = "-40.00"
        (sample.lineSum, sample.net, sample.vat, sample.gross, sample.payable) = ("-40.00", "-40.00", "-3.60", "-43.60", "-43.60")
        sample.subtotals = [UBLSample.Subtotal(base: "-40.00", vat: "-3.60")]
        sample.references = UBLSample.billing("2026-0")
        return sample
    }

    @Test func `an invoice below zero is the credit note that it is`() throws {
        let (document, problems) = try negative().judged()
        #expect(problems.isEmpty)
        #expect(document?.key == DocumentKey("NL01", .creditNote, "2026-1"))
        #expect(document?.totals == DocumentTotals(net: euro(4000), vat: euro(360), gross: euro(4360), payable: euro(4360)))
        #expect(document?.lines.map(\.net) == [euro(4000)] && document?.lines.first?.quantity == 100)
        #expect(document?.vatSummary.map(\.vat) == [euro(360)])
    }

    @Test func `a credit that names nothing waits for a person, or is posted alone where the settings say so`() throws {
        var settings = UBLSettings.ourSales
        var sample = negative()
        sample.references = ""
        #expect(try sample.judged(settings).problems.map(\.code) == [.originalMissing])
        settings.creditsWithoutOriginal = .post
        #expect(try sample.judged(settings).problems.isEmpty)
        #expect(try negative().judged(settings).document?.references.standsAlone == false)
        // What the settings decided is told beside the file, with the amount.
        #expect(try sample.read(settings).ruled.map(\.rule) == ["negative_invoices", "credits_without_original"])
        #expect(try sample.read(settings).ruled.map(\.amount) == [euro(4000), euro(4000)])
    }

    @Test func `or it waits for a person, where the settings say so`() throws {
        var settings = UBLSettings.ourSales
        settings.negativeInvoice = .park
        let (document, problems) = try negative().judged(settings)
        #expect(document?.key.kind == .salesInvoice && document?.totals.gross == euro(-4360))
        #expect(problems.map(\.code) == [.negativeInvoice])
    }

    @Test func `a correction goes up as an invoice and down as a credit note, both with the number they correct`() throws {
        var up = UBLSample()
        up.type = "384"
        up.references = UBLSample.billing("2026-0")
        #expect(try up.judged().document?.key.kind == .salesInvoice)
        #expect(try up.judged().document?.references.originalDocument == "2026-0")
        up.references = ""
        #expect(try up.judged().problems.map(\.code) == [.originalMissing])
        #expect(try negative(type: "384").judged().document?.key.kind == .creditNote)
    }

    /// Some write a credit note with negative amounts and mean a credit, others mean a debit: nobody but the sender knows.
    @Test func `a credit note below zero waits for a person`() throws {
        var sample = negative(type: "381")
        sample.isCreditNote = true
        #expect(try sample.judged().problems.map(\.code) == [.negativeCredit])
    }

    @Test(arguments: [("325", false), ("381", false), ("380", true), ("", false), ("999", false)])
    func `a type that does not belong is for a person`(type: String, isCreditNote: Bool) throws {
        var sample = UBLSample()
        (sample.type, sample.isCreditNote) = (type, isCreditNote)
        let item = try sample.read().document
        #expect(item.document == nil && item.problems.map(\.place.field) == [isCreditNote ? "CreditNoteTypeCode" : "InvoiceTypeCode"])
    }
}
