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
    let connection: ConnectionStanding

    /// All connections of the configuration.
    static func all(_ context: Context, _ journal: any BridgeJournal) async throws -> [ConnectionLine] {
        let installation = try context.installation(journal)
        var lines: [ConnectionLine] = []
        for target in context.configuration.targets { lines.append(await line(of: target, installation)) }
        return lines
    }

    /// The connection a bridge uses.
    static func line(of target: Configuration.Target, _ installation: Installation) async -> ConnectionLine {
        ConnectionLine(connection: await ConnectionStanding.read(target, installation))
    }

    var asksConsent: Bool { connection.asksConsent }

    func row(_ context: Context) -> [String] {
        let words = context.words
        guard asksConsent else { return [connection.target, words.pick("niet nodig", "not needed"), "", "", ""] }
        guard let standing = connection.consent else {
            return [connection.target, words.pick("nog niet gegeven", "not given yet"), "", "", ""]
        }
        let who = [standing.user, standing.givenTo.map { words.pick("aan \($0)", "to \($0)") }].compactMap(\.self).joined(separator: ", ")
        return [
            connection.target, who.isEmpty ? "–" : who, standing.at.map { context.moment($0) } ?? "–",
            standing.administrations.joined(separator: ", "), context.moment(standing.until),
        ]
    }

    /// What a person is to be told of it, with what to type.
    func warning(_ context: Context) -> String? {
        connection.warning(at: context.clock.now(), in: .amsterdam).map {
            $0[context.language] + (connection.trouble == nil ? ": \(ConnectionStanding.command)" : "")
        }
    }

    func json(_ context: Context) -> JSON {
        let standing = connection.consent
        return .object([
            .init("target", .string(connection.target)), .init("connection", .string(connection.name)),
            .init("asks_consent", .bool(asksConsent)),
            .init("user", .string(standing?.user)), .init("given_to", .string(standing?.givenTo)),
            .init("at", .string(standing?.at?.description)),
            .init("administrations", .array(standing?.administrations.map { .string($0) } ?? [])),
            .init("until", .string(standing?.until.description)), .init("warning", .string(warning(context))),
        ])
    }
}
