/// Whether and how documents' files follow them into the books. A bridge without it attaches nothing.
public struct AttachmentPolicy: Hashable, Sendable {
    /// The largest file that is attached, in bytes. It is held in memory, one at a time.
    public var bytesMax: Int
    /// Calls a day that files may take of the target's budget, so that they never use up what postings need; 10…1,000,000.
    public var callsPerDay: Int

    /// What ``bytesMax`` may be in megabytes.
    public static let megabytes = 1...10
    /// What ``callsPerDay`` may be.
    public static let callsPerDayRange = 10...1_000_000

    /// Files of at most 5 MB, with at most 1,000 calls a day.
    public init() {
        bytesMax = 5 << 20
        callsPerDay = 1_000
    }
}
