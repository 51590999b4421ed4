public import BridgeDomain

/// How far the attaching of one file came, in the words of the connector; opaque to everyone else.
public struct AttachmentStep: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }

    /// Nothing was sent yet.
    public static let start = AttachmentStep("")
    /// The entry shows the file: nothing is left to do.
    public static let done = AttachmentStep("done")
}

/// An order to attach a document's file to its entry in the books.
public struct AttachmentOrder: Sendable {
    /// The entry, with the party's relation, as it was posted.
    public var posting: PostingOrder
    /// The entry in the books.
    public var booked: TargetID
    /// The file's name, with its ending. The same document always has the same, so that the file is found again by it.
    public var fileName: String
    public var content: [UInt8]

    /// An order for one file.
    public init(posting: PostingOrder, booked: TargetID, fileName: String, content: [UInt8]) {
        self.posting = posting
        self.booked = booked
        self.fileName = fileName
        self.content = content
    }
}

/// An accounting system that keeps documents' files with their entries. An ability of its own: a system without it posts all the same
/// (``AccountingConnector/documentAttaching``).
///
/// Attaching may take several calls that write. Each is a step of its own, so that its intent is durable before it: the engine keeps the step
/// that came back and gives it again with the next question. The rules of ``AccountingConnector`` hold: a write is never repeated by the
/// connector, and what may have been carried out comes back as ``ConnectorError/Code/outcomeUnknown``.
public protocol DocumentAttaching: Sendable {
    /// The largest file the system takes, in bytes.
    var bytesMax: Int { get }
    /// Whether files of such documents can be attached.
    func takes(_ kind: DocumentKind) -> Bool
    /// Calls one file costs when no answer is lost.
    func calls(for kind: DocumentKind) -> Int
    /// Takes the next step, with at most one call that writes; gives the step reached, ``AttachmentStep/done`` at the end.
    ///
    /// - Parameters:
    ///   - step: how far it came before.
    ///   - lookingUp: the next call may have been carried out before: it is looked for first, and what is found is not sent again.
    ///   - deadline: the moment by which the call that writes must have begun.
    func attach(
        _ order: AttachmentOrder, from step: AttachmentStep, lookingUp: Bool, before deadline: CallDeadline
    ) async throws(ConnectorError) -> AttachmentStep
}
