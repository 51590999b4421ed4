import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

/// A change of the rules that waits for another person, where the bridge asks for four eyes.
let mapProposalCommands: [Command] = [mapProposal, mapApprove, mapRefuse]

private let mapProposal = Command(
    path: ["map", "proposal"], chapter: .rules,
    summary: BilingualText(nl: "de wijziging die op goedkeuring wacht, als YAML", en: "the change that waits for approval, as YAML"),
    example: "ledgerbridge map proposal > proposed.yaml", options: [CommonOption.bridge]
) { invocation in
    let context = try Context(invocation)
    let bridge = try context.bridge().policy.bridge
    return try await context.withJournal { journal in
        guard let proposal = try await MappingProposal.kept(of: bridge, in: journal) else {
            context.print(.null, context.words.pick("Er wacht niets op goedkeuring.", "Nothing waits for approval."))
            return .success
        }
        let yaml = try await MappingProposal.text(of: bridge, in: journal)
        context.console.say(
            context.words.pick(
                "Versie \(proposal.base + 1), voorgesteld door \(proposal.by) op \(context.moment(proposal.at)): \(proposal.comment)",
                "Version \(proposal.base + 1), proposed by \(proposal.by) on \(context.moment(proposal.at)): \(proposal.comment)"))
        context.print(.object([.init("proposal", JSON(of: proposal)), .init("yaml", .string(yaml))]), yaml)
        return .needsPerson
    }
}

private let mapApprove = Command(
    path: ["map", "approve"], chapter: .rules,
    summary: BilingualText(
        nl: "de wijziging van iemand anders goedkeuren: ze geldt vanaf nu", en: "approve another person's change: it holds from now on"),
    details: BilingualText(
        nl: "Alleen waar de brug mapping_four_eyes vraagt. Wie de wijziging maakte, kan haar niet goedkeuren.",
        en: "Only where the bridge asks for mapping_four_eyes. Whoever made the change cannot approve it."),
    example: "ledgerbridge map approve", options: [CommonOption.bridge]
) { invocation in try await decide(invocation) { desk, proposal in try await desk.approveProposal(seal: proposal.seal) } }

private let mapRefuse = Command(
    path: ["map", "refuse"], chapter: .rules,
    summary: BilingualText(nl: "de wijziging die wacht afwijzen of intrekken", en: "refuse or withdraw the change that waits"),
    example: "ledgerbridge map refuse --reason \"8010 is closed\"",
    options: [CommonOption.bridge, .value("reason", "TEXT", nl: "waarom; staat in de historie", en: "why; stands in the history")]
) { invocation in
    try await decide(invocation) { desk, proposal in
        try await desk.dropProposal(seal: proposal.seal, reason: invocation.value("reason") ?? "")
    }
}

private func decide(
    _ invocation: Invocation, _ decide: @Sendable (Desk, MappingProposal) async throws -> ProposalVerdict
) async throws -> Exit {
    let context = try Context(invocation)
    let words = context.words
    return try await context.working { bridge in
        guard let proposal = try await MappingProposal.kept(of: bridge.parts.policy.bridge, in: bridge.parts.journal) else {
            context.print(.object([.init("version", .null)]), words.pick("Er wacht niets op goedkeuring.", "Nothing waits for approval."))
            return .success
        }
        switch try await decide(Desk(parts: bridge.parts, who: context.person), proposal) {
        case .inForce(let version, let judged):
            context.print(
                .object([.init("version", .number(version)), .init("judged", .number(judged))]),
                words.pick(
                    "Versie \(version) geldt; \(judged) geparkeerde documenten opnieuw bekeken.",
                    "Version \(version) is in force; \(judged) parked documents judged again."))
            return .success
        case .takenAway:
            context.print(
                .object([.init("version", .null)]),
                words.pick("De wijziging is weg; de regels blijven zoals ze zijn.", "The change is gone; the rules stay as they are."))
            return .success
        case .ownWork:
            throw CommandFailure(
                .usage, nl: "u maakte deze wijziging zelf: iemand anders keurt haar goed",
                en: "you made this change yourself: somebody else approves it")
        case .ofProgram:
            throw CommandFailure(.usage, nl: MappingProposal.ofProgram.dutch, en: MappingProposal.ofProgram.english)
        case .changed:
            throw CommandFailure(
                .usage, nl: "er is intussen iets veranderd; bekijk het opnieuw met 'ledgerbridge map proposal'",
                en: "something changed meanwhile; look again with 'ledgerbridge map proposal'")
        }
    }
}
