/// What a look at a VAT number's text tells. Whether the number is in use, only VIES can say.
public enum VATNumberVerdict: Hashable, Sendable {
    /// The format is right, and so is the check digit where the country has a public one.
    case valid(VATNumber)
    /// The format is right, the check digit is not.
    case checkDigitWrong(VATNumber)
    /// Starts with a known prefix, but what follows is not of that country's form.
    case formatWrong(prefix: String)
    /// Does not start with a prefix we know: the member states, XI, GB, CHE, NO.
    case prefixUnknown

    /// The number when nothing is wrong with it.
    public var number: VATNumber? {
        guard case .valid(let number) = self else { return nil }
        return number
    }
}

/// A VAT number of a member state, Northern Ireland, the United Kingdom, Switzerland or Norway, in its normal form.
///
/// The normal form is the prefix and the number in capitals without separators: `NL004495445B01`, `EL094259216` (Greece has EL, not GR),
/// `CHE107787577MWST`, `NO995525828MVA`. Formats and check digits: reference `dutch-finance` §13.
public struct VATNumber: Hashable, Sendable, CustomStringConvertible {
    /// `NL`, `EL`, `XI`, `CHE`…
    public let prefix: String
    /// The country it belongs to: `GR` for the prefix `EL`, `CH` for `CHE`.
    public let country: CountryCode
    /// The whole number in its normal form.
    public let text: String

    /// Reads a number in any spelling; nil unless ``check(_:)`` finds it valid.
    public init?(_ text: some StringProtocol) {
        guard let number = Self.check(text).number else { return nil }
        self = number
    }

    init(prefix: String, country: CountryCode, text: String) {
        self.prefix = prefix
        self.country = country
        self.text = text
    }

    /// The normal form.
    public var description: String { text }

    /// Judges a number's text: spaces, points, hyphens and slashes are ignored, small letters taken as capitals. Never fails.
    public static func check(_ text: some StringProtocol) -> VATNumberVerdict {
        guard text.utf8.count <= lengthMax else { return .prefixUnknown }
        let bytes = compact(text)
        guard let (scheme, body) = scheme(of: bytes) else { return .prefixUnknown }
        guard let country = CountryCode(scheme.country) else { preconditionFailure("no country of ISO 3166: \(scheme.country)") }
        let normal = scheme.normal(body)
        let number = VATNumber(prefix: scheme.prefix, country: country, text: scheme.prefix + String(decoding: normal, as: UTF8.self))
        switch scheme.judge(normal) {
        case .right: return .valid(number)
        case .checkDigitWrong: return .checkDigitWrong(number)
        case .formatWrong: return .formatWrong(prefix: scheme.prefix)
        }
    }

    /// Longer texts are not looked at: the longest number has 16 characters, with room for separators.
    public static let lengthMax = 40

    /// The countries (ISO 3166, and XI) whose numbers can be judged.
    static let countriesKnown = Set(VATNumberScheme.all.values.map(\.country))

    private static func scheme(of bytes: [UInt8]) -> (VATNumberScheme, [UInt8])? {
        let start = String(decoding: bytes.prefix(3), as: UTF8.self)
        if start == "CHE" { return VATNumberScheme.all["CHE"].map { ($0, Array(bytes.dropFirst(3))) } }
        // Norwegians write the number without the country as well; its ending tells.
        if bytes.count == 12, bytes.prefix(9).allSatisfy(isDigit), bytes.suffix(3).elementsEqual("MVA".utf8) {
            return VATNumberScheme.all["NO"].map { ($0, bytes) }
        }
        let prefix = start.prefix(2) == "GR" ? "EL" : String(start.prefix(2))
        return VATNumberScheme.all[prefix].map { ($0, Array(bytes.dropFirst(2))) }
    }
}
