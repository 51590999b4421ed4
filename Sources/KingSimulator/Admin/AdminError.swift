extension KingSandbox {
    /// Why the sandbox's keeper cannot have that: a sentence.
    public struct AdminError: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String

        init(_ description: String) { self.description = description }
    }
}
