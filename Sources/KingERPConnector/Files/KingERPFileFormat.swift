public import BridgeConnector
public import BridgeDomain
public import BridgeExchange

/// Files for KING ERP's XML import (reference king §7): debtors in one of their own, then entries, a batch of King each.
public struct KingERPFileFormat: ExchangeFormat {
    let rules: KingERPRules

    /// A format for one administration.
    public init(_ rules: KingERPRules) { self.rules = rules }

    /// What shares a file; their order is King's (reference king §7: debtors before the journal).
    enum Group: String {
        case debtors = "DEBITEUREN"
        case journal = "JOURNAAL"

        var rank: Int { self == .debtors ? 0 : 1 }
    }

    /// Lengths as in reference king §7.1.
    public var capabilities: ConnectorCapabilities {
        ConnectorCapabilities(
            system: "king-erp-file", callsAtOnceMax: 1, settlingSeconds: ExchangeSettings.settlingSeconds, descriptionMax: 40,
            referenceMax: 40, paymentReferenceMax: 24, entryLinesMax: JournalFields.linesMax,
            linksCreditNotes: rules.creditNumber == .original)
    }

    /// King picks up nothing else.
    public var fileEnding: String { ".xml" }
    /// King names no bound; a person must still be able to look through a batch.
    public var entriesPerFileMax: Int { 2_000 }

    /// An entry as a record of the journal.
    public func rows(_ order: PostingOrder, with master: MasterData) throws(ConnectorError) -> ExchangeRows {
        row(.journal, try EntryRecord(order, rules).checked().record)
    }

    /// A debtor within our numbers.
    public func rows(_ order: PartyOrder) throws(ConnectorError) -> ExchangeRows? {
        guard let (record, problems) = DebtorRecord.record(order, rules) else { return nil }
        guard problems.isEmpty else { throw ConnectorError(.rejected, "the debtor does not fit King's form", problems: problems) }
        return row(.debtors, record)
    }

    private func row(_ group: Group, _ record: KingRecord) -> ExchangeRows {
        ExchangeRows(group: group.rawValue, rank: group.rank, content: record.bytes + [UInt8(ascii: "\n")], count: 1)
    }

    /// A file whose batch has no name of its own.
    public func file(_ rows: [ExchangeRows]) -> [UInt8] { file(rows, named: "") }

    /// A whole file. The batch's text has the file's name, so that a person finds one by the other.
    public func file(_ rows: [ExchangeRows], named name: String) -> [UInt8] {
        let records = rows.flatMap(\.content)
        guard rows.first?.group == Group.journal.rawValue else { return KingFile.debtors.content(records) }
        return KingFile.journal.content(BatchRecord.open(rules, name) + records + BatchRecord.close)
    }

    /// What King's file of rejected records says of a file of ours.
    public func refusals(in list: [UInt8], of file: [UInt8]) -> RefusalList? { RefusedRecords(file)?.read(list) }

    /// A reason that begins with a code is read as the web services' codes are (assumed, as they are).
    public func problems(of reason: String, at place: Place) -> [Problem] {
        let code = Int(reason.prefix { $0.isASCII && $0.isNumber })
        let meaning = code.map(KingWebServiceContract.meaning) ?? .record
        return [Problem(meaning.problemCode, at: place, found: reason)]
    }
}

/// A `BOEKINGSGANG`, before its entries and around them.
enum BatchRecord {
    /// Its own elements.
    static func record(_ rules: KingERPRules, _ name: String) -> KingRecord {
        var record = KingRecord("BOEKINGSGANG")
        record.put(cut: JournalFields.batchText, name.isEmpty ? rules.batchText : "\(rules.batchText) \(name)")
        record.put(JournalFields.batchIsFinal, rules.isFinal)
        return record
    }

    /// The markup before the entries.
    static func open(_ rules: KingERPRules, _ name: String) -> [UInt8] {
        Array(record(rules, name).bytes.dropLast("</BOEKINGSGANG>".utf8.count)) + Array("<JOURNAALPOSTEN>\n".utf8)
    }

    /// The markup behind them.
    static let close = Array("</JOURNAALPOSTEN></BOEKINGSGANG>\n".utf8)
}
