import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeJournal
import BridgeRuntime
import FreshPortalSimulator

/// The table at the end of a torture, read from the sandbox's books and from the journal.
struct TortureReport {
    let context: Context
    let books: any DemoBooks
    let sandbox: SandboxClient
    let manifest: TradingManifest
    let tally: Torture.Tally
    let disk: DiskPressure
    let attachesFiles: Bool
    let seconds: Int64
    let seed: UInt64

    private var words: Words { context.words }

    /// Calls beyond the first one for a document, by what they were for.
    private struct Repeats {
        var sentAgain = 0
        var lookUps = 0
        var adopted = 0
    }

    func print() async throws -> Exit {
        try await context.withJournal { journal in
            let bridge = try await context.workingBridge(journal)
            let control = try await ControlReport(context: context, bridge: bridge).make(dates: nil, asksSource: true)
            let proof = try await DemoProof(journal: journal, manifest: manifest, books: books, sandbox: sandbox, words: words).examine(
                control: control.table)
            let files = attachesFiles ? try await files(journal) : nil
            let isGood = proof.isGood && tally.endedByItself == 0 && files?.isGood ?? true
            let figures = try await figures(journal, proof) + (files.map(figures) ?? [])
            if context.isJSON {
                let members = figures.map { JSON.Member($0.name, .number($0.value)) }
                let findings = JSON.Member("findings", .array(proof.others.map { .string($0) }))
                context.console.out(JSON.object([.init("ok", .bool(isGood)), findings] + members).indentedText)
            } else {
                var table = TextTable([.init(title: words.pick("Wat", "What"), shrinks: true), .init(title: "", isNumber: true)])
                table.rows = figures.map { [words.pick($0.dutch, $0.english), "\($0.value)"] }
                context.console.out(context.text(table) + "\n\n" + proof.lines.map { context.wrapped($0) }.joined(separator: "\n"))
                if tally.kills < tally.killsAsked {
                    context.console.out(
                        words.pick(
                            "Na \(tally.kills) van \(tally.killsAsked) keer SIGKILL was het werk op: neem meer documenten.",
                            "The work was over after \(tally.kills) of \(tally.killsAsked) kills: take more documents."))
                }
                let pairs = figures.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
                context.console.out("\nTORTURE \(isGood ? "OK" : "FAILED") \(pairs) seed=\(seed)")
            }
            return isGood ? .success : .proofFailed
        }
    }

    private struct Figure {
        var name: String
        var value: Int
        var dutch: String
        var english: String
    }

    private func figures(_ journal: any BridgeJournal, _ proof: DemoProof.Finding) async throws -> [Figure] {
        let repeats = try await repeats(journal)
        return [
            Figure(name: "documents", value: proof.documents, dutch: "documenten", english: "documents"),
            Figure(name: "booked", value: proof.booked, dutch: "geboekt", english: "booked"),
            Figure(
                name: "parked", value: proof.parked, dutch: "geparkeerd, elk om zijn eigen reden",
                english: "parked, each for its own reason"),
            Figure(name: "kills", value: tally.kills, dutch: "SIGKILL", english: "SIGKILLs"),
            Figure(
                name: "kills_by_clock", value: tally.killedByClock, dutch: "daarvan op een geloot moment, wat er ook gedaan was",
                english: "of these at a drawn moment, whatever was done"),
            Figure(
                name: "ended_by_itself", value: tally.endedByItself, dutch: "vanzelf geëindigd", english: "ended without being killed"),
            Figure(name: "faults", value: tally.faults, dutch: "storingen van de overkant", english: "faults of the other sides"),
            Figure(
                name: "full_disks", value: tally.fullDisks, dutch: "keer een volle schijf (\(disk.name))",
                english: "times a full disk (\(disk.name))"),
            Figure(name: "clock_jumps", value: tally.clockJumps, dutch: "sprongen van de klok", english: "jumps of the clock"),
            Figure(
                name: "waits", value: tally.waits, dutch: "keer een minuut gewacht omdat de overkant dat vroeg",
                english: "times a minute waited because the other side asked for it"),
            Figure(name: "consents", value: tally.consents, dutch: "keer opnieuw toestemming", english: "times consent given anew"),
            Figure(name: "calls", value: Int(proof.calls), dutch: "oproepen volgens de sandbox", english: "calls by the sandbox's count"),
            Figure(name: "sent_again", value: repeats.sentAgain, dutch: "opnieuw verzonden", english: "sent again"),
            Figure(
                name: "look_ups", value: repeats.lookUps, dutch: "opgezocht na een verloren antwoord",
                english: "looked up after a lost answer"),
            Figure(name: "adopted", value: repeats.adopted, dutch: "gevonden en overgenomen", english: "found and adopted"),
            Figure(name: "lost", value: proof.lost, dutch: "kwijt", english: "lost"),
            Figure(name: "double", value: proof.double, dutch: "dubbel", english: "double"),
            Figure(name: "different", value: proof.different, dutch: "anders", english: "different"),
            Figure(
                name: "longest_recovery_ms", value: Int(tally.longestRecovery), dutch: "langste herstel, ms van SIGKILL tot boeking",
                english: "longest recovery, ms from SIGKILL to a booking"),
            Figure(name: "seconds", value: Int(seconds), dutch: "seconden", english: "seconds"),
        ]
    }

