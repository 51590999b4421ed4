import BridgeBench
import BridgeDomain
import BridgeJSON
import BridgeRuntime
import Glibc

let nightCommand = Command(
    path: ["night"], chapter: .sandboxes,
    summary: BilingualText(
        nl: "boek 50.000 facturen na een storing, binnen de grenzen van de boekhouding, met een klok die het wachten overslaat",
        en: "book 50,000 invoices after an outage, within the limits of the books, on a clock that skips the waiting"),
    details: BilingualText(
        nl: """
            De bridge zoals zij is, met een journaal in een bestand, tegen de sandbox van Exact Online als eigen proces; beide klokken slaan \
            over waarin niets gebeurt. Toont bij elk tiende deel het verwachte einde, en daarna hoe goed dat was, hoeveel van het budget is \
            gebruikt, en of alles één keer en op volgorde in de boeken staat. Duurt minuten.
            """,
        en: """
            The bridge as it is, with a journal in a file, against the sandbox of Exact Online as a process of its own; both clocks skip what \
            nothing happens in. Shows the expected end at each tenth, and afterwards how good that was, how much of the budget was used, and \
            whether everything is in the books once and in order. Takes minutes.
            """),
    example: "ledgerbridge night --documents 2000 --calls-per-day 500",
    options: [
        .value("documents", "N", nl: "hoeveel facturen; 50000", en: "how many invoices; 50000 unless given"),
        .value("lines", "N", nl: "regels van elke factuur; 20", en: "lines of each invoice; 20 unless given"),
        .value(
            "beside", "N", nl: "facturen van een tweede administratie op dezelfde verbinding; 0",
            en: "invoices of a second administration on the same connection; 0 unless given"),
        .value("calls-per-minute", "N", nl: "grens van de app; 60", en: "the app's limit; 60 unless given"),
        .value("calls-per-day", "N", nl: "grens van de app; 5000", en: "the app's limit; 5000 unless given"),
        .value(
            "road", "WAY", nl: "rest, xml of auto: één boeking per oproep, veel, of wat past; rest",
            en: "rest, xml or auto: one entry a call, many, or what suits; rest unless given"),
        .flag("poison", nl: "de boeken weigeren één factuur op twintig", en: "the books refuse one invoice in twenty"),
        .value("directory", "DIR", nl: "waar het journaal komt; night", en: "where the journal goes; night unless given"),
    ], readsConfiguration: false
) { invocation in
    try await NightRun(invocation).run()
}

/// One night from the command line.
private struct NightRun {
    private let invocation: Invocation
    private let words: Words
    private let plan: NightPlan
    private let folder: BenchFolder
    private let children = BenchChildren()

    /// The day it begins on, in UTC: it begins in the evening.
    private static let beginsAt: Int64 = 18 * 3_600_000

    init(_ invocation: Invocation) throws {
        self.invocation = invocation
        words = Words(
            language: invocation.surroundings.language(invocation.value("lang").map { ["--lang", $0] } ?? [], configured: nil))
        let documents = try invocation.integer("documents", in: 100...500_000, default: 50_000)
        let beside = try invocation.integer("beside", in: 0...500_000, default: 0)
        let today = invocation.surroundings.clock.now().dateUTC
        var plan = NightPlan(
            documents: [documents] + (beside > 0 ? [beside] : []), lines: try invocation.integer("lines", in: 1...500, default: 20),
            begins: Timestamp(today, milliseconds: Self.beginsAt),
            callsPerMinute: try invocation.integer("calls-per-minute", in: 1...100_000, default: 60),
            callsPerDay: try invocation.integer("calls-per-day", in: 50...10_000_000, default: 5_000))
        if let road = invocation.value("road") {
            guard ["rest", "xml", "auto"].contains(road) else {
                throw CommandFailure(.usage, nl: "--road is rest, xml of auto", en: "--road is rest, xml or auto")
            }
            plan.road = road
        }
        if invocation.flag("poison") { plan.poison = .byRule }
        self.plan = plan
        folder = try BenchFolder(invocation.value("directory") ?? "night")
    }

    func run() async throws -> Exit {
        let signals = StopSignals { [children] in children.children.killAll(thenExit: 130) }
        defer {
            children.children.stopAll()
            folder.empty()
            signals.end()
        }
        let base = invocation.surroundings.clock
        let ahead = plan.begins.milliseconds(since: base.now()) / 1_000
        do {
            let books = try await SandboxBooks(plan, launcher: children, folder: folder.path, ahead: ahead)
            let clock = ShiftedClock(base, at: base.now().adding(seconds: ahead))
            let night = try await Night(plan, books: books, clock: clock, folder: folder.path)
            let report = try await night.run { look in say(look) }
            await night.close()
            invocation.console.out(invocation.flag("json") ? json(report).indentedText : text(report))
            return report.isGood ? .success : .proofFailed
        } catch let failure as BenchFailure {
            throw CommandFailure(.failure, failure.text)
        }
    }

