import BridgeDomain
import BridgeMapping
import BridgeScenarios
import Testing

/// One row of the refusals: a document that must not be posted, and the reason it is stopped with.
struct Refusal: Sendable, CustomTestStringConvertible {
    let id: String
    let title: String
    let reasons: [ProblemCode]
    let problems: @Sendable () -> [Problem]

    var testDescription: String { "\(id) \(title)" }

    /// A document with a fault, judged by validation and mapping together.
    init(
        _ id: String, _ title: String, _ reasons: ProblemCode..., of base: String, rules: MappingRules = ScenarioRules.rules,
        _ fault: @escaping @Sendable (inout Document) -> Void
    ) {
        self.init(id, title, reasons) {
            let scenario = Scenario.named(base)
            var document = scenario.document
            fault(&document)
            let validator = DocumentValidator(tolerances: rules.validationTolerances)
            let validated = rules.settling(validator.problems(of: document, today: Scenario.day("2026-11-20")), of: document)
            let mapped = Mapper(rules: rules).map(document, party: scenario.party, context: ScenarioRules.context)
            #expect(validated.containsError || mapped.entry == nil, "the document is stopped")
            return validated + mapped.problems
        }
    }

    /// A decision that needs what was posted before or what the books hold.
    init(_ id: String, _ title: String, _ reasons: ProblemCode..., problems: @escaping @Sendable () -> [Problem]) {
        self.init(id, title, reasons, problems)
    }

    private init(_ id: String, _ title: String, _ reasons: [ProblemCode], _ problems: @escaping @Sendable () -> [Problem]) {
        self.id = id
        self.title = title
        self.reasons = reasons
        self.problems = problems
    }

    static let all: [Refusal] = [
        Refusal("N01", "the lines do not add up to the net", .netMismatch, of: "S02") { $0.lines[0].net = .cents(419_99) },
        Refusal("N01", "net plus VAT is not the gross", .grossMismatch, of: "S01") { $0.totals.gross = .cents(152_61) },
        Refusal("N01", "the VAT summary does not add up", .vatMismatch, of: "S03") { $0.vatSummary[0].vat = .cents(22_51) },
        Refusal("N02", "a credit note without original", .originalMissing, of: "S24") { $0.references.originalDocument = nil },
        Refusal("N03", "a credit note larger than what is left of the original", .creditExceedsOriginal) {
            CreditCheck.problems(
                credit: Scenario.named("S24").document, originals: [Scenario.named("S03").document],
                alreadyCredited: [Scenario.named("S26b").document])
        },
        Refusal("N03", "VAT of part-credits beyond the VAT of the original", .creditExceedsOriginal) {
            // The formula's 0.05 instead of the capped 0.04 of S26d.
            var last = Scenario.named("S26d").document
            last.vatSummary[0].vat = .cents(5)
            last.totals.vat = .cents(5)
            last.totals.gross = .cents(55)
            return CreditCheck.problems(
                credit: last, originals: [Scenario.named("S26a").document],
                alreadyCredited: [Scenario.named("S26b").document, Scenario.named("S26c").document])
        },
        Refusal("N04", "intra-EU without VAT number", .vatNumberMissing, of: "S14") { $0.vatNumberUsed = nil },
        Refusal("N04", "intra-EU delivered in the Netherlands", .deliveryNotAbroad, of: "S14") { $0.delivery?.country = "NL" },
        Refusal("N05", "intra-EU with a VAT number of our own country", .vatNumberOwnCountry, of: "S14") {
            $0.vatNumberUsed = "NL004495445B01"
        },
        Refusal("N06", "a VAT code the source never announced", .vatCodeUnknown, of: "S01") {
            $0.lines[0].vatCode = "Q"
            $0.vatSummary[0].vatCode = "Q"
        },
        Refusal("N06", "a VAT ground nobody mapped", .vatUnmapped, of: "S23") { $0.delivery?.country = "FR" },
        Refusal("N06", "a rate that was not valid on the day of supply", .vatRateNotValid, of: "S01") {
            $0.supplyDate = Scenario.day("2018-12-31")
        },
        Refusal("N07", "the same number with other content", .numberWithOtherContent) {
            var other = Scenario.named("S01").document
            other.lines[0].net = .cents(141_00)
            return [DocumentComparison.problem(known: Scenario.named("S01").document, arrived: other)].compactMap(\.self)
        },
        Refusal("N08", "an unknown customer that may not be created", .partyCreationRefused) {
            [UnknownPartyPolicy.refuse.problem(of: Cast.florist.key, isKnown: false)].compactMap(\.self)
        },
        Refusal("N08", "a customer the source has not delivered", .partyUnknown) {
            Mapper(rules: ScenarioRules.rules).map(Scenario.named("S01").document, party: nil, context: ScenarioRules.context).problems
        },
        Refusal("N09", "a closed period under policy hold", .periodClosed) {
            guard case .hold(let problem) = PeriodPolicy.hold.decide(Scenario.day("2026-10-31"), periods: Books.autumn) else { return [] }
            return [problem]
        },
        Refusal("N10", "a rate of zero", .exchangeRateMissing, of: "S18a") { $0.exchangeRate = 0 },
        Refusal("N11", "more deposit returned than was out", .depositBelowZero) {
            var balance = DepositBalance()
            balance.take(Scenario.named("S09").document)
            balance.take(Scenario.named("S10").document)
            return DepositCheck.problems(Scenario.named("S10").document, balance: balance, policy: .park)
        },
        Refusal("N12", "an invoice that is negative on balance", .negativeInvoice, of: "S34b") { $0.turnNegative() },
        Refusal("N14", "no account for a line", .accountUnmapped, of: "S02") { $0.lines[1].productGroup = "DRIED" },
        Refusal("N15", "an invoice before the first date to export", .beforeFirstDate, of: "S01", rules: .from("2026-11-19")) { _ in },
    ]
}

