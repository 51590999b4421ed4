import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

private let bridgeOption = Option.value("bridge", "NAME", "which bridge; needed only when there are several")

/// Debtors and creditors: what is aligned, what is proposed, what needs a person.
let partyCommands: [Command] = [partyList, partyLink, partyLinkKnown, partyRetry]

private let partyList = Command(
    path: ["party", "list"], summary: "debtors and creditors with their state", example: "ledgerbridge party list --state proposed",
    options: [
        bridgeOption, .value("state", "STATE", "known, ready, inFlight, outcomeUnknown, aligned, proposed, parked, rejected"),
        .value("limit", "N", "how many, 1 to 1000; 100 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    var states: Set<PartyState> = []
    if let text = invocation.value("state") {
        guard let state = PartyState(rawValue: text) else {
            throw CommandFailure(.usage, "--state takes one of: \(PartyState.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        states = [state]
    }
    let journal = try await context.openJournal()
    let page = try await journal.listParties(
        try context.bridge().policy.bridge, states: states, after: nil, limit: try invocation.integer("limit", in: 1...1_000, default: 100))
    await journal.close()
    var table = TextTable([
        .init(title: context.words.pick("Relatie", "Party")), .init(title: context.words.pick("Naam", "Name"), shrinks: true),
        .init(title: context.words.pick("Nummer", "Number")), .init(title: context.words.pick("Stand", "State")),
        .init(title: context.words.pick("Waarom", "Why")),
    ])
    table.rows = page.map { party in
        [
            party.key.description, party.party?.name ?? "–", party.number ?? "–", party.state.rawValue,
            party.proposalReason ?? party.problems.first?.message(context.language) ?? "",
        ]
    }
    context.print(.array(page.map { JSON(of: $0) }), page.isEmpty ? context.words.pick("Geen relaties.", "No parties.") : table.text())
    return page.contains { $0.state == .proposed || $0.state == .parked || $0.state == .rejected } ? .needsPerson : .success
}

private func partyKey(_ text: String) -> PartyKey { PartyKey(text) ?? PartyKey(.debtor, PartyCode(text)) }

private let partyLink = Command(
    path: ["party", "link"], summary: "link a party to the relation that is proposed, or to the one given",
    example: "ledgerbridge party link C0412",
    options: [bridgeOption, .value("to", "ID", "the relation's identifier in the books, instead of the proposed one")],
    operands: [Operand(name: "PARTY", help: "a debtor's code, or kind/code")]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let key = partyKey(invocation.operands[0])
        let id = invocation.value("to").map { TargetID($0) }
        guard let relation = try await Desk(parts: bridge.parts, who: context.person).link(key, to: id) else {
            throw CommandFailure(.usage, "nothing is proposed for \(key), or the relation is not known or linked to another party")
        }
        context.print(
            ["party": .string(key.description), "relation": .string(relation.number)],
            context.words.pick(
                "\(key) is gekoppeld aan \(relation.number) \(relation.name)", "\(key) is linked to \(relation.number) \(relation.name)"))
        return .success
    }
}

private let partyLinkKnown = Command(
    path: ["party", "link-known"], summary: "link every debtor whose number and name are exactly those in the books",
    details:
        "For setting a bridge up: a person says once that equal number and equal name is the same customer. Reads the relations first.",
    example: "ledgerbridge party link-known", options: [bridgeOption, .flag("creditors", "creditors instead of debtors")]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let linked = try await bridge.linkKnown(invocation.flag("creditors") ? .creditor : .debtor, by: context.person)
        context.print(["linked": .number(linked)], context.words.pick("\(linked) relaties gekoppeld", "\(linked) parties linked"))
        return .success
    }
}

private let partyRetry = Command(
    path: ["party", "retry"], summary: "try a party again, or make a new relation instead of the proposed one",
    example: "ledgerbridge party retry C0412", options: [bridgeOption],
    operands: [Operand(name: "PARTY", help: "a debtor's code, or kind/code")]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        guard try await Desk(parts: bridge.parts, who: context.person).retry(partyKey(invocation.operands[0])) else {
            throw CommandFailure(.usage, "this party is not parked, rejected or proposed")
        }
        context.print(["retried": true], context.words.pick("Wordt opnieuw geprobeerd.", "Will be tried again."))
        return .success
    }
}
