public import BridgeDomain

/// How a party's code becomes its number in the books. Always the same number for the same code, and never one number for two codes.
public enum NumberPolicy: Hashable, Sendable {
    /// The code itself.
    case same
    /// The code behind a fixed text.
    case prefix(String)
    /// `strip` followed by a number of at least `digits` digits becomes `from` plus that number, not beyond `to`: C0412 becomes 100412. A
    /// number of more digits has no zero in front, so that no two codes say the same number.
    case range(strip: String, digits: Int, from: Int64, to: Int64)
    /// Only parties of the table have a number.
    case tableOnly

    func number(of code: PartyCode) -> String? {
        switch self {
        case .same: return code.text
        case .prefix(let prefix): return prefix + code.text
        case .range(let strip, let digits, let from, let to):
            let tail = code.text.dropFirst(strip.count)
            guard code.text.hasPrefix(strip), tail.utf8.count >= digits, tail.utf8.allSatisfy({ (48...57).contains($0) }),
                tail.utf8.count == digits || tail.utf8.first != 48, let offset = Int64(tail)
            else { return nil }
            let (number, overflow) = from.addingReportingOverflow(offset)
            return overflow || number > to ? nil : String(number)
        case .tableOnly: return nil
        }
    }
}

/// The numbers of one kind of party: a table of single ones, and a policy for the rest.
public struct PartyNumbers: Hashable, Sendable {
    /// Single parties that have a number of their own in the books.
    public var table: [PartyCode: String]
    public var policy: NumberPolicy

    /// Numbers.
    public init(_ policy: NumberPolicy = .same, table: [PartyCode: String] = [:]) {
        self.policy = policy
        self.table = table
    }

    /// The number of a code; nil when neither table nor policy gives one.
    public func number(of code: PartyCode) -> String? { table[code] ?? policy.number(of: code) }
}

/// How debtors and creditors are numbered.
public struct PartyNumbering: Hashable, Sendable {
    public var debtors: PartyNumbers
    public var creditors: PartyNumbers

    /// Numbering; the source's codes by default.
    public init(debtors: PartyNumbers = PartyNumbers(), creditors: PartyNumbers = PartyNumbers()) {
        self.debtors = debtors
        self.creditors = creditors
    }

    /// The number of a party; nil when its policy gives none.
    public func number(of party: PartyKey) -> String? {
        party.kind == .debtor ? debtors.number(of: party.code) : creditors.number(of: party.code)
    }
}
