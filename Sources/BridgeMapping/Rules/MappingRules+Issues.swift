import BridgeDomain

extension MappingRules {
    /// Everything that is wrong with the mapping. Saving refuses one with errors.
    public func issues() -> [RulesIssue] {
        var issues = accounts.issues() + vatCodes.issues() + daybooks.issues() + collectiveAccounts.issues()
        issues += paymentConditions.issues() + packaging.issues()
        return issues + nameIssues() + vatIssues() + textIssues() + numberIssues() + toleranceIssues()
    }

    /// Names are shared by all tables: an entry line says one name and it must be clear whose.
    private func nameIssues() -> [RulesIssue] {
        var seen: [RuleID: RuleTableName] = [:]
        var issues: [RulesIssue] = []
        func check<Output>(_ table: RuleTable<Output>) {
            for rule in table.rules where seen.updateValue(table.name, forKey: rule.id) != nil {
                issues.append(RulesIssue(.nameTwice, table.name, [rule.id.text]))
            }
        }
        check(accounts)
        check(vatCodes)
        check(daybooks)
        check(collectiveAccounts)
        check(paymentConditions)
        check(packaging)
        return issues
    }

    private func vatIssues() -> [RulesIssue] {
        var issues: [RulesIssue] = []
        var defined: Set<VATCode> = []
        for definition in vatDefinitions {
            let name = [definition.code.text]
            if !defined.insert(definition.code).inserted { issues.append(RulesIssue(.vatCodeTwice, nil, name)) }
            if definition.code.text.isEmpty { issues.append(RulesIssue(.codeEmpty, nil, name, found: "vat_definitions")) }
            let carries = definition.rates.contains { !$0.rate.isZero }
            let needsDue = definition.kind == .selfAssessed || (definition.kind == .due && carries)
            let needsClaimable = definition.kind == .selfAssessed || (definition.kind == .claimable && carries)
            if needsDue, definition.dueAccount == nil { issues.append(RulesIssue(.vatAccountMissing, nil, name, found: "due_account")) }
            if needsClaimable, definition.claimableAccount == nil {
                issues.append(RulesIssue(.vatAccountMissing, nil, name, found: "claimable_account"))
            }
            if let found = unclearRates(definition) { issues.append(RulesIssue(.vatRatesUnclear, nil, name, found: found)) }
        }
        for rule in vatCodes.rules where !defined.contains(rule.output) {
            issues.append(RulesIssue(.vatCodeUndefined, .vatCodes, [rule.id.text], found: rule.output.text))
        }
        if let code = vatCodes.fallback, !defined.contains(code) {
            issues.append(RulesIssue(.vatCodeUndefined, .vatCodes, ["default"], found: code.text))
        }
        return issues
    }

    private func unclearRates(_ definition: VATDefinition) -> String? {
        if definition.kind == .none { return nil }
        if definition.rates.isEmpty { return "–" }
        guard definition.kind == .selfAssessed else { return nil }
        for (place, left) in definition.rates.enumerated() {
            for right in definition.rates[(place + 1)...] {
                let from = [left.validFrom, right.validFrom].compactMap(\.self).max()
                let to = [left.validTo, right.validTo].compactMap(\.self).min()
                if from.flatMap({ from in to.map { from <= $0 } }) ?? true { return "\(left.rate)%, \(right.rate)%" }
            }
        }
        return nil
    }

    private func textIssues() -> [RulesIssue] {
        var issues: [RulesIssue] = []
        let heads = [("description", texts.description), ("payment_reference", texts.paymentReference)]
        for (name, template) in heads + [("line_description", texts.lineDescription)] {
            issues += template.unknown.map { RulesIssue(.placeholderUnknown, nil, [name], found: "{\($0)}") }
        }
        for (name, template) in heads {
            issues += template.placeholders.filter(\.belongsToLine).map {
                RulesIssue(.placeholderMisplaced, nil, [name], found: "{\($0.rawValue)}")
            }
        }
        let kinds = DocumentKind.allCases
        for (place, kind) in kinds.enumerated() {
            if let fault = texts.references.fault(in: kind) {
                issues.append(RulesIssue(.referenceNotReversible, nil, [kind.rawValue], found: fault))
            }
            for other in kinds[(place + 1)...] where texts.references.canCollide(kind, other) {
                issues.append(
                    RulesIssue(
                        .referencesCollide, nil, [kind.rawValue, other.rawValue],
                        found: "\(texts.references[kind]), \(texts.references[other])"))
            }
        }
        return issues
    }

    private func numberIssues() -> [RulesIssue] {
        var issues: [RulesIssue] = []
        for (name, numbers) in [("debtors", numbering.debtors), ("creditors", numbering.creditors)] {
            var owners: [String: PartyCode] = [:]
            var possible: [String] = []
            for (code, number) in numbers.table.sorted(by: { $0.key < $1.key }) {
                if number.isEmpty { issues.append(RulesIssue(.codeEmpty, nil, [name], found: code.text)) }
                if let owner = owners.updateValue(code, forKey: number) {
                    issues.append(RulesIssue(.numberTwice, nil, [name], found: "\(owner), \(code): \(number)"))
                } else if let other = numbers.policy.code(of: number), other != code, numbers.table[other] == nil {
                    possible.append("\(code), \(other): \(number)")
                }
            }
            // Nobody knows whether such parties will ever come, so this is no error, and one remark is enough.
            if let first = possible.first {
                let more = possible.count > 1 ? " (+\(possible.count - 1))" : ""
                issues.append(RulesIssue(.numberTwice, nil, [name], found: first + more, severity: .warning))
            }
            if case .range(_, let digits, let from, let to) = numbers.policy, !(1...15).contains(digits) || from < 0 || from > to {
                issues.append(RulesIssue(.numberRangeEmpty, nil, [name], found: "\(digits): \(from)…\(to)"))
            }
        }
        return issues
    }

    private func toleranceIssues() -> [RulesIssue] {
        let named = [("rounding", tolerances.rounding), ("payment", tolerances.payment)]
        return named.filter { $0.1.minorUnitsMax > 0 && $0.1.account == nil }.map { name, tolerance in
            RulesIssue(.toleranceAccountMissing, nil, [name], found: "\(tolerance.minorUnitsMax)")
        }
    }
}

extension NumberPolicy {
    /// The code that this policy would give the number to; nil when there is none.
    func code(of number: String) -> PartyCode? {
        switch self {
        case .same: return PartyCode(number)
        case .prefix(let prefix):
            return number.hasPrefix(prefix) && number.utf8.count > prefix.utf8.count
                ? PartyCode(String(number.dropFirst(prefix.count))) : nil
        case .range(let strip, let digits, let from, let to):
            guard let value = Int64(number), String(value) == number, value >= from, value <= to else { return nil }
            let tail = String(value - from)
            return PartyCode(strip + String(repeating: "0", count: max(0, digits - tail.utf8.count)) + tail)
        case .tableOnly: return nil
        }
    }
}
