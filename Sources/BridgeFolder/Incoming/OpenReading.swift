import BridgeDomain
import BridgeHash
import BridgeSource

/// A file whose items are being handed over, page by page. Lives between pages so that a large file is read once, not once a page.
struct OpenReading {
    let file: WaitingFile
    let content: SHA256Digest
    private(set) var handedOver = 0
    /// nil once the file came to its end or was refused.
    private var reading: (any DocumentFileReading)?
    /// nil once nothing is read any more: many files wait at their end for word that they are stored, and should not be held open.
    private var bytes: FileBytes?
    /// Why the file, or its rest, could not be read.
    private(set) var refusal: FileRefusal?
    /// nil for a stream of parties: only documents are accounted for.
    private(set) var account: FileAccount?

    var isOver: Bool { reading == nil }

    /// Opens a file; one that the reader refuses at once is over at once.
    init(
        _ file: WaitingFile, _ content: SHA256Digest, _ reader: any DocumentFileReader, _ stream: FileStream, _ layout: FolderLayout,
        _ files: any FileOperations
    ) throws(FolderError) {
        (self.file, self.content) = (file, content)
        let bytes = FileBytes(try files.open(layout.incoming(file.name)), facts: file.facts)
        self.bytes = bytes
        account = stream == .documents ? FileAccount(content, layout, files) : nil
        do throws(FileRefusal) {
            reading = try reader.open(DocumentFile(name: file.name, bytes: bytes), for: stream)
        } catch {
            try end(error)
        }
    }

    /// The next documents, at most `limit`; what else the file holds is accounted for on the way.
    mutating func documents(_ limit: Int, today: CalendarDate) throws(FolderError) -> [SourceDocument] {
        var found: [SourceDocument] = []
        while found.count < limit, let item = try next() {
            switch item {
            case .document(let document):
                try account?.add(document, today: today)
                found.append(document)
            case .rejected(let place): try account?.add(place)
            case .ruled(let place): account?.add(place)
            case .party: continue
            }
        }
        handedOver += found.count
        return found
    }

    /// The next parties, at most `limit`.
    mutating func parties(_ limit: Int) throws(FolderError) -> [SourceParty] {
        var found: [SourceParty] = []
        while found.count < limit, let item = try next() {
            if case .party(let party) = item { found.append(party) }
        }
        handedOver += found.count
        return found
    }

    /// Passes over what was handed over before, when the process, and this value with it, was another one.
    mutating func skip(_ count: Int, today: CalendarDate) throws(FolderError) {
        while handedOver < count, !isOver {
            let piece = min(count - handedOver, 1000)
            if account == nil { _ = try parties(piece) } else { _ = try documents(piece, today: today) }
        }
    }

    private mutating func next() throws(FolderError) -> FileItem? {
        do throws(FileRefusal) {
            if let item = try reading?.next() { return item }
            (reading, bytes) = (nil, nil)
            return nil
        } catch {
            try end(error)
            return nil
        }
    }

    /// A refusal ends the file; a disk that fails does not: that is thrown, and the file is tried again.
    private mutating func end(_ refusal: FileRefusal) throws(FolderError) {
        let failure = bytes?.failure
        (reading, bytes) = (nil, nil)
        if let failure { throw failure }
        self.refusal = refusal
        try account?.add(refusal)
    }
}
