import BridgeConnector
import BridgeDomain
import BridgeMapping
import Testing

@testable import BridgeRuntime

@Suite struct `VAT codes of the rules beside those of the books` {
    private static let today = CalendarDate("2026-11-18") ?? CalendarDate(daysSinceEpoch: 0)

    /// What the books say of code 2, and what is found where the rules have 21% that is due, on account 1500.
    struct Row: Sendable, CustomTestStringConvertible {
        var books: VATInBooks
        /// A piece of each finding, in order.
        var found: [String]
        var testDescription: String { found.joined(separator: "; ") + " \(books)" }
    }

    static let rows = [
        Row(books: VATInBooks(rate: 21, uses: [.due], account: "1500"), found: []),
        Row(books: VATInBooks(), found: []),
        Row(books: VATInBooks(rate: ExactDecimal("21.00"), uses: nil), found: []),
        Row(books: VATInBooks(rate: 19), found: ["the books take 19% on 2026-11-18, the rules 21%"]),
        Row(books: VATInBooks(rate: 0), found: ["the books take 0%"]),
        Row(
            books: VATInBooks(rate: 21, next: .init(23, from: CalendarDate("2027-01-01") ?? today)),
            found: ["the books take 23% on 2027-01-01, the rules 21%"]),
        Row(books: VATInBooks(rate: 19, next: .init(21, from: CalendarDate("2026-01-01") ?? today)), found: []),
        Row(books: VATInBooks(rate: 21, uses: [.claimable]), found: ["is for VAT claimed in the books, for VAT owed in the rules"]),
        Row(books: VATInBooks(rate: 21, uses: []), found: ["is for nothing in the books"]),
        Row(books: VATInBooks(rate: 21, account: "1510"), found: ["put its VAT on account 1510, the rules on 1500"]),
    ]

    @Test(arguments: rows)
    func `a code that does something else there is found before it is used`(row: Row) throws {
        let definition = VATDefinition("2", "Sales 21%", .due, rates: [DatedRate(21)], due: "1500")
        let found = Self.findings(definition, row.books)
        #expect(found.count == row.found.count, "\(found)")
        for (finding, text) in zip(found, row.found) {
            #expect(finding.text.english.contains(text), "\(finding.text.english)")
            #expect(finding.text.dutch != finding.text.english && finding.needsPerson)
        }
    }

    @Test(arguments: [(VATKind.selfAssessed, 0, 0), (.selfAssessed, 21, 0), (.none, 0, 0), (.none, 21, 1), (.claimable, 0, 2)])
    func `a code for VAT that the buyer works out may be 0% there, one for none may not be more`(kind: VATKind, rate: Int, count: Int) {
        let definition = VATDefinition(
            "2", "VAT", kind, rates: [DatedRate(kind == .none ? 0 : 21)], due: kind == .selfAssessed ? "1500" : nil, claimable: "1500")
        // The claimable one is also for something else there.
        let uses: Set<VATInBooks.Use>? = kind == .claimable ? [.due] : nil
        #expect(Self.findings(definition, VATInBooks(rate: ExactDecimal(Int64(rate)), uses: uses)).count == count)
    }

    @Test func `codes that the rules do not give, or the books do not have, are nobody's business here`() {
        var rules = MappingRules()
        rules.vatDefinitions = [VATDefinition("2", "Sales 21%", .due, rates: [DatedRate(21)], due: "1500")]
        let master = Self.master
        #expect(VATComparison(rules: rules, master: master, reading: { _ in VATInBooks(rate: 1) }, today: Self.today).findings.isEmpty)
    }

    private static let master = MasterData(
        administrationName: "", currency: .eur, accounts: [], vatCodes: [MasterCode(code: "2", id: "2", name: "Hoog")], daybooks: [],
        paymentConditions: [], costCentres: [], costUnits: [], periods: [], readAt: Timestamp(milliseconds: 0))

    private static func findings(_ definition: VATDefinition, _ books: VATInBooks) -> [ConnectionFinding] {
        var rules = MappingRules()
        rules.vatDefinitions = [definition]
        rules.vatCodes.fallback = definition.code
        return VATComparison(rules: rules, master: master, reading: { _ in books }, today: today).findings
    }
}
