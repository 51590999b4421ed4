import BridgeDomain
import BridgeYAML

extension MappingRules {
    /// The rules as a file that ``init(yaml:)`` reads back to the same rules. The same rules always give the same bytes; comments of a file
    /// that was read are not kept, the rules' notes are.
    public func yaml() -> String { value.text(comment: "") }

    private var value: YAMLValue {
        .mapping(present: [
            "name": .string(name), "first_date": firstDate.map { .string($0.description) },
            "source_vat_codes": sourceVATCodes.isEmpty ? nil : .list(sourceVATCodes.sorted().map { .string($0.text) }),
            "accounts": accounts.value, "vat_codes": vatCodes.value, "vat_definitions": .list(vatDefinitions.map(\.value)),
            "daybooks": daybooks.value, "collective_accounts": collectiveAccounts.value, "payment_conditions": paymentConditions.value,
            "packaging": packaging.value, "standard_rates": .list(standardRates.map(\.value)), "numbers": numbering.value,
            "detail": .string(detail.rawValue),
            "detail_by_kind": detailByKind.isEmpty
                ? nil
                : .mapping(
                    DocumentKind.allCases.compactMap { kind in
                        detailByKind[kind].map { YAMLValue.Member(kind.rawValue, .string($0.rawValue)) }
                    }),
            "texts": texts.value, "tolerances": tolerances.value, "negative_invoices": .string(negativeInvoices.rawValue),
            "remainder": .string(remainder.rawValue),
        ])
    }
}

extension RuleTable where Output: WrittenOutput {
    fileprivate var value: YAMLValue {
        .mapping(present: ["default": fallback.map { .mapping($0.members) }, "rules": .list(rules.map(\.value))])
    }
}

extension Rule where Output: WrittenOutput {
    fileprivate var value: YAMLValue {
        var members = [YAMLValue.Member("name", .string(id.text))]
        if conditions.filled > 0 { members.append(YAMLValue.Member("when", conditions.value)) }
        members += output.members
        if let validFrom { members.append(YAMLValue.Member("valid_from", .string(validFrom.description))) }
        if let validTo { members.append(YAMLValue.Member("valid_to", .string(validTo.description))) }
        if !note.isEmpty { members.append(YAMLValue.Member("note", .string(note))) }
        return .mapping(members)
    }
}

extension RuleConditions {
    fileprivate var value: YAMLValue {
        .mapping(
            keys.map { key in
                let texts = self[key].map { YAMLValue.string($0) }
                return YAMLValue.Member(key.rawValue, texts.count == 1 ? texts[0] : .list(texts))
            })
    }
}

extension DatedRate {
    fileprivate var value: YAMLValue {
        .mapping(present: [
            "rate": .number(rate), "valid_from": validFrom.map { .string($0.description) },
            "valid_to": validTo.map { .string($0.description) },
        ])
    }
}

extension VATDefinition {
    fileprivate var value: YAMLValue {
        .mapping(present: [
            "code": .string(code.text), "name": .string(name), "kind": .string(kind.rawValue), "rates": .list(rates.map(\.value)),
            "due_account": dueAccount.map { .string($0.text) }, "claimable_account": claimableAccount.map { .string($0.text) },
            "ubl_category": ublCategory.map { .string($0) }, "return_box": returnBox.map { .string($0) },
        ])
    }
}

extension PartyNumbering {
    fileprivate var value: YAMLValue { ["debtors": debtors.value, "creditors": creditors.value] }
}

extension PartyNumbers {
    fileprivate var value: YAMLValue {
        var members: [YAMLValue.Member]
        switch policy {
        case .same: members = [.init("policy", "same")]
        case .tableOnly: members = [.init("policy", "table")]
        case .prefix(let prefix): members = [.init("policy", "prefix"), .init("prefix", .string(prefix))]
        case .range(let strip, let digits, let from, let to):
            members = [
                .init("policy", "range"), .init("strip", .string(strip)), .init("digits", .number(digits)), .init("from", .number(from)),
                .init("to", .number(to)),
            ]
        }
        if !table.isEmpty {
            let rows = table.sorted { $0.key < $1.key }.map { YAMLValue.Member($0.key.text, .string($0.value)) }
            members.append(.init("table", .mapping(rows)))
        }
        return .mapping(members)
    }
}

extension TextTemplates {
    fileprivate var value: YAMLValue {
        [
            "language": .string(language.rawValue), "description": .string(description.text),
            "line_description": .string(lineDescription.text), "payment_reference": .string(paymentReference.text),
            "references": .mapping(DocumentKind.allCases.map { YAMLValue.Member($0.rawValue, .string(references[$0].text)) }),
        ]
    }
}

extension Tolerances {
    fileprivate var value: YAMLValue { ["vat": vat.value, "rounding": rounding.value, "payment": payment.value] }
}

extension Tolerance {
    fileprivate var value: YAMLValue {
        .mapping(present: ["cents": .number(minorUnitsMax), "account": account.map { .string($0.text) }])
    }
}
