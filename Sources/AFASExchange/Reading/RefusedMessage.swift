import BridgeExchange

/// Reads a message that came back: the error in a comment before it, where there is one. A file holds one entry, so whatever comes back is it.
enum RefusedMessage {
    static func read(_ list: [UInt8], of file: [UInt8]) -> RefusalList? {
        let text = String(decoding: list, as: UTF8.self)
        // A message under writing has no end yet.
        let last = text.last { !$0.isWhitespace }
        guard last == ">" else { return nil }
        let end = "</FiEntryPar>"
        guard text.contains(end) else { return nil }
        return RefusalList(rows: [RefusedRow(row: 0, reason: comment(text) ?? "the file came back without a reason")])
    }

    private static func comment(_ text: String) -> String? {
        guard let start = text.firstRange(of: "<!--"), let end = text[start.upperBound...].firstRange(of: "-->") else { return nil }
        let words = text[start.upperBound..<end.lowerBound]
        let trimmed = String(words.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
        return trimmed.isEmpty ? nil : trimmed
    }
}
