import BridgeDomain

/// Makes, changes and deletes records of master tables, and the open items' own columns (reference king §4.1, §4.4).
struct MasterWriter {
    let settings: KingSandbox.Settings
    let today: CalendarDate

    private var behaviour: KingSandbox.Behaviour { settings.behaviour }

    // MARK: Making

    /// Returns the key of what was made.
    func create(_ root: XMLElement, in books: inout FinanceBooks) throws(Refusal) -> String {
        guard let name = root.container("METADATA")?.value("TABLE") else { throw Refusal(Wording.incomplete("TABLE")) }
        let table = try table(name)
        guard table.rights.contains(.create) else { throw Refusal(Wording.notAllowed(name)) }
        let data = root.children.filter { $0.name.uppercased() == "DATA" }
        guard data.count == 1 else { throw Refusal(data.isEmpty ? Wording.missingParameter("DATA") : Wording.twice("DATA")) }
        var values = try read(data[0], table, isNew: true)
        guard values["ZKSL"]?.isEmpty == false else { throw Refusal(Wording.required("ZKSL")) }
        try checkSearchKey(values, table, books)
        values["NR"] = try number(values["NR"], table, books)
        if let range = range(table, books) { try complete(&values, books, range) }
        try checkReferences(values, table, books)
        let key = table.keyText(values)
        books.state.tables[name, default: [:]][key] = .init(values: values, changed: today)
        return key
    }

    /// Debtors and creditors are numbered within their range.
    private func range(_ table: Table, _ books: FinanceBooks) -> ClosedRange<Int>? {
        switch table.name {
        case "DEB": books.administration.debtorRange
        case "CRE": books.administration.creditorRange
        default: nil
        }
    }

    private func number(_ wanted: String?, _ table: Table, _ books: FinanceBooks) throws(Refusal) -> String {
        let range = range(table, books)
        if let wanted, !wanted.isEmpty {
            guard let number = Int(wanted), range?.contains(number) ?? true else { throw Refusal(Wording.outOfRange("NR", wanted)) }
            guard books.record(table.name, wanted) == nil else { throw Refusal(Wording.taken("NR", wanted)) }
            return wanted
        }
        guard let range else { throw Refusal(Wording.required("NR")) }
        let used = (books.state.tables[table.name] ?? [:]).keys.compactMap { Int($0) }.filter(range.contains)
        let next = (used.max() ?? range.lowerBound - 1) + 1
        if range.contains(next) { return String(next) }
        let taken = Set(used)
        guard let free = range.first(where: { !taken.contains($0) }) else { throw Refusal(Wording.numbersUsedUp) }
        return String(free)
    }

    /// What the product fills in itself, or demands.
    private func complete(_ values: inout [String: String], _ books: FinanceBooks, _ range: ClosedRange<Int>) throws(Refusal) {
        let controls = books.records("GRB").filter { $0.values["SLUITREK"] == "J" }
        let standards = [
            "BETCOND": books.records("BETCOND").first?.values["NR"], "BTWPL": "B",
            "SLUITREK": range == books.administration.creditorRange
                ? controls.first { $0.values["NR"]?.hasPrefix("16") == true }?.values["NR"] : controls.first?.values["NR"],
        ]
        for (name, standard) in standards.sorted(by: { $0.key < $1.key }) where values[name]?.isEmpty ?? true {
            guard behaviour.fillsRequired, let standard else { throw Refusal(Wording.required(name)) }
            values[name] = standard
        }
        for (name, standard) in [("VAL", "EUR"), ("BLOK", "N")] where values[name]?.isEmpty ?? true { values[name] = standard }
    }

    // MARK: Changing

    func update(_ root: XMLElement, in books: inout FinanceBooks) throws(Refusal) {
        let (table, key) = try selected(root, books)
        guard table.rights.contains(.update) else { throw Refusal(Wording.notAllowed(table.name)) }
        guard let data = root.container("DATA"), !data.children.isEmpty else { throw Refusal(Wording.missingParameter("DATA")) }
        let values = try read(data, table, isNew: false)
        if table.name == "DEBOPP" || table.name == "CREOPP" { return try updateItem(table, key, values, in: &books) }
        guard var record = books.state.tables[table.name]?[table.keyText(key)] else { throw Refusal(Wording.noneFound) }
        record.values.merge(values) { $1 }
        if values["ZKSL"] != nil { try checkSearchKey(record.values, table, books) }
        for name in ["ZKSL", "BETCOND", "BTWPL", "SLUITREK"] where values[name]?.isEmpty == true { throw Refusal(Wording.required(name)) }
        try checkReferences(values, table, books)
        record.changed = today
        books.state.tables[table.name]?[table.keyText(key)] = record
    }

