import BridgeDomain
import BridgeJournal

/// What a transaction adds to the counters. Collected in memory and written once before the commit: a hundred documents of one day change
/// one row, not a hundred times the same.
struct Deltas {
    struct StateKey: Hashable {
        var bridge: Int64
        var state: Int64
        var kind: Int64
        /// Empty for documents without amounts.
        var currency: String
    }

    struct DaybookKey: Hashable {
        var bridge: Int64
        var column: Int64
        var date: Int32
        var daybook: String
        /// Empty for amounts outside any VAT code.
        var vatCode: String
        var currency: String
    }

    struct DepositKey: Hashable {
        var bridge: Int64
        var party: String
        var currency: String
    }

    struct HourKey: Hashable {
        var bridge: Int64
        var hour: Int64
    }

    /// What of an hour's documents arrived, is booked, waits, and needs a person.
    struct HourSum: Equatable {
        var received: Int64 = 0
        var booked: Int64 = 0
        var waiting: Int64 = 0
        var needing: Int64 = 0

        static func += (left: inout HourSum, right: HourSum) {
            left.received += right.received
            left.booked += right.booked
            left.waiting += right.waiting
            left.needing += right.needing
        }
    }

    struct HoldKey: Hashable {
        var bridge: Int64
        var blocker: String
        var kind: Int64
        /// Empty for documents without amounts.
        var currency: String
    }

    struct Sum: Equatable {
        var count: Int64 = 0
        var net: Int64 = 0
        var vat: Int64 = 0
        var gross: Int64 = 0

        static func += (left: inout Sum, right: Sum) {
            left.count += right.count
            left.net += right.net
            left.vat += right.vat
            left.gross += right.gross
        }
    }

    private(set) var states: [StateKey: Sum] = [:]
    private(set) var daybooks: [DaybookKey: Sum] = [:]
    private(set) var deposits: [DepositKey: Int64] = [:]
    private(set) var hours: [HourKey: HourSum] = [:]
    private(set) var holds: [HoldKey: Sum] = [:]

    /// Adds (`times` 1) or takes away (−1) a posting in its state.
    mutating func count(_ posting: PostingRecord, bridge: Int64, times: Int64) {
        let key = StateKey(
            bridge: bridge, state: Codes.number(posting.state), kind: Codes.number(posting.document.kind),
            currency: posting.currency?.code ?? "")
        states[key, default: Sum()] += Sum(
            count: times, net: times * (posting.net?.minorUnits ?? 0), vat: times * (posting.vat?.minorUnits ?? 0),
            gross: times * (posting.gross?.minorUnits ?? 0))
        countHours(posting, bridge: bridge, times: times)
        if let blocker = posting.countedBlocker {
            let hold = HoldKey(bridge: bridge, blocker: blocker, kind: key.kind, currency: key.currency)
            holds[hold, default: Sum()] += Sum(count: times, gross: times * (posting.gross?.minorUnits ?? 0))
        }
        guard posting.state != .withdrawn, let party = posting.party, let deposit = posting.deposits else { return }
        let held = DepositKey(bridge: bridge, party: party.description, currency: deposit.currency.code)
        deposits[held, default: 0] += times * deposit.minorUnits
    }

    private mutating func countHours(_ posting: PostingRecord, bridge: Int64, times: Int64) {
        let needs = posting.state.needsPerson
        hours[HourKey(bridge: bridge, hour: HourTotal.hour(of: posting.receivedAt)), default: HourSum()] += HourSum(
            received: times, waiting: needs || posting.state.isSettled ? 0 : times, needing: needs ? times : 0)
        guard posting.state == .booked, let moment = posting.bookedAt else { return }
        hours[HourKey(bridge: bridge, hour: HourTotal.hour(of: moment)), default: HourSum()] += HourSum(booked: times)
    }

