import BridgeHTTP
import BridgeJSON

/// The forms answers have (reference freshportal §4.6).
extension FreshPortalSandbox {
    static func success(_ json: JSON, status: Int = 200) -> HTTPResponse {
        HTTPResponse(status: status, fields: ["Content-Type": "application/json; charset=utf-8"], body: json.bytes)
    }

    static func success(text: String) -> HTTPResponse {
        HTTPResponse(status: 200, fields: ["Content-Type": "application/json; charset=utf-8"], body: Array(text.utf8))
    }

    static let nothing = HTTPResponse(status: 204)

    /// A refusal: `{"errors": [{field, code, message}]}`.
    static func refusal(_ status: Int, _ code: String, _ message: String, field: String? = nil) -> HTTPResponse {
        refusal(status, [BodyFault(field: field, code: code, message: message)])
    }

    static func refusal(_ status: Int, _ faults: [BodyFault]) -> HTTPResponse {
        let rows = faults.map { fault -> JSON in
            ["field": .string(fault.field), "code": .string(fault.code), "message": .string(fault.message)]
        }
        return success(["errors": .array(rows)], status: status)
    }

    static func failure(_ status: Int, retryAfter: Int?) -> HTTPResponse {
        var response = refusal(status, "fault", "This answer was asked for")
        response.fields["Retry-After"] = retryAfter.map { String($0) }
        return response
    }

    static let webPage = HTTPResponse(
        status: 200, fields: ["Content-Type": "text/html; charset=utf-8"],
        body: Array("<!doctype html><title>Onderhoud</title><p>FreshPortal is even niet beschikbaar.".utf8))
}

/// One thing that is wrong with a request's body.
struct BodyFault: Sendable, Hashable {
    let field: String?
    let code: String
    let message: String
}

/// What a body must look like: exactly these members, each of its kind, null only where allowed. A missing key is refused even where null would
/// do (quirk 6), and so is one that is not known.
struct BodyForm: Sendable {
    enum Kind: Sendable {
        case text, integer, amount, date, moment, period, list
        case word([String])
    }

    struct Member: Sendable {
        let name: String
        let kind: Kind
        let isNullable: Bool

        init(_ name: String, _ kind: Kind, nullable: Bool = false) {
            self.name = name
            self.kind = kind
            isNullable = nullable
        }
    }

    let members: [Member]

    init(_ members: [Member]) { self.members = members }

    /// All faults of a body; empty when it is right.
    func faults(in json: JSON, path: String = "") -> [BodyFault] {
        guard let present = json.members else {
            return [BodyFault(field: path.isEmpty ? nil : path, code: "type", message: "An object is expected")]
        }
        var faults: [BodyFault] = []
        for member in members {
            guard let value = json[member.name] else {
                faults.append(BodyFault(field: path + member.name, code: "missing", message: "The key is required, with null if need be"))
                continue
            }
            if value.isNull {
                if !member.isNullable { faults.append(BodyFault(field: path + member.name, code: "null", message: "A value is required")) }
            } else if !Self.fits(value, member.kind) {
                faults.append(BodyFault(field: path + member.name, code: "type", message: "Expected: \(member.kind)"))
            }
        }
        let known = Set(members.map(\.name))
        for member in present where !known.contains(member.name) {
            faults.append(BodyFault(field: path + member.name, code: "unknown", message: "There is no such key"))
        }
        return faults
    }

    private static func fits(_ value: JSON, _ kind: Kind) -> Bool {
        switch kind {
        case .text: value.string.map { !$0.isEmpty && $0.utf8.count <= 4_000 } ?? false
        case .integer: value.integer != nil
        case .amount: value.string.map(isAmount) ?? false
        case .date: value.string.map { isShaped($0, "dddd-dd-dd") } ?? false
        case .moment: value.string.map { isShaped(String($0.prefix(19)), "dddd-dd-ddTdd:dd:dd") && $0.hasSuffix("Z") } ?? false
        case .period: value.string.map { isShaped($0, "dddd-dd") } ?? false
        case .list: value.array != nil
        case .word(let words): value.string.map { words.contains($0) } ?? false
        }
    }

    private static func isAmount(_ text: String) -> Bool {
        let parts = (text.hasPrefix("-") ? text.dropFirst() : text[...]).split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[1].utf8.count == 2 && !parts[0].isEmpty && parts.allSatisfy { $0.allSatisfy(\.isWholeNumber) }
    }

    /// `d` stands for a digit, everything else for itself.
    private static func isShaped(_ text: String, _ pattern: String) -> Bool {
        text.count == pattern.count && zip(text, pattern).allSatisfy { $1 == "d" ? ("0"..."9").contains($0) : $0 == $1 }
    }
}
