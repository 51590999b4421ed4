import BridgeDomain
import BridgeHash
import BridgeJSON

/// Carrying a sandbox over a restart: everything that happened, as JSON. Settings are not in it; they come from the starter.
extension ExactSandbox {
    /// Why a snapshot cannot be taken up again: a sentence.
    public struct SnapshotError: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    private static let format: Int64 = 1
    /// A snapshot of more bytes is refused.
    private static let bytesMax = 1 << 30

    /// Everything that happened so far. Cost: proportional to what is in the books.
    public func snapshot() -> [UInt8] {
        let divisions = books.values.sorted { $0.settings.code < $1.settings.code }.map(\.snapshot)
        let state: JSON = [
            "format": .number(Self.format), "clockOffset": .number(clockOffset), "tokens": tokens.snapshot, "meter": meter.snapshot,
            "faults": .array(plan.faults.map(\.json)), "faultState": .string(String(plan.generator.state)), "divisions": .array(divisions),
        ]
        return state.bytes
    }

    /// Goes on where a snapshot stands. What happened in this sandbox before is forgotten; on an error nothing changes.
    public func restore(_ bytes: [UInt8]) throws(SnapshotError) {
        guard let state = try? JSON(parsing: bytes, bounds: .init(bytesMax: Self.bytesMax)) else {
            throw SnapshotError(description: "This is no snapshot: it is no JSON text.")
        }
        guard let format = state["format"]?.integer else { throw SnapshotError(description: "This is no snapshot of a sandbox.") }
        guard format == Self.format else {
            throw SnapshotError(description: "The snapshot has format \(format); this program reads format \(Self.format).")
        }
        var restored: [Int: Books] = books
        for json in state["divisions"]?.array ?? [] {
            // A division that is no longer in the settings is left out.
            guard let code = json["code"]?.integer, let division = settings.divisions.first(where: { $0.code == Int(code) }) else {
                continue
            }
            guard let books = Books(division, seed: settings.seed, userName: settings.user.fullName, snapshot: json) else {
                throw SnapshotError(description: "Division \(code) in the snapshot cannot be read.")
            }
            restored[division.code] = books
        }
        guard let tokens = TokenService(snapshot: state["tokens"] ?? .null), let meter = CallMeter(snapshot: state["meter"] ?? .null) else {
            throw SnapshotError(description: "Tokens or counters in the snapshot cannot be read.")
        }
        books = restored
        self.tokens = tokens
        self.meter = meter
        clockOffset = state["clockOffset"]?.integer ?? 0
        plan.faults = (state["faults"]?.array ?? []).compactMap { Fault(json: $0) }
        if let state = state["faultState"]?.string.flatMap({ UInt64($0) }) { plan.generator = SeededGenerator(seed: state) }
    }
}

extension Value {
    /// One letter for the type, then the value: `d12.50`, `g1d9f…`.
    var snapshot: String {
        switch self {
        case .null: "n"
        case .bool(let truth): truth ? "b1" : "b0"
        case .integer(let number): "i\(number)"
        case .decimal(let number): "d\(number)"
        case .string(let text): "s\(text)"
        case .guid(let key): "g\(key)"
        case .moment(let milliseconds): "t\(milliseconds)"
        }
    }

    init?(snapshot text: String) {
        let rest = text.dropFirst()
        let value: Value? =
            switch text.first {
            case "n": .null
            case "b": .bool(rest == "1")
            case "i": Int64(rest).map { .integer($0) }
            case "d": ExactDecimal(rest).map { .decimal($0) }
            case "s": .string(String(rest))
            case "g": GUID(rest).map { .guid($0) }
            case "t": Int64(rest).map { .moment($0) }
            default: nil
            }
        guard let value else { return nil }
        self = value
    }
}

extension Row {
    var snapshot: JSON {
        [
            "k": .string(key.snapshot), "v": .number(version), "c": .number(created), "m": .number(modified),
            "f": .object(cells.map { .init($0.field.rawValue, .string($0.value.snapshot)) }),
        ]
    }

