import BridgeConnector
import BridgeDomain
import BridgeSource
import BridgeEngine
import BridgeJournal
import BridgeMapping
import BridgeJSON
import BridgeRuntime

private let bridgeOption = Option.value("bridge", "NAME", "which bridge; needed only when there are several")

/// Setting up and looking after the connection to the books.
let connectCommands: [Command] = [connectConsent, connectCheck, connectSeal]

private let connectConsent = Command(
    path: ["connect", "consent"], summary: "give or renew a person's consent to the books",
    details: """
        Prints the link to open, and waits for the callback when the redirect address is on this machine. Otherwise give the address the
        browser ends at with --callback, within three minutes.
        """,
    example: "ledgerbridge connect consent",
    options: [
        bridgeOption, .value("callback", "ADDRESS", "the address the browser ended at"),
        .value("wait", "SECONDS", "how long to wait for the callback; 300 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let query: String
        if let address = invocation.value("callback") {
            query = String(address.drop { $0 != "?" }.dropFirst())
        } else {
            query = try await waitForConsent(bridge, context, seconds: try invocation.integer("wait", in: 1...3_600, default: 300))
        }
        do { try await bridge.connection.acceptConsent(callback: query) } catch { throw CommandFailure(.unreachable, "\(error)") }
        try await bridge.parts.journal.commit(
            JournalUnit([
                .record(
                    HistoryEntry(
                        at: context.clock.now(), who: context.person, bridge: bridge.parts.policy.bridge, subject: "connection",
                        act: "consented"))
            ]))
        context.print(["consent": true], context.words.pick("De toestemming is bewaard.", "The consent is stored."))
        return .success
    }
}

private func waitForConsent(_ bridge: WorkingBridge, _ context: Context, seconds: Int) async throws -> String {
    let configuration = try context.bridge()
    guard let target = context.configuration.targets.first(where: { $0.name == configuration.target }) else {
        throw CommandFailure(.configuration, "the bridge's target is not set up")
    }
    let callback = try ConsentCallback(redirect: target.redirect)
    Terminal.complain(context.words.pick("Open deze koppeling en geef toestemming:", "Open this link and give consent:"))
    Terminal.complain("  " + bridge.connection.consentLink)
    guard let query = await callback.wait(seconds: seconds) else {
        throw CommandFailure(.unreachable, context.words.pick("er kwam geen toestemming binnen de tijd", "no consent came within the time"))
    }
    return query
}

private let connectCheck = Command(
    path: ["connect", "check"], summary: "try every right and code list the bridge needs",
    example: "ledgerbridge connect check", options: [bridgeOption]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let words = context.words
        let administrations: [String]
        do {
            administrations = try await bridge.parts.source.administrations().map { "\($0.code) \($0.name)" }
        } catch {
            let said = words.pick("de bron antwoordt niet zoals het hoort: ", "the source does not answer as it should: ")
            throw CommandFailure(.unreachable, said + "\(error)")
        }
        let master: MasterData
        do { master = try await bridge.refreshTarget() } catch let error as ConnectorError {
            throw CommandFailure(
                .unreachable,
                words.pick("de boekhouding antwoordt niet zoals het hoort: ", "the books do not answer as they should: ") + error.message)
        }
        let missing = try await bridge.codesMissing(in: bridge.translator.mapper.rules)
        let lines =
            [
                words.pick("Bron: ", "Source: ") + administrations.joined(separator: ", "),
                words.pick("Boekhouding: ", "Books: ") + "\(master.administrationName), \(master.currency)",
                words.pick(
                    "\(master.accounts.count) rekeningen, \(master.vatCodes.count) btw-codes, "
                        + "\(master.daybooks.count) dagboeken, \(master.periods.count) perioden",
                    "\(master.accounts.count) accounts, \(master.vatCodes.count) VAT codes, "
                        + "\(master.daybooks.count) daybooks, \(master.periods.count) periods"
                ),
            ]
            + missing.map {
                words.pick("• \($0.list) \($0.code) uit de regels bestaat niet", "• \($0.list) \($0.code) of the rules does not exist")
            }
        let json: JSON = .object([
            .init("source", .array(administrations.map { .string($0) })), .init("books", .string(master.administrationName)),
            .init("accounts", .number(master.accounts.count)), .init("vat_codes", .number(master.vatCodes.count)),
            .init("missing", .array(missing.map { .string("\($0.list) \($0.code)") })),
        ])
        context.print(json, lines.joined(separator: "\n"))
        return missing.isEmpty ? .success : .needsPerson
    }
}

private let connectSeal = Command(
    path: ["connect", "seal"], summary: "put a secret into the sealed store; the value is read from standard input",
    example: "ledgerbridge connect seal freshportal-key < key.txt",
    operands: [Operand(name: "NAME", help: "for sealed:NAME in the configuration")]
) { invocation in
    let context = try Context(invocation)
    guard let value = readLine(strippingNewline: true), !value.isEmpty else {
        throw CommandFailure(.usage, "no value came on standard input")
    }
    let journal = try await context.openJournal()
    try await context.installation(journal).seal(value, name: invocation.operands[0])
    await journal.close()
    context.print(
        ["sealed": .string(invocation.operands[0])],
        context.words.pick("Verzegeld als sealed:\(invocation.operands[0])", "Sealed as sealed:\(invocation.operands[0])"))
    return .success
}
