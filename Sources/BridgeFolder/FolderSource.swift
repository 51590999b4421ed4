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
/// 4. *Read*: page after page; a page takes the rest of one file and goes on with the next. The cursor names the contents that came to
///    their end with the page, and the one under way with the number of its documents handed over; the engine stores it with the page.
/// 5. *Settled*: when the engine asks again after a cursor, everything of the files it calls finished is in the journal. Only then are
///    the rejected places put beside them, the records written, the files moved to `done/` (or `refused/`).
///
/// A process may die between any two of these steps. The next one finds the cursor and reads again what the cursor does not cover, or
/// settles again what was not settled; each step does no harm when it is done twice. What the journal holds already is recognised there by
/// key and content. A lock keeps two processes from working on a folder at the same moment; that they hand it back and forth only makes
/// sense on one journal, so give each bridge its own folder.
///
/// Reading blocks, so the actor has a thread of its own. The folder is listed once and the listing worked off: the cost of a file does not
/// depend on how many wait. A waiting file takes about 500 bytes of memory.
public actor FolderSource: DocumentSource {
    let layout: FolderLayout
    let reader: any DocumentFileReader
    let files: any FileOperations
    private let administration: SourceAdministrationInfo
    private let time: any TimeSource
    private let thread: FolderThread

    var look: FolderLook
    /// The folder as it was listed last, while its files are worked off.
    var listing: FolderListing?
    /// The file of each stream that pages are being read from.
    var open: [FileStream: OpenReading] = [:]
    /// Files at their end, until the engine has stored their last page.
    var ended: [SHA256Digest: OpenReading] = [:]
    /// The cursor each stream was answered with: whoever asks after another one gets what lies after that.
    var answered: [FileStream: SourceCursor] = [:]
    /// The cursor whose files were settled last.
    var settled: FolderCursor?
    /// The contents whose parties the engine has stored.
    var passed: [PartyKind: Set<SHA256Digest>] = [:]
    /// Hashes of files that have not changed since they were hashed.
    var hashes: [String: (facts: FileFacts, content: SHA256Digest)] = [:]
    private var isPrepared = false
    /// What a person should look at, by file name.
    var troubles: [String: BilingualText] = [:]

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
            try alone { () throws(FolderError) in
                let place = place(.parties(kind), cursor)
                passed[kind, default: []].formUnion(place?.finished ?? [])
                return try page(.parties(kind), after: cursor, place, limit) { (reading, limit) throws(FolderError) in
                    try reading.parties(limit)
                }
            }
        }
    }

    /// Documents of the file that is being taken, then of the next. The question after a page settles the files that came to their end with
    /// it.
    public func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        try sourced { () throws(FolderError) in
            try alone { () throws(FolderError) in
                let place = place(.documents, cursor)
                if let place { try settle(place) }
                let today = today
                return try page(.documents, after: cursor, place, limit) { (reading, limit) throws(FolderError) in
                    try reading.documents(limit, today: today)
                }
            }
        }
    }

    var today: CalendarDate { now.dateUTC }
    var now: Timestamp { time.now() }

    /// A failure leaves nothing half done in memory: the next question starts from what is on the disk.
    func sourced<Value>(_ work: () throws(FolderError) -> Value) throws(SourceError) -> Value {
        do throws(FolderError) {
            try prepare()
            return try work()
        } catch {
            open.removeAll()
            ended.removeAll()
            answered.removeAll()
            (listing, settled) = (nil, nil)
            throw SourceError(.unavailable, "folder \(layout.settings.path): \(error.description)")
        }
    }

    /// No other process works on the folder meanwhile; one that does makes this fail, and it is tried again later. Questions about files
    /// that were taken need no lock.
    private func alone<Value>(_ work: () throws(FolderError) -> Value) throws(FolderError) -> Value {
        let lock = try files.lock(layout.lock)
        defer { withExtendedLifetime(lock) {} }
        return try work()
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
