public import BridgeDomain
public import BridgeSource

/// Reads bodies as the door reads them, and keeps nothing: for whoever makes such bodies and wants to know what becomes of them.
public struct BodyReader: Sendable {
    /// One item of a body.
    public struct Item: Hashable, Sendable {
        /// nil for what cannot be named, and so would not be kept.
        public var document: SourceDocument?
        /// What is wrong with it.
        public var problems: [Problem]
    }

    private let reader: DocumentReader

    /// A reader for one administration: documents of another are refused.
    public init(administration: SourceAdministration) { reader = DocumentReader(administration: administration) }

    /// The documents of a body, one or a list; nil where it is no JSON, or holds none or more than a request may.
    public func documents(in body: [UInt8]) -> [Item]? {
        let read = try? PushBody(body, .document, id: DocumentField.id.rawValue) { reader.document($0, $1, raw: $2) }
        guard let read else { return nil }
        var kept = read.kept[...]
        return read.items.map { item in
            if let problems = item.refusal { return Item(document: nil, problems: problems) }
            let document = kept.popFirst()
            return Item(document: document, problems: document?.problems ?? [])
        }
    }
}
