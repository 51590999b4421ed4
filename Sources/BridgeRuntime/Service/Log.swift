public import BridgeDomain
import BridgeJSON

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
    private let sink: LogSink

    /// A log to standard error, unless another sink is given.
    public init(
        label: String, format: Format = .human, level: Level = .info, clock: any TimeSource, sink: LogSink = .standardError
    ) {
        self.label = label
        self.format = format
        self.level = level
        self.clock = clock
        self.sink = sink
    }

    /// The same log under another label.
    public func labelled(_ label: String) -> Log { Log(label: label, format: format, level: level, clock: clock, sink: sink) }

    /// Writes a line of the given level.
    public func log(_ level: Level, _ message: StaticString, _ values: KeyValuePairs<String, String> = [:]) {
        guard level >= self.level else { return }
        switch format {
        case .json:
            var members: [JSON.Member] = [
                .init("at", .string(clock.now().description)), .init("level", .string(level.rawValue)), .init("part", .string(label)),
                .init("message", .string(message.description)),
            ]
            members += values.map { .init($0.key, .string(Self.cut($0.value))) }
            sink.write(JSON.object(members).description)
        case .human:
            let details = values.map { " \($0.key)=\(Self.quoted(Self.cut($0.value)))" }.joined()
            sink.write("\(clock.now()) \(level.rawValue) \(label): \(message)\(details)")
        }
    }

    /// Something that went as it should.
    public func info(_ message: StaticString, _ values: KeyValuePairs<String, String> = [:]) { log(.info, message, values) }
    /// Something a person should look at when it stays.
    public func warning(_ message: StaticString, _ values: KeyValuePairs<String, String> = [:]) { log(.warning, message, values) }
    /// Something a person must look at.
    public func error(_ message: StaticString, _ values: KeyValuePairs<String, String> = [:]) { log(.error, message, values) }

    /// Bytes of one value that are kept, so that a line of two or three values stays within ``LogSink/lineMax``.
    static let valueMax = 1_000

    private static func cut(_ text: String) -> String {
        text.utf8.count > valueMax ? "\(String(decoding: text.utf8.prefix(valueMax), as: UTF8.self))…" : text
    }

    /// A value on one line: what came from outside must not be able to write lines of its own.
    static func quoted(_ text: String) -> String {
        var result = ""
        var isPlain = !text.isEmpty
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                result += "\\\(scalar)"
                isPlain = false
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            // Other control characters, and those that turn or break lines in a terminal.
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{2028}", "\u{2029}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}":
                result += "\\u{\(String(scalar.value, radix: 16))}"
            default: result.unicodeScalars.append(scalar)
            }
            if scalar == " " || scalar == "=" { isPlain = false }
        }
        return isPlain ? result : "\"\(result)\""
    }
}
