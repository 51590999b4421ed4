import BridgeConnector
import BridgeDomain

/// Looks an entry's codes up in the cached code lists and collects what is wrong, so that an entry the service would surely refuse costs no
/// call and shows all its problems at once.
struct AFASCodes {
    let master: MasterData
    let settings: AFASSettings
    private(set) var problems: [Problem] = []

    init(_ master: MasterData, _ settings: AFASSettings) {
        self.master = master
        self.settings = settings
    }

    mutating func report(_ problem: Problem) { problems.append(problem) }

    func place(_ line: EntryLine, _ field: String) -> Place { Place(line: line.sourceLines.first, field) }

    /// Everything about the head: daybook, period, currency, payment condition.
    mutating func checkHead(_ entry: Entry) {
        _ = find(entry.daybook.text, in: master.daybooks, at: Place("journal"))
        if let condition = entry.paymentCondition { _ = find(condition, in: master.paymentConditions, at: Place("payment_term_code")) }
        if entry.bookCurrency != settings.bookCurrency {
            report(
                Problem(.targetNotAllowed, at: Place("currency"), found: entry.bookCurrency.code, expected: settings.bookCurrency.code))
        }
        guard let period = master.periods.first(where: { $0.period == entry.period }) else {
            // Only years that were read can be judged; older ones are left to the service.
            if let first = master.periods.first, entry.period > first.period {
                report(Problem(.periodUnknown, at: Place("period"), found: "\(entry.period)"))
            }
            return
        }
        if period.closedFor.contains(entry.daybook) {
            report(Problem(.periodClosed, at: Place("period"), found: "\(entry.period), \(entry.daybook)"))
        }
    }

    /// Everything about a line on a ledger account: account, VAT code, allocation codes.
    mutating func check(_ line: EntryLine) {
        let account = find(line.account.text, in: master.accounts, at: place(line, "account"))
        if let code = line.vatCode, let found = find(code.text, in: master.vatCodes, at: place(line, "vat_code")) {
            let isOwnAccount = line.role == .vat || found.more[AFASMasterKey.vatAccount] == line.account.text
            if !isOwnAccount, account?.more[AFASMasterKey.vatAllowed] == "false" {
                report(Problem(.targetNotAllowed, at: place(line, "vat_code"), found: "\(line.account): \(code)"))
            }
        }
        if let centre = line.costCentre { _ = find(centre.text, in: master.costCentres, at: place(line, "cost_centre")) }
        if let unit = line.costUnit { _ = find(unit.text, in: master.costUnits, at: place(line, "cost_unit")) }
        guard let account else { return }
        let codes = dimensions(line)
        // "B": a code given by hand (reference `afas-profit` §3.5).
        for axis in 1...5 where account.more[AFASMasterKey.axis(axis)] == "B" && codes[axis] == nil {
            let field = axis == settings.costCentreAxis ? "cost_centre" : axis == settings.costUnitAxis ? "cost_unit" : "axis \(axis)"
            report(Problem(.targetFieldMissing, at: place(line, field), found: "\(account.code) \(account.name)"))
        }
    }

    /// The allocation codes of a line, by axis.
    func dimensions(_ line: EntryLine) -> [Int: String] {
        var codes: [Int: String] = [:]
        if let centre = line.costCentre { codes[settings.costCentreAxis] = centre.text }
        if let unit = line.costUnit { codes[settings.costUnitAxis] = unit.text }
        return codes
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
