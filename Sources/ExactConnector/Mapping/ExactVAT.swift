public import BridgeConnector
import BridgeDomain

/// What code lists read by this connector say of VAT codes.
public enum ExactVAT {
    /// What a VAT code does in Exact Online: its percentage today, and on which side it may stand (reference `exact-online` §7.20).
    public static func vat(_ code: MasterCode) -> VATInBooks {
        // A fraction: 0.21.
        let fraction = code.more[ExactMasterKey.percentage].flatMap { ExactDecimal($0) }
        var vat = VATInBooks(rate: fraction?.scaled(to: 8).map { ExactDecimal(significand: $0, decimals: 6) })
        switch code.more[ExactMasterKey.transactionType] {
        case "S": vat.uses = [.due, .none]
        case "P": vat.uses = [.claimable, .selfAssessed, .none]
        default: vat.uses = nil
        }
        // Of a code of type N nothing may be posted but the amount, of type B nothing arises (reference §7.20).
        if code.type == "N" || code.type == "B" { vat.uses = (vat.uses ?? Set(VATInBooks.Use.allCases)).intersection([.none]) }
        if code.more[ExactMasterKey.charged] == "true" {
            // The buyer works it out: on a sale nothing arises, whatever the percentage.
            vat.uses = (vat.uses ?? Set(VATInBooks.Use.allCases)).intersection([.selfAssessed, .none])
        }
        return vat
    }
}
