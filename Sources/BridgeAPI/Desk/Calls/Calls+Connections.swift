import BridgeAccess
import BridgeActs
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeJournal

extension DeskCall {
    private static let base = "/bridges/{bridge}/connection"
    private static let example = ["bridge": Example.bridge]
    /// A bridge of the examples that is paused, on which a change of the rules waits.
    static let pausedBridge = "retail-nl"

    static var connections: [DeskCall] {
        [
            .read(
                "connection", base, .look, "How the connection stands: consent, findings, calls left, pause.", pages: ["/connections"],
                tells: Telling<ConnectionStanding>.connection, example: Example(example)
            ) { asking in Seen(try await asking.acts.connection(asking.bridge)) },
            .act(
                "pauseBridge", "/bridges/{bridge}/pause", .pauseBridge, "Have the bridge send nothing new.",
                pages: ["/connections/{bridge}/pause"],
                takes: .reasonNeeded, tells: Telling<ConnectionStanding>.connection,
                example: Example(example, body: ["reason": "the accountant closes October"])
            ) { asking in
                try await asking.acts.pause(asking.bridge, reason: asking.text("reason"), by: asking.who)
                return Seen(try await asking.acts.connection(asking.bridge))
            },
            .act(
                "resumeBridge", "/bridges/{bridge}/resume", .pauseBridge, "Have the bridge send again.",
                pages: ["/connections/{bridge}/resume"],
                takes: .reasonWelcome, tells: Telling<ConnectionStanding>.connection, example: Example(["bridge": pausedBridge], body: [:])
            ) { asking in
                try await asking.acts.resume(asking.bridge, reason: asking.optional("reason") ?? "", by: asking.who)
                return Seen(try await asking.acts.connection(asking.bridge))
            },
            .read(
                "connectionSetup", base + "/setup", .look, "Setting the connection up, step by step, and how far that is.",
                pages: ["/connections/{bridge}/setup"], tells: Telling<ConnectionGuide>.guide, example: Example(example)
            ) { asking in Seen(try await asking.acts.guide(asking.bridge)) },
            .act(
                "testConnection", base + "/test", .testConnection, "Try every right that is needed, at both ends. Costs a few calls.",
                pages: ["/connections/{bridge}/setup"], tells: Telling<TestAnswer>.test, example: Example(example)
            ) { asking in
                switch try await asking.acts.test(asking.bridge, by: asking.who) {
                case .success(let trial): return Seen(TestAnswer(trial: trial))
                case .failure(let failure): return Seen(TestAnswer(failure: failure.text))
                }
            },
            .read(
                "consentInvitation", base + "/consent", .giveConsent, "Where a person gives or renews the consent the connection lives on.",
                pages: ["/connections/{bridge}/consent"], tells: Telling<ConnectionDesk.Invitation>.consentInvitation,
                example: Example(example)
            ) { asking in Seen(try await asking.acts.consentInvitation(asking.bridge)) },
            .act(
                "giveConsent", base + "/consent", .giveConsent, "Hand in the address the browser ended at, and make the consent durable.",
                pages: ["/connections/{bridge}/consent"], takes: .consentCallback, tells: Telling<ConnectionStanding>.connection,
                example: Example(example, body: ["callback": "https://ledgerbridge.example/consent?code=example&state=example"])
            ) { asking in
                try await asking.acts.giveConsent(asking.bridge, callback: asking.text("callback"), by: asking.who)
                return Seen(try await asking.acts.connection(asking.bridge))
            },
        ]
    }
}
