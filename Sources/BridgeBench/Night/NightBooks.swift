public import BridgeHTTP
import BridgeDomain
import BridgeHTTPClient
import BridgeJSON

/// The books of a night: a sandbox of Exact Online, wherever it runs, whose clock can be moved with ours.
public protocol NightBooks: Sendable {
    /// Scheme, host and port.
    var origin: String { get }
    var transport: any HTTPTransport { get }
    /// Moves its clock ahead; whole seconds.
    func advance(seconds: Int64) async throws
}

/// A sandbox in a process of its own, so that its memory is not counted with ours.
public struct SandboxBooks: NightBooks {
    public let origin: String
    public let transport: any HTTPTransport = CurlTransport()
    let process: any BenchProcess

    /// Starts one with these limits; its clock is set ahead of the machine's by `ahead` seconds.
    public init(_ plan: NightPlan, launcher: any BenchLauncher, folder: String, ahead: Int64) async throws {
        let port = "\(folder)/night-exact.port"
        process = try launcher.launch(
            [
                "sandbox", "exact", "--port-file", port, "--consent-at-once", "--empty", "--calls-per-minute", "\(plan.callsPerMinute)",
                "--calls-per-day", "\(plan.callsPerDay)",
            ], log: "\(folder)/night-exact.log")
        origin = "http://127.0.0.1:\(try await Sandboxes.port(in: port, process))"
        try await advance(seconds: ahead)
    }

    public func advance(seconds: Int64) async throws {
        let body: JSON = ["advanceSeconds": .number(Int(seconds))]
        let answer = try await transport.send(
            HTTPRequest(
                .post, origin: origin, target: "/_sandbox/clock", fields: ["Content-Type": "application/json"], body: body.bytes))
        guard answer.status == 200 else {
            throw BenchFailure(nl: "de klok van de sandbox staat vast", en: "the sandbox's clock does not move")
        }
    }
}
