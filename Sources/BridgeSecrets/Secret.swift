import BridgeHash

/// A value that must not be seen: a token, a client secret, a password.
///
/// Whatever prints it (interpolation, `dump`, a debugger's summary, a failing test) shows `•••`. It is neither `Codable` nor `Hashable`, so
/// that it ends up in no file and no key by accident. ``exposed`` is the one way to the value: search for that word to see who uses it.
public struct Secret: Sendable, ExpressibleByStringLiteral {
    /// The value itself, for the call that needs it.
    public let exposed: String

    /// Wraps a value.
    public init(_ value: String) { exposed = value }
    /// A value written in the source of a test.
    public init(stringLiteral value: String) { exposed = value }

    /// What is shown instead of a secret, here and in redacted texts.
    public static let mask = "•••"
}

extension Secret: Equatable {
    /// Equal values, compared in constant time.
    public static func == (left: Secret, right: Secret) -> Bool { ConstantTime.equal(left.exposed, right.exposed) }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// `•••`
    public var description: String { Self.mask }
    /// `•••`
    public var debugDescription: String { Self.mask }
    /// No children: nothing to look into.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
