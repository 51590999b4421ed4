/// One measured figure under a name that stays the same from version to version.
public struct Figure: Sendable {
    /// Which way is better.
    public enum Target: Sendable {
        case atLeast(Double)
        case atMost(Double)
    }

    /// `section.what`, in lower case with points and underscores: a promise to scripts.
    public let name: String
    public let value: Double
    /// `documents/s`, `ratio`, `ms`, `MB`, `bytes`, `us`.
    public let unit: String
    /// What it should be; nil for figures that only stand beside others.
    public let target: Target?

    init(_ name: String, _ value: Double, _ unit: String, _ target: Target? = nil) {
        self.name = name
        self.value = value
        self.unit = unit
        self.target = target
    }

    /// Whether the target is met; nil without one.
    public var isMet: Bool? {
        switch target {
        case .atLeast(let bound)?: value >= bound
        case .atMost(let bound)?: value <= bound
        case nil: nil
        }
    }
}
