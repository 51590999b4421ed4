import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeMapping
import BridgeRuntime
import BridgeSource

/// Setting up and looking after the connection to the books.
let connectCommands: [Command] = [connectKing, connectConsent, connectCheck, connectSeal, connectionList]

private let connectConsent = Command(
    path: ["connect", "consent"], chapter: .connection,
    summary: BilingualText(
        nl: "toestemming voor de boekhouding geven of vernieuwen", en: "give or renew a person's consent to the books"),
    details: BilingualText(
        nl: """
            Toont de koppeling om te openen, en wacht op het terugkeeradres als dat op deze machine is. Geef anders het adres waar de browser \
            eindigt met --callback, binnen drie minuten.
            """,
        en: """
            Prints the link to open, and waits for the callback when the redirect address is on this machine. Otherwise give the address \
            the browser ends at with --callback, within three minutes.
            """),
    example: "ledgerbridge connect consent",
    options: [
        CommonOption.bridge,
        .value("callback", "ADDRESS", nl: "het adres waar de browser eindigde", en: "the address the browser ended at"),
        .value("wait", "SECONDS", nl: "hoe lang wachten; 300", en: "how long to wait for the callback; 300 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    let seconds = try invocation.integer("wait", in: 1...3_600, default: 300)
    return try await context.working { bridge in
        guard let consent = bridge.connection.consent else {
            throw CommandFailure(
                .usage, nl: "deze boekhouding vraagt geen toestemming in de browser: het geheim van de configuratie is genoeg",
                en: "these books ask for no consent in the browser: the secret of the configuration is enough")
        }
        let query: String
        if let address = invocation.value("callback") {
            query = String(address.drop { $0 != "?" }.dropFirst())
        } else {
            query = try await wait(for: consent, context, seconds: seconds)
        }
        try await consent.accept(callback: query, by: context.person.description)
        try await bridge.parts.journal.commit(
            JournalUnit([
                .record(
                    HistoryEntry(
                        at: context.clock.now(), who: context.person, bridge: bridge.parts.policy.bridge, subject: "connection",
                        act: "consented"))
            ]))
        context.print(
            ["consent": true],
            context.words.pick(
                "De toestemming is bewaard. 'ledgerbridge connect check' probeert elk recht dat nodig is.",
                "The consent is stored. 'ledgerbridge connect check' tries every right that is needed."))
        return .success
    }
}

private func wait(for consent: any PersonsConsent, _ context: Context, seconds: Int) async throws -> String {
    context.console.say(context.words.pick("Open deze koppeling en geef toestemming:", "Open this link and give consent:"))
    context.console.say("  " + consent.link)
    let callback = try ConsentCallback(redirect: consent.redirect) { consent.isOurs(callback: $0) }
    context.console.say(
        context.words.pick(
            "Er wordt \(context.formatting.duration(milliseconds: Int64(seconds) * 1_000)) op \(consent.redirect) gewacht …",
            "Waiting \(context.formatting.duration(milliseconds: Int64(seconds) * 1_000)) for \(consent.redirect) …"))
    guard let query = await callback.wait(seconds: seconds) else {
        throw CommandFailure(
            .unreachable, nl: "er kwam geen toestemming binnen de tijd; geef de opdracht opnieuw",
            en: "no consent came within the time; give the command again")
    }
    return query
}

private let connectCheck = Command(
    path: ["connect", "check"], chapter: .connection,
    summary: BilingualText(nl: "elk recht en elke codelijst proberen die nodig is", en: "try every right and code list the bridge needs"),
    example: "ledgerbridge connect check", options: [CommonOption.bridge]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let words = context.words
        let mending = MendingText(context: context, bridge: bridge.parts.policy.bridge)
        func told(_ finding: ConnectionFinding) -> String {
            "• " + finding.text[words.language] + (mending.place(of: finding.part).map { "\n  \($0)" } ?? "")
        }
        let configuration = context.configuration
        guard let own = configuration.bridges.first(where: { $0.policy.bridge == bridge.parts.policy.bridge }),
            let source = configuration.source(of: own)
        else { return .usage }
        let trial = try await SourceTrial(bridge, source.kind).run()
        let troubles = trial.findings.map { ConnectionFinding($0) }
        let administrations = trial.administrations.map { "\($0.code) \($0.name)" }
        var findings = try await bridge.connection.examine(known: bridge.parts.keptMasterData())
        if findings.contains(where: \.isBlocking) {
            context.print(
                .object([.init("findings", .array(findings.map { JSON(of: $0, words) }))]),
                ([words.pick("De boekhouding laat niet toe wat nodig is:", "The books do not allow what is needed:")]
                    + findings.map(told)).joined(separator: "\n"))
            return .needsPerson
        }
        let master = try await bridge.refreshTarget(anew: true)
        let unlike = configuration.target(of: own).map { bridge.findings(in: master, $0.setup) } ?? []
        findings += unlike + troubles
        let missing = bridge.missing(in: bridge.translator.mapper.rules, from: master)
        let price = AttachmentText(context: context).price(bridge)
        let lines =
            [
                words.pick("Bron: ", "Source: ") + administrations.joined(separator: ", "),
                words.pick("Boekhouding: ", "Books: ") + "\(master.administrationName), \(master.currency)",
            ]
            + (master.tellsCodes
                ? [
                    words.pick(
                        "\(master.accounts.count) rekeningen, \(master.vatCodes.count) btw-codes, "
                            + "\(master.daybooks.count) dagboeken, \(master.periods.count) perioden",
                        "\(master.accounts.count) accounts, \(master.vatCodes.count) VAT codes, "
                            + "\(master.daybooks.count) daybooks, \(master.periods.count) periods")
                ] : [])
            + (price.map { [$0] } ?? []) + findings.map(told)
            + missing.map {
                words.pick(
                    "• \($0.list.name.dutch) \($0.code) uit de regels bestaat niet",
                    "• \($0.list.name.english) \($0.code) of the rules does not exist")
            }
        let json: JSON = .object([
            .init("source", .array(administrations.map { .string($0) })), .init("books", .string(master.administrationName)),
            .init("accounts", .number(master.accounts.count)), .init("vat_codes", .number(master.vatCodes.count)),
            .init("daybooks", .number(master.daybooks.count)), .init("periods", .number(master.periods.count)),
            .init("files", .string(price)),
            .init("findings", .array(findings.map { JSON(of: $0, words) })),
            .init(
                "missing", .array(missing.map { .object([.init("list", .string($0.list.rawValue)), .init("code", .string($0.code))]) })),
        ])
        context.print(json, lines.joined(separator: "\n"))
        let isLike = unlike.allSatisfy { !$0.needsPerson }
        return missing.isEmpty && isLike && troubles.isEmpty ? .success : .needsPerson
    }
}

extension MasterData {
    /// Four times none is no news of books that were not asked.
    fileprivate var tellsCodes: Bool { !(accounts.isEmpty && vatCodes.isEmpty && daybooks.isEmpty && periods.isEmpty) }
}

extension JSON {
    fileprivate init(of finding: ConnectionFinding, _ words: Words) {
        self = .object([
            .init("text", .string(finding.text[words.language])), .init("blocking", .bool(finding.isBlocking)),
            .init("needs_person", .bool(finding.needsPerson || finding.isBlocking)),
        ])
    }
}

private let connectSeal = Command(
    path: ["connect", "seal"], chapter: .connection,
    summary: BilingualText(
        nl: "een geheim verzegeld bewaren; de waarde komt van de standaardinvoer",
        en: "put a secret into the sealed store; the value is read from standard input"),
    example: "ledgerbridge connect seal freshportal-key < key.txt",
    operands: [Operand("NAME", nl: "voor sealed:NAAM in de configuratie", en: "for sealed:NAME in the configuration")]
) { invocation in
    let context = try Context(invocation)
    let name = invocation.operands[0]
    if context.console.canAsk {
        context.console.say(context.words.pick("De waarde, dan Enter (wordt niet getoond):", "The value, then Enter (it is not shown):"))
    }
    guard let value = context.console.readSecret(), !value.isEmpty else {
        throw CommandFailure(.usage, nl: "er kwam geen waarde op de standaardinvoer", en: "no value came on standard input")
    }
    try await context.withJournal { try await context.installation($0).seal(value, name: name) }
    context.print(
        ["sealed": .string(name)],
        context.words.pick("Verzegeld; in de configuratie: sealed:\(name)", "Sealed; in the configuration: sealed:\(name)"))
    return .success
}
