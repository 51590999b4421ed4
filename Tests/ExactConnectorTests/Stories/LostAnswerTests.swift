import BridgeConnector
import BridgeDomain
import BridgeHTTP
import ExactSimulator
import Testing

@testable import ExactConnector

@Suite struct `When the network or the service fails` {
    private static let sale = Trade.all[0].entry

    /// What goes wrong with the posting, what the connector calls it, and how often the entry is then in the books.
    @Test(arguments: [
        (ExactSandbox.Fault.Kind.loseAnswer, ConnectorError.Code.outcomeUnknown, 1), (.loseRequest, .outcomeUnknown, 0),
        (.truncated(40), .outcomeUnknown, 1), (.truncated(0), .outcomeUnknown, 1), (.serverError, .outcomeUnknown, 0),
        (.unavailable, .outcomeUnknown, 0), (.maintenancePage, .outcomeUnknown, 0), (.throttled, .throttled, 0),
        (.unauthorised, .unavailable, 0), (.errorBlock, .throttled, 0),
    ])
    func `the look-up tells what became of a posting`(fault: ExactSandbox.Fault.Kind, code: ConnectorError.Code, times: Int) async throws {
        let office = try await Office.open()
        let master = try await office.connector.masterData(known: nil)
        let order = PostingOrder(entry: Self.sale, relation: try await office.relation("501"))
        await office.sandbox.plan([ExactSandbox.Fault(fault, method: .post, pathContains: "SalesEntries")])
        let error = await #expect(throws: ConnectorError.self) { try await office.connector.post(order, with: master) }
        #expect(error?.code == code, "\(error?.message ?? "")")

        office.clock.move(seconds: 3_700)
        let found = try await office.connector.entries(carrying: Self.sale.reference, with: master)
        #expect(found.count == times)
        if times == 0 { _ = try await office.connector.post(order, with: master) }
        let books = try await office.booked(master).entries
        #expect(books.count == 1 && Meaning.of(books[0]) == Meaning.of(Self.sale))
    }

    @Test(arguments: [ExactSandbox.Fault.Kind.loseAnswer, .loseRequest])
    func `the look-up tells what became of a relation`(fault: ExactSandbox.Fault.Kind) async throws {
        let office = try await Office.open()
        let party = Party(key: PartyKey(.debtor, "C9"), sourceID: "9", name: "Bloem & Zn.", country: "NL")
        let order = PartyOrder(party: party, number: "909", paymentCondition: nil)
        await office.sandbox.plan([ExactSandbox.Fault(fault, method: .post, pathContains: "crm/Accounts")])
        let error = await #expect(throws: ConnectorError.self) { try await office.connector.create(order) }
        #expect(error?.code == .outcomeUnknown)
        #expect((try await office.connector.relation(numbered: "909") != nil) == (fault == .loseAnswer))
    }

    @Test func `the session lives on through a working day`() async throws {
        let office = try await Office.open()
        for _ in 0..<48 {
            office.clock.move(seconds: 600)
            _ = try await office.connector.relation(numbered: "501")
        }
        #expect(office.vault.stored.count == 49)
        #expect(Set(office.vault.stored.map(\.refreshToken)).count == 49)
        #expect(office.meter.seen.erred.isEmpty)
    }

    @Test(arguments: [true, false])
    func `a lost renewal is survived where the service has a grace and asks for consent where not`(grace: Bool) async throws {
        let office = try await Office.open { $0.behaviour.refreshGrace = grace }
        _ = try await office.connector.relation(numbered: "501")
        office.clock.move(seconds: 600)
        await office.sandbox.plan([ExactSandbox.Fault(.loseAnswer, pathContains: "oauth2/token")])
        do {
            _ = try await office.connector.relation(numbered: "501")
            #expect(grace)
        } catch {
            // With a grace the service may still want the new token's 570 s to pass.
            #expect(error.code == (grace ? .unavailable : .unauthorised), "\(error)")
            if grace {
                office.clock.move(seconds: 570)
                _ = try await office.connector.relation(numbered: "501")
            } else {
                #expect(error.message.contains("/api/oauth2/auth?"))
                try await office.giveConsent()
                _ = try await office.connector.relation(numbered: "501")
            }
        }
    }

    @Test func `a division that was not ticked is named as such`() async throws {
        let office = try await Office.open { $0.consent = .divisions([1]) }
        let error = await #expect(throws: ConnectorError.self) { try await office.connector.masterData(known: nil) }
        #expect(error?.code == .unauthorised)
        #expect(error?.message.contains("tick") == true)
    }

    @Test func `limits are told to the meter and a spent minute ends when it says`() async throws {
        let office = try await Office.open { $0.limits.callsPerMinute = 3 }
        for _ in 0..<3 { _ = try await office.connector.relation(numbered: "501") }
        let told = office.meter.seen.limits.filter { $0.window == .minute }
        #expect(told.map(\.remaining) == [2, 1, 0])
        let error = await #expect(throws: ConnectorError.self) { try await office.connector.relation(numbered: "501") }
        #expect(error?.code == .throttled)
        let until = try #require(error?.retryAt)
        #expect(until > office.clock.now() && until <= office.clock.now().adding(seconds: 60))
        office.clock.move(seconds: 60)
        _ = try await office.connector.relation(numbered: "501")
    }

    @Test func `half an hour of seeded faults books each invoice once`() async throws {
        for seed in UInt64(1)...8 {
            let office = try await Office.open { $0.seed = seed }
            let master = try await office.connector.masterData(known: nil)
            let relation = try await office.relation("501")
            let kinds: [ExactSandbox.Fault.Kind] = [
                .loseAnswer, .loseRequest, .truncated(30), .serverError, .unavailable, .maintenancePage,
            ]
            await office.sandbox.plan(kinds.map { ExactSandbox.Fault($0, times: nil, perMille: 80) })
            for number in 0..<25 {
                let entry = Samples.entry(
                    number: "\(number)", condition: nil, reference: EntryReference("FP-\(seed)-\(number)"),
                    lines: [
                        Samples.line(.party, "1300", "109.00"), Samples.line(.amount, "8000", "-100.00", "1"),
                        Samples.line(.vat, "1510", "-9.00", "1"),
                    ])
                try await deliver(PostingOrder(entry: entry, relation: relation), office, master)
            }
            await office.sandbox.clearFaults()
            office.clock.move(seconds: 600)
            let references = try await office.booked(master).entries.map(\.reference)
            #expect(references.count == 25 && Set(references).count == 25, "seed \(seed)")
        }
    }

    /// What the engine does, in short: look up what is unknown, send again what was surely not done.
    private func deliver(_ order: PostingOrder, _ office: Office, _ master: MasterData) async throws {
        for _ in 0..<100 {
            do {
                _ = try await office.connector.post(order, with: master)
                return
            } catch {
                office.clock.move(seconds: max(1, (error.retryAt ?? office.clock.now()).milliseconds(since: office.clock.now()) / 1000 + 1))
                guard error.code == .outcomeUnknown else {
                    try #require(error.code == .unavailable || error.code == .throttled, "\(error)")
                    continue
                }
                if try await isBooked(order.entry.reference, office, master) { return }
            }
        }
        Issue.record("not delivered: \(order.entry.reference)")
    }

    private func isBooked(_ reference: EntryReference, _ office: Office, _ master: MasterData) async throws -> Bool {
        for _ in 0..<100 {
            do { return try await !office.connector.entries(carrying: reference, with: master).isEmpty } catch {
                try #require(error.code == .unavailable, "\(error)")
                office.clock.move(seconds: 60)
            }
        }
        return false
    }
}
