public import BridgeDomain
public import BridgeJournal
public import BridgeSource

/// What is proved at any moment, and at month-end above all: source = sent = booked.
public struct ControlTable: Hashable, Sendable, Codable {
    /// Documents and amounts of one side.
    public struct Sum: Hashable, Sendable, Codable {
        public var documents: Int
        public var net: Money
        public var vat: Money

        /// Net plus VAT.
        public var gross: Money { net + vat }
    }

    /// One daybook, VAT code and currency: what mapping meant, what was sent, what the books hold.
    public struct Row: Hashable, Sendable, Codable {
        public var daybook: DaybookCode
        public var vatCode: VATCode?
        public var meant: Sum
        public var sent: Sum
        public var booked: Sum

        /// True when the books hold exactly what was sent.
        public var agrees: Bool { sent == booked }
        /// True when everything that was meant has been sent.
        public var isComplete: Bool { meant == sent }
    }

    /// One kind and currency: what the source approved against what arrived.
    public struct Arrival: Hashable, Sendable, Codable {
        public var kind: DocumentKind
        /// nil for documents whose amounts cannot be read.
        public var currency: Currency?
        public var approved: Int
        public var received: Int
        public var approvedGross: Money?
        public var receivedGross: Money?

        /// True where as much arrived as was approved.
        public var agrees: Bool { approved == received && approvedGross == receivedGross }
    }

    /// How what arrived stands beside what the source approved.
    public enum Arriving: Hashable, Sendable {
        /// The same, by kind and currency, in number and amount.
        case same
        /// As many of each kind; of so many the amounts cannot be read here, and are therefore missing where the source counts them.
        case unreadable(Int)
        /// As many, but of other kinds, currencies or amounts.
        case otherwise
        /// More or fewer.
        case uneven
    }

    /// What the rows of ``arrivals`` say together; nil where the source was not asked.
    public var arriving: Arriving? {
        guard let approved else { return nil }
        if approved != received { return .uneven }
        if arrivals.allSatisfy(\.agrees) { return .same }
        let kinds = Set(arrivals.map(\.kind))
        let (readable, unreadable) = (arrivals.filter { $0.currency != nil }, arrivals.filter { $0.currency == nil })
        func missing(_ rows: [Arrival], _ kind: DocumentKind) -> Int {
            rows.filter { $0.kind == kind }.map { $0.approved - $0.received }.reduce(0, +)
        }
        // A document that cannot be read moves from its currency's row to the one without; it never makes a row longer, nor changes one that is full.
        let onlyMoved =
            kinds.allSatisfy { missing(readable, $0) == -missing(unreadable, $0) }
            && readable.allSatisfy { $0.agrees || $0.received < $0.approved }
        return onlyMoved ? .unreadable(unreadable.map { $0.received - $0.approved }.reduce(0, +)) : .otherwise
    }

    public var bridge: BridgeID
    public var rows: [Row]
    public var arrivals: [Arrival]
    /// Documents by state.
    public var states: [StateTotal]

    /// Documents the source approved, over all kinds; nil when the source was not asked.
    public var approved: Int?
    /// Documents that arrived.
    public var received: Int { states.reduce(0) { $0 + $1.count } }
    /// True when nothing is missing between source and journal, and the books hold exactly what was sent.
    public var agrees: Bool { rows.allSatisfy(\.agrees) && (approved.map { $0 == received } ?? true) }
}

/// Makes control tables out of the journal's totals and the source's own.
public struct Reconciliation: Sendable {
    let journal: any BridgeJournal
    let bridge: BridgeID

    /// Reconciliation of one bridge.
    public init(journal: any BridgeJournal, bridge: BridgeID) {
        self.journal = journal
        self.bridge = bridge
    }

    /// The table over invoice dates in `dates` (nil: all). `approved` are the source's own totals for the same dates, when it was asked.
    public func table(dates: ClosedRange<CalendarDate>?, approved: [ControlTotal]?) async throws(JournalError) -> ControlTable {
        let states = if let dates { try await stateTotals(dates) } else { try await journal.stateTotals(bridge) }
        return ControlTable(
            bridge: bridge, rows: try await rows(dates: dates), arrivals: Self.arrivals(approved ?? [], states), states: states,
            approved: approved.map { $0.reduce(0) { $0 + $1.documents } })
    }

