import BridgeDomain

/// Numbers of entries: year, journal, sequence, as in 26700001 (reference §6.4).
///
/// The reference shows four digits of sequence. Beyond 9,999 entries a fifth digit follows here, so that series of a year and journal
/// never run into those of the next journal; 99,999 is the most that fits the service's 32 bits.
enum Numbering {
    static let sequenceMax = 99_999

    /// The next free number of the journal in that year; nil when the series is full or the journal's code is no number.
    static func next(year: Int, journal: String, in books: Books) -> (number: Int, series: Int, sequence: Int)? {
        guard let code = Int(journal), (0...99).contains(code) else { return nil }
        let series = year % 100 * 100 + code
        var sequence = books.lastNumbers[series, default: 0] + 1
        while sequence <= sequenceMax {
            let number = series * (sequence < 10_000 ? 10_000 : 100_000) + sequence
            if books[.entries].first(.EntryNumber, .integer(number)) == nil { return (number, series, sequence) }
            sequence += 1
        }
        return nil
    }
}
