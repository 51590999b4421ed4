import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeReports
import Testing

@testable import BridgeConsole

@Suite("Payments say what came back and what is open") struct PaymentsTests {
    static func furnish(_ office: Office) async throws {
        try await office.journal.commit(JournalSample.payments(refusedFor: "2600002 is <unknown>"))
    }

    private static let retry = "/payments/\(JournalSample.bridge)/retry"

    @Test func `a bookkeeper sees per document what was paid, what remains and whether it was told`() async throws {
        try await Office.with(readsPayments: true) { office in
            try await office.person(.viewer)
            for number in 1...4 { try await office.document(number, .booked) }
            try await Self.furnish(office)
            let cookie = try await office.enter()
            let page = try await office.get("/payments", cookie: cookie).text
            #expect(
                page.contains(
                    "1 payment does not fit; 1 notice was refused by the trade system; 1 document has a remainder that is not right."))
            #expect(page.contains("1 notice waits for the trade system, the oldest since"))
            #expect(page.contains("refused: “2600002 is &lt;unknown&gt;”") && page.contains("10.00") && page.contains("99.00"))
            for number in 1...4 { #expect(page.contains("href=\"\(Office.path(number))\"")) }
            let stuck = try await office.get("/payments?show=stuck", cookie: cookie).text
            #expect(stuck.contains(Office.path(4)) && !stuck.contains(Office.path(1)) && stuck.contains("remainder is not right</h2>"))
            let waiting = try await office.get("/payments?show=waiting", cookie: cookie).text
            #expect(waiting.contains(Office.path(3)) && !waiting.contains(Office.path(2)))
        }
    }

    @Test func `what Today counts, its words and the list it leads to agree`() async throws {
        try await Office.with(readsPayments: true) { office in
            try await office.person(.viewer)
            for number in 1...4 { try await office.document(number, .booked) }
            try await Self.furnish(office)
            let cookie = try await office.enter()
            let today = try await office.get("/", cookie: cookie).text
            #expect(today.contains("show=stuck\">2 payments or remainders that do not fit</a>"))
            #expect(today.contains("show=refused\">1 payment was refused by the trade system</a>"))
            let refused = try await office.get("/payments?show=refused", cookie: cookie).text
            #expect(refused.contains(Office.path(2)) && !refused.contains(Office.path(4)))
            let stuck = try await office.get("/payments?show=stuck", cookie: cookie).text
            #expect(stuck.contains(Office.path(4)) && !stuck.contains(Office.path(2)))
        }
    }

