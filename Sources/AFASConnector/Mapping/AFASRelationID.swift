import BridgeDomain

/// The identifier of a debtor or creditor: `D10044`, `C50010`. Both have numbers of their own, so the kind belongs to it.
struct AFASRelationID: Hashable, Sendable {
    var kind: PartyKind
    var number: String

    init(_ kind: PartyKind, _ number: String) {
        self.kind = kind
        self.number = number
    }

    /// Reads ``target``; nil for anything else.
    init?(_ target: TargetID) {
        switch target.text.first {
        case "D": kind = .debtor
        case "C": kind = .creditor
        default: return nil
        }
        number = String(target.text.dropFirst())
        if number.isEmpty { return nil }
    }

    var target: TargetID { TargetID((kind == .debtor ? "D" : "C") + number) }
    /// What `AcNr` of an entry line is (`VaAs`).
    var accountKind: String { kind == .debtor ? "2" : "3" }
}
