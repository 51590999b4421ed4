import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

/// Debtors and creditors: what is aligned, what is proposed, what needs a person.
let partyCommands: [Command] = [partyList, partyLink, partyLinkKnown, partyRetry]

private let partyOperand = Operand("PARTY", nl: "de code van een debiteur, of kind/code", en: "a debtor's code, or kind/code")

private let partyList = Command(
    path: ["party", "list"], chapter: .parties,
    summary: BilingualText(nl: "debiteuren en crediteuren met hun stand", en: "debtors and creditors with their state"),
    example: "ledgerbridge party list --state proposed",
    options: [
        CommonOption.bridge,
        .choice("state", "STATE", PartyState.allCases.map(\.rawValue), nl: "alleen met deze stand", en: "only in this state"),
        .value("after", "PARTY", nl: "verder na een bladzijde", en: "go on after a page"),
        .value("limit", "N", nl: "hoeveel, 1 tot 1000; 100", en: "how many, 1 to 1000; 100 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    let state: PartyState? = invocation.choice("state")
    let limit = try invocation.integer("limit", in: 1...1_000, default: 100)
    let bridge = try context.bridge().policy.bridge
    let after = invocation.value("after").map(partyKey)
    let page = try await context.withJournal {
        try await $0.listParties(bridge, states: state.map { [$0] } ?? [], after: after, limit: limit)
    }
    let words = context.words
    var table = TextTable([
        .init(title: words.pick("Relatie", "Party")), .init(title: words.pick("Naam", "Name"), shrinks: true),
        .init(title: words.pick("Nummer", "Number")), .init(title: words.pick("Stand", "State")),
        .init(title: words.pick("Waarom", "Why"), shrinks: true),
    ])
    table.rows = page.map { party in
        [
            party.key.description, party.party?.name ?? "–", party.number ?? "–", words.state(party.state),
            party.proposalReason ?? party.problems.first.map(words.brief) ?? "",
        ]
    }
    context.print(.array(page.map { JSON(of: $0) }), page.isEmpty ? words.pick("Geen relaties.", "No parties.") : context.text(table))
    if page.count == limit, let last = page.last, !context.isJSON {
        context.console.out(words.pick("Verder: --after \(last.key)", "More: --after \(last.key)"))
    }
    return page.contains { $0.state == .proposed || $0.state == .parked || $0.state == .rejected } ? .needsPerson : .success
}

private func partyKey(_ text: String) -> PartyKey { PartyKey(text) ?? PartyKey(.debtor, PartyCode(text)) }

/// The party a person names; says so when the journal does not know it.
private func knownParty(_ text: String, _ bridge: WorkingBridge) async throws -> PartyKey {
    let key = partyKey(text)
    guard try await bridge.parts.journal.parties([key], bridge: bridge.parts.policy.bridge)[key] != nil else {
        throw CommandFailure(
            .usage, nl: "relatie '\(text)' is niet bekend; 'ledgerbridge party list' noemt ze",
            en: "party '\(text)' is not known; 'ledgerbridge party list' lists them")
    }
    return key
}

private let partyLink = Command(
    path: ["party", "link"], chapter: .parties,
    summary: BilingualText(
        nl: "een relatie koppelen aan wat is voorgesteld, of aan wat gegeven wordt",
        en: "link a party to the relation that is proposed, or to the one given"),
    example: "ledgerbridge party link C0412",
    options: [
        CommonOption.bridge,
        .value(
            "to", "ID", nl: "het kenmerk van de relatie in de boekhouding, in plaats van wat is voorgesteld",
            en: "the relation's identifier in the books, instead of the proposed one"),
    ],
    operands: [partyOperand]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let key = try await knownParty(invocation.operands[0], bridge)
        let id = invocation.value("to").map { TargetID($0) }
        guard
            let relation = try await Desk(parts: bridge.parts, who: context.person)
                .link(key, to: id, orders: bridge.translator)
        else {
            throw CommandFailure(
                .usage, nl: "voor \(key) is niets voorgesteld, of de relatie is niet bekend of al aan een ander gekoppeld",
                en: "nothing is proposed for \(key), or the relation is not known or linked to another party")
        }
        context.print(
            ["party": .string(key.description), "relation": .string(relation.number)],
            context.words.pick(
                "\(key) is gekoppeld aan \(relation.number) \(relation.name)", "\(key) is linked to \(relation.number) \(relation.name)"))
        return .success
    }
}

private let partyLinkKnown = Command(
    path: ["party", "link-known"], chapter: .parties,
    summary: BilingualText(
        nl: "elke debiteur koppelen waarvan nummer en naam precies zo in de boekhouding staan",
        en: "link every debtor whose number and name are exactly those in the books"),
    details: BilingualText(
        nl: "Voor het inrichten: iemand zegt één keer dat gelijk nummer en gelijke naam dezelfde klant is. Leest eerst beide kanten.",
        en: "For setting a bridge up: a person says once that equal number and equal name is the same customer. Reads both sides first."),
    example: "ledgerbridge party link-known",
    options: [CommonOption.bridge, .flag("creditors", nl: "crediteuren in plaats van debiteuren", en: "creditors instead of debtors")]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let linked = try await bridge.linkKnown(invocation.flag("creditors") ? .creditor : .debtor, by: context.person)
        context.print(["linked": .number(linked)], context.words.pick("\(linked) relaties gekoppeld", "\(linked) parties linked"))
        return .success
    }
}

private let partyRetry = Command(
    path: ["party", "retry"], chapter: .parties,
    summary: BilingualText(
        nl: "een relatie opnieuw proberen, of een nieuwe maken in plaats van de voorgestelde",
        en: "try a party again, or make a new relation instead of the proposed one"),
    example: "ledgerbridge party retry C0412", options: [CommonOption.bridge], operands: [partyOperand]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let key = try await knownParty(invocation.operands[0], bridge)
        guard try await Desk(parts: bridge.parts, who: context.person).retry(key) else {
            throw CommandFailure(
                .usage, nl: "\(key) is niet geparkeerd, geweigerd of voorgesteld", en: "\(key) is not parked, rejected or proposed")
        }
        context.print(
            ["party": .string(key.description), "retried": true],
            context.words.pick("\(key) wordt opnieuw geprobeerd.", "\(key) will be tried again."))
        return .success
    }
}
