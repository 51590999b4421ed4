import BridgeDomain
import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Synchronization

/// A clock that stands still until it is moved.
final class StandingClock: TimeSource {
    private let moment: Mutex<Timestamp>

    init(_ text: String = "2026-03-12T09:00:00Z") { moment = Mutex(Timestamp(text) ?? Timestamp(milliseconds: 0)) }

    func now() -> Timestamp { moment.withLock { $0 } }
    func advance(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// A client's desk: a sandbox, its clock, and the calls tests make, with a token where one is needed.
final class Desk: Sendable {
    static let division = 3_456_789
    static let redirect = "http://127.0.0.1:8080/exact/callback"
    let clock = StandingClock()
    let sandbox: ExactSandbox
    private let token = Mutex("")
    private let refresh = Mutex("")

    init(transport: (any HTTPTransport)? = nil, _ change: (inout ExactSandbox.Settings) -> Void = { _ in }) {
        var settings = ExactSandbox.Settings()
        settings.consent = .allDivisions
        settings.limits.callsPerMinute = 10_000
        change(&settings)
        sandbox = ExactSandbox(settings, clock: clock, transport: transport)
    }

    /// A desk with a token.
    static func signedIn(_ change: (inout ExactSandbox.Settings) -> Void = { _ in }) async throws -> Desk {
        let desk = Desk(change)
        try await desk.signIn()
        return desk
    }

    /// Goes on with another desk's tokens.
    func take(over other: Desk) {
        token.withLock { $0 = other.accessToken }
        refresh.withLock { $0 = other.refreshToken }
    }

    var accessToken: String { token.withLock { $0 } }
    var refreshToken: String { refresh.withLock { $0 } }

    func signIn() async throws {
        let answer = try await redeem(try await code())
        try keep(answer)
    }

    func keep(_ answer: Answer) throws {
        let (access, next) = (answer.json["access_token"]?.string, answer.json["refresh_token"]?.string)
        token.withLock { $0 = access ?? "" }
        refresh.withLock { $0 = next ?? "" }
    }

    /// Consent, as the browser sees it: the code in the redirect.
    func code() async throws -> String {
        let query = FormCoding.encode([
            ("client_id", clientID), ("redirect_uri", Self.redirect), ("response_type", "code"), ("state", "af0f"),
        ])
        let answer = await send(HTTPRequest(.get, target: "/api/oauth2/auth?\(query)"))
        let location = answer.fields["Location"] ?? ""
        return FormCoding.decode(location.split(separator: "?").last.map(String.init) ?? "").first { $0.name == "code" }?.value ?? ""
    }

    var clientID: String { "6f1c0000-1111-2222-3333-444455556666" }

    func redeem(_ code: String) async throws -> Answer {
        await tokenCall([("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Self.redirect)])
    }

    func refreshed(_ token: String? = nil) async -> Answer {
        await tokenCall([("grant_type", "refresh_token"), ("refresh_token", token ?? refreshToken)])
    }

    func tokenCall(_ pairs: [(name: String, value: String)], secret: String = "sandbox-secret", fields: HTTPFields = [:]) async -> Answer {
        var fields = fields
        fields["Content-Type"] = "application/x-www-form-urlencoded"
        let body = FormCoding.encode(pairs + [("client_id", clientID), ("client_secret", secret)])
        return await send(HTTPRequest(.post, target: "/api/oauth2/token", fields: fields, body: Array(body.utf8)))
    }

    /// A call below the division, options as they are meant (they are encoded here).
    func call(
        _ method: HTTPMethod, _ path: String, _ options: [(name: String, value: String)] = [], body: JSON? = nil, fields: HTTPFields = [:],
        division: Int = Desk.division
    ) async -> Answer {
        let query = options.isEmpty ? "" : "?" + options.map { "\($0.name)=\(FormCoding.percentEncode($0.value))" }.joined(separator: "&")
        return await raw(method, "/api/v1/\(division)/\(path)\(query)", body: body, fields: fields)
    }

    func raw(_ method: HTTPMethod, _ target: String, body: JSON? = nil, fields: HTTPFields = [:]) async -> Answer {
        var all: HTTPFields = ["Host": "sandbox.test", "Accept": "application/json", "Authorization": "Bearer \(accessToken)"]
        if body != nil { all["Content-Type"] = "application/json" }
        for (name, value) in fields.all { all[name] = value.isEmpty ? nil : value }
        return await send(HTTPRequest(method, target: target, fields: all, body: body?.bytes ?? []))
    }

    func get(_ path: String, _ options: [(name: String, value: String)] = []) async -> Answer { await call(.get, path, options) }
    func post(_ path: String, _ body: JSON) async -> Answer {
        await call(.post, path, body: body, fields: ["Prefer": "return=representation"])
    }

    func send(_ request: HTTPRequest) async -> Answer {
        switch await sandbox.answer(request) {
        case .respond(let response): Answer(response, .whole)
        case .drop: Answer(HTTPResponse(status: 0), .dropped)
        case .truncate(let response, let bytes): Answer(response, .cut(bytes))
        }
    }

    /// The key of the row with that code.
    func key(_ path: String, _ code: String) async throws -> String {
        let filter = path == "crm/Accounts" ? "trim(Code) eq '\(code)'" : "Code eq '\(code)'"
        let rows = await get(path, [("$filter", filter), ("$select", "ID")]).rows
        guard let key = rows.first?["ID"]?.string else { throw MissingRow(path: path, code: code) }
        return key
    }

    struct MissingRow: Error {
        let path: String
        let code: String
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
    var d: JSON { json["d"] ?? .null }
    /// The rows of a collection in either shape.
    var rows: [JSON] { d["results"]?.array ?? d.array ?? [] }
    var next: String? { d["__next"]?.string }
    /// The text of a refusal.
    var message: String { json["error"]?["message"]?["value"]?.string ?? "" }
}

extension Desk {
    /// A customer, made if need be; its key.
    func customer(_ name: String = "Bloemist Jansen", _ extra: [JSON.Member] = []) async throws -> String {
        let answer = await post("crm/Accounts", .object([.init("Name", .string(name)), .init("Status", "C")] + extra))
        return answer.d["ID"]?.string ?? ""
    }

    /// The body of a sales entry: 100.00 cut flowers at 9 % unless told otherwise.
    func sale(_ customer: String, _ changes: [String: JSON] = [:], lines: [JSON]? = nil) async throws -> JSON {
        let revenue = try await key("financial/GLAccounts", "8000")
        var members: [JSON.Member] = [
            .init("Journal", "70"), .init("Customer", .string(customer)), .init("EntryDate", "2026-03-10"),
            .init("YourRef", "FP-2026-000123"), .init("Description", "Invoice FP-2026-000123"),
            .init("SalesEntryLines", .array(lines ?? [["GLAccount": .string(revenue), "AmountFC": .number("100"), "VATCode": "1"]])),
        ]
        for (name, value) in changes.sorted(by: { $0.key < $1.key }) {
            members.removeAll { $0.name == name }
            members.append(.init(name, value))
        }
        return .object(members)
    }
}

extension String {
    /// The first place of `text`.
    func range(of text: String) -> Range<Index>? {
        indices.first { self[$0...].hasPrefix(text) }.map { $0..<index($0, offsetBy: text.count) }
    }
}
