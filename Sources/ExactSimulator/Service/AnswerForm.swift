import BridgeHTTP
import BridgeJSON

/// How the caller wants to be answered: JSON when asked for, Atom otherwise (reference §3.1).
enum AnswerForm: Sendable {
    case json, atom

    init(_ request: HTTPRequest) throws(Refusal) {
        let accepted = request.fields.values("Accept").joined(separator: ",").lowercased()
        if accepted.contains("application/json") {
            self = .json
        } else if accepted.contains("application/xml"), !accepted.contains("*/*") {
            throw Refusal(status: 415, messages: [Text("Unsupported media type requested.")])
        } else {
            self = .atom
        }
    }

    func response(status: Int, _ body: JSON, location: String? = nil) -> HTTPResponse {
        var fields: HTTPFields
        let bytes: [UInt8]
        switch self {
        case .json:
            fields = ["Content-Type": "application/json; charset=utf-8"]
            bytes = body.bytes
        case .atom:
            fields = ["Content-Type": "application/atom+xml;charset=utf-8"]
            bytes = Array(Atom.feed(body).utf8)
        }
        fields.append("Cache-Control", "private")
        fields.append("DataServiceVersion", "2.0;")
        if let location { fields.append("Location", location) }
        return HTTPResponse(status: status, fields: fields, body: bytes)
    }
}

/// A small Atom rendering, enough to show a client that it forgot to ask for JSON.
enum Atom {
    static func feed(_ body: JSON) -> String {
        let content = body["d"] ?? body
        let rows = content["results"]?.array ?? content.array ?? [content]
        let entries = rows.map { row in
            let properties = (row.members ?? []).filter { $0.value.members == nil }.map { member in
                let text = member.value.string ?? (member.value.isNull ? "" : member.value.description)
                return "<d:\(member.name)>\(HTML.escaped(text))</d:\(member.name)>"
            }
            return "<entry><content type=\"application/xml\"><m:properties>\(properties.joined())</m:properties></content></entry>"
        }
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" \
            xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata">\(entries.joined())</feed>
            """
    }
}
