import BridgeHTTP
import Testing

@Suite struct RouterTests {
    private static func router() -> Router {
        var router = Router()
        func name(_ method: HTTPMethod, _ pattern: String, _ parameters: String...) {
            router.on(method, pattern) { _, values in
                .respond(HTTPResponse(status: 200, body: Array(([pattern] + parameters.map { values[$0] }).joined(separator: "|").utf8)))
            }
        }
        name(.get, "/")
        name(.get, "/documents")
        name(.post, "/documents")
        name(.get, "/documents/{id}", "id")
        name(.delete, "/documents/{id}", "id")
        name(.get, "/documents/waiting")
        name(.get, "/{division}/crm/Accounts(guid'{id}')", "division", "id")
        name(.get, "/{division}/crm/{collection}", "division", "collection")
        return router
    }

    private static func response(_ method: HTTPMethod, _ target: String) async -> HTTPResponse {
        guard case .respond(let response) = await router().answer(HTTPRequest(method, target: target)) else {
            return HTTPResponse(status: 0)
        }
        return response
    }

    @Test(arguments: [
        ("/", "/"),
        ("/documents", "/documents"),
        ("/documents?state=parked", "/documents"),
        ("/documents/17", "/documents/{id}|17"),
        ("/documents/a%2Fb%20c", "/documents/{id}|a/b c"),
        ("/documents/waiting", "/documents/waiting"),
        ("/12/crm/Accounts(guid'abc')", "/{division}/crm/Accounts(guid'{id}')|12|abc"),
        ("/12/crm/Accounts(guid%27abc%27)", "/{division}/crm/Accounts(guid'{id}')|12|abc"),
        ("/12/crm/Contacts", "/{division}/crm/{collection}|12|Contacts"),
    ])
    func `a path goes to the pattern with the most fixed text, its parameters decoded`(target: String, expected: String) async {
        #expect(await Self.response(.get, target).text == expected)
    }

    @Test(arguments: ["/document", "/documents/", "/documents/1/2", "//documents", "/12/crm/", "/12/CRM/Accounts"])
    func `a path nobody registered is not found`(target: String) async {
        let response = await Self.response(.get, target)
        #expect(response.status == 404)
        #expect(response.fields["content-type"] == "application/problem+json")
    }

    @Test(arguments: [
        (HTTPMethod.put, "/documents", "GET, POST, HEAD"),
        (.post, "/documents/17", "GET, DELETE, HEAD"),
    ])
    func `a known path with another method names those that are possible`(method: HTTPMethod, target: String, allowed: String) async {
        let response = await Self.response(method, target)
        #expect(response.status == 405)
        #expect(response.fields["Allow"] == allowed)
    }

    @Test func `HEAD is answered by the closure for GET`() async {
        #expect(await Self.response(.head, "/documents/17").text == "/documents/{id}|17")
    }

    @Test func `a mounted router answers below its prefix only`() async {
        var outer = Router()
        outer.mount("/api/v1", Self.router())
        guard case .respond(let inside) = await outer.answer(HTTPRequest(.get, target: "/api/v1/documents/17")),
            case .respond(let outside) = await outer.answer(HTTPRequest(.get, target: "/documents/17"))
        else { return #expect(Bool(false), "both are answered") }
        #expect(inside.text == "/documents/{id}|17")
        #expect(outside.status == 404)
    }
}