    /// Files of booked documents, as the sandbox's own books show them.
    private struct Files {
        var attached = 0
        /// With no file, or one that the entry does not show.
        var missing = 0
        /// With more than one document or file.
        var double = 0
        /// Documents that say they belong to no entry of ours.
        var astray = 0

        var isGood: Bool { missing == 0 && double == 0 && astray == 0 }
    }

    private func files(_ journal: any BridgeJournal) async throws -> Files {
        guard let held = try await books.files(sandbox) else {
            throw CommandFailure(
                .usage, nl: "\(books.title) neemt geen bestanden aan: laat --attachments weg",
                en: "\(books.title) takes no files: leave --attachments out")
        }
        // What the books make of an entry by themselves has no file in it.
        var byEntry = Dictionary(grouping: held.filter { !$0.names.isEmpty }, by: { $0.entry?.lowercased() ?? "" })
        var files = Files()
        var before: Int64?
        while true {
            let page = try await journal.list(PostingFilter(bridge: "export", states: [.booked]), before: before, limit: 1_000)
            guard let last = page.last else { break }
            for posting in page {
                let found = posting.targetID.flatMap { byEntry.removeValue(forKey: $0.text.lowercased()) } ?? []
                if found.count > 1 || found.contains(where: { $0.names.count > 1 }) {
                    files.double += 1
                } else if found.first?.isLinked ?? false {
                    files.attached += 1
                } else {
                    files.missing += 1
                }
            }
            before = last.sequence
        }
        files.astray = byEntry.values.reduce(0) { $0 + $1.count }
        return files
    }

    private func figures(_ files: Files) -> [Figure] {
        [
            Figure(name: "files", value: files.attached, dutch: "bestanden bij hun boeking", english: "files with their entry"),
            Figure(name: "files_missing", value: files.missing, dutch: "bestanden kwijt", english: "files lost"),
            Figure(name: "files_double", value: files.double, dutch: "bestanden dubbel", english: "files double"),
            Figure(
                name: "files_astray", value: files.astray, dutch: "bestanden bij geen boeking van ons",
                english: "files with no entry of ours"),
        ]
    }

    private func repeats(_ journal: any BridgeJournal) async throws -> Repeats {
        var repeats = Repeats()
        var before: Int64?
        while true {
            let page = try await journal.list(PostingFilter(bridge: "export"), before: before, limit: 1_000)
            guard let last = page.last else { break }
            for posting in page where posting.attempts > 1 {
                let attempts = try await journal.attempts(posting.document.description, bridge: "export")
                repeats.sentAgain += max(0, attempts.count { $0.purpose == .post } - 1)
                repeats.lookUps += attempts.count { $0.purpose == .lookUp }
            }
            before = last.sequence
        }
        var after: Int64 = 0
        while true {
            let page = try await journal.history(subject: nil, bridge: nil, after: after, limit: 1_000)
            guard let last = page.last else { return repeats }
            repeats.adopted += page.count { $0.entry.act == "adopted" }
            after = last.sequence
        }
    }
}
