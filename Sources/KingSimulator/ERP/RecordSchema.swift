import BridgeDomain

/// The elements of one record of an import file: types, lengths, what must be there (reference king §7). Order is free, each occurs once.
struct RecordSchema: Sendable {
    enum Kind: Sendable {
        case text(Int)
        /// 0 to this number.
        case whole(Int)
        /// Two decimals, twelve digits at most.
        case decimal
        case flag
        case date
        case moment
        case choice([String])
    }

    struct Element: Sendable {
        let kind: Kind
        let isRequired: Bool
        let mayBeEmpty: Bool
    }

    let name: String
    private let elements: [String: Element]
    /// Elements with records of their own in them, read apart.
    private let containers: Set<String>

    init(_ name: String, required: [String: Kind] = [:], _ optional: [String: Kind], filled: Set<String> = [], containers: Set<String> = [])
    {
        self.name = name
        self.containers = containers
        elements = optional.mapValues { Element(kind: $0, isRequired: false, mayBeEmpty: true) }
            .merging(required.mapValues { Element(kind: $0, isRequired: true, mayBeEmpty: false) }) { $1 }
            .merging(filled.compactMap { name in optional[name].map { (name, Element(kind: $0, isRequired: false, mayBeEmpty: false)) } }) {
                $1
            }
    }

    /// The record's values; empty elements are left out.
    func read(_ record: XMLElement) throws(ERPRefusal) -> [String: String] {
        guard record.name == name else { throw .element(record.name) }
        var values: [String: String] = [:]
        var seen: Set<String> = []
        for child in record.children {
            guard seen.insert(child.name).inserted else { throw .twice(child.name) }
            if containers.contains(child.name) { continue }
            guard let element = elements[child.name], child.children.isEmpty else { throw .element(child.name) }
            if child.text.isEmpty, element.mayBeEmpty { continue }
            guard Self.isValid(child.text, element.kind) else { throw .value(child.name, child.text) }
            values[child.name] = child.text
        }
        for (name, element) in elements.sorted(by: { $0.key < $1.key }) where element.isRequired && values[name] == nil {
            throw .missing(name)
        }
        return values
    }

    private static func isValid(_ text: String, _ kind: Kind) -> Bool {
        switch kind {
        case .text(let length): return text.unicodeScalars.count <= length
        case .whole(let largest): return Formats.digits(text).flatMap { Int($0) }.map { $0 <= largest } ?? false
        case .decimal:
            guard let (value, written) = ExactDecimal.reading(text) else { return false }
            return written <= 2 && String(value.magnitude.rounded(to: 0).significand).utf8.count <= 10
        case .flag: return ["true", "false", "1", "0"].contains(text)
        case .date: return CalendarDate(text) != nil
        case .moment: return CalendarDate(text.prefix { $0 != "T" }) != nil && text.contains("T")
        case .choice(let values): return values.contains(text)
        }
    }
}

extension RecordSchema {
    /// Int 10.
    private static let number = Kind.whole(9_999_999_999)
    private static let side = Kind.choice(["DEB", "CRED"])

    static let batch = RecordSchema(
        "BOEKINGSGANG", ["BG_OMSCHRIJVING": .text(40), "BG_DEFINITIEF": .flag], containers: ["JOURNAALPOSTEN"])

    static let entry = RecordSchema(
        "JOURNAALPOST", required: ["JP_DAGBOEKCODE": .text(10)],
        ["JP_BOEKDATUM": .date, "JP_STUKNUMMER": number, "JP_OMSCHRIJVING": .text(40)], containers: ["JOURNAALREGELS"])

    static let line = RecordSchema(
        "JOURNAALREGEL",
        required: [
            "JR_REKENINGNUMMER": .text(28), "JR_BOEKZIJDE": side, "JR_VALUTACODE": .text(3), "JR_VALUTABEDRAG": .decimal,
        ],
        [
            "JR_VOLGNUMMER": .whole(999), "JR_BOEKDATUM": .date, "JR_OMSCHRIJVING": .text(40), "JR_FACTUURNUMMER": .text(40),
            "JR_FACTUURDATUM": .date, "JR_VERVALDATUM": .date, "JR_BETALINGSKENMERK": .text(24), "JR_AANTAL": .decimal,
            "JR_ARCHIEFSTUK_NUMMER": .text(20), "JR_ARCHIEFSTUK_EXTERN_ID": .text(20), "JR_OPENSTAANDE_POST_GEFIATTEERD": .flag,
            "JR_OPENSTAANDE_POST_FIATTERING_GEWIJZIGD_DOOR": .text(40), "JR_OPENSTAANDE_POST_FIATTERING_GEWIJZIGD_OP": .moment,
        ], containers: ["HULPREKENING"])

