import BridgeDomain

/// Texts within the service's lengths. No source states them; these are the lengths of its screens' fields as far as known, taken short
/// rather than long, since a text that is too long is refused with the whole entry.
enum ExactText {
    static let descriptionMax = 60
    static let referenceMax = 30
    static let paymentReferenceMax = 30

    /// An entry's description. A credit note names its originals first: the service has no field that links the two.
    static func description(_ entry: Entry) -> String {
        let originals = entry.originalReferences.map(\.text).filter { !entry.description.contains($0) }
        guard entry.document.kind.isCredit, !originals.isEmpty else { return cut(entry.description) }
        let link = "Credit " + originals.joined(separator: ", ")
        return cut(entry.description.isEmpty ? link : "\(link): \(entry.description)")
    }

    /// A line's description; nil when it has none.
    static func description(_ line: EntryLine) -> String? { line.description.isEmpty ? nil : cut(line.description) }

    /// A line's description in an entry whose head has no reference: the reference goes first, so that the entry can be found by it.
    static func description(_ line: EntryLine, reference: EntryReference) -> String {
        cut(line.description.isEmpty ? reference.text : "\(reference) \(line.description)")
    }

    /// The text, cut visibly.
    static func cut(_ text: String) -> String {
        text.utf8.count <= descriptionMax || text.count <= descriptionMax ? text : text.prefix(descriptionMax - 1) + "…"
    }
}
