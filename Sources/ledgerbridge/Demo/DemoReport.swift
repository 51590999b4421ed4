import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeRuntime
import FreshPortalSimulator

/// What the demo prints at its end.
struct DemoReport {
    let demo: Demo
    let context: Context
    let manifest: TradingManifest
    let sandbox: SandboxClient
    let started: Timestamp
    let kill: Demo.Kill
    /// What came back of a payment in the sandbox.
    let payment: NoticeRecord?

    private var words: Words { context.words }

    func print() async throws -> Exit {
        try await context.withJournal { journal in
            let bridge = try await context.workingBridge(journal)
            let control = try await ControlReport(context: context, bridge: bridge).make(dates: nil, asksSource: true)
            let proof = try await DemoProof(
                journal: journal, manifest: manifest, books: demo.town.books, sandbox: sandbox, words: words
            ).examine(control: control.table)
            if context.isJSON {
                context.console.out(json(proof).indentedText)
            } else {
                section(words.pick("Controletabel: bron = verzonden = geboekt", "Control table: source = sent = booked"), control.text)
                section(words.pick("Geparkeerd, met reden en remedie", "Parked, with reason and remedy"), try await parked(journal))
                if let explained = try await explanation(journal, bridge) {
                    section(words.pick("Eén factuur uitgelegd, regel voor regel", "One invoice explained line by line"), explained)
                }
                if let payment { section(words.pick("Een betaling die terugkwam", "A payment that came back"), told(payment)) }
                if !demo.town.books.answersLater { section(words.pick("Oproepen", "Calls"), try await calls(journal)) }
                section(words.pick("Bewijs", "Proof"), proof.lines.map { context.wrapped($0, indent: 2) }.joined(separator: "\n"))
                section(words.pick("Hierna te proberen", "Try next"), next)
                context.console.out("\n" + lastLine(proof))
            }
            return proof.isGood ? .success : .proofFailed
        }
    }

    private func section(_ title: String, _ text: String) { context.console.out("\n── \(title)\n\(text)") }

    private func parked(_ journal: any BridgeJournal) async throws -> String {
        let page = try await journal.list(PostingFilter(bridge: "export", states: [.parked, .rejected]), before: nil, limit: 100)
        return page.map { posting in
            let problems = posting.problems.filter { $0.severity == .error }
            let first = problems.first ?? posting.problems.first
            let more = problems.count > 1 ? " (+\(problems.count - 1))" : ""
            return [
                "• \(posting.document.number)  \(context.amount(posting.gross))",
                context.wrapped("    " + (first.map(words.brief) ?? "") + more, indent: 4),
                context.wrapped("    → " + (first?.remedy(context.language) ?? ""), indent: 6),
            ].joined(separator: "\n")
        }.joined(separator: "\n")
    }

    /// A booked invoice that fits a screen and has as many different accounts as possible.
    private func explanation(_ journal: any BridgeJournal, _ bridge: WorkingBridge) async throws -> String? {
        let page = try await journal.list(
            PostingFilter(bridge: "export", states: [.booked], kinds: [.salesInvoice]), before: nil, limit: 300)
        var best: (posting: PostingRecord, accounts: Int)?
        for posting in page {
            let lines = try await journal.entry(posting.document, version: posting.documentVersion, bridge: "export")?.entry.lines ?? []
            let accounts = Set(lines.map(\.account)).count
            if (4...8).contains(lines.count), accounts > best?.accounts ?? 0 { best = (posting, accounts) }
        }
        guard let best else { return nil }
        return try await ExplanationReport(context: context, bridge: bridge, posting: best.posting).make().text
    }

    private func told(_ payment: NoticeRecord) -> String {
        payment.allocations.map { part in
            words.pick(
                "\(part.document.number): \(part.amount) op \(payment.date) ontvangen, \(part.openAfter) blijft open; aan FreshPortal gemeld",
                "\(part.document.number): \(part.amount) received on \(payment.date), \(part.openAfter) remains open; told to FreshPortal")
        }.map { context.wrapped("  " + $0, indent: 2) }.joined(separator: "\n")
    }

