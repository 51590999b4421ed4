import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeMapping
import BridgeRuntime

/// The rules: look, try, save. Every save is a new version with who and when; nothing is ever overwritten.
let mapCommands: [Command] =
    [mapSample, mapCheck, mapImport, mapShow, mapHistory, mapUnmapped, mapCoverage] + mapProposalCommands

private let fileOperand = Operand("FILE", nl: "regels als YAML", en: "rules as YAML")

private let mapShow = Command(
    path: ["map", "show"], chapter: .rules, summary: BilingualText(nl: "de regels als YAML", en: "the rules as YAML"),
    example: "ledgerbridge map show > mapping.yaml",
    options: [CommonOption.bridge, .value("version", "N", nl: "een eerdere versie", en: "an earlier version")]
) { invocation in
    let context = try Context(invocation)
    let version = try invocation.integer("version", in: 1...1_000_000)
    let bridge = try context.bridge().policy.bridge
    let record = try await context.withJournal { try await $0.mapping(bridge, version: version) }
    guard let record else {
        throw version.map {
            CommandFailure(
                .usage, nl: "er is geen versie \($0); 'ledgerbridge map history' noemt ze",
                en: "there is no version \($0); 'ledgerbridge map history' lists them")
        }
            ?? CommandFailure(
                .configuration, nl: "er zijn nog geen regels bewaard; 'ledgerbridge map import BESTAND' doet dat",
                en: "no rules are saved yet; 'ledgerbridge map import FILE' saves them")
    }
    context.print(JSON(of: record), record.yaml)
    return .success
}

private let mapCheck = Command(
    path: ["map", "check"], chapter: .rules,
    summary: BilingualText(
        nl: "een regelbestand nakijken, ook tegen de codes van de boekhouding",
        en: "check a rules file, also against the codes of the books"),
    example: "ledgerbridge map check mapping.yaml", options: [CommonOption.bridge], operands: [fileOperand]
) { invocation in
    let context = try Context(invocation)
    let rules = try MappingFile.read(invocation.operands[0])
    return try await context.working { bridge in
        let master = try await bridge.refreshTarget()
        let (missing, untold) = (bridge.missing(in: rules, from: master), bridge.findingsUntold(of: rules, by: master))
        let lines = missing.map {
            context.words.pick(
                "• \($0.list.name.dutch) \($0.code) bestaat niet in de boekhouding",
                "• \($0.list.name.english) \($0.code) does not exist in the books")
        }
        let good =
            untold.isEmpty
            ? context.words.pick(
                "De regels kloppen met elkaar en met de boekhouding.", "The rules agree with each other and with the books.")
            : context.words.pick("De regels kloppen met elkaar.", "The rules agree with each other.")
        context.print(
            .array(missing.map { .object([.init("list", .string($0.list.rawValue)), .init("code", .string($0.code))]) }),
            ((lines.isEmpty ? [good] : lines) + untold.map { "• " + $0.text[context.language] }).joined(separator: "\n"))
        return missing.isEmpty ? .success : .needsPerson
    }
}

private let mapImport = Command(
    path: ["map", "import"], chapter: .rules,
    summary: BilingualText(
        nl: "een regelbestand bewaren als nieuwste versie, en opnieuw bekijken wat erop wacht",
        en: "save a rules file as the newest version and judge again what waits for it"),
    example: "ledgerbridge map import mapping.yaml --comment \"dried flowers\"",
    options: [CommonOption.bridge, .value("comment", "TEXT", nl: "waarom; staat in de historie", en: "why; stands in the history")],
    operands: [fileOperand]
) { invocation in
    let context = try Context(invocation)
    let (rules, yaml) = try MappingFile.readText(invocation.operands[0])
    return try await context.working { bridge in
        let saved = try await bridge.save(rules, yaml: yaml, by: context.person, comment: invocation.value("comment") ?? "")
        return report(saved.outcome, version: saved.version, context)
    }
}

private func report(_ outcome: SavedRules, version: Int, _ context: Context) -> Exit {
    let words = context.words
    switch outcome {
    case .inForce(let judged):
        context.print(
            .object([.init("version", .number(version)), .init("judged", .number(judged)), .init("waits", .bool(false))]),
            words.pick(
                "Versie \(version) bewaard; \(judged) geparkeerde documenten opnieuw bekeken.",
                "Version \(version) saved; \(judged) parked documents judged again."))
        return .success
    case .waits:
        context.print(
            .object([.init("version", .number(version)), .init("judged", .null), .init("waits", .bool(true))]),
            words.pick(
                "Nog niet bewaard: versie \(version) wacht tot iemand anders haar goedkeurt ('ledgerbridge map approve').",
                "Not saved yet: version \(version) waits until somebody else approves it ('ledgerbridge map approve')."))
        return .needsPerson
    case .occupied(let other):
        context.print(
            .object([.init("version", .null), .init("judged", .null), .init("waits", .bool(false))]),
            words.pick(
                "Niet bewaard: een wijziging van \(other) wacht nog op goedkeuring ('ledgerbridge map proposal').",
                "Not saved: a change by \(other) still waits for approval ('ledgerbridge map proposal')."))
        return .needsPerson
    }
}

