import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeReports

/// One request at the console: who asks, in which language, and how answers look.
struct Call: Sendable {
    let console: Console
    let request: HTTPRequest
    let session: Session?
    let language: Language
    private let form: [(name: String, value: String)]

    /// Fields of a form that are looked at.
    private static let fieldsMax = 50

    init(_ console: Console, _ request: HTTPRequest, session: Session?) {
        self.console = console
        self.request = request
        self.session = session
        language = session?.account.language ?? Self.asked(request.fields["Accept-Language"]) ?? console.place.language
        let isForm = request.method == .post && request.fields["Content-Type"]?.hasPrefix("application/x-www-form-urlencoded") == true
        form = isForm ? Array(FormCoding.decode(String(decoding: request.body, as: UTF8.self)).prefix(Self.fieldsMax)) : []
    }

    /// Nobody's: for what everybody is shown alike.
    init(_ console: Console, in language: Language) {
        self.console = console
        request = HTTPRequest(.get, target: "/")
        session = nil
        self.language = language
        form = []
    }

    var formatting: Formatting { Formatting(language) }
    var terms: Terms { Terms(language) }
    var now: Timestamp { console.clock.now() }

    func say(_ text: BilingualText) -> String { text[language] }
    func field(_ name: String) -> String? { form.first { $0.name == name }?.value }
    /// A value of the query that is not empty.
    func asked(_ name: String) -> String? { request.query.first { $0.name == name && !$0.value.isEmpty }?.value }
    func may(_ verb: Verb) -> Bool { session.map { Rights.allow(verb, $0.role) } ?? false }

    // MARK: Where it comes from

    var cookie: String? {
        for field in request.fields.values("Cookie") {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1)
                if parts.count == 2, parts[0].drop(while: { $0 == " " }) == cookieName { return String(parts[1]) }
            }
        }
        return nil
    }

    /// With this prefix a browser takes it only over TLS, for this host and every path: nobody else's page can set one.
    private var cookieName: String { console.place.isSecure ? "__Host-ledgerbridge" : "ledgerbridge" }

    /// The cookie of a session; it ends with the browser, and earlier with the session. nil takes it away.
    func setCookie(_ token: String?) -> String {
        "\(cookieName)=\(token ?? ""); Path=/; HttpOnly; SameSite=Strict" + (console.place.isSecure ? "; Secure" : "")
            + (token == nil ? "; Max-Age=0" : "")
    }

    /// Where the person sits: behind a proxy of ours, what it says last.
    var address: String {
        let peer = request.peer ?? "unknown"
        guard let proxy = console.place.proxy, proxy == peer, let told = request.fields.values("X-Forwarded-For").last else { return peer }
        let last = told.split(separator: ",").last.map { String($0.filter { !$0.isWhitespace }) } ?? ""
        return last.isEmpty ? peer : String(last.prefix(50))
    }

    /// False where somebody goes around the proxy, in clear text from elsewhere.
    var comesThroughProxy: Bool {
        guard let proxy = console.place.proxy, let peer = request.peer else { return true }
        return peer == proxy || peer.hasPrefix("127.") || peer == "::1"
    }

    /// False where a request names a host that is not ours: somebody else's name leads here.
    var isForUs: Bool {
        guard !console.place.hosts.isEmpty, let field = request.fields["Host"] else { return true }
        let host = field.hasPrefix("[") ? field.dropFirst().prefix { $0 != "]" } : field.prefix { $0 != ":" }
        return console.place.hosts.contains(host.lowercased())
    }

    /// Scheme, host and port to put before a path that goes to somebody; nil where nothing that can be trusted says so.
    var origin: String? {
        if let origin = console.place.origin { return origin }
        guard !console.place.hosts.isEmpty, let host = request.fields["Host"] else { return nil }
        return (console.place.isSecure ? "https://" : "http://") + host
    }

    /// Whether a form was sent from a page of ours, as far as the browser says so; its token is asked for besides.
    var isOfOurPages: Bool {
        if let site = request.fields["Sec-Fetch-Site"] { return site == "same-origin" || site == "none" }
        guard let origin = request.fields["Origin"], console.place.proxy == nil, let host = request.fields["Host"] else { return true }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    /// The first of Dutch and English that a browser asks for.
    private static func asked(_ field: String?) -> Language? {
        guard let field else { return nil }
        for wish in field.split(separator: ",") {
            let name = wish.drop { $0 == " " }.prefix { $0.isLetter }.lowercased()
            if let language = Language(rawValue: name) { return language }
        }
        return nil
    }

    // MARK: Answers

    func response(_ page: Page) -> HTTPResponse {
        HTTPResponse(
            status: page.status,
            fields: ["Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Content-Language": language.rawValue],
            body: Frame(call: self, page: page).html.bytes)
    }

    /// `act` says it in words of its own.
    func response(_ refusal: ConsoleRefusal, _ act: ActRefusal? = nil) -> HTTPResponse {
        if refusal == .signInFirst {
            let next = request.method == .get && request.target != "/" ? request.target : nil
            return redirect(Address("/sign-in", query: [("next", next)]))
        }
        let (title, text) = Say.refusal(refusal)
        return response(
            Page(status: refusal.status, title: say(title)) {
                el(.p, .class("lead")) { say(act?.text ?? text) }
                el(.p) { el(.a, .href(Address("/"))) { say(Say.toToday) } }
            })
    }

    /// Sends the browser on; what was sent is not sent again.
    func redirect(_ address: Address, cookie: String? = nil) -> HTTPResponse {
        var response = HTTPResponse(status: 303, fields: ["Location": address.text, "Cache-Control": "no-store"])
        if let cookie { response.fields["Set-Cookie"] = cookie }
        return response
    }

    /// What every answer says to the browser: no script and no style but ours, and those from our own addresses only, in nobody's frame.
    func secured(_ response: HTTPResponse) -> HTTPResponse {
        var response = response
        for (name, value) in Self.guards { response.fields[name] = value }
        if console.place.isSecure { response.fields["Strict-Transport-Security"] = "max-age=31536000" }
        return response
    }

    private static let guards = [
        ("Content-Security-Policy", policy), ("X-Content-Type-Options", "nosniff"), ("X-Frame-Options", "DENY"),
        // Not no-referrer: a browser would then send forms with an origin of null.
        ("Referrer-Policy", "same-origin"), ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ]
    private static let policy =
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
}
