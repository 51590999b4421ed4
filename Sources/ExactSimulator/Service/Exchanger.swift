import BridgeHTTP
import BridgeJSON

/// Answers one call whose caller may make it: reads, or writes and says what was written.
struct Exchanger {
    let request: HTTPRequest
    let address: Address
    let books: Books
    let session: Session
    let form: AnswerForm
    /// Nil: all.
    var visibleDivisions: Set<Int>?

    init(request: HTTPRequest, address: Address, books: Books, session: Session, form: AnswerForm) {
        self.request = request
        self.address = address
        self.books = books
        self.session = session
        self.form = form
    }

    private var resource: Resource { address.resource }
    private var writer: Writer { Writer(resource: resource, books: books, session: session) }

    func answer() throws(Refusal) -> HTTPResponse {
        switch request.method {
        case .get: try address.key == nil ? list() : address.navigation == nil ? one() : below()
        case .post: try create()
        case .put: try update()
        default: try delete()
        }
    }

    // MARK: Reading

    private func list() throws(Refusal) -> HTTPResponse {
        let query = try Query(request.query, schema: resource.schema, navigations: Set(resource.navigations.keys))
        let reader = Reader(resource: resource, books: books, session: session)
        if address.isCount { return count(reader.count(query)) }
        try reader.check(query)
        return collection(reader.page(query), query, Representation(resource: resource, books: books, session: session))
    }

    private func count(_ number: Int) -> HTTPResponse {
        HTTPResponse(status: 200, fields: ["Content-Type": "text/plain;charset=utf-8"], body: Array(String(number).utf8))
    }

    /// The rows under a row: `SalesEntries(guid'…')/SalesEntryLines`.
    private func below() throws(Refusal) -> HTTPResponse {
        let row = try row()
        guard let name = address.navigation, let navigation = resource.navigations[name], let lower = Resources.all[navigation.path] else {
            throw .notFound
        }
        let query = try Query(request.query, schema: lower.schema, navigations: Set(lower.navigations.keys))
        let reader = Reader(resource: lower, books: books, session: session)
        let parent = (navigation.field, row.key)
        if address.isCount { return count(reader.count(query, under: parent)) }
        return collection(reader.page(query, under: parent), query, Representation(resource: lower, books: books, session: session))
    }

    private func collection(_ page: Reader.Page, _ query: Query, _ representation: Representation) -> HTTPResponse {
        let rows = page.rows.filter { row in visibleDivisions.map { $0.contains(Int(row.key.integer ?? 0)) } ?? true }
        let list = JSON.array(rows.map { representation.json($0, select: query.select, expand: query.expand) })
        // With `$top` of at most a page the rows stand bare (reference §3.2).
        let isBare = !query.counted && !session.behaviour.alwaysResults && (query.top.map { $0 <= 60 } ?? false)
        if isBare { return form.response(status: 200, ["d": list]) }
        var members: [JSON.Member] = [.init("results", list)]
        if let total = page.total { members.append(.init("__count", .string(String(total)))) }
        if !page.next.isEmpty {
            let path = FormCoding.percentDecode(request.path)
            members.append(.init("__next", .string("\(session.origin)\(path)?\(query.next(given: rows.count, token: page.next))")))
        }
        return form.response(status: 200, ["d": .object(members)])
    }

    private func one() throws(Refusal) -> HTTPResponse {
        let row = try row()
        let query = try Query(request.query, schema: resource.schema, navigations: Set(resource.navigations.keys))
        let representation = Representation(resource: resource, books: books, session: session)
        return form.response(status: 200, ["d": representation.json(row, select: query.select, expand: query.expand)])
    }

    /// The row the address names.
    private func row() throws(Refusal) -> Row {
        guard let key = address.key else { throw .notFound }
        if let computed = resource.rows {
            guard let row = computed(books, session).first(where: { resource.keys(of: $0, in: books) == key }) else { throw .notFound }
            return row
        }
        guard let row = books[resource.table][key[0]], resource.restriction?(row) ?? true else { throw .notFound }
        return row
    }

    // MARK: Writing

    private func body(isUpdate: Bool) throws(Refusal) -> Body {
        guard request.fields["Content-Type"]?.lowercased().hasPrefix("application/json") ?? false else {
            throw Refusal(status: 415, messages: [Text("Unsupported media type requested.")])
        }
        guard request.body.count <= session.settings.limits.bodyMax else {
            throw Refusal(status: 413, messages: [Text("Maximum request length exceeded.")])
        }
        return try Body(request.body, for: resource, isUpdate: isUpdate)
    }

    private func create() throws(Refusal) -> HTTPResponse {
        guard address.key == nil else { throw Refusal(status: 405, messages: [Text("The HTTP verb used is not supported.")]) }
        let row = try writer.create(try body(isUpdate: false))
        let stored = books[resource.table][row.key] ?? row
        let representation = Representation(resource: resource, books: books, session: session)
        let prefers = request.fields.values("Prefer").contains { $0.lowercased().contains("return=representation") }
        let isKeyOnly = resource.postReply == .keyOnly && !prefers
        let content = isKeyOnly ? representation.keyOnly(stored) : representation.json(stored)
        return form.response(status: 201, ["d": content], location: representation.address(of: stored))
    }

    private func update() throws(Refusal) -> HTTPResponse {
        let row = try row()
        try writer.update(row, try body(isUpdate: true).properties)
        return HTTPResponse(status: 204)
    }

    private func delete() throws(Refusal) -> HTTPResponse {
        try writer.delete(try row())
        return HTTPResponse(status: 204)
    }
}
