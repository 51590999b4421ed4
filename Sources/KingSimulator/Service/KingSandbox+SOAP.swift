import BridgeHTTP

/// SOAP 1.1 and 1.2 with documents as strings of XML (reference king §2.2). Refusals come with status 200, a false result and a filled
/// `Foutmelding`; only an envelope that is none is answered with a fault.
extension KingSandbox {
    static let namespace = "https://cloudswitch.imuisonline.com/"
    private static let envelopes = ["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"]

    /// The operation and its parameters; nil for an envelope that is none.
    func soapCall(_ request: HTTPRequest) -> (name: String, call: Call?)? {
        guard let root = XMLReader.read(request.body), root.name == "Envelope", let body = root["Body"], body.children.count == 1 else {
            return nil
        }
        let element = body.children[0]
        var parameters: [String: String] = [:]
        for child in element.children {
            // An array of strings is the parts of a key.
            let text = child.children.isEmpty ? child.text : child.children.map(\.text).joined(separator: "\t")
            parameters[child.name.uppercased()] = text
        }
        let operation = Call.Operation.allCases.first { $0.soapName == element.name }
        return (element.name, operation.map { Call(operation: $0, parameters: parameters) })
    }

    func answerSOAP(_ envelope: (name: String, call: Call?)?, _ request: HTTPRequest, struck fault: Fault.Kind?) -> HTTPResponse {
        guard request.method == .post else { return HTTPResponse(status: 405) }
        let text = String(decoding: request.body.prefix(1000), as: UTF8.self)
        let space = Self.envelopes.first { text.contains($0) }
        guard let envelope, let space else { return faultResponse(Wording.unreadable, Self.envelopes[0]) }
        guard let call = envelope.call else { return faultResponse(Wording.unknownAction(envelope.name), space) }
        let name = call.operation.soapName
        var cells: [XMLElement]
        do throws(Refusal) {
            let outcome = try perform(call, struck: fault)
            cells = [XMLElement("\(name)Result", "true")] + soapElements(outcome, call) + [XMLElement("Foutmelding")]
        } catch {
            note(name, error.text)
            cells = [XMLElement("\(name)Result", "false"), XMLElement("Foutmelding", error.text)]
        }
        // Nothing but a boolean comes out of the test of the connection.
        if call.operation == .checkConnection { cells = [cells[0]] }
        let inner = cells.map(\.markup).joined()
        return soap("<\(name)Response xmlns=\"\(Self.namespace)\">\(inner)</\(name)Response>", space)
    }

    private func soapElements(_ outcome: Outcome, _ call: Call) -> [XMLElement] {
        let behaviour = settings.behaviour
        switch outcome {
        case .done: return []
        case .session(let id): return [XMLElement("SessionId", id)]
        case .text(let text): return [XMLElement(call.operation == .version ? "aiMUISVersion" : "TimeStamp", text)]
        case .page(let page):
            let rows = (behaviour.countsOnSOAP ? [metadata(page)] : []) + page.rows
            return [XMLElement("Records", XMLElement(behaviour.root, rows).markup)]
        case .key(let key): return [XMLElement("Primarykey", key)]
        case .entry(let booked):
            let rows = XMLElement(behaviour.root, echo(booked, typedDates: behaviour.echoesTypedDates))
            return [XMLElement("Journaalpost", rows.markup), XMLElement("Primarykey", booked.key.map { XMLElement("string", $0) })]
        }
    }

    private func faultResponse(_ text: String, _ space: String) -> HTTPResponse {
        let inner =
            space == Self.envelopes[0]
            ? [XMLElement("faultcode", "soap:Client"), XMLElement("faultstring", text)]
            : [
                XMLElement("soap:Code", [XMLElement("soap:Value", "soap:Sender")]),
                XMLElement("soap:Reason", [XMLElement("soap:Text", text)]),
            ]
        note("SOAP", text)
        return soap(XMLElement("soap:Fault", inner).markup, space, status: 500)
    }

    private func soap(_ body: String, _ space: String, status: Int = 200) -> HTTPResponse {
        let text =
            "<?xml version=\"1.0\" encoding=\"utf-8\"?><soap:Envelope xmlns:soap=\"\(space)\"><soap:Body>\(body)</soap:Body></soap:Envelope>"
        let type = space == Self.envelopes[0] ? "text/xml" : "application/soap+xml"
        return HTTPResponse(status: status, fields: ["Content-Type": "\(type); charset=utf-8"], body: Array(text.utf8))
    }
}
