/// One sentence or phrase in the two languages of the product.
public struct BilingualText: Hashable, Sendable, Codable {
    /// In Dutch.
    public let dutch: String
    /// In English.
    public let english: String

    /// A text in both languages.
    public init(nl dutch: String, en english: String) {
        self.dutch = dutch
        self.english = english
    }

    /// The text in one of them.
    public subscript(language: Language) -> String { language == .dutch ? dutch : english }
}
