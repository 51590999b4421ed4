import BridgeDomain
import BridgeHTTP
import BridgeHash
import BridgeJSON

/// Who calls: the token's environment, App Connector and user.
struct Caller: Sendable {
    let token: AFASSandbox.Token
    let app: AFASSandbox.AppConnector

    var user: AFASSandbox.User { token.user }
    func mayGet(_ connector: String) -> Bool { app.getConnectors?.contains(connector) ?? true }
    func mayUpdate(_ connector: String) -> Bool { app.updateConnectors?.contains(connector) ?? true }
}

extension AFASSandbox {
    private static let base = "/ProfitRestServices/"

    /// Answers one request as the service does, checks in the order of reference §16.
    func serve(_ request: HTTPRequest) -> HTTPResponse {
        var user = ""
        do throws(Refusal) {
            guard request.body.count <= settings.limits.bodyMax else { throw Refusal(status: 413) }
            let caller = try caller(request)
            user = caller.user.name
            if isInMaintenance { return Self.maintenance }
            guard underway <= settings.limits.callsAtOnce else {
                throw .functional(Wording.tooManyCalls, number: Wording.unexpectedNumber)
            }
            let parts = try path(of: request)
            note(request.method, parts)
            return try route(request, parts, caller)
        } catch {
            return response(to: error, request, user: user)
        }
    }

    private func note(_ method: HTTPMethod, _ parts: [String]) {
        let name = parts.first?.lowercased() == "connectors" && parts.count > 1 ? parts[1] : parts.joined(separator: "/")
        perConnector["\(method.rawValue) \(name)", default: 0] += 1
    }

    // MARK: Who calls

    private func caller(_ request: HTTPRequest) throws(Refusal) -> Caller {
        let token = tokenData(request.fields["Authorization"] ?? "").flatMap { data in settings.tokens.first { $0.data == data } }
        if let token, let app = settings.apps.first(where: { $0.name == token.app }), let addresses = app.addresses,
            !addresses.contains(request.peer ?? "")
        {
            throw Refusal(status: 403)
        }
        guard let token, !token.isRevoked, !revokedTokens.contains(token.data), token.end.map({ now < $0 }) ?? true,
            let app = settings.apps.first(where: { $0.name == token.app }), let environment = books[token.environment]?.environment,
            hostClass(request).map({ $0 == environment.kind }) ?? true
        else { throw .unauthorised }
        return Caller(token: token, app: app)
    }

    /// The 64 characters of the token; nil when the header has another form.
    private func tokenData(_ header: String) -> String? {
        let mark = "AfasToken "
        guard header.hasPrefix(mark) else { return nil }
        let text = String(header.dropFirst(mark.utf8.count))
        let xml = Base64.decode(text).map { String(decoding: $0, as: UTF8.self) } ?? (settings.behaviour.takesRawTokens ? text : "")
        let (start, end) = ("<token><version>1</version><data>", "</data></token>")
        // A line break may stand behind the token, as the service itself writes it.
        let bare = xml.filter { !$0.isNewline }
        guard bare.hasPrefix(start), bare.hasSuffix(end), bare.utf8.count == start.utf8.count + end.utf8.count + 64 else { return nil }
        return String(bare.dropFirst(start.utf8.count).dropLast(end.utf8.count))
    }

    /// The class of environments that a vendor's host name stands for; nil for any other host, such as this machine's.
    private func hostClass(_ request: HTTPRequest) -> Environment.Kind? {
        let host = request.fields["Host"]?.lowercased() ?? ""
        return Environment.Kind.allCases.first { host == "\(settings.participant).\($0.rawValue).afas.online" }
    }

    // MARK: Where to

    /// What stands in the path behind the base, decoded.
    private func path(of request: HTTPRequest) throws(Refusal) -> [String] {
        let target = request.target
        if let mark = target.firstIndex(of: "?"), target[mark...].unicodeScalars.count > settings.limits.queryMax { throw .notFound }
        let path = request.path
        let isAnyCase = settings.behaviour.pathsAreCaseInsensitive
        guard isAnyCase ? path.lowercased().hasPrefix(Self.base.lowercased()) : path.hasPrefix(Self.base) else { throw .notFound }
        return path.dropFirst(Self.base.utf8.count).split(separator: "/").map { FormCoding.percentDecode($0) }
    }

    private func same(_ left: String, _ right: String) -> Bool {
        settings.behaviour.pathsAreCaseInsensitive ? left.lowercased() == right.lowercased() : left == right
    }

