import BridgeDomain
import BridgeMapping
import BridgeScenarios
import Testing

@Suite("Texts, references and numbers")
struct TextTests {
    private func entry(
        _ id: String, party: Party? = nil, limits: TextLimits? = nil, _ change: (inout MappingRules, inout Document) -> Void
    ) throws -> (entry: Entry?, problems: [Problem]) {
        var rules = ScenarioRules.rules
        var document = Scenario.named(id).document
        change(&rules, &document)
        var context = ScenarioRules.context
        if let limits { context.limits = limits }
        let result = Mapper(rules: rules).map(document, party: party ?? Scenario.named(id).party, context: context)
        return (result.entry, result.problems)
    }

    @Test(arguments: [
        ("{kind} {number} {party.name}", "Factuur S02 Debtor FLORIST"), ("{number}/{order}/{date}", "S02/PO-7781/2026-11-18"),
        ("Order {order} {delivery_notes}", "Order PO-7781 D-1, D-2"), ("{original} {due_date} {number}", "S02"),
        ("{party.code} {party.number} {currency}", "FLORIST FLORIST EUR"), ("50 {% {nobody} {number}", "50 {% {nobody} S02"),
    ])
    func `a description is filled from the document`(_ template: String, _ text: String) throws {
        let made = try entry("S02") { rules, document in
            rules.texts.description = TextTemplate(template)
            document.references.customerOrder = "PO-7781"
            document.references.deliveryNotes = ["D-1", "D-2"]
        }
        #expect(try #require(made.entry).description == text)
    }

    @Test func `a text beyond the limit is cut where people see it, and told`() throws {
        let limits = TextLimits(description: 12, lineDescription: 8, reference: 30, paymentReference: 5, entryLines: 100)
        let made = try entry("S02", limits: limits) { rules, document in
            rules.texts.description = "{number} bloemen één twee"
            document.payment.reference = "2026104233"
            document.lines[0].description = "Rosa, pink,\n60 cm"
        }
        let entry = try #require(made.entry)
        #expect(entry.description == "S02 bloemen…")
        #expect(entry.paymentReference == "2026…")
        #expect(entry.lines.first { $0.role == .amount }?.description == "Rosa, p…")
        #expect(made.problems.map(\.code) == [.textTooLong, .textTooLong, .textTooLong])
        #expect(made.problems.map(\.place.description) == ["description", "payment.reference", "line 1, description"])
        #expect(!made.problems.containsError)
    }

    @Test func `a text of exactly the limit stays whole, counted in characters`() throws {
        let limits = TextLimits(description: 11, reference: 30, paymentReference: 5, entryLines: 100)
        let made = try entry("S02", limits: limits) { rules, _ in rules.texts.description = "één {number} ëë!" }
        #expect(try #require(made.entry).description == "één S02 ëë!")
        #expect(made.problems.isEmpty)
    }

    @Test func `a reference beyond the limit stops the document instead of being cut`() throws {
        let limits = TextLimits(description: 60, reference: 10, paymentReference: 40, entryLines: 100)
        let made = try entry("S01", limits: limits) { rules, _ in rules.texts.references.salesInvoice = "FreshPortal-{number}" }
        #expect(made.entry == nil)
        #expect(made.problems.map(\.code) == [.referenceTooLong])
        #expect(made.problems.first?.found == "FreshPortal-S01")
    }

    @Test(arguments: DocumentKind.allCases, ["2026-104233", "F-1", "00012345", "A/B C", "é"])
    func `a reference leads back to its document`(_ kind: DocumentKind, _ number: String) {
        let key = DocumentKey("NL01", kind, DocumentNumber(number))
        for templates in [ReferenceTemplates(), ScenarioRules.rules.texts.references] {
            #expect(templates.document(of: templates.reference(of: key), administration: "NL01") == key)
        }
        var withAdministration = ReferenceTemplates()
        withAdministration[kind] = "x{administration}:{number}!"
        #expect(withAdministration.document(of: withAdministration.reference(of: key), administration: "NL01") == key)
        #expect(withAdministration.document(of: withAdministration.reference(of: key), administration: "NL02") == nil)
    }

    @Test(arguments: ["", "X-1", "F-", "2026-104233"])
    func `a stranger's reference leads nowhere`(_ text: String) {
        #expect(ReferenceTemplates().document(of: EntryReference(text), administration: "NL01") == nil)
    }

    @Test(arguments: [
        (NumberPolicy.same, "C0412", String?("C0412")), (.prefix("9"), "C0412", "9C0412"),
        (.range(strip: "C", digits: 4, from: 100_000, to: 109_999), "C0412", "100412"),
        (.range(strip: "C", digits: 4, from: 100_000, to: 100_400), "C0412", nil),
        (.range(strip: "C", digits: 4, from: 100_000, to: 199_999), "C10412", "110412"),
        (.range(strip: "C", digits: 4, from: 100_000, to: 199_999), "C00412", nil),
        (.range(strip: "C", digits: 4, from: 100_000, to: 109_999), "C412", nil),
        (.range(strip: "C", digits: 4, from: 100_000, to: 109_999), "D0412", nil), (.tableOnly, "C0412", nil),
    ])
    func `a party's number follows from its code`(_ policy: NumberPolicy, _ code: String, _ number: String?) {
        #expect(PartyNumbers(policy).number(of: PartyCode(code)) == number)
        #expect(PartyNumbers(policy, table: [PartyCode(code): "77"]).number(of: PartyCode(code)) == "77")
    }

    @Test func `a party without a number stops the document, a merged one uses the code it lives on under`() throws {
        let refused = try entry("S01") { rules, _ in rules.numbering.debtors.policy = .tableOnly }
        #expect(refused.entry == nil)
        #expect(refused.problems.map(\.code) == [.partyNumberUnmapped])
        var merged = Cast.florist
        merged.mergedInto = "C0500"
        let made = try entry("S01", party: merged) { _, _ in }
        #expect(try #require(made.entry).partyNumber == "C0500")
        #expect(try #require(made.entry).party == PartyKey(.debtor, "C0500"))
    }

    @Test func `a summed line says how many lines are in it`() throws {
        let limits = TextLimits(description: 60, lineDescription: 9, reference: 30, paymentReference: 40, entryLines: 100)
        let made = try entry("S28a", limits: limits) { rules, _ in rules.detail = .summed }
        let line = try #require(made.entry?.lines.first { $0.role == .amount })
        #expect(line.description == "Line 1 +9")
        #expect(line.sourceLines == Array(1...10))
    }

    @Test func `an entry longer than the target takes is summed, and refused when that does not help`() throws {
        func limits(_ lines: Int) -> TextLimits { TextLimits(description: 60, reference: 30, paymentReference: 40, entryLines: lines) }
        let whole = try entry("S28a", limits: limits(20)) { _, _ in }
        #expect(try #require(whole.entry).lines.count == 12)
        let summed = try entry("S28a", limits: limits(11)) { _, _ in }
        #expect(try #require(summed.entry).lines.count == 3)
        let refused = try entry("S04", limits: limits(5)) { _, _ in }
        #expect(refused.problems.map(\.code) == [.tooManyLines])
    }

    @Test func `the due date is the document's, else the party's term counts`() throws {
        var party = Cast.florist
        party.paymentTermDays = 14
        let counted = try entry("S01", party: party) { _, _ in }
        #expect(try #require(counted.entry).dueDate == Scenario.day("2026-12-02"))
        let printed = try entry("S01", party: party) { _, document in document.dueDate = Scenario.day("2026-12-31") }
        #expect(try #require(printed.entry).dueDate == Scenario.day("2026-12-31"))
    }
}
