/// Text written to a file while it comes, so that memory stays flat however much there is.
final class SpooledText {
    private let file: any WritableFile
    private var waiting: [UInt8] = []

    private static let pieceBytes = 64 << 10

    init(_ path: String, _ files: any FileOperations) throws(FolderError) { file = try files.create(path) }

    func append(_ text: String) throws(FolderError) {
        waiting.append(contentsOf: text.utf8)
        if waiting.count >= Self.pieceBytes { try flush() }
    }

    /// Returns once everything lies on the disk.
    func seal() throws(FolderError) {
        try flush()
        try file.sync()
    }

    private func flush() throws(FolderError) {
        guard !waiting.isEmpty else { return }
        try file.append(waiting)
        waiting.removeAll(keepingCapacity: true)
    }
}
