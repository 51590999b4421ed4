import BridgeDomain

/// Open items, transactions and balances.
extension GetConnectors {
    private typealias Invoice = AFASSandbox.FinancialInvoice

    // MARK: Open items

    /// Invoices with an open balance; a settled one has left the list (reference §12.1).
    private static func open(_ kind: AFASSandbox.LineKind, _ scene: Scene, _ relation: String?, _ number: String?) -> [Invoice] {
        scene.units.flatMap { unit -> [Invoice] in
            let found: [Invoice]
            if let relation, let number {
                found = unit.invoices[InvoiceKey(kind, relation, number)].map { [$0] } ?? []
            } else if let relation {
                found = unit.invoices(of: relation)
            } else {
                found = unit.invoices.values.sorted { ($0.entry, $0.relation, $0.invoice) < ($1.entry, $1.relation, $1.invoice) }
            }
            return found.filter { $0.kind == kind && !$0.balance.isZero && scene.sees($0.relation) }
        }
    }

    private static func signed(_ amount: ExactDecimal, _ scene: Scene) -> Cell {
        .decimal(scene.behaviour.creditNotesNegative ? amount : amount.magnitude)
    }

    static let debtorInvoices = GetConnector(
        "Profit_Debtor_Invoices", "Openstaande verkoopfacturen", of: Invoice.self,
        rows: { scene, wanted in open(.debtor, scene, wanted["DebtorId"], wanted["InvoiceNr"]) },
        columns: [
            .init("UnitId:i") { row, _ in .integer(row.unit) }, .init("DebtorId:s16") { row, _ in .text(row.relation) },
            .init("InvoiceNr:s12") { row, _ in .text(row.invoice) }, .init("NookPieceDate:d") { row, _ in .date(row.date) },
            .init("ExpDate:d") { row, _ in .date(row.dueDate) }, .init("CurrencyId:s3") { row, _ in .text(row.currency) },
            .init("AmtInvoice:n") { row, scene in signed(row.amount, scene) },
            .init("AmtInvoiceCurr:n") { row, scene in signed(row.amountForeign, scene) },
            .init("Balance:n") { row, scene in signed(row.balance, scene) },
            .init("BalanceCurr:n") { row, scene in signed(row.balanceForeign, scene) },
            .init("Description:s255") { row, _ in .text(row.description) },
        ])

    static let creditorInvoices = GetConnector(
        "Profit_Creditor_Invoices", "Openstaande inkoopfacturen", of: Invoice.self,
        rows: { scene, wanted in open(.creditor, scene, wanted["CreditorId"], wanted["InvoiceNr"]) },
        columns: [
            .init("UnitId:i") { row, _ in .integer(row.unit) }, .init("CreditorId:s16") { row, _ in .text(row.relation) },
            .init("InvoiceNr:s12") { row, _ in .text(row.invoice) }, .init("BookPiecrNr:s32") { row, _ in .text(row.voucher) },
            .init("BookPieceDate:d") { row, _ in .date(row.date) }, .init("CurrencyId:s3") { row, _ in .text(row.currency) },
            .init("AmtInvoice:n") { row, scene in signed(row.amount, scene) },
            .init("AmtInvoiceCurr:n") { row, scene in signed(row.amountForeign, scene) },
            .init("ExpDate:d") { row, _ in .date(row.dueDate) },
            .init("Description:s255") { row, _ in .text(row.description) },
            .init("Blocked:b") { row, _ in .bool(row.further["BlPa"] == "true") },
        ])

    // MARK: Transactions

    /// A line with its entry and, where it belongs to one, its invoice.
    struct LineRow: Sendable {
        let entry: AFASSandbox.BookedEntry
        let line: AFASSandbox.BookedLine
        let invoice: AFASSandbox.FinancialInvoice?
    }

    private static func lines(_ scene: Scene, _ wanted: Wanted) -> [LineRow] {
        scene.units.flatMap { unit -> [LineRow] in
            if let text = wanted["UnitId"], let id = Int(text), id != unit.id { return [] }
            let entries: [AFASSandbox.BookedEntry]
            if let number = wanted["EntryNo"].flatMap({ Int($0) }) {
                entries = unit.entry(number).map { [$0] } ?? []
            } else if let invoice = wanted["InvoiceId"] {
                entries = unit.entries(ofInvoice: invoice)
            } else {
                entries = unit.entries
            }
            return entries.flatMap { entry in
                entry.lines.compactMap { line in
                    line.kind != .ledger && !scene.sees(line.account)
                        ? nil : LineRow(entry: entry, line: line, invoice: unit.invoice(of: line))
                }
            }
        }
    }

    private static func account(_ row: LineRow, _ scene: Scene) -> Cell {
        .text(scene.behaviour.accountShown == .relation ? row.line.account : row.line.ledgerAccount)
    }

    /// Receipts that belong to no invoice have none (reference §12.2).
    private static func invoice(_ row: LineRow) -> Cell {
        row.line.kind == .ledger ? .text(row.line.invoice) : .text(row.invoice?.invoice)
    }

    private static func vatAmount(_ row: LineRow, _ scene: Scene) -> Cell {
        guard row.line.vatCode != nil, scene.books.vatAccounts.contains(row.line.account) else { return .null }
        return .decimal(row.line.amount.magnitude)
    }

