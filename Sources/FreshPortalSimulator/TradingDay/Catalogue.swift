import BridgeDomain

/// What is traded: names, packing and price ranges as they occur in the trade; codes are invented in the sector's forms.
enum Catalogue {
    /// An article.
    struct Article: Sendable {
        let code: String
        /// The code of the sector's product list (VBN).
        let vbn: String
        let name: String
        let group: String
        let unit: String
        /// How many go into one package.
        let packing: [Int]
        /// The price range in thousandths of the currency.
        let price: ClosedRange<Int>
        /// Stem lengths in centimetres or pot sizes; empty where there are none.
        let sizes: [Int]
    }

    private static func flower(_ code: String, _ vbn: String, _ name: String, _ packing: [Int], _ price: ClosedRange<Int>, _ sizes: [Int])
        -> Article
    {
        Article(code: code, vbn: vbn, name: name, group: "CUTFLOWER", unit: "stem", packing: packing, price: price, sizes: sizes)
    }

    private static func plant(_ code: String, _ vbn: String, _ name: String, _ packing: [Int], _ price: ClosedRange<Int>, _ sizes: [Int])
        -> Article
    {
        Article(code: code, vbn: vbn, name: name, group: "PLANT", unit: "piece", packing: packing, price: price, sizes: sizes)
    }

    static let flowers: [Article] = [
        flower("ROSRN", "103401", "Rosa gr. Red Naomi", [50, 60, 80], 420...890, [50, 60, 70, 80]),
        flower("ROSAV", "100987", "Rosa gr. Avalanche+", [50, 60, 80], 380...820, [50, 60, 70]),
        flower("ROSPM", "104118", "Rosa kl. Pink Martini", [100, 120], 190...420, [40, 50, 60]),
        flower("ROSTR", "106552", "Rosa tr. Pink Irischka", [50, 100], 310...560, [40, 50]),
        flower("CHRTR", "101844", "Chrysanthemum tr. Baltica wit", [50, 80], 210...390, [65, 70, 75]),
        flower("CHRPL", "105230", "Chrysanthemum geplozen Magnum", [50], 480...760, [70, 75]),
        flower("TULEN", "102670", "Tulipa en. Strong Gold", [250, 300, 500], 120...260, [36, 38, 40]),
        flower("TULDU", "102911", "Tulipa du. Columbus", [200, 250], 170...310, [36, 38]),
        flower("GERMI", "103055", "Gerbera mi. gemengd", [100, 150], 130...280, []),
        flower("GERGR", "103012", "Gerbera gr. Serena", [40, 60], 240...430, []),
        flower("LILOR", "104707", "Lilium or. Santander", [40, 60], 620...1_180, [80, 90]),
        flower("LILLA", "104733", "Lilium la. Brindisi", [60, 80], 340...590, [70, 80]),
        flower("ALSVI", "100311", "Alstroemeria Virginia", [100, 120], 180...340, [70, 80]),
        flower("FREEN", "102208", "Freesia en. Ambiance", [250, 300], 140...290, []),
        flower("EUSDU", "102015", "Eustoma du. Rosita White", [50, 80], 390...680, [65, 70]),
        flower("HYDMA", "103720", "Hydrangea Magical Revolution", [20, 25], 1_150...2_450, [50, 60]),
        flower("MATIN", "104902", "Matthiola Centum White", [60, 80], 290...480, [65]),
        flower("ANTAN", "100502", "Anthurium andreanum Acropolis", [12, 16], 690...1_390, []),
        flower("ORCCY", "101990", "Cymbidium gr. wit", [12], 2_900...5_400, [70]),
        flower("STATI", "104411", "Limonium si. Dark Blue", [150, 200], 160...270, [65]),
        flower("SOLID", "106410", "Solidago Tara", [150, 200], 120...220, [70]),
        flower("HYPAN", "103833", "Hypericum Magical Green", [100, 120], 190...330, [60, 70]),
        flower("ASTMO", "100642", "Aster tr. Cassandra", [100], 170...280, [65]),
        flower("GYPPA", "103640", "Gypsophila pa. Xlence", [75, 100], 320...610, [65, 70]),
        flower("PAESB", "105011", "Paeonia Sarah Bernhardt", [40, 50], 780...1_490, [50, 60]),
        flower("HIPRL", "103702", "Hippeastrum Red Lion", [20, 24], 980...1_760, []),
        flower("ILEVE", "103901", "Ilex verticillata Oudijk's Oranje", [50], 720...1_290, [60, 70]),
        flower("EUCCI", "102003", "Eucalyptus cinerea", [75], 260...440, [60]),
    ]

