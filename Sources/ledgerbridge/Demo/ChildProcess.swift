import CLinux
import Glibc
import Synchronization

/// A process of our own program, its output going to a file.
final class ChildProcess: Sendable {
    let pid: pid_t
    /// True once it was waited for: its number may then belong to another.
    private let isGone = Mutex(false)

    /// The file of the program that is running now.
    static func program() throws -> String {
        guard let path = realpath("/proc/self/exe", nil) else {
            throw CommandFailure(
                .failure, nl: "het bestand van het programma zelf is niet te vinden", en: "the program's own file cannot be found")
        }
        defer { free(path) }
        return String(cString: path)
    }

    /// Starts the program that is running now with these words.
    init(_ words: [String], log: String) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        let program = try Self.program()
        var arguments: [UnsafeMutablePointer<CChar>?] = ([program] + words).map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let code = posix_spawn(&child, program, &actions, nil, arguments, clinux_environment())
        guard code == 0 else {
            let (name, reason) = (words.joined(separator: " "), String(cString: strerror(code)))
            throw CommandFailure(.failure, nl: "\(name) begint niet: \(reason)", en: "\(name) did not start: \(reason)")
        }
        pid = child
    }

    /// True while it runs.
    var isRunning: Bool {
        isGone.withLock { isGone in
            var status: Int32 = 0
            if !isGone, waitpid(pid, &status, WNOHANG) == pid { isGone = true }
            return !isGone
        }
    }

    /// Kills it in the middle of whatever it does.
    func kill() { end(with: SIGKILL) }
    /// Asks it to end in good order, and waits until it has.
    func stop() { end(with: SIGTERM) }

    private func end(with signal: Int32) {
        isGone.withLock { isGone in
            guard !isGone else { return }
            Glibc.kill(pid, signal)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
            isGone = true
        }
    }

    deinit { end(with: SIGKILL) }
}
