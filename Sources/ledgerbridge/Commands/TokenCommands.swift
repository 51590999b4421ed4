import BridgeAccess
import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeJournal
import BridgeRuntime

/// The tokens by which trade systems are let in at our own door.
let tokenCommands: [Command] = [tokenCreate, tokenList, tokenRevoke]

private let tokenCreate = Command(
    path: ["token", "create"], chapter: .connection,
    summary: BilingualText(
        nl: "een token maken waarmee een systeem documenten mag aanleveren", en: "make a token with which a system may push documents"),
    details: BilingualText(
        nl: """
            Het token wordt één keer getoond; bewaard wordt alleen zijn hash. Geef --scope en --bridge vaker voor meer rechten en bruggen; \
            zonder --scope en --role krijgt het alle rechten op aanleveren, zonder --bridge geldt het voor elke brug. Met --role mag het aan de API \
            wat mensen van die rol in de console mogen.
            """,
        en: """
            The token is shown once; only its hash is kept. Give --scope and --bridge several times for several; without --scope and --role it has \
            all scopes of pushing, without --bridge it is for every bridge. With --role it may do at the API what people of that role may do in the \
            console.
            """),
    example: "ledgerbridge token create freshportal --scope documents:write --bridge export --days 365",
    options: [
        .choice("scope", "SCOPE", TokenScope.allCases.map(\.rawValue), nl: "wat het mag", en: "what it may do"),
        .choice("role", "ROLE", Role.allCases.map(\.rawValue), nl: "de rol die het krijgt", en: "the role that it is given"),
        .value("bridge", "NAME", nl: "voor welke brug", en: "for which bridge"),
        .value(
            "days", "N", nl: "na hoeveel dagen het verloopt, 1 tot 3660; 365",
            en: "after how many days it runs out, 1 to 3660; 365 unless given"),
    ], operands: [Operand("HOLDER", nl: "wie het krijgt, voor in lijsten", en: "who gets it, for lists")]
) { invocation in
    let context = try Context(invocation)
    let days = try invocation.integer("days", in: 1...3_660, default: 365)
    let holder = invocation.operands[0]
    guard !holder.isEmpty, holder.count <= DoorTokens.nameMax else {
        throw CommandFailure(
            .usage, nl: "een naam heeft 1 tot \(DoorTokens.nameMax) tekens", en: "a name has 1 to \(DoorTokens.nameMax) characters")
    }
    let role = invocation.options["role"]?.last.flatMap { Role(rawValue: $0) }
    let scopes = invocation.options["scope"].map { $0.compactMap { TokenScope(rawValue: $0) } } ?? (role == nil ? TokenScope.allCases : [])
    let bridges = try (invocation.options["bridge"] ?? []).map { name in try namedBridge(name, context, isPushed: role == nil) }
    let expiresAt = context.clock.now().adding(seconds: Int64(days) * 86_400)
    let made = try await context.withJournal { journal in
        let tokens = DoorTokens(journal: journal, clock: context.clock)
        guard try await tokens.mayMake(context.person) else {
            throw CommandFailure(
                .usage, nl: "gebruiker '\(context.person.name)' is geen beheerder (meer): een token opent nooit meer dan wie het maakt",
                en: "user '\(context.person.name)' is no administrator (any more): a token never opens more than whoever makes it")
        }
        return try await tokens.create(
            name: holder, scopes: Set(scopes), role: role, bridges: bridges, expiresAt: expiresAt, by: context.person)
    }
    let kept = context.words.pick(
        "Bewaar het nu: het wordt niet nog eens getoond. Het verloopt op \(context.moment(expiresAt)).",
        "Keep it now: it is not shown again. It runs out on \(context.moment(expiresAt)).")
    context.print(json(made.record).with("token", .string(made.text)), "\(made.text)\n\(kept)")
    return .success
}

