public import BridgeDomain

extension RuleID {
    /// What people call what decided: a rule by the name somebody gave it, and what decides without a rule in words. Names that people give hold no
    /// point (`RulesIssue`), ours do.
    public func title(_ language: Language) -> String {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard parts.count == 2 else { return text }
        let told: BilingualText? =
            switch (parts[0], parts[1]) {
            case ("source", "ledger_ready"): BilingualText(nl: "de bron koos zelf", en: "the source chose itself")
            case ("party", "packaging_policy"): BilingualText(nl: "het beleid van de relatie zelf", en: "the party's own policy")
            case ("tolerance", "vat"): BilingualText(nl: "toegestaan btw-verschil", en: "VAT difference allowed")
            case ("tolerance", "rounding"): BilingualText(nl: "toegestane afronding", en: "rounding allowed")
            case ("vat", let code): BilingualText(nl: "btw-code \(code)", en: "VAT code \(code)")
            case (let table, "default"):
                RuleTableName(rawValue: String(table)).map {
                    BilingualText(nl: "\($0.name(.dutch)): standaardwaarde", en: "\($0.name(.english)): default")
                }
            default: nil
            }
        return told?[language] ?? text
    }

    /// True where ``title(_:)`` says it in words and nobody gave it a name.
    var isOurs: Bool { text.contains(".") }
}

extension RuleTableName {
    /// An outcome of this table as people call it.
    func word(_ outcome: String, _ language: Language) -> String {
        self == .packaging ? RuleKey.packagingPolicy.word(outcome, language) : outcome
    }
}

extension RuleSummary {
    /// What the rule gives, as people call it.
    public func outcome(_ language: Language) -> String { table.word(outcome, language) }
}
