import BridgeConnector
import BridgeDomain
import BridgeHTTP
import ExactSimulator
import Testing

@testable import ExactConnector

/// An entry in the sandbox division's own codes.
struct Trade: Sendable, CustomTestStringConvertible {
    var name: String
    var entry: Entry
    var relation = "501"
    var testDescription: String { name }

    static let usd = Currency(code: "USD") ?? .eur

    static let all = [
        Trade(
            name: "domestic",
            entry: Samples.entry(
                number: "1", condition: "14", reference: "FP-1",
                lines: [
                    Samples.line(.party, "1300", "152.60"), Samples.line(.amount, "8000", "-140.00", "1", costCentre: "AAL"),
                    Samples.line(.vat, "1510", "-12.60", "1"),
                ])),
        Trade(
            name: "mixed rates with a printed cent more than the formula",
            entry: Samples.entry(
                number: "2", condition: nil, reference: "FP-2",
                lines: [
                    Samples.line(.party, "1300", "344.38"), Samples.line(.amount, "8000", "-125.55", "1"),
                    Samples.line(.amount, "8010", "-124.45", "1"), Samples.line(.amount, "8020", "-59.40", "2"),
                    Samples.line(.vat, "1510", "-22.51", "1"), Samples.line(.vat, "1500", "-12.47", "2"),
                ])),
        Trade(
            name: "deposit, and an account without a VAT code of its own",
            entry: Samples.entry(
                number: "3", condition: nil, reference: "FP-3",
                lines: [
                    Samples.line(.party, "1300", "247.99"), Samples.line(.amount, "8000", "-200.00", "1"),
                    Samples.line(.amount, "1700", "-30.00", "0"), Samples.line(.rounding, "4990", "0.01", "0"),
                    Samples.line(.vat, "1510", "-18.00", "1"),
                ])),
        Trade(
            name: "amounts including VAT",
            entry: Samples.entry(
                number: "4", condition: nil, reference: "FP-4",
                lines: [
                    Samples.line(.party, "1300", "121.01"), Samples.line(.amount, "8020", "-100.00", "4"),
                    Samples.line(.vat, "1500", "-21.01", "4"),
                ])),
        Trade(
            name: "credit note",
            entry: Samples.entry(
                .creditNote, number: "5", condition: nil, description: "Creditnota 5", reference: "FP-C5", originals: ["FP-1"],
                lines: [
                    Samples.line(.party, "1300", "-45.78"), Samples.line(.amount, "8000", "42.00", "1"),
                    Samples.line(.vat, "1510", "3.78", "1"),
                ])),
        Trade(
            name: "intra-EU",
            entry: Samples.entry(
                number: "6", daybook: "72", condition: nil, reference: "FP-6",
                lines: [
                    Samples.line(.party, "1310", "4400.00"), Samples.line(.amount, "8100", "-4250.00", "7"),
                    Samples.line(.amount, "8130", "-150.00", "7"),
                ])),
        Trade(
            name: "export in dollars",
            entry: Samples.entry(
                number: "7", daybook: "71", currency: usd, rate: "1.0800", condition: nil, reference: "FP-7",
                lines: [
                    Samples.line(.party, "1320", "10800.54", currency: usd, book: "10000.50"),
                    Samples.line(.amount, "8200", "-10000.03", "6", currency: usd, book: "-9259.29"),
                    Samples.line(.amount, "8230", "-800.51", "6", currency: usd, book: "-741.21"),
                ])),
        Trade(
            name: "a late invoice in the next open period",
            entry: Samples.entry(
                number: "8", date: "2026-10-31", due: "2026-11-14", period: Period(year: 2026, number: 11), condition: nil,
                reference: "FP-8",
                lines: [Samples.line(.party, "1300", "10.00"), Samples.line(.amount, "8400", "-10.00", "5")])),
    ]
}

@Suite struct `A trading day in the sandbox` {
    @Test(arguments: Trade.all)
    func `what was meant is what the books hold`(trade: Trade) async throws {
        let office = try await Office.open()
        let master = try await office.connector.masterData(known: nil)
        let relation = try await office.relation(trade.relation)
        let posted = try await office.connector.post(PostingOrder(entry: trade.entry, relation: relation), with: master)
        #expect(!posted.number.isEmpty)

        let readBack = try await office.booked(master).entries
        let lookedUp = try await office.connector.entries(carrying: trade.entry.reference, with: master)
        #expect(readBack == lookedUp, "both ways of reading say the same")
        let booked = try #require(readBack.first)
        #expect(readBack.count == 1)
        #expect(booked.id == posted.id && booked.number == posted.number)
        #expect(booked.reference == trade.entry.reference && booked.daybook == trade.entry.daybook)
        #expect(booked.date == trade.entry.date && booked.period == trade.entry.period && booked.relation == relation)
        #expect(Meaning.of(booked) == Meaning.of(trade.entry))
        let gap = zip(trade.entry.lines.filter { $0.role == .party }, booked.lines.filter(\.isParty)).map {
            ($0.bookAmount - $1.bookAmount).magnitude.minorUnits
        }
        #expect(gap == [0], "the rate carries enough decimals for the books' own amount")
    }

