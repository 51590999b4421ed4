import BridgeConnector
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import ExactSimulator
import Testing

@testable import ExactConnector

/// Ledger-ready postings as general journal entries (reference `exact-online` §6.10, §7.12, `freshportal` §4.3).
@Suite struct `Ledger postings in the books of Exact Online` {
    private static func line(
        _ account: AccountCode, _ amount: String, _ vatCode: VATCode? = nil, base: String? = nil, of party: PartyKey? = nil,
        currency: Currency = .eur, book: String? = nil, centre: CostCentre? = nil, unit: CostUnit? = nil, number: Int = 1
    ) -> EntryLine {
        var line = Samples.line(
            party == nil ? .amount : .party, account, amount, vatCode, currency: currency, book: book, number: number,
            description: "Line \(number)", costCentre: centre, costUnit: unit)
        line.vatBase = base.map { Samples.money($0, currency) }
        line.party = party
        return line
    }

    private static func posting(
        _ number: String, in daybook: DaybookCode, _ lines: [EntryLine], currency: Currency = .eur, rate: String = "1",
        date: String = "2026-11-18", period: Period = Period(year: 2026, number: 11)
    ) -> Entry {
        Samples.entry(
            .ledgerPosting, number: number, daybook: daybook, date: date, due: nil, period: period, currency: currency, rate: rate,
            condition: nil, description: "Memoriaal", reference: EntryReference("J\(number)"), payment: nil, lines: lines)
    }

    private static let florist = PartyKey(.debtor, "C501")
    private static let grower = PartyKey(.creditor, "S551")

    /// Posts, and reads back what the books then hold.
    private func booked(_ entry: Entry, _ office: Office) async throws -> BookedEntry {
        let master = try await office.connector.masterData(known: nil)
        let relations = [Self.florist: try await office.relation("501"), Self.grower: try await office.relation("551")]
        _ = try await office.connector.post(PostingOrder(entry: entry, relation: nil, lineRelations: relations), with: master)
        let found = try await office.booked(master).entries
        #expect(found.count == 1)
        #expect(try await office.connector.entries(carrying: entry.reference, with: master) == found)
        return try #require(found.first)
    }

    @Test func `several parties on several collective accounts each keep their own debt`() async throws {
        let office = try await Office.open(use: [.general])
        let entry = Self.posting(
            "1", in: "90",
            [
                Self.line("1300", "-45.78", of: Self.florist), Self.line("1600", "30.00", of: Self.grower, number: 2),
                Self.line("4990", "15.78", centre: "AAL", unit: "CUT", number: 3),
            ])
        let found = try await booked(entry, office)
        #expect(Meaning.of(found) == Meaning.of(entry))
        #expect(found.lines.contains { $0.costCentre == "AAL" && $0.costUnit == "CUT" })
        let rows = try await office.connector.client.rows(
            office.connector.get(
                "generaljournalentry/GeneralJournalEntryLines",
                [("$filter", "EntryID eq \(ExactFilter.guid(found.id.text))"), ("$select", "GLAccountCode,AccountCode")]))
        let owners = rows.map { "\(ExactValue.code($0["GLAccountCode"]) ?? "") \(ExactValue.code($0["AccountCode"]) ?? "-")" }
        #expect(owners.sorted() == ["1300 501", "1600 551", "4990 -"])
    }

    @Test func `VAT goes with its base and is not booked as one more base`() async throws {
        let office = try await Office.open(use: [.general])
        let entry = Self.posting(
            "2", in: "91",
            [
                Self.line("1300", "230.00", of: Self.florist), Self.line("8000", "-100.00", "1", number: 2),
                Self.line("8000", "-100.00", "1", number: 3), Self.line("1510", "-18.00", "1", base: "-200.00", number: 4),
                Self.line("1290", "-12.00", number: 5),
            ])
        let found = try await booked(entry, office)
        #expect(Meaning.of(found) == Meaning.of(entry))
        let lines = try #require(await office.sandbox.entries(in: office.settings.division).last?.lines)
        #expect(lines.filter { $0.vatType == "V" }.map(\.amount) == [-100, -100], "two bases")
        #expect(lines.filter { $0.vatType == "A" }.map(\.amount) == [-9, -9], "and the VAT of each")
    }

