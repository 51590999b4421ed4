import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeRuntime
import CLinux
import Glibc

/// Where a command speaks and listens: a terminal, a pipe, or a test.
struct Console: Sendable {
    /// Data goes to the one, everything said beside it to the other.
    enum Stream: Sendable { case output, status }

    /// Columns that text may take.
    var width: Int
    /// True when a person watches the status stream: progress makes sense.
    var isWatched: Bool
    /// True when a person can be asked something.
    var canAsk: Bool
    /// True when a person sits at both ends: nothing reads what is printed but they, and they can stop the program.
    var isTerminal = false
    var write: @Sendable (Stream, String) -> Void
    var readLine: @Sendable () -> String?
    /// The same for a secret: what is typed is not shown.
    var readSecret: @Sendable () -> String?

    /// Prints a text and a line end.
    func out(_ text: String) { write(.output, TerminalText.harmless(text) + "\n") }
    /// Says something beside the data: a message, a hint, what is being done.
    func say(_ text: String) { write(.status, TerminalText.harmless(text) + "\n") }
}

/// What a command finds around it: the console, the environment, the clock, the network.
struct Surroundings: Sendable {
    var console: Console
    var environment: [String: String]
    var clock: any TimeSource
    var transport: any HTTPTransport

    /// The language of the person at the keyboard: as asked for, as configured, or as the system is set.
    func language(_ words: [String], configured: Language?) -> Language {
        let given = words.indices.last { words[$0] == "--lang" }.flatMap { words.indices.contains($0 + 1) ? words[$0 + 1] : nil }
        let joined = words.last { $0.hasPrefix("--lang=") }.map { String($0.dropFirst(7)) }
        if let asked = (given ?? joined).flatMap({ Language(rawValue: $0) }) { return asked }
        return configured ?? localeLanguage
    }

    /// The first of the usual variables that is set decides, as for every program of the system.
    private var localeLanguage: Language {
        let set = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        return set?.hasPrefix("nl") == true ? .dutch : .english
    }
}

extension Console {
    /// Columns when output goes to no terminal; also what the widest tables are made for.
    static let widthUsual = 100
    /// Narrower than this nobody can read a table; text is then cut by the terminal.
    static let widthMin = 40

    /// The terminal, or what output was redirected to.
    static func standard() -> Console {
        Console(
            width: terminalWidth, isWatched: isatty(STDERR_FILENO) == 1, canAsk: isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1,
            isTerminal: isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1,
            write: { stream, text in writeAll(text, to: stream == .output ? STDOUT_FILENO : STDERR_FILENO) },
            readLine: { Swift.readLine(strippingNewline: true) }, readSecret: { withoutEcho { Swift.readLine(strippingNewline: true) } })
    }

    private static func withoutEcho<Answer>(_ work: () -> Answer) -> Answer {
        var settings = termios()
        guard tcgetattr(STDIN_FILENO, &settings) == 0 else { return work() }
        var silent = settings
        silent.c_lflag &= ~tcflag_t(ECHO)
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
        defer { tcsetattr(STDIN_FILENO, TCSAFLUSH, &settings) }
        return work()
    }

    private static var terminalWidth: Int {
        var size = winsize()
        guard isatty(STDOUT_FILENO) == 1, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return widthUsual }
        return max(Int(size.ws_col), widthMin)
    }

    private static func writeAll(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let written = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            // Whoever read us is gone (`| head`): the work is done all the same.
            guard written > 0 else { return }
            bytes = bytes.dropFirst(written)
        }
    }
}

extension Surroundings {
    /// The process's own.
    static func standard() -> Surroundings {
        Surroundings(console: .standard(), environment: ProcessEnvironment.all(), clock: SystemClock(), transport: CurlTransport())
    }
}

/// The environment without Foundation.
enum ProcessEnvironment {
    static func all() -> [String: String] {
        var found: [String: String] = [:]
        guard var place = clinux_environment() else { return [:] }
        while let entry = place.pointee {
            let parts = String(cString: entry).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { found[String(parts[0])] = String(parts[1]) }
            place += 1
        }
        return found
    }
}
