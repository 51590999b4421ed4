/// What a person is to the house. The raw value is a promise: it stands in the journal and in commands.
public enum Role: String, Hashable, Sendable, Codable, CaseIterable {
    /// Sees everything, changes nothing.
    case viewer
    /// Mends and lets go what is stuck.
    case bookkeeper
    /// The same, and approves.
    case controller
    /// The same, and decides who may come in.
    case administrator

    /// True where another role may all of what this one may.
    func isWithin(_ other: Role) -> Bool { Verb.allCases.allSatisfy { !Rights.allow($0, self) || Rights.allow($0, other) } }
}

/// What can be done, by a person at the console or by a program at the door.
public enum Verb: String, Hashable, Sendable, CaseIterable {
    case look
    /// One's own password and language.
    case keepOwnAccount
    /// Asks the source for its own totals, which costs it work.
    case compareSource
    /// Saves a new version of the rules, or proposes one where another must approve it.
    case changeMapping
    /// Approves or refuses a change of the rules that somebody else made.
    case approveMapping
    case retry, hold, withdraw, bookedByHand, approve
    /// Tries every right a connection needs, which costs calls.
    case testConnection
    /// Has a bridge send nothing new, or send again.
    case pauseBridge
    /// Links a party to its relation in the books, or has it tried again.
    case linkParty
    /// Has payments told to the trade system again that it refused.
    case tellPayments
    /// Decides which of two values holds: bank accounts and VAT numbers are among them.
    case decideParty
    /// Says of a difference between sent and booked why it is there.
    case explainDifference
    /// Has the whole chain of history checked, which takes the machine a while.
    case verifyHistory
    /// Gives or renews the consent a connection to the books lives on.
    case giveConsent
    case manageAccounts
    /// Says which other systems are told what happens.
    case manageWebhooks
    case pushDocuments, pushParties, askStatus
}

/// The one table of who may do what. Console, commands about accounts and the API's tokens all ask here and nowhere else.
public enum Rights {
    /// One row of the table.
    public struct Row: Hashable, Sendable {
        /// People of these roles may.
        public let roles: Set<Role>
        /// Programs whose token has this scope may, whatever its role; nil where no scope opens it.
        public let scope: String?
        /// Whether a program whose token was given one of the roles may as well. False only for what concerns a person: no token has a password,
        /// a language or a telephone.
        public let byTokens: Bool

        init(roles: Set<Role>, scope: String?, byTokens: Bool = true) {
            self.roles = roles
            self.scope = scope
            self.byTokens = byTokens
        }
    }

    /// Who may do this. No `default`: a new verb must be decided here.
    public static func row(_ verb: Verb) -> Row {
        switch verb {
        case .look: Row(roles: Set(Role.allCases), scope: nil)
        case .keepOwnAccount: Row(roles: Set(Role.allCases), scope: nil, byTokens: false)
        case .compareSource, .changeMapping: Row(roles: [.bookkeeper, .controller, .administrator], scope: nil)
        case .retry, .hold, .withdraw, .bookedByHand: Row(roles: [.bookkeeper, .controller, .administrator], scope: nil)
        case .pauseBridge, .testConnection: Row(roles: [.bookkeeper, .controller, .administrator], scope: nil)
        case .linkParty, .tellPayments: Row(roles: [.bookkeeper, .controller, .administrator], scope: nil)
        case .approve, .decideParty, .verifyHistory, .explainDifference, .approveMapping:
            Row(roles: [.controller, .administrator], scope: nil)
        case .giveConsent, .manageAccounts, .manageWebhooks: Row(roles: [.administrator], scope: nil)
        case .pushDocuments: Row(roles: [], scope: "documents:write")
        case .pushParties: Row(roles: [], scope: "parties:write")
        case .askStatus: Row(roles: [], scope: "status:read")
        }
    }

    /// Whether this takes a person, in person, on a bridge that asks for four eyes on its rules: of a token nobody sees who holds it.
    public static func takesPerson(_ verb: Verb, fourEyes: Bool) -> Bool {
        fourEyes && (verb == .changeMapping || verb == .approveMapping)
    }

    /// Whether a person of that role may.
    public static func allow(_ verb: Verb, _ role: Role) -> Bool { row(verb).roles.contains(role) }

    /// Whether a program may whose token has those scopes, and that role where it was given one.
    public static func allow(_ verb: Verb, scopes: some Sequence<String>, role: Role? = nil) -> Bool {
        let row = row(verb)
        if let scope = row.scope, scopes.contains(where: { $0 == scope }) { return true }
        return row.byTokens && role.map { row.roles.contains($0) } ?? false
    }
}
