import BridgeHTTP
import FreshPortalSimulator
import Synchronization

/// Lets the clock move on before a link is used, and remembers the links.
final class SlowStorage: HTTPHandler {
    private let sandbox: FreshPortalSandbox
    private let clock: TestClock
    private let seconds: Mutex<[Int64]>
    private let used = Mutex<[String]>([])

    init(_ sandbox: FreshPortalSandbox, _ clock: TestClock, seconds: [Int64]) {
        self.sandbox = sandbox
        self.clock = clock
        self.seconds = Mutex(seconds)
    }

    var links: [String] { used.withLock { $0 } }

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        if request.path.hasPrefix("/_storage/") {
            used.withLock { $0.append(request.target) }
            let pause = seconds.withLock { $0.isEmpty ? 0 : $0.removeFirst() }
            clock.advance(seconds: pause)
        }
        return await sandbox.answer(request)
    }
}

/// Bytes as they come.
final class Pieces: Sendable {
    private let state = Mutex<(bytes: [UInt8], count: Int)>(([], 0))

    var bytes: [UInt8] { state.withLock { $0.bytes } }
    var count: Int { state.withLock { $0.count } }

    func add(_ piece: UnsafeRawBufferPointer) {
        let copy = Array(piece)
        state.withLock {
            $0.bytes += copy
            $0.count += 1
        }
    }
}
