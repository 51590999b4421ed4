import BridgeDomain
import BridgeHTTP
import BridgeJSON
import KingSimulator
import Testing

/// What goes wrong on request (reference king §10).
struct FaultTests {
    @Test func `a lost answer leaves the posting, a lost request does not`() async {
        let desk = Desk()
        let session = await desk.login()
        await desk.sandbox.plan([.init(.loseAnswer, operation: "CREATEJOURNAALPOST"), .init(.loseRequest, operation: "createjournaalpost")])
        #expect(await desk.book([Message.sale("F1")], session: session).ending == .dropped)
        #expect(await desk.sandbox.openItems().map(\.invoice) == ["F1"])
        #expect(await desk.book([Message.sale("F2")], session: session).ending == .dropped)
        #expect(await desk.sandbox.openItems().map(\.invoice) == ["F1"])
        #expect(await desk.book([Message.sale("F2")], session: session).message.isEmpty)
    }

    @Test func `a session killed on the way says that it is gone`() async {
        let desk = Desk()
        let session = await desk.login()
        await desk.sandbox.plan([.init(.sessionKilled, operation: "CREATEJOURNAALPOST")])
        #expect(await desk.book([Message.sale()], session: session).message == "Sessie is verlopen")
        #expect(await desk.sandbox.entries().isEmpty)
        #expect(await desk.book([Message.sale()]).message.isEmpty)
    }

    @Test func `an empty page has counts and no rows, and comes once`() async {
        let desk = Desk()
        let session = await desk.login()
        await desk.sandbox.plan([.init(.emptyPage, contains: "DEB")])
        let selection = Message.selection("DEB", "NR", order: "NR")
        let empty = await desk.select(selection, session: session)
        #expect(empty.value("RECORDCOUNT") == "4")
        #expect(empty.values("NR").isEmpty)
        #expect(await desk.select(selection, session: session).values("NR").count == 4)
    }

    @Test func `pages of others, cut bodies, warnings and doubles`() async {
        let desk = Desk()
        let session = await desk.login()
        await desk.sandbox.plan([.init(.htmlPage), .init(.unavailable), .init(.truncated(20)), .init(.warning), .init(.doubled)])
        #expect(await desk.book([Message.sale("F1")], session: session).text.contains("<html"))
        #expect(await desk.book([Message.sale("F1")], session: session).status == 503)
        #expect(await desk.sandbox.entries().isEmpty)
        #expect(await desk.book([Message.sale("F1")], session: session).ending == .cut(20))
        #expect(await desk.book([Message.sale("F2")], session: session).value("BOE_WARNING") == "Controleer de boeking")
        _ = await desk.book([Message.sale("F3")], session: session)
        #expect(await desk.sandbox.entries(ofInvoice: "F3").count == 2)
    }

    @Test func `a second call for an administration waits its turn`() async {
        let gate = Gate()
        let sandbox = KingSandbox(clock: StandingClock(), sleeper: { _ in await gate.wait() })
        let desk = SlowDesk(sandbox: sandbox)
        let session = await desk.call("LOGIN", "").value("SESSIONID")
        await sandbox.plan([.init(.startLate(1), operation: "KEEPSESSION")])
        async let slow = desk.call("KEEPSESSION", session)
        await gate.reached()
        #expect(await desk.call("LOGOUT", session).message == "Er loopt al een opdracht voor deze administratie")
        gate.open()
        #expect(await slow.message.isEmpty)
    }

    @Test func `faults by chance are the same for the same seed`() async {
        func struck() async -> [Bool] {
            let desk = Desk()
            let session = await desk.login()
            await desk.sandbox.plan([.init(.unavailable, times: nil, perMille: 400)])
            var found: [Bool] = []
            for _ in 0..<20 { found.append(await desk.action("KEEPSESSION", session: session).status == 503) }
            return found
        }
        let first = await struck()
        #expect(await struck() == first)
        #expect(first.contains(true) && first.contains(false))
    }

    @Test(arguments: [
        #"{"kind":"loseAnswer","operation":"CREATEJOURNAALPOST","contains":"","skip":2,"times":3,"perMille":500}"#,
        #"{"kind":"refused","text":"Nee","operation":"","contains":"DEBOPP","skip":0,"times":null,"perMille":1000}"#,
        #"{"kind":"truncated","bytes":12,"operation":"","contains":"","skip":0,"times":1,"perMille":1000}"#,
    ])
    func `the door takes faults as it shows them`(text: String) async throws {
        let desk = Desk()
        let fault = try JSON(parsing: text)
        #expect(await desk.keeper(.post, "faults", ["faults": .array([fault])]).json["faults"]?[0] == fault)
        #expect(await desk.keeper(.post, "faults", ["faults": [["kind": "nothing"]]]).status == 400)
        #expect(await desk.keeper(.delete, "faults").status == 200)
        #expect(await desk.sandbox.plannedFaults.isEmpty)
    }
}
