public import BridgeDomain
import Foundation

/// One row of Fixtures/postings.csv, or of an entry brought to that form: an account's debits or credits within one document.
public struct PostingRow: Hashable, Sendable, Comparable, CustomStringConvertible {
    public var id: String
    public var daybook: String
    public var account: String
    /// In cents of the books' currency; one of the two is zero.
    public var debit: Int64
    public var credit: Int64

    public init(id: String, daybook: String, account: String, debit: Int64, credit: Int64) {
        self.id = id
        self.daybook = daybook
        self.account = account
        self.debit = debit
        self.credit = credit
    }

    public var description: String { "\(id);\(daybook);\(account);\(debit);\(credit)" }
    public static func < (left: PostingRow, right: PostingRow) -> Bool { left.description < right.description }
}

public enum PostingTable {
    /// Reference `dutch-finance` §16.
    public static let expected: [PostingRow] = {
        guard let url = Bundle.module.url(forResource: "postings", withExtension: "csv", subdirectory: "Fixtures"),
            let text = try? String(contentsOf: url, encoding: .utf8)
        else { preconditionFailure("Fixtures/postings.csv is missing") }
        return text.split(separator: "\n").dropFirst().map { line in
            let cells = line.split(separator: ";").map(String.init)
            return PostingRow(
                id: cells[0], daybook: cells[1], account: cells[2], debit: Scenario.amount(cells[3], .eur).minorUnits,
                credit: Scenario.amount(cells[4], .eur).minorUnits)
        }
    }()

    /// An entry as the ledger shows it: per account one row of debits and one of credits, in the currency of the books.
    public static func rows(of entry: Entry, _ id: String) -> [PostingRow] {
        var sums: [PostingRow] = []
        for line in entry.lines {
            let units = line.bookAmount.minorUnits
            add(
                PostingRow(
                    id: id, daybook: entry.daybook.text, account: line.account.text, debit: max(0, units), credit: max(0, -units)),
                to: &sums)
        }
        return sums.sorted()
    }

    /// Adds a row to those of its document, account and side.
    public static func add(_ row: PostingRow, to sums: inout [PostingRow]) {
        let place = sums.firstIndex { $0.id == row.id && $0.account == row.account && ($0.debit > 0) == (row.debit > 0) }
        guard let place else { return sums.append(row) }
        sums[place].debit += row.debit
        sums[place].credit += row.credit
    }

    /// `V9 140.00→12.60 + …`: per VAT code base and VAT in the books, negative for credits.
    public static func vatText(of entry: Entry) -> String {
        let isSale = entry.document.kind.isSale
        var codes: [VATCode] = []
        for line in entry.lines { if let code = line.vatCode, !codes.contains(code) { codes.append(code) } }
        return codes.map { code in
            let base = entry.lines.filter { $0.role == .amount && $0.vatCode == code }.map(\.bookAmount).total(.eur)
            let vat = entry.lines.filter { $0.role == .vat && $0.vatCode == code }
            if vat.count == 2, let claimed = vat.first, let bookBase = claimed.vatBookBase {
                return "\(code) \(bookBase.amountText)→\(claimed.bookAmount.amountText) both sides"
            }
            let amount = vat.map(\.bookAmount).total(.eur)
            return "\(code) \((isSale ? -base : base).amountText)→\((isSale ? -amount : amount).amountText)"
        }.joined(separator: " + ")
    }
}
