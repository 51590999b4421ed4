import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeHash
import BridgeJSON
import Testing

/// Reference afas-profit §1, §2 and §4.
struct ConnectionTests {
    @Test func `a live token answers the cheapest call, whatever the path's case`() async {
        let desk = Desk()
        #expect(await desk.call(.get, "profitversion").json == ["version": "22.22.5"])
        let lower = HTTPRequest(.get, target: "/profitrestservices/ProfitVersion", fields: ["Authorization": desk.authorization])
        #expect(await desk.send(lower).status == 200)
        let strict = Desk { $0.behaviour.pathsAreCaseInsensitive = false }
        #expect(await strict.send(lower).status == 404)
    }

    @Test(
        arguments: [
            "", "AfasToken", "AfasToken x", "Bearer abc", "AfasToken <token><version>1</version><data>x</data></token>",
            "afastoken \(Base64.encode(Array(AFASSandbox.Token.live.xml.utf8)))",
            "AfasToken \(Base64.encode(Array(AFASSandbox.Token(String(repeating: "0", count: 64), environment: "O12345AA").xml.utf8)))",
        ])
    func `any other token is refused with an empty 401`(header: String) async {
        let answer = await Desk().call(.get, "profitversion", fields: ["Authorization": header])
        #expect(answer.status == 401)
        #expect(answer.text.isEmpty)
    }

    @Test func `a raw token is taken only where the setting says so, a line break behind it always`() async {
        let raw: HTTPFields = ["Authorization": "AfasToken \(AFASSandbox.Token.live.xml)"]
        #expect(await Desk().call(.get, "profitversion", fields: raw).status == 401)
        #expect(await Desk { $0.behaviour.takesRawTokens = true }.call(.get, "profitversion", fields: raw).status == 200)
        let broken = "AfasToken \(Base64.encode(Array((AFASSandbox.Token.live.xml + "\r\n").utf8)))"
        #expect(await Desk().call(.get, "profitversion", fields: ["Authorization": broken]).status == 200)
    }

    @Test func `a token ends at its moment and can be taken back`() async {
        let desk = Desk { $0.tokens[0].end = Timestamp("2026-03-12T10:00:00Z") }
        #expect(await desk.call(.get, "metainfo").json["info"]?["tokenExpiry"] == "2026-03-12T11:00:00Z", "Amsterdam's clock, with a Z")
        desk.clock.advance(seconds: 3600)
        #expect(await desk.call(.get, "profitversion").status == 401)
        let other = Desk()
        await other.sandbox.revoke(.live)
        #expect(await other.call(.get, "profitversion").status == 401)
    }

    @Test func `a token belongs to its environment, also behind the vendor's host names`() async {
        var desk = Desk()
        #expect(await desk.call(.get, "metainfo").json["info"]?["envid"] == "O12345AA")
        #expect(await desk.call(.get, "profitversion", fields: ["Host": "12345.rest.afas.online"]).status == 200)
        #expect(await desk.call(.get, "profitversion", fields: ["Host": "12345.resttest.afas.online"]).status == 401)
        desk.token = .test
        #expect(await desk.call(.get, "metainfo").json["info"]?["envid"] == "T12345AA")
        #expect(await desk.call(.get, "profitversion", fields: ["Host": "12345.resttest.afas.online"]).status == 200)
        #expect(await desk.post("FiEntries", Message.sale()).status == 201)
        #expect(await desk.sandbox.entries(in: .init("T12345AA")).count == 1)
        #expect(await desk.sandbox.entries(in: .init("O12345AA")).isEmpty)
    }

    @Test func `an address outside the App Connector's list is refused before the token's life is looked at`() async {
        let desk = Desk {
            $0.apps[0].addresses = ["192.0.2.1"]
            $0.tokens[0].isRevoked = true
        }
        #expect(await desk.call(.get, "profitversion", peer: "192.0.2.9").status == 403)
        #expect(await desk.call(.get, "profitversion", peer: "192.0.2.1").status == 401)
    }

    @Test func `metainfo lists what the App Connector may use, and no more`() async {
        let desk = Desk {
            $0.apps[0].getConnectors = ["Profit_Debtor"]
            $0.apps[0].updateConnectors = ["FiEntries"]
        }
        let info = await desk.call(.get, "metainfo").json
        #expect(info["getConnectors"]?.array?.compactMap { $0["id"]?.string } == ["Profit_Debtor"])
        #expect(info["updateConnectors"]?.array?.compactMap { $0["id"]?.string } == ["FiEntries"])
        #expect(info["info"]?["tokenExpiry"] == "0")
        let refused = await desk.get("Profit_Accounts")
        #expect(refused.status == 500)
        #expect(refused.json["errorNumber"] == .number(-2_147_180_996))
        #expect(refused.message == "GetConnector not supported for this app or the user is not authorized")
        let update = await desk.post("FiInvoice", [:])
        #expect(update.message?.hasPrefix("General message: ") ?? false)
    }

    @Test func `a connector outside the App Connector can also answer 401`() async {
        let desk = Desk {
            $0.apps[0].getConnectors = []
            $0.behaviour.unauthorised = .status401
        }
        #expect(await desk.get("Profit_Debtor").status == 401)
    }

