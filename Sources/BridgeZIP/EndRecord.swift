/// How many entries an archive says it has, read before the library reads them: it keeps every entry of the directory in memory, and a
/// directory of millions is a cheap thing to make.
///
/// The record at the end (`PK\5\6`, 22 bytes and a comment) is looked for as every reader does, from the end backwards. Bytes that look like
/// one may occur by chance; the largest count counts, because any of them might be the one that is used.
struct EndRecord {
    /// A record and the longest comment.
    static let tailMax = 22 + 65_535
    /// The list of contents has at least so many bytes for each entry.
    private static let listEntryMin: UInt64 = 46
    private static let listSignature: [UInt8] = [0x50, 0x4B, 0x01, 0x02]
    private static let signature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    private static let locatorSignature: [UInt8] = [0x50, 0x4B, 0x06, 0x07]

    /// The largest count of any record in the last ``tailMax`` bytes; nil when there is none. `read` gives bytes of the archive.
    static func entries(tail: [UInt8], read: (_ offset: UInt64, _ count: Int) -> [UInt8]?) -> UInt64? {
        var largest: UInt64?
        var doubtful: UInt64?
        guard tail.count >= 22 else { return nil }
        for place in 0...(tail.count - 22) where tail[place..<place + 4].elementsEqual(signature) {
            if let wide = wideEntries(tail, before: place, read) {
                largest = max(largest ?? 0, wide)
                continue
            }
            // What only looks like a record, such as one inside a packed file, has no list where it says, or one without room.
            let count = number(tail, place + 10, bytes: 2)
            let start = number(tail, place + 16, bytes: 4)
            let hasRoom = count * listEntryMin <= number(tail, place + 12, bytes: 4)
            if hasRoom, count == 0 || read(start, listSignature.count) == listSignature {
                largest = max(largest ?? 0, count)
            } else {
                doubtful = max(doubtful ?? 0, count)
            }
        }
        return largest ?? doubtful
    }

    /// The count of an archive beyond the plain format's reach: a pointer of 20 bytes stands before the plain record.
    private static func wideEntries(_ tail: [UInt8], before place: Int, _ read: (UInt64, Int) -> [UInt8]?) -> UInt64? {
        guard place >= 20, tail[place - 20..<place - 16].elementsEqual(locatorSignature),
            let record = read(number(tail, place - 12, bytes: 8), 56), record.count == 56
        else { return nil }
        return number(record, 32, bytes: 8)
    }

    private static func number(_ bytes: [UInt8], _ place: Int, bytes count: Int) -> UInt64 {
        (0..<count).reversed().reduce(0) { $0 << 8 | UInt64(bytes[place + $1]) }
    }
}
