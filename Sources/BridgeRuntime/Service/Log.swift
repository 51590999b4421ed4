public import BridgeDomain
import BridgeJSON
import Glibc
import Synchronization

/// A structured log: constant messages with named values, as JSON lines or for people. Never holds a secret or a body.
///
/// Has the shape of the common Swift logging façade, so that it can be swapped for it.
public struct Log: Sendable {
    /// How lines are written.
    public enum Format: String, Sendable, CaseIterable {
        case human, json
    }

    /// How much is written.
    public enum Level: String, Sendable, CaseIterable, Comparable {
        case debug, info, warning, error

        /// Orders by importance.
        public static func < (left: Level, right: Level) -> Bool {
            (allCases.firstIndex(of: left) ?? 0) < (allCases.firstIndex(of: right) ?? 0)
        }
    }

    private let label: String
    private let format: Format
    private let level: Level
    private let clock: any TimeSource

    /// A log to standard error.
    public init(label: String, format: Format = .human, level: Level = .info, clock: any TimeSource) {
        self.label = label
        self.format = format
        self.level = level
        self.clock = clock
    }

    /// The same log under another label.
    public func labelled(_ label: String) -> Log { Log(label: label, format: format, level: level, clock: clock) }

    /// Writes a line of the given level.
    public func log(_ level: Level, _ message: StaticString, _ values: KeyValuePairs<String, String> = [:]) {
        guard level >= self.level else { return }
        let line: String
        switch format {
        case .json:
            var members: [JSON.Member] = [
                .init("at", .string(clock.now().description)), .init("level", .string(level.rawValue)), .init("part", .string(label)),
                .init("message", .string(message.description)),
            ]
            members += values.map { .init($0.key, .string($0.value)) }
            line = JSON.object(members).description
        case .human:
            let details = values.map { " \($0.key)=\($0.value)" }.joined()
            line = "\(clock.now()) \(level.rawValue) \(label): \(message)\(details)"
        }
        Self.lock.withLock { _ in writeAll(line + "\n") }
    }

    /// Something that went as it should.
    public func info(_ message: StaticString, _ values: KeyValuePairs<String, String> = [:]) { log(.info, message, values) }
    /// Something a person should look at when it stays.
    public func warning(_ message: StaticString, _ values: KeyValuePairs<String, String> = [:]) { log(.warning, message, values) }
    /// Something a person must look at.
    public func error(_ message: StaticString, _ values: KeyValuePairs<String, String> = [:]) { log(.error, message, values) }

    private static let lock = Mutex(())

    private func writeAll(_ text: String) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
            // A log nobody reads must not stop the work.
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}

/// The machine's clock.
public struct SystemClock: TimeSource {
    /// The machine's clock.
    public init() {}

    /// The moment it is now.
    public func now() -> Timestamp {
        var moment = timespec()
        clock_gettime(CLOCK_REALTIME, &moment)
        return Timestamp(milliseconds: Int64(moment.tv_sec) * 1000 + Int64(moment.tv_nsec) / 1_000_000)
    }
}
