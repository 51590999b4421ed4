public import BridgeDomain

/// What happens at the customer's side besides our calls: periods are blocked, accountants change and delete entries, rights are taken away.
extension AFASSandbox {
    /// Names an administration: its environment, or the first one, and its number.
    public struct Place: Hashable, Sendable {
        public var environment: String?
        public var unit: Int

        /// An administration.
        public init(_ environment: String? = nil, unit: Int = 1) {
            self.environment = environment
            self.unit = unit
        }
    }

    func environmentID(_ place: Place) throws(AdminError) -> String {
        guard let id = place.environment ?? settings.environments.first?.id, let books = books[id] else {
            throw AdminError("There is no such environment.")
        }
        guard books.state.units[place.unit] != nil else { throw AdminError("There is no administration \(place.unit).") }
        return id
    }

    /// Changes an administration's books; the sandbox's clock says when.
    func change<Result>(
        _ place: Place, _ body: (inout UnitBooks) throws(AdminError) -> Result
    ) throws(AdminError) -> Result {
        let id = try environmentID(place)
        guard var unit = books[id]?.state.units.removeValue(forKey: place.unit) else {
            throw AdminError("There is no such administration.")
        }
        defer { books[id]?.state.units[place.unit] = unit }
        return try body(&unit)
    }

    /// Blocks or opens a period.
    public func block(_ period: Period, _ isBlocked: Bool = true, in place: Place = Place()) throws(AdminError) {
        try change(place) { unit throws(AdminError) in
            if isBlocked { unit.blockedPeriods.insert(period) } else { unit.blockedPeriods.remove(period) }
        }
    }

    /// A person opens a journal, or leaves it.
    public func lock(journal: String, _ isLocked: Bool = true, in place: Place = Place()) throws(AdminError) {
        try change(place) { unit throws(AdminError) in
            if isLocked { unit.lockedJournals.insert(journal) } else { unit.lockedJournals.remove(journal) }
        }
    }

    /// Blocks or opens a journal.
    public func block(journal: String, _ isBlocked: Bool = true, in place: Place = Place()) throws(AdminError) {
        try change(place) { unit throws(AdminError) in
            if isBlocked { unit.blockedJournals.insert(journal) } else { unit.blockedJournals.remove(journal) }
        }
    }

    /// Blocks or opens a ledger account.
    public func block(account: String, _ isBlocked: Bool = true, in place: Place = Place()) throws(AdminError) {
        let id = try environmentID(place)
        if isBlocked { books[id]?.state.blockedAccounts.insert(account) } else { books[id]?.state.blockedAccounts.remove(account) }
    }

    /// Blocks or opens a GetConnector, as the vendor does with heavy use.
    public func block(connector: String, _ isBlocked: Bool = true, in place: Place = Place()) throws(AdminError) {
        let id = try environmentID(place)
        if isBlocked { books[id]?.state.blockedConnectors.insert(connector) } else { books[id]?.state.blockedConnectors.remove(connector) }
    }

    /// Blocks a debtor or creditor completely, or opens it.
    public func block(_ kind: LineKind, _ number: String, _ isBlocked: Bool = true, in place: Place = Place()) throws(AdminError) {
        let id = try environmentID(place)
        guard books[id]?.relation(kind, number) != nil else { throw AdminError("There is no such debtor or creditor: \(number).") }
        let (text, now) = (isBlocked ? "true" : "false", wallNow)
        let records: WritableKeyPath<Books, [String: RelationRecord]> = kind == .debtor ? \.state.debtors : \.state.creditors
        books[id]?[keyPath: records][number]?.fields["BlTl"] = text
        books[id]?[keyPath: records][number]?.modified = now
    }

    /// Takes a token back for good.
    public func revoke(_ token: Token) { revokedTokens.insert(token.data) }

    /// Closes the service for maintenance, or opens it.
    public func setMaintenance(_ isOn: Bool) { isInMaintenance = isOn }

    /// Deletes an entry, whatever its period; what hangs on it loses its invoice.
    public func deleteEntry(_ number: Int, in place: Place = Place()) throws(AdminError) {
        let now = wallNow
        try change(place) { unit throws(AdminError) in
            guard unit.remove(number, now: now) != nil else { throw AdminError("There is no entry \(number).") }
        }
    }

    /// What an accountant changes on a line of an entry. Nil: stays.
    public struct LineChange: Sendable {
        /// From 1.
        public var sequence: Int
        public var account: String?
        public var vatCode: String?
        public var debit: ExactDecimal?
        public var credit: ExactDecimal?
        public var description: String?
        public var entryDate: CalendarDate?
        public var voucherDate: CalendarDate?
        public var dimension1: String?

        /// Nothing, on that line.
        public init(_ sequence: Int) { self.sequence = sequence }
    }

    /// Changes ledger lines by the accountant's hand; the entry must still add up to nothing. Lines of debtors and creditors keep their
    /// account and amount: whoever wants those changed deletes and books anew.
    public func changeEntry(_ number: Int, _ changes: [LineChange], in place: Place = Place()) throws(AdminError) {
        let now = wallNow
        let id = try environmentID(place)
        let accounts = books[id]?.accounts ?? [:]
        try change(place) { unit throws(AdminError) in
            guard var entry = unit.entry(number) else { throw AdminError("There is no entry \(number).") }
            for change in changes {
                guard let index = entry.lines.firstIndex(where: { $0.sequence == change.sequence }) else {
                    throw AdminError("Entry \(number) has no line \(change.sequence).")
                }
                try Self.apply(change, to: &entry.lines[index], accounts)
            }
            guard Arithmetic.sum(entry.lines.map(\.amount)).isZero else { throw AdminError("The entry no longer adds up to nothing.") }
            unit.change(number, now: now) { $0.lines = entry.lines }
        }
    }

    private static func apply(_ change: LineChange, to line: inout BookedLine, _ accounts: [String: LedgerAccount]) throws(AdminError) {
        if line.kind != .ledger, change.account != nil || change.debit != nil || change.credit != nil {
            throw AdminError("A debtor's or creditor's line keeps its account and amount.")
        }
        if let account = change.account {
            guard accounts[account] != nil else { throw AdminError("There is no account \(account).") }
            line.account = account
            line.ledgerAccount = account
        }
        if let code = change.vatCode { line.vatCode = code.isEmpty ? nil : code }
        if let amount = change.debit { line.debit = amount }
        if let amount = change.credit { line.credit = amount }
        if let text = change.description { line.description = text }
        if let date = change.entryDate { line.entryDate = date }
        if let date = change.voucherDate { line.voucherDate = date }
        if let code = change.dimension1 { line.dimensions[1] = code.isEmpty ? nil : code }
    }
}