    private func route(_ request: HTTPRequest, _ parts: [String], _ caller: Caller) throws(Refusal) -> HTTPResponse {
        guard let first = parts.first, let books = books[caller.token.environment] else { throw .notFound }
        switch request.method {
        case .get where same(first, "profitversion") && parts.count == 1:
            return Self.json(["version": .string(settings.version)])
        case .get where same(first, "metainfo"):
            return Self.json(try metainfo(parts, caller, books, language(of: request)))
        case .get where same(first, "subjectconnector") && parts.count == 3:
            return try subjectFile(parts, books)
        case .get where same(first, "connectors") && parts.count == 2:
            return try read(parts[1], request, caller, books)
        case .post where same(first, "connectors") && (2...3).contains(parts.count),
            .put where same(first, "connectors") && parts.count == 2,
            .delete where same(first, "connectors") && parts.count > 2:
            return try write(parts, request, caller)
        default: throw .notFound
        }
    }

    private func refusal(_ text: BilingualText) -> Refusal {
        settings.behaviour.unauthorised == .status401 ? .unauthorised : .functional(text)
    }

    // MARK: Reading

    private func read(_ name: String, _ request: HTTPRequest, _ caller: Caller, _ books: Books) throws(Refusal) -> HTTPResponse {
        guard let connector = getConnector(name), caller.mayGet(connector.id) else { throw refusal(Wording.getNotSupported) }
        guard !books.state.blockedConnectors.contains(connector.id) else { throw .functional(Wording.connectorBlocked) }
        let query = try GetQuery(request.query, settings)
        var scene = Scene(books: books, settings: settings, user: caller.user, appConnector: caller.app, language: language(of: request))
        scene.shuffle = settings.behaviour.shufflesUnsorted ? generator.next() : nil
        let rows = try connector.page(query, scene)
        let hidden = caller.user.hiddenFields[connector.id] ?? []
        let list = rows.map { row in
            JSON.object(row.filter { !hidden.contains($0.field) }.map { .init($0.field, $0.cell.json(settings.behaviour)) })
        }
        return Self.json(["skip": .number(query.skip), "take": .number(query.take), "rows": .array(list)])
    }

    func getConnector(_ name: String) -> GetConnector? {
        GetConnectors.all.first { same($0.id, name) && (settings.behaviour.hasOwnConnectors || !$0.isOwn) }
    }

    func updateConnector(_ name: String) -> UpdateConnector? { UpdateConnectors.all.first { same($0.id, name) } }

    private func subjectFile(_ parts: [String], _ books: Books) throws(Refusal) -> HTTPResponse {
        guard let subject = books.state.subjects.first(where: { String($0.id) == parts[1] }), let place = Int(parts[2]),
            subject.attachments.indices.contains(place - 1)
        else { throw .notFound }
        let file = subject.attachments[place - 1]
        return Self.json(["filename": .string(file.name), "mimetype": "application/pdf", "filedata": .string(file.content)])
    }

    // MARK: Writing

    private func write(_ parts: [String], _ request: HTTPRequest, _ caller: Caller) throws(Refusal) -> HTTPResponse {
        let form: Writer.Form =
            switch request.method {
            case .put: .update
            case .delete: .delete(Array(parts.dropFirst(2)))
            default: parts.count == 3 ? .insertBelow(parts[2]) : .insert
            }
        var body = JSON.null
        if request.method != .delete {
            // A body that is no JSON is refused before anybody looks whom it is for (reference §16).
            guard let parsed = try? JSON(parsing: request.body, bounds: .init(bytesMax: settings.limits.bodyMax)) else {
                return Self.json(["message": "Invalid json"], status: 400)
            }
            body = parsed
        }
        guard let connector = updateConnector(parts[1]), caller.mayUpdate(connector.id) else { throw refusal(Wording.updateNotSupported) }
        guard connector.methods.contains(request.method) else { throw .notFound }
        guard var books = books.removeValue(forKey: caller.token.environment) else { throw .notFound }
        // The only copy is changed in place; it goes back whatever happens.
        defer { self.books[caller.token.environment] = books }
        let writer = Writer(connector: connector, settings: settings, user: caller.user, now: wallNow)
        let result = try writer.write(body, form, to: &books)
        let status = request.method == .delete ? 200 : 201
        guard let result else { return HTTPResponse(status: status, fields: Self.commonFields) }
        return Self.json(result, status: status)
    }
}
