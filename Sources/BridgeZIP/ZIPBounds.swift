/// What an archive may cost, so that a small file from outside never becomes a large one here. What lies beyond is refused, never cut off.
public struct ZIPBounds: Hashable, Sendable {
    /// Bytes of the archive itself.
    public var archiveMax: Int64
    /// Entries, directories among them; at most 65,534, beyond which the format's plain count ends.
    public var entriesMax: Int
    /// Bytes of one entry, unpacked.
    public var entryMax: Int64
    /// Bytes of all entries together, unpacked.
    public var totalMax: Int64
    /// Unpacked bytes for one packed byte, in each entry and in all. The format itself reaches about 1,030; tables of text reach 40.
    public var ratioMax: Int64
    /// Entries up to so many unpacked bytes may have any ratio: a line of zeros is no bomb.
    public var ratioFrom: Int64
    /// Bytes of a name.
    public var nameMax: Int
    /// Steps of a path: 1 allows no folders.
    public var depthMax: Int

    /// Bounds of one's own; those left out suit an export of a year: 1 GB packed, 8 GB unpacked, 1,000 entries.
    public init(
        archiveMax: Int64 = 1 << 30, entriesMax: Int = 1_000, entryMax: Int64 = 4 << 30, totalMax: Int64 = 8 << 30, ratioMax: Int64 = 200,
        ratioFrom: Int64 = 1 << 20, nameMax: Int = 255, depthMax: Int = 8
    ) {
        self.archiveMax = archiveMax
        self.entriesMax = min(entriesMax, 65_534)
        self.entryMax = entryMax
        self.totalMax = totalMax
        self.ratioMax = ratioMax
        self.ratioFrom = ratioFrom
        self.nameMax = nameMax
        self.depthMax = depthMax
    }

    /// The bounds of an export of a year.
    public static let standard = ZIPBounds()

    /// True when so many packed bytes may not become so many.
    func isBomb(packed: Int64, unpacked: Int64) -> Bool {
        guard unpacked > ratioFrom else { return false }
        let (allowed, overflowed) = max(packed, 1).multipliedReportingOverflow(by: ratioMax)
        return !overflowed && unpacked > allowed
    }
}
