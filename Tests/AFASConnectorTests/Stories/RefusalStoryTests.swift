import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeHTTP
import Testing

@testable import AFASConnector

@Suite struct `What Profit refuses` {
    /// As when the lists are old: codes exist that do not, nothing is known to be closed or blocked, no account demands anything.
    private static func stale(_ master: MasterData) -> MasterData {
        var master = master
        master.periods = []
        master.vatCodes.append(MasterCode(code: "99", id: "99", name: ""))
        master.accounts.append(MasterCode(code: "9999", id: "9999", name: ""))
        for place in master.accounts.indices { master.accounts[place].more = [:] }
        return master
    }

    private static func sale(_ lines: [EntryLine], reference: EntryReference = "F9") -> Entry {
        Samples.entry(.salesInvoice, reference, lines: lines)
    }

    @Test(arguments: [Language.dutch, .english], [false, true])
    func `is named in our own words, whichever layer speaks which language`(language: Language, older: Bool) async throws {
        let office = try Office(
            { settings in
                settings.behaviour.olderTexts = older
                settings.environments[0].units[0].blockedPeriods = [Period(year: 2026, number: 9)]
            }, settings: Office.settings { $0.language = language })
        let master = Self.stale(try await office.connector.masterData(known: nil))
        func refusal(_ entry: Entry, _ relation: TargetID = Office.florist) async -> [ProblemCode] {
            let error = await office.failure { _ = try await office.connector.post(Samples.order(entry, relation), with: master) }
            #expect(error?.code == .rejected, "\(error.map { "\($0) \($0.vendorText ?? "")" } ?? "accepted")")
            return error?.problems.map(\.code) ?? []
        }
        let party = Samples.line(.party, "1300", "10.00")
        #expect(await refusal(Self.sale([party, Samples.line(.amount, "9999", "-10.00", "3")])) == [.targetCodeUnknown])
        #expect(await refusal(Self.sale([party, Samples.line(.amount, "8400", "-10.00", "99")])) == [.targetCodeUnknown])
        #expect(await refusal(Self.sale([party, Samples.line(.amount, "1100", "-10.00", "3")])) == [.targetNotAllowed])
        #expect(await refusal(Self.sale([party, Samples.line(.amount, "4510", "-10.00", "3")])) == [.targetFieldMissing])
        #expect(await refusal(Self.sale([party, Samples.line(.amount, "8400", "-10.00", "3")]), "D77777") == [.targetCodeUnknown])
        #expect(await refusal(Self.sale([party, Samples.line(.amount, "8400", "-10.00", "3")]), "D10099") == [.partyBlocked])
        let late = Samples.entry(
            .salesInvoice, "F9", date: "2026-09-18", due: nil, lines: [party, Samples.line(.amount, "8400", "-10.00", "3")])
        #expect(await refusal(late) == [.periodClosed])
        #expect(await office.sandbox.entries().isEmpty)
        #expect(office.meter.erred.isEmpty, "refusals by rule are no errors of ours")
        let logged = await office.sandbox.logbook.map(\.reference)
        let error = await office.failure { _ = try await office.connector.post(Samples.order(late), with: master) }
        let last = try #require(await office.sandbox.logbook.last?.reference)
        #expect(logged.count == 7 && error?.message.contains(last) == true)
    }

    @Test func `is mostly known before, all of it at once and without a call`() async throws {
        let office = try Office { $0.environments[0].units[0].blockedPeriods = [Period(year: 2026, number: 9)] }
        let master = try await office.connector.masterData(known: nil)
        let entry = Samples.entry(
            .salesInvoice, "F-THIS-IS-TOO-LONG", daybook: "99", date: "2026-09-18", condition: "77",
            lines: [
                Samples.line(.party, "1300", "30.00"), Samples.line(.amount, "9999", "-10.00", "99"),
                Samples.line(.amount, "4510", "-10.00", "3"), Samples.line(.amount, "1100", "-10.00", "3", costCentre: "XXX"),
            ])
        let calls = office.meter.taken.count
        let error = await office.failure {
            _ = try await office.connector.post(PostingOrder(entry: entry, relation: "C50010"), with: master)
        }
        #expect(error?.code == .rejected && office.meter.taken.count == calls)
        #expect(
            error?.problems.map { "\($0.code.rawValue) \($0.place.field)" } == [
                "reference_too_long reference", "target_code_unknown journal", "target_code_unknown payment_term_code",
                "party_unknown party", "target_code_unknown account", "target_code_unknown vat_code", "target_field_missing cost_centre",
                "target_not_allowed vat_code", "target_code_unknown cost_centre",
            ])
    }

    @Test func `a number that is taken is looked up, and a stranger under it found`() async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        let entry = Samples.sale("F1")
        _ = try await office.connector.post(Samples.order(entry), with: master)
        let error = await office.failure { _ = try await office.connector.post(Samples.order(entry), with: master) }
        #expect(error?.code == .outcomeUnknown)
        #expect(try await office.connector.entries(carrying: "F1", with: master).count == 1)
    }

    @Test func `codes that were refused are read again at once, but not at every turn`() async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        let entry = Self.sale([Samples.line(.party, "1300", "10.00"), Samples.line(.amount, "9999", "-10.00", "3")])
        func callsAfterRefusal() async throws -> Int {
            _ = await office.failure { _ = try await office.connector.post(Samples.order(entry), with: master) }
            let before = office.meter.taken.count
            _ = try await office.connector.masterData(known: master)
            return office.meter.taken.count - before
        }
        office.clock.move(seconds: 301)
        #expect(try await callsAfterRefusal() == 7)
        #expect(try await callsAfterRefusal() == 0)
        office.clock.move(seconds: 301)
        #expect(try await callsAfterRefusal() == 7)
    }

    @Test(arguments: [
        (AFASSandbox.Fault.Kind.locked, ConnectorError.Code.unavailable), (.durationExceeded, .outcomeUnknown),
        (.unavailable, .unavailable),
        (.edge, .outcomeUnknown), (.throttled, .throttled), (.tokenRefused, .unauthorised),
    ])
    func `a fault on the way to the books is what it means for a posting`(fault: AFASSandbox.Fault.Kind, code: ConnectorError.Code)
        async throws
    {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        await office.sandbox.plan([.init(fault, method: .post)])
        let error = await office.failure { _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master) }
        #expect(error?.code == code, "\(error?.message ?? "")")
    }

    @Test func `maintenance holds calls back until the time it names`() async throws {
        let office = try Office()
        await office.sandbox.plan([.init(.unavailable)])
        let first = await office.failure { _ = try await office.connector.client.version() }
        #expect(first?.retryAt == office.clock.now().adding(seconds: 7_200))
        let calls = office.meter.taken.count
        let held = await office.failure { _ = try await office.connector.client.version() }
        #expect(held?.code == .unavailable && office.meter.taken.count == calls)
        office.clock.move(seconds: 7_201)
        #expect(try await office.connector.client.version() == "22.22.5")
    }
}
