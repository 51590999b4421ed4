import BridgeDomain

/// `UpdateJournaalpost` and `DeleteJournaalpost`: what the service lets a client do to a posting that stands (reference king §2.2).
struct EntryHand {
    let settings: KingSandbox.Settings
    let today: CalendarDate

    /// Columns that say something and book nothing.
    private static let texts: Set<String> = ["OMSCHR", "OPM", "BOEKSTUK"]

    func delete(_ key: String, in books: inout FinanceBooks) throws(Refusal) {
        let entry = try entry(key, books)
        _ = books.state.ledger.remove(entry.number, settles: books.settles(entry.journal), on: today)
    }

    /// Texts of the row that the key names may change; whoever wants more deletes and books anew.
    func update(_ key: String, _ root: XMLElement, in books: inout FinanceBooks) throws(Refusal) {
        let entry = try entry(key, books)
        guard root.children.count == 1, let element = root["BOE"] else { throw Refusal(Wording.missingParameter("BOE")) }
        var changes: [String: String] = [:]
        for child in element.children {
            guard let field = Table.entries.field(child.name) else { throw Refusal(Wording.unknownField(child.name, "BOE")) }
            guard Self.texts.contains(field.name) else { throw Refusal(Wording.textsOnly) }
            changes[field.name] = try field.kept(child.text, settings.behaviour)
        }
        let row = Self.parts(key).last ?? ""
        books.state.ledger.change(entry.number) { entry in
            for place in entry.rows.indices where entry.rows[place]["RG"] == row { entry.rows[place].merge(changes) { $1 } }
            guard let text = changes["OMSCHR"] else { return }
            for place in entry.lines.indices where String(entry.lines[place].row) == row { entry.lines[place].description = text }
        }
    }

    private static func parts(_ key: String) -> [String] { key.split { $0 == "\t" || $0 == ";" }.map(String.init) }

    /// Year, journal, period and row, divided by tabs or semicolons.
    private func entry(_ key: String, _ books: FinanceBooks) throws(Refusal) -> KingSandbox.BookedEntry {
        let parts = Self.parts(key)
        guard parts.count == 4 else { throw Refusal(Wording.missingParameter("PRIMARYKEY")) }
        let found = books.state.ledger.entries.last {
            String($0.year) == parts[0] && $0.journal == parts[1] && String($0.period) == parts[2]
                && $0.rows.contains { $0["RG"] == parts[3] }
        }
        guard let found else { throw Refusal(Wording.noneFound) }
        guard !books.isClosed(year: found.year, period: found.period) else { throw Refusal(Wording.closed(parts[0], parts[2])) }
        return found
    }
}
