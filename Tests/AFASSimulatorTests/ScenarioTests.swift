import AFASSimulator
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import Foundation
import Testing

/// Every scenario of reference dutch-finance §15 fits into these books: posted as entries, they come out of the sandbox's own ledger as the
/// postings of §16, cent for cent.
struct ScenarioTests {
    /// A posting of the table.
    private struct Posting: Hashable {
        let id: String
        let journal: String
        let account: String
        let debit: String
        let credit: String

        init?(_ line: Substring) {
            let cells = line.split(separator: ";").map(String.init)
            guard cells.count == 5 else { return nil }
            (id, journal, account, debit, credit) = (cells[0], cells[1], cells[2], cells[3], cells[4])
        }
    }

    private static func table() throws -> [Posting] {
        let url = try #require(Bundle.module.url(forResource: "postings", withExtension: "csv", subdirectory: "Fixtures"))
        return String(decoding: try Data(contentsOf: url), as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst().compactMap {
            Posting($0)
        }
    }

    private static let journals = ["SALES": "20", "PURCHASE": "10", "BANK": "50", "GENERAL": "80"]
    /// Debtors and creditors by the summary account they fall on.
    private static let relations = [
        "1300": ("2", "10044"), "1310": ("2", "10077"), "1320": ("2", "20012"), "1600": ("3", "50010"), "1610": ("3", "50020"),
    ]
    /// VAT codes by account, and where a scenario wants another one.
    private static let codes = [
        "1500": "1", "1510": "2", "1520": "9", "1530": "10", "1540": "11", "1550": "D7", "8000": "2", "8010": "2", "8020": "1", "8030": "2",
        "8035": "1", "8040": "2", "8050": "1", "8100": "6", "8110": "6", "8130": "6", "8140": "8", "8200": "7", "8300": "D7", "8400": "3",
        "8900": "2", "1700": "0", "1710": "2", "1400": "0", "7000": "4", "1560": "4",
    ]
    private static let exceptions = [
        "S11/1700": "1", "P02/4510": "5", "P04/7000": "11", "P04/1560": "11", "P05/7000": "10", "P05/1560": "10", "P06/7100": "9",
        "P06/1560": "9", "M06/1560": "4",
    ]

    private static func lines(_ id: String, _ postings: [Posting]) -> [JSON] {
        postings.flatMap { posting -> [JSON] in
            // Input VAT of two codes stands in one line of the table, in two lines of an entry.
            if id == "P02", posting.account == "1560" {
                return [
                    line(id, "1", "1560", "450.00", "0.00", ["VaId": "4"]), line(id, "1", "1560", "12.60", "0.00", ["VaId": "5"]),
                ]
            }
            if let (kind, number) = relations[posting.account] {
                // Only invoices bear a number here; what settles them is another test's matter.
                let isInvoice = ["SALES", "PURCHASE"].contains(posting.journal)
                return [line(id, kind, number, posting.debit, posting.credit, isInvoice ? ["InId": .string(id)] : [:])]
            }
            let code = exceptions["\(id)/\(posting.account)"] ?? codes[posting.account]
            return [line(id, "1", posting.account, posting.debit, posting.credit, code.map { ["VaId": .string($0)] } ?? [:])]
        }
    }

    private static func line(
        _ id: String, _ kind: String, _ account: String, _ debit: String, _ credit: String, _ more: [String: JSON]
    ) -> JSON {
        let dimension: JSON? = account == "4510" ? [["FiDimEntries": ["Element": ["Fields": ["DiC1": "AAL"]]]]] : nil
        return Message.line(kind, account, debit: debit, credit: credit, ["BpNr": .string(id)].merging(more) { $1 }, objects: dimension)
    }

    @Test func `all 61 scenarios are held as the table has them`() async throws {
        let desk = Desk()
        let table = try Self.table()
        #expect(table.count == 192)
        let ids = table.map(\.id).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        #expect(ids.count == 61)
        for id in ids {
            let postings = table.filter { $0.id == id }
            let body = Message.entry(["JoCo": .string(Self.journals[postings[0].journal] ?? "")], Self.lines(id, postings))
            let answer = await desk.post("FiEntries", body)
            #expect(answer.status == 201, "\(id): \(answer.text)")
        }
        let dump = await desk.sandbox.postings()
        let booked = dump.split(separator: "\n").dropFirst().compactMap { Posting($0) }
        #expect(Self.sums(booked) == Self.sums(table, journals: Self.journals))
        #expect(await desk.sandbox.balances().values.reduce(Int64(0)) { $0 + ($1.scaled(to: 2) ?? 0) } == 0)
        #expect(await desk.sandbox.balances()["1300"] == ExactDecimal("5279.84"))
        #expect(await desk.sandbox.balances()["1610"] == ExactDecimal("3161.10"))
        #expect(await desk.sandbox.inconsistencies().isEmpty)
        #expect(await desk.get("Profit_Transactions", [("skip", "-1"), ("take", "-1")]).rows.count == 193)
    }

    /// Debit and credit in cents by document, journal and account.
    private static func sums(_ postings: [Posting], journals: [String: String] = [:]) -> [[String]: [Int64]] {
        var sums: [[String]: [Int64]] = [:]
        for posting in postings {
            let key = [posting.id, journals[posting.journal] ?? posting.journal, posting.account]
            let (debit, credit) = (ExactDecimal(posting.debit)?.scaled(to: 2) ?? 0, ExactDecimal(posting.credit)?.scaled(to: 2) ?? 0)
            let old = sums[key] ?? [0, 0]
            sums[key] = [old[0] + debit, old[1] + credit]
        }
        return sums
    }
}
