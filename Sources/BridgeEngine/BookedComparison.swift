public import BridgeConnector
public import BridgeDomain

/// Compares what the books hold with what was meant, line for line of meaning: account, VAT code, amount, party, date, period, daybook.
///
/// Amounts are compared per account, VAT code, cost centre and cost unit, so that a target which splits or joins lines still agrees. The
/// document's currency must agree to the cent. The currency of the books may differ where the target converts by itself: by at most one minor
/// unit per line of the target, since each line is rounded once (reference `exact-online` §6.2).
public struct BookedComparison: Sendable {
    let entry: Entry
    let relation: TargetID?

    /// What was meant: the entry, and the party's identifier in the target.
    public init(entry: Entry, relation: TargetID?) {
        self.entry = entry
        self.relation = relation
    }

    private struct Key: Hashable {
        let account: AccountCode
        let vatCode: VATCode?
        let costCentre: CostCentre?
        let costUnit: CostUnit?
        let isParty: Bool
    }

    /// Every difference; empty when the books hold what was meant.
    public func problems(_ booked: BookedEntry) -> [Problem] {
        var problems: [Problem] = []
        func compare<Value: Equatable & CustomStringConvertible>(_ field: String, _ found: Value?, _ meant: Value?) {
            guard found != meant else { return }
            problems.append(
                Problem(.bookedDiffers, at: Place(field), found: found?.description ?? "-", expected: meant?.description ?? "-"))
        }
        compare("daybook", booked.daybook, entry.daybook)
        compare("date", booked.date, entry.date)
        compare("period", booked.period, entry.period)
        // A ledger posting may name parties line by line; no single one is then the entry's.
        if entry.party != nil || entry.lines.allSatisfy({ $0.party == nil }) { compare("party", booked.relation, relation) }
        guard booked.lines.allSatisfy({ $0.amount.currency == entry.currency }) else {
            compare("currency", booked.lines.first?.amount.currency, entry.currency)
            return problems
        }
        problems += amountProblems(booked)
        if let problem = linkProblem(booked) { problems.append(problem) }
        return problems
    }

    /// A credit note that the books do not tie to its original; of several originals they may know one.
    private func linkProblem(_ booked: BookedEntry) -> Problem? {
        guard let credited = booked.creditedReferences, let original = entry.originalReferences.first else { return nil }
        if credited.contains(where: { entry.originalReferences.contains($0) }) { return nil }
        let found = credited.map(\.text).joined(separator: ", ")
        return Problem(.creditLinkMissing, at: Place("originals"), found: found, expected: original.text)
    }

    private func amountProblems(_ booked: BookedEntry) -> [Problem] {
        var meant: [Key: (amount: Money, book: Money)] = [:]
        for line in entry.lines where !(line.amount.isZero && line.bookAmount.isZero) {
            let isParty = line.role == .party
            // The party's line carries no VAT code in any target; ours may name one for information.
            let key = Key(
                account: line.account, vatCode: isParty ? nil : line.vatCode, costCentre: line.costCentre, costUnit: line.costUnit,
                isParty: isParty)
            let sum = meant[key] ?? (.zero(entry.currency), .zero(entry.bookCurrency))
            meant[key] = (sum.amount + line.amount, sum.book + line.bookAmount)
        }
        var found: [Key: (amount: Money, book: Money, lines: Int64)] = [:]
        for line in booked.lines where !(line.amount.isZero && line.bookAmount.isZero) {
            let key = Key(
                account: line.account, vatCode: line.isParty ? nil : line.vatCode, costCentre: line.costCentre, costUnit: line.costUnit,
                isParty: line.isParty)
            let sum = found[key] ?? (.zero(entry.currency), .zero(entry.bookCurrency), 0)
            found[key] = (sum.amount + line.amount, sum.book + line.bookAmount, sum.lines + 1)
        }
        let keys = Set(meant.keys).union(found.keys).sorted {
            ($0.account.text, $0.vatCode?.text ?? "") < ($1.account.text, $1.vatCode?.text ?? "")
        }
        return keys.compactMap { key in
            let was = meant[key] ?? (.zero(entry.currency), .zero(entry.bookCurrency))
            let now = found[key] ?? (.zero(entry.currency), .zero(entry.bookCurrency), 0)
            let leeway = entry.currency == entry.bookCurrency ? 0 : max(1, now.lines) + Int64(entry.lines.count)
            guard was.amount == now.amount, (was.book - now.book).magnitude.minorUnits <= leeway else {
                let place = Place("account \(key.account)" + (key.vatCode.map { ", VAT \($0)" } ?? ""))
                return Problem(.bookedDiffers, at: place, found: now.amount.description, expected: was.amount.description)
            }
            return nil
        }
    }

    /// Whether a single found entry is ours (adopt), or a stranger under our reference (never adopted).
    public func finding(_ booked: [BookedEntry]) -> LookUpFinding {
        guard let first = booked.first else { return .nothing }
        if booked.count > 1 {
            return .stranger(booked, [Problem(.foreignEntry, at: Place("reference"), found: booked.map(\.number).joined(separator: ", "))])
        }
        // A link that is missing makes it no stranger: it is tied afterwards.
        let differences = problems(first).filter { $0.code != .creditLinkMissing }
        guard !differences.isEmpty else { return .ours(first) }
        let head = Problem(.foreignEntry, at: Place("reference"), found: first.number)
        return .stranger(booked, [head] + differences)
    }
}
