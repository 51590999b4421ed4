import BridgeConnector
import BridgeDomain
import BridgeHTTP
import Testing

@testable import ExactConnector

@Suite struct `Consent for Exact Online` {
    private func consent(
        _ transport: ScriptedTransport = ScriptedTransport([]), _ clock: MovableClock = MovableClock(),
        settings: ExactSettings = Bench.settings(), secret: String = "s3cr3t"
    ) -> ExactConsent {
        ExactConsent(settings: settings, clientSecret: secret, transport: transport, clock: clock)
    }

    private func stateOf(_ link: String) -> String? {
        link.split(separator: "?").last.flatMap { FormCoding.decode(String($0)).first { $0.name == "state" }?.value }
    }

    @Test(arguments: [
        (ExactCountry.netherlands, "https://start.exactonline.nl"), (.belgium, "https://start.exactonline.be"),
        (.germany, "https://start.exactonline.de"), (.france, "https://start.exactonline.fr"),
        (.unitedKingdom, "https://start.exactonline.co.uk"), (.spain, "https://start.exactonline.es"),
        (.other, "https://start.exactonline.com"),
    ])
    func `the link leads to the country's own host`(country: ExactCountry, origin: String) {
        let link = consent(settings: Bench.settings(country)).link()
        #expect(
            link.hasPrefix(
                origin + "/api/oauth2/auth?client_id=6f1c0000-1111-2222-3333-444455556666"
                    + "&redirect_uri=https%3A%2F%2Fhub.example.nl%2Fexact%2Fcallback&response_type=code&force_login=0&state="))
        #expect(!link.contains("s3cr3t"))
    }

    @Test func `the login screen can be forced`() {
        #expect(consent().link(forcesLogin: true).contains("force_login=1"))
    }

    @Test func `a callback is exchanged for tokens, which are stored`() async throws {
        let transport = ScriptedTransport([.tokens(1)])
        let consent = consent(transport)
        let vault = MemoryVault()
        let state = try #require(stateOf(consent.link()))
        let tokens = try await consent.accept(callback: "code=stampNL001.AbCd%21x&state=\(state)", into: vault)
        #expect(tokens.accessToken == "access1")
        #expect(vault.tokens == tokens)
        #expect(
            String(decoding: transport.requests[0].body, as: UTF8.self)
                == "grant_type=authorization_code&code=stampNL001.AbCd%21x&redirect_uri=https%3A%2F%2Fhub.example.nl%2Fexact%2Fcallback"
                + "&client_id=6f1c0000-1111-2222-3333-444455556666&client_secret=s3cr3t")
        #expect(transport.requests[0].fields["Authorization"] == nil)
    }

    @Test func `a state of another app, division, time or hand is refused`() throws {
        let clock = MovableClock()
        let ours = consent(ScriptedTransport([]), clock)
        var other = Bench.settings()
        other.division = 1
        let strangers = [
            consent(ScriptedTransport([]), clock, secret: "other").link(), consent(ScriptedTransport([]), clock, settings: other).link(),
            "https://x/?state=af0f", "https://x/?code=only", "https://x/?state=1763456400.", "https://x/?state=.",
        ]
        for link in strangers {
            #expect(throws: ConnectorError.self) { try ours.code(fromCallback: "code=c&state=\(stateOf(link) ?? "")") }
        }
        let good = try #require(stateOf(ours.link()))
        #expect(try ours.code(fromCallback: "code=c&state=\(good)") == "c")
        clock.move(seconds: ExactConsent.linkLifeSeconds + 1)
        #expect(throws: ConnectorError.self) { try ours.code(fromCallback: "code=c&state=\(good)") }
        clock.move(seconds: -ExactConsent.linkLifeSeconds - 10)
        #expect(throws: ConnectorError.self) { try ours.code(fromCallback: "code=c&state=\(good)") }
    }

    @Test func `a person who refuses is told what to do`() throws {
        let consent = consent()
        let state = try #require(stateOf(consent.link()))
        let error = #expect(throws: ConnectorError.self) {
            try consent.code(fromCallback: "error=access_denied&error_description=No&state=\(state)")
        }
        #expect(error?.code == .unauthorised)
        #expect(error?.vendorText == "No")
    }

    @Test(arguments: [
        (ScriptedTransport.Step.json(#"{"error":"invalid_grant"}"#, status: 400), ConnectorError.Code.unauthorised),
        (.status(401, body: "Access Token not expired"), .unauthorised), (.fail(.timedOut), .unavailable), (.status(503), .unavailable),
        (.status(429), .throttled),
    ])
    func `an exchange that fails stores nothing`(step: ScriptedTransport.Step, code: ConnectorError.Code) async throws {
        let consent = consent(ScriptedTransport([step]))
        let vault = MemoryVault()
        let state = try #require(stateOf(consent.link()))
        let error = await #expect(throws: ConnectorError.self) { try await consent.accept(callback: "code=c&state=\(state)", into: vault) }
        #expect(error?.code == code)
        #expect(vault.stored.isEmpty)
    }
}
