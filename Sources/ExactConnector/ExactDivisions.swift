public import BridgeConnector
public import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// A division the consenting user can reach, for choosing one.
public struct ExactDivision: Hashable, Sendable {
    /// The number that goes into the settings.
    public var code: Int
    public var name: String
    public var currency: Currency?
    public var vatNumber: String?
    public var chamberOfCommerce: String?
    /// True for a division that is neither archived, inactive nor blocked for maintenance.
    public var isActive: Bool
    /// True for the division the user last worked in.
    public var isCurrent: Bool
}

extension ExactOnlineConnector {
    /// The divisions the consenting user can reach, two calls: the settings' own division need not be right yet. Whether a division was
    /// ticked at the consent shows only when it is called.
    public func divisions() async throws(ConnectorError) -> [ExactDivision] {
        try await divisions(from: client.perform(ExactCall(get: "current/Me", target: "/api/v1/current/Me?$select=CurrentDivision")))
    }

    /// The same with the answer of `current/Me` at hand: one call.
    func divisions(from me: ExactReply) async throws(ConnectorError) -> [ExactDivision] {
        guard let current = ExactValue.integer(me.row?["CurrentDivision"]) else { throw unreadable("current/Me") }
        let fields = "Code,Description,Currency,VATNumber,ChamberOfCommerceNumber,Status,BlockingStatus"
        let rows = try await client.rows(ExactCall(.get, "system/Divisions", in: Int(current), query: [("$select", fields)]))
        var divisions: [ExactDivision] = []
        for row in rows {
            guard let code = ExactValue.integer(row["Code"]) else { throw unreadable("system/Divisions") }
            let isBlocked = (ExactValue.integer(row["BlockingStatus"]) ?? 0) != 0
            divisions.append(
                ExactDivision(
                    code: Int(code), name: row["Description"]?.string.map(ExactCode.trimmed) ?? "",
                    currency: ExactValue.code(row["Currency"]).flatMap { Currency(code: $0) }, vatNumber: ExactValue.code(row["VATNumber"]),
                    chamberOfCommerce: ExactValue.code(row["ChamberOfCommerceNumber"]),
                    isActive: ExactValue.integer(row["Status"]) == 1 && !isBlocked, isCurrent: code == current))
        }
        return divisions.sorted { $0.code < $1.code }
    }
}
