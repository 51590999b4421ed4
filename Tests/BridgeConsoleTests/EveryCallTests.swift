import BridgeAPI
import BridgeAccess
import BridgeConsole
import BridgeHTTP
import Testing

/// What people can see and do has its operation in the API.
@Suite struct `Everything the console does has its call` {
    /// Pages without a call, and why.
    private static let own: [(page: String, reason: String)] = [
        ("/sign-in", "a program has a token, and does not sign in"),
        ("/first-run", "makes the first person, who makes the first token"),
        ("/welcome", "a person chooses a password by a link"),
        ("/account", "a person's own language, password and telephone"),
    ]

    /// Pages and verbs whose operations are not there yet; the documents say so. Each leaves this list with its operation.
    private static let notYet: Set<String> = [
        "/parties", "/parties/{bridge}/{kind}/{code}", "/payments", "/payments/{bridge}/retry", "/mapping",
        "/mapping/versions/{bridge}/{version}", "/mapping/proposal", "/mapping/try", "/mapping/change", "/reconcile.csv",
        "/reconcile/source", "/connections", "/connections/{bridge}/consent", "/connections/{bridge}/pause",
        "/connections/{bridge}/resume", "/connections/{bridge}/setup", "/people/{id}", "/people/{id}/close", "/webhooks",
    ]
    private static let notYetBelow = ["/parties/{bridge}/{kind}/{code}/", "/webhooks/"]
    private static let verbsNotYet: Set<Verb> = [
        .compareSource, .changeMapping, .approveMapping, .testConnection, .pauseBridge, .linkParty, .tellPayments, .decideParty,
        .giveConsent, .manageWebhooks,
    ]

    private static func isToCome(_ page: String) -> Bool { notYet.contains(page) || notYetBelow.contains { page.hasPrefix($0) } }

    @Test func `each page that is read`() async throws {
        try await Office.with { office in
            // Style, script and pictures are parts of pages.
            let pages = office.console.routes.patterns(of: .get).filter { !$0.hasPrefix("/assets/") }
            #expect(pages.count > 30, "the list of pages is the console's own")
            let missing = pages.filter { page in !APIDoor.pages.contains(page) && !Self.own.contains { $0.page == page } }
            #expect(missing.allSatisfy(Self.isToCome), "\(missing.filter { !Self.isToCome($0) })")
            let come = APIDoor.pages.filter(Self.isToCome)
            #expect(come.isEmpty, "these are there: take them off the list: \(come)")
            let gone = APIDoor.pages.union(Self.own.map(\.page)).subtracting(pages)
            #expect(gone.isEmpty, "an operation stands for a page that is not there: \(gone)")
        }
    }

    @Test func `each verb that people have`() {
        let people = Verb.allCases.filter { !Rights.row($0).roles.isEmpty && Rights.row($0).byTokens }
        let missing = people.filter { !APIDoor.verbs.contains($0) }
        #expect(Set(missing) == Self.verbsNotYet)
    }
}
