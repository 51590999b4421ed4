/// A refusal a program can read: `application/problem+json` as RFC 9457 describes it.
public struct HTTPProblem: Hashable, Sendable {
    /// The status of the answer, 400…599; repeated in the body.
    public var status: Int
    /// A few words that are the same for every occurrence of this kind of problem.
    public var title: String
    /// What happened this time and what to do about it, in plain words.
    public var detail: String?
    /// A URI that names the kind of problem; without it `about:blank`, which means no more than the status.
    public var type: String?
    /// A URI or path that names this occurrence.
    public var instance: String?
    /// Members of our own: their names, and their values as JSON text that is already well formed.
    public var members: [Member]

    /// One member of our own.
    public struct Member: Hashable, Sendable {
        public let name: String
        /// Well-formed JSON text, written into the body as it is.
        public let json: String

        /// A member whose value is text.
        public init(_ name: String, text: String) { self.init(name, json: HTTPProblem.quoted(text)) }
        /// A member whose value is JSON text that is already well formed.
        public init(_ name: String, json: String) {
            self.name = name
            self.json = json
        }
    }

    /// A problem.
    public init(
        status: Int, title: String, detail: String? = nil, type: String? = nil, instance: String? = nil, members: [Member] = []
    ) {
        self.status = status
        self.title = title
        self.detail = detail
        self.type = type
        self.instance = instance
        self.members = members
    }

    /// The body: one JSON object in UTF-8.
    public var body: [UInt8] {
        var parts: [String] = []
        func add(_ name: String, _ json: String) { parts.append("\(Self.quoted(name)):\(json)") }
        if let type { add("type", Self.quoted(type)) }
        add("title", Self.quoted(title))
        add("status", "\(status)")
        if let detail { add("detail", Self.quoted(detail)) }
        if let instance { add("instance", Self.quoted(instance)) }
        for member in members { add(member.name, member.json) }
        return Array("{\(parts.joined(separator: ","))}".utf8)
    }

    /// The answer: status, content type, `Cache-Control: no-store`, body; `fields` come on top.
    public func response(fields: HTTPFields = [:]) -> HTTPResponse {
        var all = fields
        all["Content-Type"] = "application/problem+json"
        all["Cache-Control"] = "no-store"
        return HTTPResponse(status: status, fields: all, body: body)
    }

    /// The same as an answer to a handler's caller.
    public func answer(fields: HTTPFields = [:]) -> HTTPAnswer { .respond(response(fields: fields)) }

    /// Text as a JSON string: quotes, backslashes and control characters escaped (RFC 8259 §7).
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
