import BridgeDomain
import BridgeHash
import BridgeSource

/// What is written down while a file is read: its sums, the list of its documents, its rejected places. Lists go to the disk as they come.
struct FileAccount {
    private(set) var tally = FileTally()
    private let list: SpooledText
    private var rejects: SpooledText?
    private let layout: FolderLayout
    private let content: SHA256Digest
    private let files: any FileOperations

    init(_ content: SHA256Digest, _ layout: FolderLayout, _ files: any FileOperations) throws(FolderError) {
        (self.content, self.layout, self.files) = (content, layout, files)
        list = try SpooledText(layout.spooledList(content), files)
    }

    mutating func add(_ item: SourceDocument, today: CalendarDate) throws(FolderError) {
        tally.add(item, today: today)
        try list.append(DocumentLineOfRecord(item, today: today).text + "\n")
    }

    mutating func add(_ place: RuledPlace) { tally.add(place) }

    mutating func add(_ place: RejectedPlace) throws(FolderError) { try reject(RejectedList.row(place)) }

    mutating func add(_ refusal: FileRefusal) throws(FolderError) { try reject(RejectedList.row(refusal)) }

    private mutating func reject(_ row: String) throws(FolderError) {
        tally.rejected += 1
        if rejects == nil {
            rejects = try SpooledText(layout.spooledRejects(content), files)
            try rejects?.append(RejectedList.head)
        }
        try rejects?.append(row)
    }

    /// Puts the lists where people and later questions find them. May be repeated.
    func settle(rejectedAs path: String) throws(FolderError) {
        try list.seal()
        try files.move(layout.spooledList(content), to: layout.list(content), replacing: true)
        guard let rejects else { return }
        try rejects.seal()
        try files.move(layout.spooledRejects(content), to: path, replacing: true)
    }
}
