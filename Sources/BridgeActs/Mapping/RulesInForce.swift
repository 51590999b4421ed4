public import BridgeDomain
public import BridgeEngine
public import BridgeJournal
public import BridgeMapping
import BridgeReports

/// The rules of a bridge that are in force, with what tries them.
public struct RulesInForce: Sendable {
    public let bridge: OpenBridge
    public let parts: BridgeParts
    public let translator: MappingTranslator

    /// 0 where no rules were saved yet.
    public var version: Int { translator.mappingVersion }
}

extension Acts {
    /// The newest version that is saved, also before the lane took it up. Refused while the bridge is not set up.
    public func rules(_ bridge: OpenBridge) async throws -> RulesInForce {
        guard let parts = await bridge.parts() else { throw ActRefusal.notSetUp }
        guard let kept = try await journal.mapping(bridge.id, version: nil) else {
            return RulesInForce(bridge: bridge, parts: parts, translator: parts.translator(with: MappingRules(name: ""), version: 0))
        }
        if let translator = parts.translator as? MappingTranslator, translator.mappingVersion == kept.version {
            return RulesInForce(bridge: bridge, parts: parts, translator: translator)
        }
        guard let rules = try? MappingRules(yaml: kept.yaml) else { throw ActRefusal.notSetUp }
        return RulesInForce(bridge: bridge, parts: parts, translator: parts.translator(with: rules, version: kept.version))
    }

    /// The number of the newest version; 0 where there is none. What is saved names it, so that nobody overwrites what they did not see.
    public func newestRules(_ bridge: OpenBridge) async throws(JournalError) -> Int {
        try await journal.mapping(bridge.id, version: nil)?.version ?? 0
    }

    /// One version as it was saved; refused as not found where there is none.
    public func rulesVersion(_ bridge: OpenBridge, _ version: String) async throws -> MappingRecord {
        guard let number = Int(version) else { throw ActRefusal.notFound }
        let record = try await journal.mapping(bridge.id, version: number)
        guard let record else { throw ActRefusal.notFound }
        return record
    }

    /// What waits for a rule, value by value.
    public func waitingForRules(_ bridge: OpenBridge) async throws(JournalError) -> [ProblemTotal] {
        try await journal.problemTotals(bridge.id).filter { Desk.waitingForRules.contains($0.code) }
    }

    /// How often each rule decided over the newest `newest` documents.
    public func coverage(_ rules: RulesInForce, newest: Int) async throws(JournalError) -> Coverage {
        var coverage = Coverage(rules.translator.mapper.rules)
        try await DocumentWalk(journal: journal, bridge: rules.bridge.id)
            .each(PostingFilter(bridge: rules.bridge.id), limit: newest) { coverage.take(rules.translator.map($0, party: $1)) }
        return coverage
    }

    /// Documents over which use is counted: unless asked otherwise, and at most.
    public static let coverageNewest = 100
    public static let coverageNewestMax = 1_000
}

/// The rules in force, tried on one document. Nothing is written.
public struct RulesTrial: Sendable {
    public let posting: PostingRecord
    /// nil where the document cannot be read.
    public let tried: (isMapped: Bool, explanation: Explanation)?
}

extension Acts {
    /// Documents of a number: one of each kind may have it. `administration` and `kind` nil: the source's own, and any.
    public func postings(
        _ bridge: OpenBridge, number: String, administration: String?, kind: DocumentKind?
    ) async throws(JournalError) -> [PostingRecord] {
        let administration = administration.map { SourceAdministration($0) } ?? bridge.policy.source
        let kinds = kind.map { [$0] } ?? DocumentKind.allCases
        let keys = kinds.map { DocumentKey(administration, $0, DocumentNumber(number)) }
        let found = try await journal.postings(keys, bridge: bridge.id)
        return keys.compactMap { found[$0] }
    }

    /// Tries rules on a document, and says why its entry is what it is.
    public func trial(_ rules: RulesInForce, _ posting: PostingRecord) async throws(JournalError) -> RulesTrial {
        let read = try await DocumentWalk(journal: journal, bridge: rules.bridge.id).documentAndParty(of: posting)
        guard let (document, party) = read else { return RulesTrial(posting: posting, tried: nil) }
        let result = rules.translator.map(document, party: party)
        return RulesTrial(
            posting: posting,
            tried: (
                result.isMapped,
                rules.translator.mapper.explain(result, of: document, party: party, context: rules.translator.context)
            ))
    }
}
