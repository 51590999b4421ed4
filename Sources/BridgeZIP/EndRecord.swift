/// How many entries an archive says it has, read before the library reads them: it keeps every entry of the directory in memory, and a
/// directory of millions is a cheap thing to make.
///
/// The record at the end (`PK\5\6`, 22 bytes and a comment) is looked for as every reader does, from the end backwards. Bytes that look like
/// one may occur by chance; the largest count counts, because any of them might be the one that is used.
struct EndRecord {
    /// A record and the longest comment.
    static let tailMax = 22 + 65_535
    private static let signature: [UInt8] = [0x50, 0x4B, 0x05, 0x06]
    private static let locatorSignature: [UInt8] = [0x50, 0x4B, 0x06, 0x07]

    /// The largest count of any record in the last ``tailMax`` bytes; nil when there is none. `read` gives bytes of the archive.
    static func entries(tail: [UInt8], read: (_ offset: UInt64, _ count: Int) -> [UInt8]?) -> UInt64? {
        var largest: UInt64?
        guard tail.count >= 22 else { return nil }
        for place in 0...(tail.count - 22) where tail[place..<place + 4].elementsEqual(signature) {
            let count = wideEntries(tail, before: place, read) ?? number(tail, place + 10, bytes: 2)
            largest = max(largest ?? 0, count)
        }
        return largest
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