/// Periods of the books: October closed, November and December open.
enum Books {
    static let autumn = [
        BookPeriod(Period(year: 2026, number: 10), from: day("2026-10-01"), to: day("2026-10-31"), isClosed: true),
        BookPeriod(Period(year: 2026, number: 11), from: day("2026-11-01"), to: day("2026-11-30"), isClosed: false),
        BookPeriod(Period(year: 2026, number: 12), from: day("2026-12-01"), to: day("2026-12-31"), isClosed: false),
    ]
    private static func day(_ text: String) -> CalendarDate { Scenario.day(text) }
}

extension Money {
    static func cents(_ cents: Int64) -> Money { Money(minorUnits: cents, .eur) }
}

extension MappingRules {
    static func from(_ first: String) -> MappingRules {
        var rules = ScenarioRules.rules
        rules.firstDate = Scenario.day(first)
        return rules
    }
}

extension Document {
    /// More taken off than delivered: net -700.00, VAT -63.00.
    mutating func turnNegative() {
        for place in lines.indices { lines[place].net = -lines[place].net }
        vatSummary[0].base = -vatSummary[0].base
        vatSummary[0].vat = -vatSummary[0].vat
        totals = DocumentTotals(net: -totals.net, vat: -totals.vat, gross: -totals.gross)
    }
}

@Suite("The 15 refusals of dutch-finance §15")
struct RefusalTests {
    @Test func `every refusal of the reference has a row`() {
        // N10 (unknown currency) and N13 stop where text becomes a value; see below.
        let ids = Set(Refusal.all.map(\.id)).union(["N13"])
        #expect(ids == Set((1...15).map { $0 < 10 ? "N0\($0)" : "N\($0)" }))
    }

    @Test(arguments: Refusal.all)
    func `a document is stopped with the named reason`(_ refusal: Refusal) {
        let errors = refusal.problems().filter { $0.severity == .error }.map(\.code)
        #expect(Set(errors).isSuperset(of: refusal.reasons), "\(errors)")
        // Each fault is one fault: nothing else is reported beside what follows from it.
        #expect(Set(errors).subtracting(refusal.reasons).isSubset(of: Self.consequences[refusal.id] ?? []), "\(errors)")
    }

    /// What else a fault is bound to set off.
    private static let consequences: [String: Set<ProblemCode>] = [
        // A wrong line or row shows in the base, the sum and the balance as well.
        "N01": [.vatBaseMismatch, .grossMismatch, .vatMismatch],
        "N03": [],
        // 7% is no French rate either.
        "N06": [.vatRateNotValid],
    ]

