import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeTesting
import Synchronization
import Testing

@testable import BridgeConsole

@Suite struct `Figures follow what happens` {
    private static func id(_ answer: HTTPResponse) throws -> String {
        let mark = try #require(answer.text.firstRange(of: "\nid: "))
        return String(answer.text[mark.upperBound...].prefix { $0 != "\n" })
    }

    private static func shown(_ page: HTTPResponse) throws -> String {
        let mark = try #require(page.text.firstRange(of: "data-id=\""))
        return String(page.text[mark.upperBound...].prefix { $0 != "\"" })
    }

    /// Until so many watch.
    private static func watched(_ office: Office, by count: Int) async {
        while await office.console.today.watching < count { await Task.yield() }
    }

    @Test func `what a browser lacks comes at once, and what changes while it waits as soon as it does`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.document(1)
            let cookie = try await office.enter()
            let page = try await office.get("/", cookie: cookie)
            let first = try await office.get("/live/today?after=older", cookie: cookie)
            #expect(first.status == 200 && first.fields["Content-Type"] == "text/event-stream; charset=utf-8")
            #expect(first.fields["Cache-Control"] == "no-store" && first.fields["Content-Security-Policy"] != nil)
            #expect(first.text.hasPrefix("retry: 1000\nevent: figures\nid: ") && first.text.hasSuffix("\n\n"))
            #expect(first.text.contains("1 document needs somebody") && !first.text.contains("token"))
            let id = try Self.id(first)
            #expect(try Self.shown(page) == id, "page and events name the same state alike")

            async let waiting = office.get("/live/today", cookie: cookie, fields: [("Last-Event-ID", id)])
            await Self.watched(office, by: 1)
            try await office.document(2)
            let next = try await waiting
            #expect(next.text.contains("2 documents need somebody"))
            #expect(try Self.id(next) != id)
            #expect(await office.console.today.watching == 0)
        }
    }

    @Test func `a browser that waits is answered after twenty seconds, and the figures are those it has`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let cookie = try await office.enter()
            let id = try Self.shown(try await office.get("/", cookie: cookie))
            async let waiting = office.get("/live/today?after=\(id)", cookie: cookie)
            await Self.watched(office, by: 1)
            office.clock.advance(seconds: 20)
            let answer = try await waiting
            #expect(answer.status == 200 && answer.text.contains("event: moment\ndata: ") && !answer.text.contains("figures"))
        }
    }

    @Test func `who is not signed in, or no longer, is told nothing`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let cookie = try await office.enter()
            let stranger = try await office.get("/live/today")
            #expect(stranger.status == 401 && stranger.body.isEmpty && stranger.fields["Location"] == nil)
            let page = try await office.get("/", cookie: cookie)
            let (id, token) = (try Self.shown(page), try #require(Office.hidden("token", in: page)))
            async let waiting = office.get("/live/today?after=\(id)", cookie: cookie)
            await Self.watched(office, by: 1)
            _ = try await office.post("/sign-out", [("token", token)], cookie: cookie)
            try await office.document(1)
            #expect(try await waiting.status == 401)
        }
    }

    @Test func `watching does not keep a session alive`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let cookie = try await office.enter()
            for _ in 1...3 {
                office.clock.advance(seconds: 700)
                _ = try await office.get("/live/today?after=older", cookie: cookie)
            }
            #expect(try await office.get("/live/today?after=older", cookie: cookie).status == 401)
            #expect(try await office.get("/", cookie: cookie).status == 303)
        }
    }

    @Test func `of a session the newest few watch, the oldest is answered, and the service's end answers all`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            let cookie = try await office.enter()
            let id = try Self.shown(try await office.get("/", cookie: cookie))
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...TodayBoard.watchersOfSessionMax {
                    group.addTask { try await office.get("/live/today?after=\(id)", cookie: cookie).status }
                }
                await Self.watched(office, by: TodayBoard.watchersOfSessionMax)
                group.addTask { try await office.get("/live/today?after=\(id)", cookie: cookie).status }
                #expect(try await group.next() == 200, "one more: the oldest is answered at once")
                await Self.watched(office, by: TodayBoard.watchersOfSessionMax)
                await office.console.stop()
                for try await status in group { #expect(status == 200) }
            }
            #expect(try await office.get("/live/today?after=\(id)", cookie: cookie).status == 200, "at once, not after twenty seconds")
        }
    }

    @Test func `a page shows what a person just did, however young the last reading`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await office.document(1, .ready)
            let cookie = try await office.enter()
            #expect(!(try await office.get("/", cookie: cookie).text.contains("held by somebody")))
            #expect(try await office.submit(Office.path(1, "hold"), cookie: cookie).status == 303)
            let page = try await office.get("/", cookie: cookie).text
            #expect(page.contains("1 document held by somebody, 109.00 EUR") && page.contains("hold=person"))
            #expect(try await office.get("/documents?bridge=export-nl&state=held&hold=person", cookie: cookie).text.contains("2026-100001"))
        }
    }
}

