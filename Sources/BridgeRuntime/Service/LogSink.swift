import Glibc
import Synchronization

/// Where log lines go: one file descriptor, one line at a time.
///
/// A log nobody reads must not stop the work: when the descriptor takes nothing at this moment (a pipe whose reader hangs), the line is left out
/// and counted, and the next one that gets through is preceded by that count.
public final class LogSink: Sendable {
    /// Bytes of one line, its end included. A pipe that takes anything takes this much at once (`PIPE_BUF`).
    public static let lineMax = 4_096

    /// The process's standard error.
    public static let standardError = LogSink(descriptor: STDERR_FILENO)

    private let descriptor: Int32
    private let leftOut = Mutex(0)

    /// A sink to an open descriptor, which stays the caller's.
    public init(descriptor: Int32) { self.descriptor = descriptor }

    /// Writes a line, or counts it as left out; waits for nobody.
    func write(_ line: String) {
        leftOut.withLock { leftOut in
            guard takesMore else {
                leftOut += 1
                return
            }
            if leftOut > 0 {
                put("(\(leftOut) lines of this log were left out because nobody read them)")
                leftOut = 0
                guard takesMore else {
                    leftOut += 1
                    return
                }
            }
            put(line)
        }
    }

    /// True when a line's worth of bytes can be written without waiting. A descriptor that is gone takes everything, to no effect.
    private var takesMore: Bool {
        var question = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&question, 1, 0) > 0
    }

    private func put(_ line: String) {
        var bytes = Array(line.utf8.prefix(Self.lineMax - 1)) + [UInt8(ascii: "\n")]
        while !bytes.isEmpty {
            let written = Glibc.write(descriptor, bytes, bytes.count)
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { return }
            bytes.removeFirst(written)
        }
    }
}
