public import BridgeConnector
public import BridgeDomain
public import BridgeJournal

/// How a bridge's connection to its books stands, for people; made by whoever runs the bridge.
public struct ConnectionFacts: Sendable {
    /// Whose consent it lives on.
    public struct Consent: Hashable, Sendable {
        /// Who gave the order for it at our side; nil where that was not kept.
        public var givenTo: String?
        /// The user of the accounting system who agreed.
        public var user: String?
        public var at: Timestamp?
        /// What that user can reach, as the system numbers it.
        public var administrations: [String]
        /// When it ends unless the connection is used before.
        public var until: Timestamp

        /// A consent.
        public init(givenTo: String?, user: String?, at: Timestamp?, administrations: [String], until: Timestamp) {
            self.givenTo = givenTo
            self.user = user
            self.at = at
            self.administrations = administrations
            self.until = until
        }
    }

    /// What a bridge cannot do without and a person gives at the console.
    public enum Lack: Hashable, Sendable, CaseIterable {
        case rules
        case consent
    }

    /// What the configuration calls the books.
    public var target: String
    /// What the bridge is doing, in a word.
    public var state: BilingualText
    /// True where everything that can be done is done.
    public var isReady: Bool
    /// What stands in its way now; without links, which are for who may give consent.
    public var trouble: BilingualText?
    /// What a person gives at the console so that it works. Where that is all there is to say, ``trouble`` says the same.
    public var lacks: [Lack]
    /// True where ``trouble`` is no more than ``lacks``.
    public var troubleIsLack: Bool
    /// False where the secret of the configuration is enough.
    public var asksConsent: Bool
    /// nil before one was given.
    public var consent: Consent?

    /// A connection.
    public init(
        target: String, state: BilingualText, isReady: Bool, trouble: BilingualText?, asksConsent: Bool, consent: Consent?,
        lacks: [Lack] = [], troubleIsLack: Bool = false
    ) {
        self.target = target
        self.state = state
        self.isReady = isReady
        self.trouble = trouble
        self.asksConsent = asksConsent
        self.consent = consent
        self.lacks = lacks
        self.troubleIsLack = troubleIsLack
    }
}

/// Tells how a connection stands, and renews the consent it lives on.
public struct ConnectionDesk: Sendable {
    /// Calls nobody.
    public let read: @Sendable () async -> ConnectionFacts
    /// How it is set up, and how far that is; calls nobody. nil where nobody knows.
    public let guide: @Sendable () async -> ConnectionGuide?
    /// Tries every right that is needed, at both ends: what `connect check` does. Costs a few calls. The error is for people.
    public let test: @Sendable () async -> Result<ConnectionTrial, ConnectionFailure>
    /// Where a person gives consent, and where the browser ends after it; nil where none is asked, or the connection cannot be made.
    public let invitation: @Sendable () async -> Invitation?
    /// Takes the query of the address the browser ended at, and makes the consent durable; `who` gave the order.
    public let accept: @Sendable (_ query: String, _ who: Who) async throws(ConnectorError) -> Void

    /// The page where consent is given.
    public struct Invitation: Hashable, Sendable {
        /// Carries no secret.
        public var link: String
        /// Where the browser comes back.
        public var redirect: String

        /// A page.
        public init(link: String, redirect: String) {
            self.link = link
            self.redirect = redirect
        }
    }

    /// A desk over one connection.
    public init(
        read: @escaping @Sendable () async -> ConnectionFacts, invitation: @escaping @Sendable () async -> Invitation?,
        accept: @escaping @Sendable (_ query: String, _ who: Who) async throws(ConnectorError) -> Void,
        guide: @escaping @Sendable () async -> ConnectionGuide? = { nil },
        test: @escaping @Sendable () async -> Result<ConnectionTrial, ConnectionFailure> = { .failure(.nobody) }
    ) {
        self.guide = guide
        self.test = test
        self.read = read
        self.invitation = invitation
        self.accept = accept
    }
}

/// Why a connection could not be tried, for people.
public struct ConnectionFailure: Error, Hashable, Sendable {
    public var text: BilingualText

    /// A reason.
    public init(_ text: BilingualText) { self.text = text }

    /// There is nothing to try.
    public static let nobody = ConnectionFailure(
        BilingualText(nl: "deze verbinding kan hier niet geprobeerd worden", en: "this connection cannot be tried here"))
}
