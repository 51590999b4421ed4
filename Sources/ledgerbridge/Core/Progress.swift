import BridgeDomain
import Synchronization

/// Progress of long work with rate and time left; silent unless somebody watches.
///
/// Told from whatever thread works, so what changes is behind a lock.
final class Progress: Sendable {
    private struct Shown {
        var at: Timestamp?
        var columns = 0
    }

    private let label: String
    private let total: Int?
    private let unit: String
    private let words: Words
    private let surroundings: Surroundings
    private let started: Timestamp
    private let shown = Mutex(Shown())

    /// Milliseconds between two looks: more often than a person can read only slows the work.
    private static let pause: Int64 = 100

    /// `unit` stands behind the rate, as in `120 documents/s`; `total` gives the time left.
    init(_ label: String, total: Int?, unit: String = "", words: Words, in surroundings: Surroundings) {
        self.label = label
        self.total = total
        self.unit = unit
        self.words = words
        self.surroundings = surroundings
        started = surroundings.clock.now()
    }

    /// `total` when it is known better than at the start; `end` when something else than the work bounds it, such as a budget of calls.
    func show(_ done: Int, of total: Int? = nil, notBefore end: Timestamp? = nil) {
        guard surroundings.console.isWatched else { return }
        let now = surroundings.clock.now()
        let text = Self.text(
            label: label, done: done, total: total ?? self.total, unit: unit, milliseconds: now.milliseconds(since: started),
            leftAtLeast: end.map { $0.milliseconds(since: now) } ?? 0, words: words)
        shown.withLock { last in
            if let at = last.at, now.milliseconds(since: at) < Self.pause { return }
            surroundings.console.write(.status, "\r" + text.padded(to: last.columns))
            last = Shown(at: now, columns: TerminalText.columns(text))
        }
    }

    /// Takes the line away, so that what is printed next stands alone.
    func end() {
        shown.withLock { last in
            if last.columns > 0 { surroundings.console.write(.status, "\r" + String(repeating: " ", count: last.columns) + "\r") }
            last = Shown()
        }
    }

    /// `verify: 12,000 of 48,000 records, 6,000/s, 6 s left`.
    static func text(
        label: String, done: Int, total: Int?, unit: String, milliseconds: Int64, leftAtLeast: Int64 = 0, words: Words
    ) -> String {
        let format = Formatting(words.language)
        var text = "\(label): \(format.count(done))"
        if let total { text += words.pick(" van ", " of ") + format.count(max(total, done)) }
        if !unit.isEmpty { text += " \(unit)" }
        // Before a second has passed a rate says nothing.
        guard milliseconds >= 1_000, done > 0 else { return text }
        let perMinute = Int64(done) * 60_000 / milliseconds
        text += perMinute >= 600 ? ", \(format.count(perMinute / 60))/s" : ", \(format.count(perMinute))/min"
        if let total, total > done {
            let left = max(leftAtLeast, milliseconds * Int64(total - done) / Int64(done))
            text += ", " + words.pick("nog ", "") + format.duration(milliseconds: max(left, 1_000)) + words.pick("", " left")
        }
        return text
    }
}
