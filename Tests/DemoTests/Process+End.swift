import Foundation
import Glibc

extension Process {
    /// Waits until the process has ended, and says how: its exit status, or the signal that ended it.
    ///
    /// Asked of the system itself. `waitUntilExit` waits for a socket to close of which processes started at the same moment hold a copy: two
    /// stories that each wait for the other's process would wait for ever.
    func statusAtEnd() -> Int32 {
        var end = siginfo_t()
        // WNOWAIT: the process stays for its owner to fetch.
        while waitid(P_PID, id_t(processIdentifier), &end, WEXITED | WNOWAIT) != 0 {
            guard errno == EINTR else {
                // It was fetched already, so its status is known.
                waitUntilExit()
                return terminationStatus
            }
        }
        return end._sifields._sigchld.si_status
    }
}
