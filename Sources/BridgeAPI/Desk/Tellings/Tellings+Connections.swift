import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeJournal

// How connections are told: whether they work, whose consent they live on, what is wrong, and what is left of their calls.

extension Telling where Value == ConnectionStanding {
    static var connection: Telling {
        Telling(
            "Connection", "How a bridge's connection stands. Read without calling anybody.",
            [
                Told.text("bridge", "The bridge.", .always) { $0.bridge.id.text },
                Told.text("way", "From where to where it leads.", .always) { $0.bridge.way },
                Told.text("target", "What the configuration calls the books.") { $0.facts?.target },
                Told.said("state", "What the bridge is doing, in a word.") { $0.facts?.state },
                Told.truth("ready", "True where everything that can be done is done.", .optional) { $0.facts?.isReady },
                Told.truth("needs_person", "True where somebody has to look at it.") { $0.needsPerson },
                Told.said("trouble", "What stands in its way now.") { $0.facts?.trouble },
                Told.said("warning", "What is to be told of its consent.") { $0.warning },
                Told.truth("asks_consent", "False where the secret of the configuration is enough.", .optional) { $0.facts?.asksConsent },
                Told.object("consent", .consent, "Whose consent it lives on.") { $0.facts?.consent },
                Told.moment("setup_checked_at", "When the set-up of the books was last checked.") { $0.setup?.checkedAt },
                Told.list("findings", .finding, "What is wrong with the set-up of the books, what lets nothing through first.") {
                    $0.setup?.all ?? []
                },
                Told.list("budget", .window, "Calls used and left.") { $0.budget },
                Told.object("pause", .pause, "Who paused the bridge, when and why; left out while it sends.") { $0.pause },
            ])
    }
}

extension Telling where Value == ConnectionFacts.Consent {
    static var consent: Telling {
        Telling(
            "Consent", "A consent that a connection lives on.",
            [
                Told.text("given_to", "Who gave the order for it at our side.") { $0.givenTo },
                Told.text("user", "The user of the accounting system who agreed.") { $0.user },
                Told.moment("at", "When.") { $0.at },
                Told.texts("administrations", "What that user can reach.") { $0.administrations },
                Told.moment("until", "When it ends unless the connection is used before.", .always) { $0.until },
            ])
    }
}

// MARK: Setting up

extension Telling where Value == ConnectionGuide {
    static var guide: Telling {
        Telling(
            "SetUp", "How a connection is set up, step by step, and how far that is.",
            [
                Told.list("steps", .step, "In their order.") { guide in
                    guide.steps.map { GuideStep(step: $0, holds: $0.proof == .person ? nil : guide.holds.contains($0.proof)) }
                },
                Told.count("next", "The first step that is known not to be done, from 1; left out where all are.", .optional) {
                    $0.next.map { $0 + 1 }
                },
                Told.said("trouble", "Why it cannot connect, where it cannot.") { $0.trouble },
            ])
    }
}

/// A step with what is known of it.
struct GuideStep: Sendable {
    var step: ConnectionStep
    /// nil where only a person knows.
    var holds: Bool?
}

extension Telling where Value == GuideStep {
    static var step: Telling {
        Telling(
            "SetUpStep", "One step of setting a connection up, in the words of its system.",
            [
                Told.said("name", "What it is called.", .always) { $0.step.name },
                Told.said("text", "What to do, there or here.", .always) { $0.step.text },
                Told.text("command", "What is done in the file or the terminal, as it is typed.") { $0.step.command },
                Told.truth("done", "Whether it is done; left out where only a person knows.", .optional) { $0.holds },
            ])
    }
}

/// What came of trying every right.
struct TestAnswer: Sendable {
    var trial: ConnectionTrial?
    var failure: BilingualText?
}

extension Telling where Value == TestAnswer {
    static var test: Telling {
        Telling(
            "ConnectionTest", "What both ends said when every right that is needed was tried.",
            [
                Told.word("outcome", ["good", "findings", "blocked", "failed"], "What came of it.", .always) { answer in
                    guard let trial = answer.trial else { return "failed" }
                    if trial.findings.contains(where: \.isBlocking) { return "blocked" }
                    return trial.findings.isEmpty ? "good" : "findings"
                },
                Told.said("failure", "Why it could not be tried.") { $0.failure },
                Told.texts("source", "Administrations of the source that can be read.") { $0.trial?.source ?? [] },
                Told.text("books", "The books as they call themselves.") { $0.trial?.books },
                Told.list("counts", .codeCount, "How many codes of each list they have.") {
                    ($0.trial?.counts ?? []).map { CodeCount(name: $0.name, count: $0.count) }
                },
                Told.list("findings", .finding, "What is not as it is needed, with what to change.") {
                    $0.trial?.findings ?? []
                },
            ])
    }
}

/// Codes of one list of the books.
struct CodeCount: Sendable {
    var name: BilingualText
    var count: Int
}

extension Telling where Value == CodeCount {
    static var codeCount: Telling {
        Telling(
            "CodeCount", "Codes of one list of the books.",
            [
                Told.said("name", "Which list.", .always) { $0.name },
                Told.count("count", "How many.") { $0.count },
            ])
    }
}

extension Telling where Value == ConnectionDesk.Invitation {
    static var consentInvitation: Telling {
        Telling(
            "ConsentInvitation", "Where a person gives consent in a browser, and where that ends.",
            [
                Told.text("link", "The page where consent is given; it carries no secret.", .always) { $0.link },
                Told.text("redirect", "Where the browser ends: that address, whole, is what is sent back here.", .always) { $0.redirect },
            ])
    }
}

extension Shape {
    static let consentCallback = Shape(
        "ConsentCallback", "The address the browser ended at.",
        [Field("callback", .text(max: Acts.callbackMax), .always, "The whole address, with all that stands behind the question mark.")])
}
