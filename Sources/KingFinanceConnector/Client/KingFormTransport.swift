import BridgeHTTP

/// Plain HTTP: a form goes in, XML comes out (reference `king` §2.1).
struct KingFormTransport: KingTransport {
    let settings: KingFinanceSettings
    let keys: KingFinanceKeys
    private let reader = KingAnswerReader()

    func request(_ call: KingCall, session: String?) -> HTTPRequest {
        let names = KingFinanceContract.names(call.operation)
        var fields: [(name: String, value: String)] = [
            ("ACTIE", names.form), ("PARTNERKEY", keys.partnerKey), ("OMGEVINGSCODE", keys.environmentCode),
        ]
        if let session { fields.append(("SESSIONID", session)) }
        if let field = names.formField, let document = call.document { fields.append((field, document)) }
        var request = HTTPRequest(
            .post, origin: settings.origin, target: settings.path, fields: ["Content-Type": "application/x-www-form-urlencoded"],
            timeoutTotal: KingFinanceContract.timeout, answerMax: KingFinanceContract.answerMax)
        request.body = Array(FormCoding.encode(fields).utf8)
        return request
    }

    func answer(_ response: HTTPResponse, to call: KingCall) throws(KingUnreadable) -> KingAnswer { try reader.read(response.body) }
}
