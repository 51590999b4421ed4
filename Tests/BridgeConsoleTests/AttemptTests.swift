import BridgeAccess
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import Testing

@testable import BridgeConsole

/// What was said to the books, and what they answered, at the console.
@Suite struct `Each attempt shows its request and its answer` {
    private static let subject = "\(JournalSample.key(1))"

    /// A document that the books refused once; the call to them is given.
    private func office(_ calls: [BooksCall], _ body: (Office, _ cookie: String) async throws -> Void) async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.document(1, .rejected)
            var attempt = AttemptRecord(
                bridge: JournalSample.bridge, subject: Self.subject, number: 1, purpose: .post, startedAt: JournalSample.now)
            (attempt.endedAt, attempt.verdict) = (JournalSample.now.adding(milliseconds: 1_200), "rejected")
            attempt.detail = "Mandatory: Account"
            let kept = AttemptCalls(bridge: JournalSample.bridge, attempts: [attempt.name], calls: calls)
            try await office.journal.commit(JournalUnit([.keepAttempt(attempt), .keepCalls(kept)]))
            try await body(office, try await office.enter())
        }
    }

    private func call(_ sent: String, _ answer: String? = nil, left: Int = 0) -> BooksCall {
        BooksCall(
            "POST /api/v1/3456789/salesentry/SalesEntries", startedAt: JournalSample.now, milliseconds: 1_200,
            sent: KeptText(sent, bytesLeft: left), status: answer == nil ? nil : 500, answer: answer.map { KeptText($0) },
            failure: answer == nil ? .timedOut : nil)
    }

    @Test func `to a viewer too, with its status and its time`() async throws {
        try await office([call(#"{"Journal":"70","Lines":[{"AmountFC":1.00}]}"#, "<error>Verplicht: <b>Account</b></error>")]) {
            office, cookie in
            let document = try await office.get(Office.path(1), cookie: cookie).text
            #expect(document.contains("href=\"\(Office.path(1))/attempts/1\">request and answer</a>"))
            let page = try await office.get(Office.path(1) + "/attempts/1", cookie: cookie)
            #expect(page.status == 200)
            for text in [
                "POST /api/v1/3456789/salesentry/SalesEntries", "status 500", "1 s", "Mandatory: Account",
                // Set out over lines, its numbers as they were.
                "  &quot;Journal&quot;: &quot;70&quot;,", "&quot;AmountFC&quot;: 1.00",
                // As it came, and only as text.
                "&lt;error&gt;Verplicht: &lt;b&gt;Account&lt;/b&gt;&lt;/error&gt;",
            ] {
                #expect(page.text.contains(text) || page.text.contains(text.replacing("&quot;", with: "\"")), "\(text)")
            }
            let file = try await office.get(Office.path(1) + "/attempts/1/all.txt", cookie: cookie)
            #expect(file.fields["Content-Type"] == "text/plain; charset=utf-8" && file.text.contains("<b>Account</b>"))
            for path in ["/attempts/2", "/attempts/x", "/attempts/2/all.txt"] {
                #expect(try await office.get(Office.path(1) + path, cookie: cookie).status == 404, "\(path)")
            }
            #expect(try await office.get(Office.path(1) + "/attempts/1").status == 303, "nobody sees it without signing in")
        }
    }

    @Test func `an answer that never came is said to be lost, and a page stays light whatever was sent`() async throws {
        let long = String(repeating: "<line>é</line>\n", count: 6_000)
        try await office((0..<32).map { _ in call(long, nil, left: 1_234_567) }) { office, cookie in
            let page = try await office.get(Office.path(1) + "/attempts/1", cookie: cookie)
            #expect(page.status == 200 && page.body.count < 100_000, "\(page.body.count)")
            #expect(page.text.contains("no answer in time") && page.text.contains("Call 32 of 32"))
            let file = try await office.get(Office.path(1) + "/attempts/1/all.txt", cookie: cookie).text
            #expect(file.utf8.count > 32 * long.utf8.count && file.contains("1,234,567 bytes more"))
        }
    }

    @Test func `of a call for many, the part that is about this document`() async throws {
        let lines = (0..<4_000).map { "<entry>2026-\(200_000 + $0)</entry>\n" } + ["<entry>2026-100001</entry>\n"]
        let more = (0..<4_000).map { "<entry>2026-\(300_000 + $0)</entry>\n" }
        try await office([call((lines + more).joined(), "<ok/>")]) { office, cookie in
            let page = try await office.get(Office.path(1) + "/attempts/1", cookie: cookie).text
            #expect(page.contains("&lt;entry&gt;2026-100001&lt;/entry&gt;") && !page.contains("2026-200000"))
            #expect(page.contains("bytes before this …") && page.contains("bytes more"))
        }
    }

    @Test func `one of which nothing is kept says why`() async throws {
        try await office([]) { office, cookie in
            let document = try await office.get(Office.path(1), cookie: cookie).text
            #expect(!document.contains("/attempts/1\""), "no link that leads to nothing")
            let page = try await office.get(Office.path(1) + "/attempts/1", cookie: cookie).text
            #expect(page.contains("Nothing is kept of this attempt"))
        }
    }

    @Test func `of a file that was to be attached, beside those of its entry`() async throws {
        try await office([call(#"{"YourRef":"1"}"#, "{}")]) { office, cookie in
            let file = JournalSample.attachment(1)
            let attempt = AttemptRecord(
                bridge: JournalSample.bridge, subject: file.subject, number: 1, purpose: .attach,
                startedAt: JournalSample.now.adding(seconds: 60))
            let kept = AttemptCalls(
                bridge: JournalSample.bridge, attempts: [attempt.name], calls: [call(#"{"Attachment":"JVBERi0x"}"#, "{}", left: 90_000)])
            try await office.journal.commit(JournalUnit([.putAttachment(file), .keepAttempt(attempt), .keepCalls(kept)]))
            let document = try await office.get(Office.path(1), cookie: cookie).text
            #expect(document.contains("\(Office.path(1))/attempts/1\"") && document.contains("\(Office.path(1))/attempts/file-1\""))
            let page = try await office.get(Office.path(1) + "/attempts/file-1", cookie: cookie).text
            #expect(page.contains("Attempt: attach file") && page.contains("JVBERi0x") && page.contains("90,000 bytes more"))
        }
    }

    @Test func `of a debtor as well`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.keep(party: "C0002")
            let subject = "\(PartyKey(.debtor, "C0002"))"
            let attempt = AttemptRecord(
                bridge: JournalSample.bridge, subject: subject, number: 1, purpose: .createParty, startedAt: JournalSample.now)
            let kept = AttemptCalls(
                bridge: JournalSample.bridge, attempts: [attempt.name], calls: [call(#"{"Code":"C0002"}"#, "{}")])
            try await office.journal.commit(JournalUnit([.keepAttempt(attempt), .keepCalls(kept)]))
            let cookie = try await office.enter()
            let path = "/parties/\(JournalSample.bridge)/debtor/C0002"
            #expect(try await office.get(path, cookie: cookie).text.contains("href=\"\(path)/attempts/1\""))
            let page = try await office.get(path + "/attempts/1", cookie: cookie).text
            #expect(page.contains("Attempt: make party, debtor C0002") && page.contains("C0002\""))
        }
    }
}
