public import BridgeDomain
public import BridgeMapping

/// Who must see a document before it goes. The three steps in which trust grows.
public enum ApprovalGate: String, Hashable, Sendable, Codable, CaseIterable {
    /// A person approves every document.
    case reviewAll = "review_all"
    /// A person approves documents with warnings; the others go by themselves.
    case reviewExceptions = "review_exceptions"
    /// Nobody is asked.
    case automatic
}

/// Everything a bridge is told to do, as values. Comes from the configuration; holds no connection and no secret.
public struct BridgePolicy: Hashable, Sendable {
    public var bridge: BridgeID
    public var source: SourceAdministration
    public var target: TargetAdministration
    public var bookCurrency: Currency
    /// ISO 3166 alpha-2 of the administration's own country.
    public var ownCountry: String
    public var approval: ApprovalGate
    /// Gates that differ per daybook.
    public var approvalByDaybook: [DaybookCode: ApprovalGate]
    public var schedule: Schedule
    /// Whether a change of the rules waits for another person than who made it; the first rules do not.
    public var mappingFourEyes = false
    public var periodPolicy: PeriodPolicy
    public var partyPolicy: UnknownPartyPolicy
    /// Which side owns which field of a party.
    public var ownership = FieldOwnership()
    /// Seconds between two looks at what somebody changed in the books' relations, where they tell.
    public var relationsSeconds: Int64 = 3_600
    /// Documents dated before it are parked (refusal N15); nil takes everything.
    public var firstDate: CalendarDate?
    /// Seconds after arrival at which a document that is not settled counts as late.
    public var deadlineSeconds: Int64
    /// Seconds a document waits for a party, or a credit note for an original, that the source has not delivered; then it is parked.
    public var missingWaitSeconds: Int64
    /// Seconds between readings of the source when no nudge comes.
    public var pollSeconds: Int64
    /// Seconds after which the target's code lists are read again.
    public var masterDataSeconds: Int64
    /// Seconds after a booking at which the books are read back at the latest, also while more is being posted.
    public var readBackSeconds: Int64
    public var retry: RetryPolicy
    /// How payments come back; nil where they do not.
    public var payments: PaymentPolicy?
    /// Whether and how documents' files follow them; nil where they do not.
    public var attachments: AttachmentPolicy?

    /// A policy with the defaults a careful administration starts with.
    public init(bridge: BridgeID, source: SourceAdministration, target: TargetAdministration) {
        self.bridge = bridge
        self.source = source
        self.target = target
        self.bookCurrency = .eur
        self.ownCountry = "NL"
        self.approval = .automatic
        self.approvalByDaybook = [:]
        self.schedule = .onArrival
        self.periodPolicy = .hold
        self.partyPolicy = .create
        self.deadlineSeconds = 24 * 3600
        self.missingWaitSeconds = 3600
        self.pollSeconds = 60
        self.masterDataSeconds = 12 * 3600
        self.readBackSeconds = 300
        self.retry = RetryPolicy()
    }

    /// The gate in front of a daybook.
    public func gate(_ daybook: DaybookCode) -> ApprovalGate { approvalByDaybook[daybook] ?? approval }
}

/// How long to pause after each kind of failure, and when to stop trying: data, not code.
public struct RetryPolicy: Hashable, Sendable {
    /// Pauses that grow by doubling.
    public struct Pause: Hashable, Sendable {
        /// Seconds before the second try.
        public var first: Int64
        /// Seconds a pause never exceeds.
        public var longest: Int64
        /// Tries after which a person is asked.
        public var attemptsMax: Int

        /// A growing pause.
        public init(first: Int64, longest: Int64, attemptsMax: Int) {
            self.first = first
            self.longest = longest
            self.attemptsMax = attemptsMax
        }

        /// Seconds to wait after `attempts` tries.
        public func seconds(after attempts: Int) -> Int64 {
            let doublings = min(max(attempts, 1) - 1, 30)
            return min(longest, first << Int64(doublings))
        }
    }

    /// No connection, maintenance.
    public var unavailable: Pause
    /// Refused for pace without a time to come back.
    public var throttled: Pause
    /// The session is not accepted: tried now and then, since a consent may come at any moment.
    public var unauthorised: Pause
    /// Look-ups after a lost answer.
    public var unknown: Pause

    /// The defaults: patient with the target, quick to show a person what only a person can mend.
    public init() {
        unavailable = Pause(first: 5, longest: 600, attemptsMax: 200)
        throttled = Pause(first: 60, longest: 3600, attemptsMax: 1_000)
        unauthorised = Pause(first: 30, longest: 900, attemptsMax: 10_000)
        unknown = Pause(first: 5, longest: 600, attemptsMax: 200)
    }
}
