extension ExactSandbox {
    /// The language of the user's messages and descriptions (reference §12, item 27).
    public enum Language: String, Sendable {
        case dutch = "nl"
        case english = "en"
    }

    /// Everything a sandbox starts from. A snapshot keeps what happened since; settings come from the starter each time.
    public struct Settings: Sendable {
        /// Makes keys, tokens and chances; the same seed and calls give the same answers.
        public var seed: UInt64 = 1
        public var language: Language = .english
        /// Scheme, host and port in links (`__next`, `__metadata`); nil: what the request was sent to.
        public var origin: String?
        public var apps: [App] = [App()]
        public var user = User()
        public var consent: Consent = .ask
        public var limits = Limits()
        public var behaviour = Behaviour()
        public var divisions: [Division] = [.bloemenexport]

        /// One division, one app, the limits of a new app.
        public init() {}
    }

    /// An app registration in the vendor's app centre.
    public struct App: Sendable {
        public var clientID = "6f1c0000-1111-2222-3333-444455556666"
        public var clientSecret = "sandbox-secret"
        /// The registered callback. Redirects must be https and lie on its host; a loopback address may be plain http, so that
        /// a sandbox can be tried on one machine.
        public var redirectURI = "http://127.0.0.1:8080/exact/callback"
        public var name = "LedgerBridge"
        /// The key of webhook hashes.
        public var webhookSecret = "sandbox-webhook-secret"

        /// The app that the sandbox knows unless told otherwise.
        public init() {}
    }

    /// The person who gives consent and on whose behalf calls are made.
    public struct User: Sendable {
        public var userName = "f.dejong@bloemenexport.example"
        public var fullName = "Femke de Jong"
        /// False: refreshes are refused with "The user is not active".
        public var isActive = true
        /// Endpoints the user has no right to, as in `cashflow/Receivables`: calls answer 403 (reference §4).
        public var forbidden: Set<String> = []

        /// A user with all rights.
        public init() {}
    }

    /// What the consent page does.
    public enum Consent: Hashable, Sendable {
        /// Shows the page with a tick box for each division.
        case ask
        /// Answers with the redirect at once, with consent for all divisions.
        case allDivisions
        /// Answers with the redirect at once, with consent for these.
        case divisions([Int])
    }

    /// The service's limits (reference §5). Each counts per app and division.
    public struct Limits: Sendable {
        public var callsPerMinute = 60
        public var callsPerDay = 5000
        /// Token calls per app and user in a day of UTC.
        public var tokenCallsPerDay = 200
        /// More client errors (400, 401, 403, 404) than this in an hour on one endpoint block it.
        public var clientErrorsPerHour = 10
        /// Bytes of a request's body.
        public var bodyMax = 16 << 20
        /// Records of one XML upload; the service's own number is not known (reference §16), a page of a download has as many (§11).
        public var uploadRecordsMax = 1_000

        /// The limits of a new app.
        public init() {}
    }
}

extension ExactSandbox {
    /// Switches for what the reference marks as weakly known [L] or chosen for simulators [S]. Defaults are the stricter choice.
    public struct Behaviour: Sendable {
        /// The old refresh token stays usable until the new access token is first used (reference §2.2, [L]).
        public var refreshGrace = false
        /// The six limit headers are given on refusals too (reference §5.2: "may miss them").
        public var limitHeadersOnErrors = false
        /// Collections are always `{"d":{"results":…}}`, also with `$top` ≤ 60 (reference §16, conflicting recording).
        public var alwaysResults = false
        /// Unfiltered reads of Accounts and TransactionLines are refused (reference §5.4: switched on per app).
        public var mandatoryFilters = false
        /// Reading sync endpoints needs `$select` or `$top=1`, as on bulk ones.
        public var syncNeedsSelect = true
        /// Sync reads of TransactionLines carry a header row with LineNumber 0 and no amount (reference §7.18, [M]).
        public var syncHeaderRows = true
        /// `system/Divisions` lists only the divisions ticked at consent.
        public var divisionsWithinScope = false
        /// A general ledger account of type 20 or 22 on an invoice line is refused (reference §4, [M]).
        public var controlAccountsOnLinesRefused = true
        /// Validates a webhook's address with an empty POST; needs a transport (reference §10, [M]).
        public var webhookValidation = true
        /// An upload of accounts is understood with the nodes that are only assumed (`AccountWord`); false: they are skipped.
        public var uploadKnowsAssumedNodes = true

        /// The stricter choice everywhere.
        public init() {}
    }
}
