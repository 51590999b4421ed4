/// A country by its code of ISO 3166 alpha-2, or `XI` for Northern Ireland where goods are concerned.
///
/// Only codes of the table exist. Greece is `GR` here; its VAT numbers start with `EL` (see ``VATNumber``).
public struct CountryCode: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The two letters.
    public let text: String

    private init(known text: String) { self.text = text }

    /// A country by its two capitals; nil for a code that is not in use. Constant cost.
    public init?(_ text: some StringProtocol) {
        let text = String(text)
        guard CountryTable.codes.contains(text) else { return nil }
        self.init(known: text)
    }

    /// The Netherlands.
    public static let netherlands = CountryCode(known: "NL")
    /// Belgium.
    public static let belgium = CountryCode(known: "BE")
    /// Germany.
    public static let germany = CountryCode(known: "DE")
    /// France.
    public static let france = CountryCode(known: "FR")
    /// The United Kingdom; for goods since 2021 without Northern Ireland.
    public static let unitedKingdom = CountryCode(known: "GB")
    /// Northern Ireland, which follows the EU for goods since 2021 (reference `dutch-finance` §3). Not a code of ISO 3166.
    public static let northernIreland = CountryCode(known: "XI")

    /// The two letters.
    public var description: String { text }

    /// Orders by code.
    public static func < (left: CountryCode, right: CountryCode) -> Bool { left.text < right.text }
}

extension CountryCode: Codable {
    /// Reads the two letters.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let country = CountryCode(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a country of ISO 3166: \(text)")
        }
        self = country
    }

    /// Writes the two letters.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

extension CountryCode {
    /// True when the country is a member state of the European Union on `date`.
    ///
    /// The United Kingdom was one up to and including 31 January 2020.
    public func isEUMember(on date: CalendarDate) -> Bool {
        guard let membership = EUMembership.byCountry[text] else { return false }
        return membership.from <= date && (membership.to.map { date <= $0 } ?? true)
    }

    /// True when goods that arrive in or leave from the country on `date` move inside the VAT territory of the European Union.
    ///
    /// Differs from membership: the United Kingdom belonged to it until 31 December 2020, Northern Ireland (`XI`) has done so since;
    /// Monaco counts as France and the Isle of Man as the United Kingdom. Areas that a country code does not tell apart (the Canary Islands, Livigno, Büsingen)
    /// are not known here; the source's VAT treatment decides for them.
    public func isInEUVATTerritory(on date: CalendarDate) -> Bool {
        switch text {
        case "GB":
            isEUMember(on: date) || (EUMembership.lastDayOfUKMembership < date && date <= EUMembership.lastDayOfUKTransition)
        case "XI": date > EUMembership.lastDayOfUKTransition
        case "MC": CountryCode.france.isInEUVATTerritory(on: date)
        case "IM": CountryCode.unitedKingdom.isInEUVATTerritory(on: date)
        default: isEUMember(on: date)
        }
    }

    /// Which group the country falls in, seen from `home` on `date`: the same country, elsewhere in the EU's VAT territory, or outside.
    public func group(seenFrom home: CountryCode = .netherlands, on date: CalendarDate) -> CountryGroup {
        if self == home { return .domestic }
        return isInEUVATTerritory(on: date) ? .eu : .nonEU
    }
}

/// Who was a member of the European Union when, both days included. Source: the accession treaties and the withdrawal agreement
/// of the United Kingdom, whose transition (in which it stayed in the VAT territory) ended on 31 December 2020.
enum EUMembership {
    static let lastDayOfUKMembership = CalendarDate.fixed(2020, 1, 31)
    static let lastDayOfUKTransition = CalendarDate.fixed(2020, 12, 31)

    static let byCountry: [String: (from: CalendarDate, to: CalendarDate?)] = {
        var table: [String: (from: CalendarDate, to: CalendarDate?)] = [:]
        for (codes, from) in accessions {
            for code in codes.split(separator: " ") { table[String(code)] = (from, code == "GB" ? lastDayOfUKMembership : nil) }
        }
        return table
    }()

    private static let accessions: [(codes: String, from: CalendarDate)] = [
        ("BE DE FR IT LU NL", .fixed(1958, 1, 1)),
        ("DK GB IE", .fixed(1973, 1, 1)),
        ("GR", .fixed(1981, 1, 1)),
        ("ES PT", .fixed(1986, 1, 1)),
        ("AT FI SE", .fixed(1995, 1, 1)),
        ("CY CZ EE HU LT LV MT PL SI SK", .fixed(2004, 5, 1)),
        ("BG RO", .fixed(2007, 1, 1)),
        ("HR", .fixed(2013, 7, 1)),
    ]
}

/// The officially assigned codes of ISO 3166-1 (249), and `XI`.
enum CountryTable {
    static let codes: Set<String> = Set(assigned.split(separator: " ").map(String.init)).union(["XI"])

    private static let assigned = """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH \
        CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN \
        GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI \
        LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM \
        PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD \
        TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """
}
