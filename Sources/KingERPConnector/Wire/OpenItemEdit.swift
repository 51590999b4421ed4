public import BridgeConnector
import BridgeDomain

/// Approves an open item for payment, or takes that back (reference king §7.3, `KING_OPENSTAANDE_POSTEN_EDIT`). The item is named by the
/// relation's number and the invoice's.
public struct KingOpenItemEdit: Hashable, Sendable {
    /// The debtor's or creditor's number, digits only, at most 10.
    public var relation: String
    /// At most 40 characters.
    public var invoice: String
    public var isApproved: Bool

    /// A change of one item.
    public init(relation: String, invoice: String, isApproved: Bool) {
        self.relation = relation
        self.invoice = invoice
        self.isApproved = isApproved
    }

    var record: KingRecord {
        var record = KingRecord("OPENSTAANDE_POST")
        record.put(KingField("OSP_NAW_NUMMER", .whole(JournalFields.number)), relation)
        record.put(KingField("OSP_FACTUURNUMMER", .text(40)), invoice)
        record.put(KingField("OSP_GEFIATTEERD", .flag), isApproved)
        return record
    }

    /// A file of them; ``BridgeConnector/ConnectorError/Code/rejected`` where a value does not fit its element.
    public static func file(_ edits: [KingOpenItemEdit]) throws(ConnectorError) -> [UInt8] {
        try KingFile.items.content(edits.map(\.record))
    }
}
