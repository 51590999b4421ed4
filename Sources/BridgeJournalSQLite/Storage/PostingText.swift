import BridgeDomain
import BridgeJournal

/// What a list's search looks in, as rows of `posting_text`. The table only narrows down: it knows which letters stand together, not where;
/// every posting it finds is looked at again.
struct PostingText: Equatable {
    let id: Int64
    let text: String

    /// The shortest search the table can help with.
    static let lettersMin = 3
    /// How many groups of three letters of a search are asked for; more only cost time.
    private static let groupsMax = 8

    /// The rows of a posting. The target number, which comes late, has a row of its own, so that the other need not be written again.
    static func rows(_ posting: PostingRecord, _ sequence: Int64) -> [PostingText] {
        let texts = [posting.document.number.text, posting.reference?.text, posting.party?.code.text].compactMap(\.self)
        var rows = [PostingText(id: 2 * sequence, text: clean(texts.joined(separator: "\n")))]
        if let number = posting.targetNumber { rows.append(PostingText(id: 2 * sequence + 1, text: clean(number))) }
        return rows
    }

    /// A search as the table wants it asked; nil when it cannot help.
    static func match(_ search: some StringProtocol) -> String? {
        let letters = Array(clean(String(search)).unicodeScalars)
        guard letters.count >= lettersMin else { return nil }
        let starts = Array(stride(from: 0, to: letters.count - lettersMin, by: lettersMin).prefix(groupsMax - 1))
        let groups = (starts + [letters.count - lettersMin]).map { start -> String in
            var group = "\""
            for letter in letters[start..<start + lettersMin] {
                if letter == "\"" { group += "\"" }
                group.unicodeScalars.append(letter)
            }
            return group + "\""
        }
        return groups.joined(separator: " AND ")
    }

    /// The tokenizer stops at a zero byte, which broken documents may hold.
    private static func clean(_ text: String) -> String {
        guard text.utf8.contains(0) else { return text }
        return String(decoding: text.utf8.map { $0 == 0 ? UInt8(ascii: "\n") : $0 }, as: UTF8.self)
    }
}
