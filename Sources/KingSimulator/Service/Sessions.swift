import BridgeDomain

/// Who is logged in (reference king §1.3).
struct Sessions: Sendable, Codable {
    struct Session: Sendable, Codable {
        let administration: String
        var used: Timestamp
    }

    private(set) var open: [String: Session] = [:]
    private var count = 0

    /// Opens a session; its id has the shape seen in public logs.
    mutating func open(for administration: String, at now: Timestamp, countMax: Int, _ generator: inout SeededGenerator) -> String {
        count += 1
        if open.count >= countMax, let oldest = open.min(by: { ($0.value.used, $0.key) < ($1.value.used, $1.key) }) {
            open[oldest.key] = nil
        }
        let id = "\(70_000 + count)/\(generator.next() % 100)@d\(9000 + generator.next() % 1000);CSW"
        open[id] = Session(administration: administration, used: now)
        return id
    }

    /// False when the session is not there, is another administration's, or was idle too long; otherwise it lives on.
    mutating func use(_ id: String, for administration: String, at now: Timestamp, idleSeconds: Int64) -> Bool {
        guard let session = open[id], session.administration == administration else { return false }
        guard now < session.used.adding(seconds: idleSeconds) else {
            open[id] = nil
            return false
        }
        open[id]?.used = now
        return true
    }

    mutating func close(_ id: String) { open[id] = nil }

    /// Ends every session of an administration.
    mutating func closeAll(of administration: String) { open = open.filter { $0.value.administration != administration } }
}
