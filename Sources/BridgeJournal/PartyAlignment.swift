public import BridgeDomain

/// How a party's fields stand beside those of its relation in the books.
///
/// What both sides last agreed on is kept, since two values alone do not say who changed: with it, a change of ours goes to the books, one of
/// theirs is seen as theirs, and two at once are a conflict.
public struct PartyAlignment: Hashable, Sendable, Codable {
    /// What we had when both sides were last the same, or last looked at without anything to decide. A field that was never compared is left
    /// out.
    public var agreed: [PartyField: String]
    /// What the books had then.
    public var seen: [PartyField: String]
    /// Fields in which both differ now, in order of field.
    public var differences: [PartyDifference]
    /// What persons decided of differences; a decision holds for the two values it was made on.
    public var decisions: [PartyDecision]
    /// Numbers it had in the books before, oldest first; at most ``formerNumbersMax``.
    public var formerNumbers: [String]
    /// Fields that were put right in the books and when: a field that somebody over there changes again soon is not put right again.
    public var restored: [PartyField: Timestamp]

    /// The party of ours whose relation its own was merged into in the books: they are one there, whatever the trade system says.
    public var mergedInto: PartyCode?

    /// How many former numbers are kept.
    public static let formerNumbersMax = 20

    /// Nothing compared yet.
    public init() {
        agreed = [:]
        seen = [:]
        differences = []
        decisions = []
        formerNumbers = []
        restored = [:]
        mergedInto = nil
    }

    /// True where a person has something to decide.
    public var needsPerson: Bool { differences.contains { $0.standing.needsPerson } }
}

/// One field in which we and the books differ.
public struct PartyDifference: Hashable, Sendable, Codable {
    /// Why it is so, and what follows.
    public enum Standing: String, Hashable, Sendable, Codable, CaseIterable {
        /// Ours goes with the next update.
        case sends
        /// The books own the field.
        case theirs
        /// A change of a bank account or VAT number: a person approves or refuses it.
        case waits
        /// Both changed it since they last agreed, or the books keep changing what is ours: a person says which holds.
        case conflict
        /// It differed when the two were linked, and nobody changed it since: it stays until somebody does.
        case found
        /// A person left it as it is.
        case left

        /// True where a person has something to decide.
        public var needsPerson: Bool { self == .waits || self == .conflict }
    }

    public var field: PartyField
    /// nil: nothing.
    public var ours: String?
    public var theirs: String?
    public var agreed: String?
    public var standing: Standing
    public var seenAt: Timestamp

    /// A difference.
    public init(field: PartyField, ours: String?, theirs: String?, agreed: String?, standing: Standing, seenAt: Timestamp) {
        self.field = field
        self.ours = ours
        self.theirs = theirs
        self.agreed = agreed
        self.standing = standing
        self.seenAt = seenAt
    }
}

/// What a person decided of a difference.
public struct PartyDecision: Hashable, Sendable, Codable {
    public var field: PartyField
    public var ours: String?
    public var theirs: String?
    /// True: ours goes to the books. False: it stays as it is over there.
    public var sendsOurs: Bool
    public var by: Who
    public var at: Timestamp

    /// A decision.
    public init(field: PartyField, ours: String?, theirs: String?, sendsOurs: Bool, by: Who, at: Timestamp) {
        self.field = field
        self.ours = ours
        self.theirs = theirs
        self.sendsOurs = sendsOurs
        self.by = by
        self.at = at
    }
}
