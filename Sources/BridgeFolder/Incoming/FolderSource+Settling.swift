import BridgeDomain
import BridgeHash
import BridgeJSON
import BridgeSource

extension FolderSource {
    /// The engine has stored that a file is at its end: its lists are put beside it, its record is written, it is moved. In this order, so
    /// that each step can be done again; the record decides, and the move follows from it.
    func settle(_ place: FolderCursor) throws(FolderError) {
        defer { closeDocuments() }
        // Gone: moved by an earlier turn, or by a person after all of it was stored.
        guard let file = try find(place.content) else { return }
        if let record = try record(place.content), record.fingerprint == reader.fingerprint {
            // Settled, but perhaps not moved. What was taken is moved when it is next come upon, as is the same content under another name.
            if record.outcome == .refused { try moveRefused(file, record) }
            return
        }
        let reading =
            if let ended = ended(place.content) { ended } else { try readAgain(file, place.content) }
        let outcome: TakenFile.Outcome = reading.refusal == nil ? .taken : .refused
        let keptAs = try layout.freeName(file.name, place.content, in: layout.folder(outcome), files)
        let kept = "\(layout.folder(outcome))/\(keptAs)"
        try reading.account?.settle(rejectedAs: "\(kept).rejected.csv")
        let record = TakenFile(
            outcome, name: file.name, keptAs: keptAs, size: file.size, content: place.content, fingerprint: reader.fingerprint,
            takenAt: now,
            reading.account?.tally ?? FileTally(), reason: reading.refusal?.reason)
        let report = FileReport(record, reading.refusal, reading.account?.tally ?? FileTally())
        if report.isWorthTelling { try files.appear(Array(report.text.utf8), at: "\(kept).report.txt") }
        try files.appear(Array(record.json.indentedText.utf8), at: layout.record(place.content))
        try moveAside(file, to: kept)
    }

    /// The process that read the file died before it was settled: what it wrote down is made again.
    private func readAgain(_ file: WaitingFile, _ content: SHA256Digest) throws(FolderError) -> OpenReading {
        var reading = try OpenReading(file, content, reader, .documents, layout, files)
        try reading.skip(.max, today: today)
        return reading
    }

    /// The record of a content; nil when it was never dealt with.
    func record(_ content: SHA256Digest) throws(FolderError) -> TakenFile? {
        guard let facts = try files.facts(of: layout.record(content)) else { return nil }
        return try record(at: layout.record(content), facts)
    }

    func record(at path: String, _ facts: FileFacts) throws(FolderError) -> TakenFile? {
        let bytes = FileBytes(try files.open(path), facts: facts)
        do throws(FileRefusal) {
            var stream = bytes
            let text = try stream.readAll(bytesMax: 16 << 20)
            if let json = try? JSON(parsing: text), let record = TakenFile(json) { return record }
        } catch {
            if let failure = bytes.failure { throw failure }
        }
        throw FolderError(
            .failed, path,
            BilingualText(
                nl: "is beschadigd; zet een kopie terug of verwijder het, het bestand wordt dan opnieuw herkend aan de documenten",
                en: "is damaged; put a copy back or remove it, the file is then recognised by its documents"))
    }

    private func moveRefused(_ file: WaitingFile, _ record: TakenFile) throws(FolderError) {
        let name = try layout.freeName(record.keptAs, record.content, in: layout.refusedFolder, files)
        try moveAside(file, to: "\(layout.refusedFolder)/\(name)")
    }

    /// Moves a file and then its companion.
    func moveAside(_ file: WaitingFile, to target: String) throws(FolderError) {
        let parts = PathParts(target)
        try files.move(layout.incoming(file.name), to: target, replacing: false)
        try files.syncFolder(parts.folder)
        try files.syncFolder(layout.settings.path)
        if let companion = file.companion { try files.remove(layout.incoming(companion)) }
    }

    /// True when the content was taken before; the file is then moved: to where it was on its way, or to the repeats.
    func isTaken(_ file: WaitingFile, _ content: SHA256Digest, _ stream: FileStream) throws(FolderError) -> Bool {
        guard let record = try record(content), record.outcome == .taken else { return false }
        guard stream == .documents else { return true }
        let kept = "\(layout.doneFolder)/\(record.keptAs)"
        if record.name == file.name, try files.facts(of: kept) == nil {
            try moveAside(file, to: kept)
        } else {
            let name = try layout.freeName(file.name, content, in: layout.repeatsFolder, files)
            try files.appear(Array(FileReport.repeated(record).utf8), at: "\(layout.repeatsFolder)/\(name).note.txt")
            try moveAside(file, to: "\(layout.repeatsFolder)/\(name)")
        }
        return true
    }

    /// A file beyond the bound is not even hashed.
    func refuseUnread(_ file: WaitingFile) throws(FolderError) {
        let target = "\(layout.refusedFolder)/\(file.name)"
        let isFree = try files.facts(of: target) == nil
        let name = isFree ? file.name : "\(file.facts.modified.milliseconds).\(file.name)"
        let refusal = FileRefusal.tooLarge(bytesMax: layout.settings.fileBytesMax)
        try files.appear(Array(FileReport.refused(file.name, refusal).utf8), at: "\(layout.refusedFolder)/\(name).report.txt")
        try moveAside(file, to: "\(layout.refusedFolder)/\(name)")
    }
}
