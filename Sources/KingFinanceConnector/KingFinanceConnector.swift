public import BridgeConnector
public import BridgeDomain
public import BridgeHTTP
import Synchronization

/// KING Finance as an accounting system: one administration, by either of the two ways in which it is reached.
///
/// Everything is as reference `king` has it; what is assumed stands in `KingFinanceContract`.
public final class KingFinanceConnector: AccountingConnector {
    let settings: KingFinanceSettings
    let client: KingClient
    let clock: any TimeSource
    let memory = KingMemory()
    let controls = KingControlAccounts()
    /// Posts go one by one: what is proved by one holds for the next.
    let postTurn = KingTurn()
    private let state = Mutex(State())

    private struct State {
        var proof = KingProof.unknown
        /// The first entry, whose open item was not what it meant.
        var wrongItem: (KingPosting, Entry)?
        /// Something was refused that the code lists should have known about.
        var distrustsLists = false
        var listsReadAt: Timestamp?
        /// Periods that are closed, and when that was so.
        var closed: (periods: Set<Period>, readAt: Timestamp)?
    }

    /// Seconds between two complete readings of the code lists that refusals ask for.
    static let distrustSeconds: Int64 = 300
    /// Seconds for which closing flags count. The service itself would book where King's users may not, so they are looked at before an entry goes.
    static let flagSeconds: Int64 = 60
    /// Refusals that may come from code lists that are no longer right.
    private static let staleCodes: Set<ProblemCode> = [
        .targetCodeUnknown, .targetCodeBlocked, .targetFieldMissing, .targetNotAllowed, .periodClosed, .periodUnknown,
    ]

    /// A connection to one administration. Nothing is called until something is asked.
    ///
    /// - Parameters:
    ///   - keys: what opens the administration; kept in memory only.
    ///   - meter: who counts the calls.
    public init(
        settings: KingFinanceSettings, keys: KingFinanceKeys, transport: any HTTPTransport, meter: any CallMeter, clock: any TimeSource
    ) {
        self.settings = settings
        self.clock = clock
        client = KingClient(settings: settings, keys: keys, transport: transport, meter: meter, clock: clock)
    }

    /// What KING Finance can do.
    public var capabilities: ConnectorCapabilities {
        ConnectorCapabilities(
            system: settings.profile.rawValue, callsAtOnceMax: 1, settlingSeconds: settings.settlingSeconds,
            descriptionMax: KingFinanceContract.descriptionMax, referenceMax: KingFinanceContract.referenceMax,
            paymentReferenceMax: KingFinanceContract.referenceMax, entryLinesMax: KingFinanceContract.rowsMax - 1,
            linksCreditNotes: settings.creditLink != .textOnly, linksAfterwards: settings.creditLink == .updateOpenItem)
    }

    /// The code lists: ten calls when nothing is known, none while all are young. Before the first of a process, the books are asked once
    /// whether amounts arrive there as they are sent; when they do not, that is told instead. After a refusal that speaks of codes or periods
    /// everything is read again, at most once in five minutes.
    public func masterData(known: MasterData?) async throws(ConnectorError) -> MasterData {
        let now = clock.now()
        let isComplete = state.withLock { state in
            state.distrustsLists && state.listsReadAt.map { now >= $0.adding(seconds: Self.distrustSeconds) } ?? true
        }
        let kept = isComplete ? known.map(Self.withoutDates) : known
        let data = try await KingMasterReader(client: client, now: now).read(known: kept)
        try await prove()
        if isComplete || known == nil {
            state.withLock { state in
                state.distrustsLists = false
                state.listsReadAt = now
            }
        }
        return data
    }

    private static func withoutDates(_ data: MasterData) -> MasterData {
        var data = data
        data.cursors = data.cursors.filter { !$0.key.hasPrefix(KingMasterKey.read("")) }
        return data
    }

    // MARK: Posting

    /// Posts one entry: one call. The first in a new administration is read back before anything else is sent, and a credit note is then tied to
    /// its original. Refused without a call when the code lists show that King would refuse it, or would take what it should not.
    public func post(_ order: PostingOrder, with master: MasterData) async throws(ConnectorError) -> PostedEntry {
        let deadline = CallDeadline(askedAt: clock.now())
        await postTurn.enter()
        defer { postTurn.leave() }
        do throws(ConnectorError) {
            let posting = try KingPosting(order, with: master, settings)
            try await prove(within: deadline)
            try await refuseWhereClosed(order.entry, deadline)
            let posted = try await send(posting, order, master, deadline)
            await linkQuietly(order, master)
            return posted
        } catch {
            if error.problems.contains(where: { Self.staleCodes.contains($0.code) }) { state.withLock { $0.distrustsLists = true } }
            throw error
        }
    }

