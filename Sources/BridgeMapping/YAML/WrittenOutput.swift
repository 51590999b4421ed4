import BridgeDomain
import BridgeYAML

/// An outcome that has keys of its own in a rule.
protocol WrittenOutput: RuleOutput {
    static func read(_ mapping: YAMLMapping) -> Self?
    var members: [YAMLValue.Member] { get }
}

extension AccountChoice: WrittenOutput {
    static func read(_ mapping: YAMLMapping) -> AccountChoice? {
        let account = mapping.required("account", .code as YAMLForm<AccountCode>)
        let centre = mapping.optional("cost_centre", .code as YAMLForm<CostCentre>)
        let unit = mapping.optional("cost_unit", .code as YAMLForm<CostUnit>)
        return account.map { AccountChoice($0, costCentre: centre, costUnit: unit) }
    }

    var members: [YAMLValue.Member] {
        [
            YAMLValue.Member("account", .string(account.text)), costCentre.map { YAMLValue.Member("cost_centre", .string($0.text)) },
            costUnit.map { YAMLValue.Member("cost_unit", .string($0.text)) },
        ].compactMap(\.self)
    }
}

extension VATCode: WrittenOutput {
    static func read(_ mapping: YAMLMapping) -> VATCode? { mapping.required("vat_code", .code) }
    var members: [YAMLValue.Member] { [YAMLValue.Member("vat_code", .string(text))] }
}

extension DaybookCode: WrittenOutput {
    static func read(_ mapping: YAMLMapping) -> DaybookCode? { mapping.required("daybook", .code) }
    var members: [YAMLValue.Member] { [YAMLValue.Member("daybook", .string(text))] }
}

extension AccountCode: WrittenOutput {
    static func read(_ mapping: YAMLMapping) -> AccountCode? { mapping.required("account", .code) }
    var members: [YAMLValue.Member] { [YAMLValue.Member("account", .string(text))] }
}

extension PaymentCondition: WrittenOutput {
    static func read(_ mapping: YAMLMapping) -> PaymentCondition? { mapping.required("payment_condition", .code) }
    var members: [YAMLValue.Member] { [YAMLValue.Member("payment_condition", .string(text))] }
}

extension PackagingPolicy: WrittenOutput {
    static func read(_ mapping: YAMLMapping) -> PackagingPolicy? { mapping.required("policy", .choice()) }
    var members: [YAMLValue.Member] { [YAMLValue.Member("policy", .string(rawValue))] }
}
