import BridgeDomain
public import BridgeJournal

/// History as a table of commas (RFC 4180): what is hashed stands in it as it was written, with both hashes, so that others can check it.
public enum HistoryCSV {
    private static let columns = [
        "sequence", "at", "who", "bridge", "subject", "act", "detail", "content_hash", "previous_hash", "hash",
    ]

    /// The table.
    public static func bytes(_ records: [HistoryRecord]) -> [UInt8] {
        var text = Self.columns.joined(separator: ",") + "\r\n"
        for record in records {
            let entry = record.entry
            let fields = [
                "\(record.sequence)", entry.at.description, entry.who.description, entry.bridge?.text ?? "", entry.subject, entry.act,
                entry.detail, entry.contentHash ?? "", record.previousHash, record.hash,
            ]
            text += fields.map(field).joined(separator: ",") + "\r\n"
        }
        return Array(text.utf8)
    }

    /// Spreadsheets run what begins with these: such a field gets an apostrophe before it. Scalars, because what follows may join one of them to
    /// another character.
    private static let formula: Set<Unicode.Scalar> = ["=", "+", "-", "@", "\t", "\r", "\n"]

    /// One field, quoted where it must be.
    public static func field(_ text: String) -> String {
        let safe = text.unicodeScalars.first.map { formula.contains($0) } ?? false ? "'" + text : text
        guard safe.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
