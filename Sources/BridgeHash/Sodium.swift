import CSodium

/// The C library's one-time start: it picks the fastest code for this processor and opens the source of randomness.
enum Sodium {
    /// Touching this makes the library ready. A `static let` runs once, whichever thread comes first.
    static let ready: Void = {
        // Fails only when the system has no source of randomness; going on would mean guessable keys.
        precondition(sodium_init() >= 0, "libsodium could not start: the system offers no source of randomness")
    }()
}

/// Calls `body` with the bytes in one piece, copying only when the sequence does not lie in one piece already.
func withContiguousBytes<Result>(_ bytes: some Sequence<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    if let result = bytes.withContiguousStorageIfAvailable(body) { return result }
    return ContiguousArray(bytes).withUnsafeBufferPointer(body)
}
