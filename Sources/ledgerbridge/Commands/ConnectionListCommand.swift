import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

/// Which accounting systems are connected, on whose consent, and until when.
let connectionList = Command(
    path: ["connections"], chapter: .connection,
    summary: BilingualText(
        nl: "de boekhoudingen: wie toestemming gaf, wanneer, voor welke administraties en tot wanneer",
        en: "the accounting systems: who consented, when, for which administrations and until when"),
    details: BilingualText(
        nl: "Roept niemand op. Een toestemming die niet wordt gebruikt verloopt; zeven dagen tevoren wordt gewaarschuwd.",
        en: "Calls nobody. A consent that is not used runs out; seven days before it there is a warning."),
    example: "ledgerbridge connections"
) { invocation in
    let context = try Context(invocation)
    return try await context.withJournal { journal in
        let lines = try await ConnectionLine.all(context, journal)
        let words = context.words
        var table = TextTable([
            .init(title: words.pick("Boekhouding", "Books")), .init(title: words.pick("Toestemming van", "Consent of"), shrinks: true),
            .init(title: words.pick("Op", "On")), .init(title: words.pick("Administraties", "Administrations"), shrinks: true),
            .init(title: words.pick("Geldig tot, ongebruikt", "Valid until, unused")),
        ])
        table.rows = lines.map { $0.row(context) }
        let warnings = lines.compactMap { $0.warning(context) }
        context.print(.array(lines.map { $0.json(context) }), ([context.text(table)] + warnings).joined(separator: "\n"))
        return warnings.isEmpty ? .success : .needsPerson
    }
}

/// One connection, as people see it.
struct ConnectionLine: Sendable {
    var target: String
    var name: String
    /// False where the secret of the configuration is enough.
    var asksConsent: Bool
    var standing: ConsentStanding?
    /// What keeps the store of tokens from being read.
    var trouble: BilingualText?

    /// All connections of the configuration.
    static func all(_ context: Context, _ journal: any BridgeJournal) async throws -> [ConnectionLine] {
        let installation = try context.installation(journal)
        var lines: [ConnectionLine] = []
        for target in context.configuration.targets { lines.append(await line(of: target, installation)) }
        return lines
    }

    /// The connection a bridge uses.
    static func line(of target: Configuration.Target, _ installation: Installation) async -> ConnectionLine {
        var line = ConnectionLine(target: target.name, name: target.setup.connectionName, asksConsent: false)
        do {
            let consent = try await installation.connect(target).consent
            line.asksConsent = consent != nil
            line.standing = try await consent?.standing()
        } catch {
            line.trouble = BilingualText(
                nl: CommandFailure(error).message[.dutch], en: CommandFailure(error).message[.english])
        }
        return line
    }

    func row(_ context: Context) -> [String] {
        let words = context.words
        guard asksConsent else { return [target, words.pick("niet nodig", "not needed"), "", "", ""] }
        guard let standing else { return [target, words.pick("nog niet gegeven", "not given yet"), "", "", ""] }
        let who = [standing.user, standing.givenTo.map { words.pick("aan \($0)", "to \($0)") }].compactMap(\.self).joined(separator: ", ")
        return [
            target, who.isEmpty ? "–" : who, standing.at.map { context.moment($0) } ?? "–",
            standing.administrations.joined(separator: ", "), context.moment(standing.until),
        ]
    }

    /// What a person is to be told of it.
    func warning(_ context: Context) -> String? {
        let words = context.words
        if let trouble { return "\(target): \(trouble[context.language])" }
        guard asksConsent else { return nil }
        guard let standing else {
            return words.pick(
                "\(target): er is nog geen toestemming: ledgerbridge connect consent",
                "\(target): no consent was given yet: ledgerbridge connect consent")
        }
        let now = context.clock.now()
        if now >= standing.until {
            return words.pick(
                "\(target): de toestemming is verlopen op \(context.moment(standing.until)): ledgerbridge connect consent",
                "\(target): the consent ran out on \(context.moment(standing.until)): ledgerbridge connect consent")
        }
        guard standing.isEnding(at: now) else { return nil }
        return words.pick(
            "\(target): de toestemming verloopt op \(context.moment(standing.until)) als de verbinding niet wordt gebruikt: start de service, of "
                + "geef opnieuw toestemming met ledgerbridge connect consent",
            "\(target): the consent runs out on \(context.moment(standing.until)) unless the connection is used: start the service, or give "
                + "consent again with ledgerbridge connect consent")
    }

    func json(_ context: Context) -> JSON {
        .object([
            .init("target", .string(target)), .init("connection", .string(name)), .init("asks_consent", .bool(asksConsent)),
            .init("user", .string(standing?.user)), .init("given_to", .string(standing?.givenTo)),
            .init("at", .string(standing?.at?.description)),
            .init("administrations", .array(standing?.administrations.map { .string($0) } ?? [])),
            .init("until", .string(standing?.until.description)), .init("warning", .string(warning(context))),
        ])
    }
}
