public import BridgeDomain
public import BridgeSource

/// Settings proposed from a sample.
public struct ColumnProposal: Hashable, Sendable {
    /// The settings with comments, readable by ``ColumnSettings``. What a person must decide stands at their top as well.
    public var yaml: String
    /// What a person must decide or look at; the proposal makes a choice all the same.
    public var decisions: [BilingualText]
}

/// Proposes settings for files of columns from the beginning of one.
///
/// It looks at names and at what stands below them, and says openly what the file leaves open. A proposal is careful: what lacks a party is
/// parked, and so are credits that name no original.
public enum ColumnGuess {
    /// How much of a file is worth looking at, in bytes.
    public static let sampleBytesMax = 16 << 20

    /// A proposal for the file that starts with `sample`; `isWhole` says that nothing follows. Refused when it has no columns. Comments are
    /// in `language`. Cost: all of the sample is held as texts.
    public static func propose(_ sample: [UInt8], isWhole: Bool, language: Language) throws(FileRefusal) -> ColumnProposal {
        let table = try SampleTable(Workbook.isArchive(sample) ? sheet(sample, isWhole) : sample, isWhole: isWhole)
        guard (table.header ?? table.rows.first ?? []).count > 1 else {
            throw FileRefusal(
                BilingualText(
                    nl: "er is geen scheidingsteken te vinden dat kolommen maakt; geef een bestand met , ; | of tab",
                    en: "no separator can be found that makes columns; give a file with , ; | or tab"))
        }
        let findings = SampleFindings(table)
        return ColumnProposal(yaml: ProposalText(findings, language).text, decisions: findings.decisions)
    }

    /// The first sheet of a workbook as text; a workbook cannot be read from its beginning alone.
    private static func sheet(_ sample: [UInt8], _ isWhole: Bool) throws(FileRefusal) -> [UInt8] {
        guard isWhole else { throw .tooLarge(bytesMax: sampleBytesMax) }
        var bytes = SheetBytes(try Workbook(sample, sheet: nil), .plain)
        return try bytes.readAll(bytesMax: Workbook.partBytesMax)
    }
}