    @Test func `what FreshPortal refused says of which payment, who mends it, what to look for there and what it answered`() async throws {
        try await Office.with(readsPayments: true) { office in
            try await office.person(.bookkeeper)
            _ = try await office.accounts.setLanguage(of: "anna", to: .dutch)
            var notice = JournalSample.notice(of: 1, number: 1)
            (notice.state, notice.settledAt, notice.amount) = (.refused, JournalSample.now, JournalSample.euro(154_621))
            notice.reason = "FreshPortal POST /finance/v1/payments: 422: fault [request 7f2]"
            try await office.journal.commit(JournalUnit([.putPayment(JournalSample.payment(1, on: [1])), .putNotice(notice)]))
            let cookie = try await office.enter()
            let page = try await office.get("/payments?show=refused", cookie: cookie).text
            #expect(
                page.contains(
                    "FreshPortal nam de melding niet aan: betaling van 1.546,21 EUR op verkoopfactuur 2026-100001, bankdatum 18-11-2026. "
                        + "FreshPortal keurt de inhoud van de melding af. FreshPortal zei: „fault”"))
            #expect(page.contains("Wie facturen en betalingen bijhoudt in FreshPortal") && page.contains("Opnieuw melden."))
            #expect(
                page.contains("Verhelpen: zoek in FreshPortal naar de factuur; de plaats in het menu is ons niet bekend. Kijk haar na."))
            #expect(!page.contains("POST /finance"), "an address is for programs")
            let list = try await office.get("/payments", cookie: cookie).text
            #expect(list.contains("geweigerd: FreshPortal keurt de inhoud van de melding af. FreshPortal zei: „fault”"))
            _ = try await office.accounts.setLanguage(of: "anna", to: .english)
            let english = try await office.get("/payments?show=refused", cookie: cookie).text
            #expect(
                english.contains("payment of 1,546.21 EUR on sales invoice 2026-100001") && english.contains("FreshPortal said: “fault”"))
        }
    }

    @Test(arguments: [
        ("FreshPortal POST /p: 404, no such address or identifier; check environment and path: gone", 404, "gone"),
        ("FreshPortal POST /p: 409, a repeated key with other content or a version that is no longer current", 409, ""),
        ("FreshPortal POST /p: unexpected status 418: a: b [request 9]", 418, "a: b"),
    ])
    func `an answer of the trade system is taken apart`(kept: String, status: Int, said: String) throws {
        let answer = try #require(TradeAnswer(kept))
        #expect(answer.system == "FreshPortal" && answer.request == "POST /p" && answer.status == status && answer.said == said)
    }

    @Test(arguments: ["", "no answer in time", "FreshPortal POST /p: no answer in time", "FreshPortal said no to /p: 422", "A B C D"])
    func `and what is none of its answers is left whole`(kept: String) { #expect(TradeAnswer(kept) == nil) }

    @Test func `a bridge that reads no payments says how it would`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let page = try await office.get("/payments", cookie: try await office.enter()).text
            #expect(page.contains("This bridge reads no payments") && page.contains("No payments were read."))
        }
    }

    @Test(arguments: Role.allCases)
    func `what was refused is told again by those who may, with a name in the history`(role: Role) async throws {
        try await Office.with(readsPayments: true) { office in
            try await office.person(role)
            try await Self.furnish(office)
            let cookie = try await office.enter()
            let may = Rights.allow(.tellPayments, role)
            #expect(try await office.get("/payments?show=refused", cookie: cookie).text.contains("href=\"\(Self.retry)\"") == may)
            #expect(try await office.get(Self.retry, cookie: cookie).status == (may ? 200 : 403))
            let token = Office.hidden("token", in: try await office.get("/account", cookie: cookie)) ?? ""
            let sequence = try await office.journal.notices(.refused, bridge: JournalSample.bridge, after: 0, limit: 10).map(\.sequence)
            let form = [("token", token), ("revision", "1-\(sequence.last ?? 0)")].map { (name: $0.0, value: $0.1) }
            #expect(try await office.post(Self.retry, form, cookie: cookie).status == (may ? 303 : 403))
            #expect(try await office.journal.paymentTotals(JournalSample.bridge).refused == (may ? 0 : 1))
            #expect(try await office.acts("payment:1/2") == (may ? ["person:anna payment_retold"] : []))
            if may { #expect(try await office.submit(Self.retry, cookie: cookie).status == 409, "nothing is refused any more") }
        }
    }

    @Test func `nothing is told again that was refused after the page was shown`() async throws {
        try await Office.with(readsPayments: true) { office in
            try await office.person(.bookkeeper)
            try await Self.furnish(office)
            let cookie = try await office.enter()
            let page = try await office.get(Self.retry, cookie: cookie)
            #expect(page.text.contains("1 notice was refused and goes again."))
            var later = JournalSample.notice(of: 1, number: 2)
            later.state = .refused
            try await office.journal.commit(JournalUnit([.putNotice(later)]))
            let fields = ["token", "revision"].compactMap { name in Office.hidden(name, in: page).map { (name: name, value: $0) } }
            #expect(try await office.post(Self.retry, fields, cookie: cookie).status == 409)
            #expect(try await office.journal.paymentTotals(JournalSample.bridge).refused == 2)
        }
    }

    @Test func `payments go on where the page before ended`() async throws {
        try await Office.with(readsPayments: true) { office in
            try await office.person(.viewer)
            try await office.journal.commit(JournalUnit((1...120).map { .putPayment(JournalSample.payment($0, on: [$0])) }))
            let cookie = try await office.enter()
            var (rows, target): (Int, String?) = (0, "/payments")
            while let path = target {
                let page = try await office.get(path, cookie: cookie).text
                rows += page.ranges(of: "<th scope=\"row\"").count
                let mark = page.firstRange(of: "rel=\"next\" href=\"")
                target = mark.map { String(page[$0.upperBound...].prefix { $0 != "\"" }).replacing("&amp;", with: "&") }
            }
            #expect(rows == 120)
            #expect(try await office.get("/payments?bridge=none", cookie: cookie).status == 404)
        }
    }
}
