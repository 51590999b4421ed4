import BridgeDomain

/// The rules of the settings, asked about one line.
struct RuleBook: Hashable, Sendable {
    /// What the rules decided about a line.
    struct Decision: Hashable {
        var action = ColumnRule.Action()
        /// The names of the rules that decided, in order.
        var rules: [String] = []
    }

    private let rules: [ColumnRule]
    private let numbers: NumberStyle
    private let layout: ColumnLayout

    init(_ settings: ColumnSettings, _ layout: ColumnLayout) {
        rules = settings.rules
        numbers = settings.form.numbers
        self.layout = layout
    }

    func decision(_ row: Row) throws(CellFault) -> Decision {
        var decision = Decision()
        var known: [ColumnRule.Subject: String] = [:]
        for rule in rules {
            guard try holds(rule, row, &known) else { continue }
            decision.rules.append(rule.name)
            decision.action.take(rule.action)
            if rule.action.leavesOut || rule.action.parks { break }
        }
        return decision
    }

    private func holds(_ rule: ColumnRule, _ row: Row, _ known: inout [ColumnRule.Subject: String]) throws(CellFault) -> Bool {
        for condition in rule.conditions {
            let text: String
            if let read = known[condition.subject] {
                text = read
            } else {
                text = try cell(condition.subject).map { (cell) throws(CellFault) in try row.text(cell) } ?? ""
                known[condition.subject] = text
            }
            if !condition.test.holds(text, numbers) { return false }
        }
        return true
    }

    private func cell(_ subject: ColumnRule.Subject) -> Cell? {
        switch subject {
        case .number: layout.document.number
        case .party: layout.party.code
        case .country: layout.party.country
        case .product: layout.line.product
        case .description: layout.line.description
        case .group: layout.line.group
        case .quantity: layout.line.quantity
        case .unitPrice: layout.line.unitPrice
        case .net: layout.line.net
        }
    }
}

extension ColumnRule.Action {
    /// What a later rule says takes the place of what an earlier one said.
    fileprivate mutating func take(_ other: ColumnRule.Action) {
        leavesOut = leavesOut || other.leavesOut
        parks = parks || other.parks
        kind = other.kind ?? kind
        party = other.party ?? party
        vatCode = other.vatCode ?? vatCode
        vatRate = other.vatRate ?? vatRate
        group = other.group ?? group
    }
}
