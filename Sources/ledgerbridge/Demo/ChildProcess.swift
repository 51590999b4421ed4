import CLinux
import Glibc

/// A process of our own program, its output going to a file.
final class ChildProcess {
    let pid: pid_t
    private var isGone = false

    /// Starts the program that is running now with these words.
    init(_ words: [String], log: String) throws {
        guard let program = realpath("/proc/self/exe", nil) else {
            throw CommandFailure(.failure, "the program's own file cannot be found")
        }
        defer { free(program) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, log, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        var arguments: [UnsafeMutablePointer<CChar>?] = ([String(cString: program)] + words).map { strdup($0) }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        let code = posix_spawn(&child, program, &actions, nil, arguments, clinux_environment())
        guard code == 0 else {
            throw CommandFailure(.failure, "\(words.joined(separator: " ")) did not start: \(String(cString: strerror(code)))")
        }
        pid = child
    }

    /// True while it runs.
    var isRunning: Bool {
        guard !isGone else { return false }
        var status: Int32 = 0
        if waitpid(pid, &status, WNOHANG) == pid { isGone = true }
        return !isGone
    }

    /// Kills it in the middle of whatever it does.
    func kill() { end(with: SIGKILL) }
    /// Asks it to end in good order, and waits until it has.
    func stop() { end(with: SIGTERM) }

    private func end(with signal: Int32) {
        guard !isGone else { return }
        Glibc.kill(pid, signal)
        var status: Int32 = 0
        waitpid(pid, &status, 0)
        isGone = true
    }

    deinit { if !isGone { end(with: SIGKILL) } }
}
