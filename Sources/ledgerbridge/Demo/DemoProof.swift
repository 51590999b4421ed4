import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeReconciliation
import FreshPortalSimulator

/// Compares the journal with the sandbox's own books and the day's own list of broken documents.
struct DemoProof {
    let journal: any BridgeJournal
    let manifest: TradingManifest
    let books: any DemoBooks
    let sandbox: SandboxClient
    let words: Words

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
        finding.calls = try await sandbox.json("/_sandbox/calls")["total"]?.integer ?? 0
        let postings = try await allPostings()
        finding.documents = postings.count
        finding.booked = postings.count { $0.state == .booked }
        finding.parked = postings.count { $0.state.needsPerson }
        finding.nothingToPost = postings.count { $0.state == .nothingToPost }
        finding.lost = manifest.documents - finding.booked - finding.parked - finding.nothingToPost
        finding.lines.append(
            words.pick(
                "\(manifest.documents) documenten goedgekeurd; \(finding.booked) geboekt, \(finding.parked) geparkeerd, "
                    + "\(finding.nothingToPost) zonder bedrag.",
                "\(manifest.documents) documents approved; \(finding.booked) booked, \(finding.parked) parked, "
                    + "\(finding.nothingToPost) amount to nothing."))
        try await compareWithBooks(postings, &finding)
        comparePlan(postings, &finding)
        if !control.agrees { finding.others.append(words.pick("de controletabel klopt niet", "the control table does not agree")) }
        let inconsistencies = try await sandbox.json("/_sandbox/check")["problems"]?.array ?? []
        if !inconsistencies.isEmpty {
            let count = inconsistencies.count
            finding.others.append(
                words.pick("het grootboek van de sandbox klopt niet: \(count)", "the sandbox's ledger is inconsistent: \(count)"))
        }
        let verified = try await journal.verify { _ in }
        if verified.faultsTotal > 0 {
            finding.others.append(
                words.pick("de historie heeft \(verified.faultsTotal) afwijkingen", "the history has \(verified.faultsTotal) faults"))
        }
        finding.lines.append(
            words.pick(
                "\(verified.recordsChecked) regels historie nagekeken: elke hash volgt uit de vorige.",
                "\(verified.recordsChecked) history records verified: every hash follows from the one before."))
        finding.lines += finding.others.map { "✗ \($0)" }
        return finding
    }

    /// Each booked document must stand in the sandbox's books exactly once, with its own amount; nothing else may stand there.
    private func compareWithBooks(_ postings: [PostingRecord], _ finding: inout Finding) async throws {
        var found: [String: [ExactDecimal]] = [:]
        for entry in try await books.entries(sandbox) { found[entry.reference, default: []].append(entry.amount) }
        var expected: Set<String> = []
        for posting in postings where posting.state == .booked {
            guard let reference = posting.reference?.text, let gross = posting.gross else { continue }
            expected.insert(reference)
            let meant = posting.document.kind.isCredit ? -gross.decimal : gross.decimal
            switch found[reference] {
            case nil: finding.lost += 1
            case let amounts? where amounts.count > 1: finding.double += 1
            case let amounts?: if amounts != [meant] { finding.different += 1 }
            }
            if posting.differs { finding.different += 1 }
        }
        let strangers = Set(found.keys).subtracting(expected)
        finding.double += strangers.count
        let isRight = finding.lost == 0 && finding.double == 0 && finding.different == 0
        let counts = (finding.lost, finding.double, finding.different)
        finding.lines.append(
            isRight
                ? words.pick(
                    "\(expected.count) geboekte documenten teruggevonden in de boeken van de sandbox zelf: elk één keer, op de cent.",
                    "\(expected.count) booked documents found in the sandbox's own books: each there once, with its own amount to the cent."
                )
                : words.pick(
                    "✗ de boeken van de sandbox zelf hebben iets anders: kwijt \(counts.0), dubbel \(counts.1), anders \(counts.2)",
                    "✗ the sandbox's own books hold something else: lost \(counts.0), double \(counts.1), different \(counts.2)"))
    }

    /// Each document that was broken on purpose must be parked for the right reason, and no other.
    private func comparePlan(_ postings: [PostingRecord], _ finding: inout Finding) {
        let byID = Dictionary(postings.map { ($0.sourceID, $0) }) { first, _ in first }
        for row in manifest.broken {
            guard let posting = byID[row.sourceID] else {
                finding.others.append("\(row.number): \(row.story), " + words.pick("nooit aangekomen", "never arrived"))
                continue
            }
            let reasons = books.reasons(for: row.code)
            if !posting.state.needsPerson || !posting.problems.contains(where: { reasons.contains($0.code) }) {
                let found = "\(words.state(posting.state)) " + posting.problems.map(\.code.rawValue).joined(separator: ", ")
                finding.others.append(
                    "\(row.number): \(row.story), "
                        + words.pick(
                            "hoort geparkeerd voor \(row.code.rawValue), is \(found)",
                            "should be parked for \(row.code.rawValue), is \(found)"))
            }
        }
        let broken = Set(manifest.broken.map(\.sourceID))
        for posting in postings where posting.state.needsPerson && !broken.contains(posting.sourceID) {
            let reason = posting.problems.first.map(words.brief) ?? ""
            finding.others.append(
                "\(posting.document.number) " + words.pick("is geparkeerd zonder kapot te zijn: ", "is parked without being broken: ")
                    + reason)
        }
        if finding.others.isEmpty {
            finding.lines.append(
                words.pick(
                    "\(manifest.broken.count) documenten met opzet kapot: elk geparkeerd om zijn eigen reden, en geen ander document.",
                    "\(manifest.broken.count) documents broken on purpose: each parked for its own reason, no other document parked."))
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
