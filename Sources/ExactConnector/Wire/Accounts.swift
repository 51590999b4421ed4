import BridgeConnector
import BridgeDomain
import BridgeJSON

/// A row of `crm/Accounts` or `sync/CRM/Accounts`: debtors and creditors alike (reference `exact-online` §7.1).
struct Account: Hashable, Sendable {
    static let select = "ID,Code,Name,Status,IsSupplier,Blocked,VATNumber,ChamberOfCommerce"

    var ID: String
    /// Without padding.
    var Code: String
    var Name: String
    var Status: String?
    var IsSupplier: Bool
    var Blocked: Bool
    var VATNumber: String?
    var ChamberOfCommerce: String?
    /// The row version; 0 where it was not asked for.
    var Timestamp: Int64

    /// Reads a row; nil when it lacks its key.
    init?(_ row: JSON, _ country: ExactCountry) {
        guard let id = row["ID"]?.string else { return nil }
        ID = id
        Code = row["Code"]?.string.map { ExactCode.relation($0, country) } ?? ""
        Name = row["Name"]?.string ?? ""
        Status = ExactValue.code(row["Status"])
        IsSupplier = row["IsSupplier"]?.bool ?? false
        Blocked = row["Blocked"]?.bool ?? false
        VATNumber = ExactValue.code(row["VATNumber"])
        ChamberOfCommerce = ExactValue.code(row["ChamberOfCommerce"])
        Timestamp = ExactValue.integer(row["Timestamp"]) ?? 0
    }

    /// The relation it is. Only status C is a customer that sales entries accept.
    var relation: Relation {
        Relation(
            id: TargetID(ID), number: Code, name: Name, vatNumber: VATNumber, chamberOfCommerce: ChamberOfCommerce,
            isDebtor: Status == "C", isCreditor: IsSupplier, blocked: Blocked)
    }
}
