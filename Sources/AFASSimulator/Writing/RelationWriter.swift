import BridgeDomain
import BridgeJSON

/// Debtors, creditors and the organisations and persons behind them (reference §8, §11).
struct RelationWriter {
    let writer: Writer

    init(_ writer: Writer) { self.writer = writer }

    private var behaviour: AFASSandbox.Behaviour { writer.behaviour }
    private var id: String { writer.connector.id }
    private var isSales: Bool { id.hasPrefix("KnSales") }
    private var isPurchase: Bool { id.hasPrefix("KnPurchase") }
    private var key: String { isSales ? "DbId" : "CrId" }
    private var flag: String { isSales ? "IsDb" : "IsCr" }
    private var objectName: String { id.hasSuffix("Per") || id == "KnPerson" ? "KnPerson" : "KnOrganisation" }

    /// Several elements give several results; all are written, or none.
    func write(_ elements: [Element], to books: inout Books) throws(Refusal) -> JSON {
        let before = books.state
        do throws(Refusal) {
            var results: [JSON] = []
            for element in elements {
                results.append(isSales || isPurchase ? try relation(element, &books) : try bareOrganisation(element, &books))
            }
            return ["results": [.init(id, results.count == 1 ? results[0] : .array(results))].object]
        } catch {
            books.state = before
            throw error
        }
    }

    // MARK: Relations

    private func relation(_ element: Element, _ books: inout Books) throws(Refusal) -> JSON {
        let records = isSales ? books.state.debtors : books.state.creditors
        let given = element.text(key)
        let old = given.flatMap { records[$0] }
        switch element.action {
        case .insert where old != nil: throw .functional(Wording.duplicateKey("Organisatie/persoon"))
        case .update where old == nil: throw unknown(key, "KnAnt1")
        case .delete: throw .functional(Wording.wrongAction("delete"))
        default: break
        }
        try check(element, isNew: old == nil, books)
        var below = element.elements(objectName).first
        if old == nil, below == nil { throw missing(objectName == "KnPerson" ? "LaNm" : "Nm") }
        // What belongs to a relation is meant without being named (reference §8.2, code 9).
        if below?.text("MatchOga") == "9" || below?.text("MatchPer") == "9" { below?.values["BcCo"] = old?.organisation }
        let organisation = try below.map { element throws(Refusal) in
            try OrganisationWriter(writer, isPerson: objectName == "KnPerson").write(element, own: old?.organisation, to: &books)
        }
        let number = given ?? books.nextRelation()
        var record =
            old
            ?? RelationRecord(number: number, organisation: organisation ?? "", fields: [:], created: writer.now, modified: writer.now)
        record.fields.merge(element.values.filter { $0.key != key }) { $1 }
        if record.fields[flag] == nil { record.fields[flag] = "false" }
        if let organisation { record.organisation = organisation }
        record.modified = writer.now
        if isSales { books.state.debtors[number] = record } else { books.state.creditors[number] = record }
        return [key: .string(number), "BcCo": .string(record.organisation)]
    }

    private func check(_ element: Element, isNew: Bool, _ books: Books) throws(Refusal) {
        var findings: [Finding] = []
        if isNew {
            // A debtor needs its condition and summary account too (reference §8.1).
            let needed = element.flag(flag) ? ["CuId", "PaCd", "ColA"] : ["CuId"]
            findings += needed.filter { element.text($0) == nil }.flatMap { missing($0).findings }
        }
        func note(_ field: String, _ key: String, _ isKnown: (String) -> Bool) {
            guard let value = element.text(field), !isKnown(value) else { return }
            findings += unknown(field, key).findings
        }
        note("CuId", "KnCurrency") { books.currencies.contains($0) }
        note("PaCd", "KnPayCond") { books.paymentConditions[$0] != nil }
        note("VaDu", "KnVatDuty") { books.vatDuties.contains($0) }
        note("CoId", "KnCountry") { books.countries.contains($0) }
        note("ColA", "KnAnt1") { code in
            let wanted: [AFASSandbox.LedgerAccount.Summary] = isSales ? [.debtors, .both] : [.creditors, .both]
            return books.accounts[code].map { wanted.contains($0.summary) } ?? false
        }
        guard findings.isEmpty else { throw .functional(findings) }
    }

    func missing(_ field: String) -> Refusal {
        .functional(
            Wording.missing(Labels.label(field), field, older: behaviour.olderTexts), number: Wording.missingValueNumber)
    }

    func unknown(_ field: String, _ key: String) -> Refusal {
        .functional(Wording.unknown(Labels.label(field), key: key, older: behaviour.olderTexts), number: Wording.missingValueNumber)
    }

    // MARK: Organisations alone

    private func bareOrganisation(_ element: Element, _ books: inout Books) throws(Refusal) -> JSON {
        var element = element
        // A number alone says which one is meant.
        let code = objectName == "KnPerson" ? "MatchPer" : "MatchOga"
        if element.action == .update, element.text(code) == nil { element.values[code] = "0" }
        let number = try OrganisationWriter(writer, isPerson: objectName == "KnPerson").write(element, own: nil, to: &books)
        return ["BcCo": .string(number), "BcId": .string(number)]
    }

    // MARK: Deleting

    /// `KnPurchaseRelationOrg/@CrId/50010`: only what nothing was booked on.
    func delete(_ path: [String], from books: inout Books) throws(Refusal) {
        guard path.count == 3, path[0] == id, path[1] == "@CrId" else { throw .notFound }
        guard books.state.creditors[path[2]] != nil else { throw unknown("CrId", "KnAnt1") }
        let isBooked = books.state.units.values.contains { unit in
            unit.entries.contains { $0.lines.contains { $0.kind == .creditor && $0.account == path[2] } }
        }
        guard !isBooked else { throw .functional(Wording.inUse(Labels.label("CrId"))) }
        books.state.creditors[path[2]] = nil
    }
}

extension [JSON.Member] {
    /// These members as an object.
    var object: JSON { .object(self) }
}
