public import BridgeDomain

/// The books, for proofs. `administration` is an omgevingscode of KING Finance or a name of KING ERP; nil is the first of KING Finance.
extension KingSandbox {
    func ledger(_ administration: String?) -> Ledger? {
        let name = administration ?? settings.administrations.first?.code ?? settings.erpAdministrations.first?.name ?? ""
        return finance[name]?.state.ledger ?? erp[name]?.state.ledger
    }

    /// Every entry, in order of booking.
    public func entries(in administration: String? = nil) -> [BookedEntry] { ledger(administration)?.entries ?? [] }

    /// Entries with a line of that invoice number.
    public func entries(ofInvoice invoice: String, in administration: String? = nil) -> [BookedEntry] {
        ledger(administration)?.entries(ofInvoice: invoice) ?? []
    }

    /// Invoices and credit notes of debtors and creditors, settled ones included, in order of booking.
    public func openItems(in administration: String? = nil) -> [OpenItem] { ledger(administration)?.sortedItems ?? [] }

    /// Ledger account to balance, debit positive; lines of debtors and creditors on their control accounts.
    public func balances(in administration: String? = nil) -> [String: ExactDecimal] {
        var sums: [String: ExactDecimal] = [:]
        for entry in entries(in: administration) { for line in entry.lines { sums[line.account, default: .zero].add(line.amount) } }
        return sums
    }

    /// Every line as `id;journal;account;debit;credit`, the id being the document's or else the invoice's number. Where the split account
    /// ends at zero, as it does but for a split that was let through, its lines are left out.
    public func postings(in administration: String? = nil) -> String {
        var text = "id;journal;account;debit;credit\n"
        for entry in entries(in: administration) {
            let id = entry.lines.lazy.compactMap(\.voucher).first ?? entry.lines.lazy.compactMap(\.invoice).first ?? String(entry.number)
            let isEven = Arithmetic.sum(entry.lines.filter(\.isSplit).map(\.amount)).isZero
            for line in entry.lines where !(line.isSplit && isEven) {
                text += "\(id);\(entry.journal);\(line.account);\(line.debit.text(decimalsMin: 2));\(line.credit.text(decimalsMin: 2))\n"
            }
        }
        return text
    }

    /// Net and VAT of a journal and VAT code, debit positive.
    public struct Total: Hashable, Sendable {
        public let journal: String
        public let vatCode: String
        /// Entries with such a line.
        public let count: Int
        public let net: ExactDecimal
        public let vat: ExactDecimal
    }

    /// Net and VAT per journal and VAT code; where the VAT of a split stands on its total row, its parts have no code and count under none.
    public func totals(in administration: String? = nil) -> [Total] {
        struct Key: Hashable { let journal: String, code: String }
        var sums: [Key: (entries: Set<Int>, net: [ExactDecimal], vat: [ExactDecimal])] = [:]
        for entry in entries(in: administration) {
            for line in entry.lines where line.kind == nil && !line.isSplit {
                let key = Key(journal: entry.journal, code: line.vatCode ?? "")
                sums[key, default: ([], [], [])].entries.insert(entry.number)
                if line.part == .vat { sums[key]?.vat.append(line.amount) } else { sums[key]?.net.append(line.amount) }
            }
        }
        return sums.sorted { ($0.key.journal, $0.key.code) < ($1.key.journal, $1.key.code) }.map { key, sum in
            Total(
                journal: key.journal, vatCode: key.code, count: sum.entries.count, net: Arithmetic.sum(sum.net),
                vat: Arithmetic.sum(sum.vat))
        }
    }

    /// What is wrong in the books; empty when entries add up to nothing, open items agree with their lines, and the split account is empty.
    public func inconsistencies(in administration: String? = nil) -> [String] {
        guard let ledger = ledger(administration) else { return ["no such administration"] }
        let uneven = ledger.entries.filter { !Arithmetic.sum($0.lines.filter(\.isSplit).map(\.amount)).isZero }
        return ledger.inconsistencies + uneven.map { "entry \($0.number) leaves something on the split account" }
    }

    /// The records of a table of KING Finance, as they are kept: dates in ISO order.
    public func records(_ table: String, in administration: String? = nil) -> [[String: String]] {
        let code = administration ?? settings.administrations.first?.code ?? ""
        guard let books = finance[code], let table = Table.all[table] else { return [] }
        return books.rows(table).map(\.values)
    }

    /// A debtor of KING ERP: the elements of its record and of its addresses; nil when there is none.
    public func debtor(_ number: Int, in administration: String? = nil) -> [String: String]? {
        let name = administration ?? settings.erpAdministrations.first?.name ?? ""
        return erp[name]?.state.debtors[number].map { relation in
            relation.addresses.sorted { $0.key < $1.key }.reduce(relation.values) { $0.merging($1.value) { first, _ in first } }
        }
    }

    /// A batch of KING ERP.
    public struct BatchReport: Hashable, Sendable {
        public let number: Int
        public let description: String
        public let isFinal: Bool
        /// Web services have closed it; those of files always are.
        public let isClosed: Bool
        /// Numbers of its entries.
        public let entries: [Int]
    }

    /// The batches of KING ERP in order.
    public func batches(in administration: String? = nil) -> [BatchReport] {
        let name = administration ?? settings.erpAdministrations.first?.name ?? ""
        return (erp[name]?.state.batches.values ?? [:].values).sorted { $0.number < $1.number }.map {
            BatchReport(number: $0.number, description: $0.description, isFinal: $0.isFinal, isClosed: $0.isClosed, entries: $0.entries)
        }
    }

    /// The archive documents of KING ERP, with their numbers.
    public func archive(in administration: String? = nil) -> [[String: String]] {
        erp[administration ?? settings.erpAdministrations.first?.name ?? ""]?.state.archive ?? []
    }

    /// Texts of refusals, oldest first.
    public var refusals: [String] { log.map(\.text) }
}
