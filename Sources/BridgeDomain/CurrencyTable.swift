/// The currencies of ISO 4217 and their decimals: list one. The codes agree with
/// the list as the package pycountry 26.2 (February 2026) holds it, in which BGN, HRK and ANG are gone; the decimals are general knowledge.
///
/// Codes without a minor unit (gold, special drawing rights, test codes) are left out: no invoice is written in them. The euro stands
/// first, because ``Currency/eur`` is its position; the order of the others carries no meaning, since only codes are ever stored.
enum CurrencyTable {
    static let rows: [(code: String, exponent: Int)] =
        [("EUR", 2)] + parse(twoDecimals, exponent: 2) + parse(noDecimals, exponent: 0) + parse(threeDecimals, exponent: 3)
        + parse(fourDecimals, exponent: 4)

    private static let indexes: [String: UInt8] = Dictionary(
        uniqueKeysWithValues: rows.enumerated().map { ($1.code, UInt8($0)) })

    static func index(of code: String) -> UInt8? { indexes[code] }

    private static let twoDecimals = """
        AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP \
        CVE CZK DKK DOP DZD EGP ERN ETB FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT \
        LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN \
        QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS \
        VED VES WST XAD XCD XCG YER ZAR ZMW ZWG
        """
    private static let noDecimals = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
    private static let threeDecimals = "BHD IQD JOD KWD LYD OMR TND"
    private static let fourDecimals = "CLF UYW"

    private static func parse(_ codes: String, exponent: Int) -> [(code: String, exponent: Int)] {
        codes.split(separator: " ").map { (String($0), exponent) }
    }
}
