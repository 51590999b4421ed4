/// Text written to a file while it comes, so that memory stays flat however much there is. Little text waits in memory for its end: no file
/// is made before there is a piece of it.
final class SpooledText {
    /// Where it is written before it has its own name.
    let path: String
    private let files: any FileOperations
    private var file: (any WritableFile)?
    private var waiting: [UInt8] = []

    private static let pieceBytes = 64 << 10

    init(_ path: String, _ files: any FileOperations) { (self.path, self.files) = (path, files) }

    func append(_ text: String) throws(FolderError) {
        waiting.append(contentsOf: text.utf8)
        if waiting.count >= Self.pieceBytes { try flush() }
    }

    /// The file with everything in it, but not yet on the disk. Also for no text at all.
    func complete() throws(FolderError) -> any WritableFile {
        try flush()
        return try opened()
    }

    private func flush() throws(FolderError) {
        guard !waiting.isEmpty else { return }
        try opened().append(waiting)
        waiting.removeAll(keepingCapacity: true)
    }

    private func opened() throws(FolderError) -> any WritableFile {
        if let file { return file }
        let made = try files.create(path)
        file = made
        return made
    }
}
