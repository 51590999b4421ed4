public import AFASSimulator
public import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeHTTPClient
import BridgeHTTPServer
public import ExactSimulator
public import FreshPortalSimulator
public import KingSimulator
import Synchronization

/// A sandbox as a local server: a remote system to try everything against, without an account anywhere.
public final class SandboxHost: Sendable {
    /// What a sandbox keeps over a restart.
    public struct Memory: Sendable {
        var snapshot: @Sendable () async throws -> [UInt8]
        var restore: @Sendable ([UInt8]) async throws -> Void
    }

    private let server: HTTPServer
    private let memory: Memory
    private let stateFile: String?
    private let afterwards: (@Sendable () async -> Void)?

    /// Seconds between two writings of the state file, and between two deliveries of pushes.
    static let beat = Duration.seconds(1)

    private init(
        handler: any HTTPHandler, memory: Memory, port: UInt16, stateFile: String?, afterwards: (@Sendable () async -> Void)? = nil
    ) {
        var configuration = HTTPServer.Configuration(port: port)
        // A sandbox has one caller, and answers out of memory.
        configuration.beginsHandlersAtOnce = true
        configuration.bodyMax = { _ in 32 << 20 }
        server = HTTPServer(handler: handler, configuration: configuration)
        self.memory = memory
        self.stateFile = stateFile
        self.afterwards = afterwards
    }

    /// Exact Online.
    public static func exact(_ settings: ExactSandbox.Settings, port: UInt16, stateFile: String?, clock: any TimeSource) -> SandboxHost {
        let sandbox = ExactSandbox(settings, clock: clock, sleeper: wait, transport: CurlTransport())
        return SandboxHost(
            handler: sandbox, memory: Memory(snapshot: { await sandbox.snapshot() }, restore: { try await sandbox.restore($0) }),
            port: port, stateFile: stateFile
        ) { await sandbox.deliverNotifications() }
    }

    /// AFAS Profit; with a folder, its importer empties that at the interval of the settings.
    public static func afas(
        _ settings: AFASSandbox.Settings, folder: String?, port: UInt16, stateFile: String?, clock: any TimeSource
    ) -> SandboxHost {
        let sandbox = AFASSandbox(settings, clock: clock, sleeper: wait, folder: folder.map { DiskExchangeFolder($0) })
        return SandboxHost(
            handler: sandbox, memory: Memory(snapshot: { try await sandbox.snapshot() }, restore: { try await sandbox.restore($0) }),
            port: port, stateFile: stateFile
        ) { await sandbox.catchUp() }
    }

    /// King in both products; with a folder, the importer of KING ERP empties that at the interval of the settings.
    public static func king(
        _ settings: KingSandbox.Settings, folder: String?, port: UInt16, stateFile: String?, clock: any TimeSource
    ) -> SandboxHost {
        let sandbox = KingSandbox(settings, clock: clock, sleeper: wait, folder: folder.map { DiskImportFolder($0) })
        return SandboxHost(
            handler: sandbox, memory: Memory(snapshot: { try await sandbox.snapshot() }, restore: { try await sandbox.restore($0) }),
            port: port, stateFile: stateFile
        ) { await sandbox.catchUp() }
    }

    /// FreshPortal, with a trading day in it when one is given.
    public static func freshPortal(
        _ settings: SandboxSettings, day: TradingDay?, port: UInt16, stateFile: String?, clock: any TimeSource
    ) async -> SandboxHost {
        let sandbox = FreshPortalSandbox(settings: settings, time: clock, sleeper: wait)
        if let day { await sandbox.load(day) }
        let transport = CurlTransport()
        return SandboxHost(
            handler: sandbox, memory: Memory(snapshot: { try await sandbox.snapshot() }, restore: { try await sandbox.restore($0) }),
            port: port,
            stateFile: stateFile
        ) {
            for delivery in await sandbox.takeDueWebhooks() { await deliver(delivery, transport) }
        }
    }

    @Sendable private static func wait(_ milliseconds: Int) async { try? await Task.sleep(for: .milliseconds(milliseconds)) }

    private static func deliver(_ delivery: SandboxDelivery, _ transport: CurlTransport) async {
        guard let slash = delivery.url.dropFirst(8).firstIndex(of: "/") else { return }
        let request = HTTPRequest(
            .post, origin: String(delivery.url[..<slash]), target: String(delivery.url[slash...]), fields: delivery.fields,
            body: delivery.body,
            timeoutTotal: 5_000)
        // Pushes are lost in real life too; the stream is what counts.
        _ = try? await transport.send(request)
    }

    /// Restores the state when there is one, and begins to answer; returns the port.
    public func start() async throws -> UInt16 {
        if let stateFile, let bytes = try TextFile.read(stateFile) { try await memory.restore(bytes) }
        return try server.start()
    }

    /// Answers until the task is cancelled; then keeps the state and stops.
    public func run() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: Self.beat)
            await afterwards?()
            await keep()
        }
        await server.stop()
        await keep()
    }

    private func keep() async {
        guard let stateFile, let bytes = try? await memory.snapshot() else { return }
        // A state that cannot be kept is no reason to stop answering; the next beat tries again.
        // It holds the sandbox's tokens and people's addresses: nobody else's business.
        try? TextFile.write(bytes, to: stateFile, mode: 0o600)
    }
}
