/// Remembers which pushes were taken, so that one that is sent again, by the source or by somebody who caught it, causes no work.
struct RecentPushes {
    /// How many are remembered. A push is refused by its age after five minutes; until then it is one of these unless more than so many came.
    static let countMax = 2_000

    private var known: Set<String> = []
    private var order: [String] = []
    private var next = 0

    /// True the first time an event is seen.
    mutating func isNew(_ event: String) -> Bool {
        // Only what identifies it: an identifier of any length must not fill the memory.
        let key = String(event.prefix(100))
        guard known.insert(key).inserted else { return false }
        if order.count < Self.countMax {
            order.append(key)
        } else {
            known.remove(order[next])
            order[next] = key
            next = (next + 1) % Self.countMax
        }
        return true
    }
}