    @Test func `metainfo of a connector tells fields, types, lengths and nesting`() async {
        let desk = Desk { $0.environments[0].freeField = "U0123456789ABCDEF0123456789ABCDEF" }
        let get = await desk.call(.get, "metainfo/get/Profit_Debtor_Invoices").json
        #expect(get["fields"]?.array?.compactMap { $0["id"]?.string }.contains("NookPieceDate") ?? false)
        let update = await desk.call(.get, "metainfo/update/FiEntries").json
        #expect(update["name"] == "FiEntryPar")
        let lines = update["objects"]?[0]
        #expect(lines?["name"] == "FiEntries")
        let fields = lines?["fields"]?.array ?? []
        #expect(fields.first { $0["fieldId"] == "InId" }?["length"] == 12)
        #expect(fields.first { $0["fieldId"] == "AcNr" }?["mandatory"] == true)
        #expect(fields.first { $0["fieldId"] == "VaAs" }?["values"]?.array?.count == 3)
        #expect(fields.contains { $0["fieldId"] == "U0123456789ABCDEF0123456789ABCDEF" })
        #expect(lines?["objects"]?[0]?["name"] == "FiDimEntries")
        #expect(await desk.call(.get, "metainfo/get/Nothing").status == 500)
    }

    @Test func `errors carry text, number and a log reference, in the language that was asked for`() async {
        let desk = Desk()
        let english = await desk.get("Profit_Debtor", [("orderbyfieldids", "Nothing")])
        #expect(english.message == "Connector field 'Nothing' not found")
        #expect(english.fields["Content-Type"] == "application/xml", "the label lies, as the specification's does")
        let reference = english.json["profitLogReference"]?.string ?? ""
        #expect(reference.count == 32)
        #expect(await desk.sandbox.logbook.map(\.reference) == [reference])
        for (tag, text) in [("nl-nl", "Connectorveld"), ("nl-be", "Connectorveld"), ("", "Connectorveld"), ("en-us", "Connector field")] {
            let answer = await desk.call(
                .get, "connectors/Profit_Debtor?orderbyfieldids=Nothing", fields: ["Accept-Language": tag])
            #expect(answer.message?.hasPrefix(text) ?? false, "\(tag)")
        }
        let older = Desk {
            $0.behaviour.olderTexts = true
            $0.behaviour.errorHeader = true
        }
        let answer = await older.get("Profit_Debtor", [("orderbyfieldids", "Nothing")])
        #expect(answer.message == "General message: Invalid Index field")
        #expect(answer.fields["X-PROFIT-ERROR"].flatMap { Base64.decode($0) }.map { String(decoding: $0, as: UTF8.self) } == answer.message)
    }

    @Test func `what is not there is 404, also for a query of more than 2,049 characters`() async {
        let desk = Desk()
        for path in ["nothing", "connectors", "metainfo/what/ever", "subjectconnector/1/1", "metainfo/get"] {
            #expect(await desk.call(.get, path).status == 404, "\(path)")
        }
        #expect(await desk.send(HTTPRequest(.get, target: "/elsewhere", fields: ["Authorization": desk.authorization])).status == 404)
        #expect(await desk.call(.put, "connectors/FiEntries", body: [:]).status == 404, "entries are not updated")
        func padded(_ length: Int) async -> Answer {
            let start = "connectors/Profit_Debtor?skip=0&x="
            return await desk.call(.get, start + String(repeating: "y", count: length - "?skip=0&x=".count))
        }
        #expect(await padded(2049).status == 200)
        #expect(await padded(2050).status == 404)
    }

    @Test func `a body of more than 75 MB is 413, one that is no JSON is 400`() async {
        let desk = Desk { $0.limits.bodyMax = 100 }
        #expect(await desk.post("FiEntries", .string(String(repeating: "x", count: 99))).status == 413)
        var request = HTTPRequest(.post, target: "/ProfitRestServices/connectors/FiEntries", fields: ["Authorization": desk.authorization])
        request.body = Array("{".utf8)
        let answer = await desk.send(request)
        #expect(answer.status == 400)
        #expect(answer.json == ["message": "Invalid json"])
    }

    @Test func `maintenance answers 503 and says when to come back`() async {
        let desk = Desk()
        await desk.sandbox.setMaintenance(true)
        let answer = await desk.get("Profit_Debtor")
        #expect(answer.status == 503)
        #expect(answer.fields["Retry-After"] == "7200")
        #expect(answer.json["retry_after"] == 7200)
        #expect(await desk.call(.get, "profitversion", fields: ["Authorization": ""]).status == 401, "the token is looked at first")
        await desk.sandbox.setMaintenance(false)
        #expect(await desk.get("Profit_Debtor").status == 200)
    }

    @Test func `a blocked GetConnector says so`() async throws {
        let desk = Desk()
        try await desk.sandbox.block(connector: "Profit_Debtor")
        #expect(await desk.get("Profit_Debtor").message == "This GetConnector (definition) is blocked")
        #expect(await desk.get("Profit_Accounts").status == 200)
    }
}
