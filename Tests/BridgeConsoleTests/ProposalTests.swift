import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Testing

@testable import BridgeConsole

private typealias Rules = `Rules are changed with their effect in sight`

@Suite struct `Rules with four eyes` {
    private static let path = "/mapping/proposal?bridge=export-nl"

    private static func with(_ work: (Office) async throws -> Void) async throws {
        try await Office.with(configure: { $0.mappingFourEyes = true }) { office in
            try await Rules.prepare(office, yaml: Rules.rules(roses: nil), documents: 1...4)
            try await work(office)
        }
    }

    /// Types rules, looks at what they do, and saves.
    private static func propose(_ office: Office, _ yaml: String, cookie: String) async throws -> HTTPResponse {
        var page = try await office.get("/mapping/change?bridge=export-nl", cookie: cookie)
        for act in ["show", "save"] {
            let hidden = ["token", "bridge", "base", "seen"].compactMap { name in
                Office.hidden(name, in: page).map { (name: name, value: $0) }
            }
            page = try await office.post(
                "/mapping/change", hidden + [(name: "rules", value: yaml), (name: "act", value: act), (name: "comment", value: "roses")],
                cookie: cookie)
        }
        return page
    }

    private static func send(
        _ office: Office, at path: String = path, _ filled: [(name: String, value: String)], cookie: String
    ) async throws -> HTTPResponse {
        let page = try await office.get(Self.path, cookie: cookie)
        let hidden = ["token", "seal"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
        return try await office.post(path, hidden + filled, cookie: cookie)
    }

    @Test func `a change waits for another person, with its effect in sight, and then holds`() async throws {
        try await Self.with { office in
            try await office.person(.controller)
            try await office.person(.controller, id: "bert")
            let (anna, bert) = (try await office.enter(), try await office.enter("bert"))
            let proposed = try await Self.propose(office, Rules.rules(roses: "8000"), cookie: anna)
            #expect(proposed.status == 303)
            let own = try await office.get(try #require(proposed.fields["Location"]), cookie: anna).text
            #expect(own.contains("The change is proposed.") && own.contains("You made this change yourself"))
            #expect(try await office.journal.mappings(JournalSample.bridge).count == 1)
            #expect(try await office.posting(1).state == .parked)
            for page in ["/", "/mapping"] {
                #expect(try await office.get(page, cookie: bert).text.contains("A change of the rules by anna"), "\(page)")
            }
            #expect(try await Self.send(office, [("act", "approve")], cookie: anna).status == 409, "nobody approves their own")
            let seen = try await office.get(Self.path, cookie: bert).text
            #expect(seen.contains("Of 4 documents that wait for a rule 4 go on.") && seen.contains("Approve as version 2"))
            let done = try await Self.send(office, [("act", "approve")], cookie: bert)
            #expect(done.status == 303)
            #expect(try await office.get(try #require(done.fields["Location"]), cookie: bert).text.contains("Version 2 is saved; 4 parked"))
            let kept = try #require(try await office.journal.mapping(JournalSample.bridge, version: 2))
            #expect(kept.savedBy == .person("anna") && kept.comment == "roses (approved by bert)")
            #expect(try await office.posting(1).state != .parked)
            #expect(try await office.acts("mapping") == ["person:anna proposed", "person:bert approved"])
            #expect(try await MappingProposal.kept(of: JournalSample.bridge, in: office.journal) == nil)
            #expect(try await !office.get("/", cookie: bert).text.contains("A change of the rules"))
        }
    }

    @Test func `what was not seen is not approved, what is refused changes nothing, and one waits at a time`() async throws {
        try await Self.with { office in
            try await office.person(.bookkeeper)
            try await office.person(.controller, id: "bert")
            let (anna, bert) = (try await office.enter(), try await office.enter("bert"))
            #expect(try await Self.propose(office, Rules.rules(roses: "8000"), cookie: anna).status == 303)
            let page = try await office.get(Self.path, cookie: bert)
            let hidden = ["token", "seal"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
            #expect(try await Self.propose(office, Rules.rules(roses: "8010"), cookie: anna).status == 303, "in place of her own")
            let stale = try await office.post(Self.path, hidden + [(name: "act", value: "approve")], cookie: bert)
            #expect(stale.status == 409)
            let other = try await Self.propose(office, Rules.rules(roses: "8020"), cookie: bert)
            #expect(other.status == 422 && other.text.contains("A change by anna waits for approval already."))
            #expect(try await Self.send(office, [("act", "refuse")], cookie: bert).status == 422, "a reason is asked")
            #expect(try await Self.send(office, [("act", "refuse"), ("reason", "8010 is closed")], cookie: bert).status == 303)
            #expect(try await office.journal.mappings(JournalSample.bridge).count == 1)
            #expect(try await Self.propose(office, Rules.rules(roses: "8000"), cookie: anna).status == 303)
            #expect(try await Self.send(office, [("act", "approve")], cookie: anna).status == 403, "a bookkeeper approves nothing")
            let withdraw = "/mapping/proposal/withdraw?bridge=export-nl"
            #expect(try await Self.send(office, at: withdraw, [], cookie: bert).status == 409, "only who made it withdraws it")
            #expect(try await Self.send(office, at: withdraw, [], cookie: anna).status == 303)
            #expect(try await office.get(Self.path, cookie: anna).text.contains("No change waits for approval."))
            #expect(
                try await office.acts("mapping").suffix(3) == [
                    "person:bert proposal_refused", "person:anna proposed", "person:anna proposal_withdrawn",
                ])
        }
    }

    @Test func `the first rules of a bridge need nobody else, there is nothing they change`() async throws {
        try await Office.with(configure: { $0.mappingFourEyes = true }) { office in
            try await office.person(.bookkeeper)
            let cookie = try await office.enter()
            #expect(try await Self.propose(office, Rules.rules(roses: "8000"), cookie: cookie).status == 303)
            #expect(try await office.journal.mapping(JournalSample.bridge, version: 1) != nil)
        }
    }
}
