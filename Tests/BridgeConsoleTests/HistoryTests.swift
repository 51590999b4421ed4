import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import Testing

@testable import BridgeConsole
@testable import BridgeReports

@Suite("History says who did what, and that it is whole") struct HistoryTests {
    /// One act a minute, of anna and of the machine in turn.
    private static func act(_ office: Office, _ count: Int, from start: Timestamp = JournalSample.now) async throws {
        try await office.journal.commit(
            JournalUnit(
                (0..<count).map { number in
                    .record(
                        HistoryEntry(
                            at: start.adding(seconds: Int64(number) * 60), who: number % 2 == 0 ? .person("anna") : .machine("posting"),
                            bridge: JournalSample.bridge, subject: JournalSample.key(number % 3).description, act: "approved",
                            detail: "<number> \(number)"))
                }))
    }

    @Test(arguments: ["", "&who=anna", "&subject=\(JournalSample.key(1))", "&who=posting&subject=\(JournalSample.key(2))"])
    func `every act is told once, newest first, page by page`(conditions: String) async throws {
        try await Office.with { office in
            try await office.person(.viewer, id: "bram")
            try await Self.act(office, 400)
            let cookie = try await office.enter("bram")
            let all = try await office.journal.history(subject: nil, bridge: nil, after: 0, limit: 1_000)
            let expected = all.filter { record in
                (!conditions.contains("who=anna") || record.entry.who == .person("anna"))
                    && (!conditions.contains("who=posting") || record.entry.who == .machine("posting"))
                    && (!conditions.contains(JournalSample.key(1).description) || record.entry.subject == JournalSample.key(1).description)
                    && (!conditions.contains(JournalSample.key(2).description) || record.entry.subject == JournalSample.key(2).description)
            }
            var (seen, target): ([String], String?) = ([], "/history?x=\(conditions)")
            while let path = target {
                let page = try await office.get(path, cookie: cookie).text
                #expect(!page.contains("<number>"))
                seen += page.split(separator: "<div class=\"hint\">#").dropFirst().map { String($0.prefix { $0 != "<" }) }
                let mark = page.firstRange(of: "rel=\"next\" href=\"")
                target = mark.map { String(page[$0.upperBound...].prefix { $0 != "\"" }).replacing("&amp;", with: "&") }
            }
            #expect(!expected.isEmpty && seen == expected.reversed().map { "\($0.sequence)" })
        }
    }

