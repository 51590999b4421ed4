/// Seals keys before they are kept, and opens them again; under a key the journal does not hold.
public struct KeySealing: Sendable {
    /// The box a text is kept in, under the name it is kept under.
    public let seal: @Sendable (_ text: String, _ name: String) -> String
    /// The text of a box; nil where the box does not open.
    public let open: @Sendable (_ box: String, _ name: String) -> String?

    /// By these two.
    public init(
        seal: @escaping @Sendable (_ text: String, _ name: String) -> String,
        open: @escaping @Sendable (_ box: String, _ name: String) -> String?
    ) {
        self.seal = seal
        self.open = open
    }
}
