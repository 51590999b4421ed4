public import BridgeConnector
import BridgeDomain

/// What code lists read by this connector say of their codes.
public enum KingFinanceCodes {
    /// What a VAT code does in King: its percentage, the next one, the account its VAT falls on, and what for, by its box of the return and where it
    /// is blocked.
    public static func vat(_ code: MasterCode) -> VATInBooks {
        func rate(_ key: String) -> ExactDecimal? { code.more[key].flatMap { ExactDecimal($0) } }
        var vat = VATInBooks(rate: rate(KingMasterKey.percentage))
        if let next = rate(KingMasterKey.nextPercentage), let from = code.more[KingMasterKey.nextFrom].flatMap({ KingValue.date($0) }) {
            vat.next = .init(next, from: from)
        }
        vat.account = code.more[KingMasterKey.vatAccount].map { AccountCode($0) }
        vat.uses = code.more[KingMasterKey.returnBox].flatMap { KingFinanceContract.uses(ofBox: $0) }
        func block(_ key: String, _ use: VATInBooks.Use) {
            guard code.more[key] == KingMasterKey.yes else { return }
            vat.uses = (vat.uses ?? Set(VATInBooks.Use.allCases)).subtracting([use])
        }
        block(KingMasterKey.blockedForDebtors, .due)
        block(KingMasterKey.blockedForCreditors, .claimable)
        return vat
    }

    /// True for a journal that gives invoice numbers of its own (`GEBRJRFACT`).
    public static func numbersInvoices(_ daybook: MasterCode) -> Bool { daybook.more[KingMasterKey.numbersInvoices] == KingMasterKey.yes }
}
