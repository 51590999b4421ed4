import AFASConnector
public import BridgeConnector
import ExactConnector
import KingFinanceConnector

// What the books say of their VAT codes: per system only the reading, compared by ``/BridgeRuntime/WorkingBridge`` for all of them.

extension ExactTarget {
    public static func vat(_ code: MasterCode) -> VATInBooks? { ExactVAT.vat(code) }
    /// Percentage and type are read daily and mean one thing (reference `exact-online` §7.20).
    public static var vatStopsDocuments: Bool { true }
}

extension AFASTarget {
    public static func vat(_ code: MasterCode) -> VATInBooks? { AFASVAT.vat(code) }
}

extension KingFinanceTarget {
    public static func vat(_ code: MasterCode) -> VATInBooks? { KingFinanceCodes.vat(code) }
}
