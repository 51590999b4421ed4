import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeMapping
import BridgeRuntime

private let bridgeOption = Option.value("bridge", "NAME", "which bridge; needed only when there are several")

/// The rules: look, try, save. Every save is a new version with who and when; nothing is ever overwritten.
let mapCommands: [Command] = [mapShow, mapCheck, mapImport, mapHistory, mapUnmapped, mapCoverage, mapSample]

private let mapShow = Command(
    path: ["map", "show"], summary: "the rules as YAML", example: "ledgerbridge map show > mapping.yaml",
    options: [bridgeOption, .value("version", "N", "an earlier version")]
) { invocation in
    let context = try Context(invocation)
    let journal = try await context.openJournal()
    let version = try invocation.value("version").map { _ in try invocation.integer("version", in: 1...1_000_000, default: 1) }
    let record = try await journal.mapping(try context.bridge().policy.bridge, version: version)
    await journal.close()
    guard let record else { throw CommandFailure(.configuration, "no mapping is saved yet; 'ledgerbridge map import FILE' saves one") }
    context.print(JSON(of: record), record.yaml)
    return .success
}

private let mapCheck = Command(
    path: ["map", "check"], summary: "check a rules file, also against the target's own codes",
    example: "ledgerbridge map check mapping.yaml", options: [bridgeOption], operands: [Operand(name: "FILE", help: "rules as YAML")]
) { invocation in
    let context = try Context(invocation)
    let rules = try MappingFile.read(invocation.operands[0], language: context.language)
    return try await context.working { bridge in
        let missing = try await bridge.codesMissing(in: rules)
        let lines = missing.map {
            context.words.pick(
                "• \($0.list) \($0.code) bestaat niet in de boekhouding", "• \($0.list) \($0.code) does not exist in the books")
        }
        let good = context.words.pick(
            "De regels kloppen met elkaar en met de boekhouding.", "The rules agree with each other and with the books.")
        context.print(
            .array(missing.map { .object([.init("list", .string($0.list)), .init("code", .string($0.code))]) }),
            lines.isEmpty ? good : lines.joined(separator: "\n"))
        return missing.isEmpty ? .success : .needsPerson
    }
}

private let mapImport = Command(
    path: ["map", "import"], summary: "save a rules file as the newest version and judge again what waits for it",
    example: "ledgerbridge map import mapping.yaml --comment \"dried flowers\"",
    options: [bridgeOption, .value("comment", "TEXT", "why; stands in the history")],
    operands: [Operand(name: "FILE", help: "rules as YAML")]
) { invocation in
    let context = try Context(invocation)
    let rules = try MappingFile.read(invocation.operands[0], language: context.language)
    guard let bytes = try TextFile.read(invocation.operands[0]) else { throw CommandFailure(.configuration, "there is no such file") }
    return try await context.working { bridge in
        let saved = try await bridge.save(
            rules, yaml: String(decoding: bytes, as: UTF8.self), by: context.person, comment: invocation.value("comment") ?? "")
        context.print(
            .object([.init("version", .number(saved.version)), .init("judged", .number(saved.judged))]),
            context.words.pick(
                "Versie \(saved.version) bewaard; \(saved.judged) geparkeerde documenten opnieuw bekeken.",
                "Version \(saved.version) saved; \(saved.judged) parked documents judged again."))
        return .success
    }
}

private let mapHistory = Command(
    path: ["map", "history"], summary: "who saved which version when, and why", example: "ledgerbridge map history", options: [bridgeOption]
) { invocation in
    let context = try Context(invocation)
    let journal = try await context.openJournal()
    let versions = try await journal.mappings(try context.bridge().policy.bridge)
    await journal.close()
    var table = TextTable([
        .init(title: context.words.pick("Versie", "Version"), isNumber: true), .init(title: context.words.pick("Wanneer", "When")),
        .init(title: context.words.pick("Wie", "Who")), .init(title: context.words.pick("Waarom", "Why"), shrinks: true),
    ])
    table.rows = versions.map { [String($0.version), $0.savedAt.description, $0.savedBy.description, $0.comment] }
    context.print(.array(versions.map { JSON(of: $0) }), table.text())
    return .success
}

private let mapUnmapped = Command(
    path: ["map", "unmapped"], summary: "values no rule takes, with number and value of the documents behind each",
    example: "ledgerbridge map unmapped", options: [bridgeOption]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        var summary = UnmappedSummary()
        try await bridge.forEachWaiting { document, party in summary.take(bridge.translator.map(document, party: party)) }
        let json: JSON = .array(
            summary.all.map { row in
                .object([
                    .init("table", .string(row.table.rawValue)), .init("value", .string(row.value)),
                    .init("documents", .number(row.documents)),
                    .init("lines", .number(row.lines)), .init("amounts", .array(row.amounts.values.map { .string($0.description) })),
                ])
            })
        context.print(
            json,
            summary.all.isEmpty
                ? context.words.pick("Elke waarde heeft een regel.", "Every value has a rule.")
                : UnmappedTable(context: context).text(summary))
        return summary.all.isEmpty ? .success : .needsPerson
    }
}

private let mapCoverage = Command(
    path: ["map", "coverage"], summary: "how often each rule decided, and which never did", example: "ledgerbridge map coverage",
    options: [bridgeOption, .value("limit", "N", "over the newest N documents; 1000 unless given")]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let limit = try invocation.integer("limit", in: 1...1_000, default: 1_000)
        var coverage = Coverage(bridge.translator.mapper.rules)
        let page = try await bridge.parts.journal.list(
            PostingFilter(bridge: bridge.parts.policy.bridge), before: nil, limit: limit)
        for posting in page {
            guard let (document, party) = try await bridge.documentAndParty(of: posting) else { continue }
            coverage.take(bridge.translator.map(document, party: party))
        }
        var table = TextTable([
            .init(title: context.words.pick("Tabel", "Table")), .init(title: context.words.pick("Regel", "Rule"), shrinks: true),
            .init(title: context.words.pick("Gebruikt", "Used"), isNumber: true), .init(title: ""),
        ])
        table.rows = coverage.all.map {
            [
                $0.table.rawValue, $0.rule.text, String($0.count),
                $0.isDefault && $0.count > 0 ? context.words.pick("standaard gebruikt", "default used") : "",
            ]
        }
        let json: JSON = .array(
            coverage.all.map {
                .object([
                    .init("table", .string($0.table.rawValue)), .init("rule", .string($0.rule.text)), .init("count", .number($0.count)),
                    .init("default", .bool($0.isDefault)),
                ])
            })
        context.print(json, table.text())
        return .success
    }
}

private let mapSample = Command(
    path: ["map", "sample"], summary: "a complete rule set for a flower exporter, to start from",
    example: "ledgerbridge map sample > mapping.yaml", needsConfiguration: false
) { _ in
    Terminal.out(MappingSamples.exactFlowerExporter)
    return .success
}
