import BridgeDomain
import BridgeHTTP
import BridgeHash
import BridgeJSON

/// One thing that is wrong: its text, the generic number beside it, and the line of the entry it is about.
struct Finding: Sendable, Hashable {
    var text: BilingualText
    /// "General message" unless it is known otherwise (reference §2.2).
    var number = -2_147_180_996
    /// From 1.
    var line: Int?
}

/// Why a request is refused.
struct Refusal: Error, Sendable {
    var status: Int
    /// Empty: the answer has no body.
    var findings: [Finding] = []

    /// Functional refusals come with status 500 (reference §2.1).
    static func functional(_ findings: [Finding]) -> Refusal { Refusal(status: 500, findings: findings) }
    static func functional(_ text: BilingualText, number: Int = -2_147_180_996) -> Refusal {
        functional([Finding(text: text, number: number)])
    }
    static let notFound = Refusal(status: 404)
    static let unauthorised = Refusal(status: 401)

    /// Several findings are joined as the service joins them.
    func text(_ language: Language) -> String { findings.map { $0.text[language] }.joined(separator: " | ") }
}

/// A line of the environment's logbook: only errors are in it (reference §2.2).
struct LogLine: Sendable, Codable, Hashable {
    /// 32 hexadecimal characters.
    let reference: String
    let moment: Timestamp
    let user: String
    let connector: String
    let text: String
}

extension AFASSandbox {
    /// The answer to a refusal; a functional one is written to the logbook.
    func response(to refusal: Refusal, _ request: HTTPRequest, user: String = "") -> HTTPResponse {
        guard !refusal.findings.isEmpty else { return HTTPResponse(status: refusal.status, fields: Self.commonFields) }
        let text = refusal.text(language(of: request))
        var reference = ""
        for _ in 0..<2 {
            let digits = String(generator.next(), radix: 16, uppercase: true)
            reference += String(repeating: "0", count: 16 - digits.utf8.count) + digits
        }
        log.append(
            LogLine(
                reference: reference, moment: now, user: user, connector: request.path.split(separator: "/").last.map(String.init) ?? "",
                text: text))
        if log.count > settings.limits.logMax { log.removeFirst(log.count - settings.limits.logMax) }
        let body: JSON = [
            "externalMessage": .string(text), "errorNumber": .number(refusal.findings.first?.number ?? 0),
            "profitLogReference": .string(reference),
        ]
        var fields = Self.commonFields
        fields["Content-Type"] = settings.behaviour.errorsLabelledXML ? "application/xml" : "application/json; charset=utf-8"
        if settings.behaviour.errorHeader { fields["X-PROFIT-ERROR"] = Base64.encode(Array(text.utf8)) }
        return HTTPResponse(status: refusal.status, fields: fields, body: body.bytes)
    }

    /// The first language of `Accept-Language` that the service speaks; without one the environment's.
    func language(of request: HTTPRequest) -> Language {
        for item in request.fields["Accept-Language"]?.lowercased().split(separator: ",") ?? [] {
            let tag = item.prefix { $0 != ";" }.filter { $0 != " " }
            if tag.hasPrefix("nl") { return .dutch }
            if tag.hasPrefix("en") { return .english }
        }
        return settings.behaviour.language
    }

    static let commonFields: HTTPFields = [
        "Cache-Control": "no-store, no-cache", "X-AFAS-Proxy-Version": "4.3.0.0", "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "deny",
    ]

    static func json(_ body: JSON, status: Int = 200) -> HTTPResponse {
        var fields = commonFields
        fields["Content-Type"] = "application/json; charset=utf-8"
        return HTTPResponse(status: status, fields: fields, body: body.bytes)
    }
}