    @Test func `N10 there is no currency outside ISO 4217`() { #expect(Currency(code: "XXZ") == nil) }

    @Test func `N13 an amount with more than 2 decimals is no amount of euros`() {
        #expect(Money("12.345", .eur) == nil)
        #expect(Money("12.340", .eur) == nil)
    }

    @Test func `the credits of S26 fit, and so does a full credit`() {
        let part = ["S26b", "S26c"].map { Scenario.named($0).document }
        #expect(
            CreditCheck.problems(
                credit: Scenario.named("S26d").document, originals: [Scenario.named("S26a").document], alreadyCredited: part
            ).isEmpty)
        #expect(
            CreditCheck.problems(
                credit: Scenario.named("S24").document, originals: [Scenario.named("S03").document], alreadyCredited: []
            ).isEmpty)
    }

    @Test func `a return within the balance passes, one beyond it is told or stopped by policy`() {
        var balance = DepositBalance()
        let returned = Scenario.named("S10").document
        #expect(DepositCheck.problems(returned, balance: balance, policy: .warn).map(\.severity) == [.warning])
        #expect(DepositCheck.problems(returned, balance: balance, policy: .ignore).isEmpty)
        balance.take(Scenario.named("S09").document)
        #expect(DepositCheck.problems(returned, balance: balance, policy: .park).isEmpty)
    }

    @Test func `the same content under the same number is no difference`() {
        var again = Scenario.named("S04").document
        again.version = 2
        again.approvedAt = nil
        #expect(DocumentComparison.differences(known: Scenario.named("S04").document, arrived: again).isEmpty)
        again.lines[1].productGroup = "DYED"
        again.lines.removeLast()
        let found = DocumentComparison.differences(known: Scenario.named("S04").document, arrived: again)
        #expect(found.map(\.place.description) == ["line 2, line", "line 3, line"])
        #expect(found.last?.arrived == nil)
    }

    @Test(arguments: [
        (PeriodPolicy.firstOpen, "2026-10-31", PeriodDecision.book(date: Scenario.day("2026-11-01"), Period(year: 2026, number: 11))),
        (.hold, "2026-11-18", .book(date: Scenario.day("2026-11-18"), Period(year: 2026, number: 11))),
        (
            .ask, "2026-10-01",
            .ask(Problem(.periodClosed, at: Place("invoice_date"), found: "2026-10"))
        ),
        (.firstOpen, "2027-01-01", .ask(Problem(.periodUnknown, at: Place("invoice_date"), found: "2027-01-01"))),
    ])
    func `a closed period is decided by policy`(_ policy: PeriodPolicy, _ date: String, _ decision: PeriodDecision) {
        #expect(policy.decide(Scenario.day(date), periods: Books.autumn) == decision)
    }

    @Test func `N12 an invoice negative on balance becomes a credit where the policy says so`() throws {
        var rules = ScenarioRules.rules
        rules.negativeInvoices = .credit
        rules.daybooks.rules = [
            Rule("invoices", when: [.documentKind(.salesInvoice)], "SALES"), Rule("credits", when: [.documentKind(.creditNote)], "CREDIT"),
        ]
        var document = Scenario.named("S34b").document
        document.turnNegative()
        let problems = rules.settling(DocumentValidator().problems(of: document, today: Scenario.day("2026-11-20")), of: document)
        #expect(problems.map(\.code) == [.negativeInvoice])
        #expect(!problems.containsError)
        let result = Mapper(rules: rules).map(document, party: Cast.florist, context: ScenarioRules.context)
        let entry = try #require(result.entry)
        #expect(result.mappedAsCredit)
        #expect(entry.daybook == "CREDIT")
        #expect(
            entry.lines.map { "\($0.account) \($0.amount)" } == [
                "1300 -763.00 EUR", "8000 1000.00 EUR", "1710 -300.00 EUR", "1510 63.00 EUR",
            ])
    }

    @Test(arguments: [
        ("152.60", PaymentOutcome.settled), ("152.58", .writeOff(.cents(2), to: "4990")), ("152.63", .writeOff(.cents(-3), to: "4990")),
        ("100.00", .open(.cents(52_60))), ("208.60", .overpaid(.cents(56_00))),
    ])
    func `M02, M03, M07 a payment is settled, written off, or leaves something`(_ paid: String, _ outcome: PaymentOutcome) {
        let tolerance = ScenarioRules.rules.tolerances.payment
        #expect(tolerance.settle(open: .cents(152_60), paid: Scenario.amount(paid, .eur)) == outcome)
    }
}
