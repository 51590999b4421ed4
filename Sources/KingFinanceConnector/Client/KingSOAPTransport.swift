import BridgeDomain
import BridgeHTTP
import BridgeXML

/// SOAP 1.1 and 1.2 with documents as strings of XML (reference `king` §2.2).
struct KingSOAPTransport: KingTransport {
    let settings: KingFinanceSettings
    let keys: KingFinanceKeys
    private let reader = KingAnswerReader()

    private static let envelopes: [KingSOAPVersion: String] = [
        .soap11: "http://schemas.xmlsoap.org/soap/envelope/", .soap12: "http://www.w3.org/2003/05/soap-envelope",
    ]

    func request(_ call: KingCall, session: String?) -> HTTPRequest {
        let names = KingFinanceContract.names(call.operation)
        let space = Self.envelopes[settings.soapVersion] ?? ""
        var writer = XMLWriter()
        writer.element("soap:Envelope", ["xmlns:soap": space]) { envelope in
            envelope.element("soap:Body") { body in
                body.element(names.soap, ["xmlns": KingFinanceContract.namespace]) { operation in
                    operation.element("PartnerKey", text: keys.partnerKey)
                    operation.element("Omgevingscode", text: keys.environmentCode)
                    if let session { operation.element("SessionId", text: session) }
                    if let field = names.soapField, let document = call.document { operation.element(field, text: document) }
                    operation.element("Foutmelding", text: "")
                }
            }
        }
        let action = KingFinanceContract.namespace + "\(names.soap)"
        let fields: HTTPFields =
            settings.soapVersion == .soap11
            ? ["Content-Type": "text/xml; charset=utf-8", "SOAPAction": "\"\(action)\""]
            : ["Content-Type": "application/soap+xml; charset=utf-8; action=\"\(action)\""]
        var request = HTTPRequest(
            .post, origin: settings.origin, target: settings.path, fields: fields, timeoutTotal: KingFinanceContract.timeout,
            answerMax: KingFinanceContract.answerMax)
        request.body = writer.bytes
        return request
    }

    func answer(_ response: HTTPResponse, to call: KingCall) throws(KingUnreadable) -> KingAnswer {
        let names = KingFinanceContract.names(call.operation)
        let envelope = try KingSOAPEnvelope(response.body, operation: "\(names.soap)")
        if let fault = envelope.fault {
            // Only a malformed envelope is answered so (reference `king` §2.2): our own mistake, and nothing was done.
            var answer = KingAnswer()
            (answer.refusal, answer.isFault) = (fault, true)
            return answer
        }
        var answer = KingAnswer()
        for document in envelope.documents where !document.isEmpty { answer.take(try reader.read(Array(document.utf8))) }
        answer.session = envelope.session ?? answer.session
        answer.text = envelope.version
        if !envelope.key.isEmpty { answer.key = envelope.key }
        // Both count: a false result without a text is a refusal too.
        if let text = envelope.refusal, !text.isEmpty {
            answer.refusal = text
        } else if envelope.result == false {
            answer.refusal = answer.refusal ?? "false"
        }
        return answer
    }
}

/// What stands in an envelope that came back.
struct KingSOAPEnvelope {
    private(set) var result: Bool?
    private(set) var refusal: String?
    private(set) var session: String?
    private(set) var version: String?
    /// Documents that the envelope carries as text.
    private(set) var documents: [String] = []
    private(set) var key: [String] = []
    private(set) var fault: String?

    private static let spaces = ["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"]
    private static let members = ["Foutmelding", "SessionId", "aiMUISVersion", "Records", "Journaalpost", "Primarykey", "string"]
    private static let limits = XMLLimits(bytesMax: KingFinanceContract.answerMax)

    /// Reads an envelope with the answer to an operation.
    init(_ bytes: [UInt8], operation: String) throws(KingUnreadable) {
        let names = [operation + "Response", operation + "Result"] + Self.members
        let entries =
            Self.spaces.flatMap { space in ["Envelope", "Body", "Fault", "Reason", "Text"].map { XMLVocabulary.Entry(space, $0) } }
            + [XMLVocabulary.Entry("", "faultstring")] + names.map { XMLVocabulary.Entry(KingFinanceContract.namespace, $0) }
        let vocabulary = XMLVocabulary(entries)
        let tree: XMLTree
        do { tree = try XMLReader.read(bytes, vocabulary, limits: Self.limits) } catch {
            throw KingUnreadable(what: error.what(.english))
        }
        func local(_ node: XMLNode) -> String { entries[Int(tree.name(of: node).rawValue)].local }
        func children(_ node: XMLNode) -> [XMLNode] { Array(tree.children(of: node)) }
        guard local(tree.root) == "Envelope", let body = children(tree.root).first(where: { local($0) == "Body" }),
            let content = children(body).first
        else { throw KingUnreadable(what: "no envelope") }
        if local(content) == "Fault" {
            let texts = children(content).flatMap { local($0) == "Reason" ? children($0) : [$0] }
            fault = texts.first.map { tree.string(of: $0) } ?? "fault"
            return
        }
        guard local(content) == operation + "Response" else { throw KingUnreadable(what: "the answer to something else") }
        for node in children(content) {
            let text = tree.string(of: node)
            switch local(node) {
            case operation + "Result": result = text.lowercased() == "true"
            case "Foutmelding": refusal = text
            case "SessionId": session = text
            case "aiMUISVersion": version = text
            case "Records", "Journaalpost": documents.append(text)
            case "Primarykey":
                let parts = children(node).map { tree.string(of: $0) }
                key = parts.isEmpty ? [text].filter { !$0.isEmpty } : parts
            default: break
            }
        }
    }
}
