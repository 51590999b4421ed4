import BridgeAccess
import BridgeDomain
import BridgeHTML
import BridgeHash
import BridgeHTTP
import BridgeJournal

/// What *Today* shows, read once for everybody who asks within a second, and handed to those who watch when it changes.
///
/// However many look, the journal is asked at most once a second by a process, and each language is rendered once of each reading. While
/// somebody watches, one task looks every second; it ends with the last of them.
actor TodayBoard {
    /// Of one moment, in every language.
    struct View: Sendable {
        var at: Timestamp
        /// Names what is shown: the same as long as nothing of it changes.
        var id: String
        var content: [Language: HTML]
    }

    /// What somebody who watches is told.
    enum News: Sendable {
        /// Something else is to be shown than what they have.
        case changed(View)
        /// Nothing changed for ``held`` milliseconds.
        case same(View?)
        /// More watch than can be served.
        case tooMany
    }

    /// Milliseconds a reading serves everybody who asks.
    static let young: Int64 = 1_000
    /// Milliseconds an older one serves while the next is being read; after that, who asks waits for it.
    static let old: Int64 = 5_000
    /// Milliseconds after which somebody who watches is answered though nothing changed.
    static let held: Int64 = 20_000
    /// Who watches at a time, and how many of them with one session: the newest. That somebody left is not heard before they are answered, so
    /// the oldest of a session is most often a page that was left.
    static let watchersMax = 200
    static let watchersOfSessionMax = 6
    /// Milliseconds between two looks while somebody watches.
    private static let pauseMilliseconds = 1_000

    private struct Watcher {
        var session: String
        /// What they have.
        var id: String
        var until: Timestamp
        var news: CheckedContinuation<News, Never>
    }

    private let clock: any TimeSource
    private let pause: @Sendable (_ milliseconds: Int) async -> Void
    private var view: View?
    private var reading: Task<View, any Error>?
    /// Rises with every act of a person here: what was read before it is not shown after it.
    private var acts: UInt64 = 0
    private var watchers: [UInt64: Watcher] = [:]
    private var numbers: UInt64 = 0
    private var ticker: Task<Void, Never>?
    private var isStopped = false

    init(clock: any TimeSource, pause: @escaping @Sendable (_ milliseconds: Int) async -> Void) {
        self.clock = clock
        self.pause = pause
    }

    /// Makes the view of this moment.
    typealias Making = @Sendable () async throws -> View

    /// Who watches now.
    var watching: Int { watchers.count }

    // MARK: Looking

    /// What is to be shown now. `make` is called by one of those who ask.
    func current(_ make: @escaping Making) async throws -> View {
        if let view {
            let age = clock.now().milliseconds(since: view.at)
            if (0..<Self.young).contains(age) { return view }
            if (0..<Self.old).contains(age) {
                if reading == nil { _ = read(make) }
                return view
            }
        }
        return try await read(make).value
    }

    /// Shows nothing any more that was read before: somebody did something.
    func forget() {
        acts += 1
        view = nil
        reading = nil
    }

    private func read(_ make: @escaping Making) -> Task<View, any Error> {
        if let reading { return reading }
        let before = acts
        let task = Task {
            do {
                let made = try await make()
                self.keep(made, before)
                return made
            } catch {
                self.failed(before)
                throw error
            }
        }
        reading = task
        return task
    }

    private func keep(_ made: View, _ before: UInt64) {
        guard before == acts else { return }
        (view, reading) = (made, nil)
    }

    private func failed(_ before: UInt64) { if before == acts { reading = nil } }

    // MARK: Watching

    /// Waits until something else is to be shown than `id`, for ``held`` milliseconds at most. `session` says who watches.
    func news(after id: String, session: String, _ make: @escaping Making) async throws -> News {
        let now = try await current(make)
        if now.id != id { return .changed(now) }
        guard !isStopped, !Task.isCancelled else { return .same(now) }
        let own = watchers.filter { $0.value.session == session }.keys
        if own.count >= Self.watchersOfSessionMax, let oldest = own.min() { leave(oldest) }
        guard watchers.count < Self.watchersMax else { return .tooMany }
        numbers += 1
        let number = numbers
        let until = clock.now().adding(milliseconds: Self.held)
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                watchers[number] = Watcher(session: session, id: id, until: until, news: continuation)
                if ticker == nil { ticker = Task { await self.look(make) } }
            }
        } onCancel: {
            Task { await self.leave(number) }
        }
    }

    /// Answers everybody who watches: the process ends.
    func stop() {
        isStopped = true
        for number in Array(watchers.keys) { leave(number) }
    }

    private func leave(_ number: UInt64) { watchers.removeValue(forKey: number)?.news.resume(returning: .same(view)) }

    /// Looks every second as long as somebody watches.
    private func look(_ make: @escaping Making) async {
        while !watchers.isEmpty {
            await pause(Self.pauseMilliseconds)
            // A journal that fails leaves those who watch with what they have; the next look may succeed.
            let fresh = try? await read(make).value
            for (number, watcher) in watchers {
                if let fresh, fresh.id != watcher.id {
                    watchers.removeValue(forKey: number)?.news.resume(returning: .changed(fresh))
                } else if clock.now() >= watcher.until {
                    leave(number)
                }
            }
        }
        ticker = nil
    }
}
