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

    @Test func `each page that is read`() async throws {
        try await Office.with { office in
            // Style, script and pictures are parts of pages.
            let pages = office.console.routes.patterns(of: .get).filter { !$0.hasPrefix("/assets/") }
            #expect(pages.count > 30, "the list of pages is the console's own")
            let missing = pages.filter { page in !APIDoor.pages.contains(page) && !Self.own.contains { $0.page == page } }
            #expect(missing.isEmpty, "\(missing)")
            let gone = APIDoor.pages.union(Self.own.map(\.page)).subtracting(pages)
            #expect(gone.isEmpty, "an operation stands for a page that is not there: \(gone)")
        }
    }

    @Test func `each verb that people have`() {
        let people = Verb.allCases.filter { !Rights.row($0).roles.isEmpty && Rights.row($0).byTokens }
        let missing = people.filter { !APIDoor.verbs.contains($0) }
        #expect(missing.isEmpty, "\(missing)")
    }
}
