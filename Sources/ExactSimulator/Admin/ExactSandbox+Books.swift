import BridgeDomain

/// Looking into the books from outside the service's own interface. Nothing here counts as a call.
extension ExactSandbox {
    /// Every entry of a division, oldest first; empty for a division that does not exist.
    public func entries(in division: Int) -> [BookedEntry] {
        guard let books = books[division] else { return [] }
        return books[.entries].rows.map { books.booked($0) }
    }

    /// The entries that carry this text in `YourRef`: more than one means that something was booked twice.
    public func entries(in division: Int, yourReference: String) -> [BookedEntry] {
        guard let books = books[division] else { return [] }
        return books[.entries].rows(.YourRef, .string(yourReference)).map { books.booked($0) }
    }

    /// The entry of that number.
    public func entry(_ number: Int, in division: Int) -> BookedEntry? {
        guard let books = books[division] else { return nil }
        return books[.entries].first(.EntryNumber, .integer(number)).map { books.booked($0) }
    }

    /// How many accounts (debtors and creditors) a division has.
    public func accountCount(in division: Int) -> Int { books[division]?[.accounts].count ?? 0 }

    /// Calls by method and endpoint since the start, refused ones included.
    public var callCounts: [String: Int] { meter.perEndpoint }

    /// All calls to the interface since the start, token calls included.
    public var callCount: Int { meter.perEndpoint.values.reduce(0, +) }

    /// Sums of sales and purchase entries by journal and VAT code, in the division's currency.
    public func totals(in division: Int) -> [BookedTotal] {
        guard let books = books[division] else { return [] }
        var sums: [String: [String: Sum]] = [:]
        for entry in books[.entries].rows where [20, 21, 30, 31].contains(entry.integer(.TypeCode)) {
            let sign: Int64 = entry.integer(.TypeCode) < 30 ? -1 : 1
            var seen: Set<String> = []
            for line in books.ledgerLines(of: entry) {
                guard let type = line.string(.VATType) else { continue }
                let code = line.code(.VATCode) ?? ""
                let journal = entry.string(.Journal) ?? ""
                let amount = sign * (line.decimal(.AmountDC).scaled(to: 3) ?? 0)
                var sum = sums[journal]?[code] ?? Sum()
                if "AOPQYZ".contains(type) { sum.vat += amount } else { sum.net += amount }
                if seen.insert(code).inserted { sum.count += 1 }
                sums[journal, default: [:]][code] = sum
            }
        }
        return sums.sorted { $0.key < $1.key }.flatMap { journal, codes in
            codes.sorted { $0.key < $1.key }.map { code, sum in
                BookedTotal(
                    journal: journal, vatCode: code, count: sum.count, net: ExactDecimal(significand: sum.net, decimals: 3),
                    vat: ExactDecimal(significand: sum.vat, decimals: 3))
            }
        }
    }

    private struct Sum {
        var count = 0
        /// Thousandths.
        var net: Int64 = 0
        var vat: Int64 = 0
    }

    /// What is wrong with the books; empty when every entry adds up to nothing, numbers are unique, and open items agree with entries.
    public func inconsistencies(in division: Int) -> [String] {
        guard let books = books[division] else { return ["no division \(division)"] }
        var problems: [String] = []
        var numbers: Set<Int> = []
        for entry in books[.entries].rows {
            let number = entry.integer(.EntryNumber)
            if !numbers.insert(number).inserted { problems.append("entry number \(number) is used twice") }
            let sum = books.ledgerLines(of: entry).reduce(Int64(0)) { $0 + ($1.decimal(.AmountDC).scaled(to: 3) ?? 0) }
            if sum != 0 { problems.append("entry \(number) does not add up to nothing") }
            for term in books[.terms].rows(.TransactionEntryID, entry.key) {
                let (open, whole) = (-term.decimal(.AmountDC), term.decimal(.TransactionAmountDC))
                if open.magnitude > whole.magnitude { problems.append("more than all of entry \(number) is open") }
            }
        }
        return problems + unmatched(books)
    }

    /// What stands on control accounts is what is open: nothing was paid that is not booked, and the other way round. Taken together, since a
    /// sale may stand on a creditors' account: an auction's statement does.
    private func unmatched(_ books: Books) -> [String] {
        func thousandths(_ row: Row) -> Int64 { row.decimal(.AmountDC).scaled(to: 3) ?? 0 }
        let controls = books[.ledgerAccounts].rows.filter { [20, 22].contains($0.integer(.TypeCode)) }
        let booked = controls.reduce(Int64(0)) { sum, account in
            books[.ledgerLines].rows(.GLAccount, account.key).reduce(sum) { $0 + thousandths($1) }
        }
        // Open amounts have the opposite sign of what is owed (reference §8); what is owed to creditors stands on the credit side.
        let open = books[.terms].rows.reduce(Int64(0)) { $0 + ($1.integer(.LineType) == 20 ? -1 : 1) * thousandths($1) }
        return booked == open ? [] : ["\(booked) is booked on control accounts, \(open) is open (thousandths)"]
    }
}