private let tokenList = Command(
    path: ["token", "list"], chapter: .connection,
    summary: BilingualText(nl: "de tokens, en of ze nog gelden", en: "the tokens, and whether they are in force"),
    example: "ledgerbridge token list"
) { invocation in
    let context = try Context(invocation)
    let words = context.words
    let tokens = try await context.withJournal { journal in
        let tokens = DoorTokens(journal: journal, clock: context.clock)
        var listed: [(token: TokenRecord, standing: TokenStanding)] = []
        for token in try await tokens.list() { listed.append((token, try await tokens.standing(of: token))) }
        return listed
    }
    var table = TextTable([
        .init(title: "Token"), .init(title: words.pick("Van", "Holder"), shrinks: true),
        .init(title: words.pick("Mag", "May"), shrinks: true),
        .init(title: words.pick("Bruggen", "Bridges"), shrinks: true),
        .init(title: words.pick("Laatst gebruikt", "Last used")), .init(title: words.pick("Stand", "State")),
    ])
    table.rows = tokens.map { token, standing in
        let bridges = token.bridges.map(\.text).joined(separator: ", ")
        return [
            token.id, token.name, token.opens.joined(separator: ", "), bridges.isEmpty ? words.pick("alle", "all") : bridges,
            token.usedAt.map { context.moment($0) } ?? "–", text(standing, of: token, context),
        ]
    }
    context.print(
        .array(tokens.map { json($0.token).with("standing", .string($0.standing.rawValue)) }),
        tokens.isEmpty
            ? words.pick("Geen tokens. 'ledgerbridge token create' maakt er een.", "No tokens. 'ledgerbridge token create' makes one.")
            : context.text(table))
    return .success
}

private let tokenRevoke = Command(
    path: ["token", "revoke"], chapter: .connection,
    summary: BilingualText(nl: "een token per direct laten vervallen", en: "end a token at once"),
    details: BilingualText(
        nl: "Tokens die met dit token gemaakt zijn, vervallen mee.", en: "Tokens that were made with this token end with it."),
    example: "ledgerbridge token revoke 5f0c2a9d11e4b7c3",
    operands: [Operand("TOKEN", nl: "de code die token list noemt", en: "the identifier that token list names")]
) { invocation in
    let context = try Context(invocation)
    let id = invocation.operands[0]
    let revoked = try await context.withJournal {
        try await DoorTokens(journal: $0, clock: context.clock).revoke(id, by: context.person)
    }
    guard let revoked else {
        throw CommandFailure(
            .usage, nl: "er is geen token '\(id)'; 'ledgerbridge token list' noemt ze",
            en: "there is no token '\(id)'; 'ledgerbridge token list' lists them")
    }
    context.print(json(revoked), "\(revoked.name): \(text(.revoked, of: revoked, context))")
    return .success
}

/// A bridge by its name; of those that documents are pushed to, where a token has scopes alone.
private func namedBridge(_ name: String, _ context: Context, isPushed: Bool) throws -> BridgeID {
    let pushed = Set(context.configuration.sources.filter { $0.kind.type == .api }.map(\.name))
    let names = context.configuration.bridges.filter { !isPushed || pushed.contains($0.source) }.map(\.policy.bridge)
    guard names.contains(BridgeID(name)) else {
        let list = names.isEmpty ? "–" : names.map(\.text).joined(separator: ", ")
        guard isPushed else {
            throw CommandFailure(
                .usage, nl: "er is geen brug '\(name)'; wel: \(list)", en: "there is no bridge '\(name)'; there is: \(list)")
        }
        throw CommandFailure(
            .usage, nl: "er is geen brug '\(name)' met een bron van type api; wel: \(list)",
            en: "there is no bridge '\(name)' with a source of type api; there is: \(list)")
    }
    return BridgeID(name)
}

private func text(_ standing: TokenStanding, of token: TokenRecord, _ context: Context) -> String {
    let words = context.words
    let revoked = token.revokedAt.map { " " + context.moment($0) } ?? ""
    let end = token.expiresAt.map { context.moment($0) }
    return switch standing {
    case .inForce: end.map { words.pick("geldt tot \($0)", "in force until \($0)") } ?? words.pick("geldt", "in force")
    case .revoked: words.pick("ingetrokken\(revoked)", "revoked\(revoked)")
    case .ranOut: words.pick("verlopen \(end ?? "")", "ran out \(end ?? "")")
    case .makerGone: words.pick("opent niets: wie het maakte is er niet meer", "opens nothing: who made it is gone")
    }
}

/// What is known of a token; never its hash.
private func json(_ token: TokenRecord) -> JSON {
    .object([
        .init("id", .string(token.id)), .init("holder", .string(token.name)), .init("role", .string(token.role)),
        .init("scopes", .array(token.scopes.map { .string($0) })),
        .init("bridges", .array(token.bridges.map { .string($0.text) })), .init("created_at", .string(token.createdAt.description)),
        .init("created_by", .string(token.createdBy.description)), .init("expires_at", .string(token.expiresAt?.description)),
        .init("revoked_at", .string(token.revokedAt?.description)), .init("used_at", .string(token.usedAt?.description)),
    ])
}

extension JSON {
    fileprivate func with(_ name: String, _ value: JSON) -> JSON { .object((members ?? []) + [Member(name, value)]) }
}
