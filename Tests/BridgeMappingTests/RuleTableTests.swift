import BridgeDomain
import BridgeMapping
import BridgeScenarios
import Testing

/// SplitMix64: the same seed gives the same rules.
private struct Seeded: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A world so small that every input in it can be tried.
private enum SmallWorld {
    static let days = ["2026-01-01", "2026-01-02", "2026-01-03"].map(Scenario.day)

    static func rules(seed: UInt64) -> RuleTable<AccountCode> {
        var random = Seeded(state: seed)
        let rules = (0..<Int.random(in: 1...90, using: &random)).map { number -> Rule<AccountCode> in
            var conditions: [RuleCondition] = []
            if Bool.random(using: &random) { conditions.append(.lineKind(some([.product, .transport, .packagingDeposit], &random))) }
            if Bool.random(using: &random) { conditions.append(.productGroup(some(["A", "B", "C"], &random))) }
            if Bool.random(using: &random) { conditions.append(.packagingPolicy(some([.outside, .standard], &random))) }
            if Bool.random(using: &random) { conditions.append(.rate(some([9, 21], &random))) }
            let from = days.randomElement(using: &random).flatMap { Bool.random(using: &random) ? $0 : nil }
            let to = days.randomElement(using: &random).flatMap { Bool.random(using: &random) ? $0 : nil }
            return Rule(RuleID("r\(number)"), when: RuleConditions(conditions), from: from, to: to, AccountCode("\(number)"))
        }
        return RuleTable(.accounts, rules)
    }

    private static func some<Value>(_ values: [Value], _ random: inout Seeded) -> Value {
        values[Int.random(in: 0..<values.count, using: &random)]
    }

    /// Every document line of the world. A deposit line has a policy, no other line has.
    static let inputs: [(document: Document, party: Party, day: CalendarDate)] = days.flatMap { day in
        [LineKind.product, .transport, .packagingDeposit].flatMap { kind in
            ["A", "B", "C"].flatMap { group in
                [ExactDecimal(9), 21].flatMap { rate in
                    (kind.isDeposit ? ["OUTSIDE", "STANDARD"] : [""]).map { policy in
                        input(kind, group, rate, policy, day)
                    }
                }
            }
        }
    }

    private static func input(_ kind: LineKind, _ group: String, _ rate: ExactDecimal, _ policy: String, _ day: CalendarDate) -> (
        Document, Party, CalendarDate
    ) {
        var party = Cast.florist
        party.packagingPolicy = policy
        let line = DocumentLine(number: 1, kind: kind, productGroup: group, net: .cents(100), vatCode: "L", vatRate: rate)
        var document = Scenario.document("1", .salesInvoice, party, [], Head(), printed: [])
        document.lines = [line]
        document.invoiceDate = day
        document.totals = DocumentTotals(net: .cents(100), vat: .cents(0), gross: .cents(100))
        return (document, party, day)
    }
}

extension Seeded {
    init(_ seed: UInt64) { state = seed }
}

@Suite("Rule tables")
struct RuleTableTests {
    private func subject(_ input: (document: Document, party: Party, day: CalendarDate)) throws -> RuleSubject {
        var rules = MappingRules()
        rules.packaging = RuleTable(.packaging)
        let result = Mapper(rules: rules).map(input.document, party: input.party, context: ScenarioRules.context)
        return try #require(result.decisions.first).subject
    }

    /// The rules an input meets, most filled keys first, by walking them all.
    private func matching(_ table: RuleTable<AccountCode>, _ subject: RuleSubject, _ day: CalendarDate) -> [Rule<AccountCode>] {
        table.rules.enumerated().filter { $0.element.conditions.accept(subject) && $0.element.holds(on: day) }
            .sorted { ($1.element.conditions.filled, $0.offset) < ($0.element.conditions.filled, $1.offset) }.map(\.element)
    }

