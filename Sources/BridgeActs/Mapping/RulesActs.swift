import BridgeAccess
import BridgeDomain
public import BridgeEngine
import BridgeHash
public import BridgeJournal
public import BridgeMapping
public import BridgeReports
import BridgeYAML

/// Rules as somebody typed them, read.
public struct TypedRules: Sendable {
    public let rules: MappingRules
    public let yaml: String

    /// Bytes of a text.
    public static let bytesMax = 512 << 10

    /// The same for the same text.
    public var seal: String { Self.seal(yaml) }

    /// What ``seal`` is of a text, read or not.
    public static func seal(_ yaml: String) -> String { SHA256.hash(Array(yaml.utf8)).hex }

    /// Reads a text; refused with every mistake, each in a line of its own with its place.
    public init(_ typed: String) throws(ActRefusal) {
        guard typed.utf8.count <= Self.bytesMax else {
            throw .incomplete("rules", .textBeyondLimit, BilingualText(nl: "Deze tekst is te lang.", en: "This text is too long."))
        }
        do throws(YAMLErrors) { rules = try MappingRules(yaml: typed) } catch {
            func lines(_ language: Language) -> String {
                error.all.map { "\($0.line):\($0.column): \($0.text(language))" }.joined(separator: "\n")
            }
            throw .incomplete("rules", .malformed, BilingualText(nl: lines(.dutch), en: lines(.english)))
        }
        yaml = typed
    }
}

/// What other rules would do: with the newest documents, and with those that wait for a rule.
public struct RulesOutlook: Sendable {
    /// Documents it is shown on: the newest, and those that wait for a rule.
    public static let newestMax = 200
    public static let waitingMax = 500

    public let newest: RulesEffect
    public let waiting: RulesEffect
}

/// A change of the rules that waits for another person, with its text.
public struct WaitingProposal: Sendable {
    public let proposal: MappingProposal
    public let yaml: String
    /// nil where the text is no rules any more.
    public let outlook: RulesOutlook?
}

extension Acts {
    /// What rules would do as the version after `base`. Nothing is written.
    public func outlook(_ rules: MappingRules, after base: Int, _ bridge: OpenBridge) async throws -> RulesOutlook {
        let inForce = try await self.rules(bridge)
        let trial = inForce.parts.translator(with: rules, version: base + 1)
        let walk = DocumentWalk(journal: journal, bridge: bridge.id)
        var (newest, waiting) = (RulesEffect(), RulesEffect())
        try await walk.each(PostingFilter(bridge: bridge.id), limit: RulesOutlook.newestMax) {
            newest.take(inForce.translator.map($0, party: $1), trial.map($0, party: $1))
        }
        for problem in Desk.waitingForRules where waiting.documents < RulesOutlook.waitingMax {
            let filter = PostingFilter(bridge: bridge.id, states: [.parked], problem: problem)
            try await walk.each(filter, limit: RulesOutlook.waitingMax - waiting.documents) {
                waiting.take(inForce.translator.map($0, party: $1), trial.map($0, party: $1))
            }
        }
        return RulesOutlook(newest: newest, waiting: waiting)
    }

    /// Saves rules as the version after the one `seal` names, or proposes them where another person must approve. Saved whole and judged whole,
    /// also where who asked does not wait for it.
    public func save(_ typed: TypedRules, seal: String, comment: String, in bridge: OpenBridge, by who: Who) async throws -> SavedRules {
        let base = try await newestRules(bridge)
        // The first rules change nothing, and wait for nobody.
        if base > 0 { try inPerson(.changeMapping, bridge, who) }
        guard seal == "\(base)" else { throw ActRefusal.changed }
        guard let parts = await bridge.parts() else { throw ActRefusal.notSetUp }
        let desk = Desk(parts: parts, who: who)
        let text = Self.line(comment, max: Self.reasonMax)
        let saved: SavedRules
        do {
            saved = try await Task { try await desk.save(typed.rules, yaml: typed.yaml, version: base + 1, comment: text) }.value
        } catch let error as JournalError where error.code == .conflict {
            throw ActRefusal.changed
        }
        switch saved {
        case .inForce: await bridge.nudge()
        case .waits: break
        case .occupied(let other): throw ActRefusal.proposalOf(other)
        }
        return saved
    }

    // MARK: What waits for another person

