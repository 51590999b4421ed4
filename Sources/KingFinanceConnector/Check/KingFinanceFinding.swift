public import BridgeDomain

/// What the connection check says of an administration: what it is, or what is not as the connection needs it and what to change in King.
public struct KingFinanceFinding: Hashable, Sendable {
    /// The table or setting it is about.
    public var subject: String
    public var text: BilingualText
    /// True when entries cannot be booked or read back as long as it is so.
    public var isBlocking: Bool
    /// Where in King it is mended; nil where it only says what is there, or is mended elsewhere.
    public var part: BooksPart?

    init(_ subject: String, isBlocking: Bool = false, part: BooksPart? = nil, nl: String, en: String) {
        self.subject = subject
        self.isBlocking = isBlocking
        self.part = part
        text = BilingualText(nl: nl, en: en)
    }
}
