@testable import BridgeAPI
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeJournalTesting
import BridgeReports
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A program is told who mends what and where to click` {
    @Test(arguments: Language.allCases)
    func `of a document, in the words its page has`(language: Language) async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            let problems = [
                Problem(.periodClosed, at: Place("period"), found: "2026-10"),
                Problem(.netMismatch, at: Place("totals.net"), found: "1546.21", expected: "1546.22"),
                Problem(.vatNumberMissing, at: Place("vat_number_used")),
            ]
            try await house.document(1, .rejected) { $0.problems = problems }
            let asked = [("Accept-Language", language.rawValue)]
            let seen = try await house.ask(.get, ExampleHouse.path(1), fields: asked).json
            let told = seen["problems"]?.array ?? []
            #expect(told.count == 3)
            for (each, problem) in zip(told, problems) {
                #expect(each["message"]?.string == Terms(language).message(problem), "the words of the page")
                #expect(each["mender"]?.string == Mender(problem.code, isRefusal: true).text[language])
            }
            #expect(told[0]["where_to_click"]?.string == BooksMenus.example.text(.period)?[language])
            #expect(told[1]["where_to_click"] == nil, "the trade system mends it, and nobody says where")
            #expect(told[2]["where_to_click"]?.string == BooksMenus.trade.text(.debtor)?[language])
            #expect(told[1]["found"]?.string == "1546.21", "the value itself stays as programs read it")
            let today = try await house.ask(.get, "/bridges/export-nl/today", fields: asked).json
            let cause = today["causes"]?.array?.first { $0["code"]?.string == "period_closed" }
            #expect(cause?["where_to_click"]?.string == BooksMenus.example.text(.period)?[language])
        }
    }

    @Test func `of a payment that the trade system refused: what, who, where, what then, and its own words`() async throws {
        try await ExampleHouse.with(isSeeded: false, policy: { $0.payments = .init() }) { house in
            var notice = JournalSample.notice(of: 1, number: 1)
            (notice.state, notice.settledAt) = (.refused, JournalSample.now)
            notice.reason = "FreshPortal POST /finance/v1/payments: 422: document · unknown · no such invoice [request 7f2]"
            try await house.journal.commit(JournalUnit([.putPayment(JournalSample.payment(1, on: [1])), .putNotice(notice)]))
            let list = try await house.ask(.get, "/bridges/export-nl/payments/notices?state=refused", fields: [("Accept-Language", "nl")])
                .json
            let told = try #require(list["items"]?[0])
            #expect(told["reason"]?.string == notice.reason, "as it was said, for programs")
            #expect(
                told["refusal"]?["what"]?.string
                    == "FreshPortal nam de melding niet aan: betaling van 15,00 EUR op verkoopfactuur 2026-100001, bankdatum 18-11-2026. "
                    + "FreshPortal keurt de inhoud van de melding af. FreshPortal zei: „document · unknown · no such invoice”")
            #expect(told["refusal"]?["where_to_click"]?.string == BooksMenus.trade.text(.openItem)?.dutch)
            #expect(told["refusal"]?["mender"]?.string?.contains("FreshPortal") == true && told["refusal"]?["remedy"]?.string != nil)
        }
    }

    @Test func `and reads in the history what is hashed: the kept detail and the hash of the content`() async throws {
        try await ExampleHouse.with(isSeeded: false) { house in
            try await house.document(1, .parked)
            let entry = HistoryEntry(
                at: JournalSample.now, who: .machine("gate"), bridge: ExampleHouse.bridge, subject: "\(JournalSample.key(1))", act: "held",
                detail: "party:debtor/C0407")
            try await house.journal.commit(JournalUnit([.record(entry)]))
            let list = try await house.ask(
                .get, "/history?subject=\("\(JournalSample.key(1))".replacing("/", with: "%2F"))", fields: [("Accept-Language", "nl")]
            ).json
            let items = list["items"]?.array ?? []
            #expect(items.first?["detail"]?.string == "wacht op debiteur C0407" && items.first?["kept_detail"]?.string == entry.detail)
            #expect(items.first?["content_hash"] == nil)
            let received = items.first { $0["act"]?.string == "received" }
            #expect(received?["content_hash"]?.string == JournalSample.document(1).contentHash)
            // With these anybody can work out the hash again.
            let kept = try await house.journal.history(subject: nil, bridge: nil, after: 0, limit: 100)
            for record in kept where record.entry.subject == entry.subject {
                let told = items.first { $0["sequence"]?.integer == record.sequence }
                #expect(told?["content_hash"]?.string == record.entry.contentHash && told?["kept_detail"]?.string == record.entry.detail)
            }
        }
    }
}

extension BooksMenus {
    /// Menus of books of ours.
    static let example = BooksMenus(
        "Books",
        [
            .at(
                .period, "Jaren / Perioden", en: "Years / Periods", BilingualText(nl: "Open haar.", en: "Open it."), .documented,
                "https://books.example/periods")
        ])
    /// Menus of a trade system, of which nobody knows a path.
    static let trade = BooksMenus(
        "FreshPortal",
        [
            .sought(.openItem, BilingualText(nl: "de factuur", en: "the invoice"), BilingualText(nl: "Kijk haar na.", en: "Look at it.")),
            .sought(.debtor, BilingualText(nl: "de klant", en: "the customer"), BilingualText(nl: "Vul hem aan.", en: "Complete it.")),
        ])
}
