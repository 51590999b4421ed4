import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeReconciliation
import BridgeJSON
import BridgeRuntime
import FreshPortalSimulator

/// What the demo prints at its end, and the proof behind it.
struct DemoReport {
    let demo: Demo
    let context: Context
    let manifest: TradingManifest
    let exact: SandboxClient
    let started: Timestamp
    let kill: Demo.Kill

    func print() async throws -> Exit {
        let journal = try await context.openJournal()
        let bridge = try await context.workingBridge(journal)
        let control = try await ControlReport(context: context, bridge: bridge).make(from: nil, to: nil, asksSource: true)
        let proof = try await DemoProof(journal: journal, manifest: manifest, exact: exact, context: context)
            .examine(control: control.table)

        section("Control table: source = sent = booked", control.text)
        section("Parked, with reason and remedy", try await parked(journal))
        if let explained = try await explanation(journal, bridge) { section("One invoice explained line by line", explained) }
        section("Calls", try await calls(journal))
        section("Proof", proof.lines.joined(separator: "\n"))
        section("Try next", next)
        await journal.close()
        Terminal.out(lastLine(proof))
        return proof.isGood ? .success : .proofFailed
    }

    private func section(_ title: String, _ text: String) { Terminal.out("\n── \(title)\n\(text)") }

