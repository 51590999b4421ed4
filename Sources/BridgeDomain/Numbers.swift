/// An international bank account number, checked: length of its country and the remainder of 97 (ISO 13616).
public struct IBAN: Hashable, Sendable, CustomStringConvertible {
    /// In capitals without spaces: `NL91ABNA0417164300`.
    public let text: String

    /// Reads an IBAN with or without spaces, in any case; nil when country, length or check digits are wrong.
    ///
    /// Lengths are those of the registry that SWIFT publishes (release 101, as python-stdnum 2.2 carries it); a country outside it has no
    /// IBAN. The structure within the length is not looked at.
    public init?(_ text: some StringProtocol) {
        let bytes = compact(text)
        guard bytes.count > 4, bytes.count <= Self.lengthMax, isUpper(bytes[0]), isUpper(bytes[1]), isDigit(bytes[2]), isDigit(bytes[3]),
            bytes.allSatisfy({ isDigit($0) || isUpper($0) }),
            Self.lengths[String(decoding: bytes[..<2], as: UTF8.self)] == bytes.count,
            remainder97(bytes[4...] + bytes[..<4]) == 1
        else { return nil }
        self.text = String(decoding: bytes, as: UTF8.self)
    }

    /// The country's two letters, as the number carries them (`XK` for Kosovo is one of them).
    public var countryText: String { String(text.prefix(2)) }
    /// In groups of four, as people write it.
    public var description: String { grouped(text) }

    /// The longest number of the registry (Russia).
    static let lengthMax = 33

    private static let lengths: [String: Int] = {
        let table: [(length: Int, countries: String)] = [
            (15, "NO"), (16, "BE"), (18, "DK FK FO FI GL NL SD"), (19, "MK SI"), (20, "AT BA EE KZ LT LU MN XK"), (21, "CH HR LI LV"),
            (22, "BG BH CR DE GB GE IE ME RS VA"), (23, "AE GI IL IQ OM SO TL"), (24, "AD CZ ES MD PK RO SA SE SK TN VG"),
            (25, "LY PT ST"), (26, "IS TR"), (27, "BI DJ FR GR IT MC MR SM"), (28, "AL AZ BY CY DO GT HN HU LB NI PL SV"),
            (29, "BR EG PS QA UA"), (30, "JO KW MU YE"), (31, "MT SC"), (32, "LC"), (33, "RU"),
        ]
        var lengths: [String: Int] = [:]
        for (length, countries) in table { for country in countries.split(separator: " ") { lengths[String(country)] = length } }
        return lengths
    }()

    private func grouped(_ text: String) -> String {
        text.enumerated().map { $0.offset > 0 && $0.offset.isMultiple(of: 4) ? " \($0.element)" : "\($0.element)" }.joined()
    }
}

/// A global location number of 13 digits whose last one is the check digit (GS1, modulo 10).
public struct GLN: Hashable, Sendable, CustomStringConvertible {
    /// The 13 digits.
    public let text: String

    /// Reads 13 digits; nil when there are fewer, more, or the check digit is wrong.
    public init?(_ text: some StringProtocol) {
        let digits = Array(text.utf8)
        guard digits.count == 13, digits.allSatisfy(isDigit) else { return nil }
        // Weights 1 and 3 from the right.
        let sum = digits.reversed().enumerated().reduce(0) { $0 + value($1.element) * ($1.offset.isMultiple(of: 2) ? 1 : 3) }
        guard sum.isMultiple(of: 10) else { return nil }
        self.text = String(text)
    }

    /// The 13 digits.
    public var description: String { text }
}

/// A number of the Dutch chamber of commerce (KvK): eight digits, no public check digit (reference `dutch-finance` §13).
public struct ChamberOfCommerceNumber: Hashable, Sendable, CustomStringConvertible {
    /// The eight digits, leading zeros kept.
    public let text: String

    /// Reads eight digits, spaces and points removed; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let digits = compact(text)
        guard digits.count == 8, digits.allSatisfy(isDigit), digits.contains(where: { value($0) != 0 }) else { return nil }
        self.text = String(decoding: digits, as: UTF8.self)
    }

    /// The eight digits.
    public var description: String { text }
}

// Number checks work on bytes: the numbers are ASCII, and anything else in them is a mistake.

func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }

/// 0…9 for a digit, 10…35 for a capital.
///
/// - Precondition: the byte is a digit or a capital.
func value(_ byte: UInt8) -> Int {
    precondition(isDigit(byte) || isUpper(byte), "only digits and capitals have a value")
    return isDigit(byte) ? Int(byte - UInt8(ascii: "0")) : Int(byte - UInt8(ascii: "A")) + 10
}

/// The bytes in capitals, without the separators people write (space, point, hyphen, slash), at most 64 of them.
func compact(_ text: some StringProtocol) -> [UInt8] {
    // A plain loop over the bytes in place: e-invoices are read by the thousand, each with several numbers.
    var text = String(text)
    return text.withUTF8 { text in
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(text.count, 64))
        for byte in text.prefix(64) {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/"): continue
            case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes.append(byte - 32)
            default: bytes.append(byte)
            }
        }
        return bytes
    }
}

/// The remainder of 97 with letters as two-digit numbers (ISO 7064 mod 97-10).
///
/// - Precondition: digits and capitals only.
func remainder97(_ bytes: some Sequence<UInt8>) -> Int {
    bytes.reduce(0) { ($0 * (isDigit($1) ? 10 : 100) + value($1)) % 97 }
}
