import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeJournal
import BridgeRuntime

/// One thing done with many documents as a job: counted first, begun as it was counted, carried out part by part beside the posting.
let jobCommands: [Command] = [jobNext, jobBegin, jobShow, jobStop]

private let actOperand = Operand("ACT", choices: BulkJob.Act.allCases.map(\.rawValue), nl: "wat er gebeurt", en: "what is done")

private let jobNext = Command(
    path: ["job", "next"], chapter: .verbs,
    summary: BilingualText(
        nl: "tellen waarmee een taak over veel documenten iets zou doen", en: "count what a job over many documents would take"),
    details: BilingualText(
        nl: """
            Er verandert niets. Het zegel staat voor precies deze documenten zoals ze nu zijn: 'job begin --seal' begint met precies die, met dezelfde \
            voorwaarden, en met geen als er een intussen veranderde. Wat later aankomt hoort er niet bij.
            """,
        en: """
            Nothing changes. The seal stands for exactly these documents as they are now: 'job begin --seal' begins with exactly those, on the same \
            conditions, and with none where one of them changed meanwhile. What arrives later is not among them.
            """),
    example: "ledgerbridge job next retry --problem account_unmapped", options: [CommonOption.bridge] + documentConditions,
    operands: [actOperand]
) { invocation in
    let context = try Context(invocation)
    return try await context.withJournal { journal in
        let bench = try JobBench(context, journal)
        let set = try await bench.set(upTo: nil)
        let (sheet, seal) = (ControlSheet(of: set.postings), bench.seal(of: set))
        let command = (["ledgerbridge", "job", "begin"] + invocation.operands + ["--seal", seal] + bench.conditions).joined(separator: " ")
        let words = context.words
        var parts = [ControlSheetText(context: context).section(words.pick("ZOU GAAN", "WOULD GO"), sheet)]
        if !set.isWhole {
            parts.append(
                context.wrapped(
                    words.pick(
                        "Er zijn er meer: een taak neemt er hoogstens \(context.formatting.count(DocumentSet.documentsMax)), de nieuwste.",
                        "There are more: a job takes \(context.formatting.count(DocumentSet.documentsMax)) at most, the newest.")))
        }
        if !set.postings.isEmpty { parts.append(words.pick("Beginnen zoals geteld: ", "Begin as counted: ") + command) }
        context.print(
            .object([
                .init("documents", .number(set.postings.count)), .init("is_whole", .bool(set.isWhole)), .init("seal", .string(seal)),
                .init("sheet", JSON(of: sheet)),
            ]), parts.joined(separator: "\n\n"))
        return .success
    }
}

private let jobBegin = Command(
    path: ["job", "begin"], chapter: .verbs,
    summary: BilingualText(
        nl: "precies de getelde documenten als taak laten doen", en: "have exactly the documents that were counted done as a job"),
    details: BilingualText(
        nl: "De service ('serve', of 'post') doet de taak deel voor deel, ook na een herstart; 'job show' zegt hoever ze is.",
        en: "The service ('serve', or 'post') does the job part by part, also after a restart; 'job show' tells how far it is."),
    example: "ledgerbridge job begin withdraw --seal 4711.0f2c9a7d5e1b3846 --state parked --reason \"entered twice\"",
    options: [CommonOption.bridge] + documentConditions + [
        .value("seal", "SEAL", nl: "het zegel van 'job next'", en: "the seal of 'job next'"),
        .value("reason", "TEXT", nl: "waarom; staat in de historie", en: "why; stands in the history"),
    ], operands: [actOperand]
) { invocation in
    let context = try Context(invocation)
    guard let seal = JobBench.Seal(invocation.value("seal") ?? "") else {
        throw CommandFailure(
            .usage, nl: "--seal is nodig: 'ledgerbridge job next' telt, en noemt het",
            en: "--seal is needed: 'ledgerbridge job next' counts, and tells it")
    }
    return try await context.withJournal { journal in
        let bench = try JobBench(context, journal)
        let set = try await bench.set(upTo: seal.newest)
        guard bench.seal(of: set) == seal.text else {
            throw CommandFailure(
                .needsPerson, nl: "er is niets begonnen: sinds het zegel veranderde er iets; tel opnieuw met 'ledgerbridge job next'",
                en: "nothing was begun: something changed since the seal; count again with 'ledgerbridge job next'")
        }
        let job = try await bench.acts.begin(set, reason: invocation.value("reason"), seal: set.seal, by: context.person)
        show(job, context)
        return .success
    }
}

private let jobShow = Command(
    path: ["job", "show"], chapter: .verbs,
    summary: BilingualText(nl: "hoever de nieuwste taak is", en: "how far the newest job is"), example: "ledgerbridge job show",
    options: [CommonOption.bridge]
) { invocation in
    let context = try Context(invocation)
    return try await context.withJournal { journal in
        let bench = try JobBench(context, journal)
        if let job = try await bench.acts.newestJob(of: bench.bridge) {
            show(job, context)
        } else {
            context.print(.null, context.words.pick("Er is nog geen taak geweest.", "There has been no job yet."))
        }
        return .success
    }
}

