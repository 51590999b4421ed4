public import BridgeDomain
public import BridgeMapping

extension ScenarioRules {
    /// The rules in an accounting system's own codes, for books whose VAT codes and daybooks are called otherwise than §14 calls them.
    ///
    /// - Parameters:
    ///   - vatCodes: what each of §14's codes is called there.
    ///   - daybooks: what each of SALES, PURCHASE, BANK and GENERAL is called there.
    ///   - costCentres: cost centres that accounts demand there.
    public static func rules(
        vatCodes: [VATCode: VATCode], daybooks: [DaybookCode: DaybookCode], costCentres: [AccountCode: CostCentre] = [:]
    ) -> MappingRules {
        var rules = Self.rules
        for place in rules.vatCodes.rules.indices {
            let own = rules.vatCodes.rules[place].output
            rules.vatCodes.rules[place].output = vatCodes[own] ?? own
        }
        for place in rules.vatDefinitions.indices {
            let own = rules.vatDefinitions[place].code
            rules.vatDefinitions[place].code = vatCodes[own] ?? own
        }
        for place in rules.daybooks.rules.indices {
            let own = rules.daybooks.rules[place].output
            rules.daybooks.rules[place].output = daybooks[own] ?? own
        }
        for (own, theirs) in daybooks.sorted(by: { $0.key < $1.key }) {
            rules.daybooks.rules.append(
                Rule(RuleID("daybook-ledger-\(own)"), when: [.documentKind(.ledgerPosting), .sourceDaybook(own)], theirs))
        }
        for place in rules.accounts.rules.indices {
            let account = rules.accounts.rules[place].output.account
            if let centre = costCentres[account] { rules.accounts.rules[place].output.costCentre = centre }
        }
        return rules
    }
}
