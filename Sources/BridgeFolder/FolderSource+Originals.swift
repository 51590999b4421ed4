public import BridgeDomain
public import BridgeSource

// Files within files: the PDF that an invoice carries with it.
extension FolderSource: DocumentFiles {
    /// Itself where the reader's form carries files; they stand in what arrived, so nothing is asked of the folder.
    public nonisolated var documentFiles: (any DocumentFiles)? { reader.carriesOriginals ? self : nil }

    /// None: the file stands in what arrived.
    public nonisolated var callsPerFile: Int { 0 }

    /// The file that the document's own text carries.
    public nonisolated func file(of document: SourceID, raw: [UInt8], bytesMax: Int) async throws(SourceError) -> FileAnswer {
        reader.original(in: raw, bytesMax: bytesMax)
    }
}