    @Test(arguments: UInt64(1)...40)
    func `the arranged rules decide as walking all of them does`(seed: UInt64) throws {
        let table = SmallWorld.rules(seed: seed)
        var rules = MappingRules()
        rules.accounts = RuleTable(
            .accounts, table.rules.map { Rule($0.id, when: $0.conditions, from: $0.validFrom, to: $0.validTo, AccountChoice($0.output)) })
        rules.packaging = RuleTable(.packaging)
        let mapper = Mapper(rules: rules)
        for input in SmallWorld.inputs {
            let decision = try #require(
                mapper.map(input.document, party: input.party, context: ScenarioRules.context).decisions.first)
            #expect(decision.accountRule == matching(table, decision.subject, input.day).first?.id, "replay with seed \(seed)")
        }
    }

    @Test(arguments: UInt64(1)...40)
    func `exactly those rules are tied that some input of some day meets with equally many keys`(seed: UInt64) throws {
        let table = SmallWorld.rules(seed: seed)
        var truth: Set<[String]> = []
        for input in SmallWorld.inputs {
            let met = matching(table, try subject(input), input.day)
            for (place, left) in met.enumerated() {
                for right in met[(place + 1)...] where left.conditions.filled == right.conditions.filled {
                    truth.insert([left.id.text, right.id.text].sorted())
                }
            }
        }
        let found = Set(table.ties().map { [$0.first.text, $0.second.text].sorted() })
        // Rules whose days all lie outside the small world cannot meet there: every day of it is a bound of some rule, so there are none.
        #expect(found == truth, "replay with seed \(seed)")
    }

    @Test func `a tie names an input and a day that both rules match`() throws {
        let table = RuleTable<AccountCode>(
            .accounts,
            [
                Rule("old", when: [.productGroup("A"), .rate(9)], to: Scenario.day("2027-12-31"), "8000"),
                Rule("new", when: [.lineKind(.product), .productGroup("A", "B")], from: Scenario.day("2027-06-01"), "8001"),
                Rule(
                    "later", when: [.productGroup("A"), .rate(9)], from: Scenario.day("2028-01-01"), to: Scenario.day("2028-12-31"), "8002"),
            ])
        #expect(table.ties().map { [$0.first, $0.second] } == [["old", "new"], ["new", "later"]])
        let tie = try #require(table.ties().first)
        #expect(table.rules[0].conditions.accept(tie.subject) && table.rules[1].conditions.accept(tie.subject))
        #expect(tie.date == Scenario.day("2027-06-01"))
        #expect(
            table.issues().first?.message(.english)
                == "Two rules fit the same input equally well: accounts: new, old (line_kind=product, product_group=A, rate=9; 2027-06-01)")
    }

    /// Somebody copied a rule a thousand times. Half a million sentences would help nobody.
    @Test func `of very many ties the first are told`() {
        let copies = (1...1_000).map { Rule(RuleID("copy \($0)"), when: [.productGroup("A")], AccountCode("8000")) }
        let ties = RuleTable<AccountCode>(.accounts, copies).ties()
        #expect(ties.count == 500 && ties.first?.first == "copy 1" && ties.last?.first == "copy 1")
    }

    /// With each pair compared this takes minutes: the limit of time is what is tested.
    @Test(.timeLimit(.minutes(1))) func `as many rules as there may be are looked through at once`() {
        let groups = (1...RuleTable<AccountCode>.rulesMax).map {
            Rule(RuleID("group \($0)"), when: [.productGroup("G\($0)"), .lineKind(.product)], AccountCode("8000"))
        }
        #expect(RuleTable<AccountCode>(.accounts, groups).ties().isEmpty)
        let twice = groups + [Rule("again", when: [.productGroup("G7"), .lineKind(.product, .service)], AccountCode("8001"))]
        #expect(RuleTable<AccountCode>(.accounts, twice).ties().map { [$0.first, $0.second] } == [["group 7", "again"]])
    }

    @Test func `a packaging policy and a line that is no deposit never meet`() {
        let table = RuleTable<AccountCode>(
            .accounts, [Rule("goods", when: [.lineKind(.product)], "8000"), Rule("policy", when: [.packagingPolicy(.outside)], "1700")])
        #expect(table.ties().isEmpty)
    }

    @Test func `the default decides where nothing matches, and its use is reported`() throws {
        var rules = ScenarioRules.rules
        rules.accounts.fallback = AccountChoice("8999")
        var document = Scenario.named("S02").document
        document.lines[1].productGroup = "DRIED"
        let result = Mapper(rules: rules).map(document, party: Cast.florist, context: ScenarioRules.context)
        #expect(try #require(result.entry).lines.map(\.account).contains("8999"))
        #expect(
            result.rulesUsed.filter(\.isDefault).map(\.rule)
                == ["accounts.default", "packaging.default"].filter { $0 == "accounts.default" })
    }

    @Test(arguments: Fault.all)
    func `a faulty mapping is refused with the reason`(_ fault: Fault) throws {
        var rules = ScenarioRules.rules
        #expect(rules.issues().isEmpty)
        fault.make(&rules)
        let issue = try #require(rules.issues().first { $0.kind == fault.kind }, "\(rules.issues().map { $0.message(.english) })")
        #expect(issue.severity == .error)
        for language in Language.allCases {
            #expect(issue.message(language).contains(": "))
            #expect(!issue.remedy(language).isEmpty)
        }
        #expect(issue.message(.dutch) != issue.message(.english))
    }

    @Test func `every kind of fault but one has a row`() {
        // More rules than a table may have would only make the test slow.
        #expect(Set(Fault.all.map(\.kind)).union([.tooManyRules]) == Set(RulesIssue.Kind.allCases))
    }
}

