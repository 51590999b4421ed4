public import BridgeDomain
public import BridgeSource
import Glibc

/// A file somebody names, and who reads it.
public struct NamedFile: Sendable {
    public var path: String
    public var reader: any DocumentFileReader

    /// A file to be read by `reader`.
    public init(path: String, reader: any DocumentFileReader) {
        self.path = path
        self.reader = reader
    }
}

/// What became of named files while they were read.
public struct FilesAccount: Sendable {
    /// One file.
    public struct File: Hashable, Sendable {
        public var path: String
        public var documents = 0
        /// Documents that could not be read into one, and are parked.
        public var unreadable = 0
        /// Why the file, or its rest, was not read.
        public var refusal: FileRefusal?
    }

    /// Places of one file and reason.
    public struct Rejection: Hashable, Sendable {
        public var path: String
        public var place: RejectedPlace
    }

    /// What one rule of the settings decided.
    public struct Rule: Hashable, Sendable {
        public var places = 0
        /// Per currency.
        public var amounts: [Currency: Money] = [:]
    }

    /// Rejected places that are kept to be shown; the rest is counted only.
    public static let rejectedMax = 1_000

    public internal(set) var files: [File] = []
    /// The first rejected places.
    public internal(set) var rejected: [Rejection] = []
    /// How many places were rejected.
    public internal(set) var rejectedCount = 0
    /// What rules decided, by the rule's name.
    public internal(set) var rules: [String: Rule] = [:]

    /// Documents read.
    public var documents: Int { files.reduce(0) { $0 + $1.documents } }

    mutating func reject(_ place: RejectedPlace, in path: String) {
        rejectedCount += 1
        if rejected.count < Self.rejectedMax { rejected.append(Rejection(path: path, place: place)) }
    }

    mutating func rule(_ place: RuledPlace) {
        var rule = rules[place.rule] ?? Rule()
        rule.places += 1
        if let amount = place.amount {
            rule.amounts[amount.currency] = (rule.amounts[amount.currency] ?? .zero(amount.currency)) + amount
        }
        rules[place.rule] = rule
    }
}

/// Files that somebody names, one after the other, as a source. They are read where they are; nothing is moved.
///
/// Blocking: meant for a command that has nothing else to do.
public actor NamedFiles: DocumentSource {
    private let files: [NamedFile]
    private let administration: SourceAdministrationInfo
    private var open: [FileStream: Open] = [:]
    /// What was read so far, documents only.
    public private(set) var account = FilesAccount()

    private struct Open {
        var reading: any DocumentFileReading
        var place: Place
    }

    /// A place in the files: how many are done, and how many items of the next.
    private struct Place: Equatable {
        var file = 0
        var items = 0

        init() {}

        init(_ cursor: SourceCursor) {
            let parts = cursor.text.split(separator: ".").compactMap { Int($0) }
            if parts.count == 2 { (file, items) = (parts[0], parts[1]) }
        }

        var cursor: SourceCursor { SourceCursor("\(file).\(items)") }
    }

    /// A source over files, for one administration.
    public init(_ files: [NamedFile], administration: SourceAdministrationInfo) {
        self.files = files
        self.administration = administration
    }

    public func administrations() async throws(SourceError) -> [SourceAdministrationInfo] { [administration] }

    public func codes(_ list: CodeList) async throws(SourceError) -> [ListedCode] { files.first?.reader.codes(list) ?? [] }

    public func document(_ id: SourceID) async throws(SourceError) -> SourceDocument {
        throw SourceError(.notFound, "files that were named are read from front to end only")
    }

    public func controlTotals(from: CalendarDate, to: CalendarDate) async throws(SourceError) -> [ControlTotal] { [] }

    public func report(_ status: StatusReport, key: String) async throws(SourceError) {}

    public nonisolated func nudge(headers: [(name: String, value: String)], body: [UInt8], now: Timestamp) -> SourceNudge? { nil }

    public func parties(_ kind: PartyKind, after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceParty> {
        page(.parties(kind), after: cursor, limit: limit) { item in
            if case .party(let party) = item { party } else { nil }
        }
    }

    public func documents(after cursor: SourceCursor, limit: Int) async throws(SourceError) -> SourcePage<SourceDocument> {
        page(.documents, after: cursor, limit: limit) { item in
            if case .document(let document) = item { document } else { nil }
        }
    }

    // MARK: Reading

    private func page<Item>(
        _ stream: FileStream, after cursor: SourceCursor, limit: Int, _ pick: (FileItem) -> Item?
    ) -> SourcePage<Item> {
        var items: [Item] = []
        var place = Place(cursor)
        while items.count < limit, place.file < files.count {
            guard let item = next(stream, &place) else {
                place.file += 1
                place.items = 0
                continue
            }
            if let wanted = pick(item) { items.append(wanted) }
        }
        return SourcePage(items: items, next: place.cursor, hasMore: place.file < files.count)
    }

    /// The next item of the file at the place; nil at its end, and when it cannot be read any further.
    private func next(_ stream: FileStream, _ place: inout Place) -> FileItem? {
        let file = files[place.file]
        if case .parties(let kind) = stream, !file.reader.partyKinds.contains(kind) { return nil }
        do throws(FileRefusal) {
            var current = try opened(stream, file, place)
            let item = try current.reading.next()
            place.items += 1
            current.place = place
            open[stream] = item == nil ? nil : current
            if stream == .documents { note(item, file) }
            return item
        } catch {
            open[stream] = nil
            if stream == .documents {
                noteFile(file)
                account.files[account.files.count - 1].refusal = error
            }
            return nil
        }
    }

    /// The reading under way, or a new one brought to the place.
    private func opened(_ stream: FileStream, _ file: NamedFile, _ place: Place) throws(FileRefusal) -> Open {
        if let current = open[stream], current.place == place { return current }
        var reading = try file.reader.open(
            DocumentFile(name: FilePath.name(file.path), bytes: try LocalBytes(path: file.path)), for: stream)
        for _ in 0..<place.items { _ = try reading.next() }
        return Open(reading: reading, place: place)
    }

    private func noteFile(_ file: NamedFile) {
        if account.files.last?.path != file.path { account.files.append(FilesAccount.File(path: file.path)) }
    }

    private func note(_ item: FileItem?, _ file: NamedFile) {
        noteFile(file)
        switch item {
        case .document(let document):
            account.files[account.files.count - 1].documents += 1
            if document.document == nil { account.files[account.files.count - 1].unreadable += 1 }
        case .rejected(let place): account.reject(place, in: file.path)
        case .ruled(let place): account.rule(place)
        case .party, nil: break
        }
    }
}

/// A file of this machine as bytes.
final class LocalBytes: ByteStream {
    private let descriptor: Int32
    private let path: String

    init(path: String) throws(FileRefusal) {
        self.path = path
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.refusal(path, errno) }
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileRefusal) -> Int {
        while true {
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            if count >= 0 { return count }
            if errno != EINTR { throw Self.refusal(path, errno) }
        }
    }

    private static func refusal(_ path: String, _ code: Int32) -> FileRefusal {
        let reason = String(cString: strerror(code))
        return FileRefusal(BilingualText(nl: "\(path) is niet te lezen: \(reason)", en: "\(path) cannot be read: \(reason)"))
    }
}

