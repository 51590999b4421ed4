public import BridgeHTTP

extension AFASSandbox {
    /// Something that is to go wrong, and when.
    public struct Fault: Hashable, Sendable {
        /// What goes wrong.
        public enum Kind: Hashable, Sendable {
            /// The request is done, then the connection closes without an answer.
            case loseAnswer
            /// The connection closes and nothing is done.
            case loseRequest
            /// The request is done and the answer comes this many milliseconds late.
            case answerLate(Int)
            /// The request is done this many milliseconds late.
            case startLate(Int)
            /// The request is done twice, as by a proxy that repeats it; the second answer arrives.
            case doubled
            /// The connection closes; the service goes on and is done this many seconds later on the sandbox's clock. Beyond 900 seconds
            /// it gives up and nothing is done.
            case slowWork(Int)
            /// 429 with an empty body: not documented, but a client must bear it.
            case throttled
            /// 500 "unexpected error"; nothing is done.
            case serverError
            /// 500, the journal is locked by another user; nothing is done.
            case locked
            /// 500, the 900 seconds are over; nothing is done.
            case durationExceeded
            /// 503 with `Retry-After`; nothing is done.
            case unavailable
            /// 400 without body, from the network's edge while the service restarts; nothing is done.
            case edge
            /// The request is done; of the answer's body only this many bytes arrive.
            case truncated(Int)
            /// 401 although the token is alive; nothing is done.
            case tokenRefused
        }

        public var kind: Kind
        /// Nil: any method.
        public var method: HTTPMethod?
        /// Part of the path, without regard to case; empty: any.
        public var pathContains: String
        /// How many matching requests pass before the fault starts.
        public var skip: Int
        /// How many times it strikes; nil: without end.
        public var times: Int?
        /// Of a thousand matching requests this many are struck, drawn with the sandbox's seed. 1000: all.
        public var perMille: Int

        /// A fault that strikes the next matching request once, unless told otherwise.
        public init(
            _ kind: Kind, method: HTTPMethod? = nil, pathContains: String = "", skip: Int = 0, times: Int? = 1, perMille: Int = 1000
        ) {
            self.kind = kind
            self.method = method
            self.pathContains = pathContains
            self.skip = skip
            self.times = times
            self.perMille = perMille
        }
    }
}

/// The faults that are still to come.
struct FaultPlan: Sendable {
    /// More are refused.
    static let countMax = 1000

    var faults: [AFASSandbox.Fault] = []
    /// Faults have chances of their own, so that references and payments are the same with and without them.
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed ^ 0xFA17_5EED) }

    /// The fault that strikes this request; the first in the plan that matches.
    mutating func strike(_ method: HTTPMethod, _ path: String) -> AFASSandbox.Fault.Kind? {
        let path = path.lowercased()
        for place in faults.indices {
            let fault = faults[place]
            guard fault.method == nil || fault.method == method,
                fault.pathContains.isEmpty || path.contains(fault.pathContains.lowercased())
            else { continue }
            if fault.skip > 0 {
                faults[place].skip -= 1
                continue
            }
            guard fault.perMille >= 1000 || generator.next() % 1000 < UInt64(max(0, fault.perMille)) else { continue }
            if let times = fault.times {
                if times <= 1 { faults.remove(at: place) } else { faults[place].times = times - 1 }
            }
            return fault.kind
        }
        return nil
    }
}
