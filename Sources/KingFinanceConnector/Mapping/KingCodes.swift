import BridgeConnector
import BridgeDomain

/// Looks an entry's codes up in the cached code lists and collects what is wrong, so that an entry King would surely refuse, or would take
/// though it should not, costs no call and shows all its problems at once.
struct KingCodes {
    let master: MasterData
    let settings: KingFinanceSettings
    private(set) var problems: [Problem] = []

    init(_ master: MasterData, _ settings: KingFinanceSettings) {
        self.master = master
        self.settings = settings
    }

    mutating func report(_ problem: Problem) { problems.append(problem) }

    func place(_ line: EntryLine, _ field: String) -> Place { Place(line: line.sourceLines.first, field) }

    /// Everything about the head: journal, period, currency, reference.
    mutating func checkHead(_ entry: Entry) {
        if entry.reference.text.count > KingFinanceContract.referenceMax {
            let most = "≤ \(KingFinanceContract.referenceMax)"
            report(Problem(.referenceTooLong, at: Place("reference"), found: entry.reference.text, expected: most))
        }
        if let journal = find(entry.daybook.text, in: master.daybooks, at: Place("journal")) { check(journal, entry) }
        if entry.bookCurrency != settings.bookCurrency {
            report(
                Problem(.targetNotAllowed, at: Place("currency"), found: entry.bookCurrency.code, expected: settings.bookCurrency.code))
        }
        guard let period = master.periods.first(where: { $0.period == entry.period }) else {
            return report(Problem(.periodUnknown, at: Place("period"), found: "\(entry.period)"))
        }
        if period.closedFor.contains(entry.daybook) {
            report(Problem(.periodClosed, at: Place("period"), found: "\(entry.period), \(entry.daybook)"))
        }
    }

    private mutating func check(_ journal: MasterCode, _ entry: Entry) {
        func isSet(_ key: String) -> Bool { journal.more[key] == KingMasterKey.yes }
        let isInvoice = entry.document.kind != .ledgerPosting
        let closed = entry.document.kind.isSale ? KingMasterKey.blockedForDebtors : KingMasterKey.blockedForCreditors
        if isInvoice, isSet(closed) { report(Problem(.targetCodeBlocked, at: Place("journal"), found: "\(journal.code) \(closed)")) }
        if isInvoice, settings.ownNumbers == .refuse, isSet(KingMasterKey.numbersInvoices) {
            report(Problem(.targetNotAllowed, at: Place("journal"), found: "\(journal.code) \(KingMasterKey.numbersInvoices)"))
        }
    }

    /// Everything about a line on a ledger account: account, VAT code, cost centre, cost unit.
    mutating func check(_ line: EntryLine, of entry: Entry) {
        let account = find(line.account.text, in: master.accounts, at: place(line, "account"))
        if account?.more[KingMasterKey.isControl] == KingMasterKey.yes {
            report(Problem(.targetNotAllowed, at: place(line, "account"), found: "\(line.account) \(KingMasterKey.isControl)"))
        }
        if let code = line.vatCode, let found = find(code.text, in: master.vatCodes, at: place(line, "vat_code")) {
            let key = entry.document.kind.isSale ? KingMasterKey.blockedForDebtors : KingMasterKey.blockedForCreditors
            if entry.document.kind != .ledgerPosting, found.more[key] == KingMasterKey.yes {
                report(Problem(.targetCodeBlocked, at: place(line, "vat_code"), found: "\(code) \(key)"))
            }
        }
        if let centre = line.costCentre { _ = find(centre.text, in: master.costCentres, at: place(line, "cost_centre")) }
        if let unit = line.costUnit { _ = find(unit.text, in: master.costUnits, at: place(line, "cost_unit")) }
        if line.costCentre == nil, account?.more[KingMasterKey.needsCostCentre] == KingMasterKey.yes {
            report(Problem(.targetFieldMissing, at: place(line, "cost_centre"), found: "\(line.account)"))
        }
        if line.costUnit == nil, account?.more[KingMasterKey.needsCostUnit] == KingMasterKey.yes {
            report(Problem(.targetFieldMissing, at: place(line, "cost_unit"), found: "\(line.account)"))
        }
    }

    /// The account King books a VAT code's VAT on; nil for a code that has none.
    func vatAccount(_ code: VATCode) -> AccountCode? {
        master.vatCodes.first { $0.code == code.text }?.more[KingMasterKey.vatAccount].map { AccountCode($0) }
    }

    private mutating func find(_ code: String, in list: [MasterCode], at place: Place) -> MasterCode? {
        guard let found = list.first(where: { $0.code == code }) else {
            report(Problem(.targetCodeUnknown, at: place, found: code))
            return nil
        }
        if found.blocked { report(Problem(.targetCodeBlocked, at: place, found: "\(found.code) \(found.name)")) }
        return found
    }
}
