public import BridgeConnector
public import BridgeDomain

/// Finds codes of an entry that the books would refuse, in the lists the customer gave. A list that was not given is not checked.
public struct CodeCheck: Sendable {
    private let master: MasterData

    /// A check against these lists.
    public init(_ master: MasterData) { self.master = master }

    /// What the books would refuse; each code once.
    public func problems(of entry: Entry) -> [Problem] {
        var problems: [Problem] = []
        func check(_ code: String?, _ list: [MasterCode], _ place: Place) {
            guard let code, !list.isEmpty else { return }
            let found = list.first { $0.code == code }
            let problem: ProblemCode? = if let found { found.blocked ? .targetCodeBlocked : nil } else { .targetCodeUnknown }
            if let problem, !problems.contains(where: { $0.code == problem && $0.found == code }) {
                problems.append(Problem(problem, at: place, found: code))
            }
        }
        check(entry.daybook.text, master.daybooks, Place("daybook"))
        check(entry.paymentCondition, master.paymentConditions, Place("payment_condition"))
        for (place, line) in entry.lines.enumerated() {
            if line.role != .party { check(line.account.text, master.accounts, Place(line: place + 1, "account")) }
            check(line.vatCode?.text, master.vatCodes, Place(line: place + 1, "vat_code"))
            check(line.costCentre?.text, master.costCentres, Place(line: place + 1, "cost_centre"))
            check(line.costUnit?.text, master.costUnits, Place(line: place + 1, "cost_unit"))
        }
        if let period = master.periods.first(where: { $0.period == entry.period }), period.closedFor.contains(entry.daybook) {
            problems.append(Problem(.periodClosed, at: Place("period"), found: entry.period.description))
        }
        return problems
    }
}
