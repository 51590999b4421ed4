import BridgeDomain

/// A name in the folder and what is to be done about it now.
public struct WaitingFile: Hashable, Sendable {
    /// What a look at the folder says.
    public enum Verdict: String, Hashable, Sendable {
        /// May be taken.
        case ready
        /// Its name says that it is still being written.
        case unfinished
        /// Was written too short a while ago.
        case settling
        /// The companion that announces it is not there yet.
        case unannounced
        /// Announces another file.
        case companion
        /// Not a plain file.
        case notAFile
        /// Has an ending that this folder's reader does not know.
        case otherForm
        /// Larger than the bound.
        case tooLarge
    }

    public var name: String
    public var size: Int
    public var verdict: Verdict
    let facts: FileFacts
    /// The companion that announced it.
    let companion: String?
}

/// Looks at a folder's names and decides which may be taken.
struct FolderLook {
    let settings: FolderSettings
    let endings: Set<String>
    /// Since when each file has been as it is, by our own clock: a sender whose clock is ahead must not hold its files back.
    private var unchanged: [String: (facts: FileFacts, since: Timestamp)] = [:]

    init(_ settings: FolderSettings, endings: Set<String>) {
        self.settings = settings
        self.endings = endings
    }

    /// Everything of note in the folder, in the order of the names' bytes; our own folders and hidden names are left out.
    mutating func waiting(_ files: any FileOperations, now: Timestamp) throws(FolderError) -> [WaitingFile] {
        let own: Set<String> = [settings.doneFolder, settings.repeatsFolder, settings.refusedFolder]
        let names = try files.names(in: settings.path, countMax: settings.filesMax + own.count + 1).filter {
            !$0.hasPrefix(".") && !own.contains($0)
        }
        let present = Set(names)
        var found: [WaitingFile] = []
        unchanged = unchanged.filter { present.contains($0.key) }
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            // Taken away between listing and looking: it is not there.
            guard let facts = try files.facts(of: "\(settings.path)/\(name)") else { continue }
            let companion = companion(of: name, among: present)
            if unchanged[name]?.facts != facts { unchanged[name] = (facts, now) }
            let verdict = verdict(name, facts, isAnnounced: companion != nil, now: now)
            found.append(WaitingFile(name: name, size: facts.size, verdict: verdict, facts: facts, companion: companion))
        }
        return found
    }

    private func verdict(_ name: String, _ facts: FileFacts, isAnnounced: Bool, now: Timestamp) -> WaitingFile.Verdict {
        let lower = name.lowercased()
        if settings.unfinishedEndings.contains(where: { lower.hasSuffix($0) }) { return .unfinished }
        guard facts.kind == .file else { return .notAFile }
        if let ready = settings.readyEnding, lower.hasSuffix(ready.lowercased()) { return .companion }
        guard endings.contains(Self.ending(of: lower)) else { return .otherForm }
        if settings.readyEnding != nil, !isAnnounced { return .unannounced }
        let written = min(facts.modified, unchanged[name]?.since ?? now)
        if now.milliseconds(since: written) < Int64(settings.settlingSeconds) * 1000 { return .settling }
        return facts.size > settings.fileBytesMax ? .tooLarge : .ready
    }

    private func companion(of name: String, among names: Set<String>) -> String? {
        guard let ready = settings.readyEnding else { return nil }
        let whole = name + ready
        let stem = Self.stem(of: name) + ready
        if names.contains(whole) { return whole }
        return names.contains(stem) ? stem : nil
    }

    /// What stands behind the last point, or nothing.
    static func ending(of name: String) -> String { split(name).ending }
    /// What stands before the last point, or the whole name.
    static func stem(of name: String) -> String { split(name).stem }

    private static func split(_ name: String) -> (stem: String, ending: String) {
        guard let point = name.lastIndex(of: "."), point > name.startIndex else { return (name, "") }
        return (String(name[..<point]), String(name[name.index(after: point)...]))
    }
}
