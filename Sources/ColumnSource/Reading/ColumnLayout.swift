import BridgeDomain
import BridgeSource

/// A value of the settings at its place in one file.
struct Cell: Hashable, Sendable {
    /// The column's name, for messages; of a fixed value, what it is for.
    let name: String
    /// nil for what is the same on every line.
    let index: Int?
    let value: ColumnValue
}

/// Settings bound to the header of one file.
struct ColumnLayout: Hashable, Sendable {
    let width: Int
    let document: DocumentCells
    let party: PartyCells
    let line: LineCells
    let vat: VATCells
    let creditColumn: Cell?
    let original: Cell?

    struct DocumentCells: Hashable, Sendable {
        let number, date, currency: Cell
        let version, supplyDate, dueDate, exchangeRate, description, order, deliveryCountry, net, vat, gross: Cell?
    }

    struct PartyCells: Hashable, Sendable {
        let code: Cell
        let name, country, vatNumber, chamberOfCommerce, email, street, postcode, city, iban: Cell?
    }

    struct LineCells: Hashable, Sendable {
        let product, description, group, quantity, unit, unitPrice, discountPercent, net, costCentre, costUnit: Cell?
    }

    struct VATCells: Hashable, Sendable {
        let treatment: Cell
        let code, rate, amount: Cell?
    }

    /// Finds every column; refused, with all that are missing, when one is not there.
    ///
    /// - Parameter first: the first record, which is the header unless the settings say that there is none.
    init(_ settings: ColumnSettings, first: [String]) throws(FileRefusal) {
        var finder = ColumnFinder(first, hasHeader: settings.form.hasHeader)
        let (documents, parties, lines, vat) = (settings.documents, settings.parties, settings.lines, settings.vat)
        width = first.count
        document = DocumentCells(
            number: finder.cell(documents.number, "number"), date: finder.cell(documents.date, "date"),
            currency: finder.cell(documents.currency, "currency"), version: finder.cell(ifAny: documents.version, "version"),
            supplyDate: finder.cell(ifAny: documents.supplyDate, "supply_date"), dueDate: finder.cell(ifAny: documents.dueDate, "due_date"),
            exchangeRate: finder.cell(ifAny: documents.exchangeRate, "exchange_rate"),
            description: finder.cell(ifAny: documents.description, "description"), order: finder.cell(ifAny: documents.order, "order"),
            deliveryCountry: finder.cell(ifAny: documents.deliveryCountry, "delivery_country"),
            net: finder.cell(ifAny: documents.net, "net"),
            vat: finder.cell(ifAny: documents.vat, "vat"), gross: finder.cell(ifAny: documents.gross, "gross"))
        party = PartyCells(
            code: finder.cell(parties.code, "code"), name: finder.cell(ifAny: parties.name, "name"),
            country: finder.cell(ifAny: parties.country, "country"),
            vatNumber: finder.cell(ifAny: parties.vatNumber, "vat_number"),
            chamberOfCommerce: finder.cell(ifAny: parties.chamberOfCommerce, "chamber_of_commerce"),
            email: finder.cell(ifAny: parties.email, "email"),
            street: finder.cell(ifAny: parties.street, "street"), postcode: finder.cell(ifAny: parties.postcode, "postcode"),
            city: finder.cell(ifAny: parties.city, "city"), iban: finder.cell(ifAny: parties.iban, "iban"))
        line = LineCells(
            product: finder.cell(ifAny: lines.product, "product"), description: finder.cell(ifAny: lines.description, "description"),
            group: finder.cell(ifAny: lines.group, "group"), quantity: finder.cell(ifAny: lines.quantity, "quantity"),
            unit: finder.cell(ifAny: lines.unit, "unit"),
            unitPrice: finder.cell(ifAny: lines.unitPrice, "unit_price"),
            discountPercent: finder.cell(ifAny: lines.discountPercent, "discount_percent"),
            net: finder.cell(ifAny: lines.net, "net"), costCentre: finder.cell(ifAny: lines.costCentre, "cost_centre"),
            costUnit: finder.cell(ifAny: lines.costUnit, "cost_unit"))
        self.vat = VATCells(
            treatment: finder.cell(vat.treatment, "treatment"), code: finder.cell(ifAny: vat.code, "code"),
            rate: finder.cell(ifAny: vat.rate, "rate"),
            amount: finder.cell(ifAny: vat.amount, "amount"))
        creditColumn =
            if case .column(let column, _) = settings.credits.recognition { finder.cell(column, "credit_notes") } else { nil }
        original = finder.cell(ifAny: settings.credits.original, "original")
        try finder.finish()
    }
}

