public import BridgeDomain
public import BridgeEngine
public import BridgeJournal

/// How one bridge stands, read once from the journal: what flowed, what waits, what needs a person, and what is left of the budget.
public struct BridgeFacts: Sendable {
    /// Counts and sums per state, kind and currency.
    public var states: [StateTotal]
    /// What needs a person, by cause.
    public var causes: [ProblemTotal]
    public var waiting: WaitingTotals
    /// How many of those that differ in the books somebody has explained as they stand; of more than ``differingMax`` the older are not looked at.
    public var explained: Int
    /// Links of parties that are proposed; not counted beyond ``proposedMax``.
    public var proposed: Int
    /// Parties that stand differently in the books, and those of them that wait for a decision; not counted beyond ``proposedMax``.
    public var differingParties: Int
    public var undecidedParties: Int
    /// What the last check of the set-up found, blocking ones first.
    public var setup: [SetupFinding]
    public var budget: [BudgetWindow]
    public var nextRun: NextRun?
    public var payments: PaymentTotals
    public var attachments: AttachmentTotals
    /// What flowed in each of the last ``hoursShown`` hours in which anything did, oldest first.
    public var hours: [HourTotal]
    /// How much waits by age, youngest first: one more than ``ageBounds``.
    public var ages: [AgeTotal]
    /// What waits for an approval, the next run or a person.
    public var holds: [HoldTotal]
    /// Somebody paused it: nothing new is sent.
    public var pause: BridgePause?
    /// A change of the rules that waits for another person.
    public var proposal: MappingProposal?

    /// Hours of which the flow is shown, the one under way among them.
    public static let hoursShown = 24
    /// Hours that part ages: up to 4 hours, up to a day, three days, a week, four weeks, and older.
    public static let ageBounds: [Int64] = [4, 24, 72, 168, 672]

    /// Documents that differ of which it is asked whether they were explained.
    public static let differingMax = 200
    /// More parties than this are not counted: the number is there to be looked into, not to be exact.
    public static let proposedMax = 1_000

    /// Reads how a bridge stands. `connection` is the name its calls are counted under, nil where none are. Cost does not depend on the number
    /// of documents.
    public static func read(
        _ policy: BridgePolicy, connection: String?, journal: any BridgeJournal, now: Timestamp
    ) async throws(JournalError) -> BridgeFacts {
        let id = policy.bridge
        var budget: [BudgetWindow] = []
        if let connection { budget = try await journal.budget(connection: connection) }
        let differing = try await journal.differingParties(id, after: nil, limit: proposedMax)
        let waiting = try await journal.waitingTotals(id, at: now)
        return BridgeFacts(
            states: try await journal.stateTotals(id), causes: try await journal.problemTotals(id),
            waiting: waiting, explained: try await explained(of: id, waiting, journal),
            proposed: try await journal.listParties(id, states: [.proposed], after: nil, limit: proposedMax).count,
            differingParties: differing.count, undecidedParties: differing.count { $0.alignment?.needsPerson ?? false },
            setup: try await SetupRecord.kept(of: id, in: journal)?.all ?? [], budget: budget,
            nextRun: try await NextRun.read(policy, journal: journal, now: now), payments: try await journal.paymentTotals(id),
            attachments: try await journal.attachmentTotals(id),
            hours: try await journal.hourTotals(
                id, from: now.adding(milliseconds: -HourTotal.length * Int64(hoursShown - 1)), limit: hoursShown),
            ages: try await journal.ageTotals(id, bounds: ageBounds.map { now.adding(milliseconds: -HourTotal.length * $0) }),
            holds: try await journal.holdTotals(id), pause: try await BridgePause.kept(of: id, in: journal),
            proposal: try await MappingProposal.kept(of: id, in: journal))
    }

    private static func explained(
        of bridge: BridgeID, _ waiting: WaitingTotals, _ journal: any BridgeJournal
    ) async throws(JournalError) -> Int {
        guard waiting.differing > 0 else { return 0 }
        let postings = try await journal.list(PostingFilter(bridge: bridge, differing: true), before: nil, limit: differingMax)
        return try await DifferenceBook(journal: journal, bridge: bridge).explained(among: postings).count
    }

    /// Documents that stand otherwise in the books and of which nobody has said why.
    public var unexplained: Int { max(0, waiting.differing - explained) }

    /// True where somebody should look.
    public var needsPerson: Bool {
        states.contains { $0.state.needsPerson && $0.count > 0 } || waiting.late > 0 || unexplained > 0 || proposed > 0
            || proposal != nil || undecidedParties > 0 || !setup.isEmpty || payments.needsPerson || attachments.refused > 0
    }

    /// How many documents an approval, the next run or a person holds, and their gross amounts per currency in order of code, credit notes taken
    /// off; nil where there are none.
    public func held(by hold: Hold) -> (count: Int, gross: [Money])? {
        let own = holds.filter { $0.blocker == hold.blocker }
        guard !own.isEmpty else { return nil }
        var sums: [Currency: Money] = [:]
        for total in own {
            guard let gross = total.gross else { continue }
            sums[gross.currency, default: .zero(gross.currency)] += total.kind.isCredit ? -gross : gross
        }
        return (own.map(\.count).reduce(0, +), sums.values.sorted { $0.currency.code < $1.currency.code })
    }

    /// When the books may be called again, where what they accept is used up now.
    public func resumes(after now: Timestamp) -> Timestamp? { budget.resumes(after: now) }

    /// Documents in any of these states.
    public func count(_ states: Set<PostingState>) -> Int {
        self.states.lazy.filter { states.contains($0.state) }.map(\.count).reduce(0, +)
    }

    /// Gross amounts of documents in any of these states, per currency in order of code; credit notes are taken off.
    public func gross(_ states: Set<PostingState>, kinds: Set<DocumentKind> = Set(DocumentKind.allCases)) -> [Money] {
        var sums: [Currency: Money] = [:]
        for total in self.states where states.contains(total.state) && kinds.contains(total.kind) {
            guard let gross = total.gross else { continue }
            sums[gross.currency, default: .zero(gross.currency)] += total.kind.isCredit ? -gross : gross
        }
        return sums.values.sorted { $0.currency.code < $1.currency.code }
    }
}

extension PaymentTotals {
    /// True where waiting does not help.
    public var needsPerson: Bool { refused + trouble + items > 0 }
}
