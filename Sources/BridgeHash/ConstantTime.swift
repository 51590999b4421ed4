import CSodium

/// Comparison of secrets without telling, through the time it takes, how much of a guess was right.
public enum ConstantTime {
    /// True when both are the same bytes. Only the lengths can be learnt from the time it takes.
    public static func equal(_ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>) -> Bool {
        withContiguousBytes(left) { left in
            withContiguousBytes(right) { right in
                guard left.count == right.count else { return false }
                guard let one = left.baseAddress, let other = right.baseAddress else { return true }
                return sodium_memcmp(one, other, left.count) == 0
            }
        }
    }

    /// True when both texts are the same bytes.
    public static func equal(_ left: String, _ right: String) -> Bool { equal(left.utf8, right.utf8) }
}
