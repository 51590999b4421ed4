import BridgeConnector
import BridgeDomain
import KingSimulator
import Testing

@testable import KingFinanceConnector

@Suite struct `What can go wrong with KING Finance` {
    @Test(arguments: KingFinanceProfile.allCases)
    func `a session that ends in the middle costs one more log-in, and nothing twice`(profile: KingFinanceProfile) async throws {
        let office = try Office(profile)
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        await office.sandbox.endSessions()
        #expect(try await office.connector.relation(.debtor, numbered: "10042")?.number == "10042")
        #expect(office.meter.count("LOGIN") == 2)
        // A write is not repeated: it is told that nothing was done, and goes with the next session.
        await office.sandbox.endSessions()
        let failure = await office.failure { _ = try await office.connector.post(Samples.order(Samples.sale("F2")), with: master) }
        #expect(failure?.code == .unavailable)
        #expect(office.meter.count("CREATEJOURNAALPOST") == 2)
        _ = try await office.connector.post(Samples.order(Samples.sale("F2")), with: master)
        #expect(await office.sandbox.entries().count == 2)
        #expect(office.meter.count("CREATEJOURNAALPOST") == 3)
    }

    @Test(arguments: KingFinanceProfile.allCases)
    func `who is done logs out, and whoever asks after that logs in again`(profile: KingFinanceProfile) async throws {
        let office = try Office(profile)
        await office.connector.logOut()
        #expect(office.meter.taken.isEmpty, "there is no session to end")
        #expect(try await office.connector.introduce() == .init(version: "4.3.8g", administration: "Bloemenexport Aalsmeer B.V."))
        await office.connector.logOut()
        await office.connector.logOut()
        #expect(office.meter.count("LOGIN") == 1 && office.meter.count("LOGOUT") == 1)
        #expect(await office.sandbox.refusals == [])
        #expect(try await office.connector.relation(.debtor, numbered: "10042")?.number == "10042")
        #expect(office.meter.count("LOGIN") == 2)
    }

    @Test(arguments: KingFinanceProfile.allCases)
    func `what King warns of while it books is kept with the posting`(profile: KingFinanceProfile) async throws {
        let office = try Office(profile)
        let master = try await office.connector.masterData(known: nil)
        let plain = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        #expect(plain.warning == nil)
        await office.sandbox.plan([.init(.warning, operation: "CREATEJOURNAALPOST")])
        let warned = try await office.connector.post(Samples.order(Samples.sale("F2")), with: master)
        #expect(warned.warning == "Controleer de boeking")
        #expect(await office.sandbox.entries().count == 2)
    }

    @Test func `after twenty idle minutes we log in before King ends the session`() async throws {
        let office = try Office()
        _ = try await office.connector.relation(.debtor, numbered: "10042")
        office.clock.move(seconds: 19 * 60)
        _ = try await office.connector.relation(.debtor, numbered: "10042")
        #expect(office.meter.count("LOGIN") == 1)
        office.clock.move(seconds: 21 * 60)
        _ = try await office.connector.relation(.debtor, numbered: "10042")
        #expect(office.meter.count("LOGIN") == 2)
        #expect(await office.sandbox.refusals == [])
    }

    @Test(arguments: [KingSandbox.Fault.Kind.htmlPage, .unavailable, .truncated(30), .loseAnswer], KingFinanceProfile.allCases)
    func `an answer to a posting that is none leaves it open; to a question it does not`(
        kind: KingSandbox.Fault.Kind, profile: KingFinanceProfile
    ) async throws {
        let office = try Office(profile)
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        await office.sandbox.plan([.init(kind, operation: "CREATEJOURNAALPOST")])
        let failure = await office.failure { _ = try await office.connector.post(Samples.order(Samples.sale("F2")), with: master) }
        #expect(failure?.code == .outcomeUnknown)
        let isDone = kind == .truncated(30) || kind == .loseAnswer
        #expect(try await office.connector.entries(carrying: "F2", with: master).count == (isDone ? 1 : 0))
        await office.sandbox.plan([.init(kind, operation: "GETSTAMTABELRECORDS")])
        let other = await office.failure { _ = try await office.connector.entries(carrying: "F2", with: master) }
        #expect(other?.code == .unavailable)
    }

