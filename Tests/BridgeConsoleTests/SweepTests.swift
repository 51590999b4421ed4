import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeReports
import BridgeTesting
import FoundationEssentials
import Testing

@testable import BridgeConsole

/// Every page that links lead to, in a house that has something of everything, read as somebody in finance reads it.
@Suite struct `No page shows what only programs write` {
    private static let bridge = JournalSample.bridge

    @Test(arguments: Language.allCases)
    func `amounts, dates and names are those of the reader, on every page`(language: Language) async throws {
        try await Office.with(readsPayments: true, desk: ConnectionsTests.desk()) { office in
            try await office.person(.administrator)
            _ = try await office.accounts.setLanguage(of: "anna", to: language)
            try await Self.furnish(office)
            let cookie = try await office.enter()
            var (waiting, seen, visits): ([String], Set<String>, [String: Int]) = (["/", "/people", "/webhooks"], [], [:])
            while !waiting.isEmpty {
                let address = waiting.removeFirst()
                let shape = Self.shape(address)
                guard seen.insert(address).inserted, visits[shape, default: 0] < Self.visitsMax else { continue }
                visits[shape, default: 0] += 1
                let response = try await office.get(address, cookie: cookie)
                // What this connection cannot be asked is said on a page too.
                #expect([200, 303, 409].contains(response.status), "\(address): \(response.status)")
                let page = VisibleText(response.text)
                for fault in try Self.faults(page, language) { Issue.record("\(address): \(fault)") }
                waiting += page.addresses.filter { !seen.contains($0) }
            }
            #expect(visits.count > 40, "the links still lead somewhere: \(visits.keys.sorted())")
            for path in ["/history", "/payments", "/documents/*", "/parties/*", "/connections", "/mapping/try", "/webhooks/*", "/people/*"]
            {
                #expect(visits.keys.contains { $0.hasPrefix(path) }, "\(path) was read")
            }
        }
    }

