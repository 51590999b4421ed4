import BridgeDomain
import BridgeJSON

/// Tokens and counters in snapshots.
extension TokenService {
    var snapshot: JSON {
        [
            "state": .string(String(generator.state)), "grants": .array(grants.map(\.snapshot)),
            "codes": .object(codes.map { .init($0.key, $0.value.snapshot) }),
            "access": .object(
                access.map { .init($0.key, ["grant": .number($0.value.grant), "expires": .number($0.value.expires.milliseconds)]) }),
            "refreshes": .object(refreshes.map { .init($0.key, .number($0.value)) }),
            "calls": .object(calls.map { .init($0.key, .number($0.value)) }), "callsDay": .string(callsDay?.description),
        ]
    }

    init?(snapshot json: JSON) {
        guard let state = json["state"]?.string.flatMap({ UInt64($0) }) else { return nil }
        self.init(seed: 0)
        generator = SeededGenerator(seed: state)
        for item in json["grants"]?.array ?? [] {
            guard let grant = Grant(snapshot: item) else { return nil }
            grants.append(grant)
        }
        for member in json["codes"]?.members ?? [] { codes[member.name] = Code(snapshot: member.value) }
        for member in json["access"]?.members ?? [] {
            guard let grant = member.value["grant"]?.integer, grants.indices.contains(Int(grant)),
                let expires = member.value["expires"]?.integer
            else { return nil }
            access[member.name] = Access(grant: Int(grant), expires: Timestamp(milliseconds: expires))
        }
        for member in json["refreshes"]?.members ?? [] {
            guard let grant = member.value.integer, grants.indices.contains(Int(grant)) else { return nil }
            refreshes[member.name] = Int(grant)
        }
        for member in json["calls"]?.members ?? [] { calls[member.name] = member.value.integer.map { Int($0) } }
        callsDay = json["callsDay"]?.string.flatMap { CalendarDate($0) }
    }
}

extension TokenService.Grant {
    var snapshot: JSON {
        [
            "client": .string(clientID), "divisions": .array(divisions.sorted().map { .number($0) }),
            "accessIssued": .number(accessIssued.milliseconds), "newestAccess": .string(newestAccess),
            "isUsed": .bool(newestAccessIsUsed), "refresh": .string(refresh), "refreshIssued": .number(refreshIssued.milliseconds),
            "previous": .string(previousRefresh), "isRevoked": .bool(isRevoked),
        ]
    }

    init?(snapshot json: JSON) {
        guard let client = json["client"]?.string, let access = json["accessIssued"]?.integer, let newest = json["newestAccess"]?.string,
            let refresh = json["refresh"]?.string, let issued = json["refreshIssued"]?.integer
        else { return nil }
        self.init(
            clientID: client, divisions: Set((json["divisions"]?.array ?? []).compactMap { $0.integer.map { Int($0) } }),
            accessIssued: Timestamp(milliseconds: access), newestAccess: newest, newestAccessIsUsed: json["isUsed"]?.bool ?? false,
            refresh: refresh, refreshIssued: Timestamp(milliseconds: issued), previousRefresh: json["previous"]?.string,
            isRevoked: json["isRevoked"]?.bool ?? false)
    }
}

extension TokenService.Code {
    var snapshot: JSON {
        [
            "client": .string(clientID), "redirect": .string(redirect), "divisions": .array(divisions.sorted().map { .number($0) }),
            "issued": .number(issued.milliseconds),
        ]
    }

    init?(snapshot json: JSON) {
        guard let client = json["client"]?.string, let redirect = json["redirect"]?.string, let issued = json["issued"]?.integer else {
            return nil
        }
        self.init(
            clientID: client, redirect: redirect,
            divisions: Set((json["divisions"]?.array ?? []).compactMap { $0.integer.map { Int($0) } }),
            issued: Timestamp(milliseconds: issued))
    }
}

extension CallMeter {
    var snapshot: JSON {
        [
            "minutes": .array(minutes.map { Self.snapshot($0.key, $0.value) }),
            "days": .array(days.map { Self.snapshot($0.key, $0.value) }),
            "errors": .array(errors.flatMap { scope, endpoints in endpoints.map { Self.snapshot(scope, $0.key, $0.value) } }),
            "endpoints": .object(perEndpoint.map { .init($0.key, .number($0.value)) }),
        ]
    }

    init?(snapshot json: JSON) {
        guard json.members != nil else { return nil }
        self.init()
        for item in json["minutes"]?.array ?? [] { if let (scope, window) = Self.window(item) { minutes[scope] = window } }
        for item in json["days"]?.array ?? [] { if let (scope, window) = Self.window(item) { days[scope] = window } }
        for item in json["errors"]?.array ?? [] {
            guard let scope = Self.scope(item), let endpoint = item["endpoint"]?.string else { return nil }
            errors[scope, default: [:]][endpoint] = Errors(
                times: (item["times"]?.array ?? []).compactMap(\.integer), blockedUntil: item["blockedUntil"]?.integer ?? 0,
                blocks: Int(item["blocks"]?.integer ?? 0))
        }
        for member in json["endpoints"]?.members ?? [] { perEndpoint[member.name] = Int(member.value.integer ?? 0) }
    }

    private static func snapshot(_ scope: Scope, _ window: Window) -> JSON {
        [
            "client": .string(scope.client), "division": .number(scope.division), "number": .number(window.number),
            "used": .number(window.used),
        ]
    }

    private static func snapshot(_ scope: Scope, _ endpoint: String, _ errors: Errors) -> JSON {
        [
            "client": .string(scope.client), "division": .number(scope.division), "endpoint": .string(endpoint),
            "times": .array(errors.times.map { .number($0) }), "blockedUntil": .number(errors.blockedUntil),
            "blocks": .number(errors.blocks),
        ]
    }

    private static func scope(_ json: JSON) -> Scope? {
        guard let client = json["client"]?.string, let division = json["division"]?.integer else { return nil }
        return Scope(client: client, division: Int(division))
    }

    private static func window(_ json: JSON) -> (Scope, Window)? {
        guard let scope = scope(json), let number = json["number"]?.integer, let used = json["used"]?.integer else { return nil }
        return (scope, Window(number: number, used: Int(used)))
    }
}
