import AFASWords
import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Testing

@testable import AFASConnector

struct VerdictTests {
    private let verdict = AFASVerdict(refusals: AFASRefusals())
    private let now = Timestamp(milliseconds: 1_800_000_000_000)
    private let read = AFASCall(get: "Profit_Debtor", target: "/")
    private let write = AFASCall(.post, connector: "FiEntries", body: .null)

    private func error(_ status: Int, _ body: String, _ call: AFASCall, fields: HTTPFields = [:]) -> ConnectorError? {
        do {
            _ = try verdict.judge(HTTPResponse(status: status, fields: fields, body: Array(body.utf8)), of: call, now: now)
            return nil
        } catch { return error }
    }

    private static let unexpected =
        #"{"externalMessage":"An unexpected error has occurred.","errorNumber":-2147180999,"profitLogReference":"A1"}"#
    private static let refused =
        #"{"errorNumber":-2147220469,"ProfitLogReference":"6E0B5D","ExternalMessage":"VAT is not allowed for account 4400"}"#
    private static let maintenance =
        #"{"error":{"code":{"example":"503"},"message":{"example":"Service temporarily unavailable"}},"retry_after":7200}"#

    @Test(arguments: [
        (500, unexpected, ConnectorError.Code.outcomeUnknown, ConnectorError.Code.unavailable), (500, refused, .rejected, .misused),
        (500, "", .outcomeUnknown, .unavailable), (500, "<html>", .outcomeUnknown, .unavailable),
        (500, #"{"externalMessage":"Journal '20' is locked by another user."}"#, .unavailable, .unavailable),
        (400, "", .outcomeUnknown, .unavailable), (400, #"{"message":"Invalid json"}"#, .misused, .misused),
        (401, "", .unauthorised, .unauthorised),
        (403, "", .unauthorised, .unauthorised), (404, "", .misused, .misused), (413, "", .misused, .misused),
        (429, "", .throttled, .throttled),
        (503, maintenance, .unavailable, .unavailable), (503, "", .outcomeUnknown, .unavailable), (502, "", .outcomeUnknown, .unavailable),
        (200, #"{"skip":0,"ta"#, .outcomeUnknown, .unavailable), (418, "", .misused, .misused),
    ])
    func `an answer without what was asked for is what it means for a write and for a read`(
        status: Int, body: String, ofWrite: ConnectorError.Code, ofRead: ConnectorError.Code
    ) {
        #expect(error(status, body, write)?.code == ofWrite)
        #expect(error(status, body, read)?.code == ofRead)
    }

    @Test func `the reference of Profit's logbook is kept and shown`() {
        let found = error(500, Self.refused, write)
        #expect(found?.message.contains("6E0B5D") == true)
        #expect(found?.vendorText == "VAT is not allowed for account 4400")
        #expect(found?.problems.map(\.code) == [.targetNotAllowed])
    }

    @Test func `maintenance says until when`() { #expect(error(503, Self.maintenance, write)?.retryAt == now.adding(seconds: 7_200)) }

    @Test func `the content type of an answer says nothing`() {
        #expect(error(500, Self.refused, write, fields: ["Content-Type": "application/xml"])?.code == .rejected)
    }

    @Test func `fractions of before Profit 7 are read`() throws {
        let body = #"{"rows":[{"A":-.5,"B":[.25,1.5],"C":"-.5 \".5"}]}"#
        let json = try verdict.judge(HTTPResponse(status: 200, body: Array(body.utf8)), of: read, now: now)
        let row = AFASRow(try #require(json["rows"]?[0]))
        #expect(row.decimal("A") == ExactDecimal("-0.5"))
        #expect(row.json["B"]?[0]?.decimal == ExactDecimal("0.25"))
        #expect(row.text("C") == "-.5 \".5")
    }

    @Test(arguments: [
        #"{"results":{"FiEntryPar":{"UnId":"1","EnNo":"5802","InId":"V0002614"}}}"#, #"{"FiEntryPar":{"UnId":"1","EnNo":"5802"}}"#,
        #"{"results":{"FiEntries":{"EnNo":"5802","UnId":"1","InID":"IH"}}}"#, #"{"Results":{"fientrypar":{"enno":5802}}}"#,
    ])
    func `every published form of an entry's answer is read`(body: String) throws {
        #expect(AFASEntryReply(try JSON(parsing: body))?.EnNo == "5802")
    }

    @Test(arguments: ["null", "{}", #"{"results":{"FiEntryPar":{"EnNo":""}}}"#])
    func `an answer without an entry number is none`(body: String) throws { #expect(AFASEntryReply(try JSON(parsing: body)) == nil) }
}

struct QueryTests {
    @Test func `conditions of a group hold together, groups beside each other`() throws {
        let query = AFASQuery(
            "Profit_X", anyOf: [[.init("UnitId", "1"), .init("Modified", .atLeast, "2026-03-01T06:00:00")], [.init("Name", "a b")]],
            order: ["UnitId", "-EntryNo"])
        #expect(
            try query.target(skip: 0, take: 100)
                == "/connectors/Profit_X?skip=0&take=100&orderbyfieldids=UnitId,-EntryNo&filterfieldids=UnitId,Modified;Name"
                + "&filtervalues=1,2026-03-01T06%3A00%3A00;a%20b&operatortypes=1,2;1")
    }

    @Test(arguments: ["a,b", "a;b"])
    func `a value that the list form cannot write goes as JSON`(value: String) throws {
        let target = try AFASQuery("X", where: [.init("Name", value)], order: ["Name"]).target(skip: 0, take: 1)
        #expect(target.contains("&filterjson=%7B%22Filters%22") && !target.contains("filtervalues"))
    }

    @Test func `a query that would be answered with 404 is not sent`() {
        let many = (0..<200).map { [AFASCondition("EntryNo", String($0))] }
        #expect(throws: ConnectorError.self) { try AFASQuery("X", anyOf: many, order: ["EntryNo"]).target(skip: 0, take: 1) }
    }

    @Test(arguments: [
        ("2026-03-02T14:05:09Z", "2026-03-02T14:05:09"), ("2026-03-02T14:05:09", "2026-03-02T14:05:09"),
        ("2026-03-02", "2026-03-02T00:00:00"),
    ])
    func `a time's Z is passed over`(text: String, sent: String) { #expect(AFASClock.Moment(text)?.description == sent) }

    @Test(arguments: ["", "0", "yesterday", "2026-03-02T14:05:09+01:00Z"])
    func `what is no time is none`(text: String) { #expect(AFASClock.Moment(text) == nil) }
}