    @Test func `a day is found among many, and none where there was none`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            for day in 0..<30 { try await Self.act(office, 20, from: JournalSample.now.adding(seconds: Int64(day) * 86_400)) }
            let cookie = try await office.enter()
            let day = TimeZoneRule.amsterdam.date(of: JournalSample.now).adding(days: 7)
            let page = try await office.get("/history?from=\(day)&to=\(day)", cookie: cookie).text
            #expect(page.ranges(of: "<th scope=\"row\"").count == 20 && !page.contains("rel=\"next\""))
            let none = try await office.get("/history?from=2001-01-01&to=2001-02-01", cookie: cookie).text
            #expect(none.contains("Nothing meets this."))
            #expect(try await office.get("/history?from=9999-12-31&to=0001-01-01&before=-1", cookie: cookie).status == 200)
        }
    }

    @Test func `documents and parties are one click away`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.document(1)
            let page = try await office.get("/history", cookie: try await office.enter()).text
            #expect(page.contains("href=\"\(Office.path(1))\"") && page.contains("href=\"/history?subject=account%2Fanna\""))
        }
    }

    @Test func `who did it and what it is about stand in words, and what stands in the record shows where one rests on it`() async throws {
        try await Office.with { office in
            try await office.person(.administrator)
            let entries = [
                (Who.machine("posting"), "\(JournalSample.key(1))"), (.machine("token/0f3a Kassa"), "debtor/C0407"),
                (.machine("payments"), "payment:1/5"), (.person("carla"), "account/anna"),
            ].map { who, subject in
                HistoryEntry(
                    at: JournalSample.now, who: who, bridge: subject.hasPrefix("account") ? nil : JournalSample.bridge, subject: subject,
                    act: "saved")
            }
            try await office.journal.commit(
                JournalUnit([.putPayment(JournalSample.payment(5, on: [1]))] + entries.map { .record($0) }))
            let cookie = try await office.enter()
            let page = try await office.get("/history", cookie: cookie).text
            for link in [
                ">posting to the books</a>", ">program Kassa</a>", ">reading and telling payments</a>", ">carla</a>",
                "title=\"\(JournalSample.key(1))\">sales invoice 2026-100001</a>", "title=\"debtor/C0407\">debtor C0407</a>",
                "title=\"payment:1/5\">payment 50 5</a>", "href=\"/people/anna\" title=\"account/anna\">user anna</a>",
            ] { #expect(page.contains(link), "\(link)") }
            _ = try await office.accounts.setLanguage(of: "anna", to: .dutch)
            let dutch = try await office.get("/history?who=het%20doorboeken", cookie: cookie).text
            #expect(dutch.contains(">het doorboeken</a>") && dutch.contains(">verkoopfactuur 2026-100001</a>") && !dutch.contains("Kassa"))
            #expect(dutch.contains("value=\"het doorboeken\""), "what was asked stands in the field as it is read")
            let file = try await office.get("/history.csv", cookie: cookie).text
            #expect(file.contains("machine:posting,export-nl,\(JournalSample.key(1)),saved"), "the export holds what is hashed")
        }
    }

    @Test(arguments: Role.allCases)
    func `the whole chain is checked by those who may, and the first line says when and by whom`(role: Role) async throws {
        try await Office.with { office in
            try await office.person(role)
            try await Self.act(office, 10)
            let cookie = try await office.enter()
            let may = Rights.allow(.verifyHistory, role)
            let page = try await office.get("/history", cookie: cookie)
            #expect(page.text.contains("the whole history was not checked here yet"))
            #expect(page.text.contains("action=\"/history/verify\"") == may)
            let token = try #require(Office.hidden("token", in: page))
            #expect(try await office.post("/history/verify", [("token", token)], cookie: cookie).status == (may ? 303 : 403))
            guard may else { return }
            var text = ""
            for _ in 0..<10_000 where !text.contains("by anna: 12 records, nothing changed.") {
                text = try await office.get("/history", cookie: cookie).text
            }
            #expect(text.contains("by anna: 12 records, nothing changed."))
            #expect(try await office.acts("history") == ["person:anna verified"])
        }
    }

    @Test func `a record that was changed or replaced is named`() {
        let entry = HistoryEntry(at: JournalSample.now, who: .person("anna"), bridge: nil, subject: "mapping", act: "saved")
        let first = HistoryChain.record(entry, after: nil)
        let second = HistoryChain.record(entry, after: first)
        var changed = first
        changed.entry.detail = "changed"
        let replaced = HistoryChain.record(changed.entry, after: nil)
        for (records, broken) in [([first, second], nil), ([changed, second], 1), ([replaced, second], 2 as Int64?)] {
            var look = ChainLook()
            for record in records.reversed() { look.look(at: record) }
            #expect(look.broken == broken)
        }
    }

    @Test func `an export holds all that meets the conditions, and runs nothing in a spreadsheet`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await Self.act(office, 120)
            let entry = HistoryEntry(
                at: JournalSample.now.adding(seconds: 7_200), who: .person("carla"), bridge: nil, subject: "mapping", act: "saved",
                detail: "=cmd(\"x\"), and more")
            try await office.journal.commit(JournalUnit([.record(entry)]))
            let cookie = try await office.enter()
            let file = try await office.get("/history.csv", cookie: cookie)
            #expect(file.status == 200 && file.fields["Content-Type"] == "text/csv; charset=utf-8")
            #expect(file.fields["Content-Disposition"] == "attachment; filename=\"history.csv\"")
            let lines = file.text.split(separator: "\r\n")
            #expect(lines.count == 1 + 120 + 3 && lines.first?.hasPrefix("sequence,at,who,") == true)
            let one = try await office.get("/history.csv?who=carla", cookie: cookie).text.split(separator: "\r\n")
            #expect(one.count == 2 && one.last?.contains("\"'=cmd(\"\"x\"\"), and more\"") == true)
            #expect(try await office.get("/history.csv").status == 303, "for those who are signed in")
        }
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r\n=1", "\n=1", "=\u{301}1", "-\u{200D}1"])
    func `no cell of a table begins as a formula does`(text: String) {
        #expect(HistoryCSV.field(text).hasPrefix("'") || HistoryCSV.field(text).hasPrefix("\"'"))
    }
}
