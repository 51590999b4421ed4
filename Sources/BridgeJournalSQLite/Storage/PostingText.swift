import BridgeDomain
import BridgeJournal

/// What a list's search looks in, as rows of `posting_text`. The table only narrows down: it knows which letters stand together, not where;
/// every posting it finds is looked at again.
struct PostingText: Equatable {
    let id: Int64
    let text: String

    /// The shortest search the table can help with.
    static let lettersMin = 3
    /// How many groups of three letters of a search are looked at, and how many are asked for; more only cost time.
    private static let groupsMax = 8
    private static let askedMax = 4

    /// The rows of a posting. The target number, which comes late, has a row of its own, so that the other need not be written again.
    static func rows(_ posting: PostingRecord, _ sequence: Int64) -> [PostingText] {
        let texts = [posting.document.number.text, posting.reference?.text, posting.party?.code.text].compactMap(\.self)
        var rows = [PostingText(id: 2 * sequence, text: clean(texts.joined(separator: "\n")))]
        if let number = posting.targetNumber { rows.append(PostingText(id: 2 * sequence + 1, text: clean(number))) }
        return rows
    }

    /// True when two states of one posting have the same rows.
    static func areAlike(_ one: PostingRecord, _ other: PostingRecord) -> Bool {
        one.targetNumber == other.targetNumber && one.reference == other.reference && one.party == other.party
    }

    /// The groups of three letters at the end of a search, where numbers differ most, small letters for great ones; none when the table cannot
    /// help.
    static func groups(_ search: some StringProtocol) -> [String] {
        let letters = Array(clean(search.lowercased()).unicodeScalars)
        guard letters.count >= lettersMin else { return [] }
        var groups: [String] = []
        for start in max(0, letters.count - lettersMin - groupsMax + 1)...letters.count - lettersMin {
            let group = String(String.UnicodeScalarView(letters[start..<start + lettersMin]))
            if !groups.contains(group) { groups.append(group) }
        }
        return groups
    }

    /// A search as the table wants it asked, by those of its groups that few of these texts hold: one that stands in every number, such as the
    /// year, would have the table walk through all it knows. nil when the table cannot help.
    static func match(_ search: some StringProtocol, beside sample: [String]) -> String? {
        let groups = groups(search)
        guard !groups.isEmpty else { return nil }
        let texts = sample.map { $0.lowercased() }
        let rare = groups.filter { group in texts.count { $0.contains(group) } * commonPart < max(1, texts.count) }
        return (rare.isEmpty ? groups : rare).suffix(askedMax).map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: " AND ")
    }

    /// A group is common that one in so many texts holds.
    private static let commonPart = 6

    /// The tokenizer stops at a zero byte, which broken documents may hold.
    private static func clean(_ text: String) -> String {
        guard text.utf8.contains(0) else { return text }
        return String(decoding: text.utf8.map { $0 == 0 ? UInt8(ascii: "\n") : $0 }, as: UTF8.self)
    }
}