@Suite struct `One reading serves everybody who asks` {
    private let clock = MovableClock(JournalSample.now)

    private final class Journal: Sendable {
        let readings = Mutex(0)
        func read(_ at: Timestamp) -> TodayBoard.View {
            readings.withLock { $0 += 1 }
            return TodayBoard.View(at: at, id: "\(readings.withLock { $0 })", content: [:])
        }
    }

    @Test func `for a second, and is then read again while the last one is still shown`() async throws {
        let (board, journal) = (TodayBoard(clock: clock) { _ in }, Journal())
        let read: TodayBoard.Making = { [clock] in journal.read(clock.now()) }
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 1...100 { group.addTask { try await board.current(read).id } }
            for try await id in group { #expect(id == "1") }
        }
        clock.advance(seconds: 1)
        #expect(try await board.current(read).id == "1", "nobody waits for the next")
        while try await board.current(read).id == "1" { await Task.yield() }
        #expect(journal.readings.withLock { $0 } == 2)
        clock.advance(seconds: 60)
        #expect(try await board.current(read).id == "3", "an old one is not shown")
        await board.forget()
        #expect(try await board.current(read).id == "4", "nor one from before an act")
    }

    @Test func `a journal that fails is asked again by the next`() async throws {
        let board = TodayBoard(clock: clock) { _ in }
        let failing: TodayBoard.Making = { throw JournalError(.failed, "no") }
        await #expect(throws: JournalError.self) { try await board.current(failing) }
        let journal = Journal()
        let read: TodayBoard.Making = { [clock] in journal.read(clock.now()) }
        #expect(try await board.current(read).id == "1")
    }
}

@Suite struct `The script` {
    @Test func `is small, kept for good under the name of its content, and the only one a page may run`() async throws {
        #expect(Script.asset.bytes.count < 12_000)
        try await Office.with { office in
            try await office.person(.viewer)
            let file = try await office.get(Script.asset.path)
            #expect(
                file.status == 200 && file.body == Script.asset.bytes && file.fields["Content-Type"]?.hasPrefix("text/javascript") == true)
            #expect(file.fields["Cache-Control"] == "public, max-age=31536000, immutable")
            let page = try await office.get("/", cookie: try await office.enter())
            #expect(
                page.text.split(separator: "<script").count == 2
                    && page.text.contains("<script defer src=\"\(Script.asset.path)\"></script>"))
            let policy = try #require(page.fields["Content-Security-Policy"])
            #expect(policy.contains("script-src 'self';") && policy.contains("connect-src 'self';"))
        }
    }

    @Test(arguments: ["eval(", "innerHTML", "insertAdjacentHTML", "document.write", "new Function", "http:", "https:", ".style"])
    func `does nothing that the pages' policy forbids, nor writes markup`(forbidden: String) {
        #expect(!Script.text.contains(forbidden))
    }

    @Test(arguments: Language.allCases)
    func `reads its keys from the help that people read`(language: Language) async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            _ = try await office.accounts.setLanguage(of: "anna", to: language)
            let page = try await office.get("/documents", cookie: try await office.enter()).text
            for key in Shortcuts.all {
                #expect(page.contains(HTML.text(key.text[language]).description), "\(key.key)")
                guard let does = key.does else { continue }
                #expect(page.contains("data-key=\"\(HTML.text(key.key).description)\" data-does=\"\(does)\""), "\(key.key)")
                #expect(Script.text.contains("\(does): () =>"), "\(does)")
            }
            #expect(
                Script.text.components(separatedBy: ": () =>") == Set(Shortcuts.all.compactMap(\.does)).count, "no key without its help")
            #expect(page.contains("<footer class=\"foot\" data-scripted=\"\" hidden>"), "shown only where it works")
        }
    }

    @Test func `confirmations are links to pages first`() async throws {
        try await Office.with { office in
            try await office.person(.bookkeeper)
            try await office.document(1)
            let cookie = try await office.enter()
            let path = Office.path(1, "withdraw")
            #expect(try await office.get(Office.path(1), cookie: cookie).text.contains("data-dialog=\"\" href=\"\(path)\""))
            let page = try await office.get(path, cookie: cookie).text
            #expect(page.contains("<form method=\"post\" action=\"\(path)\"") && page.contains("data-back=\"\""))
        }
    }
}

extension String {
    fileprivate func components(separatedBy text: String) -> Int { ranges(of: text).count }
}
