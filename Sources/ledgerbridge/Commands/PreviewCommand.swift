import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeMapping
import BridgeRuntime
import UBLSource

let previewCommand = Command(
    path: ["preview"], chapter: .documents,
    summary: BilingualText(
        nl: "wat geboekt zou worden en wat niet zou lukken, zonder te boeken",
        en: "what would be booked, and what would fail, without posting"),
    details: BilingualText(
        nl: """
            Zonder bestanden: leest eerst wat de bron klaar heeft in het journaal, en mapt dan alles wat wacht met de nieuwste regels; wat \
            niet lukt staat per oorzaak, met het bedrag erachter. Draait de service, dan leest die; met --offline leest niemand.

            Met bestanden of mappen (.xml, .csv, .xlsx): hetzelfde over wat daarin staat, vóór er iets bewaard wordt; het journaal wordt \
            alleen geraadpleegd. Met --accept wordt het daarna in het journaal genomen; wat er al is, wordt herkend en niet herhaald. Er \
            gaat niets naar de boekhouding.
            """,
        en: """
            Without files: first reads what the source has ready into the journal, then maps everything that waits with the newest rules; \
            failures are grouped by cause with the amount behind each. When the service runs, the service reads; with --offline nobody does.

            With files or folders (.xml, .csv, .xlsx): the same about what stands in them, before anything is stored; the journal is only \
            asked. With --accept it is then taken into the journal; what is there already is recognised and not repeated. Nothing goes to \
            the books.
            """),
    example: "ledgerbridge preview invoice.xml",
    options: [
        CommonOption.bridge,
        .value("mapping", "FILE", nl: "probeer deze regels in plaats van de bewaarde", en: "rules to try instead of the saved ones"),
        .flag("offline", nl: "vraag de bron niets", en: "do not ask the source"),
        CommonOption.columns, CommonOption.direction,
        .flag("accept", nl: "neem de bestanden daarna in het journaal", en: "then take the files into the journal"),
    ],
    operands: [
        Operand(
            "FILE", isOptional: true, repeats: true, nl: "bestanden of mappen om te bekijken; zonder: wat wacht",
            en: "files or folders to look at; without: what waits")
    ]
) { invocation in
    let context = try Context(invocation)
    let rules = try invocation.value("mapping").map { try MappingFile.read($0) }
    guard invocation.operands.isEmpty else { return try await previewFiles(context, rules) }
    guard !invocation.flag("accept") else {
        throw CommandFailure(.usage, nl: "--accept hoort bij bestanden; noem ze", en: "--accept goes with files; name them")
    }
    return try await context.working { bridge in
        if !invocation.flag("offline") { await readSource(bridge, context) }
        let preview = try await PreviewReport(context: context, bridge: bridge, rules: rules).make()
        context.print(preview.json, preview.text)
        return preview.failing > 0 ? .needsPerson : .success
    }
}

extension CommonOption {
    static let columns = Option.value(
        "columns", "FILE", nl: "wat de kolommen betekenen; zonder deze wat de bron van de brug zegt",
        en: "what the columns mean; unless given, what the bridge's source says")
}

extension CommonOption {
    static let direction = Option.choice(
        "direction", "WORD", UBLSettings.Direction.allCases.map(\.rawValue),
        nl: "of UBL-bestanden verkopen of inkopen zijn; zonder deze wat de bron van de brug zegt",
        en: "whether UBL files are sales or purchases; unless given, what the bridge's source says")
}

private func previewFiles(_ context: Context, _ rules: MappingRules?) async throws -> Exit {
    let files = try context.namedFiles()
    return try await context.working { bridge in
        let source = NamedFiles(files, administration: try context.bridge().administration)
        let trial = try await bridge.trial(of: source, below: context.scratchFolder)
        let preview: PreviewReport.Report
        do {
            preview = try await PreviewReport(context: context, bridge: trial.bridge, rules: rules, counts: trial.isOfFiles).make()
        } catch {
            await trial.close()
            throw error
        }
        await trial.close()
        let read = FilesReport(context: context, account: await source.account, touched: trial.touched)
        guard context.invocation.flag("accept") else {
            context.print(
                .object([.init("read", read.json), .init("preview", preview.json)]), read.text + "\n\n" + preview.text)
            return preview.failing > 0 || read.needsPerson ? .needsPerson : .success
        }
        let taken = try await TakingFiles(context: context, bridge: bridge).take(files)
        context.print(
            .object([.init("read", read.json), .init("preview", preview.json), .init("taken", taken.json)]),
            [read.text, preview.text, taken.text].joined(separator: "\n\n"))
        return preview.failing > 0 || read.needsPerson || taken.needsPerson ? .needsPerson : .success
    }
}

/// Takes named files into the journal and says what became of them.
struct TakingFiles: Sendable {
    let context: Context
    let bridge: WorkingBridge

    struct Report: Sendable {
        var counts: [PushIntake.Verdict.Outcome: Int]
        var account: FilesAccount
        var words: Words

        var needsPerson: Bool { counts[.parked] != nil || counts[.conflict] != nil }

        var json: JSON {
            .object(PushIntake.Verdict.Outcome.allCases.map { .init($0.rawValue, .number(counts[$0] ?? 0)) })
        }

        var text: String {
            let all = counts.values.reduce(0, +)
            let parts = PushIntake.Verdict.Outcome.allCases.compactMap { outcome in
                counts[outcome].map { "\($0) \(words.outcome(outcome))" }
            }
            return words.pick("In het journaal genomen: ", "Taken into the journal: ") + "\(all)"
                + (parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))") + "."
        }
    }

    func take(_ files: [NamedFile]) async throws -> Report {
        let words = context.words
        let progress = context.progress(
            words.pick("innemen", "taking in"), total: nil, unit: words.pick("documenten", "documents"))
        defer { progress.end() }
        let source = NamedFiles(files, administration: try context.bridge().administration)
        let counts = try await bridge.takeIn(source) { progress.show($0) }
        return Report(counts: counts, account: await source.account, words: words)
    }
}

extension Words {
    /// What became of a document that was taken in.
    func outcome(_ outcome: PushIntake.Verdict.Outcome) -> String {
        switch outcome {
        case .accepted: pick("nieuw", "new")
        case .parked: pick("geparkeerd", "parked")
        case .unchanged: pick("al bekend", "known already")
        case .conflict: pick("met een nummer dat al van een ander document is", "with a number that is another document's")
        }
    }
}

extension Context {
    /// The files that are named, with who reads each.
    func namedFiles() throws -> [NamedFile] {
        let bridge = try bridge()
        let hints = Configuration.FileHints(columns: invocation.value("columns"), direction: invocation.choice("direction"))
        return try FilePath.files(invocation.operands).map { path in
            NamedFile(path: path, reader: try configuration.reader(of: path, for: bridge, hints))
        }
    }

    /// Where something that is thrown away may lie.
    var scratchFolder: String {
        invocation.surroundings.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    }
}

/// A source that does not answer is no reason not to look at what is here already.
private func readSource(_ bridge: WorkingBridge, _ context: Context) async {
    do {
        if try await !bridge.readSource() {
            context.console.say(
                context.words.pick(
                    "Een ander proces werkt aan deze brug en leest zelf; hier staat wat er al is.",
                    "Another process works on this bridge and reads by itself; this is what is here already."))
        }
    } catch {
        let said = CommandFailure(error).message[context.language]
        context.console.say(context.words.pick("De bron is niet gelezen: \(said)", "The source was not read: \(said)"))
    }
}
