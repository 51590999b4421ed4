import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeMapping
import BridgeReports

// How rules are told: what is in force, what waits for one, what another text would do, and why a document's entry is what it is.

/// What is shown of the rules of a bridge.
struct MappingAnswer: Sendable {
    var rules: RulesInForce
    /// nil where none were saved yet.
    var saved: MappingRecord?
    var waiting: [ProblemTotal]
    var coverage: Coverage
    var proposal: MappingProposal?
    var fourEyes: Bool

    /// A rule with its use.
    struct Rule: Sendable {
        var summary: RuleSummary
        var used: Int
    }

    var used: [Rule] {
        let counts = Dictionary(coverage.all.map { ($0.rule, $0.count) }) { first, _ in first }
        return rules.translator.mapper.rules.summaries.map { Rule(summary: $0, used: counts[$0.rule] ?? 0) }
    }
}

extension Telling where Value == MappingAnswer {
    static var mapping: Telling {
        Telling(
            "Mapping", "The rules of a bridge: what is in force, what waits for a rule, and how often each decided.",
            [
                Told.count("version", "The version in force; 0 before the first.") { $0.rules.version },
                Told.object("saved", .rulesVersion, "Who saved it, when and why.") { $0.saved },
                Told.truth("four_eyes", "True where a change waits for another person.") { $0.fourEyes },
                Told.object("proposal", .proposalHead, "The change that waits for another person.") { $0.proposal },
                Told.list("waiting", .waitingValue, "What waits for a rule, value by value.") { $0.waiting },
                Told.count("counted", "Newest documents over which use was counted.") { $0.coverage.documents },
                Told.list("rules", .rule, "Every rule, in the order they stand.") { $0.used },
            ])
    }
}

extension Telling where Value == ProblemTotal {
    static var waitingValue: Telling {
        Telling(
            "WaitingValue", "A value without a rule, with what waits for it.",
            [
                Told.word("code", "What kind of rule is missing.", .always) { $0.code },
                Told.said("what", "The same in words.", .always) { BilingualText(nl: $0.code.text.what.nl, en: $0.code.text.what.en) },
                Told.text("value", "The value; empty where the documents name none.", .always) { $0.found },
                Told.count("documents", "Documents that wait for it.") { $0.count },
                Told.list("gross", .money, "What they add up to, per currency.") { $0.gross },
                Told.moment("oldest", "When the oldest of them arrived.", .always) { $0.oldest },
            ])
    }
}

extension Telling where Value == MappingAnswer.Rule {
    static var rule: Telling {
        Telling(
            "Rule", "One rule.",
            [
                Told.word("table", "The table it stands in.", .always) { $0.summary.table },
                Told.text("rule", "Its name.", .always) { $0.summary.rule.text },
                Told.list("conditions", .condition, "What it asks; empty for a rule that takes all.") { $0.summary.conditions },
                Told.text("gives", "What it gives.", .always) { $0.summary.outcome },
                Told.date("valid_from", "From when it holds.") { $0.summary.validFrom },
                Told.date("valid_to", "Until when it holds.") { $0.summary.validTo },
                Told.text("note", "What stands beside it.", .always) { $0.summary.note },
                Told.truth("is_default", "True for what holds where no rule does.") { $0.summary.isDefault },
                Told.count("used", "How often it decided.") { $0.used },
            ])
    }
}

extension Telling where Value == RuleSummary.Condition {
    static var condition: Telling {
        Telling(
            "RuleCondition", "One key and what it accepts.",
            [
                Told.text("key", "The key, in the words of rules files.", .always) { $0.key.rawValue },
                Told.texts("values", "What it accepts.") { $0.values },
            ])
    }
}

extension Telling where Value == MappingRecord {
    static var rulesVersion: Telling {
        Telling(
            "RulesVersion", "A version of the rules.",
            [
                Told.count("version", "Its number.") { $0.version },
                Told.moment("saved_at", "When it was saved.", .always) { $0.savedAt },
                Told.text("saved_by", "Who saved it.", .always) { $0.savedBy.description },
                Told.text("comment", "Why.", .always) { $0.comment },
            ])
    }
    static var rulesText: Telling {
        Telling(
            "RulesText", "A version of the rules with its text.",
            [
                Told.object("saved", .rulesVersion, "Which.", .always) { $0 },
                Told.text("rules", "The rules as they were typed (YAML).", .always, max: TypedRules.bytesMax) { $0.yaml },
            ])
    }
}

// MARK: What other rules would do

extension Telling where Value == RulesOutlook {
    static var outlook: Telling {
        Telling(
            "RulesOutlook", "What rules would do, beside what those in force do. Nothing is written; what is booked stays.",
            [
                Told.object("newest", .effect, "With the newest documents, at most \(RulesOutlook.newestMax).", .always) { $0.newest },
                Told.object("waiting", .effect, "With those that wait for a rule, at most \(RulesOutlook.waitingMax).", .always) {
                    $0.waiting
                },
            ])
    }
}

extension Telling where Value == RulesEffect {
    static var effect: Telling {
        Telling(
            "RulesEffect", "What becomes of some documents.",
            [
                Told.count("documents", "How many were looked at.") { $0.documents },
                Told.count("changed", "How many would change.") { $0.changed },
                Told.count("freed", "How many would be mapped from then on.") { $0.counts[.freed] ?? 0 },
                Told.count("stopped", "How many would be stopped from then on.") { $0.counts[.stopped] ?? 0 },
                Told.count("otherwise", "How many would be booked otherwise.") { $0.counts[.otherwise] ?? 0 },
                Told.list("rows", .effectRow, "The first \(RulesEffect.rowsMax) for which something changes.") { $0.rows },
            ])
    }
}

