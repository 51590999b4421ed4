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

    init(_ content: SHA256Digest, _ layout: FolderLayout, _ files: any FileOperations) {
        (self.content, self.layout, self.files) = (content, layout, files)
        list = SpooledText(layout.spooledList(content), files)
    }

    mutating func add(_ item: SourceDocument, today: CalendarDate) throws(FolderError) {
        let line = DocumentLineOfRecord(item, today: today)
        tally.add(line, isReadable: item.document != nil)
        try list.append(line.text + "\n")
    }

    mutating func add(_ place: RuledPlace) { tally.add(place) }

    mutating func add(_ place: RejectedPlace) throws(FolderError) { try reject(RejectedList.row(place)) }

    mutating func add(_ refusal: FileRefusal) throws(FolderError) { try reject(RejectedList.row(refusal)) }

    private mutating func reject(_ row: String) throws(FolderError) {
        tally.rejected += 1
        if rejects == nil {
            rejects = SpooledText(layout.spooledRejects(content), files)
            try rejects?.append(RejectedList.head)
        }
        try rejects?.append(row)
    }

    /// Has the lists appear where people and later questions find them. May be repeated.
    func settle(rejectedAs path: String, in appearing: inout AppearingFiles) throws(FolderError) {
        try appearing.add(list, at: layout.list(content))
        if let rejects { try appearing.add(rejects, at: path) }
    }
}
