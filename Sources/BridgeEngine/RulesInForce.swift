public import BridgeConnector
public import BridgeDomain
public import BridgeJournal
public import BridgeMapping

extension MappingTranslator {
    /// The translator of a bridge: its rules, and validation by what the rules say of tolerances and of the source's VAT codes. Of two first
    /// dates the configuration's counts.
    public init(rules: MappingRules, version: Int, bridge: BridgePolicy, capabilities: ConnectorCapabilities) {
        var rules = rules
        rules.firstDate = bridge.firstDate ?? rules.firstDate
        self.init(
            rules: rules, version: version, policy: bridge, capabilities: capabilities,
            validator: DocumentValidator(
                tolerances: rules.validationTolerances, ownCountry: CountryCode(bridge.ownCountry) ?? .netherlands,
                knownVATCodes: rules.sourceVATCodes.isEmpty ? nil : rules.sourceVATCodes))
    }
}

extension BridgeParts {
    /// The translator with other rules: for trying them before they are saved, and for working with them after.
    public func translator(with rules: MappingRules, version: Int) -> MappingTranslator {
        MappingTranslator(rules: rules, version: version, bridge: policy, capabilities: connector.capabilities)
    }
}

extension Desk {
    /// What documents are parked with that wait for a rule.
    public static let waitingForRules: [ProblemCode] = [
        .accountUnmapped, .vatUnmapped, .daybookUnmapped, .collectiveAccountUnmapped, .partyNumberUnmapped, .vatCodeUnknown,
    ]

    /// Saves rules as a version, the one after the newest, and judges again what was parked for want of one. `yaml` is the text the rules were
    /// read from. Refused as a conflict, with nothing saved, when somebody saved that version already. Where the bridge asks for four eyes, they
    /// wait for another person instead.
    public func save(
        _ rules: MappingRules, yaml: String, version: Int, comment: String
    ) async throws(JournalError) -> SavedRules {
        // There is nothing yet that the first rules would change.
        if parts.policy.mappingFourEyes, version > 1 { return try await propose(yaml, version: version, comment: comment) }
        let now = parts.clock.now()
        try await parts.journal.commit(
            JournalUnit([
                .keepMapping(
                    MappingRecord(bridge: parts.bridge, version: version, yaml: yaml, savedAt: now, savedBy: who, comment: comment)),
                .record(
                    HistoryEntry(
                        at: now, who: who, bridge: parts.bridge, subject: "mapping", act: "saved", detail: "version \(version): \(comment)")
                ),
            ]))
        var renewed = parts
        renewed.translator = parts.translator(with: rules, version: version)
        return .inForce(judged: try await Desk(parts: renewed, who: who).remap())
    }
}
