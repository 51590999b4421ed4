import BridgeDomain
import BridgeJSON
import BridgeSource
import FreshPortalSimulator
@testable import FreshPortalSource
import Testing

/// The generated days, judged by the product's own reader and validator: made without them, clean for them.
struct TradingDayJudgementTests {
    @Test(arguments: UInt64(100)..<108)
    func `good documents are clean and broken ones wrong in their own way, whatever the seed`(seed: UInt64) throws {
        let month = seed % 12 + 1
        let date = try #require(CalendarDate("2026-\(month < 10 ? "0" : "")\(month)-01"))
        let day = TradingDay.make(seed: seed, date: date, invoices: 100, creditNotes: 12, knownCustomers: 30, newCustomers: 4)
        let validator = DocumentValidator(knownVATCodes: ["L", "H", "N", "V", "X", "OSSDE7"])
        for made in day.documents {
            guard case .item(let item) = DocumentReader(administration: "NL01").read(made.json) else {
                Issue.record("\(made.number) is no draft")
                continue
            }
            let problems = item.problems + (item.document.map { validator.problems(of: $0, today: date) } ?? [])
            #expect(item.sourceID == made.id && item.key.number == made.number)
            if let brokenness = made.brokenness, Self.showsByItself(brokenness) {
                #expect(problems.contains { $0.code == brokenness.expected && $0.severity == .error }, "\(made.number) \(problems)")
            } else {
                #expect(problems.isEmpty, "\(made.number) \(problems)")
            }
        }
    }

    /// False where the books, the mapping or other documents are needed to see what is wrong.
    static func showsByItself(_ brokenness: Brokenness) -> Bool {
        switch brokenness {
        case .unmappedProductGroup, .numberUsedTwice, .unknownCustomer, .beforeFirstDate, .closedPeriod, .creditAboveOriginal: false
        case .netDoesNotAddUp, .grossDoesNotAddUp, .euWithoutVATNumber, .unknownVATCode, .wrongRate, .threeDecimals, .invalidVATNumber,
            .unknownCurrency, .creditWithoutOriginal:
            true
        }
    }
}
