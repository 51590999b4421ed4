import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Divides an entry that settles into what it takes off each item, and in which way: a line of 152.60 paid with 152.58 is a payment and a
/// payment difference. Pure.
///
/// What stands on ledger accounts with a meaning (``PaymentPolicy/accounts``) is taken out of the lines first: out of the last one that is
/// large enough, else out of several from the last one backwards. The rest of each line is money in a daybook of money, and otherwise items
/// set off against each other.
struct PaymentSplit {
    let policy: PaymentPolicy

    private struct Line {
        var source: SettlingLine
        var side: PartyKind
        var item: OpenItemName?
        /// From the party's side, what is not divided yet.
        var rest: Money
    }

    /// The parts, in the order of the lines; none for an entry without a party.
    func settlements(of entry: SettlingEntry) -> [Settlement] {
        var lines = entry.lines.compactMap(partyLine)
        guard let side = lines.first?.side else { return [] }
        let isOneSided = lines.allSatisfy { $0.side == side }
        if isOneSided { lines += entry.lines.compactMap { suspenseLine($0, side) } }
        var parts: [(place: Int, part: Settlement)] = []
        if isOneSided {
            for (kind, total) in totals(entry, side) { parts += take(kind, total, from: &lines) }
        }
        let kind = restKind(entry, lines)
        for (place, line) in lines.enumerated() where !line.rest.isZero {
            parts.append((place, part(line, line.source.kind ?? kind, line.rest)))
        }
        return parts.sorted { ($0.place, $0.part.kind.rawValue) < ($1.place, $1.part.kind.rawValue) }.map(\.part)
    }

    private func partyLine(_ line: SettlingLine) -> Line? {
        switch line.role {
        case .item(let item): Line(source: line, side: item.side, item: item, rest: oriented(line.amount, item.side))
        case .party(let side, _): Line(source: line, side: side, item: nil, rest: oriented(line.amount, side))
        case .ledger: nil
        }
    }

    /// What is put on a suspense account is owed to the party all the same.
    private func suspenseLine(_ line: SettlingLine, _ side: PartyKind) -> Line? {
        guard case .ledger(let account) = line.role, policy.suspense.contains(account) else { return nil }
        return Line(source: line, side: side, item: nil, rest: oriented(line.amount, side))
    }

    /// Debit positive to the party's side and back: a debtor's debt is a debit, a creditor's a credit.
    private func oriented(_ amount: Money, _ side: PartyKind) -> Money { side == .debtor ? -amount : amount }

    /// What has to be taken out of the lines as no money, per kind and currency.
    private func totals(_ entry: SettlingEntry, _ side: PartyKind) -> [(kind: SettlementKind, total: Money)] {
        var totals: [(kind: SettlementKind, total: Money)] = []
        for line in entry.lines {
            guard case .ledger(let account) = line.role, !policy.suspense.contains(account),
                let kind = policy.accounts[account] ?? line.kind ?? (entry.isMoney ? nil : .writeOff)
            else { continue }
            let amount = -oriented(line.amount, side)
            if let place = totals.firstIndex(where: { $0.kind == kind && $0.total.currency == amount.currency }) {
                totals[place].total += amount
            } else {
                totals.append((kind, amount))
            }
        }
        return totals.filter { !$0.total.isZero }
    }

    private func take(_ kind: SettlementKind, _ total: Money, from lines: inout [Line]) -> [(place: Int, part: Settlement)] {
        let places = lines.indices.filter { lines[$0].item != nil && lines[$0].rest.currency == total.currency }
        guard let last = places.last else { return [] }
        func fits(_ place: Int) -> Bool {
            lines[place].rest.isNegative == total.isNegative && lines[place].rest.magnitude >= total.magnitude
        }
        var left = total
        var taken: [Int: Money] = [:]
        if let place = places.last(where: fits) {
            taken[place] = total
            left = .zero(total.currency)
        }
        for place in places.reversed() where !left.isZero && lines[place].rest.isNegative == total.isNegative {
            let piece = lines[place].rest.magnitude < left.magnitude ? lines[place].rest : left
            taken[place] = piece
            left -= piece
        }
        // More than all lines together: somebody paid too much and the difference was booked away.
        if !left.isZero { taken[last, default: .zero(total.currency)] += left }
        return taken.filter { !$0.value.isZero }.map { place, piece in
            defer { lines[place].rest -= piece }
            return (place, part(lines[place], kind, piece))
        }
    }

    private func restKind(_ entry: SettlingEntry, _ lines: [Line]) -> SettlementKind {
        guard entry.isMoney else { return .setOff }
        let isBack = lines.reduce(Int64(0)) { $0 + $1.rest.minorUnits } < 0
        let isCollected = entry.lines.contains { line in
            if case .ledger(let account) = line.role { policy.collected.contains(account) } else { false }
        }
        // Whether money that went back is a refund or a reversal shows when the documents are known.
        return isBack ? .refund : isCollected ? .directDebit : .payment
    }

    private func part(_ line: Line, _ kind: SettlementKind, _ amount: Money) -> Settlement {
        let book = oriented(line.source.bookAmount, line.side)
        let whole = oriented(line.source.amount, line.side)
        // The book amount is divided as the amount is; a line's parts add up to it within a cent.
        let share =
            amount.currency == book.currency || whole.isZero
            ? amount : book.allocated(over: [amount.minorUnits, (whole - amount).minorUnits])[0]
        return Settlement(
            line: line.source.id, kind: kind, side: line.side, entry: line.item?.entry,
            reference: line.item.flatMap { $0.reference.text.isEmpty ? nil : $0.reference }, amount: amount,
            bookAmount: amount == whole ? book : share)
    }
}
