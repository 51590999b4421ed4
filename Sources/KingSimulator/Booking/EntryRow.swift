import BridgeDomain

/// One row of an entry as it is sent, read and checked by itself (reference king §3.2).
struct EntryRow: Sendable {
    /// In the form they are kept in; only what was sent.
    var values: [String: String]
    /// Amount on the row's account, debit positive.
    let amount: ExactDecimal
    let vat: ExactDecimal
    var account: FinanceBooks.Account
    var contra: FinanceBooks.Account
    var warnings: [String] = []

    /// What the account against it gets.
    var contraAmount: ExactDecimal { -Arithmetic.sum([amount, vat]) }
    var vatCode: String? { values["BTW"].flatMap { $0.isEmpty || $0 == "0" ? nil : $0 } }

    subscript(field: String) -> String { values[field] ?? "" }

    static func amount(_ text: String?) -> ExactDecimal { text.flatMap { ExactDecimal($0) } ?? .zero }
}

extension EntryRow {
    /// Reads a `BOE` element.
    init(_ element: XMLElement, _ books: FinanceBooks, _ behaviour: KingSandbox.Behaviour) throws(Refusal) {
        var values: [String: String] = [:]
        for child in element.children {
            guard let field = Table.entries.field(child.name) else { throw Refusal(Wording.unknownField(child.name, "BOE")) }
            guard field.access == .open else { throw Refusal(Wording.notWritable(field.name)) }
            guard values.updateValue(try field.kept(child.text, behaviour), forKey: field.name) == nil else {
                throw Refusal(Wording.twice(field.name))
            }
        }
        for name in ["JR", "DAGB", "PN", "DAT", "REK", "TEGREK"] where values[name]?.isEmpty ?? true {
            throw Refusal(Wording.required(name))
        }
        let amounts = [values["BEDRBOEK"], values["BEDRINCL"]].compactMap { $0 }.filter { !$0.isEmpty }
        guard let amount = amounts.first else { throw Refusal(Wording.required("BEDRBOEK")) }
        guard amounts.count == 1 else { throw Refusal(Wording.twice("BEDRBOEK")) }
        guard let account = books.account(values["REK"] ?? "") else { throw Refusal(Wording.unknown("REK", values["REK"] ?? "")) }
        guard let contra = books.account(values["TEGREK"] ?? "") else { throw Refusal(Wording.unknown("TEGREK", values["TEGREK"] ?? "")) }
        self.init(
            values: values, amount: Self.amount(amount), vat: Self.amount(values["BEDRBTW"]), account: account, contra: contra)
    }
}