    private static let plain: [CellSource<LineRow>] = [
        .init("UnitId:i") { row, _ in .integer(row.entry.unit) }, .init("EntryNo:i") { row, _ in .integer(row.entry.number) },
        .init("SeqNo:i") { row, _ in .integer(row.line.sequence) }, .init("Year:i") { row, _ in .integer(row.entry.year) },
        .init("Period:i") { row, _ in .integer(row.entry.period) }, .init("JournalId:s6") { row, _ in .text(row.entry.journal) },
        .init("AccountNo:s16") { row, scene in account(row, scene) }, .init("AmtDebit:n") { row, _ in .decimal(row.line.debit) },
        .init("AmtCredit:n") { row, _ in .decimal(row.line.credit) }, .init("EntryDate:d") { row, _ in .date(row.line.entryDate) },
        .init("InvoiceId:s12") { row, _ in invoice(row) }, .init("VoucherDate:d") { row, _ in .date(row.line.voucherDate) },
        .init("VoucherNo:s32") { row, _ in .text(row.line.voucher) }, .init("VatCode:s3") { row, _ in .text(row.line.vatCode) },
        .init("VatAmt:n") { row, scene in vatAmount(row, scene) }, .init("Description:s255") { row, _ in .text(row.line.description) },
        .init("Created:d") { row, _ in .moment(row.entry.created) }, .init("Modified:d") { row, _ in .moment(row.entry.modified) },
    ]

    private static func axis(_ number: Int) -> CellSource<LineRow> {
        .init("DimAx\(number):s16") { row, _ in .text(row.line.dimensions[number]) }
    }

    static let transactions = GetConnector("Profit_Transactions", "Financiële mutaties", of: LineRow.self, rows: lines, columns: plain)

    static let transactionsAllocated = GetConnector(
        "Profit_Transactions_Allocated", "Financiële mutaties met verbijzondering", of: LineRow.self, rows: lines,
        columns: plain + [
            .init("Omschrijving:s50") { row, scene in .text(scene.books.accounts[row.line.ledgerAccount]?.description) },
            .init("Type:s30") { row, scene in .text(scene.books.accounts[row.line.ledgerAccount].map { String($0.kind.rawValue) }) },
            .init("Collect_On:s16") { _, _ in .null },
        ] + (1...5).map { axis($0) })

    /// What a customer is asked to make, as the standard connectors do not tell debtors from ledger accounts (reference §12.2).
    static let ownEntryLines = GetConnector(
        "LedgerBridge_EntryLines", "Journaalregels (eigen)", of: LineRow.self, own: true, rows: lines,
        columns: plain + [
            .init("AccountType:s1") { row, _ in .text(String(row.line.kind.rawValue)) },
            .init("RelationId:s16") { row, _ in row.line.kind == .ledger ? .null : .text(row.line.account) },
            .init("LedgerAccount:s16") { row, _ in .text(row.line.ledgerAccount) },
            .init("CurrencyId:s3") { row, _ in .text(row.line.currency) },
            .init("Rate:n") { row, _ in .decimal(row.line.rate) }, .init("AmtDebitCurr:n") { row, _ in .decimal(row.line.debitForeign) },
            .init("AmtCreditCurr:n") { row, _ in .decimal(row.line.creditForeign) },
            .init("ExpDate:d") { row, _ in .date(row.line.dueDate) },
            .init("PaymentReference:s32") { row, _ in .text(row.line.paymentReference) },
            .init("InvoiceReference:s32") { row, _ in .text(row.line.invoiceReference) },
            .init("MatchedOn:d") { row, _ in .date(row.invoice?.settledOn) },
        ] + (1...5).map { axis($0) })

    // MARK: Balances

    /// Debit and credit of an account in a period.
    struct BalanceRow: Sendable {
        struct Key: Hashable, Sendable, Comparable {
            let unit: Int
            let period: Period
            let account: String

            static func < (left: Key, right: Key) -> Bool {
                (left.unit, left.period, left.account) < (right.unit, right.period, right.account)
            }
        }
        let key: Key
        let debit: ExactDecimal
        let credit: ExactDecimal
    }

    static let periodBalances = GetConnector(
        "Profit_Period_balance", "Saldi per periode", of: BalanceRow.self,
        rows: { scene, _ in
            var sums: [BalanceRow.Key: (debit: ExactDecimal, credit: ExactDecimal)] = [:]
            for unit in scene.units {
                for entry in unit.entries {
                    for line in entry.lines {
                        let key = BalanceRow.Key(
                            unit: unit.id, period: Period(year: entry.year, number: entry.period), account: line.ledgerAccount)
                        sums[key, default: (.zero, .zero)].debit.add(line.debit)
                        sums[key, default: (.zero, .zero)].credit.add(line.credit)
                    }
                }
            }
            return sums.sorted { $0.key < $1.key }.map { BalanceRow(key: $0.key, debit: $0.value.debit, credit: $0.value.credit) }
        },
        columns: [
            .init("UnitId:i") { row, _ in .integer(row.key.unit) }, .init("Year:i") { row, _ in .integer(row.key.period.year) },
            .init("Period:i") { row, _ in .integer(row.key.period.number) }, .init("AccountNr:s16") { row, _ in .text(row.key.account) },
            .init("AccountDesc:s50") { row, scene in .text(scene.books.accounts[row.key.account]?.description) },
            .init("Credit:n") { row, _ in .decimal(row.credit) }, .init("Debit:n") { row, _ in .decimal(row.debit) },
            .init("Balance:n") { row, _ in .decimal(Arithmetic.difference(row.debit, row.credit)) },
            .init("Budget:n") { _, _ in .decimal(.zero) },
        ])
}
