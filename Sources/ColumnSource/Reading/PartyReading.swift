import BridgeDomain
import BridgeSource

/// The parties of one file: those the settings know, then each code once, as the first line that names it describes it.
struct PartyReading: DocumentFileReading {
    private let settings: ColumnSettings
    private let layout: ColumnLayout
    private var rows: RowStream
    private var known: [PartyColumns.Known]
    private var seen: Set<String> = []
    private var isAtEnd: Bool
    private var startsWithRow: Bool

    init(_ settings: ColumnSettings, _ start: FileStart, isWanted: Bool) {
        self.settings = settings
        (layout, rows) = (start.layout, start.rows)
        known = isWanted ? settings.parties.known.reversed() : []
        isAtEnd = !isWanted || settings.parties.name == nil
        startsWithRow = !settings.form.hasHeader
    }

    mutating func next() throws(FileRefusal) -> FileItem? {
        if let known = known.popLast() { return .party(party(known)) }
        while !isAtEnd {
            if !startsWithRow {
                switch try rows.next() {
                case .row: break
                // Told of in the stream of documents.
                case .unusable: continue
                case .end:
                    isAtEnd = true
                    continue
                }
            }
            startsWithRow = false
            if let party = party(Row(csv: rows.csv, settings: settings)) { return .party(party) }
        }
        return nil
    }

    private func party(_ known: PartyColumns.Known) -> SourceParty {
        let key = PartyKey(settings.documents.kind.party, PartyCode(known.code))
        let party = Party(key: key, sourceID: SourceID(known.code), name: known.name, country: known.country)
        return SourceParty(key: key, raw: Array("\(known.code)\t\(known.name)\t\(known.country)".utf8), party: party, problems: [])
    }

    /// nil for a line without a code, or with one that was seen.
    private mutating func party(_ row: Row) -> SourceParty? {
        guard let code = try? row.text(layout.party.code), !code.isEmpty else { return nil }
        // Beyond the bound a party comes more than once, which changes nothing.
        if seen.contains(code) { return nil }
        if seen.count < ColumnBounds.partiesMax { seen.insert(code) }
        return read(row, PartyKey(settings.documents.kind.party, PartyCode(code)))
    }

    private func read(_ row: Row, _ key: PartyKey) -> SourceParty {
        let cells = layout.party
        var findings = DraftFindings(key.code.text)
        func text(_ cell: Cell?) -> String? {
            findings.reading(row.line, nil) { () throws(CellFault) in try row.optionalText(cell) }
        }
        let country = findings.reading(row.line, nil) { () throws(CellFault) in try row.country(cells.country) } ?? ""
        var party = Party(key: key, sourceID: SourceID(key.code.text), name: text(cells.name) ?? "", country: country)
        party.vatNumber = text(cells.vatNumber)
        party.chamberOfCommerce = text(cells.chamberOfCommerce)
        party.email = text(cells.email)
        party.iban = text(cells.iban)
        party.billingAddress = PostalAddress(
            street: text(cells.street) ?? "", postcode: text(cells.postcode) ?? "", city: text(cells.city) ?? "", country: country)
        let address = party.billingAddress
        let parts = [
            key.code.text, party.name, country, party.vatNumber, party.chamberOfCommerce, party.email, party.iban, address.street,
            address.postcode, address.city,
        ]
        let raw = Array(parts.map { $0 ?? "" }.joined(separator: "\t").utf8)
        return SourceParty(key: key, raw: raw, party: findings.isClean ? party : nil, problems: findings.problems)
    }
}