    /// Counts and sums of the documents dated in `dates`. Cost depends on their number: the journal's own counters know no dates.
    private func stateTotals(_ dates: ClosedRange<CalendarDate>) async throws(JournalError) -> [StateTotal] {
        var totals: [StateKey: StateTotal] = [:]
        var before: Int64?
        while true {
            let page = try await journal.list(PostingFilter(bridge: bridge, invoiceDates: dates), before: before, limit: 1_000)
            guard let last = page.last else { break }
            for posting in page { totals[StateKey(posting), default: StateTotal(none: posting)].add(posting) }
            before = last.sequence
        }
        return totals.values.sorted {
            ($0.state.rawValue, $0.kind.rawValue, $0.gross?.currency.code ?? "") < (
                $1.state.rawValue, $1.kind.rawValue, $1.gross?.currency.code ?? ""
            )
        }
    }

    private struct StateKey: Hashable {
        let state: PostingState
        let kind: DocumentKind
        let currency: Currency?

        init(_ posting: PostingRecord) {
            state = posting.state
            kind = posting.document.kind
            currency = posting.gross?.currency
        }
    }

    private struct RowKey: Hashable {
        let daybook: DaybookCode
        let vatCode: VATCode?
        let currency: Currency
    }

    static func rows(_ meant: [DaybookTotal], _ sent: [DaybookTotal], _ booked: [DaybookTotal]) -> [ControlTable.Row] {
        func sums(_ totals: [DaybookTotal]) -> [RowKey: ControlTable.Sum] {
            Dictionary(
                totals.map {
                    (
                        RowKey(daybook: $0.daybook, vatCode: $0.vatCode, currency: $0.net.currency),
                        ControlTable.Sum(documents: $0.documents, net: $0.net, vat: $0.vat)
                    )
                }, uniquingKeysWith: { first, _ in first })
        }
        let (meant, sent, booked) = (sums(meant), sums(sent), sums(booked))
        let keys = Set(meant.keys).union(sent.keys).union(booked.keys).sorted {
            ($0.daybook.text, $0.currency.code, $0.vatCode?.text ?? "") < ($1.daybook.text, $1.currency.code, $1.vatCode?.text ?? "")
        }
        return keys.map { key in
            let none = ControlTable.Sum(documents: 0, net: .zero(key.currency), vat: .zero(key.currency))
            return ControlTable.Row(
                daybook: key.daybook, vatCode: key.vatCode, meant: meant[key] ?? none, sent: sent[key] ?? none, booked: booked[key] ?? none)
        }
    }

    private struct ArrivalKey: Hashable {
        let kind: DocumentKind
        let currency: Currency?
    }

    private static func arrivals(_ approved: [ControlTotal], _ states: [StateTotal]) -> [ControlTable.Arrival] {
        var rows: [ArrivalKey: ControlTable.Arrival] = [:]
        func row(_ kind: DocumentKind, _ currency: Currency?) -> ControlTable.Arrival {
            rows[ArrivalKey(kind: kind, currency: currency)]
                ?? ControlTable.Arrival(
                    kind: kind, currency: currency, approved: 0, received: 0, approvedGross: currency.map { .zero($0) },
                    receivedGross: currency.map { .zero($0) })
        }
        for total in approved {
            var one = row(total.kind, total.gross?.currency)
            one.approved += total.documents
            if let gross = total.gross { one.approvedGross = one.approvedGross.map { $0 + gross } }
            rows[ArrivalKey(kind: total.kind, currency: total.gross?.currency)] = one
        }
        for total in states {
            var one = row(total.kind, total.gross?.currency)
            one.received += total.count
            if let gross = total.gross { one.receivedGross = one.receivedGross.map { $0 + gross } }
            rows[ArrivalKey(kind: total.kind, currency: total.gross?.currency)] = one
        }
        return rows.values.sorted { ($0.kind.rawValue, $0.currency?.code ?? "~") < ($1.kind.rawValue, $1.currency?.code ?? "~") }
    }
}

extension StateTotal {
    /// Nothing yet, of the state, kind and currency of a posting.
    fileprivate init(none posting: PostingRecord) {
        let zero = (posting.gross?.currency).map { Money.zero($0) }
        self.init(
            bridge: posting.bridge, state: posting.state, kind: posting.document.kind, count: 0, net: zero, vat: zero, gross: zero)
    }

    fileprivate mutating func add(_ posting: PostingRecord) {
        count += 1
        if let net = posting.net { self.net = self.net.map { $0 + net } }
        if let vat = posting.vat { self.vat = self.vat.map { $0 + vat } }
        if let gross = posting.gross { self.gross = self.gross.map { $0 + gross } }
    }
}
