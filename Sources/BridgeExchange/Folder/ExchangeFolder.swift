public import BridgeDomain

/// Where files are put for another program to fetch: a folder of this machine, a mounted share, a folder on a server.
///
/// A file appears in two steps, and the second can be asked about: as long as the staged file is there, its publication has not happened. That
/// is how a process that comes after a crash knows, although the other program may have taken the file away meanwhile.
public protocol ExchangeFolder: Sendable {
    /// Plain files in the folder, or in the folder of that name below it; hidden ones are left out. A folder below that is not there holds none.
    func names(in below: String) async throws(ExchangeFolderError) -> [String]
    /// A file's content. More than `bytesMax` is refused.
    func read(_ name: String, in below: String, bytesMax: Int) async throws(ExchangeFolderError) -> [UInt8]
    /// Writes a file whole under a hidden name (it starts with a point), where nobody fetches it. What was there is replaced. When this
    /// returns, it lies on the disk as far as the other side lets us know.
    func stage(_ content: [UInt8], as staged: String) async throws(ExchangeFolderError)
    /// Gives a staged file its name, at one moment for all who look. A name that is in use is refused with
    /// ``ExchangeFolderError/Code/nameTaken``.
    func publish(_ staged: String, as name: String) async throws(ExchangeFolderError) -> Publication
    /// Takes a staged file away; nothing happens when it is not there.
    func discard(_ staged: String) async throws(ExchangeFolderError)
}

/// What became of a publication.
public enum Publication: Hashable, Sendable {
    /// It has its name now, and had not before.
    case published
    /// The staged file is not there: it got its name earlier.
    case wasPublished
}

/// Why something with an exchange folder did not succeed.
public struct ExchangeFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What happened.
    public enum Code: String, Hashable, Sendable {
        /// The folder cannot be reached, or does not let us: tried again later.
        case unavailable
        /// Another file bears the name.
        case nameTaken
        /// A file is larger, or a folder holds more, than the bound allows.
        case bounds
    }

    public var code: Code
    /// What is wrong and what to do.
    public var text: BilingualText

    /// A failure.
    public init(_ code: Code, _ text: BilingualText) {
        self.code = code
        self.text = text
    }

    /// In English, for logs.
    public var description: String { text.english }
}
