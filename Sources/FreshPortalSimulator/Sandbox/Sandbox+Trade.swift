import BridgeDomain
public import BridgeJSON

/// What the people at the exporter do while the bridge runs.
extension FreshPortalSandbox {
    /// Approves a document given in the form of the contract: a new one, or a new version of one with the same id. nil without an id.
    @discardableResult
    public func approve(_ document: JSON) -> Int? {
        guard let stored = StoredDocument(document) else { return nil }
        let isKnown = state.documents.items[stored.id] != nil
        let placed = state.documents.put(stored)
        state.export.changes["document/\(placed.id)"] = time.now().dateUTC
        if placed.status != "draft" {
            let event = placed.status == "withdrawn" ? "withdrawn" : isKnown ? "corrected" : "approved"
            tell("document.\(event)", resource: placed.id, sequence: placed.sequence, administration: placed.administration)
        }
        return placed.id
    }

    /// Approves one more ordinary invoice of the day; nil when no day was loaded.
    @discardableResult
    public func approveAnother() -> Int? {
        guard let day = state.day?.made else { return nil }
        state.furtherDocuments += 1
        return approve(day.document(at: day.count + state.furtherDocuments - 1).json)
    }

    /// Corrects a document: one package more of its first product, everything that follows from it, and the next version. nil when there is
    /// no such document, or none that can be corrected so.
    @discardableResult
    public func correct(_ id: Int) -> Int? {
        guard let stored = state.documents.items[id], let json = try? JSON(parsing: stored.text),
            let corrected = Correction.onePackageMore(json)
        else { return nil }
        return approve(corrected.changing("version") { _ in .number(stored.version + 1) })
    }

    /// Withdraws a document; nil when there is none.
    @discardableResult
    public func withdraw(_ id: Int) -> Int? {
        guard let stored = state.documents.items[id], let json = try? JSON(parsing: stored.text) else { return nil }
        return approve(json.changing("status") { _ in "withdrawn" })
    }

    /// Puts a document at the end of the stream again, unchanged: a change that was none. nil when there is none.
    @discardableResult
    public func resend(_ id: Int) -> Int? {
        guard let stored = state.documents.items[id] else { return nil }
        let placed = state.documents.put(stored)
        state.export.changes["document/\(id)"] = time.now().dateUTC
        tell("document.approved", resource: id, sequence: placed.sequence, administration: placed.administration)
        return id
    }

    /// Makes or changes a customer given in the form of the contract; nil without an id.
    @discardableResult
    public func put(customer: JSON) -> Int? {
        guard let stored = StoredParty(customer) else { return nil }
        let placed = state.customers.put(stored)
        state.export.changes["customer/\(placed.id)"] = time.now().dateUTC
        tell("customer.changed", resource: placed.id, sequence: placed.sequence, administration: nil)
        return placed.id
    }

    /// Makes or changes a supplier given in the form of the contract; nil without an id.
    @discardableResult
    public func put(supplier: JSON) -> Int? {
        guard let stored = StoredParty(supplier) else { return nil }
        let placed = state.suppliers.put(stored)
        state.export.changes["supplier/\(placed.id)"] = time.now().dateUTC
        tell("supplier.changed", resource: placed.id, sequence: placed.sequence, administration: nil)
        return placed.id
    }

    /// Delivers the customers that were held back (quirk 8): they come to the end of their stream.
    public func releaseLateParents() {
        for party in state.customers.inOrder where party.isLate {
            var party = party
            party.isLate = false
            let placed = state.customers.put(party)
            tell("customer.changed", resource: placed.id, sequence: placed.sequence, administration: nil)
        }
    }

    /// The document as it stands, in the clean form of the contract; nil when there is none.
    public func document(_ id: Int) -> JSON? { state.documents.items[id].flatMap { try? JSON(parsing: $0.wireText) } }
}

/// Changes a document as a person would, keeping it right to the cent.
enum Correction {
    /// One package more of the first product that has packages and a VAT code; VAT of that code and totals follow.
    static func onePackageMore(_ json: JSON) -> JSON? {
        guard let currency = json["currency"]?.string.flatMap({ Currency(code: $0) }), let lines = json["lines"]?.array,
            let place = lines.firstIndex(where: {
                $0["kind"] == "product" && $0["packages"]?.decimal != nil && $0["vat_code"]?.string != nil
            }),
            let packages = lines[place]["packages"]?.decimal?.scaled(to: 0),
            let perPackage = lines[place]["per_package"]?.decimal?.scaled(to: 0),
            let price = lines[place]["unit_price"]?.decimal, let discount = lines[place]["discount_percent"]?.decimal,
            let before = lines[place]["net"]?.string.flatMap({ Money($0, currency) }),
            // A charge that is spread over the rates would shift as well.
            !lines.contains(where: { $0["vat_code"] == .null })
        else { return nil }
        let quantity = (packages + 1) * perPackage
        guard let gross = Money(price: price, quantity: ExactDecimal(quantity), currency), let off = gross.percentage(discount) else {
            return nil
        }
        let added = gross - off - before
        let line = lines[place].changing("packages") { _ in .string(String(packages + 1)) }
            .changing("quantity") { _ in .string(String(quantity)) }.changing("net") { _ in .string((before + added).amountText) }
        let changed = json.changing("lines") { $0.changing(at: place) { _ in line } }
        return withTotals(changed, code: line["vat_code"] ?? .null, added, currency)
    }

    private static func withTotals(_ json: JSON, code: JSON, _ added: Money, _ currency: Currency) -> JSON? {
        guard let rows = json["vat_summary"]?.array, let place = rows.firstIndex(where: { $0["vat_code"] == code }),
            let rate = rows[place]["rate"]?.decimal, let base = rows[place]["base"]?.string.flatMap({ Money($0, currency) }),
            let vat = rows[place]["vat"]?.string.flatMap({ Money($0, currency) }), let newVAT = (base + added).percentage(rate)
        else { return nil }
        func plus(_ amount: Money) -> (JSON) -> JSON {
            { old in .string(((old.string.flatMap { Money($0, currency) } ?? .zero(currency)) + amount).amountText) }
        }
        let taxed = added + newVAT - vat
        return json.changing("vat_summary") {
            $0.changing(at: place) { $0.changing("base", plus(added)).changing("vat") { _ in .string(newVAT.amountText) } }
        }
        .changing("totals") {
            $0.changing("net", plus(added)).changing("vat", plus(newVAT - vat)).changing("gross", plus(taxed)).changing(
                "payable", plus(taxed))
        }
    }
}
