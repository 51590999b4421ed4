public import BridgeAccess
public import BridgeActs
public import BridgeDomain
import BridgeHTML
public import BridgeHTTP
import BridgeJournal
import BridgeWebhooks

/// The console: pages on which the people in finance see what flowed and what needs them, and mend it.
///
/// Made on the server from the read models of `BridgeReports`; everything works without script. Every page but those that let people in asks
/// ``/BridgeAccess/Rights`` first, every form carries its session's token, and nothing stands in a page that was not escaped
/// (`BridgeHTML`).
public struct Console: Sendable {
    /// A bridge as the console knows it.
    public typealias Bridge = OpenBridge

    /// Where it stands in the network.
    public struct Place: Sendable {
        /// True where browsers reach it over TLS: cookies are then for TLS only.
        public var isSecure = false
        /// The address of the reverse proxy in front of it, which says where requests came from.
        public var proxy: String?
        /// Scheme, host and port by which people reach it (`https://books.example.nl`); nil where nobody said so.
        public var origin: String?
        /// The hosts a request may name, without port and in small letters; empty where they are not known, and any is taken.
        public var hosts: Set<String> = []
        /// Spoken to those who are not signed in and whose browser asks for neither Dutch nor English.
        public var language = Language.dutch

        /// On this machine, in clear text.
        public init() {}
    }

    /// What can be done here, and at the API as well.
    let acts: Acts
    let firstRun: FirstRun?
    let place: Place
    let today: TodayBoard

    var bridges: [Bridge] { acts.bridges }
    var journal: any BridgeJournal { acts.journal }
    var clock: any TimeSource { acts.clock }
    var signIn: SignIn { acts.signIn }
    var chain: ChainCheck { acts.chain }
    var invitations: Invitations { acts.invitations }
    var webhooks: Webhooks? { acts.webhooks }

    /// A console over bridges. `firstRun` is the link that makes the first administrator, where there is none; `pause` passes between two looks
    /// at the figures that browsers watch.
    public init(
        _ acts: Acts, firstRun: FirstRun?, place: Place = Place(),
        pause: @escaping @Sendable (_ milliseconds: Int) async -> Void = { try? await Task.sleep(for: .milliseconds($0)) }
    ) {
        self.acts = acts
        self.firstRun = firstRun
        self.place = place
        today = TodayBoard(clock: acts.clock, pause: pause)
    }

    /// Answers every browser that watches; to be called when the service ends, before its door is closed.
    public func stop() async { await today.stop() }

    /// The path at which a person looks at a document, or at the connections.
    public static func path(_ bridge: BridgeID, _ key: DocumentKey?) -> String {
        guard let key else { return Address("/connections").text }
        return Address("/documents", [bridge.text, key.administration.text, key.kind.rawValue, key.number.text]).text
    }

    /// The path of the first-run link.
    public static let firstRunPath = "/first-run"

    /// Every page, from the root of the address on.
    public var routes: Router {
        var router = Router()
        for asset in [Stylesheet.asset, Script.asset] {
            router.on(.get, asset.path) { request, _ in .respond(asset.response(to: request)) }
        }
        addEntrance(to: &router)
        addAccount(to: &router)
        addToday(to: &router)
        addLive(to: &router)
        addDocuments(to: &router)
        addDocument(to: &router)
        addBulk(to: &router)
        addBulkJob(to: &router)
        addParties(to: &router)
        addPayments(to: &router)
        addMapping(to: &router)
        addReconcile(to: &router)
        addExplain(to: &router)
        addHistory(to: &router)
        addConnections(to: &router)
        addPause(to: &router)
        addSetup(to: &router)
        addPeople(to: &router)
        addSecondStep(to: &router)
        addWebhooks(to: &router)
        return router
    }

