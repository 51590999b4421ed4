import BridgeDomain
import BridgeExchange
import BridgeTesting
import Synchronization

/// An exchange folder between the bridge and whoever imports from it, whatever the files' form: it cannot be reached, loses answers, and
/// shows lists of refused lines late and begun. What lies in it survives every process, since it is on a machine of its own.
///
/// The bridge's processes see it through a ``ProcessFolder`` each; the importer, which never fails here, reads and writes it directly.
final class SimulatedFolder: Sendable {
    /// How bad it is, per thousand steps of the bridge.
    struct Weather: Sendable {
        /// The step was not taken, and the bridge is told so.
        var unreachable = 0
        /// The step was taken, and the bridge is told that it was not.
        var answerLost = 0

        static let fine = Weather()
    }

    /// What may befall a step.
    enum Fate { case taken, unreachable, answerLost }

    private struct State {
        var random: SeededGenerator
        var weather: Weather
        var files: [String: [UInt8]] = [:]
        /// Files that are under writing: their beginning lies there, the rest comes at that moment.
        var late: [String: (at: Timestamp, content: [UInt8])] = [:]
    }

    private let clock: any TimeSource
    private let state: Mutex<State>

    /// Seconds a file of the importer is under writing, at most. An importer that takes longer than the bridge waits for an answer breaks what
    /// was agreed.
    static let writingSecondsMax: UInt64 = 30
    /// Bytes of a file that show while it is under writing: never a whole line.
    private static let bytesBegun = 8

    /// An empty folder in the weather of the seed.
    init(clock: any TimeSource, seed: UInt64) {
        self.clock = clock
        var random = SeededGenerator(seed: seed)
        func share(_ most: UInt64) -> Int { random.next() % 3 == 0 ? 0 : Int(random.next() % most) }
        let weather = Weather(unreachable: share(40), answerLost: share(60))
        state = Mutex(State(random: random, weather: weather))
    }

    /// Nothing befalls anyone any more.
    func calm() { state.withLock { $0.weather = .fine } }

    func draw() -> Fate {
        state.withLock { state in
            let chance = Int(state.random.next() % 1_000)
            if chance < state.weather.unreachable { return .unreachable }
            return chance < state.weather.unreachable + state.weather.answerLost ? .answerLost : .taken
        }
    }

    /// Works with the files as they lie there now, by their names below the folder.
    func withFiles<Answer>(_ body: (inout [String: [UInt8]]) -> Answer) -> Answer {
        let now = clock.now()
        return state.withLock { state in
            for (name, file) in state.late where file.at <= now {
                state.files[name] = file.content
                state.late[name] = nil
            }
            return body(&state.files)
        }
    }

    // MARK: The importer's side

    /// Files in the folder itself that are not hidden, in order of name.
    var names: [String] { withFiles { files in files.keys.filter { !$0.contains("/") && !$0.hasPrefix(".") }.sorted() } }

    func content(_ name: String) -> [UInt8]? { withFiles { $0[name] } }

    func remove(_ name: String) -> Bool { withFiles { $0.removeValue(forKey: name) != nil } }

    /// A file of the importer: there at once, or begun and whole after a while.
    func write(_ content: [UInt8], to name: String) {
        let now = clock.now()
        state.withLock { state in
            let seconds = state.random.next() % (2 * Self.writingSecondsMax)
            guard seconds < Self.writingSecondsMax, state.weather.answerLost + state.weather.unreachable > 0 else {
                state.files[name] = content
                return
            }
            state.files[name] = Array(content.prefix(Self.bytesBegun))
            state.late[name] = (now.adding(seconds: Int64(seconds)), content)
        }
    }
}

/// The folder as one process of the bridge has it: a dead one changes nothing, any may die before or after each step, and any may be left
/// hanging with an answer in its hands.
struct ProcessFolder: ExchangeFolder {
    let folder: SimulatedFolder
    let life: Life
    /// False for the canary: a file gets its name and stays staged all the same.
    var renames = true

    /// More than this is refused where a bound is asked for.
    private static let unavailable = ExchangeFolderError(
        .unavailable, BilingualText(nl: "de uitwisselmap is niet bereikbaar", en: "the exchange folder cannot be reached"))

    func names(in below: String) async throws(ExchangeFolderError) -> [String] {
        try await step { files in
            let start = below.isEmpty ? "" : "\(below)/"
            let names = files.keys.filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }
            return .success(names.filter { !$0.contains("/") && !$0.hasPrefix(".") }.sorted())
        }
    }

    func read(_ name: String, in below: String, bytesMax: Int) async throws(ExchangeFolderError) -> [UInt8] {
        try await step { files in
            guard let content = files[below.isEmpty ? name : "\(below)/\(name)"] else { return .failure(Self.unavailable) }
            let text = BilingualText(nl: "\(name) is te groot", en: "\(name) is too large")
            return content.count <= bytesMax ? .success(content) : .failure(ExchangeFolderError(.bounds, text))
        }
    }

    func stage(_ content: [UInt8], as staged: String) async throws(ExchangeFolderError) {
        try await step { files in
            files[staged] = content
            return .success(())
        }
    }

    func publish(_ staged: String, as name: String) async throws(ExchangeFolderError) -> Publication {
        let renames = renames
        return try await step { files in
            guard let content = files[staged] else { return .success(.wasPublished) }
            if files[name] != nil {
                return .failure(ExchangeFolderError(.nameTaken, BilingualText(nl: "\(name) bestaat al", en: "\(name) is there already")))
            }
            files[name] = content
            if renames { files[staged] = nil }
            return .success(.published)
        }
    }

    func discard(_ staged: String) async throws(ExchangeFolderError) {
        try await step { files in
            files[staged] = nil
            return .success(())
        }
    }

    private func step<Answer: Sendable>(
        _ body: (inout [String: [UInt8]]) -> Result<Answer, ExchangeFolderError>
    ) async throws(ExchangeFolderError) -> Answer {
        guard life.verdict(at: .beforeUnit) == .goOn else { throw Self.unavailable }
        let fate = folder.draw()
        guard fate != .unreachable else { throw Self.unavailable }
        let answer = folder.withFiles(body)
        guard life.verdict(at: .afterUnit) == .goOn else { throw Self.unavailable }
        await life.mayHang()
        guard fate == .taken else { throw Self.unavailable }
        return try answer.get()
    }
}