private let jobStop = Command(
    path: ["job", "stop"], chapter: .verbs,
    summary: BilingualText(
        nl: "de taak stoppen: het deel dat bezig is loopt af", en: "stop the job: the part under way ends, the rest stays as it was"),
    example: "ledgerbridge job stop", options: [CommonOption.bridge]
) { invocation in
    let context = try Context(invocation)
    return try await context.withJournal { journal in
        let bench = try JobBench(context, journal)
        guard let job = try await bench.acts.newestJob(of: bench.bridge), job.isOpen else {
            throw CommandFailure(.usage, nl: "er loopt geen taak", en: "no job is running")
        }
        show(try await bench.acts.stopJob(job.number, of: bench.bridge, by: context.person) { _ in true }, context)
        return .success
    }
}

private func show(_ job: BulkJob, _ context: Context) {
    let words = context.words
    let state =
        switch job.state {
        case .running: words.pick("bezig", "under way")
        case .stopping: words.pick("stopt", "stopping")
        case .stopped: words.pick("gestopt", "stopped")
        case .ended: words.pick("klaar", "ended")
        }
    func count(_ number: Int) -> String { context.formatting.count(number) }
    let title =
        words.pick("Taak", "Job") + " \(job.number), \(job.act.rawValue), \(state), \(context.moment(job.startedAt)), \(job.by.name)"
    let figures = words.pick(
        "\(count(job.done)) gedaan, \(count(job.left)) met rust gelaten, \(count(job.total - job.looked)) nog niet aan de beurt, van \(count(job.total))",
        "\(count(job.done)) done, \(count(job.left)) left alone, \(count(job.total - job.looked)) not reached, of \(count(job.total))")
    context.print(JSON(of: job), "\(title)\n\(context.wrapped(figures, indent: 2))")
}

/// What job commands work with: the acts that console and API share, over the one bridge.
private struct JobBench {
    let acts: Acts
    let bridge: OpenBridge
    /// The conditions as they were typed, for the next command.
    let conditions: [String]
    private let verb: DocumentVerb?
    private let query: DocumentsQuery

    /// What stands for a set: the newest document that was known, and the beginning of the set's own seal.
    struct Seal {
        let newest: Int64
        let text: String

        init?(_ text: String) {
            let parts = text.split(separator: ".", omittingEmptySubsequences: false)
            guard parts.count == 2, let newest = Int64(parts[0]), !parts[1].isEmpty else { return nil }
            (self.newest, self.text) = (newest, text)
        }
    }

    private static let sealDigits = 16

    init(_ context: Context, _ journal: any BridgeJournal) throws {
        let (invocation, configured) = (context.invocation, try context.bridge())
        // A job is carried out by whoever works on the bridge: here it is only begun.
        let open = OpenBridge(
            configured.policy, zone: configured.zone, way: "\(configured.source) → \(configured.target)", connection: nil, parts: { nil })
        bridge = open
        acts = Acts(
            bridges: [open], journal: journal, clock: context.clock,
            signIn: SignIn(Accounts(journal: journal, clock: context.clock)))
        verb = invocation.operands.first.flatMap { DocumentVerb(rawValue: $0) }
        let party = invocation.value("party").map { PartyKey($0) ?? PartyKey(.debtor, PartyCode($0)) }
        let (from, to) = (try invocation.date("from"), try invocation.date("to"))
        _ = try invocation.dates()
        let asked = [
            "state": invocation.value("state"), "kind": invocation.value("kind"), "problem": invocation.value("problem"),
            "q": invocation.value("search"), "party": party?.description, "from": from?.description, "to": to?.description,
            "late": invocation.flag("late") ? "1" : nil, "differing": invocation.flag("differing") ? "1" : nil,
        ]
        query = DocumentsQuery(open, now: context.clock.now(), isPlain: true) { asked[$0] ?? nil }
        conditions = (CommonOption.bridge.typed(invocation) + documentConditions.flatMap { $0.typed(invocation) })
    }

    func set(upTo: Int64?) async throws -> DocumentSet {
        guard let verb else { throw ActRefusal.notFound }
        return try await acts.set(for: verb, of: query, upTo: upTo)
    }

    func seal(of set: DocumentSet) -> String { "\(set.newest ?? 0).\(set.seal.prefix(Self.sealDigits))" }
}

extension Option {
    /// The option as it was typed, fit to be typed again; nothing where it was not.
    fileprivate func typed(_ invocation: Invocation) -> [String] {
        guard let values = invocation.options[name] else { return [] }
        guard value != nil, let last = values.last else { return ["--\(name)"] }
        let isPlain = last.allSatisfy { $0.isLetter || $0.isNumber || "-_./:".contains($0) } && !last.isEmpty
        return ["--\(name)", isPlain ? last : "'" + last.replacing("'", with: "'\\''") + "'"]
    }
}
