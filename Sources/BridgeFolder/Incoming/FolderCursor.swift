import BridgeHash
import BridgeSource

/// How far a stream has come in a folder: which contents came to their end with the page, which one is under way and after how many items,
/// under which reader.
///
/// Contents, not names: a file that is renamed while it is read goes on, one that is replaced starts anew. At most
/// ``FolderSource/pageFilesMax`` contents and one, 65 bytes each.
struct FolderCursor: Hashable {
    /// A content of which a part was handed over.
    struct UnderWay: Hashable {
        let content: SHA256Digest
        let handedOver: Int
    }

    /// All of whose items were handed over with this page.
    let finished: [SHA256Digest]
    let underWay: UnderWay?
    let fingerprint: String

    init(finished: [SHA256Digest], underWay: UnderWay?, fingerprint: String) {
        self.finished = finished
        self.underWay = underWay
        self.fingerprint = fingerprint
    }

    /// Reads ``text``; nil for the beginning and for what another kind of source wrote, which both mean: from the beginning.
    init?(_ cursor: SourceCursor) {
        let parts = cursor.text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return nil }
        var contents: [SHA256Digest] = []
        for hex in parts[0].split(separator: ",", omittingEmptySubsequences: false) {
            guard let content = SHA256Digest(hex: hex) else { return nil }
            contents.append(content)
        }
        guard parts[1] != "end" else {
            self.init(finished: contents, underWay: nil, fingerprint: String(parts[2]))
            return
        }
        guard let count = Int(parts[1]), count >= 0, let last = contents.popLast() else { return nil }
        self.init(finished: contents, underWay: UnderWay(content: last, handedOver: count), fingerprint: String(parts[2]))
    }

    /// The contents in order, the one under way last, then its number of items or `end`.
    var cursor: SourceCursor {
        let contents = finished + (underWay.map { [$0.content] } ?? [])
        let place = underWay.map { String($0.handedOver) } ?? "end"
        return SourceCursor("\(contents.map(\.hex).joined(separator: ",")):\(place):\(fingerprint)")
    }
}
