import BridgeDomain
public import BridgeExchange

/// An exchange folder on this machine, or on a share that is mounted here. Blocking calls run on a thread of its own.
public actor LocalExchangeFolder: ExchangeFolder {
    private let path: String
    private let files: any FileOperations
    private let thread = FolderThread()

    /// Names a folder may hold; what is taken should be moved aside.
    private static let namesMax = 100_000

    /// A folder that exists.
    public init(_ path: String, files: any FileOperations = LinuxFiles()) {
        self.path = path
        self.files = files
    }

    /// The actor's own thread.
    public nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Plain files that are not hidden.
    public func names(in below: String) async throws(ExchangeFolderError) -> [String] {
        let folder = below.isEmpty ? path : "\(path)/\(below)"
        return try exchanged { () throws(FolderError) in
            // The exchange folder itself must be there: a share that is not mounted must not look like one that was emptied.
            if !below.isEmpty, try files.facts(of: folder) == nil { return [] }
            return try files.names(in: folder, countMax: Self.namesMax).filter { name in
                !name.hasPrefix(".") && (try? files.facts(of: "\(folder)/\(name)"))?.kind == .file
            }
        }
    }

    /// A file's content.
    public func read(_ name: String, in below: String, bytesMax: Int) async throws(ExchangeFolderError) -> [UInt8] {
        let file = below.isEmpty ? "\(path)/\(name)" : "\(path)/\(below)/\(name)"
        return try exchanged { () throws(FolderError) in
            let open = try files.open(file)
            let size = try open.facts().size
            guard size <= bytesMax else { throw FolderError(.bounds, file, Self.tooLarge(bytesMax)) }
            var content: [UInt8] = []
            var piece = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = try Self.fill(&piece, from: open)
                if count == 0 { return content }
                content += piece[..<count]
                guard content.count <= bytesMax else { throw FolderError(.bounds, file, Self.tooLarge(bytesMax)) }
            }
        }
    }

    private static func fill(_ piece: inout [UInt8], from file: any ReadableFile) throws(FolderError) -> Int {
        let answer = piece.withUnsafeMutableBytes { buffer -> Result<Int, FolderError> in
            do throws(FolderError) { return .success(try file.read(into: buffer)) } catch { return .failure(error) }
        }
        return try answer.get()
    }

    /// Writes a file beside, whole and on the disk, its name too.
    public func stage(_ content: [UInt8], as staged: String) async throws(ExchangeFolderError) {
        try exchanged { () throws(FolderError) in
            let file = try files.create("\(path)/\(staged)")
            try file.append(content)
            try file.sync()
            try files.syncFolder(path)
        }
    }

    /// Renames a staged file.
    public func publish(_ staged: String, as name: String) async throws(ExchangeFolderError) -> Publication {
        try exchanged { () throws(FolderError) in
            var publication = Publication.published
            do throws(FolderError) { try files.move("\(path)/\(staged)", to: "\(path)/\(name)", replacing: false) } catch {
                // Missing is the staged file, or the whole folder.
                guard error.code == .missing, try files.facts(of: path) != nil else { throw error }
                publication = .wasPublished
            }
            try files.syncFolder(path)
            return publication
        }
    }

    /// Takes a staged file away.
    public func discard(_ staged: String) async throws(ExchangeFolderError) {
        try exchanged { () throws(FolderError) in try files.remove("\(path)/\(staged)") }
    }

    private func exchanged<Answer>(_ work: () throws(FolderError) -> Answer) throws(ExchangeFolderError) -> Answer {
        do { return try work() } catch {
            let code: ExchangeFolderError.Code =
                switch error.code {
                case .exists: .nameTaken
                case .bounds: .bounds
                default: .unavailable
                }
            throw ExchangeFolderError(
                code, BilingualText(nl: "\(error.path) \(error.text.dutch)", en: "\(error.path) \(error.text.english)"))
        }
    }

    private static func tooLarge(_ bytesMax: Int) -> BilingualText {
        BilingualText(nl: "is groter dan \(bytesMax) bytes; maak het kleiner", en: "is larger than \(bytesMax) bytes; make it smaller")
    }
}
