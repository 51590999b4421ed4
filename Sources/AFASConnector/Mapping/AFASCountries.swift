import BridgeDomain

/// Country codes as the service has them: those of car plates, not ISO's (reference `afas-profit` §3.5).
public enum AFASCountries {
    /// By ISO 3166 alpha-2 code, where the two differ. The environment's own list (`ProfitCountries`)
    /// decides; the connection check compares the commonest.
    public static let codes: [String: String] = [
        "AT": "A", "BE": "B", "CH": "CH", "CZ": "CZ", "DE": "D", "DK": "DK", "EE": "EST", "ES": "E", "FI": "FIN", "FR": "F", "GB": "GB",
        "HU": "H", "IE": "IRL", "IT": "I", "KE": "EAK", "LU": "L", "NO": "N", "PT": "P", "SE": "S", "SI": "SLO", "US": "USA", "CA": "CDN",
        "JP": "J", "IL": "IL", "ET": "ETH", "EC": "EC", "CO": "CO", "ZA": "ZA", "UG": "EAU", "TZ": "EAT", "ZM": "Z", "ZW": "ZW",
        "IN": "IND",
        "CN": "CN", "RU": "RUS", "UA": "UA", "TR": "TR", "MT": "M", "CY": "CY", "GR": "GR", "HR": "HR", "LT": "LT", "LV": "LV", "RO": "RO",
        "BG": "BG", "SK": "SK", "PL": "PL", "NL": "NL", "IS": "IS", "LI": "FL", "MC": "MC",
    ]

    /// Where most of the trade is: the connection check looks whether the environment has these.
    static let checked = ["AT", "BE", "CH", "CZ", "DE", "DK", "ES", "FR", "GB", "IE", "IT", "LU", "NL", "NO", "PL", "SE"]

    /// The service's code of a country; nil for a country without one here.
    static func code(_ iso: String, _ settings: AFASRelationSettings) -> String? { settings.countryCodes[iso] ?? codes[iso] }
}
