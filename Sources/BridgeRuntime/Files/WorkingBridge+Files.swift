public import BridgeDomain
public import BridgeEngine
import BridgeJournal
import BridgeJournalSQLite
import BridgeSource
import Glibc

extension WorkingBridge {
    /// Takes files into the journal beside whoever works on the bridge; nothing goes to the books. What arrives waits for the bridge's next
    /// turn. Broken off anywhere, it can be done again: what is kept is recognised. Throws ``/BridgeJournal/JournalError``.
    public func takeIn(
        _ files: NamedFiles, progress: (Int) -> Void = { _ in }
    ) async throws -> [PushIntake.Verdict.Outcome: Int] {
        let intake = PushIntake(parts: parts, validator: translator.validator)
        for kind in PartyKind.allCases { try await takeParties(kind, files, intake) }
        var counts: [PushIntake.Verdict.Outcome: Int] = [:]
        var cursor = SourceCursor.start
        while true {
            let page = try await files.documents(after: cursor, limit: Self.filesPage)
            for verdict in try await settled({ () async throws(JournalError) in try await intake.decide(page.items) }) {
                counts[verdict.outcome, default: 0] += 1
            }
            progress(counts.values.reduce(0, +))
            guard page.hasMore else { return counts }
            cursor = page.next
        }
    }

    /// Documents or parties taken in one unit.
    private static let filesPage = 200
    /// How often a unit is decided anew when somebody else was faster.
    private static let conflictsMax = 5

    private func takeParties(_ kind: PartyKind, _ files: NamedFiles, _ intake: PushIntake) async throws {
        var cursor = SourceCursor.start
        while true {
            let page = try await files.parties(kind, after: cursor, limit: Self.filesPage)
            let verdicts = try await settled { () async throws(JournalError) in try await intake.decide(page.items) }
            let news = zip(page.items, verdicts).filter { $0.1.outcome != .unchanged }.map(\.0.key)
            if !news.isEmpty { try await intake.stir(Set(news)) }
            guard page.hasMore else { return }
            cursor = page.next
        }
    }

    /// Commits what is decided; decides anew when somebody else was faster.
    private func settled(
        _ decide: () async throws(JournalError) -> PushIntake.Decision
    ) async throws(JournalError) -> [PushIntake.Verdict] {
        for attempt in 1... {
            let decision = try await decide()
            do {
                if !decision.unit.changes.isEmpty { try await parts.journal.commit(decision.unit) }
                return decision.verdicts
            } catch  where attempt < Self.conflictsMax && (error.code == .conflict || error.code == .duplicate) {
                continue
            }
        }
        return []
    }

    /// Takes files into a scratch journal, to see what would become of them; this bridge's journal is only read.
    ///
    /// The scratch journal lies in a new folder below `folder`, readable by its owner only, and is gone when the trial is closed.
    public func trial(of files: NamedFiles, below folder: String) async throws -> Trial {
        let place = try ScratchPlace(below: folder)
        var options = SQLiteJournalOptions()
        options.readers = 1
        let scratch: SQLiteJournal
        do { scratch = try await SQLiteJournal.open(path: place.journal, options: options, time: parts.clock) } catch {
            place.remove()
            throw error
        }
        let journal = TrialJournal(real: parts.journal, scratch: scratch)
        let trial = Trial(bridge: with(files, journal: journal), journal: journal, place: place)
        do { _ = try await trial.bridge.readSource() } catch {
            await trial.close()
            throw error
        }
        return trial
    }

    private func with(_ files: NamedFiles, journal: any BridgeJournal) -> WorkingBridge {
        var other = self
        other.parts.source = files
        other.parts.journal = journal
        return other
    }
}

/// Files as they would stand in the journal, judged by the bridge's rules and by what its journal knows.
public struct Trial: Sendable {
    /// The bridge, on the scratch journal.
    public let bridge: WorkingBridge
    private let journal: TrialJournal
    private let place: ScratchPlace

    fileprivate init(bridge: WorkingBridge, journal: TrialJournal, place: ScratchPlace) {
        (self.bridge, self.journal, self.place) = (bridge, journal, place)
    }

    /// True for a posting that the files brought or changed; false for one that only was asked about.
    public func isOfFiles(_ key: DocumentKey) -> Bool { !journal.isCopied(key) }

    /// How many postings the files brought or changed: of what they hold, the rest is known already.
    public var touched: Int { journal.touched }

    /// Ends the trial and removes its scratch journal.
    public func close() async {
        await journal.close()
        place.remove()
    }
}

/// A folder of our own for what is thrown away.
private struct ScratchPlace: Sendable {
    let folder: String
    var journal: String { "\(folder)/trial.sqlite" }

    init(below parent: String) throws(InstallationError) {
        var template = Array("\(parent)/ledgerbridge-XXXXXX".utf8CString)
        // The system makes it with rights for its owner only.
        guard mkdtemp(&template) != nil else {
            let reason = String(cString: strerror(errno))
            throw InstallationError(
                nl: "in \(parent) is geen map te maken: \(reason). Wijs met TMPDIR een map aan waar dat mag",
                en: "no folder can be made in \(parent): \(reason). Name one where that is allowed with TMPDIR")
        }
        folder = String(decoding: template.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    func remove() {
        for ending in ["", "-wal", "-shm", ".lock"] { unlink(journal + ending) }
        rmdir(folder)
    }
}
