/// Names and places customers and suppliers are made of. All of them are invented combinations.
enum Names {
    /// A place: name, the range its postcodes start in, and how they are written.
    struct Place: Sendable {
        let city: String
        let postcode: Int
    }

    static let dutchShops = [
        "Bloemenhuis", "Bloematelier", "De Bloementuin", "Bloemsierkunst", "Flora", "Boeket & Zo", "Het Bloemenmeisje", "Fleurig",
        "Bloemenboetiek", "Groen & Bloei", "Bloem en Tak", "De Oranjerie",
    ]
    static let dutchFamilies = [
        "van den Berg", "de Jong", "Bakker", "Visser", "Smit", "Meijer", "de Groot", "Mulder", "Bos", "Vos", "Peters", "Hendriks",
        "van Leeuwen", "Dekker", "Brouwer", "de Wit", "Dijkstra", "Smits", "de Graaf", "van der Meer", "Kok", "Jacobs", "Vermeulen",
        "van Vliet", "Schouten", "Hoekstra", "Koster", "Prins", "Blom", "Huisman",
    ]
    static let dutchPlaces: [Place] = [
        Place(city: "Aalsmeer", postcode: 1431), Place(city: "Naaldwijk", postcode: 2671), Place(city: "Utrecht", postcode: 3511),
        Place(city: "Haarlem", postcode: 2011), Place(city: "Leiden", postcode: 2311), Place(city: "Zwolle", postcode: 8011),
        Place(city: "Arnhem", postcode: 6811), Place(city: "Breda", postcode: 4811), Place(city: "'s-Hertogenbosch", postcode: 5211),
        Place(city: "Groningen", postcode: 9711), Place(city: "Maastricht", postcode: 6211), Place(city: "Alkmaar", postcode: 1811),
        Place(city: "Deventer", postcode: 7411), Place(city: "Middelburg", postcode: 4331),
    ]
    static let dutchStreets = [
        "Dorpsstraat", "Kerkstraat", "Stationsweg", "Hoofdstraat", "Molenweg", "Venkelstraat", "Bloemenlaan", "Marktplein",
    ]

    static let germanFamilies = [
        "Müller", "Schneider", "Weber", "Becker", "Hoffmann", "Schäfer", "Koch", "Krüger", "Jäger", "Vogel", "Brandt", "Großmann",
    ]
    static let germanPlaces: [Place] = [
        Place(city: "Straelen", postcode: 47_638), Place(city: "Köln", postcode: 50_667), Place(city: "Hamburg", postcode: 20_095),
        Place(city: "München", postcode: 80_331), Place(city: "Düsseldorf", postcode: 40_213), Place(city: "Münster", postcode: 48_143),
    ]
    static let frenchFamilies = ["Dupont", "Lefèvre", "Moreau", "Girard", "Bonnet", "Rousseau", "Chevalier", "Gauthier"]
    static let frenchPlaces: [Place] = [
        Place(city: "Rungis", postcode: 94_150), Place(city: "Lyon", postcode: 69_002), Place(city: "Lille", postcode: 59_000),
        Place(city: "Nîmes", postcode: 30_000),
    ]
    static let belgianFamilies = ["Peeters", "Janssens", "Maes", "Wouters", "Claes", "Goossens"]
    static let belgianPlaces: [Place] = [
        Place(city: "Antwerpen", postcode: 2000), Place(city: "Gent", postcode: 9000), Place(city: "Sint-Katelijne-Waver", postcode: 2860),
        Place(city: "Liège", postcode: 4000),
    ]
    static let polishFamilies = ["Kowalski", "Wiśniewski", "Zieliński", "Łukaszewicz"]
    static let polishPlaces: [Place] = [
        Place(city: "Poznań", postcode: 60_101), Place(city: "Łódź", postcode: 90_001), Place(city: "Warszawa", postcode: 10_001),
    ]
    static let britishFamilies = ["Thornbury", "Hartley", "Ashworth", "Pemberton", "Whitcombe", "O'Neill"]
    static let britishPlaces = [("Spalding", "PE11 2"), ("London", "SW8 5"), ("Birmingham", "B5 6"), ("Southampton", "SO14 3")]
    static let swissFamilies = ["Keller", "Zbinden", "Aebischer", "Rüegg"]
    static let swissPlaces: [Place] = [
        Place(city: "Zürich", postcode: 8005), Place(city: "Genève", postcode: 1201), Place(city: "Bern", postcode: 3011),
    ]
    static let norwegianFamilies = ["Hansen", "Bjørnstad", "Sæther"]
    static let norwegianPlaces: [Place] = [Place(city: "Oslo", postcode: 1051), Place(city: "Bergen", postcode: 5003)]
    static let americanFamilies = ["Hudson", "Delaney", "Whitman"]
    static let growers = ["Kwekerij", "Rozenkwekerij", "Chrysantenkwekerij", "Potplantenkwekerij", "Tulpenbedrijf", "Gerberakwekerij"]
}
