public import BridgeDomain
import BridgeHash
public import BridgeSource

/// A folder that files are put in, as a source of documents.
///
/// A file is taken once it is complete, read page by page, and moved aside when the journal holds all of it:
///
/// 1. *Found*: a plain file with the reader's ending, complete by its name, its rest and, where that is asked for, its companion.
/// 2. *Known?* A content that was taken before is moved to `repeats/`, whatever it is called.
/// 3. *Parties first*: debtors and creditors go through the streams of their own; documents wait until those have passed the file.
/// 4. *Read*: page after page. The cursor is the content's hash and the number of documents handed over; the engine stores it with the page.
/// 5. *Settled*: when the engine asks again after the cursor that says *end*, everything of the file is in the journal. Only then are the
///    rejected places put beside it, the record written, the file moved to `done/` (or `refused/`).
///
/// A process may die between any two of these steps. The next one finds the cursor and reads again what the cursor does not cover, or
/// settles again what was not settled; each step does no harm when it is done twice. What the journal holds already is recognised there by
/// key and content. Two processes must not read one folder: give each bridge its own.
///
/// Reading blocks, so the actor has a thread of its own.
public actor FolderSource: DocumentSource {
    let layout: FolderLayout
    let reader: any DocumentFileReader
    let files: any FileOperations
    private let administration: SourceAdministrationInfo
    private let time: any TimeSource
    private let thread: FolderThread

    var look: FolderLook
    /// The file of each stream that pages are being read from.
    private var open: [FileStream: OpenReading] = [:]
    /// The contents whose parties the engine has stored.
    private var passed: [PartyKind: Set<SHA256Digest>] = [:]
    /// Hashes of files that have not changed since they were hashed.
    private var hashes: [String: (facts: FileFacts, content: SHA256Digest)] = [:]
    private var isPrepared = false
    /// What a person should look at, by file name.
    private(set) var troubles: [String: BilingualText] = [:]

    /// The folder of one administration. Nothing is touched until the first question.
    public init(
        _ settings: FolderSettings, reader: any DocumentFileReader, administration: SourceAdministrationInfo, time: any TimeSource,
        files: any FileOperations = LinuxFiles()
    ) {
        layout = FolderLayout(settings: settings)
        self.reader = reader
        self.administration = administration
        self.time = time
        self.files = files
        look = FolderLook(settings, endings: reader.endings)
        thread = FolderThread()
    }

    /// The actor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// The one administration the folder is for.
    public func administrations() async throws(SourceError) -> [SourceAdministrationInfo] { [administration] }

    /// A code list, as far as the reader has one.
    public func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode] { reader.codes(list) }

    /// A folder has nobody to tell: what became of a document is in the journal.
    public func report(_ status: StatusReport, key: String) async throws(SourceError) {}

    /// A folder does not push.
    public nonisolated func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? { nil }

    /// Debtors or creditors named in the files that wait, file by file. A file is read once for each kind the reader knows.
    public func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        guard reader.partyKinds.contains(kind) else { return SourcePage(items: [], next: cursor, hasMore: false) }
        return try sourced { () throws(FolderError) in
            let place = ownCursor(cursor)
            if let place, place.handedOver == nil { passed[kind, default: []].insert(place.content) }
            guard var reading = try reading(.parties(kind), place) else { return SourcePage(items: [], next: cursor, hasMore: false) }
            let items = try reading.parties(limit)
            return SourcePage(items: items, next: keep(reading, .parties(kind)), hasMore: true)
        }
    }

    /// Documents of the file that is being taken, then of the next. A page that ends a file says so in its cursor; the question after that
    /// cursor settles the file.
    public func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        try sourced { () throws(FolderError) in
            let place = ownCursor(cursor)
            if let place, place.handedOver == nil { try settle(place) }
            guard var reading = try reading(.documents, place) else { return SourcePage(items: [], next: cursor, hasMore: false) }
            let items = try reading.documents(limit, today: today)
            return SourcePage(items: items, next: keep(reading, .documents), hasMore: true)
        }
    }

    var today: CalendarDate { now.dateUTC }
    var now: Timestamp { time.now() }

    /// A place under other settings of the reader, or in another kind of source, counts as none.
    private func ownCursor(_ cursor: SourceCursor) -> FolderCursor? {
        FolderCursor(cursor).flatMap { $0.fingerprint == reader.fingerprint ? $0 : nil }
    }

    private func keep(_ reading: OpenReading, _ stream: FileStream) -> SourceCursor {
        open[stream] = reading
        return FolderCursor(reading.content, handedOver: reading.isOver ? nil : reading.handedOver, fingerprint: reader.fingerprint).cursor
    }

    /// A failure leaves nothing half done in memory: the next question starts from what is on the disk.
    func sourced<Value>(_ work: () throws(FolderError) -> Value) throws(SourceError) -> Value {
        do throws(FolderError) {
            try prepare()
            return try work()
        } catch {
            open.removeAll()
            throw SourceError(.unavailable, "folder \(layout.settings.path): \(error.description)")
        }
    }

    private func prepare() throws(FolderError) {
        guard !isPrepared else { return }
        guard let facts = try files.facts(of: layout.settings.path), facts.kind == .folder else {
            throw FolderError(
                .missing, layout.settings.path,
                BilingualText(nl: "is geen map; maak de map of verbeter het pad", en: "is no folder; make it or correct the path"))
        }
        for folder in [layout.stateFolder, layout.doneFolder, layout.repeatsFolder, layout.refusedFolder] { try files.makeFolder(folder) }
        isPrepared = true
    }
}

