import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import BridgeJSON
import ExactSimulator
import Testing

@testable import ExactConnector

extension Office {
    /// Offers entries until each has a verdict, as the engine does.
    func postAll(_ orders: [PostingOrder], _ master: MasterData) async -> [Result<PostedEntry, ConnectorError>] {
        var answers: [Result<PostedEntry, ConnectorError>] = []
        while answers.count < orders.count { answers += await connector.post(Array(orders.dropFirst(answers.count)), with: master) }
        return answers
    }
}

/// So many domestic invoices that differ in their number only.
private func invoices(_ count: Int, _ relation: TargetID) -> [PostingOrder] {
    (0..<count).map { number in
        let entry = Samples.entry(
            number: "\(number)", condition: "14", reference: EntryReference("FP-\(1_000 + number)"),
            lines: [
                Samples.line(.party, "1300", "152.60"), Samples.line(.amount, "8000", "-140.00", "1", costCentre: "AAL"),
                Samples.line(.vat, "1510", "-12.60", "1"),
            ])
        return PostingOrder(entry: entry, relation: relation)
    }
}

private func codes(_ answers: [Result<PostedEntry, ConnectorError>]) -> [ConnectorError.Code?] {
    answers.map { if case .failure(let error) = $0 { error.code } else { nil } }
}

@Suite struct `Many entries in one call` {
    @Test func `a trading day goes by XML, and what XML cannot carry by REST in its place`() async throws {
        let office = try await Office.open(road: .xml)
        let master = try await office.connector.masterData(known: nil)
        let relation = try await office.relation("501")
        let before = office.meter.seen.taken.count
        let answers = await office.postAll(Trade.all.map { PostingOrder(entry: $0.entry, relation: relation) }, master)
        let posted = try answers.map { try $0.get() }
        let calls = office.meter.seen.taken.dropFirst(before)
        // Amounts including VAT and dollars go alone; three runs lie around them.
        #expect(calls.filter { $0 == "salesentry/SalesEntries" }.count == 2)
        #expect(calls.filter { $0 == "docs/XMLUpload.aspx" }.count == 3)
        let booked = try await office.booked(master).entries
        #expect(booked.map(\.reference) == Trade.all.map(\.entry.reference), "in the order in which they came")
        for (trade, (posted, booked)) in zip(Trade.all, zip(posted, booked)) {
            #expect(booked.id == posted.id && booked.number == posted.number)
            #expect(Meaning.of(booked) == Meaning.of(trade.entry), "\(trade.name)")
            #expect(booked.date == trade.entry.date && booked.period == trade.entry.period && booked.relation == relation)
            #expect(try await office.connector.entries(carrying: trade.entry.reference, with: master) == [booked])
        }
    }

    @Test func `a due date, a condition and a payment reference arrive as they do by REST`() async throws {
        var rows: [[String: String]] = []
        for road in [ExactRoad.rest, .xml] {
            let office = try await Office.open(road: road)
            let master = try await office.connector.masterData(known: nil)
            let order = invoices(1, try await office.relation("501"))
            _ = try await office.postAll(order, master)[0].get()
            let fields = "YourRef,Description,DueDate,EntryDate,PaymentCondition,PaymentReference,Type,AmountFC,VATAmountFC,ReportingPeriod"
            let found = try await office.connector.client.rows(
                ExactCall(.get, "salesentry/SalesEntries", in: office.settings.division, query: [("$select", fields)]))
            rows += found.map { row in
                Dictionary(uniqueKeysWithValues: fields.split(separator: ",").map { (String($0), "\(row[String($0)] ?? .null)") })
            }
        }
        #expect(rows.count == 2 && rows[0] == rows[1])
    }

