import BridgeDomain

/// One administration of KING ERP: its relations, its batches, its ledger, its archive.
struct ERPBooks: Sendable {
    /// Entries that arrived together. A person looks at a provisional one and makes it final.
    struct Batch: Sendable, Codable {
        let number: Int
        let description: String
        var isFinal: Bool
        /// Entries of a batch that web services have not closed yet; none of them is in the ledger.
        var drafts: [Draft] = []
        var isClosed: Bool
        var entries: [Int] = []
    }

    /// An entry that is being put together.
    struct Draft: Sendable, Codable {
        let number: Int
        let head: [String: String]
        var lines: [ERPLine] = []
    }

    /// A debtor or creditor: the elements of its record and of what lies in it.
    struct Relation: Sendable, Codable {
        let number: Int
        var control: String
        var values: [String: String]
        var addresses: [String: [String: String]] = [:]
        var bankAccounts: [[String: String]] = []
    }

    struct State: Sendable, Codable {
        var debtors: [Int: Relation] = [:]
        var creditors: [Int: Relation] = [:]
        var batches: [Int: Batch] = [:]
        var lastKey = 4000
        var archive: [[String: String]] = []
        var ledger = Ledger()
        /// Periods in which nothing can be booked any more.
        var closedPeriods: Set<Period> = []
    }

    let administration: KingSandbox.ERPAdministration
    private let accounts: [String: KingSandbox.Account]
    private let vatCodes: [Int: KingSandbox.VATCode]
    var state = State()

    init(_ administration: KingSandbox.ERPAdministration) {
        self.administration = administration
        accounts = Dictionary(administration.accounts.map { ($0.number, $0) }) { $1 }
        vatCodes = Dictionary(administration.vatCodes.map { ($0.code, $0) }) { $1 }
        func relations(_ list: [KingSandbox.Relation]) -> [Int: Relation] {
            Dictionary(
                list.map {
                    (
                        $0.number,
                        Relation(
                            number: $0.number, control: $0.control,
                            values: ["NAW_NUMMER": String($0.number), "NAW_ZOEKCODE": $0.searchCode],
                            addresses: ["NAW_VESTIGINGADRES": ["ADR_NAAM1": $0.name]])
                    )
                }
            ) { $1 }
        }
        state.closedPeriods = administration.closedPeriods
        state.debtors = relations(administration.debtors)
        state.creditors = relations(administration.creditors)
    }

    /// The next key that is given out.
    mutating func nextKey() -> Int {
        state.lastKey += 1
        return state.lastKey
    }

    func journal(_ code: String) -> KingSandbox.Journal? { administration.journals.first { $0.code == code } }
    func vatCode(_ code: String) -> KingSandbox.VATCode? { Int(code).flatMap { vatCodes[$0] } }

    /// What an account text stands for.
    struct Target: Sendable, Codable, Hashable {
        var account: String
        var kind: KingSandbox.RelationKind?
        var relation: String?
        var costCentre: String?
        var costUnit: String?
    }

    /// Reads an account: a relation's is its section and its number filled up to the administration's width, a ledger account may have a
    /// cost centre and a cost unit behind it (reference king §7.4).
    func target(_ text: String) throws(ERPRefusal) -> Target {
        let sections: [(String, KingSandbox.RelationKind, [Int: Relation])] = [
            (administration.debtorSection, .debtor, state.debtors), (administration.creditorSection, .creditor, state.creditors),
        ]
        if text.utf8.count == administration.accountWidth {
            for (section, kind, relations) in sections where text.hasPrefix(section) {
                guard let number = Int(text.dropFirst(section.utf8.count)), let relation = relations[number] else { throw .account(text) }
                return Target(account: relation.control, kind: kind, relation: String(number))
            }
        }
        let parts = text.split(separator: administration.dimensionSeparator, omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 3, let account = accounts[parts[0]] else { throw .account(text) }
        guard !account.isBlocked else { throw .blocked(text) }
        var target = Target(account: account.number)
        if parts.count > 1, !parts[1].isEmpty {
            guard administration.costCentres.contains(parts[1]) else { throw .dimension(parts[1]) }
            target.costCentre = parts[1]
        }
        if parts.count > 2, !parts[2].isEmpty {
            guard administration.costUnits.contains(parts[2]) else { throw .dimension(parts[2]) }
            target.costUnit = parts[2]
        }
        return target
    }
}
