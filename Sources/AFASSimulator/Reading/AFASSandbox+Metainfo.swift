import BridgeDomain
import BridgeJSON

/// What this App Connector may use (reference §4).
extension AFASSandbox {
    func metainfo(_ parts: [String], _ caller: Caller, _ books: Books, _ language: Language) throws(Refusal) -> JSON {
        switch (parts.count, parts.count > 1 ? parts[1].lowercased() : "") {
        case (1, _): return overview(caller)
        case (3, "get"):
            guard let connector = getConnector(parts[2]), caller.mayGet(connector.id) else { throw .functional(Wording.getNotSupported) }
            return connector.metainfo
        case (3, "update"):
            guard let connector = updateConnector(parts[2]), caller.mayUpdate(connector.id) else {
                throw .functional(Wording.updateNotSupported)
            }
            return connector.metainfo(language, freeField: books.environment.freeField)
        default: throw .notFound
        }
    }

    private func overview(_ caller: Caller) -> JSON {
        let gets = GetConnectors.all.filter { caller.mayGet($0.id) && (settings.behaviour.hasOwnConnectors || !$0.isOwn) }
        let updates = UpdateConnectors.all.filter { caller.mayUpdate($0.id) }
        return [
            "updateConnectors": .array(updates.map { ["id": .string($0.id), "description": .string($0.description)] }),
            "getConnectors": .array(gets.map { ["id": .string($0.id), "description": .string($0.description)] }),
            "info": [
                "envid": .string(caller.token.environment), "appName": .string(caller.app.name), "group": .string(caller.app.group),
                "tokenExpiry": .string(caller.token.end.map { WallClock.text(WallClock.milliseconds(at: $0)) } ?? "0"),
            ],
        ]
    }
}
