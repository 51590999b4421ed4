import BridgeHTTP
import BridgeHTTPClient
import BridgeJSON

/// Looks at a sandbox from outside: what is in its books, by its own account and not by our journal's.
struct SandboxClient: Sendable {
    let origin: String
    let transport: any HTTPTransport

    /// Bytes of an answer: whole books come in one, some 10 KB an entry.
    private static let answerMax = 512 << 20

    func get(_ target: String) async throws -> HTTPResponse {
        try await send(HTTPRequest(.get, origin: origin, target: target, answerMax: Self.answerMax))
    }

    func json(_ target: String) async throws -> JSON { try JSON(parsing: try await get(target).body) }

    func post(_ target: String, _ body: JSON) async throws {
        _ = try await send(
            HTTPRequest(.post, origin: origin, target: target, fields: ["Content-Type": "application/json"], body: body.bytes))
    }

    func delete(_ target: String) async throws { _ = try await send(HTTPRequest(.delete, origin: origin, target: target)) }

    private func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        do { return try await transport.send(request) } catch {
            throw CommandFailure(
                .unreachable, nl: "de sandbox op \(origin) antwoordt niet: \(error)",
                en: "the sandbox at \(origin) does not answer: \(error)")
        }
    }
}
