public import BridgeDomain

/// A document's file as people read it: the invoice as it was sent.
public struct OriginalFile: Hashable, Sendable {
    /// How such a file is written.
    public enum Form: String, Hashable, Sendable, CaseIterable {
        case pdf

        /// The ending of its name, without the point.
        public var ending: String { rawValue }

        /// The form these bytes begin like; nil for any other.
        public init?(_ content: [UInt8]) {
            guard content.starts(with: Array("%PDF-".utf8)) else { return nil }
            self = .pdf
        }
    }

    public var form: Form
    public var content: [UInt8]

    /// A file; nil when its bytes are of no form that is passed on.
    public init?(_ content: [UInt8]) {
        guard let form = Form(content) else { return nil }
        self.form = form
        self.content = content
    }
}

/// What a source has to say when it is asked for a document's file.
public enum FileAnswer: Hashable, Sendable {
    case file(OriginalFile)
    /// It has none of that document.
    case none
    /// It has one beyond the bound that was given.
    case tooLarge
    /// It has one that is not of a form that is passed on; what it is instead, for people.
    case otherForm(String)
}

/// A source that has its documents' files. An ability of its own: a source without it sends documents all the same
/// (``DocumentSource/documentFiles``).
public protocol DocumentFiles: Sendable {
    /// Calls to the source one file costs; 0 where it stands in what arrived.
    var callsPerFile: Int { get }
    /// A document's file, held in memory whole.
    ///
    /// - Parameters:
    ///   - raw: the document's own text as it arrived (``SourceDocument/raw``): some forms carry the file within.
    ///   - bytesMax: the bound; a larger file is not read to its end.
    func file(of document: SourceID, raw: [UInt8], bytesMax: Int) async throws(SourceError) -> FileAnswer
}
