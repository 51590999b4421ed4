import BridgeConnector
import BridgeDomain
import BridgeJSON
import Testing

@testable import ExactConnector

@Suite struct `Rows in several currencies` {
    private func line(_ id: Int, _ account: String, _ amount: JSON, _ own: JSON, _ currency: JSON) throws -> TransactionLine {
        let row: JSON = [
            "ID": .string("L\(id)"), "EntryID": "E1", "EntryNumber": 26_200_001, "LineNumber": .number(id), "Type": 40, "JournalCode": "20",
            "Date": "/Date(1795564800000)/", "FinancialYear": 2026, "FinancialPeriod": 11, "GLAccountCode": .string(account),
            "Account": account == "1300" ? "A1" : nil, "AmountDC": own, "AmountFC": amount, "Currency": currency,
        ]
        return try #require(TransactionLine(row, books: .eur))
    }

    @Test(arguments: ["EUR", nil] as [String?])
    func `of a payment give one amount at the bank for each currency`(_ other: String?) throws {
        let rows = [
            try line(1, "1300", -50, -40, "USD"), try line(2, "1300", -30, -30, other.map { .string($0) } ?? .null),
            try line(3, "4810", 10, 8, "USD"), try line(4, "4810", 5, 5, "EUR"), try line(5, "1100", 57, 57, "EUR"),
        ]
        var master = Samples.master()
        master.daybooks = master.daybooks.map { daybook in
            var daybook = daybook
            if daybook.code == "20" { daybook.more[ExactMasterKey.controlAccount] = "1100" }
            return daybook
        }
        let groups = SettlingGroups([rows], master).all
        let entry = try #require(groups.first).entry([:], master)
        #expect(groups.count == 1 && entry.lines.map(\.bookAmount).total(.eur).isZero)
        let bank = entry.lines.filter { $0.role == .ledger("1100") }
        #expect(bank.map(\.amount.description) == ["40.00 USD", "25.00 EUR"] && bank.map(\.bookAmount.amountText) == ["32.00", "25.00"])
        #expect(Set(entry.lines.map(\.id)).count == entry.lines.count)
    }

    @Test func `of an item's terms are told one by one, and what is settled does not count`() throws {
        func term(_ id: String, _ open: String, _ currency: JSON, _ type: JSON) throws -> PaymentTerm {
            let row: JSON = [
                "ID": .string(id), "EntryID": "E1", "TransactionEntryID": "E1", "TransactionType": 20, "LineType": type,
                "Currency": currency,
                "AmountDC": .string("-" + open), "AmountFC": .string("-" + open), "TransactionAmountDC": "100",
                "TransactionAmountFC": "100",
            ]
            return try #require(PaymentTerm(row, books: .eur))
        }
        let usd = try #require(Currency(code: "USD"))
        func money(_ cents: Int64, _ currency: Currency = .eur) -> Money { Money(minorUnits: cents, currency) }
        let (dollars, euros, paid) = (try term("T1", "50", "USD", 20), try term("T2", "30", nil, 20), try term("T3", "0", "USD", 20))
        #expect(PaymentTerm.standing([dollars, euros]) == .mixed([money(5_000, usd), money(3_000)]))
        #expect(PaymentTerm.standing([paid, euros]) == .open(money(3_000), book: money(3_000)))
        #expect(PaymentTerm.standing([paid]) == .settled && PaymentTerm.standing([]) == .gone)
        #expect(
            PaymentTerm.standing([try term("T1", "50", "USD", 22), try term("T2", "30", "EUR", 22)])
                == .mixed([money(-5_000, usd), money(-3_000)]))
    }
}
