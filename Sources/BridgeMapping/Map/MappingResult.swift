public import BridgeDomain

/// One use of a rule.
public struct RuleUse: Hashable, Sendable {
    public var table: RuleTableName
    public var rule: RuleID
    /// True when no rule matched and the table's default decided.
    public var isDefault: Bool
    /// How many lines of the document it decided; 1 for what is decided once per document.
    public var count: Int
}

/// What was decided for one line of a document, or for one rate's part of it.
public struct LineDecision: Hashable, Sendable {
    /// What lines of a kind have in common; shared between them, since most lines of a document are alike.
    public final class Basis: Hashable, Sendable {
        /// What the rules were asked.
        public let subject: RuleSubject
        public let accountRule: RuleID?
        public let vatRule: RuleID?

        init(subject: RuleSubject, accountRule: RuleID?, vatRule: RuleID?) {
            self.subject = subject
            self.accountRule = accountRule
            self.vatRule = vatRule
        }

        /// Equal when they say the same.
        public static func == (left: Basis, right: Basis) -> Bool {
            left === right
                || (left.subject == right.subject && left.accountRule == right.accountRule && left.vatRule == right.vatRule)
        }

        /// Feeds what they say.
        public func hash(into hasher: inout Hasher) {
            hasher.combine(subject)
            hasher.combine(accountRule)
            hasher.combine(vatRule)
        }
    }

    /// The line's own number in the source.
    public var line: Int
    public var basis: Basis
    /// The amount decided on, in the document's currency and with the document's sign.
    public var net: Money
    /// True when the line's charge was divided over the rates of the goods and this is one part.
    public var isPart: Bool

    /// What the rules were asked.
    public var subject: RuleSubject { basis.subject }
    public var accountRule: RuleID? { basis.accountRule }
    public var vatRule: RuleID? { basis.vatRule }
}

/// A value that no rule takes: the document waits for it.
public struct UnmappedValue: Hashable, Sendable {
    public var table: RuleTableName
    /// The values of the keys the table looks at: `line_kind=product, product_group=DRIED`.
    public var value: String
    /// How many lines of the document.
    public var lines: Int
    /// Their amount, in the document's currency and with the document's sign.
    public var amount: Money
}

/// What mapping made of one document.
public struct MappingResult: Hashable, Sendable {
    public var document: DocumentKey
    public var documentVersion: Int
    /// nil when a problem stopped it.
    public var entry: Entry?
    public var problems: [Problem]
    public var rulesUsed: [RuleUse]
    public var decisions: [LineDecision]
    public var unmapped: [UnmappedValue]
    /// The document's printed totals, for reports on what waits.
    public var totals: DocumentTotals
    /// True when an invoice that is negative on balance was mapped by the rules for credit notes.
    public var mappedAsCredit: Bool

    /// True when the document can be posted.
    public var isMapped: Bool { entry != nil }
}
