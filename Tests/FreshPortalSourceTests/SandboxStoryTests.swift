import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeSource
import FreshPortalSimulator
import FreshPortalSource
import Testing

/// The source against the sandbox: the whole contract, its quirks and its faults.
struct SandboxStoryTests {
    /// All documents, read page by page, each page repeated until it comes.
    static func readAll(_ source: FreshPortalSource, limit: Int = 100) async throws -> [SourceDocument] {
        var cursor = SourceCursor.start
        var items: [SourceDocument] = []
        for _ in 0..<10_000 {
            let page: SourcePage<SourceDocument>
            do throws(SourceError) { page = try await source.documents(after: cursor, limit: limit) } catch {
                guard error.code == .unavailable || error.code == .throttled else { throw error }
                continue
            }
            items += page.items
            cursor = page.next
            if !page.hasMore { return items }
        }
        throw SourceError(.unavailable, "the stream does not end")
    }

    @Test func `the whole day arrives, and each broken document has the problem it was made with`() async throws {
        let source = Trade.source(await Trade.sandbox(Trade.day))
        let items = try await Self.readAll(source)
        let codes = Set(try await source.codes(.vatCodes).map { SourceVATCode($0.code) })
        let validator = DocumentValidator(knownVATCodes: codes)
        #expect(items.count == 320)
        let manifest = Dictionary(uniqueKeysWithValues: Trade.day.manifest.broken.map { ($0.sourceID, $0) })
        for item in items {
            let problems = item.problems + (item.document.map { validator.problems(of: $0, today: Trade.date) } ?? [])
            let errors = problems.filter { $0.severity == .error }.map(\.code)
            guard let row = manifest[item.sourceID] else {
                #expect(problems.isEmpty, "\(item.key) \(problems)")
                continue
            }
            if TradingDayJudgementTests.showsByItself(row.brokenness) {
                #expect(errors.contains(row.code), "\(item.key) \(errors)")
            } else {
                #expect(problems.isEmpty, "\(item.key) \(problems)")
            }
        }
    }

    @Test func `habits of the API change nothing in what is read`() async throws {
        let plain = try await Self.readAll(Trade.source(await Trade.sandbox(Trade.day)))
        var quirks = SandboxQuirks.all
        quirks.zeroIDs = false
        let odd = try await Self.readAll(Trade.source(await Trade.sandbox(Trade.day, quirks: quirks)), limit: 37)
        #expect(odd.map(\.key) == plain.map(\.key))
        #expect(odd.map(\.document) == plain.map(\.document))
        #expect(odd.map { $0.problems.map(\.code) } == plain.map { $0.problems.map(\.code) })
        #expect(odd.map(\.raw) != plain.map(\.raw))
    }

    @Test func `customers have valid numbers, but for the ones that were made wrong`() async throws {
        let source = Trade.source(await Trade.sandbox(Trade.day))
        let customers = try await source.parties(.debtor, after: .start, limit: 1_000)
        let suppliers = try await source.parties(.creditor, after: .start, limit: 1_000)
        #expect(customers.items.count == 70 && suppliers.items.count == 12)
        let parties = (customers.items + suppliers.items).compactMap(\.party)
        #expect(parties.count == 82)
        let problems = parties.flatMap { PartyValidator().problems(of: $0) }
        #expect(problems.map(\.code) == [.vatNumberInvalid], "\(problems)")
        let countries = Set(parties.compactMap { VATNumber($0.vatNumber ?? "")?.country.text })
        #expect(countries.isSuperset(of: ["NL", "DE", "FR", "BE", "PL", "GB", "CH", "NO"]), "\(countries)")
    }

    @Test func `new customers come after the documents that name them when parents are late`() async throws {
        var quirks = SandboxQuirks()
        quirks.lateParents = true
        let source = Trade.source(await Trade.sandbox(quirks: quirks))
        let before = try await source.parties(.debtor, after: .start, limit: 1_000)
        #expect(before.items.count == 22)
        _ = try await Self.readAll(source)
        let after = try await source.parties(.debtor, after: before.next, limit: 1_000)
        #expect(after.items.count == 8)
    }

    @Test(arguments: [1, 2, 3, 4, 5] as [UInt64])
    func `bad weather delays, but loses and changes nothing`(seed: UInt64) async throws {
        var settings = SandboxSettings()
        settings.seed = seed
        let sandbox = FreshPortalSandbox(settings: settings, time: Trade.clock)
        await sandbox.load(Trade.smallDay)
        var weather = SandboxWeather()
        (weather.dropBefore, weather.dropAfter, weather.failed, weather.unavailable) = (60, 60, 60, 60)
        (weather.throttled, weather.truncated, weather.tokensExpire, weather.slow) = (60, 60, 60, 60)
        await sandbox.setWeather(weather)
        let items = try await Self.readAll(Trade.source(sandbox), limit: 20)
        #expect(items.map(\.sourceID) == Trade.smallDay.documents.map(\.id))
    }

