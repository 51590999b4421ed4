import AFASWords
public import BridgeConnector
public import BridgeDomain
public import BridgeExchange
import BridgeText

/// Files for Profit's import: a row for each line, a row for each invoice, or the UpdateConnector's XML (reference `afas-profit` §14).
public struct AFASFileFormat: ExchangeFormat {
    let profile: AFASFileProfile
    /// The administration's number in Profit.
    let unit: Int
    private let refused: AFASRefusals

    /// Characters an invoice number may have (reference §6.2).
    static let invoiceMax = 12
    /// Lines an entry should have at most (reference §6.3, rule 7).
    static let linesMax = 1_000
    /// Rows and errors are read up to this size.
    static let cellsMax = 200

    /// A format for one administration.
    ///
    /// - Parameter refusals: rows for texts of this environment, in the form of ``/AFASWords/AFASRefusals/table``.
    public init(_ profile: AFASFileProfile, unit: Int, refusals: String = "") {
        self.profile = profile
        self.unit = unit
        refused = AFASRefusals(adding: refusals)
    }

    /// Lengths as in reference §6.2. A credit note cannot name its original in a file.
    public var capabilities: ConnectorCapabilities {
        ConnectorCapabilities(
            system: "afas-folder", callsAtOnceMax: 1, settlingSeconds: ExchangeSettings.settlingSeconds, descriptionMax: 255,
            referenceMax: Self.invoiceMax, paymentReferenceMax: 32, entryLinesMax: Self.linesMax, linksCreditNotes: false)
    }

    /// As the profile says.
    public var fileEnding: String { profile.ending }

    /// One entry a message, since its head cannot be repeated (reference §6).
    public var entriesPerFileMax: Int { profile.form == .xml ? 1 : profile.entriesMax }

    /// An entry in the profile's form.
    public func rows(_ order: PostingOrder, with master: MasterData) throws(ConnectorError) -> ExchangeRows {
        let entry = order.entry
        let (lines, problems) = EntryLineFields.lines(of: order)
        guard problems.isEmpty else { throw Self.refusal(problems) }
        let (content, count) = try content(entry, lines)
        let rank = profile.daybookOrder.firstIndex(of: entry.daybook.text) ?? profile.daybookOrder.count
        return ExchangeRows(group: entry.daybook.text, rank: rank, content: content, count: count)
    }

    private func content(_ entry: Entry, _ lines: [EntryLineFields]) throws(ConnectorError) -> ([UInt8], Int) {
        let rows: [[String]]
        switch profile.form {
        case .xml: return (EntryMessage(entry, lines, unit: unit).content, 1)
        case .lines: rows = try LineRows(profile: profile, unit: unit).rows(entry, lines)
        case .invoices: rows = [try InvoiceRow(profile: profile, unit: unit).row(entry, lines)]
        }
        let writer = CellWriter(profile: profile)
        switch writer.encode(rows.map(writer.row).joined()) {
        case .success(let bytes): return (bytes, rows.count)
        case .failure(let unknown):
            throw Self.refusal([Problem(.malformed, at: Place("file"), found: String(unknown.character), expected: "windows-1252")])
        }
    }

    /// A whole file: the mark, the captions, the rows. A message as XML is a file by itself.
    public func file(_ rows: [ExchangeRows]) -> [UInt8] {
        let content = rows.flatMap(\.content)
        guard profile.form != .xml else { return content }
        let writer = CellWriter(profile: profile)
        let mark = profile.encoding == .utf8 && profile.hasMark ? profile.encoding.mark : []
        // Captions that cannot be written are left as they are in UTF-8: the definition shows them wrong at its first file.
        let header = profile.hasHeader ? writer.row(profile.columns.map(\.caption)) : ""
        let head: [UInt8] = if case .success(let bytes) = writer.encode(header) { bytes } else { Array(header.utf8) }
        return mark + head + content
    }

    /// What came back of a file.
    public func refusals(in list: [UInt8], of file: [UInt8]) -> RefusalList? {
        profile.form == .xml ? RefusedMessage.read(list, of: file) : RefusedRows(profile: profile).read(list, of: file)
    }

    /// By the table that calls are read by: what kind of refusal it is, at the row of the file.
    public func problems(of reason: String, at place: Place) -> [Problem] {
        refused.reading(reason).problems.map { Problem($0.code, at: place, found: $0.found) }
    }

    static func refusal(_ problems: [Problem]) -> ConnectorError {
        ConnectorError(.rejected, "the entry does not fit into the file", problems: problems)
    }
}
