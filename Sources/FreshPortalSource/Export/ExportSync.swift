import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeSource

/// Asks FreshPortal for exports, one at a time, in the background: a long window takes minutes, and neither the lane nor anybody else is to
/// wait for it longer than they want to.
actor ExportSync {
    private let configuration: FreshPortalExportConfiguration
    private let client: FreshPortalClient
    private let transport: any HTTPTransport
    private let time: any TimeSource
    private let keeper: ExportKeeper
    private let sleeper: @Sendable (_ milliseconds: Int) async -> Void
    private var isRunning = false
    /// What an export that ended while nobody waited came to, for the next who asks.
    private var untold: SourceError?
    private var waiters: [Int: CheckedContinuation<Result<Void, SourceError>?, Never>] = [:]
    private var waitersMade = 0

    /// Times a link is asked for in one export.
    private static let linksMax = 2

    init(
        _ configuration: FreshPortalExportConfiguration, client: FreshPortalClient, transport: any HTTPTransport, time: any TimeSource,
        keeper: ExportKeeper, sleeper: @escaping @Sendable (_ milliseconds: Int) async -> Void
    ) {
        self.configuration = configuration
        self.client = client
        self.transport = transport
        self.time = time
        self.keeper = keeper
        self.sleeper = sleeper
    }

    /// Sees to it that the newest export is in, or under way. Waits as long as the configuration's patience; an export that is still under
    /// way then goes on, and what it brings is found by a later call. Answers whether one is still under way.
    ///
    /// Throws what went wrong with the export that was waited for, or with one that ended unobserved.
    func refresh() async throws(SourceError) -> Bool {
        if let untold {
            self.untold = nil
            throw untold
        }
        if !isRunning {
            guard let day = try await keeper.dueDay() else { return isRunning }
            // Somebody else may have begun while the keeper was asked.
            if !isRunning {
                isRunning = true
                Task { await self.run(from: day) }
            }
        }
        guard let outcome = await outcome() else { return isRunning }
        try outcome.get()
        return false
    }

    /// What the export under way comes to; nil when patience is over first.
    private func outcome() async -> Result<Void, SourceError>? {
        waitersMade += 1
        let number = waitersMade
        return await withCheckedContinuation { continuation in
            guard isRunning else { return continuation.resume(returning: nil) }
            waiters[number] = continuation
            guard let patience = configuration.patience else { return }
            Task { [sleeper] in
                await sleeper(patience)
                self.giveUp(number)
            }
        }
    }

    private func giveUp(_ number: Int) { waiters.removeValue(forKey: number)?.resume(returning: nil) }

    private func run(from day: CalendarDate) async {
        let result: Result<Void, SourceError>
        do throws(SourceError) { result = .success(try await export(from: day)) } catch { result = .failure(error) }
        isRunning = false
        if waiters.isEmpty, case .failure(let error) = result { untold = error }
        let waiting = waiters.values
        waiters.removeAll()
        for waiter in waiting { waiter.resume(returning: result) }
    }

    private func export(from day: CalendarDate) async throws(SourceError) {
        guard let lock = try ExportLock(path: configuration.stateFile + ".lock") else { return }
        defer { lock.release() }
        let asked = time.now()
        for _ in 0..<Self.linksMax {
            guard let link = try await link(from: day) else { return try await keeper.takeNothing(asked: asked) }
            guard let spool = try await download(link) else {
                try await keeper.noteLinkOver()
                continue
            }
            defer { spool.remove() }
            return try await keeper.take(archive: spool.path, asked: asked)
        }
        throw SourceError(
            .unavailable, "FreshPortal export: the link was over \(Self.linksMax) times before it was used; tried again later")
    }

    /// A link to everything changed since the day; nil when that is nothing (204).
    private func link(from day: CalendarDate) async throws(SourceError) -> ExportLink? {
        let call = FreshPortalClient.Call(
            method: .get, root: "/v2", path: "/export", query: [(name: "mutation_datetime", value: day.description)],
            timeoutTotal: configuration.exportTimeout)
        guard let json = try await client.send(call) else { return nil }
        guard let text = json["export_url"]?.string, let link = ExportLink(text, apiOrigin: configuration.origin) else {
            throw SourceError(.contract, "FreshPortal GET /v2/export: the answer holds no usable export_url")
        }
        return link
    }

    /// The archive on disk; nil when the link is over: a new one is asked for, the old one is never used again (quirk 14).
    private func download(_ link: ExportLink) async throws(SourceError) -> Spool? {
        let spool = try Spool(path: configuration.stateFile + ".zip")
        let request = HTTPRequest(
            .get, origin: link.origin, target: link.target, timeoutTotal: configuration.downloadTimeout,
            answerMax: Int(clamping: configuration.archiveMax))
        let response: HTTPResponse
        do throws(HTTPFailure) {
            response = try await transport.send(request) { spool.write($0) }
        } catch {
            throw SourceError(Answer.code(of: error), "FreshPortal export: the download failed: \(Answer.words(for: error))")
        }
        try spool.finish()
        if ExportLink.isOver(response.status) { return nil }
        guard response.status == 200 else {
            throw SourceError(.unavailable, "FreshPortal export: the download was answered with \(response.status); tried again later")
        }
        return spool
    }
}
