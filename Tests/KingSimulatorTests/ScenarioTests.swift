import BridgeDomain
import Foundation
import KingSimulator
import Testing

/// Every scenario of reference dutch-finance §15 fits into these books: posted as rows and splits, and as lines of a file, they come out of
/// the sandbox's own ledgers as the postings of §16, cent for cent.
struct ScenarioTests {
    /// A posting of the table.
    private struct Posting: Hashable {
        let id: String
        let journal: String
        let account: String
        /// Debit positive, in cents.
        let cents: Int64

        init?(_ line: Substring) {
            let cells = line.split(separator: ";").map(String.init)
            guard cells.count == 5, let debit = ExactDecimal(cells[3])?.scaled(to: 2), let credit = ExactDecimal(cells[4])?.scaled(to: 2)
            else { return nil }
            (id, journal, account, cents) = (cells[0], cells[1], cells[2], debit - credit)
        }
    }

    private static func table() throws -> [Posting] {
        let url = try #require(Bundle.module.url(forResource: "postings", withExtension: "csv", subdirectory: "Fixtures"))
        return String(decoding: try Data(contentsOf: url), as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst().compactMap {
            Posting($0)
        }
    }

    /// Debit less credit by document, journal and account; what comes to nothing is left out.
    private static func sums(_ postings: [Posting], journals: [String: String] = [:]) -> [[String]: Int64] {
        var sums: [[String]: Int64] = [:]
        for posting in postings {
            sums[[posting.id, journals[posting.journal] ?? posting.journal, posting.account], default: 0] += posting.cents
        }
        return sums.filter { $0.value != 0 }
    }

    private static func money(_ cents: Int64) -> String {
        String(ExactDecimal(significand: cents, decimals: 2).text(decimalsMin: 2).map { $0 == "." ? "," : $0 })
    }

    // MARK: KING Finance

    private static let financeJournals = ["SALES": "10", "PURCHASE": "20", "BANK": "50", "GENERAL": "90"]
    /// Debtors and creditors by the control account they count on.
    private static let relations = ["1300": "10042", "1310": "10077", "1320": "10120", "1600": "50010", "1610": "50020"]
    /// VAT accounts with their codes on sales.
    private static let salesCodes = ["1500": "2", "1510": "1", "1550": "8"]
    private static let revenueCodes = [
        "8000": "1", "8010": "1", "8020": "2", "8030": "1", "8035": "2", "8040": "1", "8050": "2", "8300": "8", "1710": "1", "8900": "1",
    ]

    /// The total first, then the parts; VAT of sales with a revenue account of its code on that part, other VAT as a part of its own.
    private static func rows(_ id: String, _ postings: [Posting]) -> [String] {
        let journal = financeJournals[postings[0].journal] ?? ""
        var vat: [String: Int64] = [:]
        for posting in postings where postings[0].journal == "SALES" {
            if let code = salesCodes[posting.account] { vat[code, default: 0] += posting.cents }
        }
        let codes = Dictionary(
            grouping: postings.compactMap { id == "S11" && $0.account == "1700" ? "2" : revenueCodes[$0.account] }, by: { $0 })
        let placed = vat.filter { codes[$0.key] != nil }
        var open = placed
        let parts = postings.filter { posting in
            !(postings[0].journal == "SALES" && salesCodes[posting.account].map { placed[$0] != nil } ?? false)
        }
        return parts.map { posting in
            var fields = [
                ("DAGB", journal), ("TEGREK", "2000"), ("REK", relations[posting.account] ?? posting.account),
                ("BEDRBOEK", money(posting.cents)), ("BOEKSTUK", id),
            ]
            if relations[posting.account] != nil, ["SALES", "PURCHASE"].contains(posting.journal) { fields.append(("FACT", id)) }
            if posting.account == "4510" { fields.append(("KPL", "10")) }
            let code = id == "S11" && posting.account == "1700" ? "2" : revenueCodes[posting.account]
            // A part with the other sign, such as a discount, cannot carry the document's VAT.
            if posting.journal == "SALES", let code, let amount = open[code], (amount < 0) == (posting.cents < 0) {
                fields += [("BTW", code), ("BEDRBTW", money(amount))]
                open[code] = nil
            }
            return Message.row(fields)
        }
    }

    @Test func `all 61 scenarios are held by KING Finance as the table has them`() async throws {
        let desk = Desk()
        let table = try Self.table()
        #expect(table.count == 192)
        let ids = table.map(\.id).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        #expect(ids.count == 61)
        let session = await desk.login()
        for id in ids {
            let answer = await desk.book(Self.rows(id, table.filter { $0.id == id }), session: session)
            #expect(answer.values("PRIMARYKEY").count == 4, "\(id): \(answer.text)")
        }
        let booked = await desk.sandbox.postings().split(separator: "\n").dropFirst().compactMap { Posting($0) }
        #expect(Self.sums(booked) == Self.sums(table, journals: Self.financeJournals))
        #expect(await desk.sandbox.balances()["1300"] == ExactDecimal("5279.84"))
        #expect(await desk.sandbox.balances()["1610"] == ExactDecimal("3161.10"))
        #expect(await desk.sandbox.balances()["2000"] ?? .zero == .zero)
        #expect(await desk.sandbox.inconsistencies().isEmpty)
    }

    // MARK: KING ERP

    private static let erpJournals = ["SALES": "VRK", "PURCHASE": "INK", "BANK": "BNK", "GENERAL": "MEM"]
    private static let erpRelations = ["1300": "13000231", "1310": "13000277", "1320": "13000320", "1600": "16000010", "1610": "16000020"]

    @Test func `all 61 scenarios are held by KING ERP as the table has them`() async throws {
        let desk = Desk()
        let table = try Self.table()
        let ids = table.map(\.id).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        let entries = ids.map { id in
            let postings = table.filter { $0.id == id }
            let lines = postings.enumerated().map { place, posting in
                let account = Self.erpRelations[posting.account] ?? posting.account
                let isInvoice = Self.erpRelations[posting.account] != nil && ["SALES", "PURCHASE"].contains(posting.journal)
                return ERPMessage.line(
                    place + 1, account, debit: posting.cents >= 0, ExactDecimal(significand: abs(posting.cents), decimals: 2),
                    isInvoice ? "<JR_FACTUURNUMMER>\(id)</JR_FACTUURNUMMER>" : "")
            }
            return ERPMessage.entry(Self.erpJournals[postings[0].journal] ?? "", id, lines)
        }
        desk.folder.write(Array(ERPMessage.journal(entries).utf8), to: "0001.xml")
        let report = try #require(await desk.sandbox.importFiles().first)
        #expect(report.rejected == 0, "\(report.error ?? "")")
        #expect(report.entries.count == 61)
        let booked = await desk.sandbox.postings(in: "BLOEMEN").split(separator: "\n").dropFirst().compactMap { Posting($0) }
        #expect(Self.sums(booked) == Self.sums(table, journals: Self.erpJournals))
        #expect(await desk.sandbox.balances(in: "BLOEMEN")["1300"] == ExactDecimal("5279.84"))
        #expect(await desk.sandbox.inconsistencies(in: "BLOEMEN").isEmpty)
    }
}
