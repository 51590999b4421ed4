/// Who may go next when every host has so many connections and all hosts together so many. Only decides.
///
/// libcurl has limits of its own, but forgets the time limit of a request that waits for a connection (seen with 7.88: it fails
/// when another request happens to end), hence this line in front of it.
struct WaitingLine<Element> {
    private struct Host {
        var running = 0
        var waiting: [(number: UInt64, element: Element)] = []
    }

    private let perHostMax: Int
    private let totalMax: Int
    private var hosts: [String: Host] = [:]
    private var running = 0
    private var nextNumber: UInt64 = 0
    /// How many wait.
    private(set) var waiting = 0

    init(perHostMax: Int, totalMax: Int) {
        self.perHostMax = perHostMax
        self.totalMax = totalMax
    }

    /// Puts an element at the end of its host's line.
    mutating func append(_ element: Element, host: String) {
        hosts[host, default: Host()].waiting.append((number: nextNumber, element: element))
        nextNumber += 1
        waiting += 1
    }

    /// The element that came first of those whose host has room; it counts as running from here on.
    mutating func next() -> Element? {
        guard running < totalMax, waiting > 0 else { return nil }
        let open = hosts.filter { !$0.value.waiting.isEmpty && $0.value.running < perHostMax }
        guard let host = open.min(by: { $0.value.waiting[0].number < $1.value.waiting[0].number })?.key else { return nil }
        running += 1
        waiting -= 1
        hosts[host]?.running += 1
        return hosts[host]?.waiting.removeFirst().element
    }

    /// One that was running has ended.
    mutating func ended(host: String) {
        running -= 1
        hosts[host]?.running -= 1
        forgetIfUnused(host)
    }

    /// Takes out those that wait and of which `condition` is true, in the order they came per host.
    mutating func remove(where condition: (Element) -> Bool) -> [Element] {
        guard waiting > 0 else { return [] }
        var removed: [Element] = []
        for host in Array(hosts.keys) {
            hosts[host]?.waiting.removeAll { entry in
                guard condition(entry.element) else { return false }
                removed.append(entry.element)
                return true
            }
            forgetIfUnused(host)
        }
        waiting -= removed.count
        return removed
    }

    private mutating func forgetIfUnused(_ host: String) {
        if let state = hosts[host], state.running == 0, state.waiting.isEmpty { hosts[host] = nil }
    }
}
