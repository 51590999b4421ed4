import BridgeConnector
import BridgeDomain

/// Where reading a stream goes on: row versions, and the move date of the division they belong to.
///
/// As text: `moved=1717027200000;lines=8412`. When the division has been moved since, every row version was given anew and reading starts
/// again (reference `exact-online` §9.1).
struct ExactCursor: Hashable, Sendable {
    static let movedKey = "division.moved"
    /// What the first call asks after (reference §9.1).
    static let beginning: Int64 = 1

    /// nil when it was not known.
    var moved: String?
    var marks: [String: Int64] = [:]

    /// Reads a cursor we made; fails for any other text.
    init(_ cursor: TargetCursor, movedNow: String?) throws(ConnectorError) {
        for part in cursor.text.split(separator: ";") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2 else { throw Self.foreign }
            if pair[0] == "moved" {
                moved = String(pair[1])
            } else {
                guard let mark = Int64(pair[1]) else { throw Self.foreign }
                marks[String(pair[0])] = mark
            }
        }
        if let movedNow {
            if let moved, moved != movedNow { marks = [:] }
            moved = movedNow
        }
    }

    var target: TargetCursor {
        let parts = (moved.map { ["moved=\($0)"] } ?? []) + marks.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return TargetCursor(parts.joined(separator: ";"))
    }

    private static let foreign = ConnectorError(.misused, "The cursor of an Exact Online stream was not made by this connector")
}
