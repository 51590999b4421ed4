import CSodium

/// Randomness nobody can predict, from the operating system: for keys, nonces, tokens and OAuth states.
///
/// What a seeded run must repeat takes its generator through its initialiser instead.
public struct SecureRandom: RandomNumberGenerator, Sendable {
    /// A generator; all of them share the system's source.
    public init() { _ = Sodium.ready }

    /// 64 random bits.
    public func next() -> UInt64 {
        var value: UInt64 = 0
        randombytes_buf(&value, MemoryLayout<UInt64>.size)
        return value
    }

    /// So many random bytes.
    ///
    /// - Precondition: `count` is not negative.
    public func bytes(_ count: Int) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            if let start = buffer.baseAddress { randombytes_buf(start, count) }
            filled = count
        }
    }
}
