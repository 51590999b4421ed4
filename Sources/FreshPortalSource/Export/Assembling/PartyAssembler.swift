import BridgeDomain
import BridgeJSON
import BridgeSource

/// Makes debtors and creditors in the form of §4.2 out of rows of `customer` and `supplier`.
struct PartyAssembler {
    let store: ExportStore
    let book: ParentBook
    let now: Timestamp

    /// Settles one party that is due. One whose country has not arrived goes into the stream as it is, and once more when it has.
    func settle(_ dependent: Dependent) throws(SourceError) {
        try store.clearDirty(dependent)
        guard let row = try store.row(dependent.kind == .debtor ? .customer : .supplier, dependent.id) else { return }
        book.startOver()
        let country = try row.id("country_id").flatMap { id throws(SourceError) in try book.find(.country, id)?.text("code") }
        try store.wait(dependent, for: book.missing)
        _ = try store.keepParty(dependent.kind, dependent.id, raw: json(row, country: country).bytes, now: now)
    }

    private func json(_ row: ExportRow, country: String?) -> JSON {
        func text(_ column: String) -> JSON { .string(row.text(column)) }
        func members(_ columns: [String]) -> [JSON.Member] { columns.map { .init($0, text($0)) } }
        let address: JSON = [
            "street": text("street"), "number": text("house_number"), "addition": text("addition"), "postcode": text("postcode"),
            "city": text("city"), "region": text("region"), "country": .string(country),
        ]
        return .object(
            [.init("id", .string(row.id)), .init("gln", text("gln_code")), .init("country", .string(country))]
                + members([
                    "code", "name", "name2", "legal_form", "kvk", "vat_number", "eori", "language", "currency", "customer_group",
                    "email_invoices", "payment_term_days", "payment_term_code", "collective_account_group", "iban", "packaging_policy",
                    "blocked", "active", "merged_into",
                ]) + [.init("billing_address", address)])
    }
}