private let mapHistory = Command(
    path: ["map", "history"], chapter: .rules,
    summary: BilingualText(nl: "wie welke versie wanneer bewaarde, en waarom", en: "who saved which version when, and why"),
    example: "ledgerbridge map history", options: [CommonOption.bridge]
) { invocation in
    let context = try Context(invocation)
    let bridge = try context.bridge().policy.bridge
    let versions = try await context.withJournal { try await $0.mappings(bridge) }
    let words = context.words
    var table = TextTable([
        .init(title: words.pick("Versie", "Version"), isNumber: true), .init(title: words.pick("Wanneer", "When")),
        .init(title: words.pick("Wie", "Who"), shrinks: true), .init(title: words.pick("Waarom", "Why"), shrinks: true),
    ])
    table.rows = versions.map { [String($0.version), context.moment($0.savedAt), $0.savedBy.description, $0.comment] }
    context.print(
        .array(versions.map { JSON(of: $0) }),
        versions.isEmpty ? words.pick("Er zijn nog geen regels bewaard.", "No rules are saved yet.") : context.text(table))
    return .success
}

private let mapUnmapped = Command(
    path: ["map", "unmapped"], chapter: .rules,
    summary: BilingualText(
        nl: "waarden zonder regel, met aantal en bedrag van de documenten erachter",
        en: "values no rule takes, with number and value of the documents behind each"),
    example: "ledgerbridge map unmapped", options: [CommonOption.bridge]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        var summary = UnmappedSummary()
        var looked = 0
        try await bridge.forEachWaiting { document, party in
            looked += 1
            summary.take(bridge.translator.map(document, party: party))
        }
        let json: JSON = .array(
            summary.all.map { row in
                .object([
                    .init("table", .string(row.table.rawValue)), .init("value", .string(row.value)),
                    .init("documents", .number(row.documents)), .init("lines", .number(row.lines)),
                    .init("amounts", .array(row.amounts.values.map(\.description).sorted().map { .string($0) })),
                ])
            })
        let nothing = context.words.pick(
            "\(looked) wachtende documenten bekeken: elke waarde heeft een regel.",
            "\(looked) waiting documents looked at: every value has a rule.")
        context.print(json, summary.all.isEmpty ? nothing : UnmappedTable(context: context).text(summary))
        return summary.all.isEmpty ? .success : .needsPerson
    }
}

private let mapCoverage = Command(
    path: ["map", "coverage"], chapter: .rules,
    summary: BilingualText(nl: "hoe vaak elke regel besliste, en welke nooit", en: "how often each rule decided, and which never did"),
    example: "ledgerbridge map coverage",
    options: [
        CommonOption.bridge,
        .value("limit", "N", nl: "over de nieuwste N documenten; 1000", en: "over the newest N documents; 1000 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    let limit = try invocation.integer("limit", in: 1...1_000_000, default: 1_000)
    return try await context.working { bridge in
        var coverage = Coverage(bridge.translator.mapper.rules)
        let progress = context.progress(
            context.words.pick("mappen", "mapping"), total: nil, unit: context.words.pick("documenten", "documents"))
        try await bridge.forEachNewest(limit) { document, party in
            coverage.take(bridge.translator.map(document, party: party))
            progress.show(coverage.documents)
        }
        progress.end()
        context.print(json(of: coverage), text(of: coverage, context))
        return .success
    }
}

private func json(of coverage: Coverage) -> JSON {
    .array(
        coverage.all.map {
            .object([
                .init("table", .string($0.table.rawValue)), .init("rule", .string($0.rule.text)), .init("count", .number($0.count)),
                .init("default", .bool($0.isDefault)),
            ])
        })
}

private func text(of coverage: Coverage, _ context: Context) -> String {
    let words = context.words
    guard !coverage.all.isEmpty else { return words.pick("Er zijn nog geen regels bewaard.", "No rules are saved yet.") }
    var table = TextTable([
        .init(title: words.pick("Tabel", "Table")), .init(title: words.pick("Regel", "Rule"), shrinks: true),
        .init(title: words.pick("Gebruikt", "Used"), isNumber: true), .init(title: ""),
    ])
    table.rows = coverage.all.map { row in
        let remark =
            row.isDefault
            ? (row.count > 0 ? words.pick("standaard gebruikt", "default used") : words.pick("standaard", "default"))
            : (row.count == 0 ? words.pick("nooit", "never") : "")
        return [row.table.rawValue, row.rule.text, context.formatting.count(row.count), remark]
    }
    let count = context.formatting.count(coverage.documents)
    return words.pick("Over \(count) documenten", "Over \(count) documents") + "\n" + context.text(table)
}

private let mapSample = Command(
    path: ["map", "sample"], chapter: .rules,
    summary: BilingualText(
        nl: "volledige regels van een bloemenexporteur, om mee te beginnen", en: "a complete rule set for a flower exporter, to start from"),
    example: "ledgerbridge map sample > mapping.yaml",
    options: [.value("target", "TYPE", nl: "voor welke boekhouding; exact", en: "for which books; exact unless given")],
    readsConfiguration: false, printsData: false
) { invocation in
    let name = invocation.value("target") ?? ExactTarget.type
    guard let type = Configuration.targetTypes.first(where: { $0.type == name }) else {
        let names = Configuration.targetTypes.map { $0.type }.joined(separator: ", ")
        throw CommandFailure(
            .usage, nl: "onbekende boekhouding \(name); kies uit: \(names)", en: "unknown books \(name); choose from: \(names)")
    }
    invocation.console.out(type.sampleRules)
    return .success
}
