import BridgeHTTP

/// Plain HTTP: a form goes in, XML comes out, with status 200 for refusals too (reference king §2.1).
extension KingSandbox {
    /// The action and its parameters; nil for an action there is not.
    func formCall(_ request: HTTPRequest) -> (name: String, call: Call?) {
        var parameters: [String: String] = [:]
        for (name, value) in FormCoding.decode(String(decoding: request.body, as: UTF8.self)) {
            let key = settings.behaviour.takesLowerCaseFields ? name.uppercased() : name
            if parameters[key] == nil { parameters[key] = value }
        }
        let name = parameters["ACTIE"] ?? ""
        return (name, Call.Operation(rawValue: name.uppercased()).map { Call(operation: $0, parameters: parameters) })
    }

    func answerForm(_ name: String, _ call: Call?, _ request: HTTPRequest, struck fault: Fault.Kind?) -> HTTPResponse {
        guard request.method == .post else { return HTTPResponse(status: 405) }
        let type = request.fields["Content-Type"]?.lowercased() ?? ""
        guard type.hasPrefix("application/x-www-form-urlencoded") else { return HTTPResponse(status: 415) }
        do throws(Refusal) {
            guard let call else { throw Refusal(Wording.unknownAction(name)) }
            return xml(XMLElement(settings.behaviour.root, formElements(try perform(call, struck: fault))))
        } catch {
            note(name, error.text)
            return xml(XMLElement(settings.behaviour.root, [XMLElement("ERROR", [XMLElement("MESSAGE", error.text)])]))
        }
    }

    private func formElements(_ outcome: Outcome) -> [XMLElement] {
        switch outcome {
        case .done: []
        case .session(let id): [XMLElement("SESSION", [XMLElement("SESSIONID", id)])]
        case .text(let text): [XMLElement("DATA", [XMLElement("VALUE", text)])]
        case .page(let page): [metadata(page)] + page.rows
        case .key(let key): [XMLElement("TABEL", [XMLElement("PRIMARYKEY", key)])]
        case .entry(let booked):
            [XMLElement("TABEL", booked.key.map { XMLElement("PRIMARYKEY", $0) })] + echo(booked, typedDates: false)
        }
    }

    private func xml(_ root: XMLElement) -> HTTPResponse {
        HTTPResponse(status: 200, fields: ["Content-Type": "text/xml; charset=utf-8"], body: Array(root.markup.utf8))
    }
}
