import AFASSimulator
import BridgeConnector
import BridgeDomain
import Testing

@testable import AFASConnector

/// An entry and whose it is.
struct Trade: Sendable, CustomTestStringConvertible {
    var name: String
    var entry: Entry
    var relation = Office.florist
    var testDescription: String { name }

    static let all = [
        Trade(name: "domestic", entry: Samples.sale("F1")),
        Trade(
            name: "mixed rates with a printed cent more than the formula, cost centre and unit",
            entry: Samples.entry(
                .salesInvoice, "F2",
                lines: [
                    Samples.line(.party, "1300", "344.38"),
                    Samples.line(.amount, "8000", "-125.55", "2", costCentre: "AAL", costUnit: "CUT"),
                    Samples.line(.amount, "8010", "-124.45", "2", costUnit: "PLT"), Samples.line(.amount, "8020", "-59.40", "1"),
                    Samples.line(.vat, "1510", "-22.51", "2"), Samples.line(.vat, "1500", "-12.47", "1"),
                ])),
        Trade(
            name: "deposit outside VAT",
            entry: Samples.entry(
                .salesInvoice, "F3",
                lines: [
                    Samples.line(.party, "1300", "248.00"), Samples.line(.amount, "8000", "-200.00", "2"),
                    Samples.line(.amount, "1700", "-30.00", "0"), Samples.line(.vat, "1510", "-18.00", "2"),
                ])),
        Trade(
            name: "credit note",
            entry: Samples.entry(
                .creditNote, "C5", originals: ["F1"],
                lines: [
                    Samples.line(.party, "1300", "-45.78"), Samples.line(.amount, "8000", "42.00", "2"),
                    Samples.line(.vat, "1510", "3.78", "2"),
                ])),
        Trade(
            name: "intra-EU",
            entry: Samples.entry(
                .salesInvoice, "F6",
                lines: [
                    Samples.line(.party, "1310", "4400.00"), Samples.line(.amount, "8100", "-4250.00", "6"),
                    Samples.line(.amount, "8130", "-150.00", "6"),
                ]), relation: Office.wholesaler),
        Trade(
            name: "export in dollars, with the cents of conversion on one line",
            entry: Samples.entry(
                .salesInvoice, "F7", currency: Samples.usd, rate: "1.0800",
                lines: [
                    Samples.line(.party, "1320", "10800.54", currency: Samples.usd, book: "10000.50"),
                    Samples.line(.amount, "8200", "-10000.03", "7", currency: Samples.usd, book: "-9259.25"),
                    Samples.line(.amount, "8230", "-800.51", "7", currency: Samples.usd, book: "-741.25"),
                ]), relation: Office.importer),
        Trade(
            name: "a late invoice in the next open period",
            entry: Samples.entry(
                .salesInvoice, "F8", date: "2026-11-01", invoiced: "2026-09-30",
                lines: [Samples.line(.party, "1300", "10.00"), Samples.line(.amount, "8400", "-10.00", "3")])),
        Trade(
            name: "purchase",
            entry: Samples.entry(
                .purchaseInvoice, "I1",
                lines: [
                    Samples.line(.party, "1600", "-2180.01"), Samples.line(.amount, "7000", "2000.00", "4"),
                    Samples.line(.vat, "1560", "180.01", "4"),
                ]), relation: Office.grower),
        Trade(
            name: "acquisition: VAT owed and claimed",
            entry: Samples.entry(
                .purchaseInvoice, "I2",
                lines: [
                    Samples.line(.party, "1600", "-1500.00"), Samples.line(.amount, "7000", "1500.00", "11"),
                    Samples.line(.vat, "1560", "135.00", "11"), Samples.line(.vat, "1540", "-135.00", "11"),
                ]), relation: Office.grower),
        Trade(
            name: "purchase credit",
            entry: Samples.entry(
                .purchaseCreditNote, "D1", originals: ["I1"],
                lines: [
                    Samples.line(.party, "1600", "130.80"), Samples.line(.amount, "7000", "-120.00", "4"),
                    Samples.line(.vat, "1560", "-10.80", "4"),
                ]), relation: Office.grower),
        Trade(
            name: "ledger posting",
            entry: Samples.entry(
                .ledgerPosting, "J3",
                lines: [Samples.line(.amount, "1700", "250.00"), Samples.line(.amount, "8900", "-250.00", costCentre: "AAL")])),
    ]
}

@Suite struct `A trading day in the sandbox` {
    @Test(arguments: Trade.all)
    func `what was meant is what the books hold`(trade: Trade) async throws {
        let office = try Office { $0.environments[0].units[0].blockedPeriods = [Period(year: 2026, number: 9)] }
        let master = try await office.connector.masterData(known: nil)
        let posted = try await office.connector.post(Samples.order(trade.entry, trade.relation), with: master)
        #expect(!posted.number.isEmpty)

        let readBack = try await office.booked(master).entries
        let lookedUp = try await office.connector.entries(carrying: trade.entry.reference, with: master)
        #expect(readBack == lookedUp, "both ways of reading say the same")
        let booked = try #require(readBack.first)
        #expect(readBack.count == 1)
        #expect(booked.id == posted.id && booked.number == posted.number)
        #expect(booked.reference == trade.entry.reference && booked.daybook == trade.entry.daybook)
        #expect(booked.date == trade.entry.date && booked.period == trade.entry.period)
        #expect(booked.relation == (trade.entry.party == nil ? nil : trade.relation))
        #expect(Meaning.of(booked) == Meaning.of(trade.entry))
        #expect(await office.sandbox.inconsistencies().isEmpty)
    }

