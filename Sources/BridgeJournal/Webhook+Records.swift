public import BridgeDomain

/// An address that is told what happens to documents, and how far it was told. Its secrets are sealed apart (``WebhookRecord/secretName(_:)``).
public struct WebhookRecord: Hashable, Sendable, Codable {
    /// Whether it is told anything. The raw value is a promise: it stands in the journal.
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case active
        /// A person said so; what happens meanwhile is told when it goes on.
        case paused
        /// It failed for too long, or said that it is gone; what happens meanwhile is told when a person lets it go on.
        case failing
        /// For good; kept for the history.
        case ended
    }

    /// How far it was told. Kept apart from the rest, so that telling and a person's change never stand in each other's way.
    public struct Standing: Hashable, Sendable, Codable {
        /// The last record of history (``HistoryRecord/sequence``) that was looked at for it.
        public var position: Int64
        /// Since when every attempt failed; nil after one that did not.
        public var failingSince: Timestamp?

        /// How far.
        public init(position: Int64, failingSince: Timestamp? = nil) {
            self.position = position
            self.failingSince = failingSince
        }
    }

    /// Names it in addresses and history: small letters, digits and underscores.
    public var id: String
    /// What people call it.
    public var name: String
    /// Where messages are sent.
    public var url: String
    /// The events it is told, in the words of the messages (`document.booked`), in order.
    public var events: [String]
    /// The bridges it is told of; empty for every bridge.
    public var bridges: [BridgeID]
    public var state: State
    /// Why it stands so, in one sentence for people; empty while active.
    public var reason: String
    /// The number of the secret that signs.
    public var secret: Int
    /// Until when the secret before it signs as well; nil when there is none.
    public var olderUntil: Timestamp?
    public var createdAt: Timestamp
    public var createdBy: Who
    /// Rises by one with every change but those of ``standing``, from 1; guards against two writers.
    public var revision: Int64
    /// As the newest ``JournalChange/moveWebhook(id:standing:)`` says; a change of the record leaves it alone.
    public var standing: Standing

    /// A new one, that is told what happens after `position`.
    public init(
        id: String, name: String, url: String, events: [String], bridges: [BridgeID], createdAt: Timestamp, createdBy: Who, position: Int64
    ) {
        self.id = id
        self.name = name
        self.url = url
        self.events = events
        self.bridges = bridges
        self.state = .active
        self.reason = ""
        self.secret = 1
        self.olderUntil = nil
        self.createdAt = createdAt
        self.createdBy = createdBy
        self.revision = 1
        self.standing = Standing(position: position)
    }

    /// Under which name its secret of a number is sealed.
    public func secretName(_ number: Int) -> String { "webhook/\(id)/\(number)" }
}

/// A message for a webhook: what it says, and what became of it.
public struct DeliveryRecord: Hashable, Sendable, Codable {
    /// The raw value is a promise: it stands in the journal.
    public enum State: Int, Hashable, Sendable, Codable, CaseIterable {
        case waiting = 0
        case delivered = 1
        /// Given up after its last attempt, until a person has it told again.
        case aside = 2
    }

    /// One time it was sent.
    public struct Attempt: Hashable, Sendable, Codable {
        public var at: Timestamp
        /// The status of the answer; nil when none came.
        public var status: Int?
        /// Milliseconds it took.
        public var milliseconds: Int
        /// The first bytes of the answer, or why there was none.
        public var answer: String

        /// An attempt.
        public init(at: Timestamp, status: Int?, milliseconds: Int, answer: String) {
            self.at = at
            self.status = status
            self.milliseconds = milliseconds
            self.answer = answer
        }
    }

    /// Attempts that are kept; older ones are only counted.
    public static let attemptsMax = 20

    /// ``WebhookRecord/id``.
    public var webhook: String
    /// The record of history it tells of: with the webhook, what makes it one of its kind.
    public var sequence: Int64
    public var bridge: BridgeID?
    /// What it is about: a document key's text, `connection`, …
    public var subject: String
    /// The event, in the words of the messages.
    public var event: String
    /// When that happened.
    public var at: Timestamp
    /// The message, the same in every attempt.
    public var body: [UInt8]
    public var state: State
    /// When it is sent next, while it waits.
    public var dueAt: Timestamp
    /// The newest ``attemptsMax``, oldest first.
    public var attempts: [Attempt]
    /// How often it was sent in all.
    public var attemptsMade: Int
    /// How often it failed since it last began to wait.
    public var failures: Int
    /// Rises by one with every change, from 1; guards against two writers.
    public var revision: Int64

    /// A message that waits to be sent for the first time.
    public init(
        webhook: String, sequence: Int64, bridge: BridgeID?, subject: String, event: String, at: Timestamp, body: [UInt8], dueAt: Timestamp
    ) {
        self.webhook = webhook
        self.sequence = sequence
        self.bridge = bridge
        self.subject = subject
        self.event = event
        self.at = at
        self.body = body
        self.state = .waiting
        self.dueAt = dueAt
        self.attempts = []
        self.attemptsMade = 0
        self.failures = 0
        self.revision = 1
    }

    /// What must be told in order: messages of one webhook with the same line.
    public var line: String { "\(bridge?.text ?? "")\n\(subject)" }
}

/// How many messages of a webhook somebody waits for or must look at.
public struct DeliveryTotals: Hashable, Sendable, Codable {
    public var waiting: Int
    public var aside: Int

    /// Totals.
    public init(waiting: Int, aside: Int) {
        self.waiting = waiting
        self.aside = aside
    }
}

/// Wrong passwords or codes under one name, or from one address.
public struct FailureRecord: Hashable, Sendable, Codable {
    /// `name/` or `address/` and what was typed or seen.
    public var id: String
    public var failures: Int
    public var lastAt: Timestamp
    /// Rises by one with every change, from 1; guards against two writers.
    public var revision: Int64

    /// Failures.
    public init(id: String, failures: Int, lastAt: Timestamp, revision: Int64 = 1) {
        self.id = id
        self.failures = failures
        self.lastAt = lastAt
        self.revision = revision
    }
}
