import BridgeConnector
import BridgeDomain
import BridgeHTTP
import ExactSimulator
import Testing

@testable import ExactConnector

@Suite struct `The budget of calls` {
    static let invoices = 1_000
    static let knownCustomers = 200
    static let newCustomers = 20
    /// What issue 2 section 7 allows for all of it.
    static let callsMax = 1_040

    /// An invoice of flowers, plants, transport and a deposit: 8 ledger rows with its head.
    private func invoice(_ number: Int) -> Entry {
        Samples.entry(
            number: "\(number)", condition: "14", reference: EntryReference("FP-2026-\(number)"),
            lines: [
                Samples.line(.party, "1300", "396.80"), Samples.line(.amount, "8000", "-200.00", "1"),
                Samples.line(.amount, "8010", "-100.00", "1"), Samples.line(.amount, "8030", "-20.00", "1"),
                Samples.line(.amount, "1700", "-48.00", "0"), Samples.line(.vat, "1510", "-28.80", "1"),
            ])
    }

    @Test func `by XML 3,000 invoices take at most 50 calls a thousand, read-back included, and each is booked once`() async throws {
        let office = try await Office.open(road: .xml)
        let connector = office.connector
        let master = try await connector.masterData(known: nil)
        let relation = try await office.relation("501")
        let before = office.meter.seen.taken.count
        var rest = (0..<3_000).map { PostingOrder(entry: invoice($0), relation: relation) }[...]
        while !rest.isEmpty {
            let answers = await connector.post(Array(rest.prefix(ExactSettings.uploadEntriesUsual)), with: master)
            for answer in answers { _ = try answer.get() }
            rest = rest.dropFirst(answers.count)
        }
        let books = try await office.booked(master).entries
        #expect(books.count == 3_000 && Set(books.map(\.reference)).count == 3_000)
        #expect(books.allSatisfy { Meaning.of($0) == Meaning.of(invoice(0)) })
        let calls = office.meter.seen.taken.dropFirst(before)
        let counts = Dictionary(grouping: calls, by: { $0 }).mapValues(\.count)
        #expect(calls.count <= 3 * 50, "\(counts.sorted { $0.value > $1.value })")
        #expect(counts["docs/XMLUpload.aspx"] == 12 && counts["bulk/Financial/TransactionLines"] == 12)
        #expect(office.meter.seen.erred.isEmpty)
    }

    @Test func `1,000 invoices of 200 known and 20 new customers take at most 1,040 calls, all told`() async throws {
        let office = try await Office.open { settings in
            settings.divisions[0].accounts += (0..<Self.knownCustomers).map { .init("\(1_000 + $0)", "Customer \($0)") }
        }
        let connector = office.connector
        let master = try await connector.masterData(known: nil)
        var relations: [TargetID] = []
        var cursor = TargetCursor.start
        var hasMore = true
        while hasMore {
            let page = try await connector.relations(after: cursor)
            relations += page.items.filter { $0.isDebtor && !$0.blocked && $0.number.hasPrefix("1") }.map(\.id)
            (cursor, hasMore) = (page.next, page.hasMore)
        }
        #expect(relations.count == Self.knownCustomers)
        for number in 0..<Self.newCustomers {
            let key = PartyKey(.debtor, PartyCode("N\(number)"))
            let party = Party(key: key, sourceID: SourceID("\(number)"), name: "New \(number)", country: "NL")
            relations.append(try await connector.create(PartyOrder(party: party, number: "\(2_000 + number)", paymentCondition: "14")).id)
        }
        for number in 0..<Self.invoices {
            let order = PostingOrder(entry: invoice(number), relation: relations[number % relations.count])
            _ = try await connector.post(order, with: master)
        }
        let books = try await office.booked(master).entries
        #expect(books.count == Self.invoices)
        #expect(books.allSatisfy { Meaning.of($0) == Meaning.of(invoice(0)) })
        #expect(Set(books.map(\.reference)).count == Self.invoices)

        let calls = office.meter.seen.taken
        let counts = Dictionary(grouping: calls, by: { $0 }).mapValues(\.count)
        #expect(calls.count <= Self.callsMax, "\(counts.sorted { $0.value > $1.value })")
        #expect(counts["salesentry/SalesEntries"] == Self.invoices)
        #expect(office.meter.seen.erred.isEmpty)
    }
}
