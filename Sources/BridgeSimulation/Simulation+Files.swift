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
        var missing: [String] = []
        for posting in all where posting.state == .booked {
            guard let id = posting.targetID?.text, !seen.deleted.contains(id) else { continue }
            let (found, record) = (files[id] ?? [], kept[posting.document])
            guard found.count == 1, found[0].isLinked, found[0].name == "\(posting.document.number).pdf" else {
                // Books may refuse to touch an entry that is paid: that is shown to a person.
                if record?.state == .refused, try await wasPaid(posting.document) { continue }
                let why = record?.reason?.english ?? ""
                missing.append(
                    "\(posting.document) has the files \(found) with its entry; it is \(record.map { "\($0.state)" } ?? "unknown") \(why)")
                continue
            }
            if record?.state != .attached { missing.append("\(posting.document) has its file, and the journal does not know") }
        }
        return missing
    }

    private func wasPaid(_ document: DocumentKey) async throws -> Bool {
        try await !look().payments(of: document, bridge: Self.bridge).isEmpty
    }
}
