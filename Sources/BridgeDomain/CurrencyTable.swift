/// The currencies of ISO 4217 and their decimals. The euro stands first; the order of the others carries no meaning.
enum CurrencyTable {
    static let rows: [(code: String, exponent: Int)] = [
        ("EUR", 2), ("USD", 2), ("GBP", 2), ("CHF", 2), ("NOK", 2), ("SEK", 2), ("DKK", 2), ("PLN", 2), ("JPY", 0), ("KWD", 3),
    ]

    private static let indexes: [String: UInt8] = Dictionary(
        uniqueKeysWithValues: rows.enumerated().map { ($1.code, UInt8($0)) })

    static func index(of code: String) -> UInt8? { indexes[code] }
}