// MARK: Which file

extension FolderSource {
    /// The reading to go on with: the one under way, the one the cursor names, or that of the next file. nil when there is none.
    private func reading(_ stream: FileStream, _ place: FolderCursor?) throws(FolderError) -> OpenReading? {
        if let place, let handedOver = place.handedOver {
            if let open = open[stream], open.content == place.content, open.handedOver == handedOver { return open }
            if let file = try find(place.content) {
                var reading = try OpenReading(file, place.content, reader, stream, layout, files)
                try reading.skip(handedOver, today: today)
                return reading
            }
        }
        open[stream] = nil
        guard let (file, content) = try next(stream) else { return nil }
        return try OpenReading(file, content, reader, stream, layout, files)
    }

    /// The first file in order of name that this stream has not had.
    private func next(_ stream: FileStream) throws(FolderError) -> (WaitingFile, SHA256Digest)? {
        let waiting = try look.waiting(files, now: now)
        troubles = [:]
        forget(allBut: waiting)
        for file in waiting {
            switch file.verdict {
            case .ready: break
            case .tooLarge:
                if stream == .documents { try refuseUnread(file) }
                continue
            case .notAFile, .otherForm:
                troubles[file.name] = Self.text(of: file.verdict)
                continue
            case .unfinished, .settling, .unannounced, .companion: continue
            }
            guard let content = try content(of: file) else { continue }
            if try isTaken(file, content, stream) { continue }
            if hasPassed(content, stream) { return (file, content) }
        }
        return nil
    }

    private func hasPassed(_ content: SHA256Digest, _ stream: FileStream) -> Bool {
        switch stream {
        case .parties(let kind): !(passed[kind]?.contains(content) ?? false)
        case .documents: reader.partyKinds.allSatisfy { passed[$0]?.contains(content) ?? false }
        }
    }

    /// The file that holds a content, under whatever name; nil when it is gone.
    func find(_ content: SHA256Digest) throws(FolderError) -> WaitingFile? {
        for file in try look.waiting(files, now: now) {
            switch file.verdict {
            case .ready, .settling, .unannounced: if try self.content(of: file) == content { return file }
            case .tooLarge, .notAFile, .otherForm, .unfinished, .companion: continue
            }
        }
        return nil
    }

    /// The hash of a file's content; nil when it is changing.
    private func content(of file: WaitingFile) throws(FolderError) -> SHA256Digest? {
        if let known = hashes[file.name], known.facts == file.facts { return known.content }
        do throws(FolderError) {
            guard let content = try SHA256.of(layout.incoming(file.name), facts: file.facts, files) else { return nil }
            hashes[file.name] = (file.facts, content)
            return content
        } catch {
            switch error.code {
            case .missing: return nil
            // One file that may not be read must not hold up the others.
            case .forbidden, .notAFile:
                troubles[file.name] = error.text
                return nil
            case .exists, .full, .bounds, .changed, .failed: throw error
            }
        }
    }

    private func forget(allBut waiting: [WaitingFile]) {
        let names = Set(waiting.map(\.name))
        hashes = hashes.filter { names.contains($0.key) }
        let contents = Set(hashes.values.map(\.content))
        for (kind, known) in passed { passed[kind] = known.intersection(contents) }
    }

    static func text(of verdict: WaitingFile.Verdict) -> BilingualText {
        switch verdict {
        case .notAFile: FolderError.notAFile("").text
        case .otherForm:
            BilingualText(
                nl: "heeft een uitgang die hier niet wordt gelezen; zet het in de map waar het hoort",
                en: "has an ending that is not read here; put it in the folder where it belongs")
        case .ready, .unfinished, .settling, .unannounced, .companion, .tooLarge: BilingualText(nl: "", en: "")
        }
    }
}

// MARK: The end of a file

extension FolderSource {
    /// The reading of a content that came to its end, if this process still has it.
    func ended(_ content: SHA256Digest) -> OpenReading? {
        guard let reading = open[.documents], reading.content == content, reading.isOver else { return nil }
        return reading
    }

    func closeDocuments() { open[.documents] = nil }
}