/// A mistake made in good rules, and what it is called.
struct Fault: Sendable, CustomTestStringConvertible {
    let kind: RulesIssue.Kind
    let make: @Sendable (inout MappingRules) -> Void

    var testDescription: String { kind.rawValue }

    init(_ kind: RulesIssue.Kind, _ make: @escaping @Sendable (inout MappingRules) -> Void) {
        self.kind = kind
        self.make = make
    }

    static let all: [Fault] = [
        Fault(.nameTwice) { $0.accounts.rules[0].id = "daybook-sales" },
        Fault(.nameNotAllowed) { $0.accounts.rules[0].id = "accounts.default" },
        Fault(.neverMatches) { $0.accounts.rules[0].conditions = [.lineKind(.product), .packagingPolicy(.outside)] },
        Fault(.keyNotAsked) { $0.daybooks.rules[0].conditions = [.productGroup("A")] },
        Fault(.datesReversed) {
            $0.accounts.rules[0].validFrom = Scenario.day("2027-01-01")
            $0.accounts.rules[0].validTo = Scenario.day("2026-01-01")
        },
        Fault(.codeEmpty) { $0.accounts.rules[0].output.account = "" },
        Fault(.vatCodeUndefined) { $0.vatCodes.rules[0].output = "V6" },
        Fault(.vatCodeTwice) { $0.vatDefinitions.append($0.vatDefinitions[0]) },
        Fault(.vatAccountMissing) { $0.vatDefinitions[0].dueAccount = nil },
        Fault(.vatRatesUnclear) { rules in
            rules.vatDefinitions[rules.vatDefinitions.count - 1].rates.append(DatedRate(21, from: Scenario.day("2028-01-01")))
        },
        Fault(.placeholderUnknown) { $0.texts.description = "{numbr}" },
        Fault(.placeholderMisplaced) { $0.texts.description = "{line.product}" },
        Fault(.referenceNotReversible) { $0.texts.references.creditNote = "C{party.code}{number}" },
        Fault(.referencesCollide) { $0.texts.references.creditNote = "F2{number}" },
        Fault(.numberTwice) { $0.numbering.debtors = PartyNumbers(.tableOnly, table: ["A": "1", "B": "1"]) },
        Fault(.numberRangeEmpty) { $0.numbering.debtors.policy = .range(strip: "C", digits: 4, from: 10, to: 5) },
        Fault(.toleranceAccountMissing) { $0.tolerances.payment.account = nil },
        Fault(.tie) { $0.accounts.rules[1].conditions = $0.accounts.rules[0].conditions },
    ]
}