    @Test func `one poisoned entry takes no other down, and has the service's own words`() async throws {
        let office = try await Office.open(road: .xml)
        let master = try await office.connector.masterData(known: nil)
        var orders = invoices(9, try await office.relation("501"))
        orders[2].relation = try await office.relation("502")
        var lines = orders[5].entry.lines
        // The VAT of another code: by REST the books choose that account themselves.
        lines[2].account = "1500"
        orders[5].entry = orders[5].entry.copy(lines: lines)
        orders[7].entry = orders[7].entry.copy(daybook: "99")
        let answers = await office.postAll(orders, master)
        #expect(codes(answers) == [nil, nil, .rejected, nil, nil, .rejected, nil, .rejected, nil])
        let texts: [String?] = answers.map { if case .failure(let error) = $0 { error.vendorText } else { nil } }
        #expect(texts[2]?.contains("Blocked") == true && texts[5]?.contains("VAT line") == true)
        #expect(texts[7] == nil, "known beforehand: it was not sent")
        #expect(try await office.booked(master).entries.map(\.reference) == [0, 1, 3, 4, 6, 8].map { orders[$0].entry.reference })
    }

    /// What goes wrong, what it is for each entry, and how many of six are booked all the same.
    static let troubles: [(ExactSandbox.Fault.Kind, ConnectorError.Code, Int)] = [
        (.loseAnswer, .outcomeUnknown, 6), (.loseRequest, .outcomeUnknown, 0), (.truncated(200), .outcomeUnknown, 6),
        (.serverError, .outcomeUnknown, 0), (.unavailable, .outcomeUnknown, 0), (.maintenancePage, .outcomeUnknown, 0),
        (.throttled, .throttled, 0),
    ]

    @Test(arguments: troubles) func `a lost or useless answer leaves each entry as open as one alone`(
        fault: ExactSandbox.Fault.Kind, code: ConnectorError.Code, booked: Int
    ) async throws {
        let office = try await Office.open(road: .xml)
        let master = try await office.connector.masterData(known: nil)
        let orders = invoices(6, try await office.relation("501"))
        await office.sandbox.plan([ExactSandbox.Fault(fault, pathContains: "XMLUpload")])
        let answers = await office.connector.post(orders, with: master)
        #expect(codes(answers) == Array(repeating: code, count: 6))
        // Past the maintenance that a page announces.
        office.clock.move(seconds: 900)
        let before = office.meter.seen.taken.count
        let found = try await office.connector.entries(carrying: orders.map(\.entry.reference), with: master)
        #expect(found.count == booked && found.values.allSatisfy { $0.count == 1 })
        #expect(office.meter.seen.taken.count - before == (booked == 6 ? 1 : 2), "one question for all, one more for what it does not show")
    }

    @Test func `an upload that was refused for its session goes once, when there is a new one`() async throws {
        let office = try await Office.open(road: .xml)
        let master = try await office.connector.masterData(known: nil)
        let orders = invoices(4, try await office.relation("501"))
        await office.sandbox.plan([ExactSandbox.Fault(.tokenExpired, pathContains: "XMLUpload")])
        #expect(codes(await office.connector.post(orders, with: master)) == Array(repeating: .unavailable, count: 4))
        office.clock.move(seconds: 580)
        #expect(codes(await office.connector.post(orders, with: master)) == [nil, nil, nil, nil])
        #expect(try await office.booked(master).entries.count == 4)
    }

    @Test func `entries whose names could not be read after an upload are open, not booked and not lost`() async throws {
        let office = try await Office.open(road: .xml)
        let master = try await office.connector.masterData(known: nil)
        let orders = invoices(4, try await office.relation("501"))
        await office.sandbox.plan([ExactSandbox.Fault(.throttled, pathContains: "bulk/Financial")])
        #expect(codes(await office.connector.post(orders, with: master)) == Array(repeating: .outcomeUnknown, count: 4))
        office.clock.move(seconds: 60)
        #expect(try await office.connector.entries(carrying: orders.map(\.entry.reference), with: master).count == 4)
    }

    @Test func `an upload that is refused as a whole books nothing, and its entries go one by one for a while`() async throws {
        let office = try await Office.open(road: .xml) { $0.limits.uploadRecordsMax = 3 }
        let master = try await office.connector.masterData(known: nil)
        let orders = invoices(5, try await office.relation("501"))
        #expect(office.connector.capabilities.postsTogether?.isAlways == true)
        // One message that names no record: nobody says what became of each.
        #expect(codes(await office.connector.post(orders, with: master)) == Array(repeating: .outcomeUnknown, count: 5))
        #expect(office.connector.capabilities.postsTogether == nil)
        #expect(try await office.connector.entries(carrying: orders.map(\.entry.reference), with: master).isEmpty)
        #expect(codes(await office.connector.post(orders, with: master)) == [nil], "alone, by REST")
        office.clock.move(seconds: 900)
        #expect(office.connector.capabilities.postsTogether != nil)
    }

