public import BridgeDomain
import BridgeHash
public import BridgeSource

// What is asked about files that were taken.
extension FolderSource {
    /// How many records are read at most to answer a question.
    static let recordsMax = 1_000_000

    /// What the files that were dealt with hold for invoice dates in `from…to`: each document once, whatever number of files it came in. A
    /// file that is being taken is not counted until it is settled.
    ///
    /// Cost: the record of each file, and the list of those that hold such a date; 16 bytes of memory a document in the range.
    public func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal] {
        try sourced { () throws(FolderError) in
            var days: [FileTally.Day: ControlTotal] = [:]
            var counted: Set<SHA256Digest> = []
            for record in try records() where record.totals.contains(where: { (from...max(from, to)).contains($0.date) }) {
                try eachDocument(of: record) { line in
                    guard line.date >= from, line.date <= to else { return }
                    let mark = SHA256.hash("\(line.sourceID)\n\(line.content)".utf8)
                    if counted.insert(mark).inserted { days.add(line) }
                }
            }
            return days.inOrder
        }
    }

    /// A document out of the file it was taken from, as that file is kept. The newest file that holds it answers.
    ///
    /// Cost: the lists of all files until it is found, then that file up to the document.
    public func document(_ id: SourceID) async throws(SourceError) -> SourceDocument {
        let found = try sourced { () throws(FolderError) in try document(kept: id) }
        guard let found else { throw SourceError(.notFound, "no file kept in \(layout.doneFolder) or \(layout.refusedFolder) holds \(id)") }
        return found
    }

    private func document(kept id: SourceID) throws(FolderError) -> SourceDocument? {
        for record in try records().sorted(by: { $0.takenAt > $1.takenAt }) {
            var place = 0
            var found: Int?
            try eachDocument(of: record) { line in
                place += 1
                if line.sourceID == id { found = place }
            }
            if let found, let document = try document(number: found, of: record), document.sourceID == id { return document }
        }
        return nil
    }

    /// nil when the file is kept no more, or is read differently now.
    private func document(number: Int, of record: TakenFile) throws(FolderError) -> SourceDocument? {
        let path = "\(layout.folder(record.outcome))/\(record.keptAs)"
        guard let facts = try files.facts(of: path) else { return nil }
        let bytes = FileBytes(try files.open(path), facts: facts)
        do throws(FileRefusal) {
            var reading = try reader.open(DocumentFile(name: record.name, bytes: bytes), for: .documents)
            var place = 0
            while let item = try reading.next() {
                guard case .document(let document) = item else { continue }
                place += 1
                if place == number { return document }
            }
        } catch {
            if let failure = bytes.failure { throw failure }
        }
        return nil
    }

    private func records() throws(FolderError) -> [TakenFile] {
        var records: [TakenFile] = []
        for name in try files.names(in: layout.stateFolder, countMax: 2 * Self.recordsMax) where FolderLook.ending(of: name) == "json" {
            let path = "\(layout.stateFolder)/\(name)"
            if let facts = try files.facts(of: path), let record = try record(at: path, facts) { records.append(record) }
        }
        return records
    }

    private func eachDocument(of record: TakenFile, _ body: (DocumentLineOfRecord) -> Void) throws(FolderError) {
        let path = layout.list(record.content)
        guard let facts = try files.facts(of: path) else { return }
        let file = try files.open(path)
        var rest: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while rest.count < facts.size + piece.count {
            let count = try piece.withUnsafeMutableBufferPointer { (buffer) throws(FolderError) in
                try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if count == 0 { return }
            rest += piece[..<count]
            let lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            for line in lines.dropLast() {
                if let line = DocumentLineOfRecord(Substring(decoding: line, as: UTF8.self)) { body(line) }
            }
            rest = lines.last.map(Array.init) ?? []
        }
    }
}

/// A folder at a moment, for people.
public struct FolderStatus: Hashable, Sendable {
    /// What waits, in order of name.
    public var waiting: [WaitingFile]
    /// What a person should look at, by name.
    public var troubles: [String: BilingualText]
}

extension FolderSource {
    /// What lies in the folder now and what is to be done about it. Nothing is moved.
    public func status() async throws(SourceError) -> FolderStatus {
        try sourced { () throws(FolderError) in
            let waiting = try look.waiting(files, now: now)
            let troubles = waiting.filter { $0.verdict == .notAFile || $0.verdict == .otherForm }.map {
                ($0.name, Self.text(of: $0.verdict))
            }
            return FolderStatus(waiting: waiting, troubles: self.troubles.merging(troubles) { $1 })
        }
    }

    /// The files that were dealt with, the latest first.
    public func takenFiles() async throws(SourceError) -> [TakenFile] {
        try sourced { () throws(FolderError) in try records().sorted { ($0.takenAt, $0.name) > ($1.takenAt, $1.name) } }
    }
}
