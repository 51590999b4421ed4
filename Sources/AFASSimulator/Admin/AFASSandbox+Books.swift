public import BridgeDomain

/// What is in the books, for tests, control tables and pages.
extension AFASSandbox {
    private func unit(_ place: Place) -> UnitBooks? { (try? environmentID(place)).flatMap { books[$0]?.state.units[place.unit] } }

    /// Every entry in order of booking.
    public func entries(in place: Place = Place()) -> [BookedEntry] { unit(place)?.entries ?? [] }

    /// Entries with a line of that invoice number.
    public func entries(ofInvoice invoice: String, in place: Place = Place()) -> [BookedEntry] {
        unit(place)?.entries(ofInvoice: invoice) ?? []
    }

    /// Invoices and credit notes of debtors and creditors, settled ones included, in order of booking.
    public func invoices(in place: Place = Place()) -> [FinancialInvoice] {
        (unit(place)?.invoices.values).map { $0.sorted { ($0.entry, $0.relation, $0.invoice) < ($1.entry, $1.relation, $1.invoice) } } ?? []
    }

    /// Numbers of debtors or creditors, in order.
    public func relations(_ kind: LineKind, in place: Place = Place()) -> [String] {
        guard let id = try? environmentID(place), let books = books[id] else { return [] }
        return (kind == .creditor ? books.state.creditors : books.state.debtors).keys.sorted()
    }

    /// Net and VAT per journal and VAT code.
    public func totals(in place: Place = Place()) -> [BookedTotal] {
        guard let id = try? environmentID(place), let books = books[id] else { return [] }
        struct Key: Hashable { let journal: String, code: String }
        var sums: [Key: (entries: Set<Int>, net: [ExactDecimal], vat: [ExactDecimal])] = [:]
        for entry in entries(in: place) {
            for line in entry.lines where line.kind == .ledger {
                let isVAT = books.vatAccounts.contains(line.account)
                let key = Key(journal: entry.journal, code: line.vatCode ?? "")
                sums[key, default: ([], [], [])].entries.insert(entry.number)
                if isVAT { sums[key]?.vat.append(line.amount) } else { sums[key]?.net.append(line.amount) }
            }
        }
        return sums.sorted { ($0.key.journal, $0.key.code) < ($1.key.journal, $1.key.code) }.map { key, sum in
            BookedTotal(
                unit: place.unit, journal: key.journal, vatCode: key.code, count: sum.entries.count, net: Arithmetic.sum(sum.net),
                vat: Arithmetic.sum(sum.vat))
        }
    }

    /// Ledger account to balance, debit positive; relations' lines on their summary accounts.
    public func balances(in place: Place = Place()) -> [String: ExactDecimal] {
        var sums: [String: ExactDecimal] = [:]
        for entry in entries(in: place) { for line in entry.lines { sums[line.ledgerAccount, default: .zero].add(line.amount) } }
        return sums
    }

    /// Every line as `id;journal;account;debit;credit`, the id being the invoice's or the voucher's number; relations' lines on their summary
    /// accounts.
    public func postings(in place: Place = Place()) -> String {
        var text = "id;journal;account;debit;credit\n"
        for entry in entries(in: place) {
            let id = entry.lines.lazy.compactMap(\.voucher).first ?? entry.lines.lazy.compactMap(\.invoice).first ?? String(entry.number)
            for line in entry.lines {
                text +=
                    "\(id);\(entry.journal);\(line.ledgerAccount);\(line.debit.text(decimalsMin: 2));\(line.credit.text(decimalsMin: 2))\n"
            }
        }
        return text
    }

    /// What is wrong in the books; empty when entries add up to nothing and open items agree with the lines that make them.
    public func inconsistencies(in place: Place = Place()) -> [String] {
        guard let unit = unit(place) else { return ["no administration \(place.unit)"] }
        var problems: [String] = []
        var open: [InvoiceKey: ExactDecimal] = [:]
        for entry in unit.entries {
            if !Arithmetic.sum(entry.lines.map(\.amount)).isZero { problems.append("entry \(entry.number) does not add up to nothing") }
            for line in entry.lines where unit.invoice(of: line) != nil {
                let amount = line.kind == .debtor ? line.amount : -line.amount
                open[InvoiceKey(line.kind, line.account, line.invoice ?? ""), default: .zero].add(amount)
            }
        }
        for (key, invoice) in unit.invoices where open[key] ?? .zero != invoice.balance {
            problems.append("the balance of invoice \(invoice.invoice) of \(invoice.relation) differs from its lines")
        }
        return problems.sorted()
    }

    /// The logbook: references and texts of refusals, oldest first.
    public var logbook: [(reference: String, text: String)] { log.map { ($0.reference, $0.text) } }

    /// Files that hang on dossier items, by the invoice they are linked to.
    public func attachments(ofInvoice invoice: String, in place: Place = Place()) -> [String] {
        guard let id = try? environmentID(place) else { return [] }
        return (books[id]?.state.subjects ?? []).filter { subject in subject.links.contains { $0["SiId"] == invoice } }
            .flatMap { $0.attachments.map(\.name) }
    }
}
