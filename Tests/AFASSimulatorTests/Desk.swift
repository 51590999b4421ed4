import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeHash
import BridgeJSON
import Synchronization
import Testing

/// A clock that stands still until it is moved.
final class StandingClock: TimeSource {
    private let moment: Mutex<Timestamp>

    init(_ text: String = "2026-03-12T09:00:00Z") { moment = Mutex(Timestamp(text) ?? Timestamp(milliseconds: 0)) }

    func now() -> Timestamp { moment.withLock { $0 } }
    func advance(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// A client's desk: a sandbox, its clock, its folder, and the calls tests make.
struct Desk {
    let clock = StandingClock()
    let folder = MemoryExchangeFolder()
    let sandbox: AFASSandbox
    var token = AFASSandbox.Token.live
    var language = "en-us"

    init(_ change: (inout AFASSandbox.Settings) -> Void = { _ in }) {
        var settings = AFASSandbox.Settings()
        change(&settings)
        sandbox = AFASSandbox(settings, clock: clock, folder: folder)
    }

    var authorization: String { "AfasToken \(Base64.encode(Array(token.xml.utf8)))" }

    func send(_ request: HTTPRequest) async -> Answer {
        switch await sandbox.answer(request) {
        case .respond(let response): Answer(response, .whole)
        case .drop: Answer(HTTPResponse(status: 0), .dropped)
        case .truncate(let response, let bytes): Answer(response, .cut(bytes))
        }
    }

    /// A call below the base; empty header values take a header away.
    func call(_ method: HTTPMethod, _ path: String, body: JSON? = nil, fields: HTTPFields = [:], peer: String? = nil) async -> Answer {
        var all: HTTPFields = ["Host": "127.0.0.1:8483", "Authorization": authorization, "Accept-Language": language]
        if body != nil { all["Content-Type"] = "application/json;charset=utf-8" }
        for (name, value) in fields.all { all[name] = value.isEmpty ? nil : value }
        var request = HTTPRequest(method, target: "/ProfitRestServices/\(path)", fields: all, body: body?.bytes ?? [])
        request.peer = peer
        return await send(request)
    }

    /// Rows of a GetConnector; options are encoded here.
    func get(_ connector: String, _ options: [(name: String, value: String)] = []) async -> Answer {
        let query = options.isEmpty ? "" : "?" + FormCoding.encode(options)
        return await call(.get, "connectors/\(connector)\(query)")
    }

    /// Rows where a column has a value.
    func get(_ connector: String, where filters: [(String, String)]) async -> Answer {
        await get(
            connector,
            [
                ("filterfieldids", filters.map(\.0).joined(separator: ",")), ("filtervalues", filters.map(\.1).joined(separator: ",")),
                ("operatortypes", filters.map { _ in "1" }.joined(separator: ",")),
            ])
    }

    func post(_ connector: String, _ body: JSON) async -> Answer { await call(.post, "connectors/\(connector)", body: body) }
    func put(_ connector: String, _ body: JSON) async -> Answer { await call(.put, "connectors/\(connector)", body: body) }

    func keeper(_ method: HTTPMethod, _ path: String, _ body: JSON? = nil) async -> Answer {
        await send(HTTPRequest(method, target: "/_sandbox/\(path)", body: body?.bytes ?? []))
    }
}

/// What came back.
struct Answer {
    enum Ending: Equatable { case whole, dropped, cut(Int) }

    let status: Int
    let fields: HTTPFields
    let text: String
    let ending: Ending

    init(_ response: HTTPResponse, _ ending: Ending) {
        status = response.status
        fields = response.fields
        text = response.text
        self.ending = ending
    }

    var json: JSON { (try? JSON(parsing: text)) ?? .null }
    var rows: [JSON] { json["rows"]?.array ?? [] }
    /// The text of a refusal.
    var message: String? { json["externalMessage"]?.string }
    /// The keys of a booked entry.
    var entry: JSON { json["results"]?["FiEntryPar"] ?? .null }
    func column(_ name: String) -> [JSON] { rows.map { $0[name] ?? .null } }
    func texts(_ name: String) -> [String] { rows.compactMap { $0[name]?.string } }
}

/// Messages of the UpdateConnector for entries.
enum Message {
    /// The invoice of reference §6.5, to the letter, with another number and debtor when asked.
    static func sale(
        _ invoice: String = "FP260001", debtor: String = "10044", head: [String: JSON] = [:], lines: [JSON]? = nil
    ) -> JSON {
        entry(
            head,
            lines ?? [
                line("2", debtor, debit: "1301.80", ["InId": .string(invoice), "Ds": .string("Invoice \(invoice)"), "DaEx": "2026-03-16"]),
                line("1", "8010", credit: "1000.00", ["InId": .string(invoice), "VaId": "2", "Ds": "Flowers 9%"]),
                line("1", "1510", credit: "90.00", ["InId": .string(invoice), "VaId": "2"]),
                line("1", "8020", credit: "175.04", ["InId": .string(invoice), "VaId": "1"]),
                line("1", "1500", credit: "36.76", ["InId": .string(invoice), "VaId": "1"]),
            ])
    }

    /// An invoice without VAT of one line.
    static func plain(_ invoice: String, _ amount: String = "100.00", debtor: String = "10044", head: [String: JSON] = [:]) -> JSON {
        entry(
            head,
            [
                line("2", debtor, debit: amount, ["InId": .string(invoice)]),
                line("1", "8100", credit: amount, ["InId": .string(invoice), "VaId": "6"]),
            ])
    }

    static func credit(_ invoice: String, _ amount: String = "100.00", debtor: String = "10044") -> JSON {
        entry(
            [:],
            [
                line("2", debtor, credit: amount, ["InId": .string(invoice)]),
                line("1", "8100", debit: amount, ["InId": .string(invoice), "VaId": "6"]),
            ])
    }

    static func entry(_ head: [String: JSON], _ lines: [JSON]) -> JSON {
        let fields: [String: JSON] = ["Year": 2026, "Peri": 3, "UnId": 1, "JoCo": "20"].merging(head) { $1 }
        return [
            "FiEntryPar": [
                "Element": ["Fields": object(fields), "Objects": [["FiEntries": ["Element": .array(lines)]]]]
            ]
        ]
    }

    /// Null takes a field away.
    static func line(
        _ kind: String, _ account: String, debit: String = "0", credit: String = "0", _ more: [String: JSON] = [:], objects: JSON? = nil
    ) -> JSON {
        let fields: [String: JSON] = [
            "VaAs": .string(kind), "AcNr": .string(account), "EnDa": "2026-03-02", "BpDa": "2026-03-02", "AmDe": .number(debit),
            "AmCr": .number(credit),
        ].merging(more) { $1 }
        guard let objects else { return ["Fields": object(fields)] }
        return ["Fields": object(fields), "Objects": objects]
    }

    static func object(_ fields: [String: JSON]) -> JSON {
        .object(fields.sorted { $0.key < $1.key }.filter { !$0.value.isNull }.map { .init($0.key, $0.value) })
    }

    static func debtor(
        _ number: String? = "10901", match: String = "6", _ more: [String: JSON] = [:], organisation: [String: JSON] = [:],
        objects: [JSON.Member] = []
    ) -> JSON {
        let fields: [String: JSON] = [
            "IsDb": true, "CuId": "EUR", "PaCd": "14", "ColA": "1300", "VaDu": "1", "VaId": "NL001234567B01", "InPv": "E",
        ].merging(more) { $1 }
        let below: [String: JSON] = [
            "PadAdr": true, "AutoNum": true, "MatchOga": .string(match), "SeNm": "TULPENHOF", "Nm": "Tulpenhof Bloemen B.V.",
            "CcNr": "12345679", "EmAd": "facturen@tulpenhof.example",
        ].merging(organisation) { $1 }
        var element: [JSON.Member] = number.map { [.init("@DbId", .string($0))] } ?? []
        element += [
            .init("Fields", object(fields)),
            .init(
                "Objects",
                [["KnOrganisation": ["Element": .object([.init("Fields", object(below)), .init("Objects", .object(objects))])]]]),
        ]
        return ["KnSalesRelationOrg": ["Element": .object(element)]]
    }
}