    @Test func `VAT the buyer accounts for is owed and claimed`() async throws {
        let office = try await Office.open(use: [.general])
        let entry = Self.posting(
            "3", in: "91",
            [
                Self.line("7000", "1000.00", "42"), Self.line("1560", "90.00", "42", base: "1000.00", number: 2),
                Self.line("1540", "-90.00", "42", base: "1000.00", number: 3), Self.line("1600", "-1000.00", of: Self.grower, number: 4),
            ])
        #expect(Meaning.of(try await booked(entry, office)) == Meaning.of(entry))
    }

    @Test func `foreign currency keeps its amounts, the books theirs, both in balance`() async throws {
        let office = try await Office.open(use: [.general]) { settings in
            for place in settings.divisions[0].journals.indices where settings.divisions[0].journals[place].code == "90" {
                settings.divisions[0].journals[place].allowsForeignCurrency = true
                settings.divisions[0].journals[place].allowsRate = true
            }
        }
        let entry = Self.posting(
            "4", in: "90",
            [
                Self.line("1320", "1080.00", of: Self.florist, currency: Trade.usd, book: "1000.00"),
                Self.line("8200", "-1000.00", currency: Trade.usd, book: "-925.93", number: 2),
                Self.line("8230", "-80.00", currency: Trade.usd, book: "-74.07", number: 3),
            ], currency: Trade.usd, rate: "1.0800")
        let found = try await booked(entry, office)
        #expect(Meaning.of(found) == Meaning.of(entry))
        #expect(found.lines.map(\.bookAmount).total(.eur).isZero)
        #expect(found.lines.first { $0.account == "1320" }?.bookAmount == Samples.money("1000.00"))
    }

    @Test func `the period is the one that was said, also when the date lies in another`() async throws {
        let office = try await Office.open(use: [.general])
        let entry = Self.posting(
            "5", in: "90", [Self.line("4990", "1.00"), Self.line("1290", "-1.00", number: 2)], date: "2026-10-31",
            period: Period(year: 2026, number: 11))
        let found = try await booked(entry, office)
        #expect(found.period == Period(year: 2026, number: 11) && found.date == CalendarDate("2026-10-31"))
    }

    @Test func `what the division would refuse costs no call`() async throws {
        let office = try await Office.open(use: [.general])
        let master = try await office.connector.masterData(known: nil)
        func problems(_ entry: Entry) async -> [ProblemCode] {
            do {
                _ = try await office.connector.post(PostingOrder(entry: entry, relation: nil), with: master)
                return []
            } catch { return error.problems.map(\.code) }
        }
        let before = office.meter.seen.taken.count
        let nobody = Self.posting("6", in: "90", [Self.line("1300", "1.00"), Self.line("1290", "-1.00", number: 2)])
        #expect(await problems(nobody) == [.partyUnknown], "a collective account without a party")
        let stranger = Self.posting("7", in: "90", [Self.line("1300", "1.00", of: Self.florist), Self.line("1290", "-1.00", number: 2)])
        #expect(await problems(stranger) == [.partyUnknown], "a party that is not linked")
        let vat = Self.posting("8", in: "90", [Self.line("8000", "-1.00", "1"), Self.line("1290", "1.00", number: 2)])
        #expect(await problems(vat) == [.targetNotAllowed], "a daybook without VAT")
        let orphan = Self.posting(
            "9", in: "91", [Self.line("1510", "-9.00", "1", base: "-100.00"), Self.line("1290", "9.00", number: 2)])
        #expect(await problems(orphan) == [.vatUnmapped], "VAT of nothing")
        #expect(office.meter.seen.taken.count == before)
    }
}