    @Test(arguments: [
        (Language.dutch, "Netto: 1546.21"), (.dutch, "1,546.21 EUR"), (.dutch, "op 2026-03-01 betaald"), (.english, "paid 1546.21 EUR"),
        (.english, "paid 1.546,21 EUR"), (.dutch, "regel 3, totals.net"), (.english, "vat_summary[L].vat"),
        (.english, "held party:debtor/C0407"),
        (.dutch, "in opdracht van person:chris"), (.english, "NL01/sales_invoice/2026-1"), (.dutch, "payment:12-3"),
        (.english, "about 0b9c4f6e-4d5e-4f0a-9d8a-1f2e3d4c5b6a"),
    ])
    func `what it looks for it finds`(language: Language, text: String) throws {
        #expect(try !Self.faults(VisibleText("<p>\(text)</p>"), language).isEmpty)
        let quoted = language == .dutch ? "FreshPortal zei: „\(text)”" : "FreshPortal said: “\(text)”"
        #expect(
            try Self.faults(VisibleText("<p>\(quoted)</p><code>\(text)</code><pre>\(text)</pre>"), language).isEmpty, "words of others stay"
        )
    }

    @Test func `and leaves alone what is right`() throws {
        let dutch = "<p>1.546,21 EUR op 01-03-2026 voor verkoopfactuur 2026-104233, 21% of 5,5%, om 16:42, van 127.0.0.1</p>"
        #expect(try Self.faults(VisibleText(dutch), .dutch).isEmpty)
        #expect(try Self.faults(VisibleText("<p>1,546.21 EUR and 946.21 EUR on 2026-03-01 for debtor C0407</p>"), .english).isEmpty)
        #expect(try Self.faults(VisibleText("<a href=\"/history?who=gate\">gate</a>"), .english).count == 1, "an actor by its short name")
        #expect(try Self.faults(VisibleText("<a href=\"/history?who=gate\">judging</a>"), .english).isEmpty)
    }

    // MARK: What may stand nowhere

    /// Pages of one kind that are read: a list leads to many alike.
    private static let visitsMax = 8

    private static let inBoth = [
        (#"\b(?:totals|vat_summary|references|deliver_to|billing_address|party|lines)[.\[][a-zA-Z]"#, "a field's path"),
        (#"\b(?:person|machine):[a-z]"#, "who did it, as it is kept"), (#"\b(?:debtor|creditor)/\w"#, "a party's key"),
        (#"/(?:sales_invoice|credit_note|purchase_invoice|purchase_credit_note|journal)/"#, "a document's key"),
        (#"\b(?:account|token|webhook)/\w|\b(?:payment|attachment):\w"#, "a subject as it is kept"),
        (#"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"#, "a technical identifier"),
        (#"\b[a-z]+(?:_[a-z]+)+\b"#, "a word of programs"), (#"\b[a-z]{3,}=[a-z0-9]"#, "a condition of programs"),
    ]
    private static let inDutch = [
        (#"(?:^|[^\d.,])\d+(?:,\d{3})*\.\d{2}(?![\d.])"#, "an English amount"),
        (#"(?:^|\D)\d{4}-\d{2}-\d{2}(?!\d)"#, "an English date"),
    ]
    private static let inEnglish = [
        (#"(?:^|[^\d.,])\d{4,}\.\d{2}(?![\d.])"#, "an amount without separators"), (#"\d\.\d{3},\d{2}(?!\d)"#, "a Dutch amount"),
        (#"(?:^|\D)\d{2}-\d{2}-\d{4}(?!\d)"#, "a Dutch date"),
    ]
    /// Keys of the configuration, as somebody types them.
    private static let typed: Set<String> = ["payments_back", "public_address"]

    static func faults(_ page: VisibleText, _ language: Language) throws -> [String] {
        var found: [String] = []
        let rules = try (inBoth + (language == .dutch ? inDutch : inEnglish)).map {
            (regex: try Regex($0.0).wordBoundaryKind(.simple), what: $0.1)
        }
        for text in page.texts where !isName(text) {
            let own = text.replacing(quotation, with: "…")
            for (regex, what) in rules {
                guard let match = own.firstMatch(of: regex) else { continue }
                let part = String(own[match.range])
                if !typed.contains(part) { found.append("\(what), '\(part)', in: \(text.prefix(300))") }
            }
        }
        for link in page.links {
            guard let mark = link.address.firstRange(of: "/history?who=") else { continue }
            let who = String(link.address[mark.upperBound...].prefix { $0 != "&" })
            if Terms.machines[who] != nil, link.text == who { found.append("an actor by its short name: \(who)") }
        }
        return found
    }

    /// One word with a hyphen in it: the name of a rule, an identifier of the trade system, as others gave them.
    private static func isName(_ text: String) -> Bool {
        text.contains("-") && !text.contains(" ") && text.first?.isLetter == true && !text.contains("/") && !text.contains(":")
    }

    private static var quotation: Regex<Substring> { /„[^”]*”|“[^”]*”/ }

    /// Which page an address is of.
    private static func shape(_ address: String) -> String {
        let parts = address.split(separator: "?", maxSplits: 1)
        let path = (parts.first ?? "").split(separator: "/").enumerated().map { place, part in
            place > 0
                && (part.contains { $0.isNumber } || ["export-nl", "debtor", "NL01", "anna", "carla", "sales_invoice"].contains(part))
                ? "*" : part
        }
        let names = (parts.count > 1 ? parts[1] : "").split(separator: "&").map { $0.prefix { $0 != "=" } }.sorted()
        return "/" + path.joined(separator: "/") + (names.isEmpty ? "" : "?" + names.joined(separator: "&"))
    }

    // MARK: Something of everything

    private static func furnish(_ office: Office) async throws {
        typealias Rules = `Rules are changed with their effect in sight`
        try await Rules.prepare(office, yaml: Rules.rules(roses: nil), documents: 1...2)
        let states = PostingState.allCases
        // Every problem there is, with an amount, a date or a key in it, in every standing.
        for (place, code) in ProblemCode.allCases.enumerated() {
            try await office.document(10 + place, [.parked, .rejected, .held][place % 3]) { posting in
                posting.problems = problems(code)
                if posting.state == .held { posting.hold = holds[place % holds.count] }
            }
        }
        for (place, state) in states.enumerated() {
            try await office.document(200 + place, state) { posting in
                posting.net = JournalSample.euro(12_345_678)
                if state == .booked {
                    posting.readBack = .differs(
                        at: JournalSample.now,
                        problems: [
                            Problem(.bookedDiffers, at: Place("account 8000, VAT VL"), found: "-1546.21 EUR", expected: "1546.22 EUR")
                        ])
                    posting.approvedBy = "token/0f3a Kassa"
                }
            }
        }
        try await payments(office)
        try await PartiesTests.furnish(office)
        try await office.journal.commit(JournalUnit(history.map { .record($0) } + attempts))
        _ = try await office.submit(
            "/webhooks", [("name", "Voorraad"), ("url", "https://stock.example.nl/hooks"), ("event-document.booked", "1")],
            cookie: try await office.enter())
        let day = JournalSample.now
        try await office.journal.commit(
            JournalUnit([
                .putToken(
                    TokenRecord(
                        id: "0f3a", name: "Kassa", hash: "h", scopes: TokenScope.allCases.map(\.rawValue), role: Role.viewer.rawValue,
                        bridges: [],
                        createdAt: day, createdBy: .person("carla"), expiresAt: nil))
            ]))
    }

    private static let holds: [Hold] = [
        .approval, .schedule, .person, .party(PartyKey(.debtor, "C0407")), .period(Period(monthOf: JournalSample.date)),
        .original(JournalSample.key(9)),
    ]

    /// Codes that show a number of the books with its name, and nothing else.
    private static let named: Set<ProblemCode> = [.partyMatchProposed, .partyGoneInBooks, .partyBlockedInBooks, .targetCodeBlocked]
    /// The values of others are codes and keys.
    private static let keys = ["debtor/C0407", "2026-10", "rate=5.5, vat_treatment=eu_supply"]

    private static func problems(_ code: ProblemCode) -> [Problem] {
        if named.contains(code) { return [Problem(code, at: Place("party"), found: "10412 De Tulp")] }
        if code == .targetRejected { return [Problem(code, at: Place("entry"), found: "Bedrag 1546.21 past niet")] }
        if code == .withdrawnAtSource { return [Problem(code, at: Place("status"), found: "version 3")] }
        if code.isOneCausePerValue { return keys.map { Problem(code, at: Place("party.code"), found: $0) } }
        return [
            Problem(code, at: Place("totals.net"), found: "1546.21", expected: "1546.22"),
            Problem(code, at: Place(line: 3, "net"), found: "-1546.21 EUR", expected: "≤ 12345.00 EUR"),
            Problem(code, at: Place("vat_summary[L].vat"), found: "1546.21, 1.00"),
            Problem(code, at: Place("invoice_date"), found: "2026-03-01", expected: "≥ 2026-04-01"),
            Problem(code, at: Place("party.code"), found: "debtor/C0407"),
        ]
    }

    private static func payments(_ office: Office) async throws {
        try await PaymentsTests.furnish(office)
        for (number, reason) in [
            (5, "FreshPortal POST /finance/v1/payments: 422: document · unknown · no open amount of 1546.21 since 2026-03-01 [request 7f]"),
            (6, "FreshPortal POST /finance/v1/payments: 404, no such address or identifier; check environment and path: fault"),
            (7, "the system said 1546.21 no"),
        ] {
            var notice = JournalSample.notice(of: number, number: 1)
            (notice.state, notice.reason, notice.amount) = (.refused, reason, JournalSample.euro(154_621))
            notice.allocations = [
                .init(document: JournalSample.key(number), amount: JournalSample.euro(154_621), openAfter: JournalSample.euro(0))
            ]
            notice.settledAt = JournalSample.now
            var wrong = JournalSample.settledItem(number, checkAfter: nil)
            wrong.problems = [Problem(.openItemDiffers, at: Place("open"), found: "1546.21 EUR + 2.00 USD", expected: "1000.00 EUR")]
            try await office.journal.commit(
                JournalUnit([.putPayment(JournalSample.payment(number, on: [number])), .putNotice(notice), .putSettledItem(wrong)]))
        }
    }

    private static let attempts: [JournalChange] = ["the connector gave no answer at all", "Boekstuk 1546.21 bestaat al op 2026-03-01"]
        .enumerated()
        .flatMap { place, detail -> [JournalChange] in
            var attempt = AttemptRecord(
                bridge: bridge, subject: "\(JournalSample.key(205))", number: place + 1, purpose: .post, startedAt: JournalSample.now)
            (attempt.verdict, attempt.detail, attempt.endedAt) = ("rejected", detail, JournalSample.now)
            let calls = (0...3).map { JournalSample.call($0) }
            return [.keepAttempt(attempt), .keepCalls(AttemptCalls(bridge: bridge, attempts: [attempt.name], calls: calls))]
        }

    /// Each part of the machine, and what it writes where an amount, a date, a key or a program's word stands in it.
    private static let history: [HistoryEntry] =
        Terms.machines.keys.sorted().enumerated().map { place, machine in
            entry(
                .machine(machine), "\(JournalSample.key(205))", sentences[place % sentences.count].act,
                sentences[place % sentences.count].detail)
        } + sentences.map { entry(.person("carla"), "\(JournalSample.key(1))", $0.act, $0.detail) }
        + subjects.map { entry(.machine("token/0f3a Kassa"), $0, "saved", "version 3: first rules") }

    private static func entry(_ who: Who, _ subject: String, _ act: String, _ detail: String) -> HistoryEntry {
        HistoryEntry(
            at: JournalSample.now, who: who, bridge: subject.hasPrefix("account/") || subject.hasPrefix("token/") ? nil : bridge,
            subject: subject, act: act, detail: detail)
    }

    private static let subjects = [
        "debtor/C0001", "connection", "source", "schedule", "mapping", "bridge", "documents", "history", "reconcile", "run 4",
        "account/anna",
        "token/0f3a", "webhook/none", "payment:1/5", "payment:0b9c4f6e-4d5e-4f0a-9d8a-1f2e3d4c5b6a", "attachment:\(JournalSample.key(1))",
    ]

    private static let sentences: [(act: String, detail: String)] = [
        ("parked", ProblemCode.allCases.prefix(4).flatMap { problems($0) }.map { $0.message(.english) }.joined(separator: "; ")),
        ("held", "party:debtor/C0407"), ("held", "original:\(JournalSample.key(9))"), ("stirred", "debtor/C0407 arrived"),
        ("settled", "1546.21 EUR by payment 26200001; 12345.00 EUR remains open"),
        ("payment_read", "20 26200001 of 2026-03-01: payment 1546.21 EUR on 2026-104233, payment_difference 1.00 EUR on -"),
        ("notice_made", "notice 2: direct_debit of 1546.21 EUR"),
        ("payment_refused", "notice 2: FreshPortal POST /finance/v1/payments: 422: amount 1546.21 on 2026-03-01"),
        ("report_refused", "FreshPortal POST /finance/v1/documents/9/posting-status: 409, a repeated key: version 2 of 2026-03-01"),
        (
            "retried",
            "3 together, 1546.21 EUR, 12.00 USD, seal 4f2a, bridge=export-nl state=parked,rejected problem=account_unmapped from=2026-03-01"
        ),
        ("difference_explained", "2026-11/70/V9/EUR, 1546.21 EUR: a memorial"), ("difference_explained", "1546.21 EUR: rounded"),
        ("released", "documents dated up to 2026-03-01, of period 2026-03"),
        ("payments_begun", "what is settled from 2026-03-01 on is read"),
        ("started_over", "the source no longer keeps what lies after the cursor of debtors"),
        ("postponed", "Exact Online is down for maintenance; the next attempt is at 2026-03-01T11:00:00Z"),
        ("rejected", "Bedrag 1546.21 past niet bij 2026-03-01"), ("created", "Kassa: viewer, documents:write for every bridge"),
        ("needed", "a document needs it in the books"), ("delivered", "26700001"),
    ]
}
