import BridgeDomain
import BridgeSource
import FoundationEssentials
import Testing
import UBLSource

@Suite("The official test set")
struct TestSetTests {
    static let reader = UBLReader(UBLSettings(administration: "NL01", direction: .sales))
    static let today = CalendarDate(daysSinceEpoch: 20_777)

    @Test func `all of it is here`() { #expect(TestSet.names.count == 48) }

    @Test(arguments: TestSet.names)
    func `a file the rules accept becomes a document whose sums equal the file's to the cent`(name: String) throws {
        let bytes = try TestSet.bytes(name)
        let item = try Self.reader.read(bytes).document
        guard UBLVerdicts.official(name) != "error" else { return }
        let document = try #require(item.document, "\(item.problems)")
        let text = String(decoding: bytes, as: UTF8.self)[...]
        let sums = try #require(TestSet.section("LegalMonetaryTotal", in: text))
        let isTurned = document.key.kind.isCredit && text.contains("<Invoice")
        let sign = isTurned ? -1 : 1
        func cents(_ amount: Money?) -> Int? { amount.map { Int($0.minorUnits) * sign } }
        #expect(cents(document.totals.net) == TestSet.cents("TaxExclusiveAmount", in: sums))
        #expect(cents(document.totals.gross) == TestSet.cents("TaxInclusiveAmount", in: sums))
        #expect(cents(document.totals.payable) == TestSet.cents("PayableAmount", in: sums))
        #expect(cents(document.totals.prepaid) == TestSet.cents("PrepaidAmount", in: sums))
        let vat = try #require(TestSet.section("TaxTotal", in: text))
        #expect(cents(document.totals.vat) == TestSet.cents("TaxAmount", in: vat))
        #expect(document.lines.reduce(0) { $0 + Int($1.net.minorUnits) * sign } == TestSet.cents("TaxExclusiveAmount", in: sums))
        #expect(document.key.number.text == TestSet.value("ID", in: text).map(String.init))
    }

    @Test(arguments: TestSet.names)
    func `no file is dropped, and what is stopped has a reason`(name: String) throws {
        let bytes = try TestSet.bytes(name)
        let verdict = UBLVerdicts.verdict(file: name, bytes, Self.reader, today: Self.today)
        #expect(verdict.outcome != .refused)
        #expect(verdict.outcome == .accepted || !verdict.reasons.isEmpty)
        #expect(try Self.reader.read(bytes).document.raw == bytes)
    }

    /// The rules for UBL have no opinion on VAT rates (20% under a date of 2009), nor on what a negative invoice takes back; the books do.
    @Test func `of the files the rules accept, two stop here, for reasons of the books`() throws {
        let stopped = try TestSet.names.filter { UBLVerdicts.official($0) != "error" }
            .map { UBLVerdicts.verdict(file: $0, try TestSet.bytes($0), Self.reader, today: Self.today) }
            .filter { $0.outcome != .accepted }
        #expect(stopped.map(\.file) == ["SI-UBL-2.0_BR-NL-11_ok_negative_payment.xml", "SI-UBL-2.0_ok_full.xml"])
        #expect(stopped.first?.reasons == ["original_missing at references.original_document"])
        #expect(stopped.last?.reasons.contains { $0.hasPrefix("vat_rate_not_valid") } == true)
    }

    @Test(arguments: ["SI-UBL-2.0_BR-NL-7_error_381_invoice.xml", "SI-UBL-2.0_BR-NL-8_error_381.xml"])
    func `a credit note's code on an invoice is for a person to look at`(name: String) throws {
        let item = try Self.reader.read(try TestSet.bytes(name)).document
        #expect(item.document == nil)
        #expect(item.problems.map(\.code) == [.valueUnknown])
    }
}