    static let plants: [Article] = [
        plant("PHATW", "110214", "Phalaenopsis 2-tak wit", [8, 10], 4_250...7_900, [12]),
        plant("PHAMI", "110233", "Phalaenopsis mini gemengd", [12, 15], 2_950...4_600, [9]),
        plant("KALCA", "111402", "Kalanchoe Calandiva", [12, 15], 1_180...1_950, [11]),
        plant("POIRO", "112020", "Poinsettia Christmas Feelings", [8, 10], 1_650...2_850, [13]),
        plant("SPAWA", "112907", "Spathiphyllum Sweet Chico", [8, 10], 1_950...3_400, [12]),
        plant("FICBE", "110905", "Ficus benjamina Danielle", [6], 4_900...8_750, [17, 21]),
        plant("MONDE", "111733", "Monstera deliciosa", [4, 6], 5_900...11_500, [17, 21]),
        plant("SANTR", "112610", "Sansevieria trifasciata", [6, 8], 3_450...6_200, [14]),
        plant("CYCMI", "110511", "Cyclamen mini gemengd", [12, 18], 980...1_640, [9]),
        plant("BEGEL", "110120", "Begonia Elatior gemengd", [10, 12], 1_250...1_990, [13]),
        plant("HEDHE", "111100", "Hedera helix Wonder", [10, 12], 890...1_480, [12]),
        plant("CALVU", "110307", "Calluna vulgaris Garden Girls", [10, 15], 890...1_390, [11]),
    ]

    static let dyed: [Article] = [
        Article(
            code: "ROSRB", vbn: "106801", name: "Rosa gr. Rainbow (geverfd)", group: "DYED", unit: "stem", packing: [40, 50],
            price: 780...1_350, sizes: [60]),
        Article(
            code: "GYPBL", vbn: "106822", name: "Gypsophila blauw (geverfd)", group: "DYED", unit: "stem", packing: [75], price: 480...790,
            sizes: [65]),
        Article(
            code: "CHRGO", vbn: "106840", name: "Chrysanthemum goud (geverfd)", group: "DYED", unit: "stem", packing: [50],
            price: 590...880, sizes: [70]),
    ]

    static let hardware: [Article] = [
        Article(
            code: "VAASGL", vbn: "990101", name: "Glasvaas cilinder 20 cm", group: "HARDWARE", unit: "piece", packing: [6, 12],
            price: 3_250...6_950, sizes: []),
        Article(
            code: "POTKER", vbn: "990118", name: "Keramische sierpot 14 cm", group: "HARDWARE", unit: "piece", packing: [8, 12],
            price: 1_950...4_450, sizes: []),
        Article(
            code: "LINTSA", vbn: "990204", name: "Satijnlint 25 mm, rol 50 m", group: "HARDWARE", unit: "piece", packing: [10],
            price: 2_450...3_950, sizes: []),
        Article(
            code: "OASIS", vbn: "990230", name: "Steekschuim, doos 20 stuks", group: "HARDWARE", unit: "box", packing: [1],
            price: 13_500...18_900, sizes: []),
    ]

    /// Returnable packaging: code, name, deposit in cents.
    static let returnable: [(code: String, name: String, deposit: Int64)] = [
        ("FC566", "Fust emmer groot (FC566)", 300), ("FC577", "Fust emmer laag (FC577)", 225),
        ("FC996", "Deense kar plateau (FC996)", 1_250),
    ]

    /// One-way packaging: code, name, price range in thousandths.
    static let oneWay: [(code: String, name: String, price: ClosedRange<Int>)] = [
        ("FC519", "Eenmalige doos 100 x 40 (FC519)", 980...1_350), ("FC950", "Eenmalige plantentray (FC950)", 320...540),
        ("HOESK", "Kraft hoezen, per 100", 6_400...8_900),
    ]

    /// A product group no mapping knows: what a new article group looks like on its first day.
    static let unmappedGroup = "SEEDBULB"

    /// Units of the currency per euro, as printed on the invoices of the day.
    static func exchangeRate(_ currency: Currency) -> ExactDecimal {
        switch currency.code {
        case "USD": ExactDecimal(significand: 10_842, decimals: 4)
        case "GBP": ExactDecimal(significand: 8_637, decimals: 4)
        case "CHF": ExactDecimal(significand: 9_415, decimals: 4)
        default: .one
        }
    }
}

/// The source's own VAT codes.
enum SourceVAT: String, CaseIterable {
    case low = "L"
    case high = "H"
    /// 0%: intra-EU and export alike; the treatment tells them apart.
    case zero = "N"
    case shifted = "V"
    case outside = "X"
    case ossGermany = "OSSDE7"

    var rate: ExactDecimal {
        switch self {
        case .low: 9
        case .high: 21
        case .ossGermany: 7
        case .zero, .shifted, .outside: 0
        }
    }

    var name: String {
        switch self {
        case .low: "Btw laag 9%"
        case .high: "Btw hoog 21%"
        case .zero: "0% intracommunautair of export"
        case .shifted: "Btw verlegd"
        case .outside: "Buiten btw (fust)"
        case .ossGermany: "OSS Duitsland 7%"
        }
    }
}
