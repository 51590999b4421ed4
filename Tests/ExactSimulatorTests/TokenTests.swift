import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

/// Reference exact-online §2 and §12, items 1–3.
struct TokenTests {
    @Test func `a code gives tokens with the life as text, and works once`() async throws {
        let desk = Desk()
        let code = try await desk.code()
        #expect(code.contains("!"), "codes carry characters that arrive percent-encoded")
        let answer = try await desk.redeem(code)
        #expect(answer.status == 200)
        #expect(answer.json["expires_in"] == "600")
        #expect(answer.json["token_type"] == "bearer")
        #expect(try await desk.redeem(code).status == 400)
    }

    @Test func `a code is worthless after three minutes`() async throws {
        let desk = Desk()
        let code = try await desk.code()
        desk.clock.advance(seconds: 181)
        #expect(try await desk.redeem(code).json["error"] == "invalid_grant")
    }

    @Test func `an Authorization header on the token endpoint is refused with 401`() async throws {
        let desk = Desk()
        let answer = await desk.tokenCall([("grant_type", "refresh_token")], fields: ["Authorization": "Basic eDp5"])
        #expect(answer.status == 401)
    }

    @Test(arguments: [(569, 401), (570, 200), (590, 200)])
    func `a new access token is refused before 570 seconds`(after seconds: Int64, status: Int) async throws {
        let desk = try await Desk.signedIn()
        desk.clock.advance(seconds: seconds)
        let answer = await desk.refreshed()
        #expect(answer.status == status)
        if status == 401 { #expect(answer.text == "Access Token not expired") }
    }

    @Test func `a refresh that came too early leaves the refresh token usable`() async throws {
        let desk = try await Desk.signedIn()
        #expect(await desk.refreshed().status == 401)
        desk.clock.advance(seconds: 570)
        #expect(await desk.refreshed().status == 200)
    }

    @Test func `a refresh token works once and its reuse is named`() async throws {
        let desk = try await Desk.signedIn()
        let first = desk.refreshToken
        desk.clock.advance(seconds: 570)
        try desk.keep(await desk.refreshed())
        #expect(desk.refreshToken != first)
        desk.clock.advance(seconds: 570)
        let again = await desk.refreshed(first)
        #expect(again.status == 401)
        #expect(again.json["error"] == "unauthorized_client")
        #expect(again.json["error_description"] == "Old refresh token used.")
    }

    @Test func `in grace mode the old refresh token works until the new access token is used`() async throws {
        let desk = try await Desk.signedIn { $0.behaviour.refreshGrace = true }
        let first = desk.refreshToken
        desk.clock.advance(seconds: 570)
        #expect(await desk.refreshed().status == 200, "this answer is thought lost")
        try desk.keep(await desk.refreshed(first))
        #expect(await desk.get("hrm/Costcenters").status == 200)
        #expect(await desk.refreshed(first).status == 401)
    }

    @Test func `an idle refresh token dies after thirty days`() async throws {
        let desk = try await Desk.signedIn()
        desk.clock.advance(seconds: 30 * 86_400)
        let answer = await desk.refreshed()
        #expect(answer.status == 400)
        #expect(answer.json["error_description"]?.string?.hasPrefix("The refresh token expired at ") ?? false)
    }

    @Test func `an access token lives 600 seconds, then calls get an empty 401`() async throws {
        let desk = try await Desk.signedIn()
        desk.clock.advance(seconds: 599)
        #expect(await desk.get("hrm/Costcenters").status == 200)
        desk.clock.advance(seconds: 1)
        let answer = await desk.get("hrm/Costcenters")
        #expect(answer.status == 401)
        #expect(answer.text.isEmpty)
    }

    @Test func `a wrong secret, an unknown token and an inactive user are told apart`() async throws {
        let desk = try await Desk.signedIn()
        let wrong = await desk.tokenCall([("grant_type", "refresh_token"), ("refresh_token", desk.refreshToken)], secret: "nonsense")
        #expect(wrong.json["error"] == "invalid_client")
        #expect(await desk.refreshed("stampNL001.never").json["error"] == "invalid_request")
        let inactive = Desk { $0.user.isActive = false }
        #expect(await inactive.refreshed("x").json["error_description"] == "The user is not active")
    }

    @Test func `more than 200 token calls a day are refused until the day is over`() async throws {
        let desk = try await Desk.signedIn()
        for _ in 0..<199 { _ = await desk.refreshed("stampNL001.never") }
        #expect(await desk.refreshed("stampNL001.never").status == 429)
        desk.clock.advance(seconds: 86_400)
        #expect(await desk.refreshed("stampNL001.never").status == 400)
    }

    @Test func `consent that is taken back ends tokens and refreshes`() async throws {
        let desk = try await Desk.signedIn()
        await desk.sandbox.revokeConsents()
        #expect(await desk.get("hrm/Costcenters").status == 401)
        desk.clock.advance(seconds: 600)
        #expect(await desk.refreshed().status == 400)
    }

    @Test func `the consent page offers a tick box for each division and posts back to itself`() async throws {
        let desk = Desk { $0.consent = .ask }
        let query = FormCoding.encode([
            ("client_id", desk.clientID), ("redirect_uri", Desk.redirect), ("response_type", "code"), ("state", "a b&c"),
        ])
        let page = await desk.send(HTTPRequest(.get, target: "/api/oauth2/auth?\(query)"))
        #expect(page.status == 200)
        #expect(page.text.contains("name=\"division\" value=\"3456789\""))
        let form = Array((query + "&division=3456789").utf8)
        let answer = await desk.send(HTTPRequest(.post, target: "/api/oauth2/auth", body: form))
        #expect(answer.status == 302)
        #expect(answer.fields["Location"]?.hasSuffix("&state=a%20b%26c") ?? false)
    }

    @Test(arguments: [
        "https://elsewhere.example/callback", "http://hub.example.nl/callback", "ftp://hub.example.nl/", "https://x@hub.example.nl/", "",
    ])
    func `redirects elsewhere are refused`(redirect: String) async throws {
        let desk = Desk { $0.apps[0].redirectURI = "https://hub.example.nl/exact/callback" }
        let query = FormCoding.encode([("client_id", desk.clientID), ("redirect_uri", redirect), ("response_type", "code")])
        #expect(await desk.send(HTTPRequest(.get, target: "/api/oauth2/auth?\(query)")).status == 400)
    }

    @Test func `an authorisation code is bound to its redirect address`() async throws {
        let desk = Desk()
        let answer = await desk.tokenCall([
            ("grant_type", "authorization_code"), ("code", try await desk.code()), ("redirect_uri", "http://127.0.0.1:8080/other"),
        ])
        #expect(answer.status == 400)
    }
}
