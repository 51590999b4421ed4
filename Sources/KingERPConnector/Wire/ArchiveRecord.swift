public import BridgeConnector
public import BridgeDomain

/// A document for King's digital archive (reference king §7.3, `KING_DIGITAAL_ARCHIEF`). Its file is imported before the entries that refer to
/// it by ``externalID``. The vendor's two enumerations are not published: what stands here of them is assumed.
public struct KingArchiveRecord: Hashable, Sendable {
    /// What King does with the file that is named.
    public enum Processing: String, Hashable, Sendable, CaseIterable {
        case copy = "KOPIE"
        case move = "VERPLAATS"
    }

    /// The kind of document, as the customer named it in King; at most 10 characters.
    public var kind: String
    /// The file's name as King finds it; at most 255 characters.
    public var fileName: String
    /// By which an entry's line refers to it; at most 20 characters.
    public var externalID: String?
    public var date: CalendarDate?
    public var party: PartyKind?
    /// Digits.
    public var relation: String?
    public var processing: Processing?
    public var daybook: DaybookCode?

    /// A document.
    public init(kind: String, fileName: String, externalID: String? = nil) {
        self.kind = kind
        self.fileName = fileName
        self.externalID = externalID
    }

    var record: KingRecord {
        var record = KingRecord("ARCHIEFSTUK")
        record.put(KingField("DAR_ARCHIEFSOORT", .text(10)), kind)
        record.put(KingField("DAR_EXTERN_ID", .text(20)), externalID)
        record.put(KingField("DAR_DATUM", .date), date?.description)
        record.put(KingField("DAR_BESTANDSNAAM", .text(255)), fileName)
        record.put(KingField("DAR_NAW_SOORT", .choice(JournalFields.sides)), party.map { $0 == .debtor ? "DEB" : "CRED" })
        record.put(KingField("DAR_NAW_NUMMER", .whole(JournalFields.number)), relation)
        record.put(KingField("DAR_VERWERKSOORT", .choice(Processing.allCases.map(\.rawValue))), processing?.rawValue)
        record.put(KingField("DAR_DAGBOEK", .text(10)), daybook?.text)
        return record
    }

    /// A file of them; ``BridgeConnector/ConnectorError/Code/rejected`` where a value does not fit its element.
    public static func file(_ documents: [KingArchiveRecord]) throws(ConnectorError) -> [UInt8] {
        try KingFile.archive.content(documents.map(\.record))
    }
}