    static let help = RecordSchema(
        "HULPREKENING",
        required: [
            "HULP_SOORT": .choice(["BTW", "BETVS", "KRSVS", "KREDBEP", "BETKORT"]), "HULP_BOEKZIJDE": side, "HULP_VALUTACODE": .text(3),
            "HULP_VALUTABEDRAG": .decimal,
        ], ["HULP_BTWCODE": .whole(999), "HULP_REKENINGNUMMER": .text(28)], filled: ["HULP_BTWCODE"])

    static let debtor = RecordSchema(
        "DEBITEUR",
        [
            "NAW_NUMMER": number, "NAW_ZOEKCODE": .text(10), "NAW_BETALINGSCONDITIE": .whole(999), "NAW_LEVERINGSCONDITIE": .whole(999),
            "NAW_BTWCODE": .whole(999), "NAW_DEBITEURGROEP": .whole(999), "NAW_VERTEGENWOORDIGER": .whole(999),
            "NAW_VALUTACODE": .text(3), "NAW_TAALCODE": .text(3), "NAW_KREDIETLIMIET": .decimal, "NAW_TEGENREKENING": .text(28),
            "NAW_BTWNUMMER": .text(15), "NAW_KVKNUMMER": .text(40),
            "NAW_AANMANINGSTYPE": .choice(["AANMANING", "REKENINGOVERZICHT", "GEEN"]),
            "NAW_FACTURERENINEXBTW": .choice(["EXCLBTW", "INCLBTW"]),
            "NAW_APARTEFACTUREN": .choice(["JA", "NEE", "PERCP", "PERVZ", "PERCPVZ"]), "NAW_BLOKKEERORDERINVOER": .flag,
            "NAW_DEBITEURNUMMERFACTUUR": number, "NAW_DEBITEURNUMMEROMZET": number, "NAW_DEBITEURNUMMERPRIJZEN": number,
            "NAW_OPMERKING": .text(Int(Int32.max)), "NAW_WEBSITE": .text(250),
        ],
        containers: [
            "NAW_VESTIGINGADRES", "NAW_CORRESPONDENTIEADRES", "NAW_BANKREKENINGEN", "NAW_CONTACTPERSONEN", "NAW_VERZENDADRESSEN",
            "NAW_VRIJERUBRIEKEN",
        ])

    static func address(_ name: String) -> RecordSchema {
        RecordSchema(
            name,
            [
                "ADR_NAAM1": .text(40), "ADR_NAAM2": .text(40), "ADR_STRAAT": .text(40), "ADR_HUISNUMMER": .text(10),
                "ADR_POSTCODE": .text(40), "ADR_WOONPLAATS": .text(40), "ADR_LAND": .text(3), "ADR_EMAIL": .text(80),
                "ADR_TELEFOON": .text(25), "ADR_TELEFOON2": .text(25), "ADR_TELEFAX": .text(25), "ADR_EAN": .text(13),
            ])
    }

    static let bankAccount = RecordSchema(
        "NAW_BANKREKENING", required: ["BANK_REKENINGNUMMER": .text(34)],
        ["BANK_REKENINGHOUDER": .text(70), "BANK_BIC": .text(11), "BANK_ISDEFAULTREKENING": .flag])

    /// The names of the elements around this record and the next are not published; the importer minds only the root's.
    static let openItem = RecordSchema(
        "OPENSTAANDE_POST", required: ["OSP_NAW_NUMMER": number, "OSP_FACTUURNUMMER": .text(40), "OSP_GEFIATTEERD": .flag], [:])

    /// The two enumerations' values are not published.
    static let archive = RecordSchema(
        "ARCHIEFSTUK", required: ["DAR_ARCHIEFSOORT": .text(10), "DAR_BESTANDSNAAM": .text(255)],
        [
            "DAR_EXTERN_ID": .text(20), "DAR_DATUM": .date, "DAR_NAW_SOORT": .choice(["DEB", "CRED"]), "DAR_NAW_NUMMER": number,
            "DAR_VERWERKSOORT": .choice(["KOPIE", "VERPLAATS"]), "DAR_DAGBOEK": .text(10),
        ])
}
