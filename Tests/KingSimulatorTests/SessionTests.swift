import KingSimulator
import Testing

/// Keys and sessions (reference king §1).
struct SessionTests {
    @Test func `a session lives as long as no thirty minutes pass without a call`() async {
        let desk = Desk()
        let session = await desk.login()
        #expect(session.hasSuffix(";CSW"))
        for _ in 0..<3 {
            desk.clock.advance(seconds: 29 * 60)
            #expect(await desk.action("KEEPSESSION", session: session).message.isEmpty)
        }
        desk.clock.advance(seconds: 30 * 60)
        #expect(await desk.action("KEEPSESSION", session: session).message == "Sessie is verlopen")
        #expect(await desk.login() != session)
    }

    @Test func `a session ends with logout and is good for one administration only`() async {
        var desk = Desk()
        let session = await desk.login()
        #expect(await desk.action("LOGOUT", session: session).message.isEmpty)
        #expect(await desk.book([Message.sale()], session: session).message == "Sessie is verlopen")
        let other = await desk.login()
        desk.code = "D3E4F"
        #expect(await desk.book([Message.sale()], session: other).message == "Sessie is verlopen")
    }

    @Test(arguments: [("other", "A1B2C"), ("demo-partner", "00000"), ("", "")])
    func `wrong keys are refused with status 200`(partner: String, code: String) async {
        let answer = await Desk().form([("ACTIE", "LOGIN"), ("PARTNERKEY", partner), ("OMGEVINGSCODE", code)])
        #expect(answer.status == 200)
        #expect(answer.message == "Partnerkey of omgevingscode is onjuist")
    }

    @Test func `field names are taken in lower case and unknown actions refused`() async {
        let desk = Desk()
        let keys = [("partnerkey", "demo-partner"), ("omgevingscode", "A1B2C")]
        #expect(await desk.form([("actie", "login")] + keys).value("SESSIONID").isEmpty == false)
        #expect(await desk.action("CREATEVERKOOPORDER").message == "Actie CREATEVERKOOPORDER is onbekend")
    }

    @Test func `the administrations' books are apart`() async {
        var desk = Desk()
        _ = await desk.book([Message.sale()])
        desk.code = "D3E4F"
        #expect(await desk.select(Message.selection("DEBOPP", "FACT", order: "FACT")).value("RECORDCOUNT") == "0")
    }
}
