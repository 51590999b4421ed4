public import BridgeDomain

/// The bytes of one file, in order, a piece at a time.
public protocol ByteStream {
    /// Fills the front of `buffer`; answers how many bytes, 0 only at the end of the file.
    ///
    /// - Precondition: the buffer is not empty.
    mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileRefusal) -> Int
}

extension ByteStream {
    /// All bytes that are left.
    ///
    /// Throws a refusal when there are more than `bytesMax`: a file read whole needs an upper bound, because it is held in memory.
    public mutating func readAll(bytesMax: Int) throws(FileRefusal) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: min(max(bytesMax, 1), 64 << 10))
        while true {
            let count = try fill(&piece)
            if count == 0 { return bytes }
            guard bytes.count + count <= bytesMax else { throw .tooLarge(bytesMax: bytesMax) }
            bytes += piece[..<count]
        }
    }

    private mutating func fill(_ piece: inout [UInt8]) throws(FileRefusal) -> Int {
        try piece.withUnsafeMutableBufferPointer { (buffer) throws(FileRefusal) in try read(into: UnsafeMutableRawBufferPointer(buffer)) }
    }
}

/// Bytes in memory as a stream: a body that was sent, a file out of an archive, a test.
public struct MemoryBytes: ByteStream {
    private let bytes: [UInt8]
    private var place = 0

    /// A stream over `bytes`.
    public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

    /// The next bytes, as many as fit.
    public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileRefusal) -> Int {
        let count = min(buffer.count, bytes.count - place)
        buffer.copyBytes(from: bytes[place..<place + count])
        place += count
        return count
    }
}

/// One file as a reader gets it: its name, for messages and for what only the name says, and its bytes from the beginning.
public struct DocumentFile {
    /// The file's own name, without the folders above it.
    public var name: String
    /// The bytes.
    public var bytes: any ByteStream

    /// A file.
    public init(name: String, bytes: any ByteStream) {
        self.name = name
        self.bytes = bytes
    }
}

/// What is wanted of a file. Documents and the parties named in them go through streams of their own (``DocumentSource``), so a file is
/// opened once for each.
public enum FileStream: Hashable, Sendable {
    case documents
    case parties(PartyKind)
}

/// Why a file, or the rest of it, cannot be read at all. What was read before it stays.
public struct FileRefusal: Error, Hashable, Sendable {
    /// What is wrong and what to do, for people.
    public var reason: BilingualText
    /// The line it was seen at, counted from 1; nil where a file has no lines or none is to blame.
    public var line: Int?
    /// The column, element or setting it is about; empty when it is about the file.
    public var field: String
    /// What stood there, at most ``/BridgeDomain/Problem/foundMax`` characters.
    public var found: String

    /// A refusal.
    public init(_ reason: BilingualText, line: Int? = nil, field: String = "", found: String = "") {
        self.reason = reason
        self.line = line
        self.field = field
        self.found = String(found.prefix(Problem.foundMax))
    }

    /// A file beyond its bound.
    public static func tooLarge(bytesMax: Int) -> FileRefusal {
        FileRefusal(
            BilingualText(
                nl: "het bestand is groter dan \(bytesMax) bytes; lever het in delen aan of verhoog de grens in de instellingen",
                en: "the file is larger than \(bytesMax) bytes; deliver it in parts or raise the bound in the settings"))
    }
}

/// A place in a file that was not used, or not as it stood: told to people beside the file.
public struct RejectedPlace: Hashable, Sendable {
    /// The line, counted from 1; nil where a file has no lines.
    public var line: Int?
    /// The column or element.
    public var field: String
    /// What stood there, at most ``/BridgeDomain/Problem/foundMax`` characters.
    public var found: String
    /// The document it belongs to, as far as that can be told: it then is parked with the same problem, else only this place tells of it.
    public var document: DocumentNumber?
    /// What is wrong and what to do.
    public var reason: BilingualText

    /// A place that was not used.
    public init(line: Int?, field: String, found: String, document: DocumentNumber? = nil, reason: BilingualText) {
        self.line = line
        self.field = field
        self.found = String(found.prefix(Problem.foundMax))
        self.document = document
        self.reason = reason
    }
}

/// A place that a rule of the settings decided on: counted and listed per rule, so that nothing is handled out of sight.
public struct RuledPlace: Hashable, Sendable {
    /// The rule's name, as the settings write it.
    public var rule: String
    /// The line, counted from 1; nil where a file has no lines.
    public var line: Int?
    /// The document it belongs to, where there is one.
    public var document: DocumentNumber?
    /// The amount the rule decided about, without VAT; nil where it is not about an amount.
    public var amount: Money?

    /// A decision by rule.
    public init(rule: String, line: Int?, document: DocumentNumber? = nil, amount: Money? = nil) {
        self.rule = rule
        self.line = line
        self.document = document
        self.amount = amount
    }
}

/// What comes out of a file, in the order in which it stands there.
public enum FileItem: Hashable, Sendable {
    /// A document, readable or not. Only in ``FileStream/documents``.
    case document(SourceDocument)
    /// A party, each once a file at most. Only in ``FileStream/parties(_:)``.
    case party(SourceParty)
    /// A place that was not used. Only in ``FileStream/documents``.
    case rejected(RejectedPlace)
    /// A place that a rule decided on. Only in ``FileStream/documents``.
    case ruled(RuledPlace)
}

/// The reading of one file under way.
public protocol DocumentFileReading {
    /// The next item; nil at the end of the file, and from then on. After a refusal nothing follows.
    mutating func next() throws(FileRefusal) -> FileItem?
}

/// Turns the files of one form into documents and parties. It knows neither folders nor engines, so that the same reader serves a folder,
/// a preview and a body that was sent.
///
/// The same bytes under the same ``fingerprint`` give the same items in the same order: a reading broken off is taken up again by counting
/// items. Memory is bounded whatever the file's length, unless the form can only be read whole, and then by the reader's own bound.
public protocol DocumentFileReader: Sendable {
    /// Which files are this reader's: endings of names in lower case without the point (`csv`).
    var endings: Set<String> { get }
    /// The kinds of party that files of this form name with more than a code. A file is read once more for each.
    var partyKinds: Set<PartyKind> { get }
    /// Changes when the same bytes may be read differently: the hash of the settings, or the version of the reader. Letters, digits and
    /// hyphens, at most 64.
    var fingerprint: String { get }
    /// Opens a file. Refused when nothing in it can be used.
    func open(_ file: DocumentFile, for stream: FileStream) throws(FileRefusal) -> any DocumentFileReading
    /// A code list, as far as files of this form or their settings have one; empty otherwise.
    func codes(_ list: CodeList) -> [ListedCode]
    /// True where files of this form may carry the document as people read it: ``original(in:bytesMax:)`` then takes it out.
    var carriesOriginals: Bool { get }
    /// The document as people read it, out of its own text (``SourceDocument/raw``).
    func original(in raw: [UInt8], bytesMax: Int) -> FileAnswer
}

extension DocumentFileReader {
    /// For a form that holds figures only.
    public var carriesOriginals: Bool { false }
    /// For a form that holds figures only.
    public func original(in raw: [UInt8], bytesMax: Int) -> FileAnswer { .none }
    /// No code lists.
    public func codes(_ list: CodeList) -> [ListedCode] { [] }
}
