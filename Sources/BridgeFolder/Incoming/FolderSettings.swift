/// Which folder is read, and what is left alone in it.
public struct FolderSettings: Hashable, Sendable {
    /// The folder that files are put in. It must exist; the folders below it are made.
    public var path: String
    /// How long a file must have been left alone before it is taken: seconds since it was last written.
    public var settlingSeconds: Int
    /// Where files announce that they are complete: the ending of a companion file (`.ready`), as `invoices.csv.ready` or
    /// `invoices.ready`. Without the companion the file is then left alone; nil looks at the settling time only.
    public var readyEnding: String?
    /// Endings under which other programs write files that are not finished. Hidden files are always left alone.
    public var unfinishedEndings: [String]
    /// Bytes of a file.
    public var fileBytesMax: Int
    /// Files in the folder at a time.
    public var filesMax: Int
    /// Names of folders below ``path``: for files that were taken, that were taken before, and that could not be read.
    public var doneFolder: String
    public var repeatsFolder: String
    public var refusedFolder: String

    /// A folder with the usual habits: 10 seconds of rest, files up to 1 GB, 100,000 at a time.
    public init(
        path: String, settlingSeconds: Int = 10, readyEnding: String? = nil, unfinishedEndings: [String] = Self.usualUnfinishedEndings,
        fileBytesMax: Int = 1 << 30, filesMax: Int = 100_000, doneFolder: String = "done", repeatsFolder: String = "repeats",
        refusedFolder: String = "refused"
    ) {
        self.path = path
        self.settlingSeconds = settlingSeconds
        self.readyEnding = readyEnding
        self.unfinishedEndings = unfinishedEndings
        self.fileBytesMax = fileBytesMax
        self.filesMax = filesMax
        self.doneFolder = doneFolder
        self.repeatsFolder = repeatsFolder
        self.refusedFolder = refusedFolder
    }

    /// What browsers, copying programs and editors call files that they are still writing.
    public static let usualUnfinishedEndings = [".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".swp", ".lock", "~"]
}
