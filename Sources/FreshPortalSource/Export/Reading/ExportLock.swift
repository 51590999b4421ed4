import BridgeSource
import Glibc

/// Who reads exports into a state file: one process at a time. Two would assemble documents from each other's half-read exports.
struct ExportLock {
    private let descriptor: Int32

    /// nil when another process has it.
    init?(path: String) throws(SourceError) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw SourceError(.unavailable, "\(path) cannot be opened: check that its folder exists and may be written")
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            return nil
        }
        self.descriptor = descriptor
    }

    /// Gives it back. Once.
    func release() { close(descriptor) }
}
