extension VATRateTable {
    /// The rates the product ships with: the Dutch rates since 2001, and for one-stop-shop sales (OSS) the standard rates of the other
    /// member states with the reduced rates on cut flowers of Germany, Belgium and France.
    ///
    /// Sources: reference `dutch-finance` §1 for the Dutch rates and the three reduced ones (there: medium confidence). The standard rates
    /// of other states and all first days outside the reference are general knowledge; the changes of 2024 and 2025 (EE, FI, RO, SK) agree
    /// with a secondary overview of December 2025, later ones were not checked. Confirm a state's rows with the Commission's list before
    /// one-stop-shop sales to it are posted. Belgium's 6% is older than its first day here. The Dutch change of 2028 (flowers and plants to 21%)
    /// was announced on 30 January 2026 and is no law; its row waits to be switched on: the reduced rate is then 21%.
    public static let standard = VATRateTable(rows: dutch + standardRates + reducedRatesOnFlowers)

    /// The day the announced Dutch change would begin.
    public static let announcedDutchChange = CalendarDate.fixed(2028, 1, 1)

    private static let dutch: [VATRateRow] = [
        row("NL", .standard, 19, .fixed(2001, 1, 1), to: .fixed(2012, 9, 30)),
        row("NL", .standard, 21, .fixed(2012, 10, 1)),
        row("NL", .reduced, 6, .fixed(1986, 10, 1), to: .fixed(2018, 12, 31)),
        row("NL", .reduced, 9, .fixed(2019, 1, 1)),
        row("NL", .reduced, 21, announcedDutchChange, isActive: false),
        row("NL", .zero, 0, .fixed(1969, 1, 1)),
    ]

    private static let reducedRatesOnFlowers: [VATRateRow] = [
        row("BE", .reduced, 6, .fixed(2000, 1, 1)),
        row("DE", .reduced, 7, .fixed(1983, 7, 1)),
        row("DE", .reduced, 5, .fixed(2020, 7, 1)),
        row("DE", .reduced, 7, .fixed(2021, 1, 1)),
        row("FR", .reduced, 10, .fixed(2014, 1, 1)),
    ]

    private static let standardRates: [VATRateRow] = [
        row("AT", .standard, 20, .fixed(1984, 1, 1)),
        row("BE", .standard, 21, .fixed(1996, 1, 1)),
        row("BG", .standard, 20, .fixed(1999, 1, 1)),
        row("CY", .standard, 19, .fixed(2014, 1, 13)),
        row("CZ", .standard, 21, .fixed(2013, 1, 1)),
        row("DE", .standard, 19, .fixed(2007, 1, 1)),
        row("DE", .standard, 16, .fixed(2020, 7, 1)),
        row("DE", .standard, 19, .fixed(2021, 1, 1)),
        row("DK", .standard, 25, .fixed(1992, 1, 1)),
        row("EE", .standard, 20, .fixed(2009, 7, 1)),
        row("EE", .standard, 22, .fixed(2024, 1, 1)),
        row("EE", .standard, 24, .fixed(2025, 7, 1)),
        row("ES", .standard, 21, .fixed(2012, 9, 1)),
        row("FI", .standard, 24, .fixed(2013, 1, 1)),
        row("FI", .standard, ExactDecimal(significand: 255, decimals: 1), .fixed(2024, 9, 1)),
        row("FR", .standard, 20, .fixed(2014, 1, 1)),
        row("GR", .standard, 24, .fixed(2016, 6, 1)),
        row("HR", .standard, 25, .fixed(2012, 3, 1)),
        row("HU", .standard, 27, .fixed(2012, 1, 1)),
        row("IE", .standard, 23, .fixed(2012, 1, 1)),
        row("IE", .standard, 21, .fixed(2020, 9, 1)),
        row("IE", .standard, 23, .fixed(2021, 3, 1)),
        row("IT", .standard, 22, .fixed(2013, 10, 1)),
        row("LT", .standard, 21, .fixed(2009, 9, 1)),
        row("LU", .standard, 17, .fixed(2015, 1, 1)),
        row("LU", .standard, 16, .fixed(2023, 1, 1)),
        row("LU", .standard, 17, .fixed(2024, 1, 1)),
        row("LV", .standard, 21, .fixed(2012, 7, 1)),
        row("MT", .standard, 18, .fixed(2004, 1, 1)),
        row("PL", .standard, 23, .fixed(2011, 1, 1)),
        row("PT", .standard, 23, .fixed(2011, 1, 1)),
        row("RO", .standard, 19, .fixed(2017, 1, 1)),
        row("RO", .standard, 21, .fixed(2025, 8, 1)),
        row("SE", .standard, 25, .fixed(1990, 7, 1)),
        row("SI", .standard, 22, .fixed(2013, 7, 1)),
        row("SK", .standard, 20, .fixed(2011, 1, 1)),
        row("SK", .standard, 23, .fixed(2025, 1, 1)),
    ]

    private static func row(
        _ country: String, _ kind: VATRateKind, _ rate: ExactDecimal, _ from: CalendarDate, to: CalendarDate? = nil, isActive: Bool = true
    ) -> VATRateRow {
        guard let country = CountryCode(country) else { preconditionFailure("no country of ISO 3166: \(country)") }
        return VATRateRow(country: country, kind: kind, rate: rate, from: from, to: to, isActive: isActive)
    }
}
