import BridgeConnector
import BridgeDomain

/// Divides entries of the books into payments (reference `exact-online` §7.18, §7.19).
///
/// A bank statement is one entry with lines of many parties and days; nothing says which of them came in as one amount. Those of one party and
/// day are taken for one payment. A line on a ledger account belongs to the party it names, or to the only one there is. What the bank shows of
/// a payment is what its lines add up to. An entry without money, a set-off say, is whole.
struct SettlingGroups {
    /// Entries that make items: opening balance, sales, purchases and their credit notes.
    static let invoiceTypes: Set<Int64> = [10, 20, 21, 30, 31]
    static let moneyType: Int64 = 40
    private static let (exchangeType, differenceType): (Int64, Int64) = (82, 83)

    /// One payment.
    struct Group {
        var lines: [TransactionLine]
        /// Where the rest of it stands: the bank's account.
        var bank: String?
        /// The first line of a party, by which it is named.
        var head: TransactionLine
    }

    private(set) var all: [Group] = []
    /// Keys of lines that name no payment, of all entries: one that did before, does no longer.
    private(set) var others: [String] = []

    init(_ entries: [[TransactionLine]], _ master: MasterData) {
        for entry in entries {
            let groups = Self.groups(entry, master)
            let heads = Set(groups.map(\.head.ID))
            all += groups
            others += entry.map(\.ID).filter { !heads.contains($0) }
        }
    }

    /// Whose item a line stands for, by the type of its account; nil for any other line.
    static func side(_ line: TransactionLine, _ master: MasterData) -> PartyKind? {
        guard line.Account != nil, let code = line.GLAccountCode else { return nil }
        switch master.accounts.first(where: { $0.code == code })?.type {
        case "20": return .debtor
        case "22": return .creditor
        default: return nil
        }
    }

    /// Whose item an entry of that type makes; nil for one that makes either.
    static func side(of type: Int64) -> PartyKind? {
        switch type {
        case 20, 21: .debtor
        case 30, 31: .creditor
        default: nil
        }
    }

    private static func groups(_ entry: [TransactionLine], _ master: MasterData) -> [Group] {
        let parties = entry.filter { side($0, master) != nil }
        guard let first = parties.first else { return [] }
        guard first.`Type` == moneyType else { return [Group(lines: entry, bank: nil, head: first)] }
        let bank = master.daybooks.first { $0.code == first.JournalCode }?.more[ExactMasterKey.controlAccount]
        var groups: [Group] = []
        for line in parties {
            if let place = groups.firstIndex(where: { $0.isFor(line) && $0.head.Date == line.Date && $0.sides(line, master) }) {
                groups[place].lines.append(line)
            } else {
                groups.append(Group(lines: [line], bank: bank, head: line))
            }
        }
        for line in entry where side(line, master) == nil && line.GLAccountCode != bank {
            let own = groups.indices.filter { groups[$0].isFor(line) }
            let place = own.first { groups[$0].head.Date == line.Date } ?? own.first ?? (groups.count == 1 && line.Account == nil ? 0 : nil)
            if let place { groups[place].lines.append(line) }
        }
        return groups
    }
}

extension SettlingGroups.Group {
    fileprivate func isFor(_ line: TransactionLine) -> Bool { line.Account == head.Account }

    fileprivate func sides(_ line: TransactionLine, _ master: MasterData) -> Bool {
        SettlingGroups.side(line, master) == SettlingGroups.side(head, master)
    }

    /// The payment in our words.
    func entry(_ names: [String: OpenItemName], _ master: MasterData) -> SettlingEntry {
        var settling = lines.map { line in
            SettlingLine(
                id: line.ID, role: role(line, names, master), amount: line.AmountFC, bookAmount: line.AmountDC,
                kind: SettlingGroups.kind(line))
        }
        let isMoney = head.`Type` == SettlingGroups.moneyType
        if isMoney {
            for currency in lines.map(\.AmountFC.currency).eachOnce { settling += bankLine(currency) }
        }
        return SettlingEntry(
            id: PaymentID(head.ID), entry: TargetID(head.EntryID), number: String(head.EntryNumber), daybook: DaybookCode(head.JournalCode),
            isMoney: isMoney, date: head.Date, lines: settling)
    }

    /// What the bank shows in one currency; each row says its own, and one that says none is in the books'. None where that is nothing.
    private func bankLine(_ currency: BridgeDomain.Currency) -> [SettlingLine] {
        let rows = lines.filter { $0.AmountFC.currency == currency }
        let (amount, own) = (rows.map(\.AmountFC).total(currency), rows.map(\.AmountDC).total(head.AmountDC.currency))
        guard !amount.isZero || !own.isZero else { return [] }
        let id = currency == head.AmountFC.currency ? "bank" : "bank \(currency.code)"
        return [SettlingLine(id: id, role: .ledger(AccountCode(bank ?? "")), amount: -amount, bookAmount: -own)]
    }

    private func role(_ line: TransactionLine, _ names: [String: OpenItemName], _ master: MasterData) -> SettlingLine.Role {
        guard let side = SettlingGroups.side(line, master) else { return .ledger(AccountCode(line.GLAccountCode ?? "")) }
        return names[line.ID].map { .item($0) } ?? .party(side, line.Account.map { TargetID($0) })
    }
}

extension SettlingGroups {
    /// What the service itself calls a difference (reference §7.18).
    fileprivate static func kind(_ line: TransactionLine) -> SettlementKind? {
        switch line.`Type` {
        case exchangeType: .exchangeDifference
        case differenceType: .paymentDifference
        default: nil
        }
    }
}

extension Sequence where Element: Hashable {
    /// Each value once, in the order in which they first occur.
    var eachOnce: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
