import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeRuntime

/// Stops a bridge from sending, and lets it send again.
let pauseCommands: [Command] = [pauseCommand, resumeCommand]

private let pauseCommand = Command(
    path: ["pause"], chapter: .running,
    summary: BilingualText(nl: "niets nieuws meer verzenden, tot resume", en: "send nothing new, until resume"),
    details: BilingualText(
        nl: """
            Aannemen, mappen en ordenen gaan door; wat onderweg is wordt afgemaakt, opgezocht en teruggelezen. De pauze staat in het journaal: \
            ze geldt voor elk proces en blijft na een herstart. Status, post, de console en de historie zeggen wie haar gaf en waarom.
            """,
        en: """
            Accepting, mapping and ordering go on; what is under way is finished, looked up and read back. The pause stands in the journal: it \
            holds for every process and stays after a restart. Status, post, the console and the history say who made it and why.
            """),
    example: "ledgerbridge pause --reason \"the accountant closes October\"",
    options: [CommonOption.bridge, .value("reason", "TEXT", nl: "waarom; staat in de historie", en: "why; stands in the history")]
) { invocation in
    guard let reason = invocation.value("reason"), !reason.isEmpty else {
        throw CommandFailure(
            .usage, nl: "--reason is nodig: wie later kijkt moet weten waarom er niets gaat",
            en: "--reason is needed: whoever looks later must know why nothing goes")
    }
    return try await switched(invocation) { try await $0.pause(reason: reason) }
}

private let resumeCommand = Command(
    path: ["resume"], chapter: .running,
    summary: BilingualText(nl: "weer verzenden, na pause", en: "send again, after pause"),
    example: "ledgerbridge resume",
    options: [
        CommonOption.bridge, .value("reason", "TEXT", nl: "waarom nu wel; staat in de historie", en: "why now; stands in the history"),
    ]
) { invocation in try await switched(invocation) { try await $0.resume(reason: invocation.value("reason") ?? "") } }

private func switched(_ invocation: Invocation, _ turn: (PauseSwitch) async throws -> Bool) async throws -> Exit {
    let context = try Context(invocation)
    let bridge = try context.bridge().policy.bridge
    return try await context.withJournal { journal in
        let changed = try await turn(PauseSwitch(bridge, in: journal, clock: context.clock, who: context.person))
        let pause = try await BridgePause.kept(of: bridge, in: journal)
        let words = context.words
        let text =
            pause.map { PauseText(context: context).line($0) }
            ?? words.pick(
                changed ? "Brug \(bridge) verzendt weer." : "Brug \(bridge) was niet gepauzeerd.",
                changed ? "Bridge \(bridge) sends again." : "Bridge \(bridge) was not paused.")
        let unchanged = pause != nil && !changed ? words.pick("Ze was al gepauzeerd. ", "It was paused already. ") : ""
        context.print(
            .object([.init("changed", .bool(changed)), .init("paused", pause.map { JSON(of: $0) } ?? .null)]),
            context.wrapped(unchanged + text))
        return .success
    }
}

/// A pause, in words.
struct PauseText: Sendable {
    let context: Context

    /// `PAUSED since 21 Nov 2026 19:00 by anna: month end. Nothing new is sent; 'ledgerbridge resume' goes on.`
    func line(_ pause: BridgePause) -> String {
        let (since, by) = (context.moment(pause.at), pause.by)
        return context.wrapped(
            context.words.pick(
                "GEPAUZEERD sinds \(since) door \(by): \(pause.reason). Er wordt niets nieuws verzonden; 'ledgerbridge resume' gaat verder.",
                "PAUSED since \(since) by \(by): \(pause.reason). Nothing new is sent; 'ledgerbridge resume' goes on."))
    }
}
