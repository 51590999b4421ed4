public import BridgeConnector
import BridgeDomain
import BridgeEngine
public import BridgeMapping

extension WorkingBridge {
    /// True for books that cannot be asked for their codes, as those reached through files, and KING ERP: what is known of them, the configuration
    /// says.
    var isUnasked: Bool { parts.connector.capabilities.deliversInBatches }

    /// What of these rules nobody compared with the books, since the books do not tell it: the codes of each list that was not given, and what the
    /// VAT codes do. For a person to compare; none where the books can be asked. Calls nobody.
    public func findingsUntold(of rules: MappingRules, by master: MasterData) -> [ConnectionFinding] {
        guard isUnasked else { return [] }
        let codes = comparedLists(of: rules, master).filter { $0.known.isEmpty && !$0.used.isEmpty && $0.list != .vatCode }
        return codes.map { list, used, _ in
            let (names, used) = (list.plural, used.sorted().joined(separator: ", "))
            return ConnectionFinding(
                text: BilingualText(
                    nl:
                        "deze boeken vertellen hun \(names.dutch) niet: kijk na of die van de regels er zijn, of zet die van de boeken onder 'codes' van het doel: \(used)",
                    en:
                        "these books do not tell their \(names.english): see that those of the rules are there, or put the books' own under 'codes' of the target: \(used)"
                ), isBlocking: false, part: list.part)
        } + untoldVAT(of: rules) + [
            ConnectionFinding(
                text: BilingualText(
                    nl: "deze boeken vertellen niet welke perioden gesloten zijn: wat in een gesloten periode valt, komt geweigerd terug",
                    en: "these books do not tell which periods are closed: what falls into one comes back refused"), isBlocking: false,
                part: .period)
        ]
    }

    /// A list of codes is only their names: rate and account of a VAT code are never known.
    private func untoldVAT(of rules: MappingRules) -> [ConnectionFinding] {
        let used = rules.codesUsed.vatCodes
        let today = parts.zone.date(of: parts.clock.now())
        let definitions = rules.vatDefinitions.filter { used.contains($0.code) }.map { definition in
            let rates = definition.rates.filter { $0.holds(on: today) }.map { "\($0.rate)%" }.joined(separator: "/")
            let accounts = [definition.dueAccount, definition.claimableAccount].compactMap(\.?.text).joined(separator: ", ")
            let what = [rates, accounts].filter { !$0.isEmpty }.joined(separator: ", ")
            return "\(definition.code) (\(definition.name)\(what.isEmpty ? "" : ": \(what)"))"
        }
        if definitions.isEmpty { return [] }
        let list = definitions.joined(separator: "; ")
        return [
            ConnectionFinding(
                text: BilingualText(
                    nl:
                        "deze boeken vertellen niet wat hun btw-codes doen: leg percentage en rekening van die uit de regels ernaast: \(list)",
                    en: "these books do not tell what their VAT codes do: hold rate and account of those of the rules against them: \(list)"
                ), isBlocking: false, part: .vatCode)
        ]
    }
}

extension WorkingBridge.CodeList {
    /// Where in the books its codes are kept.
    var part: BooksPart {
        switch self {
        case .account: .account
        case .vatCode: .vatCode
        case .daybook: .daybook
        case .paymentCondition: .paymentCondition
        case .costCentre: .costCentre
        case .costUnit: .costUnit
        }
    }

    fileprivate var plural: BilingualText {
        switch self {
        case .account: BilingualText(nl: "rekeningen", en: "accounts")
        case .vatCode: BilingualText(nl: "btw-codes", en: "VAT codes")
        case .daybook: BilingualText(nl: "dagboeken", en: "daybooks")
        case .paymentCondition: BilingualText(nl: "betalingscondities", en: "payment conditions")
        case .costCentre: BilingualText(nl: "kostenplaatsen", en: "cost centres")
        case .costUnit: BilingualText(nl: "kostendragers", en: "cost units")
        }
    }
}
