import BridgeConnector
import BridgeDomain
import BridgeJournal

/// Keeps by which identities the books will tell of items' removal, for one unit: the journal does not know yet what the unit itself binds, and
/// one identity bound twice would have the whole unit refused.
struct ItemIdentities {
    let parts: BridgeParts
    private var bound: [DocumentKey: TargetID] = [:]
    private var taken: Set<TargetID> = []

    init(_ parts: BridgeParts) { self.parts = parts }

    /// The last one counts: an item may be replaced. What is another document's stays that one's.
    mutating func bind(_ id: TargetID, to document: DocumentKey, _ builder: inout UnitBuilder) async throws(JournalError) {
        let (journal, bridge) = (parts.journal, parts.bridge)
        var known = bound[document]
        if known == nil { known = try await journal.binding(bridge, .openItem, ours: document.description)?.theirs }
        guard known != id, !taken.contains(id), try await journal.binding(bridge, .openItem, theirs: id) == nil else { return }
        if known != nil { builder.append(.unbind(bridge, .openItem, ours: document.description)) }
        builder.append(
            .bind(
                Binding(
                    bridge: bridge, kind: .openItem, ours: document.description, theirs: id, number: "", boundAt: builder.now)))
        bound[document] = id
        taken.insert(id)
    }
}