    /// The answer to a path where there is nothing, in the console's frame. `allowed` are the methods that are possible there; empty where none is.
    public func nothing(_ request: HTTPRequest, allowed: String = "") async -> HTTPAnswer {
        await answer(request, nil) { call in
            guard !allowed.isEmpty else { throw ConsoleRefusal.notFound }
            var response = call.response(.formOnly)
            response.fields["Allow"] = allowed
            return response
        }
    }

    /// The answer to a form that is larger than its page takes, of which only the head was read.
    public func refusedBody(_ head: HTTPRequest) -> HTTPResponse {
        let call = Call(self, head, session: nil)
        return call.secured(call.response(.tooLarge))
    }

    // MARK: Registering

    typealias Showing = @Sendable (Call, Router.Parameters) async throws -> Page
    typealias Acting = @Sendable (Call, Router.Parameters) async throws -> HTTPResponse

    /// A page for those who may.
    func show(_ router: inout Router, _ path: String, _ right: Verb, _ make: @escaping Showing) {
        router.on(.get, path) { request, parameters in
            await answer(request, right) { call in call.response(try await make(call, parameters)) }
        }
    }

    /// A form for those who may; it must carry its session's token.
    func act(_ router: inout Router, _ path: String, _ right: Verb, _ carryOut: @escaping Acting) {
        router.on(.post, path) { request, parameters in
            await answer(request, right) { call in
                guard let session = call.session, session.owns(formToken: call.field("token")) else { throw ConsoleRefusal.foreignForm }
                do {
                    let response = try await carryOut(call, parameters)
                    await today.forget()
                    return response
                } catch {
                    // Some of it may have been done.
                    await today.forget()
                    throw error
                }
            }
        }
    }

    /// Answers one request, whatever happens. `right` nil: for everyone.
    func answer(
        _ request: HTTPRequest, _ right: Verb?, _ body: @Sendable (Call) async throws -> HTTPResponse
    ) async -> HTTPAnswer {
        var call = Call(self, request, session: nil)
        do {
            guard call.comesThroughProxy else { throw ConsoleRefusal.notThroughProxy }
            guard call.isForUs else { throw ConsoleRefusal.foreignHost }
            if request.method == .post, !call.isOfOurPages { throw ConsoleRefusal.foreignForm }
            call = Call(self, request, session: try await signIn.session(call.cookie))
            if let right {
                guard let session = call.session else { throw ConsoleRefusal.signInFirst }
                guard Rights.allow(right, session.role) else { throw ConsoleRefusal.notAllowed }
            }
            return .respond(call.secured(try await body(call)))
        } catch let refusal as ConsoleRefusal {
            return .respond(call.secured(call.response(refusal)))
        } catch let refusal as ActRefusal {
            return .respond(call.secured(call.response(ConsoleRefusal(refusal), refusal)))
        } catch {
            return .respond(call.secured(call.response(.journalFails)))
        }
    }
}

/// Why a page is not shown or a form not taken.
enum ConsoleRefusal: Error, Hashable, Sendable, CaseIterable {
    case signInFirst, notAllowed, foreignForm, notFound, notSetUp, changedMeanwhile, doesNotFit, journalFails, notThroughProxy, foreignHost
    case formOnly, tooLarge

    /// How a page says what an act refused.
    init(_ refusal: ActRefusal) {
        self =
            switch refusal.kind {
            case .notFound: .notFound
            case .notSetUp: .notSetUp
            case .notAllowed: .notAllowed
            case .changed: .changedMeanwhile
            case .doesNotFit, .occupied, .incomplete, .tooMany: .doesNotFit
            case .journalFails: .journalFails
            }
    }

    var status: Int {
        switch self {
        case .signInFirst: 303
        case .notAllowed, .foreignForm, .notThroughProxy: 403
        case .notFound: 404
        case .formOnly: 405
        case .tooLarge: 413
        case .foreignHost: 421
        case .changedMeanwhile, .doesNotFit: 409
        case .notSetUp, .journalFails: 503
        }
    }
}
