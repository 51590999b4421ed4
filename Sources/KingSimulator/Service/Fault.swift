extension KingSandbox {
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
            /// A page of HTML with status 200, as from a proxy; nothing is done.
            case htmlPage
            /// 503; nothing is done.
            case unavailable
            /// The request is done; of the answer's body only this many bytes arrive.
            case truncated(Int)
            /// The administration's sessions end before the request is looked at.
            case sessionKilled
            /// A page without rows, although its counts say there are some (reference king §5.5).
            case emptyPage
            /// The entry is booked and comes back with a warning.
            case warning
            /// The request is refused with this text; nothing is done.
            case refused(String)
        }

        public var kind: Kind
        /// The operation's name on either transport, without regard to case, or part of the path; empty: any.
        public var operation: String
        /// A text that the request holds, such as a table's name; empty: any.
        public var contains: String
        /// How many matching requests pass before the fault starts.
        public var skip: Int
        /// How many times it strikes; nil: without end.
        public var times: Int?
        /// Of a thousand matching requests this many are struck, drawn with the sandbox's seed. 1000: all.
        public var perMille: Int

        /// A fault that strikes the next matching request once, unless told otherwise.
        public init(
            _ kind: Kind, operation: String = "", contains: String = "", skip: Int = 0, times: Int? = 1, perMille: Int = 1000
        ) {
            self.kind = kind
            self.operation = operation
            self.contains = contains
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

    var faults: [KingSandbox.Fault] = []
    /// Faults have chances of their own, so that sessions are the same with and without them.
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed ^ 0xFA17_5EED) }

    /// The fault that strikes this request; the first in the plan that matches.
    mutating func strike(_ operation: String, path: String, holds text: @autoclosure () -> String) -> KingSandbox.Fault.Kind? {
        let (operation, path) = (operation.lowercased(), path.lowercased())
        for place in faults.indices {
            let fault = faults[place]
            let wanted = fault.operation.lowercased()
            guard wanted.isEmpty || operation == wanted || path.contains(wanted), fault.contains.isEmpty || text().contains(fault.contains)
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
