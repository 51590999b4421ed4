/// The upper bounds of one XML text. What lies beyond them is refused with a clear error, before it costs memory or time.
///
/// Entity expansion needs no number: a document type declaration is refused, so there is nothing to expand but character references and
/// the five entities of XML itself, which never grow.
public struct XMLLimits: Hashable, Sendable {
    /// Bytes of the whole text, as received.
    public var bytesMax: Int
    /// Elements within elements.
    public var depthMax: Int
    /// Elements in the whole text, those that are skipped included.
    public var elementsMax: Int
    /// Attributes of one element, namespace declarations included.
    public var attributesMax: Int
    /// Bytes of one attribute's value.
    public var attributeBytesMax: Int
    /// Bytes of one element's own text, where it is kept.
    public var textBytesMax: Int

    /// Limits of one's own.
    ///
    /// - Precondition: all are positive; `bytesMax` is at most 1 GiB, because places in the text are kept in 32 bits.
    public init(
        bytesMax: Int = 64 << 20, depthMax: Int = 100, elementsMax: Int = 2_000_000, attributesMax: Int = 64,
        attributeBytesMax: Int = 16 << 10, textBytesMax: Int = 48 << 20
    ) {
        precondition(bytesMax <= 1 << 30, "places in the text are kept in 32 bits")
        precondition(min(bytesMax, depthMax, elementsMax, attributesMax, attributeBytesMax, textBytesMax) > 0, "a limit is positive")
        self.bytesMax = bytesMax
        self.depthMax = depthMax
        self.elementsMax = elementsMax
        self.attributesMax = attributesMax
        self.attributeBytesMax = attributeBytesMax
        self.textBytesMax = textBytesMax
    }

    /// 64 MiB, 100 levels, two million elements.
    public static let standard = XMLLimits()
}
