import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeReconciliation
import BridgeReports
import BridgeTesting
import Testing

@testable import BridgeConsole

@Suite struct `A difference is explained, and stays in sight` {
    private static let key = JournalSample.key(2)
    private static let path =
        "/reconcile/explain?bridge=export-nl&document="
        + key.description.replacing("/", with: "%2F")

    /// A document that the books hold with so many cents net.
    private static func book(_ office: Office, _ number: Int, booked: Int64) async throws {
        let problem = Problem(.bookedDiffers, at: Place("net"), found: "\(booked)", expected: "10000")
        try await office.document(number, .booked) { posting in
            posting.readBack = booked == 10_000 ? .agrees(at: JournalSample.now) : .differs(at: JournalSample.now, problems: [problem])
        }
        try await office.journal.commit(JournalUnit([.keepBooked(JournalSample.booked(number, net: booked))]))
    }

    /// The books were read again, and hold something else.
    private static func readAgain(_ office: Office, _ number: Int, booked: Int64) async throws {
        var posting = try await office.posting(number)
        posting.revision += 1
        posting.readBack = .differs(
            at: office.clock.now(), problems: [Problem(.bookedDiffers, at: Place("net"), found: "\(booked)", expected: "10000")])
        try await office.journal.commit(JournalUnit([.movePosting(posting), .keepBooked(JournalSample.booked(number, net: booked))]))
    }