    private func updateItem(
        _ table: Table, _ key: [String: String], _ values: [String: String], in books: inout FinanceBooks
    ) throws(Refusal) {
        let kind: KingSandbox.RelationKind = table.name == "DEBOPP" ? .debtor : .creditor
        let itemKey = KingSandbox.ItemKey(kind: kind, relation: key[table.key[0]] ?? "", invoice: key["FACT"] ?? "")
        try checkReferences(values, table, books)
        if let original = values["CREDITNOTAFACT"], !original.isEmpty {
            let debtor = values["CREDITNOTADEB"] ?? books.state.ledger.items[itemKey]?.further["CREDITNOTADEB"] ?? itemKey.relation
            let exists = books.state.ledger.items[.init(kind: .debtor, relation: debtor, invoice: original)] != nil
            if !exists, behaviour.unknownOriginal == .refused { throw Refusal(Wording.noOriginal(original)) }
        }
        books.state.ledger.change(itemKey) { item in
            for (name, value) in values {
                switch name {
                case "DATVERV": item.dueDate = CalendarDate(value)
                case "CREDITNOTAFACT": item.creditedInvoice = value.isEmpty ? nil : value
                default: item.further[name] = value
                }
            }
            item.changed = today
        }
    }

    // MARK: Deleting

    func delete(_ root: XMLElement, in books: inout FinanceBooks) throws(Refusal) {
        let (table, key) = try selected(root, books)
        guard table.rights.contains(.delete), let number = key["NR"] else { throw Refusal(Wording.notAllowed(table.name)) }
        let isUsed = books.state.ledger.entries.contains { entry in
            entry.lines.contains { line in
                switch table.name {
                case "DEB": line.kind == .debtor && line.relation == number
                case "CRE": line.kind == .creditor && line.relation == number
                case "KPL": line.costCentre == number
                default: line.costUnit == number
                }
            }
        }
        guard !isUsed else { throw Refusal(Wording.inUse) }
        books.state.tables[table.name]?[table.keyText(key)] = nil
    }

    // MARK: What all share

    private func table(_ name: String) throws(Refusal) -> Table {
        guard let table = Table.all[name] else { throw Refusal(Wording.unknown("Tabel", name)) }
        return table
    }

    /// The one record that the `SELECTION` means.
    private func selected(_ root: XMLElement, _ books: FinanceBooks) throws(Refusal) -> (Table, [String: String]) {
        guard let selection = root.container("SELECTION"), let name = selection.value("TABLE") else {
            throw Refusal(Wording.incomplete("TABLE"))
        }
        let table = try table(name)
        let conditions = try Selection.conditions(selection)
        guard !conditions.isEmpty else { throw Refusal(Wording.incomplete("WHEREFIELDS")) }
        let engine = SelectionEngine(table: table, joined: { books.record($0, $1) }, behaviour: behaviour)
        let found = try engine.keys(conditions, of: books.rows(table, for: conditions))
        guard let only = found.first else { throw Refusal(Wording.noneFound) }
        guard found.count == 1 else { throw Refusal(Wording.severalFound) }
        return (table, only)
    }

    /// The fields of a `DATA` element, in the form they are kept in.
    private func read(_ data: XMLElement, _ table: Table, isNew: Bool) throws(Refusal) -> [String: String] {
        var values: [String: String] = [:]
        for element in data.children {
            guard let field = table.field(element.name) else { throw Refusal(Wording.unknownField(element.name, table.name)) }
            guard field.access == .open || (isNew && field.access == .key) else { throw Refusal(Wording.notWritable(field.name)) }
            guard values.updateValue(try field.kept(element.text, behaviour), forKey: field.name) == nil else {
                throw Refusal(Wording.twice(field.name))
            }
        }
        return values
    }

    private func checkSearchKey(_ values: [String: String], _ table: Table, _ books: FinanceBooks) throws(Refusal) {
        let wanted = values["ZKSL"]?.lowercased()
        let isTaken = (books.state.tables[table.name] ?? [:]).values.contains {
            $0.values["ZKSL"]?.lowercased() == wanted && $0.values["NR"] != values["NR"]
        }
        if isTaken { throw Refusal(Wording.keyExists) }
    }

    /// What fields point at must exist.
    private func checkReferences(_ values: [String: String], _ table: Table, _ books: FinanceBooks) throws(Refusal) {
        let tables = [
            ("LAND", "LAND"), ("BETCOND", "BETCOND"), ("VAL", "VAL"), ("TAAL", "TAAL"), ("KPL", "KPL"), ("KDR", "KDR"), ("SLUITREK", "GRB"),
            ("TEGREK", "GRB"), ("CREDITNOTADEB", "DEB"), ("BETREGDEB", "DEB"), ("BETALER", table.name),
        ]
        for (name, other) in tables {
            guard let value = values[name], !value.isEmpty else { continue }
            guard books.record(other, value) != nil else { throw Refusal(Wording.unknown(name, value)) }
        }
        if let kind = values["BTWPL"], !kind.isEmpty, !["B", "L", "I", "U", "N"].contains(kind) {
            throw Refusal(Wording.unknown("BTWPL", kind))
        }
        if let control = values["SLUITREK"], !control.isEmpty, books.record("GRB", control)?["SLUITREK"] != "J" {
            throw Refusal(Wording.unknown("SLUITREK", control))
        }
    }
}
