public import BridgeDomain

/// What happens when a customer returns more packaging than it had (refusal N11).
public enum DepositPolicy: String, Hashable, Sendable, CaseIterable {
    case ignore
    case warn
    case park
}

/// Packaging out at one party, in money per packaging code: what was given out and not yet taken back.
public struct DepositBalance: Hashable, Sendable {
    /// In one currency per party. Lines without a packaging code stand under the empty text.
    public private(set) var amounts: [String: Money]

    /// A balance.
    public init(_ amounts: [String: Money] = [:]) { self.amounts = amounts }

    /// Adds what a document moves: deposits of an invoice go out, deposits of a credit note and returns come back.
    public mutating func take(_ document: Document) {
        for (code, movement) in DepositBalance.movements(of: document) {
            amounts[code] = (amounts[code] ?? .zero(document.currency)) + movement
        }
    }

    /// What a document moves per packaging code; positive goes out to the party.
    static func movements(of document: Document) -> [String: Money] {
        var movements: [String: Money] = [:]
        for line in document.lines where line.kind.isDeposit {
            // The amount says which way it goes: on an invoice a positive one is charged, on a credit note paid back.
            movements[line.product ?? "", default: .zero(document.currency)] += document.key.kind.isCredit ? -line.net : line.net
        }
        return movements
    }
}

/// Whether more packaging comes back than was out.
public enum DepositCheck {
    /// The problems of a document against the party's balance before it; empty when nothing falls below zero.
    public static func problems(_ document: Document, balance: DepositBalance, policy: DepositPolicy) -> [Problem] {
        guard policy != .ignore else { return [] }
        return DepositBalance.movements(of: document).sorted { $0.key < $1.key }.compactMap { code, movement in
            let before = balance.amounts[code] ?? .zero(document.currency)
            guard before.currency == movement.currency, movement.isNegative, (before + movement).isNegative else { return nil }
            let line = document.lines.first { $0.kind.isDeposit && ($0.product ?? "") == code }
            return Problem(
                .depositBelowZero, at: Place(line: line?.number, "net"), found: "\(code) \((-movement).amountText)",
                expected: "≤ \(before.amountText)", severity: policy == .park ? .error : .warning)
        }
    }
}
