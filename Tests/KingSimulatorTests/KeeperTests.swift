import BridgeDomain
import BridgeHTTP
import BridgeJSON
import KingSimulator
import Testing

/// The keeper's door, `/_sandbox/`, and carrying the sandbox over a restart.
struct KeeperTests {
    @Test func `the page shows the books, with what people wrote made harmless`() async {
        let desk = Desk()
        _ = await desk.book([Message.sale("F1", [("OMSCHR", "&lt;b&gt;&amp;")])])
        _ = await desk.book([Message.sale("F2", [("REK", "10500")])])
        let page = await desk.keeper(.get, "")
        for text in ["F1", "121.00", "&lt;b&gt;&amp;", "Every entry adds up to nothing.", "REK 10500 bestaat niet", "BLOEMEN"] {
            #expect(page.text.contains(text), "\(text)")
        }
        #expect(!page.text.contains("<b>"))
        #expect(await desk.keeper(.get, "?administration=BLOEMEN").text.contains("KING ERP"))
        #expect(await desk.keeper(.get, "?administration=X").status == 400)
    }

    @Test func `the books are shown to programs`() async {
        let desk = Desk()
        _ = await desk.book(Message.split())
        let dump = await desk.keeper(.get, "books").json
        #expect(dump["entries"]?[0]?["lines"]?.array?.count == 8)
        #expect(dump["items"]?[0]?["balance"] == .number("175.5"))
        #expect(dump["debtors"]?.array?.count == 4)
        #expect(
            await desk.keeper(.get, "postings").text
                == "id;journal;account;debit;credit\nFP26000917;10;1300;175.50;0.00\nFP26000917;10;8000;0.00;100.00\n"
                + "FP26000917;10;1500;0.00;21.00\nFP26000917;10;8006;0.00;50.00\nFP26000917;10;1510;0.00;4.50\n")
        #expect(await desk.keeper(.get, "totals").json["totals"]?[0]?["vat"] == .number("-4.5"))
        #expect(await desk.keeper(.get, "calls").json["operations"]?["CREATEJOURNAALPOST"] == 1)
        #expect(await desk.keeper(.get, "check").json["problems"] == [])
        #expect(await desk.keeper(.get, "nothing").status == 404)
    }

    @Test func `orders reach the books`() async {
        let desk = Desk()
        _ = await desk.keeper(.post, "periods", ["year": 2026, "period": 3, "closed": "everybody"])
        #expect(await desk.book([Message.sale()]).message == "Periode 2026/3 is afgesloten")
        _ = await desk.keeper(.post, "periods", ["year": 2026, "period": 3, "closed": "open"])
        _ = await desk.keeper(.post, "records", ["table": "DEB", "key": "10042", "fields": ["BLOK": "J"]])
        #expect(await desk.book([Message.sale()]).message == "DEB 10042 is geblokkeerd")
        _ = await desk.keeper(.post, "records", ["table": "DEB", "key": "10042", "fields": ["BLOK": "N"]])
        _ = await desk.keeper(.post, "records", ["table": "BTW", "key": "2", "fields": ["WAARSCHDEB": "J"]])
        #expect(await desk.book([Message.sale()]).value("BOE_WARNING") == "Let op: BTW 2")
        let payment: JSON = ["relation": "10042", "invoice": "26000916", "amount": .number("21.00"), "date": "2026-04-01"]
        #expect(await desk.keeper(.post, "payments", payment).json["entry"] == 2)
        #expect(await desk.sandbox.openItems().map(\.balance) == [100])
        #expect(await desk.keeper(.delete, "entries/2").status == 200)
        #expect(await desk.sandbox.openItems().map(\.balance) == [121])
        let session = await desk.login()
        _ = await desk.keeper(.post, "sessions")
        #expect(await desk.action("KEEPSESSION", session: session).message == "Sessie is verlopen")
        #expect(await desk.keeper(.post, "clock", ["advanceSeconds": 3600]).json["now"] == "2026-03-12T10:00:00Z")
    }

    @Test func `a snapshot goes on where it stands`() async throws {
        let desk = Desk()
        let session = await desk.login()
        _ = await desk.book([Message.sale("F1")], session: session)
        desk.folder.write(Array(ERPMessage.journal([ERPMessage.invoice()]).utf8), to: "0001.xml")
        await desk.sandbox.importFiles()
        await desk.sandbox.plan([.init(.unavailable, skip: 50)])
        await desk.sandbox.moveClock(seconds: 60)
        let bytes = try await desk.sandbox.snapshot()

        let other = Desk()
        _ = await other.book([Message.sale("X")])
        try await other.sandbox.restore(bytes)
        #expect(await other.sandbox.entries() == desk.sandbox.entries())
        #expect(await other.sandbox.openItems(in: "BLOEMEN") == desk.sandbox.openItems(in: "BLOEMEN"))
        #expect(await other.book([Message.sale("F2")], session: session).values("PRIMARYKEY").last == "2")
        #expect(await other.sandbox.now == desk.sandbox.now)
        #expect(await other.sandbox.plannedFaults.count == 1)
        await #expect(throws: KingSandbox.SnapshotError.self) { try await other.sandbox.restore([0x7B]) }
    }
}