    @Test func `codes are read, and what is closed is known before it is posted`() async throws {
        let office = try await Office.open { settings in
            settings.divisions[0].closedPeriods = [
                .init(journal: "70", Period(year: 2026, number: 9)), .init(Period(year: 2026, number: 8)),
            ]
        }
        let before = office.meter.seen.taken.count
        let master = try await office.connector.masterData(known: nil)
        #expect(office.meter.seen.taken.count - before == 9)
        #expect(master.administrationName == "Bloemenexport Aalsmeer B.V." && master.currency == .eur)
        #expect(master.accounts.first { $0.code == "1300" }?.type == "20")
        #expect(master.vatCodes.first { $0.code == "0" }?.type == "N")
        #expect(master.daybooks.first { $0.code == "71" }?.more["AllowVariableExchangeRate"] == "true")
        #expect(master.paymentConditions.contains { $0.code == "EM" })
        #expect(master.costCentres.map(\.code) == ["AAL", "NWK", "RHB"])
        #expect(master.period(of: CalendarDate("2026-09-15") ?? CalendarDate(daysSinceEpoch: 0))?.closedFor == ["70"])
        #expect(Set(master.periods.first { $0.period == Period(year: 2026, number: 8) }?.closedFor ?? []) == ["70", "71", "72"])
        #expect(master.periods.first { $0.period == Period(year: 2026, number: 11) }?.closedFor == [])
        let again = try await office.connector.masterData(known: master)
        #expect(office.meter.seen.taken.count - before == 10)
        #expect(again.accounts == master.accounts && again.periods == master.periods)
    }

    @Test(arguments: [ExactSandbox.Language.english, .dutch])
    func `what the service refuses is named in our own words`(language: ExactSandbox.Language) async throws {
        let office = try await Office.open { settings in
            settings.language = language
            settings.divisions[0].closedPeriods = [.init(Period(year: 2026, number: 9))]
        }
        // As when the lists are old: nothing is known to be closed or blocked, and a code exists that does not.
        var master = try await office.connector.masterData(known: nil)
        master.periods = []
        master.vatCodes.append(Samples.vat("99", "E", "0.09"))
        let customer = try await office.relation("501")
        func refusal(_ entry: Entry, _ relation: TargetID) async -> [ProblemCode] {
            do {
                _ = try await office.connector.post(PostingOrder(entry: entry, relation: relation), with: master)
                return []
            } catch {
                #expect(error.code == .rejected, "\(error) \(error.vendorText ?? "")")
                return error.problems.map(\.code)
            }
        }
        func invoice(_ vat: VATCode = "0", period: Int = 11) -> Entry {
            Samples.entry(
                date: "2026-\(period < 10 ? "0" : "")\(period)-18", due: nil, period: Period(year: 2026, number: period), condition: nil,
                lines: [Samples.line(.party, "1300", "10.00"), Samples.line(.amount, "8400", "-10.00", vat)])
        }
        #expect(await refusal(invoice(period: 9), customer) == [.periodClosed])
        #expect(await refusal(invoice("99"), customer) == [.targetCodeUnknown])
        let prospect = try await office.relation("503")
        #expect(await refusal(invoice(), prospect) == [.partyRoleMissing])
        let blocked = try await office.relation("502")
        #expect(await refusal(invoice(), blocked) == [.partyBlocked])
        #expect(office.meter.seen.erred.isEmpty, "refusals by rule do not count towards the error velocity")
        #expect(try await office.booked(master).entries.isEmpty)
    }