    /// `5,000 of 50,000, Sat 21 Nov 01:24; expected end Mon 30 Nov 20:30`.
    @Sendable private func say(_ look: Night.Look) {
        let format = Formatting(words.language)
        let end = look.expectedEnd.map { format.moment($0, in: .amsterdam) } ?? "–"
        invocation.console.say(
            words.pick(
                "\(format.count(look.done)) van \(format.count(look.all)) om \(format.moment(look.now, in: .amsterdam)); verwacht einde \(end)",
                "\(format.count(look.done)) of \(format.count(look.all)) at \(format.moment(look.now, in: .amsterdam)); expected end \(end)"
            ))
    }

    // MARK: The table

    private struct Row {
        var name: String
        var value: String
        var text: BilingualText
    }

    private func rows(_ report: NightReport) -> [Row] {
        func row(_ name: String, _ value: Int, _ dutch: String, _ english: String) -> Row {
            Row(name: name, value: "\(value)", text: BilingualText(nl: dutch, en: english))
        }
        func row(_ name: String, perThousand value: Double?, _ dutch: String, _ english: String) -> Row {
            Row(name: name, value: value.map(Self.share) ?? "null", text: BilingualText(nl: dutch, en: english))
        }
        let simulated = report.end.map { Int($0.milliseconds(since: report.began) / 60_000) } ?? 0
        return [
            row("documents", report.documents.reduce(0, +), "documenten", "documents"),
            row("lines", report.documents.reduce(0, +) * plan.lines, "regels", "lines"),
            row("booked", report.booked, "geboekt", "booked"), row("refused", report.refused, "geweigerd", "refused"),
            row("unsettled", report.unsettled, "niet afgehandeld", "not settled"),
            row("entries_astray", report.entriesAstray, "boekingen te veel of te weinig", "entries too many or too few"),
            row("differences", report.differences.count, "sommen die verschillen", "sums that differ"),
            row("out_of_order", report.outOfOrder, "buiten de volgorde", "out of order"),
            row("calls", report.callsByDay.reduce(0) { $0 + $1.calls }, "oproepen", "calls"),
            row("calls_most_per_day", report.callsByDay.map(\.calls).max() ?? 0, "op de drukste dag", "on the busiest day"),
            row("calls_most_per_minute", report.mostPerMinute, "in de drukste minuut", "in the busiest minute"),
            row("throttled", report.throttled, "antwoorden 429", "answers 429"),
            row("errors_most_per_hour", report.mostErrorsPerHour, "fouten van een endpoint in een uur", "errors of an endpoint in an hour"),
            row(
                "budget_used", perThousand: report.budgetUsed, "van het budget gebruikt op hele dagen dat er werk wachtte",
                "of the budget used on whole days on which work waited"),
            row("minutes", simulated, "minuten op de klok van de nacht", "minutes on the night's clock"),
            row(
                "estimate_error", perThousand: report.estimateError,
                "afwijking van het einde dat bij een tiende werd verwacht, van de tijd die toen nog kwam",
                "error of the end expected at a tenth, of the time then still to come"),
            row(
                "memory_megabytes", Int(report.estimates.last?.memoryMegabytes ?? 0), "MB geheugen aan het eind", "MB of memory at the end"),
            row(
                "memory_growth", perThousand: report.memoryGrowth, "geheugen aan het eind tegen dat na twee tienden",
                "memory at the end to that after two tenths"),
            row("seconds", Int(report.seconds), "seconden", "seconds"),
        ]
    }

    /// Three decimals.
    private static func share(_ value: Double) -> String {
        let thousandths = Int((value * 1_000).rounded())
        return "\(thousandths / 1_000).\(String(thousandths % 1_000 + 1_000).dropFirst())"
    }

    private func json(_ report: NightReport) -> JSON {
        var members = rows(report).map { JSON.Member($0.name, $0.value == "null" ? .null : .number($0.value)) }
        members.append(
            .init(
                "minutes_by_administration",
                .array(report.ended.map { $0.map { .number(Int($0.milliseconds(since: report.began) / 60_000)) } ?? .null })))
        return .object([.init("ok", .bool(report.isGood))] + members)
    }

    private func text(_ report: NightReport) -> String {
        var table = TextTable([.init(title: words.pick("Wat", "What"), shrinks: true), .init(title: "", isNumber: true)])
        table.rows = rows(report).map { [$0.text[words.language], $0.value == "null" ? "–" : $0.value] }
        for (place, ended) in report.ended.enumerated() where report.ended.count > 1 {
            let minutes = ended.map { "\($0.milliseconds(since: report.began) / 60_000)" } ?? "–"
            table.rows.append([
                words.pick("minuten tot administratie \(place + 1) klaar was", "minutes until administration \(place + 1) was done"),
                minutes,
            ])
        }
        let pairs = rows(report).map { "\($0.name)=\($0.value)" }.joined(separator: " ")
        let differences = report.differences.map { "\n" + $0 }.joined()
        return table.text(width: invocation.console.width) + differences + "\n\nNIGHT \(report.isGood ? "OK" : "FAILED") \(pairs)"
    }
}
