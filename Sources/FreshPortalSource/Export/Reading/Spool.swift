import BridgeSource
import Glibc
import Synchronization

/// The file an export is downloaded to. It is readable by its owner only and goes when the export has been taken in.
final class Spool: Sendable {
    let path: String
    private struct State {
        var descriptor: Int32
        var error: Int32 = 0
    }
    private let state: Mutex<State>

    /// Makes the file, in place of one that a crash left behind.
    init(path: String) throws(SourceError) {
        unlink(path)
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Self.failure(path, errno) }
        self.path = path
        state = Mutex(State(descriptor: descriptor))
    }

    deinit { remove() }

    /// Takes the file away. A spool is kept by name only, so whoever reads it removes it afterwards.
    func remove() {
        state.withLock {
            if $0.descriptor >= 0 { close($0.descriptor) }
            $0.descriptor = -1
        }
        unlink(path)
    }

    /// Adds bytes. The first failure is kept for ``finish()``; what comes after it is thrown away.
    func write(_ bytes: UnsafeRawBufferPointer) {
        state.withLock { state in
            var rest = bytes[...]
            while state.error == 0, !rest.isEmpty {
                let count = Glibc.write(state.descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count >= 0 { rest = rest.dropFirst(count) } else if errno != EINTR { state.error = errno }
            }
        }
    }

    /// Closes the file; fails when any of it could not be written.
    func finish() throws(SourceError) {
        let error = state.withLock { state in
            close(state.descriptor)
            state.descriptor = -1
            return state.error
        }
        guard error == 0 else { throw Self.failure(path, error) }
    }

    private static func failure(_ path: String, _ code: Int32) -> SourceError {
        SourceError(
            .unavailable, "the export cannot be kept in \(path): \(String(cString: strerror(code))); make room, or give the right to write")
    }
}