    private func parked(_ journal: any BridgeJournal) async throws -> String {
        let page = try await journal.list(PostingFilter(bridge: "export", states: [.parked, .rejected]), before: nil, limit: 100)
        return page.map { posting in
            let problems = posting.problems.filter { $0.severity == .error }
            let first = problems.first ?? posting.problems.first
            let reason = first?.message(context.language) ?? ""
            let more = problems.count > 1 ? " (+\(problems.count - 1))" : ""
            let remedy = first?.remedy(context.language) ?? ""
            return "• \(posting.document.number)  \(context.amount(posting.gross))\n    \(reason)\(more)\n    → \(remedy)"
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

    private func calls(_ journal: any BridgeJournal) async throws -> String {
        let counted = try await exact.json("/_sandbox/calls")
        let total = counted["total"]?.integer ?? 0
        var table = TextTable([.init(title: "Endpoint", shrinks: true), .init(title: "Calls", isNumber: true)])
        table.rows = (counted["endpoints"]?.members ?? []).map { [$0.name, "\($0.value.integer ?? 0)"] }
        let budget = try await journal.budget(connection: "exact/3456789").first { $0.name == "day" }
        let day = budget.map { "\($0.used) of \($0.limit) calls of the day's budget used by our count; \(total) by the sandbox's." } ?? ""
        return table.text() + "\n" + day
    }

    private var next: String {
        let config = "--config \(demo.folder.configuration)"
        return """
            The folder \(demo.folder.path) holds configuration, rules, journal and logs. The sandboxes are stopped; start them again with
            ledgerbridge sandbox exact --port … to go on. Without them you can already look:
              ledgerbridge status \(config)
              ledgerbridge list --state parked \(config)
              ledgerbridge show \(manifest.broken.first?.number.text ?? "NUMBER") \(config)
              ledgerbridge map unmapped \(config)
              ledgerbridge reconcile --offline \(config)
              ledgerbridge verify \(config)
            """
    }

    /// One line a script can read.
    private func lastLine(_ proof: DemoProof.Finding) -> String {
        let seconds = context.clock.now().milliseconds(since: started) / 1000
        return "\nDEMO \(proof.isGood ? "OK" : "FAILED") documents=\(proof.documents) booked=\(proof.booked) parked=\(proof.parked) "
            + "nothing_to_post=\(proof.nothingToPost) lost=\(proof.lost) double=\(proof.double) different=\(proof.different) "
            + "calls=\(proof.calls) recovery_ms=\(kill.recoveredInMilliseconds) seconds=\(seconds)"
    }
}

/// Compares the journal with the sandbox's own books and the day's own list of broken documents.
struct DemoProof {
    let journal: any BridgeJournal
    let manifest: TradingManifest
    let exact: SandboxClient
    let context: Context

    struct Finding {
        var lines: [String] = []
        var documents = 0
        var booked = 0
        var parked = 0
        var nothingToPost = 0
        var lost = 0
        var double = 0
        var different = 0
        var calls: Int64 = 0
        var others: [String] = []

        var isGood: Bool { lost == 0 && double == 0 && different == 0 && others.isEmpty }
    }

    func examine(control: ControlTable) async throws -> Finding {
        var finding = Finding()
        finding.calls = try await exact.json("/_sandbox/calls")["total"]?.integer ?? 0
        let postings = try await allPostings()
        finding.documents = postings.count
        finding.booked = postings.count { $0.state == .booked }
        finding.parked = postings.count { $0.state.needsPerson }
        finding.nothingToPost = postings.count { $0.state == .nothingToPost }
        finding.lost = manifest.documents - finding.booked - finding.parked - finding.nothingToPost
        finding.lines.append(
            "\(manifest.documents) documents approved; \(finding.booked) booked, \(finding.parked) parked, "
                + "\(finding.nothingToPost) amount to nothing.")
        try await compareWithBooks(postings, &finding)
        comparePlan(postings, &finding)
        if !control.agrees { finding.others.append("the control table does not agree") }
        let inconsistencies = try await exact.json("/_sandbox/check")["problems"]?.array ?? []
        if !inconsistencies.isEmpty { finding.others.append("the sandbox's ledger is inconsistent: \(inconsistencies.count)") }
        let verified = try await journal.verify { _ in }
        if verified.faultsTotal > 0 { finding.others.append("the history has \(verified.faultsTotal) faults") }
        finding.lines.append("\(verified.recordsChecked) history records verified: every hash follows from the one before.")
        finding.lines += finding.others.map { "✗ \($0)" }
        return finding
    }

    /// Each booked document must stand in the sandbox's books exactly once, with its own amount; nothing else may stand there.
    private func compareWithBooks(_ postings: [PostingRecord], _ finding: inout Finding) async throws {
        var books: [String: [ExactDecimal]] = [:]
        for entry in try await exact.json("/_sandbox/books")["entries"]?.array ?? [] {
            guard let reference = entry["yourReference"]?.string else { continue }
            books[reference, default: []].append(entry["amount"]?.decimal ?? .zero)
        }
        var expected: Set<String> = []
        for posting in postings where posting.state == .booked {
            guard let reference = posting.reference?.text, let gross = posting.gross else { continue }
            expected.insert(reference)
            let meant = posting.document.kind.isCredit ? -gross.decimal : gross.decimal
            switch books[reference] {
            case nil: finding.lost += 1
            case let amounts? where amounts.count > 1: finding.double += 1
            case let amounts?: if amounts != [meant] { finding.different += 1 }
            }
            if posting.differs { finding.different += 1 }
        }
        let strangers = Set(books.keys).subtracting(expected)
        finding.double += strangers.count
        let isRight = finding.lost == 0 && finding.double == 0 && finding.different == 0
        finding.lines.append(
            isRight
                ? "\(expected.count) booked documents found in the sandbox's own books: each there once, with its own amount to the cent."
                : "✗ the sandbox's own books hold something else: lost \(finding.lost), double \(finding.double), different \(finding.different)"
        )
    }

    /// Each document that was broken on purpose must be parked for the right reason, and no other.
    private func comparePlan(_ postings: [PostingRecord], _ finding: inout Finding) {
        let byID = Dictionary(postings.map { ($0.sourceID, $0) }) { first, _ in first }
        for row in manifest.broken {
            guard let posting = byID[row.sourceID] else {
                finding.others.append("\(row.number): \(row.story), never arrived")
                continue
            }
            if !posting.state.needsPerson || !posting.problems.contains(where: { $0.code == row.code }) {
                finding.others.append(
                    "\(row.number): \(row.story), should be parked for \(row.code.rawValue), is \(posting.state.rawValue) "
                        + posting.problems.map(\.code.rawValue).joined(separator: ", "))
            }
        }
        let broken = Set(manifest.broken.map(\.sourceID))
        for posting in postings where posting.state.needsPerson && !broken.contains(posting.sourceID) {
            finding.others.append(
                "\(posting.document.number) is parked without being broken: \(posting.problems.first?.message(context.language) ?? "")")
        }
        if finding.others.isEmpty {
            finding.lines.append(
                "\(manifest.broken.count) documents broken on purpose: each parked for its own reason, no other document parked.")
        }
    }

    private func allPostings() async throws -> [PostingRecord] {
        var all: [PostingRecord] = []
        var before: Int64?
        while true {
            let page = try await journal.list(PostingFilter(bridge: "export"), before: before, limit: 1_000)
            guard let last = page.last else { return all }
            all += page
            before = last.sequence
        }
    }
}
