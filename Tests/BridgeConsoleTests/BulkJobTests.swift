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

@Suite struct `Very many documents are done as a job` {
    private static let withdraw = "/documents/all/withdraw?bridge=export-nl"
    private static let job = "/documents/job?bridge=export-nl"

    private static func begin(_ office: Office, cookie: String) async throws -> HTTPResponse {
        let page = try await office.get(withdraw, cookie: cookie)
        let mark = try #require(page.text.firstRange(of: "action=\"/documents/all/"))
        let address = page.text[page.text.index(mark.lowerBound, offsetBy: 8)...].prefix { $0 != "\"" }
        let hidden = ["token", "seal"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
        return try await office.post(
            String(address).replacing("&amp;", with: "&"), hidden + [(name: "reason", value: "double <x>")], cookie: cookie)
    }

    private static func stop(_ office: Office, cookie: String) async throws -> HTTPResponse {
        let page = try await office.get(job, cookie: cookie)
        let token = try #require(Office.hidden("token", in: try await office.get("/account", cookie: cookie)))
        return try await office.post(job, [("token", token), ("job", Office.hidden("job", in: page) ?? "1")], cookie: cookie)
    }

    @Test func `which shows how far it is, can be stopped, and keeps another from beginning`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await office.person(.viewer, id: "vic")
            let cookie = try await office.enter()
            #expect(try await office.get(Self.job, cookie: cookie).text.contains("There has been no job yet."))
            for number in 1...(DocumentSet.jobFrom + 1) { try await office.document(number) }
            let begun = try await Self.begin(office, cookie: cookie)
            #expect(begun.status == 303)
            let page = try await office.get(try #require(begun.fields["Location"]), cookie: cookie).text
            #expect(
                page.contains("Withdraw, under way: 0 of 201 documents.") && page.contains("double &lt;x&gt;") && page.contains("<progress")
            )
            #expect(try await office.get("/documents?bridge=export-nl", cookie: cookie).text.contains("Withdraw, under way: 0 of 201"))
            #expect(try await office.posting(1).state == .parked, "the bridge's lane does it")
            let second = try await Self.begin(office, cookie: cookie)
            #expect(second.status == 409 && second.text.contains("another job is still running"))
            let vic = try await office.enter("vic")
            #expect(try await !office.get(Self.job, cookie: vic).text.contains("<button type=\"submit\" class=\"danger\">"))
            #expect(try await Self.stop(office, cookie: vic).status == 403)
            #expect(try await Self.stop(office, cookie: cookie).status == 303)
            #expect(try await office.get(Self.job, cookie: cookie).text.contains("Withdraw, stopping: 0 of 201 documents."))
            #expect(try await Self.stop(office, cookie: cookie).status == 409)
            #expect(try await office.acts("documents") == ["person:anna bulk_begun", "person:anna bulk_stop_asked"])
        }
    }
}
