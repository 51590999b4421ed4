import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJSON
import BridgeJournal

extension DeskCall {
    /// Many documents at once: the set is counted and sealed first, and then taken exactly so or not at all; a long one as a job.
    static var sets: [DeskCall] {
        let jobs: [DeskCall] = [
            .read(
                "job", jobPath, .look, "The newest job of a bridge over many documents: how far it is.", pages: ["/documents/job"],
                tells: Telling<BulkJob>.job, example: Example(["bridge": Example.bridge])
            ) { asking in
                guard let job = try await asking.acts.newestJob(of: asking.bridge) else { throw ActRefusal.notFound }
                return Seen(job, seal: "\(job.number)")
            },
            // Whoever may do it with one may stop it with all: asked once more of the verb that the job carries out.
            .act(
                "stopJob", "\(jobPath)/stop", .retry, "Stop a job: the part under way ends, the rest stays as it was.", of: "job",
                tells: Telling<BulkJob>.job, example: Example(["bridge": Example.bridge])
            ) { asking in
                let job = try await asking.acts.stopJob(Int(asking.seal) ?? 0, of: asking.bridge, by: asking.who) { asking.may($0.right) }
                return Seen(job, seal: "\(job.number)")
            },
        ]
        return DocumentSet.verbs.flatMap { [preview($0), carryingOutAll($0)] } + jobs
    }

    private static let jobPath = "/bridges/{bridge}/job"
    private static func setPath(_ verb: DocumentVerb) -> String { "/bridges/{bridge}/sets/\(verb.rawValue)" }
    private static let upTo = QueryField.whole(
        "upto", "Leaves out what arrived after the document of this place in the order of arrival: `newest` of the set that was looked at.")

    private static func preview(_ verb: DocumentVerb) -> DeskCall {
        .read(
            "setTo\(verb.name)", setPath(verb), verb.right,
            "The documents of a list with which *\(verb.rawValue)* can be done, counted and summed. Its ETag seals exactly that set.",
            pages: ["/documents/all/\(verb.rawValue)"], query: documentFilters + [upTo], tells: Telling<DocumentSet>.set,
            example: Example(["bridge": Example.bridge])
        ) { asking in
            let set = try await asking.set(for: verb)
            return Seen(set, seal: set.seal)
        }
    }

    private static func carryingOutAll(_ verb: DocumentVerb) -> DeskCall {
        .act(
            "\(verb.rawValue)Set", setPath(verb), verb.right,
            "Do *\(verb.rawValue)* with exactly the set that was looked at, or with none of it: at once, or as a job beyond "
                + "\(DocumentSet.jobFrom) documents.",
            query: documentFilters + [upTo], takes: verb == .withdraw ? .withdrawal : nil, of: "setTo\(verb.name)",
            tells: Telling<SetOutcome>.outcome,
            example: Example(["bridge": Example.bridge], body: verb == .withdraw ? ["reason": "entered twice by the trade"] : nil)
        ) { asking in
            let set = try await asking.set(for: verb)
            let outcome = try await asking.acts.carryOut(set, reason: asking.optional("reason"), seal: asking.seal, by: asking.who)
            return Seen(SetOutcome(documents: set.postings.count, outcome: outcome))
        }
    }
}

extension Asking {
    /// The documents that the query asks for, with which something can be done.
    fileprivate func set(for verb: DocumentVerb) async throws -> DocumentSet {
        let query = DocumentsQuery(bridge, now: now, isPlain: true) { asked($0) }
        return try await acts.set(for: verb, of: query, upTo: asked("upto").flatMap { Int64($0) })
    }
}

extension DocumentVerb {
    /// Its part in the names of operations.
    fileprivate var name: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

/// What became of a set.
struct SetOutcome: Sendable {
    var documents: Int
    var outcome: DocumentSet.Outcome

    var changed: Int? { if case .done(let changed) = outcome { changed } else { nil } }
    var job: BulkJob? { if case .begun(let job) = outcome { job } else { nil } }
}

extension Telling where Value == DocumentSet {
    static var set: Telling {
        Telling(
            "DocumentSet", "Documents with which one thing can be done, as they are now.",
            [
                Told.count("documents", "How many; at most \(DocumentSet.documentsMax).") { $0.postings.count },
                Told.truth("is_whole", "False where more documents meet the conditions.") { $0.isWhole },
                Told.whole("newest", "The newest document that was known: give it as `upto`, so that what arrives later is not in the set.")
                {
                    $0.newest
                },
                Told.truth("becomes_job", "True where it would be done as a job.") { $0.postings.count > DocumentSet.jobFrom },
                Told.list("gross", .money, "Gross amounts, per currency.") { $0.sums },
                Told.list("rows", .sheetRow, "The set counted, by daybook, period and currency.") { ControlSheet(of: $0.postings).rows },
                Told.list("first", .summary, "Its newest documents; at most 20.", max: 20) { Array($0.postings.prefix(20)) },
            ])
    }
}

extension Telling where Value == ControlSheet.Row {
    static var sheetRow: Telling {
        Telling(
            "SheetRow", "A row of a counted set.",
            [
                Told.text("daybook", "The daybook; left out where none is known yet.", max: 100) { $0.daybook?.text },
                Told.period("period", "The period.") { $0.period },
                Told.count("documents", "How many.") { $0.documents },
                Told.money("net", "Without VAT.") { $0.net },
                Told.money("vat", "VAT.") { $0.vat },
                Told.money("gross", "With VAT.") { $0.gross },
                Told.text("first", "The first number.", .always, max: 400) { $0.first.text },
                Told.text("last", "The last number.", .always, max: 400) { $0.last.text },
            ])
    }
}

extension Telling where Value == SetOutcome {
    static var outcome: Telling {
        Telling(
            "SetOutcome", "What became of a set.",
            [
                Told.count("documents", "Documents of the set.") { $0.documents },
                Told.count("changed", "With how many something changed; left out where a job does it.", .optional) { $0.changed },
                Told.object("job", .job, "The job that does it; ask for it until it ends.") { $0.job },
            ])
    }
}

extension Telling where Value == BulkJob {
    static var job: Telling {
        Telling(
            "Job", "A job over many documents.",
            [
                Told.whole("number", "1 for the first of its bridge.", .always) { Int64($0.number) },
                Told.word("act", "What it does.", .always) { $0.act },
                Told.text("state", "`running`, `stopping`, `stopped` or `ended`.", .always, max: 50) { $0.state.rawValue },
                Told.count("documents", "Documents of the set.") { $0.total },
                Told.count("done", "With which it was done.") { $0.done },
                Told.count("left", "Left alone because they changed since they were counted.") { $0.left },
                Told.text("reason", "Why.") { $0.reason.isEmpty ? nil : $0.reason },
                Told.text("by", "Who began it.", .always, max: 400) { $0.by.description },
                Told.text("stopped_by", "Who stopped it.", max: 400) { $0.stoppedBy?.description },
                Told.moment("started_at", "When it began.", .always) { $0.startedAt },
                Told.moment("ended_at", "When it ended.") { $0.endedAt },
            ])
    }
}
