import BridgeDomain
import BridgeHTTP
import BridgeHTTPServer

/// Catches the callback of a consent on this machine.
///
/// Any page in the browser can call an address of this machine: what does not belong to our link is turned away, and the waiting goes on.
public final class ConsentCallback: Sendable {
    private let server: HTTPServer
    private let queries: AsyncStream<String>

    /// Listens where the redirect address says; fails when that is not on this machine. `isOurs` tells our callback from anybody else's.
    public init(redirect: String, isOurs: @escaping @Sendable (String) -> Bool) throws(InstallationError) {
        guard let (port, path) = Self.local(redirect) else {
            throw InstallationError(
                nl: "het adres \(redirect) is niet van deze machine: open de koppeling, en geef het adres waar de browser eindigt met "
                    + "--callback",
                en: "the redirect address \(redirect) is not on this machine: open the link, and give the address the browser ends at with "
                    + "--callback")
        }
        let (stream, continuation) = AsyncStream<String>.makeStream(bufferingPolicy: .bufferingOldest(1))
        queries = stream
        let catcher = Catcher(path: path, isOurs: isOurs) { continuation.yield($0) }
        server = HTTPServer(handler: catcher, configuration: HTTPServer.Configuration(port: port))
        do { try server.start() } catch {
            throw InstallationError(
                nl: "op poort \(port) kan niet op de toestemming gewacht worden: \(error.description)",
                en: "cannot wait for the consent on port \(port): \(error.description)")
        }
    }

    /// The callback's query; nil when none of ours came within `seconds`.
    public func wait(seconds: Int) async -> String? {
        let found = await withTaskGroup(of: String?.self) { group in
            group.addTask { [queries] in
                for await text in queries { return text }
                return nil
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(seconds))
                return nil
            }
            let first = await group.next() ?? nil
            group.cancelAll()
            return first
        }
        await server.stop()
        return found
    }

    static func local(_ redirect: String) -> (port: UInt16, path: String)? {
        for host in ["http://127.0.0.1:", "http://localhost:"] where redirect.hasPrefix(host) {
            let rest = redirect.dropFirst(host.count)
            let digits = rest.prefix { ("0"..."9").contains($0) }
            let path = rest.dropFirst(digits.count)
            guard let port = UInt16(digits), port > 0, path.isEmpty || path.hasPrefix("/") else { return nil }
            return (port, path.isEmpty ? "/" : String(path.prefix { $0 != "?" && $0 != "#" }))
        }
        return nil
    }
}

/// Answers the browser that comes back.
private struct Catcher: HTTPHandler {
    let path: String
    let isOurs: @Sendable (String) -> Bool
    let caught: @Sendable (String) -> Void

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        guard request.method == .get, request.path == path, let mark = request.target.firstIndex(of: "?") else {
            return HTTPProblem(status: 404, title: "Not found", detail: "There is nothing here but the end of a consent.").answer()
        }
        let query = String(request.target[request.target.index(after: mark)...])
        guard isOurs(query) else {
            return page(
                403, "Dit antwoord hoort niet bij de geopende koppeling.", "This answer does not belong to the link that was opened.")
        }
        caught(query)
        return page(
            200, "De toestemming is ontvangen; dit venster kan dicht.", "The answer has arrived; this window can be closed.")
    }

    /// Not kept and not passed on: the address of this page carries the code.
    private func page(_ status: Int, _ nl: String, _ en: String) -> HTTPAnswer {
        let text = "<!doctype html><html lang=nl><meta charset=utf-8><title>LedgerBridge</title><p>\(nl)<p lang=en>\(en)"
        return .respond(
            HTTPResponse(
                status: status,
                fields: [
                    "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer",
                    "Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff",
                ], body: Array(text.utf8)))
    }
}