    /// Adds or takes away an entry's totals in a column of the control table.
    mutating func count(_ totals: [EntryTotal], in column: ControlColumn, on date: CalendarDate, bridge: Int64, times: Int64) {
        for total in EntryTotal.grouped(totals) {
            let key = DaybookKey(
                bridge: bridge, column: Codes.number(column), date: date.daysSinceEpoch, daybook: total.daybook.text,
                vatCode: total.vatCode?.text ?? "", currency: total.net.currency.code)
            daybooks[key, default: Sum()] += Sum(count: times, net: times * total.net.minorUnits, vat: times * total.vat.minorUnits)
        }
    }

    /// Takes over what a unit counted.
    mutating func merge(_ unit: Deltas) {
        for (key, sum) in unit.states { states[key, default: Sum()] += sum }
        for (key, sum) in unit.daybooks { daybooks[key, default: Sum()] += sum }
        for (key, amount) in unit.deposits { deposits[key, default: 0] += amount }
        for (key, sum) in unit.hours { hours[key, default: HourSum()] += sum }
        for (key, sum) in unit.holds { holds[key, default: Sum()] += sum }
    }

    mutating func removeAll() {
        states.removeAll(keepingCapacity: true)
        daybooks.removeAll(keepingCapacity: true)
        deposits.removeAll(keepingCapacity: true)
        hours.removeAll(keepingCapacity: true)
        holds.removeAll(keepingCapacity: true)
    }

    /// Writes everything into the counters.
    func write(to connection: Connection) throws(JournalError) {
        for (key, sum) in states where sum != Sum() {
            try connection.statement(.addToState).bind(key.bridge).bind(key.state).bind(key.kind).bind(key.currency).bind(sum.count)
                .bind(sum.net).bind(sum.vat).bind(sum.gross).run()
        }
        for (key, sum) in daybooks where sum != Sum() {
            try connection.statement(.addToDaybook).bind(key.bridge).bind(key.column).bind(Int64(key.date)).bind(key.daybook)
                .bind(key.vatCode).bind(key.currency).bind(sum.count).bind(sum.net).bind(sum.vat).run()
        }
        for (key, amount) in deposits where amount != 0 {
            try connection.statement(.addToDeposits).bind(key.bridge).bind(key.party).bind(key.currency).bind(amount).run()
        }
        for (key, sum) in hours where sum != HourSum() {
            try connection.statement(.addToHour).bind(key.bridge).bind(key.hour).bind(sum.received).bind(sum.booked).bind(sum.waiting)
                .bind(sum.needing).run()
        }
        for (key, sum) in holds where sum != Sum() {
            try connection.statement(.addToHold).bind(key.bridge).bind(key.blocker).bind(key.kind).bind(key.currency).bind(sum.count)
                .bind(sum.gross).run()
        }
    }
}

extension Query {
    fileprivate static let addToState = Query(
        """
        INSERT INTO state_total (bridge, state, kind, currency, count, net, vat, gross) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET count = count + excluded.count, net = net + excluded.net, vat = vat + excluded.vat,
        gross = gross + excluded.gross
        """)
    fileprivate static let addToDaybook = Query(
        """
        INSERT INTO daybook_total (bridge, control, date, daybook, vat_code, currency, documents, net, vat)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET documents = documents + excluded.documents, net = net + excluded.net, vat = vat + excluded.vat
        """)
    fileprivate static let addToDeposits = Query(
        """
        INSERT INTO deposit_total (bridge, party, currency, amount) VALUES (?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET amount = amount + excluded.amount
        """)
    fileprivate static let addToHour = Query(
        """
        INSERT INTO hour_total (bridge, hour, received, booked, waiting, needing) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET received = received + excluded.received, booked = booked + excluded.booked,
        waiting = waiting + excluded.waiting, needing = needing + excluded.needing
        """)
    fileprivate static let addToHold = Query(
        """
        INSERT INTO hold_total (bridge, blocker, kind, currency, count, gross) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO UPDATE SET count = count + excluded.count, gross = gross + excluded.gross
        """)
}
