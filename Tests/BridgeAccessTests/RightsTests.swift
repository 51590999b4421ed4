import BridgeAccess
import Testing

@Suite struct `Who may do what` {
    /// As a controller would read it; every verb is in it once.
    static let table: [(verb: Verb, roles: [Role], scope: String?)] = [
        (.look, [.viewer, .bookkeeper, .controller, .administrator], nil),
        (.keepOwnAccount, [.viewer, .bookkeeper, .controller, .administrator], nil),
        (.compareSource, [.bookkeeper, .controller, .administrator], nil),
        (.changeMapping, [.bookkeeper, .controller, .administrator], nil),
        (.retry, [.bookkeeper, .controller, .administrator], nil), (.hold, [.bookkeeper, .controller, .administrator], nil),
        (.withdraw, [.bookkeeper, .controller, .administrator], nil), (.bookedByHand, [.bookkeeper, .controller, .administrator], nil),
        (.approve, [.controller, .administrator], nil), (.manageAccounts, [.administrator], nil), (.manageWebhooks, [.administrator], nil),
        (.giveConsent, [.administrator], nil),
        (.tellPayments, [.bookkeeper, .controller, .administrator], nil),
        (.linkParty, [.bookkeeper, .controller, .administrator], nil), (.decideParty, [.controller, .administrator], nil),
        (.testConnection, [.bookkeeper, .controller, .administrator], nil),
        (.pauseBridge, [.bookkeeper, .controller, .administrator], nil),
        (.approveMapping, [.controller, .administrator], nil), (.explainDifference, [.controller, .administrator], nil),
        (.verifyHistory, [.controller, .administrator], nil),
        (.pushDocuments, [], "documents:write"), (.pushParties, [], "parties:write"), (.askStatus, [], "status:read"),
    ]

    @Test(arguments: table.indices)
    func `is one table`(row: Int) {
        let (verb, roles, scope) = Self.table[row]
        for role in Role.allCases { #expect(Rights.allow(verb, role) == roles.contains(role), "\(verb) by \(role)") }
        for known in ["documents:write", "parties:write", "status:read", ""] {
            #expect(Rights.allow(verb, scopes: [known]) == (known == scope), "\(verb) by a token with \(known)")
        }
        #expect(!Rights.allow(verb, scopes: []))
        // A token of a role may what people of that role may, but for what concerns a person.
        for role in Role.allCases {
            #expect(
                Rights.allow(verb, scopes: [], role: role) == (verb != .keepOwnAccount && roles.contains(role)),
                "\(verb) by a token, \(role)")
        }
    }

    @Test func `is decided for every verb`() { #expect(Set(Self.table.map(\.verb)) == Set(Verb.allCases)) }
}
