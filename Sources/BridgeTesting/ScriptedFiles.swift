import BridgeConnector
public import BridgeDomain
public import BridgeSource

// Files of documents, given by the trade system and taken by the books.

/// A file as the books hold it.
public struct ScriptedFile: Hashable, Sendable {
    public var entry: TargetID
    public var name: String
    public var content: [UInt8]
    /// False until the entry points at it.
    public var isLinked: Bool
}

/// Books that take a file in two steps: the file itself, then the entry's link to it.
struct ScriptedFiling: DocumentAttaching {
    let books: ScriptedBooks

    let bytesMax = 1 << 20
    func takes(_ kind: DocumentKind) -> Bool { kind != .ledgerPosting }
    func calls(for kind: DocumentKind) -> Int { 2 }

    func attach(
        _ order: AttachmentOrder, from step: AttachmentStep, lookingUp: Bool, before deadline: CallDeadline
    ) async throws(ConnectorError) -> AttachmentStep {
        try await books.attach(order, from: step, lookingUp: lookingUp)
    }
}

extension ScriptedTrade: DocumentFiles {
    /// Itself; which documents have a file, ``give(_:for:)`` says.
    public var documentFiles: (any DocumentFiles)? { self }

    /// One call a file.
    public var callsPerFile: Int { 1 }

    /// What was given for the document; a small PDF where nothing was said.
    public func file(of document: SourceID, raw: [UInt8], bytesMax: Int) async throws(SourceError) -> FileAnswer {
        let (error, answer) = nextFile(of: document)
        if let error { throw error }
        guard let answer else { return OriginalFile(Array("%PDF-1.4 \(document)".utf8)).map { .file($0) } ?? .none }
        guard case .file(let file) = answer, file.content.count > bytesMax else { return answer }
        return .tooLarge
    }
}
