import BridgeConnector
import BridgeDomain
import BridgeJSON

/// A row of `crm/Accounts` or `sync/CRM/Accounts`: debtors and creditors alike (reference `exact-online` §7.1).
struct Account: Hashable, Sendable {
    static let select =
        "ID,Code,Name,Status,IsSupplier,Blocked,VATNumber,ChamberOfCommerce,AddressLine1,AddressLine2,Postcode,City,Country,Email,GlnNumber,"
        + "EORINumber,PaymentConditionSales,PaymentConditionPurchase,SalesCurrency,PurchaseCurrency,CreditLineSales"

    var ID: String
    /// Without padding.
    var Code: String
    var Name: String
    var Status: String?
    var IsSupplier: Bool
    var Blocked: Bool
    var VATNumber: String?
    var ChamberOfCommerce: String?
    /// What both sides may know of it.
    var Fields: [PartyField: String]
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
        Fields = Self.fields(row, isCustomer: Status == "C", isSupplier: IsSupplier)
        Timestamp = ExactValue.integer(row["Timestamp"]) ?? 0
    }

    /// Every field the row has, the empty text where nothing stands in it. An account that is customer and supplier has terms and a currency
    /// for each: they are told where both are the same, since a field says one thing.
    private static func fields(_ row: JSON, isCustomer: Bool, isSupplier: Bool) -> [PartyField: String] {
        let names: [(PartyField, String)] = [
            (.name, "Name"), (.secondName, "AddressLine2"), (.street, "AddressLine1"), (.postcode, "Postcode"), (.city, "City"),
            (.country, "Country"), (.email, "Email"), (.vatNumber, "VATNumber"), (.chamberOfCommerce, "ChamberOfCommerce"),
            (.gln, "GlnNumber"), (.eori, "EORINumber"), (.terms, isCustomer ? "PaymentConditionSales" : "PaymentConditionPurchase"),
            (.currency, isCustomer ? "SalesCurrency" : "PurchaseCurrency"),
        ]
        var fields: [PartyField: String] = [:]
        for (field, name) in names where row[name] != nil { fields[field] = ExactValue.code(row[name]) ?? "" }
        if isCustomer, isSupplier {
            let pairs: [(PartyField, String, String)] = [
                (.terms, "PaymentConditionSales", "PaymentConditionPurchase"), (.currency, "SalesCurrency", "PurchaseCurrency"),
            ]
            for (field, sales, purchase) in pairs where ExactValue.code(row[sales]) != ExactValue.code(row[purchase]) {
                fields[field] = nil
            }
        }
        if isCustomer, let line = row["CreditLineSales"] { fields[.creditLimit] = ExactValue.decimal(line)?.description ?? "" }
        return fields
    }

    /// The relation it is. Only status C is a customer that sales entries accept.
    var relation: Relation {
        Relation(
            id: TargetID(ID), number: Code, name: Name, vatNumber: VATNumber, chamberOfCommerce: ChamberOfCommerce,
            isDebtor: Status == "C", isCreditor: IsSupplier, blocked: Blocked, details: Fields)
    }
}