    @Test(arguments: KingFinanceProfile.allCases)
    func `words we do not know are believed when the books hold nothing`(profile: KingFinanceProfile) async throws {
        let office = try Office(profile)
        let master = try await office.connector.masterData(known: nil)
        await office.sandbox.plan([.init(.refused("Er is iets bijzonders aan de hand"), operation: "CREATEJOURNAALPOST")])
        let failure = await office.failure { _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master) }
        #expect(failure?.code == .rejected)
        #expect(failure?.problems.map(\.code) == [.targetRejected])
        #expect(failure?.vendorText == "Er is iets bijzonders aan de hand")
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        #expect(await office.sandbox.entries().count == 1)
    }

    @Test(arguments: KingFinanceProfile.allCases)
    func `a page without the rows it counts is asked for again, and is never the end`(profile: KingFinanceProfile) async throws {
        let office = try Office(profile)
        await office.sandbox.plan([.init(.emptyPage, operation: "GETSTAMTABELRECORDS", contains: "GRB", times: 2)])
        let master = try await office.connector.masterData(known: nil)
        #expect(master.accounts.count > 30)
        // Should it stay so, the list is read later rather than taken for empty.
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        await office.sandbox.plan([.init(.emptyPage, operation: "GETSTAMTABELRECORDS", contains: "BOE", times: 3)])
        let failure = await office.failure { _ = try await office.booked(master) }
        #expect(failure?.code == .unavailable && failure?.retryAt != nil)
        #expect(try await office.booked(master).entries.map(\.reference) == ["F1"])
    }

    @Test(arguments: KingFinanceProfile.allCases)
    func `lists and debtors of many pages are those of one`(profile: KingFinanceProfile) async throws {
        let (whole, paged) = (
            try Office(profile),
            try Office(profile) { _ in
            } settings: {
                $0.pageRows = 3
            }
        )
        let (one, many) = (try await whole.connector.masterData(known: nil), try await paged.connector.masterData(known: nil))
        #expect(paged.meter.count("GETSTAMTABELRECORDS") > 2 * whole.meter.count("GETSTAMTABELRECORDS"))
        for list in [\MasterData.accounts, \.vatCodes, \.daybooks, \.paymentConditions, \.costCentres, \.costUnits] {
            #expect(many[keyPath: list] == one[keyPath: list] && !one[keyPath: list].isEmpty)
        }
        #expect(many.periods == one.periods)
        let known = try await whole.relations()
        #expect(known.count > 3)
        #expect(try await paged.relations().map(\.id) == known.map(\.id))
        #expect(await paged.sandbox.refusals == [])
    }

    @Test(arguments: [KingSandbox.Closing.users, .everybody])
    func `a period that is closed, for users or for everybody, is left alone`(closing: KingSandbox.Closing) async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        try await office.sandbox.close(year: 2026, period: 11, closing)
        office.clock.move(seconds: KingFinanceConnector.flagSeconds)
        let failure = await office.failure { _ = try await office.connector.post(Samples.order(Samples.sale("F2")), with: master) }
        #expect(failure?.code == .rejected)
        #expect(failure?.problems.map(\.code) == [.periodClosed])
        let anew = try await office.connector.masterData(known: nil)
        #expect(anew.periods.first { $0.period == Period(year: 2026, number: 11) }?.closedFor.contains("10") == true)
        #expect(await office.sandbox.entries().count == 1)
    }

    @Test func `where the customer decides so, a period that is closed for users only is booked in`() async throws {
        let office = try Office(settings: { $0.booksWhereUsersMayNot = true })
        try await office.sandbox.close(year: 2026, period: 11, .users)
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        try await office.sandbox.close(year: 2026, period: 11, .everybody)
        office.clock.move(seconds: KingFinanceConnector.flagSeconds)
        let failure = await office.failure { _ = try await office.connector.post(Samples.order(Samples.sale("F2")), with: master) }
        #expect(failure?.problems.map(\.code) == [.periodClosed])
    }

    @Test(arguments: KingFinanceProfile.allCases)
    func `a blocked debtor is a matter for a person`(profile: KingFinanceProfile) async throws {
        let office = try Office(profile)
        let master = try await office.connector.masterData(known: nil)
        let failure = await office.failure {
            _ = try await office.connector.post(Samples.order(Samples.sale(), Office.blocked), with: master)
        }
        #expect(failure?.code == .rejected)
        #expect(failure?.problems.map(\.code) == [.partyBlocked])
        #expect(failure?.vendorText == "DEB 10099 is geblokkeerd")
    }

    @Test func `a journal that numbers invoices itself is refused, or its number is recorded`() async throws {
        let office = try Office()
        let entry = Samples.entry(.salesInvoice, "F1", daybook: "11", lines: Samples.sale().lines)
        let master = try await office.connector.masterData(known: nil)
        let failure = await office.failure { _ = try await office.connector.post(Samples.order(entry), with: master) }
        #expect(failure?.problems.map(\.code) == [.targetNotAllowed])
        #expect(await office.sandbox.entries().isEmpty)
        let recording = try office.another { $0.ownNumbers = .record }
        let posted = try await recording.post(Samples.order(entry), with: try await recording.masterData(known: nil))
        #expect(posted.number == "11-11-1 (20260101)")
        let read = try await recording.entries(carrying: "F1", with: master)
        #expect(read.map(\.id) == [posted.id] && read.map(\.number) == [posted.number], "called the same when it is read back")
    }

    @Test func `VAT that King would book on another account is refused before it is sent`() async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        let entry = Samples.entry(lines: [
            Samples.line(.party, "1300", "121.00"), Samples.line(.amount, "8020", "-100.00", "2"),
            Samples.line(.vat, "1510", "-21.00", "2"),
        ])
        let failure = await office.failure { _ = try await office.connector.post(Samples.order(entry), with: master) }
        #expect(failure?.problems.map(\.code) == [.targetNotAllowed])
        #expect(failure?.problems.first?.expected == "2: 1500")
    }

    @Test func `who has the source's code already is proposed, not changed`() async throws {
        let office = try Office()
        _ = try await office.connector.masterData(known: nil)
        var party = Party(key: PartyKey(.debtor, "FP000042"), sourceID: "1", name: "Somebody else", country: "NL")
        party.vatNumber = "NL001234567B01"
        let failure = await office.failure {
            _ = try await office.connector.create(PartyOrder(party: party, number: "20042", paymentCondition: "30"))
        }
        #expect(failure?.problems.map(\.code) == [.partyMatchProposed])
        #expect(failure?.problems.first?.found.hasPrefix("10042 Bloemenhuis De Tulp") == true)
        #expect(office.meter.count("CREATESTAMTABELRECORD") == 0)
    }
}
