import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// Carries out one call of an UpdateConnector: reads, checks everything, then changes the books all at once or not at all.
struct Writer {
    /// What the call asks for.
    enum Form: Sendable {
        case insert, update
        /// `POST /connectors/{C}/{SubObject}`.
        case insertBelow(String)
        /// What stands in the path behind the connector.
        case delete([String])
    }

    let connector: UpdateConnector
    let settings: AFASSandbox.Settings
    let user: AFASSandbox.User
    /// Wall-clock milliseconds.
    let now: Int64
    var origin = AFASSandbox.BookedEntry.Origin.connector

    var behaviour: AFASSandbox.Behaviour { settings.behaviour }

    /// The body of the answer; nil: it has none.
    func write(_ body: JSON, _ form: Form, to books: inout Books) throws(Refusal) -> JSON? {
        let action: UpdateAction
        switch form {
        case .delete(let path): return try delete(path, from: &books)
        case .insert: action = .insert
        case .update: action = .update
        case .insertBelow(let name):
            guard connector.root.objects.contains(where: { $0.name == name }) else { throw .notFound }
            action = .update
        }
        let reader = BodyReader(behaviour: behaviour, freeField: books.environment.freeField)
        var elements = try reader.read(body, connector.root, action)
        if case .insertBelow(let name) = form {
            for place in elements.indices { elements[place].insertBelow(name) }
        }
        let missing = elements.flatMap { reader.missing($0, connector.root) }
        guard missing.isEmpty else { throw .functional(missing) }
        return try apply(elements, to: &books)
    }

    private func apply(_ elements: [Element], to books: inout Books) throws(Refusal) -> JSON? {
        switch connector.id {
        case "FiEntries": return try postEntries(elements, to: &books)
        case "FiInvoice": try changeInvoices(elements, in: &books)
        case "KnSubject": return try addSubjects(elements, to: &books)
        case "KnDimCode": try writeDimensionCodes(elements, to: &books)
        default: return try RelationWriter(self).write(elements, to: &books)
        }
        return nil
    }

    // MARK: Entries

    private func postEntries(_ elements: [Element], to books: inout Books) throws(Refusal) -> JSON {
        guard let element = elements.first else { throw .functional(Wording.noLines) }
        guard element.action == .insert else { throw .functional(Wording.wrongAction(element.action.rawValue)) }
        let draft = try EntryBooking(books: books, behaviour: behaviour, limits: settings.limits, user: user, origin: origin).draft(element)
        guard let entry = books.book(draft, now: now) else { throw .functional(Wording.noUnit) }
        let invoice = entry.lines.lazy.filter { $0.kind != .ledger }.compactMap(\.invoice).first
        return reply(entry, invoice ?? entry.lines.lazy.compactMap(\.invoice).first ?? "")
    }

    /// One of the published forms (reference §6.4).
    private func reply(_ entry: AFASSandbox.BookedEntry, _ invoice: String) -> JSON {
        let (unit, number) = (JSON.string(String(entry.unit)), JSON.string(String(entry.number)))
        switch behaviour.entryReply {
        case .wrapped: return ["results": ["FiEntryPar": ["UnId": unit, "EnNo": number, "InId": .string(invoice)]]]
        case .bare: return ["FiEntryPar": ["UnId": unit, "EnNo": number, "InId": .string(invoice)]]
        case .openAPI: return ["results": ["FiEntries": ["EnNo": number, "UnId": unit, "InID": .string(invoice)]]]
        }
    }

    // MARK: Deleting

    private func delete(_ path: [String], from books: inout Books) throws(Refusal) -> JSON? {
        if connector.id == "FiEntries" {
            try deleteEntry(path, from: &books)
        } else {
            try RelationWriter(self).delete(path, from: &books)
        }
        return nil
    }

    /// `FiEntryPar/UnId,JoCo/1,20/FiEntries/@EnNo/71001`, or `…/InId/FP260001` (reference §7).
    private func deleteEntry(_ path: [String], from books: inout Books) throws(Refusal) {
        guard path.count == 6, path[0] == "FiEntryPar", path[3] == "FiEntries" else { throw .notFound }
        let names = path[1].split(separator: ",").map { $0.drop { $0 == "@" } }
        let values = path[2].split(separator: ",").map(String.init)
        guard names == ["UnId", "JoCo"], values.count == 2, let id = Int(values[0]), let unit = books.state.units[id],
            !user.hiddenUnits.contains(id)
        else { throw .functional(Wording.noUnit) }
        let found: [AFASSandbox.BookedEntry]
        switch path[4] {
        case "@EnNo": found = Int(path[5]).flatMap { unit.entry($0) }.map { [$0] } ?? []
        case "InId": found = unit.entries(ofInvoice: path[5])
        default: throw .notFound
        }
        let entries = found.filter { $0.journal == values[1] }
        guard !entries.isEmpty else {
            throw .functional(
                Wording.unknown(Labels.label(path[4] == "InId" ? "InId" : "EnNo"), key: "FiEntry", older: behaviour.olderTexts),
                number: Wording.missingValueNumber)
        }
        try checkLocks(entries, unit)
        for entry in entries { _ = books.state.units[id]?.remove(entry.number, now: now) }
    }

    /// The same locks as for a person (reference §7).
    private func checkLocks(_ entries: [AFASSandbox.BookedEntry], _ unit: UnitBooks) throws(Refusal) {
        for entry in entries {
            let period = Period(year: entry.year, number: entry.period)
            if unit.blockedPeriods.contains(period) { throw .functional(Wording.blockedPeriod(period)) }
            if unit.lockedJournals.contains(entry.journal) { throw .functional(Wording.journalLocked(entry.journal)) }
        }
    }
}

extension Element {
    /// The objects of that name are new ones below an object that is there.
    mutating func insertBelow(_ name: String) {
        for place in objects.indices where objects[place].name == name {
            for index in objects[place].elements.indices { objects[place].elements[index].action = .insert }
        }
    }
}
