import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Holds the codes of an entry against the target's lists: what vanished or was blocked there parks what needs it, before anything is sent.
///
/// A list that holds nothing was not asked for, or is not told: it judges nothing.
struct EntryCodes {
    let master: MasterData
    private var seen: Set<String> = []
    private(set) var problems: [Problem] = []

    init(_ master: MasterData) { self.master = master }

    /// Everything of an entry that the target would refuse, each code once.
    static func problems(of entry: Entry, in master: MasterData) -> [Problem] {
        var codes = EntryCodes(master)
        codes.look(for: entry.daybook.text, in: master.daybooks, at: Place("journal"))
        codes.look(for: entry.paymentCondition, in: master.paymentConditions, at: Place("payment_term_code"))
        for line in entry.lines {
            func place(_ field: String) -> Place { Place(line: line.sourceLines.first, field) }
            codes.look(for: line.account.text, in: master.accounts, at: place("account"))
            codes.look(for: line.vatCode?.text, in: master.vatCodes, at: place("vat_code"))
            codes.look(for: line.costCentre?.text, in: master.costCentres, at: place("cost_centre"))
            codes.look(for: line.costUnit?.text, in: master.costUnits, at: place("cost_unit"))
        }
        return codes.problems
    }

    /// VAT codes of an entry that do something else in the target than was meant, each once.
    static func problems(of entry: Entry, _ doubts: [VATCode: VATInBooks.Doubt]) -> [Problem] {
        guard !doubts.isEmpty else { return [] }
        var seen: Set<VATCode> = []
        return entry.lines.compactMap { line in
            guard let code = line.vatCode, let doubt = doubts[code], seen.insert(code).inserted else { return nil }
            return Problem(
                .targetVATDiffers, at: Place(line: line.sourceLines.first, "vat_code"), found: "\(code): \(doubt.found)",
                expected: doubt.expected)
        }
    }

    private mutating func look(for code: String?, in list: [MasterCode], at place: Place) {
        guard let code, !list.isEmpty, seen.insert("\(place.field)/\(code)").inserted else { return }
        // By place: a copy of every code passed over would be made otherwise, and an administration has hundreds of accounts.
        guard let found = list.firstIndex(where: { $0.code == code }).map({ list[$0] }) else {
            return problems.append(Problem(.targetCodeUnknown, at: place, found: code))
        }
        if found.blocked { problems.append(Problem(.targetCodeBlocked, at: place, found: "\(found.code) \(found.name)")) }
    }
}

extension MasterData {
    /// True when a code can no longer be used that could before, or can now and could not, or a VAT code does something else.
    func differsInCodes(from other: MasterData) -> Bool {
        if vatCodes != other.vatCodes { return true }
        let lists: [KeyPath<MasterData, [MasterCode]>] = [
            \.accounts, \.vatCodes, \.daybooks, \.paymentConditions, \.costCentres, \.costUnits,
        ]
        return lists.contains { list in
            Set(self[keyPath: list].filter { !$0.blocked }.map(\.code)) != Set(other[keyPath: list].filter { !$0.blocked }.map(\.code))
        }
    }
}

extension Followers {
    /// The target's codes are others than before: what was parked or refused for one may go, what needs one that is gone is parked before it
    /// is sent.
    func codesChanged() async throws(JournalError) {
        for problem in [ProblemCode.targetCodeUnknown, .targetCodeBlocked, .targetVATDiffers] {
            try await all(PostingFilter(bridge: bridge, states: [.parked, .rejected], problem: problem))
        }
        try await all(PostingFilter(bridge: bridge, states: [.ready, .held]))
    }
}
