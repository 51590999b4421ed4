import BridgeDomain
import BridgeHash
import BridgeJSON
import BridgeSource

extension FolderSource {
    /// The engine has stored a page: the lists of the files that came to their end with it are put beside them, their records written, the
    /// files moved. In this order, so that each step can be done again; the record decides, and the move follows from it.
    func settle(_ place: FolderCursor) throws(FolderError) {
        guard place != settled else { return }
        var appearing = AppearingFiles(files)
        var moves: [(file: WaitingFile, target: String)] = []
        for reading in try unsettled(place.finished, &moves) {
            let target = try write(reading, in: &appearing)
            moves.append((reading.file, target))
        }
        try appearing.finish()
        try moveAside(moves)
        ended.removeAll()
        settled = place
    }

    /// The readings whose files have no record yet. Those that have one, but were not moved by the process that wrote it, go to the moves.
    private func unsettled(
        _ contents: [SHA256Digest], _ moves: inout [(file: WaitingFile, target: String)]
    ) throws(FolderError) -> [OpenReading] {
        var readings: [OpenReading] = []
        var missed: [(content: SHA256Digest, record: TakenFile?)] = []
        for content in contents {
            let record = try record(content).flatMap { $0.fingerprint == reader.fingerprint ? $0 : nil }
            // What was taken is moved when it is next come upon, as is the same content under another name.
            if record?.outcome == .taken { continue }
            if record == nil, let reading = ended[content], try isThere(reading.file) {
                readings.append(reading)
            } else {
                missed.append((content, record))
            }
        }
        guard !missed.isEmpty else { return readings }
        let found = try find(Set(missed.map(\.content)))
        for (content, record) in missed {
            // Gone: moved by an earlier turn, or by a person after all of it was stored.
            guard let file = found[content] else { continue }
            if let record { moves.append((file, try refusedPlace(record))) } else { readings.append(try readAgain(file, content)) }
        }
        return readings
    }

    /// Has everything that is said of a file appear; answers where the file goes.
    private func write(_ reading: OpenReading, in appearing: inout AppearingFiles) throws(FolderError) -> String {
        let outcome: TakenFile.Outcome = reading.refusal == nil ? .taken : .refused
        let keptAs = try layout.freeName(reading.file.name, reading.content, in: layout.folder(outcome), files)
        let kept = "\(layout.folder(outcome))/\(keptAs)"
        let tally = reading.account?.tally ?? FileTally()
        let record = TakenFile(
            outcome, name: reading.file.name, keptAs: keptAs, size: reading.file.size, content: reading.content,
            fingerprint: reader.fingerprint, takenAt: now, tally, reason: reading.refusal?.reason)
        try reading.account?.settle(rejectedAs: "\(kept).rejected.csv", in: &appearing)
        let report = FileReport(record, reading.refusal, tally)
        if report.isWorthTelling { try appearing.add(report.text, at: "\(kept).report.txt") }
        try appearing.add(record.json.indentedText, at: layout.record(reading.content))
        return kept
    }

    /// The process that read the file died before it was settled, or the file has another name by now: what was written down is made again.
    private func readAgain(_ file: WaitingFile, _ content: SHA256Digest) throws(FolderError) -> OpenReading {
        var reading = try opened(file, content, .documents)
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

    private func refusedPlace(_ record: TakenFile) throws(FolderError) -> String {
        "\(layout.refusedFolder)/\(try layout.freeName(record.keptAs, record.content, in: layout.refusedFolder, files))"
    }

    /// Moves files, brings that to the disk, then takes their companions away.
    private func moveAside(_ moves: [(file: WaitingFile, target: String)]) throws(FolderError) {
        guard !moves.isEmpty else { return }
        for (file, target) in moves { try files.move(layout.incoming(file.name), to: target, replacing: false) }
        for folder in Set(moves.map { PathParts($0.target).folder }).sorted() { try files.syncFolder(folder) }
        try files.syncFolder(layout.settings.path)
        for (file, _) in moves { if let companion = file.companion { try files.remove(layout.incoming(companion)) } }
    }

    private func moveAside(_ file: WaitingFile, to target: String) throws(FolderError) { try moveAside([(file, target)]) }

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
