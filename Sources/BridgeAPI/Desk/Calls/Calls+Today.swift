import BridgeAccess
import BridgeActs
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeReports

extension DeskCall {
    /// How things stand: which bridges there are, and what waits, flowed and needs somebody at each.
    static var today: [DeskCall] {
        [
            .list(
                "bridges", "/bridges", .look, "The bridges that the token is for.", pages: ["/"], item: Telling<OpenBridge>.bridge,
                reach: .any,
                example: Example()
            ) { (asking: Asking, after: String?) in
                let mine = asking.acts.bridges.filter { asking.token.isFor($0.id) }.sorted { $0.id < $1.id }
                return Part(mine.filter { $0.id.text > after ?? "" }, limit: asking.limit) { $0.id.text }
            },
            .read(
                "today", "/bridges/{bridge}/today", .look,
                "What needs somebody, what waits and what flowed, in number and money; causes, holds, the next run, calls left.",
                pages: ["/", "/live/today"], tells: Telling<Today>.today, example: Example(["bridge": Example.bridge])
            ) { asking in
                let bridge = asking.bridge
                let facts = try await BridgeFacts.read(
                    bridge.policy, connection: bridge.connection, journal: asking.acts.journal, now: asking.now)
                return Seen(
                    Today(
                        bridge: bridge.id, at: asking.now, facts: facts, end: try await bridge.expectedEnd(),
                        consent: await bridge.consentWarning()))
            },
        ]
    }
}

/// How one bridge stands.
struct Today: Sendable {
    var bridge: BridgeID
    var at: Timestamp
    var facts: BridgeFacts
    var end: ExpectedEnd?
    var consent: BilingualText?
}

extension Telling where Value == OpenBridge {
    static var bridge: Telling {
        Telling(
            "Bridge", "One administration of a trade system, carried into one administration of an accounting system.",
            [
                Told.text("id", "Its name: it stands in the paths of everything that belongs to it.", .always, max: 100) { $0.id.text },
                Told.text("way", "Where from and where to.", .always) { $0.way },
                Told.text("source", "The administration of the trade system.", .always, max: 200) { $0.policy.source.text },
                Told.text("target", "The administration of the accounting system.", .always, max: 200) { $0.policy.target.text },
            ])
    }
}

extension Telling where Value == Today {
    static var today: Telling {
        Telling(
            "Today", "How a bridge stands.",
            [
                Told.text("bridge", "The bridge.", .always, max: 100) { $0.bridge.text },
                Told.truth("needs_person", "True where somebody should look.") { $0.facts.needsPerson },
                Told.list("states", .state, "Documents by state, kind and currency.") { $0.facts.states.filter { $0.count > 0 } },
                Told.list("causes", .cause, "What needs a person, by cause.") { $0.facts.causes },
                Told.count("late", "Documents that are late.") { $0.facts.waiting.late },
                Told.count("differing", "Documents that the books hold otherwise.") { $0.facts.waiting.differing },
                Told.count(
                    "differing_explained", "Those of them that somebody explained as they stand; of the newest \(BridgeFacts.differingMax)."
                ) {
                    $0.facts.explained
                },
                Told.list("holds", .hold, "What waits for an approval, the next run or a person.") { $0.facts.holds },
                Told.list("hours", .hour, "What flowed, hour by hour; hours in which nothing did are left out.") { $0.facts.hours },
                Told.list("ages", .age, "How long what waits has waited, youngest first.") { today in
                    today.facts.ages.enumerated().map { AgePart(upTo: BridgeFacts.ageBounds.element(at: $0.offset), total: $0.element) }
                },
                Told.object("next_run", .run, "What goes together next.") { $0.facts.nextRun },
                Told.object("expected_end", .end, "When what is ready will have gone.") { $0.end },
                Told.list("budget", .window, "Calls that the books accept.") { $0.facts.budget },
                Told.object("pause", .pause, "Who paused it and why; left out while it is not paused.") { $0.facts.pause },
                Told.truth("rules_wait", "True where a change of the rules waits for another person.") { $0.facts.proposal != nil },
                Told.count("proposed_parties", "Proposed links of parties; not counted beyond \(BridgeFacts.proposedMax).") {
                    $0.facts.proposed
                },
                Told.count("undecided_parties", "Parties with two values of which one is to be chosen.") { $0.facts.undecidedParties },
                Told.list("findings", .finding, "What is wrong with the set-up of the books.") { $0.facts.setup },
                Told.said("consent", "What there is to be said of the connection's consent.") { $0.consent },
                Told.count("payments_refused", "Payments that the trade system refused.") { $0.facts.payments.refused },
                Told.count("files_refused", "Files that the books refused.") { $0.facts.attachments.refused },
            ])
    }
}

extension Array {
    fileprivate func element(at place: Int) -> Element? { indices.contains(place) ? self[place] : nil }
}

