import BridgeDomain
import BridgeHash
import BridgeSource

// Which file comes next.
extension FolderSource {
    /// What a stream does about a file it comes upon.
    private enum Choice {
        case take(SHA256Digest)
        /// It is not this stream's business, now or ever.
        case pass
        /// It is the next one, but another page must be stored first.
        case wait
    }

    /// The first file in order of name that this stream has not had; nil when there is none now. `finished` are those that came to
    /// their end with the page that is being made.
    func next(_ stream: FileStream, besides finished: [OpenReading]) throws(FolderError) -> OpenReading? {
        // A page that holds something goes out first; the listing after it finds the folder as that page leaves it.
        if finished.isEmpty { try list(for: stream) }
        while let file = listing?.file(for: stream) {
            switch try choice(file, stream, finished) {
            case .wait: return nil
            case .pass: listing?.advance(stream)
            case .take(let content):
                let reading = try opened(file, content, stream)
                listing?.advance(stream)
                return reading
            }
        }
        return nil
    }

    private func choice(_ file: WaitingFile, _ stream: FileStream, _ finished: [OpenReading]) throws(FolderError) -> Choice {
        switch file.verdict {
        case .ready: break
        case .tooLarge:
            if stream == .documents, try isThere(file) { try refuseUnread(file) }
            return .pass
        case .unfinished, .settling, .unannounced, .companion, .notAFile, .otherForm: return .pass
        }
        // Whatever was done to it since the listing, a later listing looks at it again.
        guard try isThere(file), let content = try content(of: file) else { return .pass }
        // The same content under another name is a repeat once this page is stored.
        if let one = finished.first(where: { $0.content == content }) { return one.file.name == file.name ? .pass : .wait }
        if try isTaken(file, content, stream) { return .pass }
        switch stream {
        case .parties(let kind): return passed[kind]?.contains(content) ?? false ? .pass : .take(content)
        case .documents:
            let isPassed = reader.partyKinds.allSatisfy { passed[$0]?.contains(content) ?? false }
            return isPassed ? .take(content) : .wait
        }
    }

    /// Whether a file is as it was listed, and its companion with it.
    func isThere(_ file: WaitingFile) throws(FolderError) -> Bool {
        guard try files.facts(of: layout.incoming(file.name)) == file.facts else { return false }
        guard let companion = file.companion else { return true }
        return try files.facts(of: layout.incoming(companion)) != nil
    }

    /// Lists the folder when there is no listing, or when this stream has come to the end of one that is done with.
    private func list(for stream: FileStream) throws(FolderError) {
        if let listing {
            guard listing.file(for: stream) == nil else { return }
            let streams = reader.partyKinds.map { FileStream.parties($0) } + [.documents]
            guard listing.isDone(streams, now: now) else { return }
        }
        let waiting = try look.waiting(files, now: now)
        troubles = [:]
        for file in waiting where file.verdict == .notAFile || file.verdict == .otherForm {
            troubles[file.name] = Self.text(of: file.verdict)
        }
        forget(allBut: waiting)
        listing = FolderListing(waiting, listedAt: now)
    }

    /// The files that hold these contents, under whatever names; those that are gone are left out.
    ///
    /// Cost: one listing, and reading the files in order of name until all are found.
    func find(_ contents: Set<SHA256Digest>) throws(FolderError) -> [SHA256Digest: WaitingFile] {
        var found: [SHA256Digest: WaitingFile] = [:]
        for file in try look.waiting(files, now: now) where found.count < contents.count {
            switch file.verdict {
            case .ready, .settling, .unannounced:
                guard let content = try content(of: file), contents.contains(content), found[content] == nil else { continue }
                found[content] = file
            case .tooLarge, .notAFile, .otherForm, .unfinished, .companion: continue
            }
        }
        return found
    }

    /// The hash of a file's content; nil when it is changing.
    private func content(of file: WaitingFile) throws(FolderError) -> SHA256Digest? {
        if let known = hashes[file.name], known.facts == file.facts { return known.content }
        do throws(FolderError) {
            guard let content = try SHA256.of(layout.incoming(file.name), facts: file.facts, files) else { return nil }
            hashes[file.name] = (file.facts, content)
            return content
        } catch {
            switch error.code {
            case .missing: return nil
            // One file that may not be read must not hold up the others.
            case .forbidden, .notAFile:
                troubles[file.name] = error.text
                return nil
            case .exists, .full, .bounds, .changed, .busy, .failed: throw error
            }
        }
    }

    private func forget(allBut waiting: [WaitingFile]) {
        let names = Set(waiting.map(\.name))
        hashes = hashes.filter { names.contains($0.key) }
        let contents = Set(hashes.values.map(\.content))
        for (kind, known) in passed { passed[kind] = known.intersection(contents) }
    }

    static func text(of verdict: WaitingFile.Verdict) -> BilingualText {
        switch verdict {
        case .notAFile: FolderError.notAFile("").text
        case .otherForm:
            BilingualText(
                nl: "heeft een uitgang die hier niet wordt gelezen; zet het in de map waar het hoort",
                en: "has an ending that is not read here; put it in the folder where it belongs")
        case .ready, .unfinished, .settling, .unannounced, .companion, .tooLarge: BilingualText(nl: "", en: "")
        }
    }
}
