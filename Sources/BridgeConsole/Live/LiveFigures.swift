import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal

/// The figures of *Today* as server-sent events, for the script.
///
/// Every answer ends: with the figures as soon as they differ from what the browser has, or with the moment they were last compared. The
/// browser then asks again, naming what it had last (`Last-Event-ID`), as the standard says. So each answer has the deadlines and bounds of any
/// other, a proxy that collects answers shows them all the same, and session and role are asked anew each time.
struct LiveFigures: Sendable {
    static let path = "/live/today"
    /// Milliseconds after which a browser asks again.
    private static let again = 1_000
    /// Seconds after which one that was too many may come again.
    private static let later = 15
    /// Bytes of figures that are sent; more are only announced by their page.
    static let bytesMax = 256 << 10

    let console: Console
    let call: Call
    let session: Session

    func response() async throws -> HTTPResponse {
        let had = call.request.fields["Last-Event-ID"] ?? call.asked("after") ?? ""
        let news = try await console.today.news(after: had, session: session.formToken) { try await TodayPage.view(console) }
        // Who signed out while waiting is told nothing any more.
        guard let still = try await console.signIn.session(call.cookie, notesUse: false), Rights.allow(.look, still.role) else {
            throw ConsoleRefusal.signInFirst
        }
        switch news {
        case .changed(let view):
            guard let content = view.content[call.language], content.bytes.count <= Self.bytesMax else { return Self.moment(view, call) }
            return Self.events([("figures", content.description)], id: view.id)
        case .same(let view?): return Self.moment(view, call)
        case .same(nil): return Self.events([], id: nil)
        case .tooMany:
            var response = Self.plain(503)
            response.fields["Retry-After"] = "\(Self.later)"
            return response
        }
    }

    /// When the figures were last compared.
    private static func moment(_ view: TodayBoard.View, _ call: Call) -> HTTPResponse {
        events([("moment", TodayPage.moment(view.at, call))], id: nil)
    }

    /// The form of the standard: a line for each line of the data, and an empty one at the end.
    private static func events(_ events: [(name: String, data: String)], id: String?) -> HTTPResponse {
        var text = "retry: \(again)\n"
        for event in events {
            text += "event: \(event.name)\n"
            if let id { text += "id: \(id)\n" }
            for line in event.data.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) { text += "data: \(line)\n" }
        }
        return HTTPResponse(
            status: 200,
            fields: ["Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store", "X-Accel-Buffering": "no"],
            body: Array((text + "\n").utf8))
    }

    static func plain(_ status: Int) -> HTTPResponse { HTTPResponse(status: status, fields: ["Cache-Control": "no-store"]) }
}

extension Console {
    func addLive(to router: inout Router) {
        router.on(.get, LiveFigures.path) { request, _ in await watch(request) }
    }

    /// As any page's, but that a refusal is a bare status, and that watching does not count as using the session: it ends as if nobody looked.
    private func watch(_ request: HTTPRequest) async -> HTTPAnswer {
        let stranger = Call(self, request, session: nil)
        func refused(_ status: Int) -> HTTPAnswer { .respond(stranger.secured(LiveFigures.plain(status))) }
        do {
            guard stranger.comesThroughProxy else { return refused(403) }
            guard let session = try await signIn.session(stranger.cookie, notesUse: false) else { return refused(401) }
            guard Rights.allow(.look, session.role) else { return refused(403) }
            let call = Call(self, request, session: session)
            return .respond(call.secured(try await LiveFigures(console: self, call: call, session: session).response()))
        } catch ConsoleRefusal.signInFirst {
            return refused(401)
        } catch {
            return refused(503)
        }
    }
}
