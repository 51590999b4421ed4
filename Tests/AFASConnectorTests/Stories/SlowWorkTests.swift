import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import Testing

@testable import AFASConnector

@Suite struct `Work that goes on, long entries, and time` {
    @Test func `the service works on after we left, and the settling time outlasts it`() async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        await office.sandbox.plan([.init(.slowWork(900), method: .post)])
        let error = await office.failure { _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master) }
        #expect(error?.code == .outcomeUnknown)
        office.clock.move(seconds: 880)
        #expect(try await office.connector.entries(carrying: "F1", with: master).isEmpty, "a look-up too early proves nothing")
        #expect(office.connector.capabilities.settlingSeconds >= 900)
        office.clock.move(seconds: office.connector.capabilities.settlingSeconds - 880)
        #expect(try await office.connector.entries(carrying: "F1", with: master).count == 1)
    }

    @Test func `what is booked in the second of the two hours of October's night is read back`() async throws {
        let clock = MovableClock("2026-10-25T00:40:00Z")
        let office = try Office(clock: clock)
        let master = try await office.connector.masterData(known: nil)
        func sale(_ reference: EntryReference) -> PostingOrder {
            Samples.order(Samples.entry(.salesInvoice, reference, date: "2026-10-25", lines: Samples.sale().lines))
        }
        _ = try await office.connector.post(sale("F1"), with: master)
        let (first, next) = try await office.booked(master)
        #expect(first.map(\.reference) == ["F1"])
        // The clock shows 02:20 again, after 02:40.
        clock.set("2026-10-25T01:20:00Z")
        _ = try await office.connector.post(sale("F2"), with: master)
        clock.set("2026-10-25T02:30:00Z")
        #expect(try await office.booked(after: next, master).entries.map(\.reference) == ["F2"])
    }

    @Test func `pages go on from each other, whatever their size`() async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        for number in 0..<12 {
            _ = try await office.connector.post(Samples.order(Samples.sale(EntryReference("F\(number)"))), with: master)
        }
        let client = office.connector.client
        for take in [1, 2, 5, 36, 100] {
            let changes = AFASChanges(
                client: client, stream: "lines", connector: "LedgerBridge_EntryLines", time: "Modified",
                key: ["UnitId", "EntryNo", "SeqNo"],
                take: take)
            var (mark, seen, keys) = (AFASMark(), AFASSeen(), [] as Set<String>)
            for _ in 0..<500 {
                let page = try await changes.page(after: mark, &seen, now: office.clock.now())
                keys.formUnion(page.rows.map { "\($0.integer("EntryNo") ?? 0)/\($0.integer("SeqNo") ?? 0)" })
                mark = page.next
                if !page.hasMore { break }
            }
            #expect(keys.count == 36, "pages of \(take)")
        }
    }

    private static func long(_ count: Int) -> Entry {
        let amounts = (0..<count).map { Samples.line(.amount, $0 % 2 == 0 ? "8000" : "8020", "-1.0\($0 % 10)", $0 % 2 == 0 ? "2" : "1") }
        let base = { (code: VATCode) in amounts.filter { $0.vatCode == code }.map(\.amount).total(.eur) }
        let (low, high) = (base("2").percentage(9) ?? .zero(.eur), base("1").percentage(21) ?? .zero(.eur))
        let gross = -(base("2") + base("1") + low + high)
        return Samples.entry(
            .salesInvoice, "F1",
            lines: [Samples.line(.party, "1300", gross.amountText)] + amounts + [
                Samples.line(.vat, "1510", low.amountText, "2"), Samples.line(.vat, "1500", high.amountText, "1"),
            ])
    }

    @Test func `a long entry is refused where summing is the policy and mapping could not sum it`() async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        #expect(office.connector.capabilities.entryLinesMax == 1_000)
        let error = await office.failure { _ = try await office.connector.post(Samples.order(Self.long(1_200)), with: master) }
        #expect(error?.problems.map(\.code) == [.tooManyLines])
    }

    @Test func `a long entry is split, shown as parts, taken up where it broke off, and read back as one`() async throws {
        let office = try Office(settings: Office.settings { $0.longEntries = .split(clearing: "1290") })
        let master = try await office.connector.masterData(known: nil)
        let entry = Self.long(2_500)
        await office.sandbox.plan([.init(.loseRequest, method: .post, skip: 1)])
        let error = await office.failure { _ = try await office.connector.post(Samples.order(entry), with: master) }
        #expect(error?.code == .outcomeUnknown && error?.message.contains("part 2 of 3") == true)
        #expect(try await office.connector.entries(carrying: "F1", with: master).isEmpty, "a part is no entry")
        #expect(try await office.booked(master).entries.isEmpty)

        let posted = try await office.connector.post(Samples.order(entry), with: master)
        #expect(posted.number.split(separator: "+").count == 3)
        #expect(await office.sandbox.entries().count == 3)
        let found = try await office.connector.entries(carrying: "F1", with: master)
        #expect(found.map(Meaning.of) == [Meaning.of(entry)])
        #expect(found.first?.id == posted.id && found.first?.number == posted.number)
        #expect(try await office.booked(master).entries == found)
        #expect(await office.sandbox.balances()["1290"] == .zero)
        let invoices = await office.sandbox.invoices()
        #expect(invoices.count == 1 && invoices[0].amount == entry.lines[0].amount.decimal, "one open item")
        let texts = await office.sandbox.entries().compactMap { $0.lines.first?.description?.prefix(5) }
        #expect(texts == ["[1/3]", "[2/3]", "[3/3]"])
    }

    @Test func `paging, posting, a lost answer and reading back go over a real connection as in one process`() async throws {
        let clock = MovableClock()
        let sandbox = AFASSandbox(clock: clock)
        let server = HTTPServer(handler: sandbox)
        let port = try server.start()
        let transport = CurlTransport()
        var settings = Office.settings()
        settings.originOverride = "http://127.0.0.1:\(port)"
        let connector = AFASProfitConnector(
            settings: settings, token: try #require(AFASToken(AFASSandbox.Token.live.xml)), transport: transport, meter: CountingMeter(),
            clock: clock)
        #expect(try await connector.connectionReport().findings == [])
        let master = try await connector.masterData(known: nil)
        let order = Samples.order(Samples.sale("F1"))
        await sandbox.plan([.init(.loseAnswer, method: .post)])
        let error = await #expect(throws: ConnectorError.self) { try await connector.post(order, with: master) }
        #expect(error?.code == .outcomeUnknown)
        await sandbox.plan([.init(.truncated(20), method: .get)])
        let cut = await #expect(throws: ConnectorError.self) { try await connector.entries(carrying: "F1", with: master) }
        #expect(cut?.code == .unavailable)
        let found = try await connector.entries(carrying: "F1", with: master)
        #expect(found.map(Meaning.of) == [Meaning.of(order.entry)])
        #expect(try await connector.booked(after: .start, with: master).items == found)
        await server.stop()
        let gone = await #expect(throws: ConnectorError.self) { try await connector.post(order, with: master) }
        #expect(gone?.code == .unavailable, "nothing was sent: \(gone?.message ?? "")")
        await transport.shutdown()
    }
}
