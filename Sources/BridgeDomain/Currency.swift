/// A currency of ISO 4217 with its number of decimals.
///
/// Only currencies of the table exist: a code outside it is no currency (refusal N10 of `dutch-finance` §15).
public struct Currency: Hashable, Sendable {
    /// The position in ``CurrencyTable``; the code and exponent follow from it.
    let index: UInt8

    /// The euro.
    public static let eur = Currency(index: 0)

    init(index: UInt8) { self.index = index }

    /// A currency by its ISO 4217 code in capitals; nil for a code that is not in use.
    public init?(code: some StringProtocol) {
        guard let index = CurrencyTable.index(of: String(code)) else { return nil }
        self.init(index: index)
    }

    /// The three letters of ISO 4217.
    public var code: String { CurrencyTable.rows[Int(index)].code }
    /// How many decimals an amount has: 2 for EUR, 0 for JPY, 3 for KWD.
    public var exponent: Int { CurrencyTable.rows[Int(index)].exponent }
}

extension Currency: CustomStringConvertible, Codable {
    /// The three letters of ISO 4217.
    public var description: String { code }

    /// Reads the three letters.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let code = try container.decode(String.self)
        guard let currency = Currency(code: code) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a currency of ISO 4217: \(code)")
        }
        self = currency
    }

    /// Writes the three letters.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
