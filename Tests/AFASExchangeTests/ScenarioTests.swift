import AFASExchange
import AFASSimulator
import BridgeConnector
import BridgeDomain
import BridgeExchange
import BridgeTesting
import Foundation
import Testing

/// Every posting of reference dutch-finance §16, delivered through the folder, comes out of Profit's books as the table has it.
@Suite struct `The 61 scenarios through the folder` {
    /// A posting of the table.
    struct Posting: Hashable {
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

    static func table() throws -> [Posting] {
        let url = try #require(Bundle.module.url(forResource: "postings", withExtension: "csv", subdirectory: "Fixtures"))
        return String(decoding: try Data(contentsOf: url), as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst().compactMap {
            Posting($0)
        }
    }

    private static let journals = ["SALES": "20", "PURCHASE": "10", "BANK": "50", "GENERAL": "80"]
    /// Debtors and creditors by the summary account they fall on.
    private static let relations: [String: PartyKey] = [
        "1300": PartyKey(.debtor, "10044"), "1310": PartyKey(.debtor, "10077"), "1320": PartyKey(.debtor, "20012"),
        "1600": PartyKey(.creditor, "50010"), "1610": PartyKey(.creditor, "50020"),
    ]
    /// VAT codes by account, and where a scenario wants another one.
    private static let codes: [String: VATCode] = [
        "1500": "1", "1510": "2", "1520": "9", "1530": "10", "1540": "11", "1550": "D7", "8000": "2", "8010": "2", "8020": "1", "8030": "2",
        "8035": "1", "8040": "2", "8050": "1", "8100": "6", "8110": "6", "8130": "6", "8140": "8", "8200": "7", "8300": "D7", "8400": "3",
        "8900": "2", "1700": "0", "1710": "2", "1400": "0", "7000": "4", "1560": "4",
    ]
    private static let exceptions: [String: VATCode] = [
        "S11/1700": "1", "P02/4510": "5", "P04/7000": "11", "P04/1560": "11", "P05/7000": "10", "P05/1560": "10", "P06/7100": "9",
        "P06/1560": "9", "M06/1560": "4",
    ]

    private static func order(_ id: String, _ postings: [Posting]) -> PostingOrder {
        let journal = postings[0].journal
        let isTrade = journal == "SALES" || journal == "PURCHASE"
        let party = isTrade ? postings.lazy.compactMap { relations[$0.account] }.first : nil
        return Samples.order(id) { draft in
            draft.kind = journal == "SALES" ? .salesInvoice : journal == "PURCHASE" ? .purchaseInvoice : .ledgerPosting
            draft.daybook = DaybookCode(journals[journal] ?? "")
            draft.party = party
            draft.partyNumber = party?.code.text
            draft.due = nil
            draft.lines = postings.flatMap { lines($0, id, isTrade: isTrade) }
        }
    }

    private static func lines(_ posting: Posting, _ id: String, isTrade: Bool) -> [EntryLine] {
        let amount = Samples.money(posting.debit) - Samples.money(posting.credit)
        // Input VAT of two codes stands in one line of the table, in two lines of an entry.
        if id == "P02", posting.account == "1560" {
            return [Samples.line(.vat, "1560", "450.00", code: "4"), Samples.line(.vat, "1560", "12.60", code: "5")]
        }
        if let party = relations[posting.account] {
            return [
                Samples.line(.party, AccountCode(posting.account), amount.amountText, party: isTrade ? nil : party)
            ]
        }
        let code = exceptions["\(id)/\(posting.account)"] ?? codes[posting.account]
        return [
            Samples.line(
                posting.account.hasPrefix("15") ? .vat : .amount, AccountCode(posting.account), amount.amountText, code: code,
                centre: posting.account == "4510" ? "AAL" : nil)
        ]
    }

    @Test(arguments: [AFASFileProfile.Form.lines, .xml]) func `all of them arrive equal, cent for cent`(form: AFASFileProfile.Form)
        async throws
    {
        var profile = AFASFileProfile(form)
        profile.daybookOrder = ["10", "20", "50", "80"]
        let office = try Office(profile: profile, importing: { $0.definitions = form == .xml ? [.xml] : [.entryLines] })
        let connector = office.process().connector
        let table = try Self.table()
        let ids = table.map(\.id).reduce(into: [String]()) { if $0.last != $1 { $0.append($1) } }
        #expect(ids.count == 61 && table.count == 192)
        let orders = ids.map { id in Self.order(id, table.filter { $0.id == id }) }
        for order in orders { _ = try await connector.post(order, with: .unknown) }
        _ = try await connector.deliver(runIsOver: true)
        let files = office.place.names().filter { !$0.hasSuffix(".json") }
        #expect(files.count == (form == .xml ? 61 : 4))
        #expect(files.first?.hasPrefix("LB-000001-001-10") ?? false, "purchases first")

        let reports = await office.sandbox.importFiles()
        #expect(reports.map(\.rejectedRows).reduce(0, +) == 0, "\(reports.compactMap(\.error))")
        let booked = await office.sandbox.postings().split(separator: "\n").dropFirst().compactMap { Posting($0) }
        #expect(Self.sums(booked) == Self.sums(table, journals: Self.journals))
        #expect(await office.sandbox.inconsistencies().isEmpty)

        office.clock.advance(seconds: 20)
        _ = try await connector.deliver(runIsOver: true)
        office.clock.advance(seconds: office.settings.exchange.answerSeconds)
        #expect(try await connector.deliver(runIsOver: true).settled.count == 61)
        for order in orders {
            guard case .found(let found) = try await connector.fate(of: order.entry.reference, with: .unknown) else {
                Issue.record("\(order.entry.reference) is not booked")
                continue
            }
            #expect(BookedSum.of(found.flatMap(\.lines)) == BookedSum.of(order.entry))
        }
    }

    /// Debit and credit in cents by document, journal and account.
    static func sums(_ postings: [Posting], journals: [String: String] = [:]) -> [[String]: [Int64]] {
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

/// Amounts by account.
private enum BookedSum {
    static func of(_ lines: [BookedLine]) -> [AccountCode: Int64] {
        lines.reduce(into: [:]) { $0[$1.account, default: 0] += $1.bookAmount.minorUnits }
    }
    static func of(_ entry: Entry) -> [AccountCode: Int64] {
        entry.lines.reduce(into: [:]) { $0[$1.account, default: 0] += $1.bookAmount.minorUnits }
    }
}
