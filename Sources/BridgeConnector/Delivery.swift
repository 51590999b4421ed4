public import BridgeDomain

/// What became of an entry that was sent: what a look-up by its reference shows.
public enum EntryFate: Hashable, Sendable {
    /// What the books hold under the reference; nothing when nothing is there and nothing can come any more.
    case found([BookedEntry])
    /// It was delivered, and the books have not answered: asked again at that moment at the latest. The text says where it is, for the history.
    case awaited(until: Timestamp, String)
    /// The books examined it and refused it. Nothing of it is booked, so it may be sent again once a person mended the cause. The text is the
    /// system's own.
    case refused([Problem], String)
}

/// What a system that takes entries in batches has to tell between calls.
public struct DeliveryNews: Hashable, Sendable {
    /// References whose fate was decided since the last time: it is worth asking for them now.
    public var settled: [EntryReference]
    /// What a person must look at: a batch that nobody picked up. Said each time for as long as it lasts.
    public var alarm: BilingualText?

    /// News; none unless given.
    public init(settled: [EntryReference] = [], alarm: BilingualText? = nil) {
        self.settled = settled
        self.alarm = alarm
    }
}
