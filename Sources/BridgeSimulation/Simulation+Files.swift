import BridgeDomain
import BridgeEngine
import BridgeJournal

/// A file that the books hold for an entry.
struct LedgerFile: Hashable, Sendable {
    /// The entry's identifier in the ledger; empty where it belongs to none.
    var entry: String
    var name: String
    /// Whether the entry shows it.
    var isLinked: Bool
}

// Documents' files, on the seeds where they follow.
extension Simulation {
    var filesFollow: Bool { policy.attachments != nil }

    /// No entry ever has a file twice, whatever was lost on the way.
    func checkFiles() async throws {
        guard filesFollow else { return }
        var seenFiles: Set<[String]> = []
        for file in await books.files() where !seenFiles.insert([file.entry, file.name]).inserted {
            throw breach("the file \(file.name) stands with entry \(file.entry) twice")
        }
    }

    /// When nothing goes wrong any more: each booked invoice shows its file, once.
    func unattached(_ all: [PostingRecord]) async throws -> [String] {
        guard filesFollow else { return [] }
        let kept = try await look().attachments(all.map(\.document), bridge: Self.bridge)
        let files = Dictionary(grouping: await books.files(), by: \.entry)
        return all.compactMap { posting in
            guard posting.state == .booked, let id = posting.targetID?.text, !seen.deleted.contains(id) else { return nil }
            let found = files[id] ?? []
            guard found.count == 1, found[0].isLinked, found[0].name == "\(posting.document.number).pdf" else {
                let record = kept[posting.document]
                let why = record?.reason?.english ?? ""
                return
                    "\(posting.document) has the files \(found) with its entry; it is \(record.map { "\($0.state)" } ?? "unknown") \(why)"
            }
            return kept[posting.document]?.state == .attached ? nil : "\(posting.document) has its file, and the journal does not know"
        }
    }
}