    @Test func `an expired token is renewed without anyone noticing`() async throws {
        let clock = TestClock(Trade.clock.now())
        let sandbox = await Trade.sandbox(time: clock)
        let source = Trade.source(sandbox, time: clock)
        _ = try await source.codes(.countries)
        clock.advance(seconds: 4_000)
        _ = try await source.codes(.countries)
        #expect(await sandbox.calls()["POST v1/auth"] == 2)
    }

    @Test func `a correction, a withdrawal and a repetition come through the stream`() async throws {
        let sandbox = await Trade.sandbox()
        let source = Trade.source(sandbox)
        let all = try await source.documents(after: .start, limit: 1_000)
        let first = try #require(all.items.first { item in item.document?.lines.allSatisfy { $0.vatCode != nil } == true })
        let id = try #require(Int(first.sourceID.text))
        await sandbox.correct(id)
        await sandbox.resend(700_003)
        await sandbox.withdraw(700_004)
        let added = try #require(await sandbox.approveAnother())
        let changes = try await source.documents(after: all.next, limit: 1_000)
        #expect(changes.items.map(\.sourceID.text) == ["\(id)", "700003", "700004", "\(added)"])
        #expect(changes.items[0].version == 2 && changes.items[0].document?.totals != first.document?.totals)
        #expect(changes.items[0].document.map { DocumentValidator().problems(of: $0, today: Trade.date) } == [])
        #expect(changes.items[1] == all.items[3], "a repetition is the same document")
        #expect(changes.items[2].isWithdrawn)
        #expect(try await source.document(SourceID("\(id)")).document == changes.items[0].document)
    }

    @Test func `control totals agree with the documents`() async throws {
        let source = Trade.source(await Trade.sandbox())
        let yesterday = Trade.date.adding(days: -1)
        let totals = try await source.controlTotals(from: yesterday, to: Trade.date)
        let documents = try await Self.readAll(source).compactMap(\.document).filter { (yesterday...Trade.date).contains($0.invoiceDate) }
        let euro = totals.filter { $0.net?.currency == .eur && $0.kind == .creditNote }
        let credits = documents.filter { $0.key.kind == .creditNote && $0.currency == .eur }
        #expect(euro.reduce(0) { $0 + $1.documents } == credits.count)
        #expect(euro.compactMap(\.gross).total(.eur) == credits.reduce(Money.zero(.eur)) { $0 + $1.totals.gross })
        // One document cannot be read for its third decimal, one for its currency; FreshPortal counts them all the same.
        #expect(totals.reduce(0) { $0 + $1.documents } == documents.count + 2)
    }

    @Test func `a status is kept once however often it is sent`() async throws {
        let sandbox = await Trade.sandbox()
        let source = Trade.source(sandbox)
        await sandbox.inject(SandboxFaultRule(.dropAfter, pathContains: "posting-status"))
        await #expect(throws: SourceError.self) { try await source.report(ExchangeTests.status, key: "k1") }
        try await source.report(ExchangeTests.status, key: "k1")
        #expect(await sandbox.statuses(of: 700_004).map(\.status) == ["posted"])
        var other = ExchangeTests.status
        other.targetNumber = "99"
        await #expect { try await source.report(other, key: "k1") } throws: { ($0 as? SourceError)?.code == .conflict }
        other.documentVersion = 2
        await #expect { try await source.report(other, key: "k2") } throws: { ($0 as? SourceError)?.code == .conflict }
        #expect(await sandbox.statuses(of: 700_004).count == 1)
    }

    @Test func `a forgotten sequence starts the stream over`() async throws {
        let sandbox = await Trade.sandbox()
        await sandbox.forget(below: 184_050)
        let source = Trade.source(sandbox)
        await #expect { _ = try await source.documents(after: "184010", limit: 10) } throws: {
            ($0 as? SourceError)?.code == .cursorExpired
        }
        #expect(try await source.documents(after: .start, limit: 10).items.count == 10)
    }

    @Test func `administrations and code lists are read`() async throws {
        let source = Trade.source(await Trade.sandbox())
        #expect(try await source.administrations().map(\.code) == ["NL01"])
        #expect(try await source.codes(.vatCodes).first { $0.code == "L" }?.rate == 9)
        for list in CodeList.allCases { #expect(try await !source.codes(list).isEmpty) }
        await #expect { _ = try await source.document("1") } throws: { ($0 as? SourceError)?.code == .notFound }
    }
}
