public import BridgeDomain
public import BridgeSource

extension UBLReader: DocumentFileReader {
    /// Files that end in `.xml`.
    public var endings: Set<String> { ["xml"] }

    /// Customers of sales, suppliers of purchases.
    public var partyKinds: Set<PartyKind> {
        switch settings.direction {
        case .sales: [.debtor]
        case .purchases: [.creditor]
        case .ownNumbers: [.debtor, .creditor]
        }
    }

    public var fingerprint: String { settings.fingerprint }

    /// Reads the whole file, which is one document and names one party.
    public func open(_ file: DocumentFile, for stream: FileStream) throws(FileRefusal) -> any DocumentFileReading {
        var bytes = file.bytes
        return OneDocument(try read(try bytes.readAll(bytesMax: settings.bytesMax), wantsParty: stream != .documents), stream)
    }
}

/// What one file holds, item by item.
private struct OneDocument: DocumentFileReading {
    private var items: [FileItem]

    init(_ reading: UBLReading, _ stream: FileStream) {
        switch stream {
        case .documents: items = reading.rejected.map { .rejected($0) } + reading.ruled.map { .ruled($0) } + [.document(reading.document)]
        case .parties(let kind): items = reading.party.map { $0.key.kind == kind ? [.party($0)] : [] } ?? []
        }
        items.reverse()
    }

    mutating func next() throws(FileRefusal) -> FileItem? { items.popLast() }
}

// The PDF that people read, where the invoice carries it (BG-24).
extension UBLReader {
    public var carriesOriginals: Bool { true }

    /// The first PDF that stands in the file itself; what is only pointed at is never fetched.
    public func original(in raw: [UInt8], bytesMax: Int) -> FileAnswer {
        // What was read once can be read again; a file that was parked unread carries nothing that could be trusted.
        guard let attachments = try? UBLAttachment.all(in: raw, bytesMax: settings.bytesMax) else { return .none }
        guard let file = attachments.lazy.compactMap({ $0.content.flatMap(OriginalFile.init) }).first else { return .none }
        return file.content.count <= bytesMax ? .file(file) : .tooLarge
    }
}
