import BridgeHash
import BridgeSource

/// How far a stream has come in a folder: in which content, after how many items, under which reader.
///
/// Content, not name: a file that is renamed while it is read goes on, one that is replaced starts anew.
struct FolderCursor: Hashable {
    let content: SHA256Digest
    /// Items handed over; nil once all were.
    let handedOver: Int?
    let fingerprint: String

    init(_ content: SHA256Digest, handedOver: Int?, fingerprint: String) {
        self.content = content
        self.handedOver = handedOver
        self.fingerprint = fingerprint
    }

    /// Reads ``text``; nil for the beginning and for what another kind of source wrote, which both mean: from the beginning.
    init?(_ cursor: SourceCursor) {
        let parts = cursor.text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let content = SHA256Digest(hex: parts[0]) else { return nil }
        let count = Int(parts[1])
        guard parts[1] == "end" || (count ?? -1) >= 0 else { return nil }
        self.init(content, handedOver: parts[1] == "end" ? nil : count, fingerprint: String(parts[2]))
    }

    var cursor: SourceCursor { SourceCursor("\(content.hex):\(handedOver.map(String.init) ?? "end"):\(fingerprint)") }
}