    private func calls(_ journal: any BridgeJournal) async throws -> String {
        let counted = try await sandbox.json("/_sandbox/calls")
        let total = counted["total"]?.integer ?? 0
        var table = TextTable([
            .init(title: words.pick("Wat", "What"), shrinks: true), .init(title: words.pick("Oproepen", "Calls"), isNumber: true),
        ])
        table.rows = ((counted["endpoints"] ?? counted["connectors"])?.members ?? []).map { [$0.name, "\($0.value.integer ?? 0)"] }
        guard let day = try await journal.budget(connection: demo.town.books.connectionName).first(where: { $0.name == "day" }) else {
            return context.text(table)
        }
        let budget = words.pick(
            "\(total) oproepen volgens de sandbox; wij tellen er \(day.used) van de \(day.limit) per dag: wat gereserveerd was toen de stop kwam, "
                + "telt mee.",
            "\(total) calls by the sandbox's count; ours is \(day.used) of the day's \(day.limit): what was set aside when the kill came counts too."
        )
        return context.text(table) + "\n" + context.wrapped(budget)
    }

    private var next: String {
        let number = manifest.broken.first?.number.text ?? "NUMBER"
        let program = (try? ChildProcess.program()) ?? "ledgerbridge"
        let folder = String(program[..<(program.lastIndex(of: "/") ?? program.startIndex)])
        let (stop, stopped) = demo.opensConsole ? ("stoppen met de demo", "stop with the demo") : ("zijn gestopt", "are stopped")
        let intro = words.pick(
            "De map \(demo.town.folder.path) bevat configuratie, regels, journaal en logboeken. De sandboxen \(stop); ./sandboxes start ze "
                + "weer zoals ze waren, en 'ledgerbridge serve' de service met de console. Zonder sandboxen is er al veel te zien:",
            "The folder \(demo.town.folder.path) holds configuration, rules, journal and logs. The sandboxes \(stopped); ./sandboxes starts "
                + "them again as they were, and 'ledgerbridge serve' the service with the console. Without them there is much to see already:"
        )
        return context.wrapped(intro) + "\n"
            + """
              cd \(demo.town.folder.path) && PATH="$PATH:\(folder)"
              ledgerbridge status
              ledgerbridge list --state parked
              ledgerbridge show \(number)
              ledgerbridge map unmapped
              ledgerbridge reconcile --offline
              ledgerbridge verify
            """
    }

    /// Milliseconds the demo took.
    private var duration: Int64 { context.clock.now().milliseconds(since: started) }

    /// One line a script can read.
    private func lastLine(_ proof: DemoProof.Finding) -> String {
        "DEMO \(proof.isGood ? "OK" : "FAILED") documents=\(proof.documents) booked=\(proof.booked) parked=\(proof.parked) "
            + "nothing_to_post=\(proof.nothingToPost) lost=\(proof.lost) double=\(proof.double) different=\(proof.different) "
            + "calls=\(proof.calls) recovery_ms=\(kill.recoveredInMilliseconds) seconds=\(duration / 1000)"
    }

    private func json(_ proof: DemoProof.Finding) -> JSON {
        .object([
            .init("ok", .bool(proof.isGood)), .init("documents", .number(proof.documents)), .init("booked", .number(proof.booked)),
            .init("parked", .number(proof.parked)), .init("nothing_to_post", .number(proof.nothingToPost)),
            .init("lost", .number(proof.lost)), .init("double", .number(proof.double)), .init("different", .number(proof.different)),
            .init("calls", .number(Int(proof.calls))), .init("booked_before_kill", .number(kill.bookedBefore)),
            .init("in_flight_at_kill", .number(kill.inFlight)), .init("recovery_ms", .number(Int(kill.recoveredInMilliseconds))),
            .init("milliseconds", .number(Int(duration))), .init("findings", .array(proof.others.map { .string($0) })),
            .init("payments_told", .number(payment == nil ? 0 : 1)), .init("directory", .string(demo.town.folder.path)),
        ])
    }
}
