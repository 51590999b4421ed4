public import BridgeConnector
import BridgeDomain

/// What code lists read by this connector say of VAT codes.
public enum AFASVAT {
    /// What a VAT code does in AFAS Profit: its percentage (`VatPerc`, reference `afas-profit` §5). What `VatType` says of sides is text that an
    /// administrator of Profit can translate; it is not judged.
    public static func vat(_ code: MasterCode) -> VATInBooks {
        VATInBooks(rate: code.more[AFASMasterKey.percentage].flatMap { ExactDecimal($0) })
    }
}
