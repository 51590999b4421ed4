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

@Suite struct `A bridge is paused and resumed at Connections` {
    private static func path(_ act: PauseAct) -> String { "/connections/\(JournalSample.bridge)/\(act.rawValue)" }

    @Test(arguments: [true, false])
    func `with a reason, which Today tells first, also where the bridge is not set up`(isSetUp: Bool) async throws {
        try await Office.with(isSetUp: isSetUp) { office in
            try await office.person(.bookkeeper)
            let cookie = try await office.enter()
            #expect(try await office.get("/connections", cookie: cookie).text.contains("href=\"\(Self.path(.pause))\""))
            #expect(try await office.submit(Self.path(.pause), [("reason", "  ")], cookie: cookie).status == 422)
            #expect(try await BridgePause.kept(of: JournalSample.bridge, in: office.journal) == nil)
            let done = try await office.submit(Self.path(.pause), [("reason", "month <end>")], cookie: cookie)
            #expect(done.status == 303)
            let page = try await office.get(try #require(done.fields["Location"]), cookie: cookie).text
            #expect(page.contains("The bridge is paused.") && page.contains("href=\"\(Self.path(.resume))\""))
            let today = try await office.get("/", cookie: cookie).text
            let (told, lead) = (
                today.firstRange(of: "by anna: month &lt;end&gt;. Nothing new is sent."), today.firstRange(of: "No document needs")
            )
            #expect(try #require(told?.lowerBound) < (try #require(lead?.lowerBound)))
            #expect(try await office.submit(Self.path(.pause), [("reason", "again")], cookie: cookie).status == 409)
            #expect(try await office.submit(Self.path(.resume), cookie: cookie).status == 303)
            #expect(try await !office.get("/", cookie: cookie).text.contains("Nothing new is sent."))
            #expect(try await office.submit(Self.path(.resume), cookie: cookie).status == 409)
            #expect(try await office.acts("bridge") == ["person:anna paused", "person:anna resumed"])
        }
    }

    @Test(arguments: Role.allCases)
    func `by those who may`(role: Role) async throws {
        try await Office.with { office in
            try await office.person(role)
            let cookie = try await office.enter()
            let may = Rights.allow(.pauseBridge, role)
            #expect(try await office.get("/connections", cookie: cookie).text.contains(Self.path(.pause)) == may)
            #expect(try await office.get(Self.path(.pause), cookie: cookie).status == (may ? 200 : 403))
            let token = try #require(Office.hidden("token", in: try await office.get("/account", cookie: cookie)))
            let sent = try await office.post(Self.path(.pause), [("token", token), ("reason", "r")], cookie: cookie)
            #expect(sent.status == (may ? 303 : 403))
            #expect(try await office.post(Self.path(.resume), [("reason", "r")], cookie: cookie).status == 403, "no token")
            #expect(try await office.acts("bridge") == (may ? ["person:\("anna") paused"] : []))
        }
    }

    @Test func `whoever paused it, everybody sees it`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let hand = PauseSwitch(JournalSample.bridge, in: office.journal, clock: office.clock, who: .person("bert"))
            #expect(try await hand.pause(reason: "audit"))
            let cookie = try await office.enter()
            for path in ["/", "/connections"] {
                #expect(try await office.get(path, cookie: cookie).text.contains("by bert: audit."), "\(path)")
            }
            #expect(try await office.get("/connections/none/pause", cookie: cookie).status == 403)
        }
    }
}