/// Looks columns up in a header.
private struct ColumnFinder {
    private let first: [String]
    private let hasHeader: Bool
    private var places: [String: Int] = [:]
    private var twice: Set<String> = []
    private var missing: [String] = []
    private var ambiguous: [String] = []

    init(_ first: [String], hasHeader: Bool) {
        (self.first, self.hasHeader) = (first, hasHeader)
        for (place, name) in first.enumerated() where hasHeader {
            let key = Self.key(name)
            if places.updateValue(place, forKey: key) != nil { twice.insert(key) }
        }
    }

    /// Names are compared without outer spaces and without regard to capitals.
    private static func key(_ name: String) -> String { trimmed(name).lowercased() }

    mutating func cell(ifAny value: ColumnValue?, _ purpose: String) -> Cell? { value.map { cell($0, purpose) } }

    mutating func cell(_ value: ColumnValue, _ purpose: String) -> Cell {
        guard let column = value.column else { return Cell(name: purpose, index: nil, value: value) }
        if !hasHeader {
            let index = Int(column).flatMap { (1...max(first.count, 1)).contains($0) ? $0 - 1 : nil }
            if index == nil { missing.append(column) }
            return Cell(name: column, index: index ?? 0, value: value)
        }
        let key = Self.key(column)
        if twice.contains(key) { ambiguous.append(column) }
        if places[key] == nil { missing.append(column) }
        return Cell(name: column, index: places[key] ?? 0, value: value)
    }

    func finish() throws(FileRefusal) {
        if !ambiguous.isEmpty {
            let names = ambiguous.joined(separator: ", ")
            throw FileRefusal(
                BilingualText(
                    nl: "deze kolomnaam staat er twee keer: \(names); geef de kolommen in het bestand verschillende namen",
                    en: "this column name is there twice: \(names); give the columns of the file different names"), line: 1, field: names)
        }
        guard !missing.isEmpty else { return }
        let names = missing.joined(separator: ", ")
        let there = first.prefix(60).joined(separator: ", ")
        let text =
            hasHeader
            ? BilingualText(
                nl: "deze kolommen ontbreken: \(names); verbeter de instellingen of het bestand, dat begint met de kolommen",
                en: "these columns are missing: \(names); correct the settings or the file, which starts with the columns")
            : BilingualText(
                nl: "deze kolomnummers zijn er niet: \(names); de eerste regel heeft \(first.count) velden",
                en: "these column numbers are not there: \(names); the first line has \(first.count) fields")
        throw FileRefusal(text, line: 1, field: names, found: there)
    }
}

/// A text without the spaces around it, no-break spaces included, as programs that fill columns leave them.
func trimmed(_ text: String) -> String {
    // Nearly all fields have none; the bytes tell at once.
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last, first <= 0x20 || last <= 0x20 || first >= 0xC2 || last >= 0x80 else {
        return text
    }
    var scalars = text.unicodeScalars[...]
    while let scalar = scalars.first, scalar.properties.isWhitespace { scalars.removeFirst() }
    while let scalar = scalars.last, scalar.properties.isWhitespace { scalars.removeLast() }
    return String(scalars)
}
