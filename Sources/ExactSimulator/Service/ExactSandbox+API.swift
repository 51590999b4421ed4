import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// The way of a call: token, scope, limits, address, then reading or writing.
extension ExactSandbox {
    func serveAPI(_ request: HTTPRequest, _ fault: Fault.Kind?) -> HTTPResponse {
        let path = FormCoding.percentDecode(request.path)
        guard path.hasPrefix("/api/v1/") || path == "/docs/SysAttachment.aspx" || path == Self.uploadPath else {
            return HTTPResponse(status: 404)
        }
        let address = path.hasPrefix("/api/v1/") ? Result { () throws(Refusal) in try Address(path) } : nil
        let endpoint = (try? address?.get().endpoint) ?? path
        meter.noteCall("\(request.method.rawValue) \(endpoint)")
        guard let token = bearer(request) else { return HTTPResponse(status: 401) }
        if fault == .tokenExpired { tokens.age(bearer: token, now: now) }
        let division = divisionOf(path, request)
        guard fault != .unauthorised, let grant = tokens.grant(bearer: token, now: now) else {
            if let client = tokens.client(ofBearer: token) {
                meter.note(401, .init(client: client, division: division ?? 0), endpoint, settings.limits, now: now)
            }
            return HTTPResponse(status: 401)
        }
        let scope = CallMeter.Scope(client: grant.clientID, division: division ?? grant.divisions.min() ?? 0)
        if fault == .errorBlock { meter.block(scope, endpoint, now: now) }
        // The answer while blocked is most likely 429 (reference §5.3, [L]); no limit is exhausted, so no trio is given.
        if meter.isBlocked(scope, endpoint, now: now) { return HTTPResponse(status: 429) }
        if let exhausted = fault == .throttled ? .minute : meter.take(scope, settings.limits, now: now) {
            return withLimits(HTTPResponse(status: 429), scope, exhausted)
        }
        if let canned = canned(fault) { return canned }
        let session = Session(now: now, origin: origin(of: request), settings: settings, clientID: grant.clientID)
        var response: HTTPResponse
        do throws(Refusal) {
            if let address {
                response = try perform(request, try address.get(), grant, scope.division, session)
            } else if path == Self.uploadPath {
                response = try upload(request, grant, session)
            } else {
                response = try download(request, grant)
            }
        } catch {
            response = error.response(settings.language)
        }
        meter.note(response.status, scope, endpoint, settings.limits, now: now)
        if response.status < 400 || settings.behaviour.limitHeadersOnErrors { response = withLimits(response, scope, nil) }
        return response
    }

    private func withLimits(_ response: HTTPResponse, _ scope: CallMeter.Scope, _ exhausted: CallMeter.Exhausted?) -> HTTPResponse {
        var response = response
        for (name, value) in meter.headers(scope, settings.limits, exhausted: exhausted, now: now) { response.fields.append(name, value) }
        return response
    }

    private func bearer(_ request: HTTPRequest) -> String? {
        guard let value = request.fields["Authorization"], value.lowercased().hasPrefix("bearer ") else { return nil }
        return value.dropFirst(7).trimmingSpaces()
    }

    private func divisionOf(_ path: String, _ request: HTTPRequest) -> Int? {
        if path.hasPrefix("/docs/") { return request.query.first { $0.name == "_Division_" }.flatMap { Int($0.value) } }
        return Address.division(in: path)
    }

    private func origin(of request: HTTPRequest) -> String {
        if let origin = settings.origin { return origin }
        if !request.origin.isEmpty { return request.origin }
        return "http://\(request.fields["Host"] ?? "localhost")"
    }

    private func perform(
        _ request: HTTPRequest, _ address: Address, _ grant: TokenService.Grant, _ scopeDivision: Int, _ session: Session
    ) throws(Refusal) -> HTTPResponse {
        let code = address.division ?? scopeDivision
        let isDivisionList = address.endpoint == "system/Divisions"
        if let refused = rightMissing(code, address.endpoint) { return refused }
        guard isDivisionList || grant.divisions.contains(code) else {
            throw .forbidden("Forbidden - User division is not within division scope")
        }
        // The list of divisions answers for any number in its address (reference §1, [M]).
        guard let book = books[code] ?? (isDivisionList ? books[scopeDivision] ?? books.values.first : nil) else { throw .forbidden() }
        if let licence = address.resource.licence, !book.settings.licences.contains(licence) { throw .forbidden() }
        if settings.user.forbidden.contains(address.resource.schema.path) { throw .forbidden() }
        guard address.resource.methods.contains(request.method) else {
            throw Refusal(status: 405, messages: [Text("The HTTP verb used is not supported.")])
        }
        let form = try AnswerForm(request)
        var exchange = Exchanger(request: request, address: address, books: book, session: session, form: form)
        if settings.behaviour.divisionsWithinScope, isDivisionList { exchange.visibleDivisions = grant.divisions }
        return try exchange.answer()
    }

    /// The file of a document (reference §1, §7.25).
    private func download(_ request: HTTPRequest, _ grant: TokenService.Grant) throws(Refusal) -> HTTPResponse {
        let query = Dictionary(request.query.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        guard let code = query["_Division_"].flatMap({ Int($0) }), grant.divisions.contains(code) else {
            throw .forbidden("Forbidden - User division is not within division scope")
        }
        guard let id = query["ID"].flatMap({ GUID($0) }), let file = books[code]?.files[id],
            let row = books[code]?[.attachments][id]
        else { throw .notFound }
        let name = (row.string(.FileName) ?? "file").filter { $0 != "\"" && !$0.isNewline }
        return HTTPResponse(
            status: 200,
            fields: ["Content-Type": "application/octet-stream", "Content-Disposition": "attachment; filename=\"\(name)\""], body: file)
    }
}
