import BridgeDomain
import BridgeSource

/// A folder as it was listed at a moment, kept while its files are worked off: listing again for each page would cost as much as there are
/// files, each time. What stands in it is looked at once more before it is used.
struct FolderListing {
    /// In the order of the names' bytes.
    let files: [WaitingFile]
    let listedAt: Timestamp
    private var places: [FileStream: Int] = [:]

    /// How old a listing may be, in milliseconds, before a stream that came to its end asks for a new one while others still work on it.
    static let ageMax: Int64 = 10_000

    init(_ files: [WaitingFile], listedAt: Timestamp) {
        self.files = files
        self.listedAt = listedAt
    }

    /// The file a stream looks at next; nil at the end.
    func file(for stream: FileStream) -> WaitingFile? {
        let place = places[stream] ?? 0
        return place < files.count ? files[place] : nil
    }

    mutating func advance(_ stream: FileStream) { places[stream, default: 0] += 1 }

    mutating func rewind(_ stream: FileStream) { places[stream] = nil }

    /// Whether a stream at its end should look at the folder anew: everything in the listing is done, or it has become old.
    func isDone(_ streams: [FileStream], now: Timestamp) -> Bool {
        streams.allSatisfy { file(for: $0) == nil } || abs(now.milliseconds(since: listedAt)) >= Self.ageMax
    }
}