extension Telling where Value == StateTotal {
    static var state: Telling {
        Telling(
            "StateTotal", "Documents of one state, kind and currency.",
            [
                Told.word("state", "Where they stand.", .always) { $0.state },
                Told.word("kind", "What they are.", .always) { $0.kind },
                Told.count("documents", "How many.") { $0.count },
                Told.money("net", "Without VAT, as printed.") { $0.net },
                Told.money("vat", "VAT, as printed.") { $0.vat },
                Told.money("gross", "With VAT, as printed.") { $0.gross },
            ])
    }
}

extension Telling where Value == ProblemTotal {
    static var cause: Telling {
        Telling(
            "Cause", "A cause that needs a person, with how many documents it stops.",
            [
                Told.word("code", "What kind of problem.", .always) { $0.code },
                Told.text("found", "What was found.", .always) { $0.found },
                Told.said("remedy", "What to do about it.", .always) { total in
                    let problem = Problem(total.code, at: Place(""), found: total.found)
                    return BilingualText(nl: problem.remedy(.dutch), en: problem.remedy(.english))
                },
                Told.said("mender", "Who can mend it.", .always) { Mender($0.code).text },
                Told.place("where_to_click", "Where in the books' menus; left out where it is not mended there.") { total, reader in
                    Mending(cause: total.code, books: reader.books).place
                },
                Told.count("documents", "How many.") { $0.count },
                Told.list("gross", .money, "Their gross amounts, per currency.") { $0.gross },
                Told.moment("oldest", "When the oldest came.", .always) { $0.oldest },
            ])
    }
}

extension Telling where Value == HoldTotal {
    static var hold: Telling {
        Telling(
            "HoldTotal", "Documents that something holds.",
            [
                Told.text("hold", "What holds them.", .always, max: 100) { $0.blocker },
                Told.word("kind", "What they are.", .always) { $0.kind },
                Told.count("documents", "How many.") { $0.count },
                Told.money("gross", "With VAT.") { $0.gross },
            ])
    }
}

extension Telling where Value == HourTotal {
    static var hour: Telling {
        Telling(
            "HourTotal", "What flowed in an hour.",
            [
                Told.moment("start", "When it began.", .always) { $0.start },
                Told.count("received", "Documents that came.") { $0.received },
                Told.count("booked", "Documents that were booked.") { $0.booked },
            ])
    }
}

/// What waits for so long.
struct AgePart: Sendable {
    /// In hours; nil for what is older than all of these.
    var upTo: Int64?
    var total: AgeTotal
}

extension Telling where Value == AgePart {
    static var age: Telling {
        Telling(
            "AgeTotal", "What has waited for so long.",
            [
                Told.whole("hours", "Up to so many hours; left out for what is older than all of these.") { $0.upTo },
                Told.count("waiting", "Documents that wait.") { $0.total.waiting },
                Told.count("needs_person", "Those of them that need a person.") { $0.total.needsPerson },
            ])
    }
}

extension Telling where Value == NextRun {
    static var run: Telling {
        Telling(
            "NextRun", "What goes together next.",
            [
                Told.moment("at", "When; left out where a person says so.") { $0.at },
                Told.count("documents", "How many wait for it.") { $0.documents },
                Told.list("gross", .money, "Their gross amounts, per currency.") { $0.gross },
            ])
    }
}

extension Telling where Value == ExpectedEnd {
    static var end: Telling {
        Telling(
            "ExpectedEnd", "When what is ready will have gone.",
            [
                Told.moment("at", "About when.", .always) { $0.at },
                Told.count("documents", "Documents that are ready.") { $0.documents },
                Told.count("calls", "Calls that they take.") { $0.calls },
            ])
    }
}

extension Telling where Value == BudgetWindow {
    static var window: Telling {
        Telling(
            "BudgetWindow", "Calls that the books accept in a while.",
            [
                Told.text("name", "Of what.", .always, max: 200) { $0.name },
                Told.count("limit", "How many they accept.") { $0.limit },
                Told.count("used", "How many were made.") { $0.used },
                Told.moment("resets_at", "When counting begins anew.", .always) { $0.resetsAt },
            ])
    }
}

extension Telling where Value == BridgePause {
    static var pause: Telling {
        Telling(
            "Pause", "A bridge that sends nothing new.",
            [
                Told.moment("at", "Since when.", .always) { $0.at },
                Told.text("by", "Who paused it.", .always, max: 400) { $0.by },
                Told.text("reason", "Why.", .always) { $0.reason },
            ])
    }
}

extension Telling where Value == SetupFinding {
    static var finding: Telling {
        Telling(
            "Finding", "Something in the set-up of the books that is not as it is needed.",
            [
                Told.said("text", "What, and what to do.", .always) { $0.text },
                Told.truth("is_blocking", "True where nothing is posted until it is mended.") { $0.isBlocking },
                Told.place("where_to_click", "Where in the books' menus; left out where nobody knows.") { finding, reader in
                    finding.part.flatMap { reader.books?.text($0) }
                },
            ])
    }
}