    /// The change of the rules that waits, with what it would do now; nil where none does.
    public func proposal(_ bridge: OpenBridge) async throws -> WaitingProposal? {
        guard let proposal = try await MappingProposal.kept(of: bridge.id, in: journal) else { return nil }
        let yaml = try await MappingProposal.text(of: bridge.id, in: journal)
        var outlook: RulesOutlook?
        if let rules = try? MappingRules(yaml: yaml) { outlook = try await self.outlook(rules, after: proposal.base, bridge) }
        return WaitingProposal(proposal: proposal, yaml: yaml, outlook: outlook)
    }

    /// Approves the change that was seen; its rules hold from now on. Returns the version, and how many documents were judged again.
    public func approveRules(_ bridge: OpenBridge, seal: String, by who: Who) async throws -> (version: Int, judged: Int) {
        try inPerson(.approveMapping, bridge, who)
        let desk = try await desk(bridge, who)
        let verdict = try await Task {
            try await desk.approveProposal(seal: seal) { proposer async throws(JournalError) in
                try await maker(of: proposer) == maker(of: who)
            }
        }.value
        switch verdict {
        case .inForce(let version, let judged):
            await bridge.nudge()
            return (version, judged)
        case .ownWork: throw ActRefusal.ownProposal
        case .ofProgram: throw ActRefusal(.doesNotFit, MappingProposal.ofProgram)
        case .changed, .takenAway: throw ActRefusal.changed
        }
    }

    /// Refuses the change that was seen, and says why. Returns the version it would have been.
    public func refuseRules(_ bridge: OpenBridge, seal: String, reason: String, by who: Who) async throws -> Int {
        let text = try Self.reason(reason)
        return try await drop(bridge, seal, text, who)
    }

    /// Takes away the change that one proposed oneself. Returns the version it would have been.
    public func withdrawRules(_ bridge: OpenBridge, seal: String, by who: Who) async throws -> Int {
        guard let kept = try await MappingProposal.kept(of: bridge.id, in: journal) else { throw ActRefusal.doesNotFit }
        guard kept.by == who else { throw ActRefusal.othersProposal }
        return try await drop(bridge, seal, "", who, onlyOwn: true)
    }

    private func drop(_ bridge: OpenBridge, _ seal: String, _ reason: String, _ who: Who, onlyOwn: Bool = false) async throws -> Int {
        guard let kept = try await MappingProposal.kept(of: bridge.id, in: journal),
            case .takenAway = try await desk(bridge, who).dropProposal(seal: seal, reason: reason, onlyOwn: onlyOwn)
        else { throw ActRefusal.changed }
        return kept.base + 1
    }

    /// Refuses a program where two people are needed.
    private func inPerson(_ verb: Verb, _ bridge: OpenBridge, _ who: Who) throws(ActRefusal) {
        guard who.token == nil || !Rights.takesPerson(verb, fourEyes: bridge.policy.mappingFourEyes) else { throw .takesPerson }
    }

    private func desk(_ bridge: OpenBridge, _ who: Who) async throws -> Desk {
        guard let parts = await bridge.parts() else { throw ActRefusal.notSetUp }
        return Desk(parts: parts, who: who)
    }
}

extension ActRefusal {
    /// One change waits at a time.
    static func proposalOf(_ other: Who) -> ActRefusal {
        ActRefusal(
            .occupied,
            BilingualText(
                nl: "Een wijziging van \(other.name) wacht al op goedkeuring. Laat die eerst goedkeuren of afwijzen.",
                en: "A change by \(other.name) waits for approval already. Have that one approved or refused first."))
    }

    /// A token tells who made it, not who holds it.
    static let takesPerson = ActRefusal(
        .notAllowed,
        BilingualText(
            nl: """
                Deze brug vraagt vier ogen voor regels: met een token kan niemand ze voorstellen of goedkeuren, want wie het heeft is niet te zien. \
                Laat twee mensen het doen: in de console bij Regels, of met 'ledgerbridge map import' en 'ledgerbridge map approve'.
                """,
            en: """
                This bridge asks for four eyes on rules: nobody proposes or approves them with a token, because nobody sees who holds it. Have two \
                people do it: in the console at Mapping, or with 'ledgerbridge map import' and 'ledgerbridge map approve'.
                """))

    static let othersProposal = ActRefusal(
        .doesNotFit,
        BilingualText(
            nl: "Alleen wie deze wijziging voorstelde, trekt haar in; een ander wijst haar af.",
            en: "Only who proposed this change withdraws it; somebody else refuses it."))

    /// Nobody approves their own work.
    static let ownProposal = ActRefusal(
        .doesNotFit,
        BilingualText(
            nl: "U maakte deze wijziging zelf: iemand anders keurt haar goed.",
            en: "You made this change yourself: somebody else approves it."))
}