    private static func send(
        _ office: Office, _ path: String, _ filled: [(name: String, value: String)], cookie: String
    ) async throws -> HTTPResponse {
        let page = try await office.get(path, cookie: cookie)
        let hidden = ["token", "seal"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
        return try await office.post(path, hidden + filled, cookie: cookie)
    }

    /// What *Today* says of documents that differ in the books.
    private static func onToday(_ office: Office, _ cookie: String) async throws -> String {
        let page = try await office.get("/", cookie: cookie).text
        let name = try #require(page.firstRange(of: "Different in the books</span>")).upperBound
        return String(page[name..<(try #require(page[name...].firstRange(of: "</a>")).lowerBound)])
    }

    @Test func `a controller explains a cent, it is told apart from open ones, and one more cent opens it again`() async throws {
        try await Office.with { office in
            try await office.person(.controller)
            try await Self.book(office, 1, booked: 10_000)
            try await Self.book(office, 2, booked: 10_001)
            try await Self.book(office, 3, booked: 10_005)
            let cookie = try await office.enter()
            let before = try await office.get("/reconcile", cookie: cookie).text
            #expect(before.contains("2 documents stand in the books otherwise than sent: difference 0.06 EUR."))
            #expect(try await Self.send(office, Self.path, [("act", "explain"), ("text", " ")], cookie: cookie).status == 422)
            let done = try await Self.send(office, Self.path, [("act", "explain"), ("text", "rounded <by hand>")], cookie: cookie)
            #expect(done.status == 303)
            let after = try await office.get(try #require(done.fields["Location"]), cookie: cookie).text
            #expect(after.contains("The explanation was kept.") && after.contains("rounded &lt;by hand&gt;"))
            #expect(after.contains("1 document stands in the books otherwise than sent: difference 0.05 EUR."))
            #expect(after.contains("Of 1 document the difference is explained: 0.01 EUR."))
            #expect(after.contains("0.01 EUR") && after.contains(Office.path(2)), "the figure stays")
            #expect(try await office.get(Office.path(2), cookie: cookie).text.contains("rounded &lt;by hand&gt;"))
            #expect(try await office.acts(Self.key.description).contains("person:anna difference_explained"))
            let third = Self.path.replacing(Self.key.number.text, with: JournalSample.key(3).number.text)
            #expect(try await Self.send(office, third, [("act", "explain"), ("text", "freight")], cookie: cookie).status == 303)
            let all = try await office.get("/reconcile", cookie: cookie).text
            #expect(all.contains("2 documents stand in the books otherwise than sent: difference 0.06 EUR. All of it is explained."))
            #expect(!all.contains("<strong class=\"bad\">"), "nobody has anything to do")
            #expect(all.contains("<strong class=\"wait\">0.06</strong><div class=\"hint\">explained</div>"))
            #expect(try await Self.onToday(office, cookie) == "<span class=\"count\">0</span><span class=\"sum\">and 2 explained</span>")
            #expect(
                try await office.get("/documents?differing=1", cookie: cookie).text.contains(
                    "<div class=\"hint\">different, explained</div>"))

            try await Self.readAgain(office, 2, booked: 10_002)
            office.clock.advance(seconds: 60)
            #expect(
                try await Self.onToday(office, cookie) == "<span class=\"count bad\">1</span><span class=\"sum\">and 1 explained</span>")
            let changed = try await office.get("/reconcile", cookie: cookie).text
            #expect(changed.contains("1 document stands in the books otherwise than sent: difference 0.02 EUR."))
            #expect(changed.contains("open again, since it changed (then 0.01 EUR). Before: rounded &lt;by hand&gt;"))
            let csv = try await office.get("/reconcile.csv", cookie: cookie)
            #expect(csv.fields["Content-Type"]?.hasPrefix("text/csv") == true)
            let lines = csv.text.split(separator: "\r\n")
            #expect(lines.contains { $0.contains(Self.key.description) && $0.contains(",0.02,open,") }, "\(csv.text)")
            #expect(lines.contains { $0.contains(",0.05,explained,freight,person:anna,") }, "\(csv.text)")
        }
    }

    @Test func `what changed since it was looked at is not explained, and an explanation can be taken back`() async throws {
        try await Office.with { office in
            try await office.person(.controller)
            try await Self.book(office, 2, booked: 10_001)
            let cookie = try await office.enter()
            let page = try await office.get(Self.path, cookie: cookie)
            let hidden = ["token", "seal"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
            try await Self.readAgain(office, 2, booked: 10_009)
            let stale = try await office.post(Self.path, hidden + [("act", "explain"), ("text", "a cent")], cookie: cookie)
            #expect(stale.status == 409 && stale.text.contains("0.09 EUR"))
            #expect(try await Self.send(office, Self.path, [("act", "explain"), ("text", "nine cents")], cookie: cookie).status == 303)
            #expect(try await Self.send(office, Self.path, [("act", "reopen")], cookie: cookie).status == 303)
            #expect(try await !office.get("/reconcile", cookie: cookie).text.contains("nine cents"))
            #expect(
                try await office.acts(Self.key.description).suffix(2) == [
                    "person:anna difference_explained", "person:anna difference_reopened",
                ])
        }
    }

    @Test func `a figure of a month is explained where it differs, and nowhere else`() async throws {
        try await Office.with { office in
            try await office.person(.controller)
            try await Self.book(office, 2, booked: 10_001)
            let month = try #require(Period(monthOf: JournalSample.date).monthDates)
            let rows = try await Reconciliation(journal: office.journal, bridge: JournalSample.bridge).rows(dates: month)
            let differing = try #require(rows.compactMap { Difference($0, month: Period(monthOf: JournalSample.date)) }.first)
            guard case .figure(let figure) = differing.subject else { return }
            #expect(Difference.Figure(figure.description) == figure)
            let path = "/reconcile/explain?bridge=export-nl&figure=" + figure.description.replacing("/", with: "%2F")
            let cookie = try await office.enter()
            let address = "/reconcile?bridge=export-nl&from=\(month.lowerBound)&to=\(month.upperBound)"
            #expect(try await office.get(address, cookie: cookie).text.contains("Figures of this month that differ"))
            #expect(try await Self.send(office, path, [("act", "explain"), ("text", "one cent of FP-2")], cookie: cookie).status == 303)
            #expect(try await office.get(address, cookie: cookie).text.contains("explained: one cent of FP-2"))
            #expect(try await office.acts("reconcile") == ["person:anna difference_explained"])
            for (query, status) in [
                ("figure=2019-01%2F70%2F-%2FEUR", 409), ("figure=x", 404), ("document=x", 404), ("", 404),
                ("figure=2026-14%2F7%2F-%2FEUR", 404),
            ] {
                #expect(try await office.get("/reconcile/explain?bridge=export-nl&\(query)", cookie: cookie).status == status, "\(query)")
            }
        }
    }

    @Test(arguments: Role.allCases)
    func `by those who may; everybody sees it`(role: Role) async throws {
        try await Office.with { office in
            try await office.person(role)
            try await Self.book(office, 2, booked: 10_001)
            let cookie = try await office.enter()
            let may = Rights.allow(.explainDifference, role)
            #expect(try await office.get("/reconcile", cookie: cookie).text.contains("/reconcile/explain?") == may)
            #expect(try await office.get(Self.path, cookie: cookie).status == (may ? 200 : 403))
            let token = try #require(Office.hidden("token", in: try await office.get("/account", cookie: cookie)))
            let sent = try await office.post(Self.path, [("token", token), ("act", "explain"), ("text", "t")], cookie: cookie)
            #expect(sent.status == (may ? 409 : 403), "no seal")
            #expect(try await office.get("/reconcile.csv", cookie: cookie).status == 200)
        }
    }
}
