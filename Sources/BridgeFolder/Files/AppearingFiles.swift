/// Files that appear whole or not at all, many for the price of a few disk writes: each is written beside under a name of its own; then all
/// are brought to the disk, then all get their names, in the order in which they were added, then the folders follow.
struct AppearingFiles {
    private struct Written {
        let file: any WritableFile
        let beside: String
        let target: String
    }

    /// Files held open at a time; a process has about a thousand.
    private static let heldMax = 128

    private let files: any FileOperations
    private var written: [Written] = []

    init(_ files: any FileOperations) { self.files = files }

    /// Adds a small file. What bears the name already is replaced.
    mutating func add(_ text: String, at path: String) throws(FolderError) {
        let parts = PathParts(path)
        let spooled = SpooledText("\(parts.folder)/.\(parts.name).tmp", files)
        try spooled.append(text)
        try add(spooled, at: path)
    }

    /// Adds what was written down piece by piece.
    mutating func add(_ text: SpooledText, at path: String) throws(FolderError) {
        written.append(Written(file: try text.complete(), beside: text.path, target: path))
        if written.count >= Self.heldMax { try finish() }
    }

    /// Returns once all that was added lies on the disk under its names.
    mutating func finish() throws(FolderError) {
        for one in written { try one.file.sync() }
        for one in written { try files.move(one.beside, to: one.target, replacing: true) }
        for folder in Set(written.map { PathParts($0.target).folder }).sorted() { try files.syncFolder(folder) }
        written.removeAll()
    }
}