    @Test func `an invoice carries its number, due date, payment reference and the reference whole`() async throws {
        let office = try Office(settings: Office.settings { $0.shortenings = [AFASShortening("FP-20", to: "F")] })
        let master = try await office.connector.masterData(known: nil)
        var entry = Samples.sale("FP-2026-104233")
        _ = try await office.connector.post(Samples.order(entry), with: master)
        let invoice = try #require(await office.sandbox.invoices().first)
        #expect(invoice.invoice == "F26-104233" && invoice.dueDate == CalendarDate("2026-12-18"))
        let line = try #require(await office.sandbox.entries().first?.lines.first)
        #expect(line.voucher == "FP-2026-104233" && line.paymentReference == "2026104233" && line.paymentCondition == "30")
        entry = Samples.entry(.creditNote, "C-1", originals: ["FP-2026-104233"], lines: Samples.sale().lines.map(\.reversed))
        _ = try await office.connector.post(Samples.order(entry), with: master)
        let credit = try #require(await office.sandbox.entries().last?.lines.first)
        #expect(credit.credit == ExactDecimal("152.60") && credit.debit == .zero)
        #expect(credit.invoiceReference == "FP-2026-104233" && credit.description == "Credit FP-2026-104233: Factuur C-1")
    }

    @Test func `lines of a ledger posting fall on the parties they name and settle their invoices`() async throws {
        let office = try Office()
        let master = try await office.connector.masterData(known: nil)
        _ = try await office.connector.post(Samples.order(Samples.sale("F1")), with: master)
        let party = PartyKey(.debtor, "C0412")
        let entry = Samples.entry(
            .ledgerPosting, "J1", daybook: "50", due: nil, condition: nil,
            lines: [
                Samples.line(.amount, "1100", "152.60"), Samples.line(.party, "1300", "-152.60", party: party, settles: "F1"),
            ])
        let unknown = await office.failure { _ = try await office.connector.post(PostingOrder(entry: entry, relation: nil), with: master) }
        #expect(unknown?.problems.map(\.code) == [.partyUnknown])
        _ = try await office.connector.post(PostingOrder(entry: entry, relation: nil, lineRelations: [party: Office.florist]), with: master)
        #expect(await office.sandbox.invoices().first?.balance == .zero)
        let found = try await office.connector.entries(carrying: "J1", with: master)
        #expect(found.map(Meaning.of) == [Meaning.of(entry)])
        #expect(try await office.connector.entries(carrying: "F1", with: master).count == 1, "the receipt is none of the invoice's entries")
    }

    @Test func `codes are read once and again when they have aged`() async throws {
        let office = try Office { $0.environments[0].units[0].blockedPeriods = [Period(year: 2026, number: 9)] }
        _ = try await office.connector.connectionReport()
        let before = office.meter.taken.count
        let master = try await AFASMasterReader(client: office.connector.client, now: office.clock.now()).read(known: nil)
        #expect(office.meter.taken.count - before == 7)
        #expect(master.administrationName == "Bloemenexport Aalsmeer B.V." && master.currency == .eur)
        #expect(master.vatCodes.first { $0.code == "2" }?.more["VatPerc"] == "9")
        #expect(master.daybooks.map(\.code) == ["10", "20", "40", "50", "51", "80"])
        #expect(master.paymentConditions.map(\.code).contains("30"))
        #expect(master.costCentres.map(\.code).sorted() == ["AAL", "EXPORT", "NWK", "RHB"])
        #expect(master.costUnits.map(\.code).sorted() == ["CUT", "HW", "PLT"])
        #expect(master.periods.first { $0.period == Period(year: 2026, number: 9) }?.closedFor.contains("20") == true)
        #expect(master.periods.first { $0.period == Period(year: 2026, number: 11) }?.closedFor == [])
        #expect(master.accounts.first { $0.code == "4510" }?.more["DimAx1"] == "B")
        func again(_ known: MasterData) async throws -> Int {
            let before = office.meter.taken.count
            _ = try await AFASMasterReader(client: office.connector.client, now: office.clock.now()).read(known: known)
            return office.meter.taken.count - before
        }
        #expect(try await again(master) == 0)
        office.clock.move(seconds: AFASMasterReader.periodAgeSeconds)
        #expect(try await again(master) == 1)
        office.clock.move(seconds: AFASMasterReader.listAgeSeconds)
        #expect(try await again(master) == 7)
    }
}

extension EntryLine {
    /// The same on the other side.
    var reversed: EntryLine {
        var line = self
        line.amount = -line.amount
        line.bookAmount = -line.bookAmount
        return line
    }
}