    @Test func `a user without the right to uploads is served by REST`() async throws {
        let office = try await Office.open(road: .xml) { $0.user.forbidden = ["docs/XMLUpload.aspx"] }
        let master = try await office.connector.masterData(known: nil)
        let orders = invoices(5, try await office.relation("501"))
        #expect(codes(await office.connector.post(orders, with: master)) == Array(repeating: .unavailable, count: 5))
        #expect(office.connector.capabilities.postsTogether == nil)
        #expect(codes(await office.connector.post(orders, with: master)) == [nil], "alone, by REST")
    }

    @Test func `an upload that is too large for the service is sent smaller later, one by one meanwhile`() async throws {
        let office = try await Office.open(road: .xml) { $0.limits.bodyMax = 2_000 }
        let master = try await office.connector.masterData(known: nil)
        let orders = invoices(5, try await office.relation("501"))
        #expect(codes(await office.connector.post(orders, with: master)) == Array(repeating: .unavailable, count: 5))
        let answers = await office.postAll(orders, master)
        #expect(codes(answers) == Array(repeating: nil, count: 5))
        #expect(try await office.booked(master).entries.count == 5)
    }

    @Test func `waits longer before it looks up where an upload may still be worked on`() {
        #expect(Office(road: .rest).connector.capabilities.settlingSeconds == 180)
        #expect(Office(road: .auto).connector.capabilities.settlingSeconds == 540)
        #expect(Office(road: .rest).connector.capabilities.postsTogether == nil)
        #expect(Office(road: .auto).connector.capabilities.postsTogether == PostingTogether(entriesMax: 250, calls: 2, readBackCalls: 2))
    }

    @Test func `numbers are asked for as ranges, unless others booked much in between`() {
        #expect(ExactOnlineConnector.ranges([3, 1, 2, 9, 100]) == [1...9, 100...100])
        #expect(ExactOnlineConnector.ranges([]) == [])
    }

    @Test func `goes the same way over a real connection, with a lost answer`() async throws {
        let clock = MovableClock()
        var sandboxSettings = ExactSandbox.Settings()
        sandboxSettings.consent = .allDivisions
        let sandbox = ExactSandbox(sandboxSettings, clock: clock)
        let server = HTTPServer(handler: sandbox)
        let port = try server.start()
        let transport = CurlTransport()
        let settings = ExactSettings(
            country: .netherlands, originOverride: "http://127.0.0.1:\(port)", division: 3_456_789,
            clientID: sandboxSettings.apps[0].clientID, clientSecretReference: "env:EXACT",
            redirectURI: sandboxSettings.apps[0].redirectURI, road: .auto)
        let vault = MemoryVault()
        let consent = ExactConsent(settings: settings, clientSecret: "sandbox-secret", transport: transport, clock: clock)
        let page = try await transport.send(
            HTTPRequest(.get, origin: settings.origin, target: String(consent.link().dropFirst(settings.origin.count))))
        let query = try #require(page.fields["Location"]?.split(separator: "?", maxSplits: 1).last)
        _ = try await consent.accept(callback: String(query), into: vault)
        let connector = ExactOnlineConnector(
            settings: settings, clientSecret: "sandbox-secret", vault: vault, transport: transport, meter: CountingMeter(), clock: clock)
        let master = try await connector.masterData(known: nil)
        let orders = invoices(40, try #require(try await connector.relation(numbered: "501")).id)

        #expect(codes(await connector.post(Array(orders.prefix(20)), with: master)) == Array(repeating: nil, count: 20))
        await sandbox.plan([ExactSandbox.Fault(.loseAnswer, pathContains: "XMLUpload")])
        let lost = await connector.post(Array(orders.dropFirst(20)), with: master)
        #expect(codes(lost) == Array(repeating: .outcomeUnknown, count: 20))
        let found = try await connector.entries(carrying: orders.map(\.entry.reference), with: master)
        #expect(found.count == 40 && found.values.allSatisfy { $0.count == 1 })
        await server.stop()
        await transport.shutdown()
    }
}
