import BridgeDomain
import BridgeJournal

/// A connection with what is looked up on it all the time.
final class Tables {
    let connection: Connection
    private var bridgeIDs: [BridgeID: Int64] = [:]
    private var bridgeNames: [Int64: BridgeID] = [:]
    /// The bridge asked for last: it mostly comes again.
    private var lastBridge: (name: BridgeID, id: Int64)?

    init(_ connection: Connection) { self.connection = connection }

    /// The number of a bridge in the file; nil when nothing of it was ever kept.
    func id(of bridge: BridgeID) throws(JournalError) -> Int64? {
        if let lastBridge, lastBridge.name == bridge { return lastBridge.id }
        if let id = bridgeIDs[bridge] {
            lastBridge = (bridge, id)
            return id
        }
        guard let id = try connection.statement(.bridgeByName).bind(bridge.text).first({ $0.number() }) else { return nil }
        bridgeIDs[bridge] = id
        bridgeNames[id] = bridge
        return id
    }

    /// The number of a bridge, given now if need be.
    func makeID(of bridge: BridgeID) throws(JournalError) -> Int64 {
        if let id = try id(of: bridge) { return id }
        try connection.statement(.insertBridge).bind(bridge.text).run()
        bridgeIDs[bridge] = connection.lastInserted
        bridgeNames[connection.lastInserted] = bridge
        return connection.lastInserted
    }

    /// The name of a bridge by its number.
    func bridge(_ id: Int64) throws(JournalError) -> BridgeID {
        if let name = bridgeNames[id] { return name }
        guard let text = try connection.statement(.bridgeByID).bind(id).first({ $0.text() }) else {
            throw Codec.damaged("bridge \(id)", "no such bridge")
        }
        bridgeNames[id] = BridgeID(text)
        return BridgeID(text)
    }

    /// All bridges, by number.
    func bridges() throws(JournalError) -> [Int64] { try connection.statement(.allBridges).all { $0.number() } }

    /// Forgets what a unit that was taken back may have brought.
    func forget() {
        lastBridge = nil
        bridgeIDs.removeAll()
        bridgeNames.removeAll()
    }

    /// The number of a document's key; nil when nothing of it was ever kept.
    func id(of key: DocumentKey, bridge: Int64) throws(JournalError) -> Int64? {
        try connection.statement(.documentKey).bind(bridge).bind(key.administration.text).bind(Codes.number(key.kind)).bind(key.number.text)
            .first { $0.number() }
    }
}

extension Query {
    fileprivate static let bridgeByName = Query("SELECT id FROM bridge WHERE name = ?")
    fileprivate static let bridgeByID = Query("SELECT name FROM bridge WHERE id = ?")
    fileprivate static let allBridges = Query("SELECT id FROM bridge ORDER BY id")
    fileprivate static let insertBridge = Query("INSERT INTO bridge (name) VALUES (?)")
    fileprivate static let documentKey = Query(
        "SELECT id FROM document_key WHERE bridge = ? AND administration = ? AND kind = ? AND number = ?")
}