extension Telling where Value == RulesEffect.Row {
    static var effectRow: Telling {
        Telling(
            "RulesEffectRow", "A document for which something changes.",
            [
                Told.document { $0.document },
                Told.word("change", "What becomes of it.", .always) { $0.change },
                Told.money("gross", "Its amount.", .always) { $0.gross },
                Told.list("goes", .entryLine, "Lines of the entry that would go.") { $0.before },
                Told.list("comes", .entryLine, "Lines that would come.") { $0.after },
                Told.problems("problems", "What would stop it.") { $0.problems },
            ])
    }
}

extension Telling where Value == SavedAnswer {
    static var saved: Telling {
        Telling(
            "SavedRules", "What became of rules that were saved or proposed.",
            [
                Told.word("outcome", "Whether they hold, wait for another person, or were taken away.", .always) { $0.outcome },
                Told.count("version", "The version they are, would be, or would have been.") { $0.version },
                Told.count("judged", "Parked documents that were judged again.", .optional) { $0.judged },
            ])
    }
}

/// What became of rules that were saved or proposed.
struct SavedAnswer: Sendable {
    /// A promise: it stands in answers.
    enum Outcome: String, CaseIterable, Sendable {
        case inForce = "in_force"
        case proposed, refused, withdrawn
    }

    var outcome: Outcome
    var version: Int
    /// Documents that were judged again.
    var judged: Int?
}

// MARK: What waits for another person

extension Telling where Value == MappingProposal {
    static var proposalHead: Telling {
        Telling(
            "ProposalHead", "A change of the rules that waits for another person.",
            [
                Told.count("version", "The version it would be.") { $0.base + 1 },
                Told.text("by", "Who made it.", .always) { $0.by.description },
                Told.moment("at", "When.", .always) { $0.at },
                Told.text("comment", "Why.", .always) { $0.comment },
            ])
    }
}

extension Telling where Value == WaitingProposal {
    static var proposal: Telling {
        Telling(
            "Proposal", "A change of the rules that waits for another person, with its text and what it would do now.",
            [
                Told.object("proposal", .proposalHead, "Who made it, when and why.", .always) { $0.proposal },
                Told.object("outlook", .outlook, "What it would do; left out where its text is no rules any more.") { $0.outlook },
                Told.text("rules", "Its text (YAML).", .always, max: TypedRules.bytesMax) { $0.yaml },
            ])
    }
}

// MARK: Why

/// A trial of the rules in force on the documents of a number.
struct TrialAnswer: Sendable {
    var version: Int
    var documents: [RulesTrial]
}

extension Telling where Value == TrialAnswer {
    static var trial: Telling {
        Telling(
            "RulesTrial", "The rules in force, tried on the documents of a number.",
            [
                Told.count("version", "The version of the rules.") { $0.version },
                Told.list("documents", .trialOfDocument, "One document of each kind may have the number.") { $0.documents },
            ])
    }
}

extension Telling where Value == RulesTrial {
    static var trialOfDocument: Telling {
        Telling(
            "RulesTrialOfDocument", "What the rules make of one document, and why.",
            [
                Told.document { $0.posting.document },
                Told.truth("readable", "False where the document cannot be read.") { $0.tried != nil },
                Told.truth("mapped", "True where an entry is made.") { $0.tried?.isMapped ?? false },
                Told.sentences("decided_once", "What is decided once: daybook, payment condition.") { trial, language in
                    trial.tried?.explanation.head.flatMap { $0.text(language) } ?? []
                },
                Told.list("lines", .explainedLine, "The entry line by line; without one, the lines that found no rule.") {
                    $0.tried?.explanation.items ?? []
                },
                Told.problems("problems", "What is wrong.") { $0.tried?.explanation.problems ?? [] },
            ])
    }
}

extension Telling where Value == Explanation.Item {
    static var explainedLine: Telling {
        Telling(
            "ExplainedLine", "A line and what decided it.",
            [
                Told.object("line", .entryLine, "The line of the entry.") { $0.entryLine },
                Told.text("document_lines", "The document's lines it comes from: `1–3, 7`.", .always) { LineRanges.text($0.sourceLines) },
                Told.sentences("because", "What decided, and behind it what nearly did, in sentences.") { item, language in
                    item.remarks.map { $0.text(language) } + item.reasons.flatMap { $0.text(language) }
                },
            ])
    }
}

extension Shape {
    static let rulesBody = Shape(
        "RulesBody", "Rules to look at.", [Field("rules", .text(max: TypedRules.bytesMax), .always, "The rules (YAML).")])
    static let saveRules = Shape(
        "SaveRules", "Rules to save, and why.",
        [
            Field("rules", .text(max: TypedRules.bytesMax), .always, "The rules (YAML)."),
            Field("comment", .text(max: Acts.reasonMax), "Why: it stands beside the version."),
        ])
    static let reasonNeeded = Shape(
        "Reason", "Why.", [Field("reason", .text(max: Acts.reasonMax), .always, "Why: the history tells it.")])
    static let reasonWelcome = Shape(
        "OptionalReason", "Why, where it is worth telling.", [Field("reason", .text(max: Acts.reasonMax), "Why: the history tells it.")])
}
