/// Numbers that look random and hang on one seed (SplitMix64). The same seed gives the same numbers for ever: the standard library's own
/// ways of drawing may change between versions, so drawing is written out here too.
struct SeededGenerator: Sendable, Hashable, Codable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A stream of its own for one thing among many, so that any of them can be made without making those before it.
    init(seed: UInt64, purpose: UInt64, index: Int) {
        var mixer = SeededGenerator(seed: seed ^ (purpose &* 0xD6E8_FEB8_6659_FD93))
        state = mixer.next() ^ (UInt64(truncatingIfNeeded: index) &* 0xA076_1D64_78BD_642F)
        _ = next()
    }

    /// 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A whole number in `0..<bound`. The bias of the remainder is far below anything that shows in trade.
    mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0, "a draw has at least one outcome")
        return Int(next() % UInt64(bound))
    }

    /// A whole number in the range.
    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True in so many of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

    /// One of the elements.
    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// Digits, leading zeros included.
    mutating func digits(_ count: Int) -> [Int] { (0..<count).map { _ in below(10) } }

    /// The same elements in another order.
    mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
        var result = elements
        for last in result.indices.dropFirst().reversed() { result.swapAt(last, below(last + 1)) }
        return result
    }
}
