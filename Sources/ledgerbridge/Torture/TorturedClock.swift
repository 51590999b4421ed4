import BridgeDomain
import Glibc

/// The machine's clock, wrong by what a file says: the torture sets it forward and back while the service runs.
struct TorturedClock: TimeSource {
    let base: any TimeSource
    /// Holds milliseconds as decimal text; a file that cannot be read means 0. Read at each look at the clock.
    let file: String

    func now() -> Timestamp { Timestamp(milliseconds: base.now().milliseconds + deviation) }

    private var deviation: Int64 {
        let descriptor = open(file, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return 0 }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 24)
        let count = read(descriptor, &bytes, bytes.count)
        let text = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self)
        return Int64(text.filter { !$0.isWhitespace }) ?? 0
    }
}