    private func refuseWhereClosed(_ entry: Entry, _ deadline: CallDeadline) async throws(ConnectorError) {
        let now = clock.now()
        var closed = state.withLock { $0.closed }
        if closed.map({ now < $0.readAt || now >= $0.readAt.adding(seconds: Self.flagSeconds) }) ?? true {
            closed = (try await KingMasterReader(client: client, now: now).closedPeriods(within: deadline), now)
            state.withLock { $0.closed = closed }
        }
        guard closed?.periods.contains(entry.period) ?? false else { return }
        throw ConnectorError(
            .rejected, "The period is closed in King; nothing was sent", vendorText: "PERIODEINFO \(entry.period): JRAFGESL, PNAFGESL",
            problems: [Problem(.periodClosed, at: Place("period"), found: "\(entry.period), \(entry.daybook)")])
    }

    private func send(
        _ posting: KingPosting, _ order: PostingOrder, _ master: MasterData, _ deadline: CallDeadline
    ) async throws(ConnectorError) -> PostedEntry {
        let isFirst = proof == .none
        // Until it is known what became of the first, nothing else goes.
        if isFirst { proof = .awaited(until: clock.now().adding(seconds: settings.settlingSeconds)) }
        let answer: KingAnswer
        do throws(ConnectorError) {
            answer = try await client.perform(KingCall(.createEntry, posting.document), within: deadline)
        } catch {
            guard KingVerdict.isUnknownRefusal(error) else {
                if isFirst, error.code != .outcomeUnknown { proof = .none }
                throw error
            }
            return try await found(order.entry.reference, error, isFirst)
        }
        guard let posted = Self.posted(answer) else {
            throw ConnectorError(.outcomeUnknown, "KING Finance accepted an entry without saying which: look it up by its reference")
        }
        if isFirst { try await proveFirst(posting, order.entry) }
        return posted
    }

    /// King answered with words we do not know: what its books hold counts.
    private func found(_ reference: EntryReference, _ error: ConnectorError, _ isFirst: Bool) async throws(ConnectorError) -> PostedEntry {
        let rows: [KingBookedRow]
        do throws(ConnectorError) { rows = try await self.rows(carrying: reference) } catch { throw Self.unknown(error) }
        guard rows.isEmpty else { throw Self.unknown(error) }
        if isFirst { proof = .none }
        var refusal = error
        refusal.code = .rejected
        throw refusal
    }

    private static func unknown(_ error: ConnectorError) -> ConnectorError {
        ConnectorError(.outcomeUnknown, error.message, vendorText: error.vendorText)
    }

    /// The number of an entry of an answer: its rows come back with the numbers they got, and beside them the key of the first.
    private static func posted(_ answer: KingAnswer) -> PostedEntry? {
        let columns = KingFinanceContract.entryKey
        var key = answer.entries.first.map { row in columns.compactMap { row[$0] } } ?? []
        if key.count != columns.count { key = answer.key }
        guard key.count == columns.count else { return nil }
        let named = Dictionary(zip(columns, key)) { first, _ in first }
        guard let year = named["JR"], let journal = named["DAGB"], let period = named["PN"], let row = named["RG"] else { return nil }
        let number = KingEntryMaker.number(
            "\(journal)-\(period)-\(row)", invoice: answer.entries.lazy.compactMap { $0["FACT"] }.first,
            reference: answer.entries.lazy.compactMap { $0["BOEKSTUK"] }.first)
        let warnings = answer.entries.compactMap { $0["BOE_WARNING"] }
        let warning = warnings.isEmpty ? nil : KingValue.cut(warnings.unique.joined(separator: "; "), KingFinanceContract.warningMax)
        return PostedEntry(id: TargetID("\(year)/\(journal)/\(period)/\(row)"), number: number, warning: warning)
    }

    // MARK: State

    var wrongItem: (KingPosting, Entry)? {
        get { state.withLock { $0.wrongItem } }
        set { state.withLock { $0.wrongItem = newValue } }
    }

    var proof: KingProof {
        get { state.withLock { $0.proof } }
        set { state.withLock { $0.proof = newValue } }
    }
}

extension [String] {
    /// Each text once: every row of a split may carry the same warning.
    fileprivate var unique: [String] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