/// Paths as people write them.
public enum FilePath {
    /// The last part of a path.
    public static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

    /// The ending of a name in lower case, without the point; empty when it has none.
    public static func ending(_ path: String) -> String {
        let name = name(path)
        guard let point = name.lastIndex(of: "."), point != name.startIndex else { return "" }
        return name[name.index(after: point)...].lowercased()
    }

    /// The beginning of a file, and whether that is all of it.
    public static func beginning(of path: String, bytesMax: Int) throws(FileRefusal) -> (bytes: [UInt8], isWhole: Bool) {
        let file = try LocalBytes(path: path)
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count < bytesMax {
            let count = try piece.withUnsafeMutableBufferPointer { (buffer) throws(FileRefusal) in
                try file.read(into: UnsafeMutableRawBufferPointer(buffer))
            }
            if count == 0 { return (bytes, true) }
            bytes += piece[..<min(count, bytesMax - bytes.count)]
        }
        return (bytes, false)
    }

    /// The paths that are meant: files as they are, for a folder the plain files in it in order of name, hidden ones left out.
    ///
    /// - Throws: when a path is not there, or a folder holds more than `filesMax`.
    public static func files(_ paths: [String], filesMax: Int = 100_000) throws(InstallationError) -> [String] {
        var found: [String] = []
        for path in paths {
            var facts = stat()
            guard stat(path, &facts) == 0 else {
                throw InstallationError(nl: "er is geen bestand of map \(path)", en: "there is no file or folder \(path)")
            }
            found += facts.st_mode & S_IFMT == S_IFDIR ? try inside(path, filesMax) : [path]
        }
        return found
    }

    private static func inside(_ folder: String, _ filesMax: Int) throws(InstallationError) -> [String] {
        guard let directory = opendir(folder) else {
            let reason = String(cString: strerror(errno))
            throw InstallationError(
                nl: "de map \(folder) is niet te lezen: \(reason)", en: "the folder \(folder) cannot be read: \(reason)")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            var facts = stat()
            guard !name.hasPrefix("."), stat("\(folder)/\(name)", &facts) == 0, facts.st_mode & S_IFMT == S_IFREG else { continue }
            names.append(name)
            guard names.count <= filesMax else {
                throw InstallationError(
                    nl: "de map \(folder) heeft meer dan \(filesMax) bestanden; verdeel ze over mappen",
                    en: "the folder \(folder) holds more than \(filesMax) files; spread them over folders")
            }
        }
        return names.sorted().map { folder.hasSuffix("/") ? "\(folder)\($0)" : "\(folder)/\($0)" }
    }
}