    init?(snapshot json: JSON) {
        guard let key = json["k"]?.string.flatMap({ Value(snapshot: $0) }), let version = json["v"]?.integer,
            let created = json["c"]?.integer, let modified = json["m"]?.integer
        else { return nil }
        var cells: [Cell] = []
        for member in json["f"]?.members ?? [] {
            guard let field = Field(name: member.name), let value = member.value.string.flatMap({ Value(snapshot: $0) }) else { return nil }
            cells.append(Cell(field: field, value: value))
        }
        self.init(key: key, version: version, created: created, modified: modified, cells: cells)
    }
}

extension Books {
    var snapshot: JSON {
        [
            "code": .number(settings.code), "version": .number(version), "keys": .string(String(keyState)),
            "closed": .array(closedPeriods.map { ["period": .string($0.period.description), "journal": .string($0.journal)] }),
            "lastNumbers": .object(lastNumbers.map { .init(String($0.key), .number($0.value)) }),
            "lastInvoiceNumbers": .object(lastInvoiceNumbers.map { .init($0.key, .number($0.value)) }),
            "lastAccountCode": .number(lastAccountCode), "lastDocumentNumber": .number(lastDocumentNumber),
            "files": .object(files.map { .init($0.key.description, .string(Base64.encode($0.value))) }),
            "paymentStages": .object(paymentStages.map { .init($0.key.description, .number($0.value)) }),
            "notifications": .array(notifications.map(\.snapshot)),
            "tables": .object(TableName.allCases.map { .init($0.rawValue, .array(self[$0].rows.map(\.snapshot))) }),
        ]
    }

    convenience init?(_ settings: ExactSandbox.Division, seed: UInt64, userName: String, snapshot json: JSON) {
        guard let version = json["version"]?.integer, let state = json["keys"]?.string.flatMap({ UInt64($0) }) else { return nil }
        self.init(settings, seed: seed, userName: userName)
        resume(version: version, keyState: state)
        closedPeriods = Set(
            (json["closed"]?.array ?? []).compactMap { item in
                item["period"]?.string.flatMap { Period($0) }.map { .init(journal: item["journal"]?.string, $0) }
            })
        for member in json["lastNumbers"]?.members ?? [] {
            if let series = Int(member.name), let number = member.value.integer { lastNumbers[series] = Int(number) }
        }
        for member in json["lastInvoiceNumbers"]?.members ?? [] {
            if let number = member.value.integer { lastInvoiceNumbers[member.name] = Int(number) }
        }
        lastAccountCode = Int(json["lastAccountCode"]?.integer ?? 0)
        lastDocumentNumber = Int(json["lastDocumentNumber"]?.integer ?? 0)
        for member in json["files"]?.members ?? [] {
            if let key = GUID(member.name), let file = member.value.string.flatMap({ Base64.decode($0) }) { files[key] = file }
        }
        for member in json["paymentStages"]?.members ?? [] {
            if let key = GUID(member.name), let stage = member.value.integer { paymentStages[key] = Int(stage) }
        }
        notifications = (json["notifications"]?.array ?? []).compactMap { Notification(snapshot: $0) }
        for name in TableName.allCases {
            var rows: [Row] = []
            for item in json["tables"]?[name.rawValue]?.array ?? [] {
                guard let row = Row(snapshot: item) else { return nil }
                rows.append(row)
            }
            // Changes are read in order of version, which is the order of writing.
            for row in rows.sorted(by: { $0.version < $1.version }) { self[name].write(row) }
        }
    }
}

extension Books.Notification {
    var snapshot: JSON {
        [
            "topic": .string(topic), "action": .string(action), "key": .string(key.description), "endpoint": .string(endpoint),
            "at": .number(at),
        ]
    }

    init?(snapshot json: JSON) {
        guard let topic = json["topic"]?.string, let action = json["action"]?.string, let key = json["key"]?.string.flatMap({ GUID($0) }),
            let endpoint = json["endpoint"]?.string, let at = json["at"]?.integer
        else { return nil }
        self.init(topic: topic, action: action, key: key, endpoint: endpoint, at: at)
    }
}
