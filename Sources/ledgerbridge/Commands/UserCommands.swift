import BridgeAccess
import BridgeDomain
import BridgeHash
import BridgeJSON
import BridgeJournal
import BridgeRuntime

/// The people who may sign in at the console.
let userCommands: [Command] = [userCreate, userList, userChange, userClose]

private let loginOperand = Operand("NAME", nl: "de gebruikersnaam", en: "the user name")
private let roles = Role.allCases.map(\.rawValue)

private let userCreate = Command(
    path: ["user", "create"], chapter: .connection,
    summary: BilingualText(nl: "een gebruiker van de console maken", en: "make a user of the console"),
    details: BilingualText(
        nl: "Het wachtwoord wordt één keer getoond; bewaard wordt alleen een hash. De gebruiker kiest daarna zelf een ander.",
        en: "The password is shown once; only a hash is kept. The user then chooses another."),
    example: "ledgerbridge user create anna --full-name \"Anna de Vries\" --role bookkeeper",
    options: [
        .choice("role", "ROLE", roles, nl: "wat de gebruiker mag; viewer", en: "what the user may do; viewer unless given"),
        .value("full-name", "TEXT", nl: "hoe de gebruiker heet", en: "what people call the user"),
    ], operands: [loginOperand]
) { invocation in
    let context = try Context(invocation)
    let password = FreshPassword.make()
    let role: Role = invocation.choice("role") ?? .viewer
    let made = try await accounts(context) { accounts in
        try await accounts.create(
            invocation.operands[0], name: invocation.value("full-name") ?? "", role: role, language: context.language, password: password,
            by: context.person)
    }
    show(made, password, context)
    return .success
}

private let userList = Command(
    path: ["user", "list"], chapter: .connection,
    summary: BilingualText(nl: "de gebruikers van de console", en: "the users of the console"), example: "ledgerbridge user list"
) { invocation in
    let context = try Context(invocation)
    let words = context.words
    let all = try await accounts(context) { try await $0.list() }
    var table = TextTable([
        .init(title: words.pick("Gebruiker", "User")), .init(title: words.pick("Naam", "Name"), shrinks: true),
        .init(title: words.pick("Rol", "Role")), .init(title: words.pick("Stand", "State")),
    ])
    table.rows = all.map { account in
        [
            account.id, account.name, account.role,
            account.closedAt.map { words.pick("afgesloten", "closed") + " \(context.moment($0))" } ?? words.pick("open", "open"),
        ]
    }
    context.print(
        .array(all.map(json)),
        all.isEmpty
            ? words.pick("Geen gebruikers. 'ledgerbridge user create' maakt er een.", "No users. 'ledgerbridge user create' makes one.")
            : context.text(table))
    return .success
}

private let userChange = Command(
    path: ["user", "change"], chapter: .connection,
    summary: BilingualText(
        nl: "een gebruiker een andere rol of een nieuw wachtwoord geven", en: "give a user another role or a new password"),
    example: "ledgerbridge user change anna --role controller",
    options: [
        .choice("role", "ROLE", roles, nl: "de nieuwe rol", en: "the new role"),
        .flag("remove-code", nl: "vraag geen code van de telefoon meer", en: "ask no code of the telephone any more"),
        .flag("new-password", nl: "maak een nieuw wachtwoord en toon het één keer", en: "make a new password and show it once"),
    ], operands: [loginOperand]
) { invocation in
    let context = try Context(invocation)
    let id = Accounts.identifier(invocation.operands[0])
    let role: Role? = invocation.choice("role")
    let password = invocation.flag("new-password") ? FreshPassword.make() : nil
    let removesCode = invocation.flag("remove-code")
    guard role != nil || password != nil || removesCode else {
        throw CommandFailure(
            .usage, nl: "geef --role, --new-password of --remove-code", en: "give --role, --new-password or --remove-code")
    }
    let changed = try await accounts(context) { accounts in
        var changed: AccountRecord?
        if let role { changed = try await accounts.setRole(of: id, to: role, by: context.person) }
        if removesCode { changed = try await accounts.removeFactor(of: id, by: context.person) }
        if let password { changed = try await accounts.setPassword(of: id, to: password, by: context.person) }
        return changed
    }
    if let changed { show(changed, password, context) }
    return .success
}

private let userClose = Command(
    path: ["user", "close"], chapter: .connection,
    summary: BilingualText(nl: "een gebruiker afsluiten, per direct", en: "close a user, at once"),
    details: BilingualText(
        nl: "Tokens die deze gebruiker maakte, vervallen mee; ook bij een lagere rol met 'user change'.",
        en: "Tokens that this user made end as well; with a lower role by 'user change' too."), example: "ledgerbridge user close anna",
    operands: [loginOperand]
) { invocation in
    let context = try Context(invocation)
    let id = Accounts.identifier(invocation.operands[0])
    show(try await accounts(context) { try await $0.close(id, by: context.person) }, nil, context)
    return .success
}

/// Works on the accounts of the journal.
private func accounts<Answer: Sendable>(
    _ context: Context, _ work: @Sendable (Accounts) async throws -> Answer
) async throws -> Answer {
    try await context.withJournal { try await work(Accounts(journal: $0, clock: context.clock)) }
}

private func show(_ account: AccountRecord, _ password: String?, _ context: Context) {
    let words = context.words
    var lines = ["\(account.id): \(account.role)" + (account.closedAt == nil ? "" : words.pick(", afgesloten", ", closed"))]
    var members = json(account).members ?? []
    if let password {
        lines.append(password)
        lines.append(words.pick("Geef het nu door: het wordt niet nog eens getoond.", "Pass it on now: it is not shown again."))
        members.append(JSON.Member("password", .string(password)))
    }
    context.print(.object(members), lines.joined(separator: "\n"))
}

/// What is known of an account; never its hash.
private func json(_ account: AccountRecord) -> JSON {
    .object([
        .init("id", .string(account.id)), .init("name", .string(account.name)), .init("role", .string(account.role)),
        .init("language", .string(account.language.rawValue)), .init("created_at", .string(account.createdAt.description)),
        .init("created_by", .string(account.createdBy.description)), .init("closed_at", .string(account.closedAt?.description)),
        .init("asks_code_since", .string(account.secondFactor?.since?.description)),
    ])
}

/// A password nobody chose: 100 random bits in letters and digits that are not mistaken for each other, in groups to be read aloud.
enum FreshPassword {
    private static let letters = Array("abcdefghjkmnpqrstuvwxyz23456789")

    static func make() -> String {
        var random = SecureRandom()
        return (0..<5).map { _ in String((0..<4).map { _ in letters[Int.random(in: letters.indices, using: &random)] }) }
            .joined(separator: "-")
    }
}
