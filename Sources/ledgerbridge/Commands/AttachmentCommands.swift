import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime

/// Documents' files on their way into the books.
let attachmentCommands: [Command] = [attachmentList, attachmentsAgain]

private let attachmentList = Command(
    path: ["attachments"], chapter: .documents,
    summary: BilingualText(
        nl: "bestanden bij boekingen: wat wacht, en wat niet kon worden bijgevoegd en waarom",
        en: "files of entries: what waits, and what could not be attached and why"),
    example: "ledgerbridge attachments",
    options: [
        CommonOption.bridge, .value("limit", "N", nl: "hoeveel, 1 tot 1000; 50", en: "how many, 1 to 1000; 50 unless given"),
    ]
) { invocation in
    let context = try Context(invocation)
    let limit = try invocation.integer("limit", in: 1...1_000, default: 50)
    let bridge = try context.bridge().policy
    return try await context.withJournal { journal in
        let totals = try await journal.attachmentTotals(bridge.bridge)
        let refused = try await journal.attachmentsRefused(bridge.bridge, limit: limit)
        let report = AttachmentText(context: context)
        var parts = [report.summary(totals, isOn: bridge.attachments != nil)]
        if !refused.isEmpty { parts.append(report.table(refused)) }
        context.print(
            .object([.init("totals", JSON(of: totals)), .init("refused", .array(refused.map { JSON(of: $0) }))]),
            parts.joined(separator: "\n\n"))
        return totals.refused > 0 ? .needsPerson : .success
    }
}

private let attachmentsAgain = Command(
    path: ["attachments", "retry"], chapter: .documents,
    summary: BilingualText(
        nl: "bestanden die niet konden worden bijgevoegd opnieuw proberen, nadat de oorzaak is verholpen",
        en: "try files that could not be attached once more, after the cause was mended"),
    example: "ledgerbridge attachments retry", options: [CommonOption.bridge]
) { invocation in
    let context = try Context(invocation)
    return try await context.working { bridge in
        let count = try await AttachmentDesk(parts: bridge.parts, who: context.person).tryAgain()
        context.print(
            ["again": .number(count)], context.words.pick("\(count) bestanden gaan opnieuw", "\(count) files are tried again"))
        return .success
    }
}
