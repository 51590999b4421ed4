import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeJSON
import FoundationEssentials
import Testing

/// Whole stories over real sockets and a real folder.
struct SocketStoryTests {
    @Test func `an invoice whose answer is lost is looked up and found, not sent again`() async throws {
        let desk = Desk()
        let server = HTTPServer(handler: desk.sandbox)
        let port = try server.start()
        let transport = CurlTransport()
        func send(_ method: HTTPMethod, _ path: String, _ body: JSON? = nil) async throws(HTTPFailure) -> Answer {
            let request = HTTPRequest(
                method, origin: "http://127.0.0.1:\(port)", target: "/ProfitRestServices/\(path)",
                fields: [
                    "Authorization": desk.authorization, "Accept-Language": "en-us", "Content-Type": "application/json;charset=utf-8",
                ],
                body: body?.bytes ?? [], timeoutTotal: 60_000)
            return Answer(try await transport.send(request), .whole)
        }
        #expect(try await send(.get, "profitversion").json == ["version": "22.22.5"])
        await desk.sandbox.plan([.init(.loseAnswer, method: .post), .init(.truncated(30), pathContains: "Profit_Debtor_Invoices")])
        let lost = await #expect(throws: HTTPFailure.self) { try await send(.post, "connectors/FiEntries", Message.sale()) }
        #expect(lost?.nothingWasSent == false)

        let lookup =
            "connectors/Profit_Debtor_Invoices?skip=0&take=10&orderbyfieldids=InvoiceNr&filterfieldids=DebtorId,InvoiceNr"
            + "&filtervalues=10044,FP260001&operatortypes=1,1"
        await #expect(throws: HTTPFailure.self) { try await send(.get, lookup) }
        #expect(try await send(.get, lookup).column("Balance") == [.number("1301.80")])
        let again = try await send(.post, "connectors/FiEntries", Message.sale())
        #expect(again.status == 500)
        #expect(again.message == "General message: Invoice number FP260001 is already used in finance for Debtor 10044.")
        let page = try await transport.send(HTTPRequest(.get, origin: "http://127.0.0.1:\(port)", target: "/_sandbox/"))
        #expect(page.text.contains("FP260001"))
        await transport.shutdown()
        await server.stop()
    }

    @Test func `a folder on disk is emptied and the rejected lines are written into it`() async throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "afas-exchange-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let folder = DiskExchangeFolder(path)
        var settings = AFASSandbox.Settings()
        settings.importing.definitions = [.invoices]
        let sandbox = AFASSandbox(settings, clock: StandingClock(), folder: folder)
        let header =
            "Debiteur;Naam1;Naam2;Adres;Postcode;Woonplaats;Land;Ordernummer;Klant ref;Factuurnr;Datum;Verv.datum;Bedrag ex;BTW bedrag;Totaal;Tegenrekening;BTW"
        let rows = ["10044;;;;;;;;;F1;02-03-2026;;100;9;109;8000;2", "99999;;;;;;;;;F2;02-03-2026;;100;9;109;8000;2"]
        try folder.write(Array(([header] + rows).joined(separator: "\r\n").utf8), to: ".0001.csv.tmp")
        #expect(await sandbox.importFiles().isEmpty, "hidden files are not there yet")
        try folder.write(Array(([header] + rows).joined(separator: "\r\n").utf8), to: "0001.csv")
        #expect(try folder.names() == ["0001.csv"])
        #expect(await sandbox.importFiles().first?.entries.count == 1)
        #expect(try folder.names().isEmpty)
        let rejected = String(decoding: try folder.read("afgekeurd/0001-afgekeurd.csv"), as: UTF8.self)
        #expect(rejected.contains("99999;"))
        #expect(!rejected.contains(";F1;"))
    }
}