    @Test func `a customer is made, found, brought up to date and told of`() async throws {
        let office = try await Office.open()
        let first = try await office.connector.relations(after: .start)
        #expect(first.items.map(\.number).sorted() == ["501", "502", "503", "551", "552"])
        #expect(first.items.first { $0.number == "502" }?.blocked == true)
        #expect(first.items.filter(\.isDebtor).map(\.number).sorted() == ["501", "502"])
        #expect(first.items.filter(\.isCreditor).map(\.number).sorted() == ["551", "552"])

        var party = Party(key: PartyKey(.debtor, "C0412"), sourceID: "12", name: "Blumen Köln GmbH", country: "DE")
        party.vatNumber = "DE811569869"
        party.currency = .eur
        party.billingAddress = PostalAddress(street: "Am Markt", houseNumber: "7", postcode: "50667", city: "Köln", country: "DE")
        let order = PartyOrder(party: party, number: "10042", paymentCondition: "14")
        let made = try await office.connector.create(order)
        #expect(made.number == "10042" && made.isDebtor && made.vatNumber == "DE811569869")
        var found = try #require(try await office.connector.relation(numbered: "10042"))
        #expect(made.details?[.bankAccount] == "", "a new one has none; looking it up does not tell")
        found.details?[.bankAccount] = ""
        #expect(found == made)
        #expect(try await office.connector.relation(numbered: "10043") == nil)

        let again = await #expect(throws: ConnectorError.self) { try await office.connector.create(order) }
        #expect(again?.problems.map(\.code) == [.partyMatchProposed])

        party.name = "Blumen Köln AG"
        _ = try await office.connector.update(made.id, PartyOrder(party: party, number: "10042", paymentCondition: "14"))
        let changed = try await office.connector.relations(after: first.next)
        #expect(changed.items.map(\.name) == ["Blumen Köln AG"])
        #expect(try await office.connector.relations(after: changed.next).items.isEmpty)
    }

    @Test func `divisions are shown to choose from`() async throws {
        let office = try await Office.open()
        let divisions = try await office.connector.divisions()
        #expect(divisions.map(\.code) == [3_456_789])
        #expect(divisions[0].isCurrent && divisions[0].isActive && divisions[0].currency == .eur)
    }

    @Test func `purchases are booked as meant`() async throws {
        let office = try await Office.open(use: [.sales, .purchases])
        let master = try await office.connector.masterData(known: nil)
        let grower = try await office.relation("551")
        let entries = [
            Samples.entry(
                .purchaseInvoice, number: "P1", daybook: "60", condition: nil, reference: "FP-P1",
                lines: [
                    Samples.line(.party, "1600", "-2180.01"), Samples.line(.amount, "7000", "2000.00", "11"),
                    Samples.line(.vat, "1560", "180.01", "11"),
                ]),
            Samples.entry(
                .purchaseInvoice, number: "P2", daybook: "60", condition: nil, reference: "FP-P2",
                lines: [
                    Samples.line(.party, "1600", "-1500.00"), Samples.line(.amount, "7000", "1500.00", "42"),
                    Samples.line(.vat, "1560", "135.00", "42"), Samples.line(.vat, "1540", "-135.00", "42"),
                ]),
            Samples.entry(
                .purchaseCreditNote, number: "P3", daybook: "60", condition: nil, reference: "FP-P3", originals: ["FP-P1"],
                lines: [
                    Samples.line(.party, "1600", "130.80"), Samples.line(.amount, "7000", "-120.00", "11"),
                    Samples.line(.vat, "1560", "-10.80", "11"),
                ]),
        ]
        for entry in entries {
            _ = try await office.connector.post(PostingOrder(entry: entry, relation: grower), with: master)
            let found = try await office.connector.entries(carrying: entry.reference, with: master)
            #expect(found.map(\.reference) == [entry.reference])
            #expect(found.first.map(Meaning.of) == Meaning.of(entry))
        }
        #expect(try await office.booked(master).entries.map(\.reference) == entries.map(\.reference))
    }

    @Test func `ledger postings are booked as meant and found by their lines`() async throws {
        let office = try await Office.open(use: [.sales, .general])
        let master = try await office.connector.masterData(known: nil)
        func posting(_ number: String, _ daybook: DaybookCode, _ lines: [EntryLine]) -> Entry {
            Samples.entry(
                .ledgerPosting, number: number, daybook: daybook, due: nil, condition: nil, reference: EntryReference("FP-\(number)"),
                payment: nil, lines: lines)
        }
        let entries = [
            posting(
                "M3", "90",
                [
                    Samples.line(.amount, "1700", "250.00", description: "Fust", costCentre: "AAL"),
                    Samples.line(.amount, "8900", "-250.00"),
                ]),
            // A longer reference that begins the same, and one daybook that knows VAT.
            posting("M31", "90", [Samples.line(.amount, "4990", "0.02"), Samples.line(.amount, "8900", "-0.02")]),
            posting(
                "M4", "91",
                [
                    Samples.line(.amount, "1100", "54.50"), Samples.line(.amount, "8000", "-50.00", "1"),
                    Samples.line(.vat, "1510", "-4.50", "1"),
                ]),
        ]
        for entry in entries { _ = try await office.connector.post(PostingOrder(entry: entry, relation: nil), with: master) }
        for entry in entries {
            let found = try await office.connector.entries(carrying: entry.reference, with: master)
            #expect(found.map(\.reference) == [entry.reference])
            #expect(found.first.map(Meaning.of) == Meaning.of(entry), "\(entry.reference)")
        }
        #expect(try await office.booked(master).entries.map(\.reference) == entries.map(\.reference))
    }
}
