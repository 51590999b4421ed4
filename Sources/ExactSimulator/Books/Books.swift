import BridgeDomain

/// The tables of a division. The raw value names them in snapshots.
enum TableName: String, CaseIterable, Sendable {
    case accounts, contacts, bankAccounts, addresses
    case ledgerAccounts, journals, periods, vatCodes, vatPercentages, paymentConditions, costCentres, costUnits, currencies, rates
    /// Entries of every journal: one row an entry, whatever endpoint made it.
    case entries
    case salesLines, purchaseLines, journalLines, bankLines
    /// The lines in the ledger.
    case ledgerLines
    /// Open and settled items of debtors and creditors.
    case terms
    case documents, attachments
    case webhooks
    /// What was deleted, for `sync/Deleted`.
    case deletions

    /// Fields by which rows are found without reading all.
    var indexed: [Field] {
        switch self {
        case .accounts: [.Code, .VATNumber, .ChamberOfCommerce, .SearchCode, .Name]
        case .contacts, .bankAccounts, .addresses: [.Account]
        case .ledgerAccounts, .journals, .vatCodes, .paymentConditions, .costCentres, .costUnits: [.Code]
        case .vatPercentages: [.VATCodeID]
        case .rates: [.SourceCurrency]
        case .entries: [.YourRef, .EntryNumber, .InvoiceNumber, .Account, .Document]
        case .salesLines, .purchaseLines, .journalLines, .bankLines: [.EntryID]
        case .ledgerLines: [.EntryID, .YourRef, .EntryNumber, .InvoiceNumber, .Account, .GLAccount]
        case .terms: [.TransactionEntryID, .Account, .InvoiceNumber, .YourRef]
        case .documents: [.Account]
        case .attachments: [.Document]
        case .periods, .currencies, .webhooks, .deletions: []
        }
    }
}

/// The books of one division: its tables, its row versions and its number series.
final class Books {
    let settings: ExactSandbox.Division
    /// Who made and changed every row.
    let userName: String
    private var tables: [TableName: Table] = [:]
    /// The last row version given out; shared by all tables (reference §12, item 24).
    private(set) var version: Int64
    private var keys: SeededGenerator
    var closedPeriods: Set<ExactSandbox.ClosedPeriod>
    /// The last number of each series, see ``Numbering``.
    var lastNumbers: [Int: Int] = [:]
    var lastInvoiceNumbers: [String: Int] = [:]
    /// The files of documents.
    var files: [GUID: [UInt8]] = [:]
    /// The last number given to an account or document.
    var lastAccountCode = 0
    var lastDocumentNumber = 0
    /// How far customers have come with paying what they began to pay, by entry.
    var paymentStages: [GUID: Int] = [:]
    /// What webhooks have still to be told.
    var notifications: [Notification] = []

    /// A change of a row that subscribers want to hear of.
    struct Notification: Sendable {
        let topic: String
        let action: String
        let key: GUID
        let endpoint: String
        let at: Int64
    }

    init(_ settings: ExactSandbox.Division, seed: UInt64, userName: String) {
        self.settings = settings
        self.userName = userName
        keys = SeededGenerator(seed: seed ^ UInt64(bitPattern: Int64(settings.code)) << 16)
        closedPeriods = Set(settings.closedPeriods)
        // A row version is a large number in the service too; starting at 1 would hide clients that cut it to 32 bits.
        version = 8_000_000_000
        for name in TableName.allCases { tables[name] = Table(indexed: name.indexed) }
    }

    subscript(name: TableName) -> Table {
        guard let table = tables[name] else { preconditionFailure("every table is made at the start") }
        return table
    }

    /// Where the making of keys stands, for snapshots.
    var keyState: UInt64 { keys.state }

    /// Goes on with row versions and keys where a snapshot stands.
    func resume(version: Int64, keyState: UInt64) {
        self.version = version
        keys = SeededGenerator(seed: keyState)
    }

    func newKey() -> GUID { GUID.random(using: &keys) }

    /// Writes a row with a new row version; `now` is wall-clock milliseconds.
    func write(_ name: TableName, _ row: Row, now: Int64) {
        version += 1
        var row = row
        row.version = version
        if self[name][row.key] == nil { row.created = now }
        row.modified = now
        self[name].write(row)
    }

    /// Takes a row out and, for what sync clients follow, notes it in the list of deletions (reference §9.1).
    func delete(_ name: TableName, _ key: GUID, now: Int64) {
        guard self[name].remove(.guid(key)) != nil, let type = Self.deletionType[name] else { return }
        var note = Row(key: .guid(newKey()))
        note[.EntityKey] = .guid(key)
        note[.EntityType] = .integer(type)
        note[.DeletedDate] = .moment(now)
        write(.deletions, note, now: now)
    }

    /// EntityType of `sync/Deleted` (reference §9.1).
    private static let deletionType: [TableName: Int] = [
        .ledgerLines: 1, .accounts: 2, .addresses: 3, .attachments: 4, .contacts: 5, .documents: 6, .ledgerAccounts: 7, .terms: 10,
    ]

    // MARK: Look-ups by code

    func ledgerAccount(_ code: String) -> Row? { self[.ledgerAccounts].first(.Code, .string(code)) }
    func journal(_ code: String) -> Row? { self[.journals].first(.Code, .string(code)) }
    func paymentCondition(_ code: String) -> Row? { self[.paymentConditions].first(.Code, .string(code)) }
    /// All of a code: more than one are instalments (reference §7.21).
    func paymentConditions(_ code: String) -> [Row] { self[.paymentConditions].rows(.Code, .string(code)) }
    func vatCode(_ code: String) -> Row? { self[.vatCodes].first(.Code, EdmType.padded(3, rightAligned: false).padded(code)) }
    func account(_ code: String) -> Row? { self[.accounts].first(.Code, EdmType.padded(18, rightAligned: true).padded(code)) }

    /// The currencies an amount may be in.
    func hasCurrency(_ code: String) -> Bool { self[.currencies][.string(code)] != nil }

    /// The rate that holds on `date`; nil when none is known. 1 for the division's own currency.
    func rate(_ currency: String, on date: CalendarDate) -> ExactDecimal? {
        if currency == settings.currency { return .one }
        let known = self[.rates].rows(.SourceCurrency, .string(currency)).filter { ($0[.StartDate].date ?? date) <= date }
        return known.max { ($0[.StartDate].moment ?? 0) < ($1[.StartDate].moment ?? 0) }?[.Rate].decimal
    }

    /// The fraction of a VAT code that holds on `date`.
    func percentage(_ vatCode: Row, on date: CalendarDate) -> ExactDecimal? {
        self[.vatPercentages].rows(.VATCodeID, vatCode.key).first { row in
            (row[.StartDate].date ?? date) <= date && date <= (row[.EndDate].date ?? date) && row.integer(.TypeCode) == 0
        }?[.Percentage].decimal
    }
}
