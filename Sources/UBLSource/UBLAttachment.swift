import BridgeHash
public import BridgeSource
import BridgeXML

/// A file that an invoice carries with it (BG-24): mostly the PDF that people read.
///
/// The journal keeps the UBL file whole, so nothing is lost when a document is read; this takes the attachments out of those bytes again.
public struct UBLAttachment: Hashable, Sendable {
    /// The sender's own name for it.
    public var id: String
    /// The file's name, as the sender gives it: never a path to write to.
    public var filename: String?
    /// `application/pdf`, as the sender says.
    public var mimeCode: String?
    /// Where it lies, for an attachment that is only pointed at. Never fetched.
    public var uri: String?
    /// The bytes; nil for an attachment that is only pointed at, or whose text is no base64.
    public var content: [UInt8]?

    /// An attachment.
    public init(id: String, filename: String? = nil, mimeCode: String? = nil, uri: String? = nil, content: [UInt8]? = nil) {
        self.id = id
        self.filename = filename
        self.mimeCode = mimeCode
        self.uri = uri
        self.content = content
    }

    /// The attachments of a UBL file in their order; refused as ``UBLReader/read(_:)`` refuses it. Memory: the file and what comes out.
    public static func all(in bytes: [UInt8], bytesMax: Int = UBLSettings.bytesMaxStandard) throws(FileRefusal) -> [UBLAttachment] {
        let tree = try UBLReader.tree(bytes, bytesMax: bytesMax, opaque: [])
        let elements = Elements(tree: tree, findings: Findings())
        var attachments: [UBLAttachment] = []
        elements.each(.additionalDocumentReference, in: tree.root) { reference in
            guard let attachment = elements.child(reference, .attachment) else { return }
            let object = elements.child(attachment, .embeddedDocumentBinaryObject)
            attachments.append(
                UBLAttachment(
                    id: elements.text(reference, .id) ?? "", filename: elements.attribute(.filename, of: object),
                    mimeCode: elements.attribute(.mimeCode, of: object),
                    uri: elements.text(elements.child(attachment, .externalReference), .uri),
                    content: object.flatMap { decoded($0, tree) }))
        }
        return attachments
    }

    /// Base64 is broken into lines by most senders.
    private static func decoded(_ node: XMLNode, _ tree: XMLTree) -> [UInt8]? {
        let text = tree.withText(of: node) { bytes in bytes.filter { $0 > UInt8(ascii: " ") } }
        return text.isEmpty ? nil : Base64.decode(String(decoding: text, as: UTF8.self))
    }
}
