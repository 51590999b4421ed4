public import BridgeDomain

/// What a night is about: so many documents waiting after an outage, and a target that lets so many calls through.
public struct NightPlan: Sendable {
    /// Documents that the books refuse: altered on the way to them, so that nothing on our side can know.
    public enum Poison: Sendable {
        /// Refused by a rule of the books (500 in Exact Online, reference `exact-online` §4).
        case byRule
        /// Refused as a bad request (400), which counts towards the target's error velocity (reference `exact-online` §5.3).
        case asBadRequest
    }

    /// Documents of each bridge; all share one connection. The first begins with them, the others when ``othersBegin`` has come.
    public var documents: [Int]
    /// Lines of each document.
    public var lines: Int
    public var callsPerMinute: Int
    public var callsPerDay: Int
    /// Which way entries go, as the setting `road` has it: `rest`, `xml` or `auto`.
    public var road = "rest"
    /// One document in twenty is refused.
    public var poison: Poison?
    /// When it begins, and when the bridges after the first have their documents.
    public var begins: Timestamp
    public var othersBegin: Timestamp

    /// One bridge with Exact Online's limits for a new app (reference `exact-online` §5.1).
    public init(documents: [Int], lines: Int, begins: Timestamp, callsPerMinute: Int = 60, callsPerDay: Int = 5_000) {
        self.documents = documents
        self.lines = lines
        self.callsPerMinute = callsPerMinute
        self.callsPerDay = callsPerDay
        self.begins = begins
        othersBegin = begins
    }

    /// One in so many documents is refused, where there is poison.
    public static let poisonEvery = 20

    func bridge(_ place: Int) -> BridgeID { BridgeID("night-\(place + 1)") }
    var bridges: [BridgeID] { documents.indices.map { bridge($0) } }
    var all: Int { documents.reduce(0, +) }
}
