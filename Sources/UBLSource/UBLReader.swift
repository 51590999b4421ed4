import BridgeDomain
import BridgeHash
public import BridgeSource
import BridgeXML

/// What one file says.
public struct UBLReading: Hashable, Sendable {
    /// The invoice or credit note, with all its problems; never nothing, so that no file is dropped.
    public var document: SourceDocument
    /// The customer or supplier; nil when the file gives it no number to be known by.
    public var party: SourceParty?
    /// What stops the document, with the lines of the file.
    public var rejected: [RejectedPlace]
    /// What the settings decided.
    public var ruled: [RuledPlace]
}

/// Reads UBL 2.1 invoices and credit notes (EN 16931, NLCIUS, Peppol BIS 3) into documents and parties. One file is one document.
///
/// | In the file | In the document |
/// | --- | --- |
/// | sums, VAT per category and rate, amounts of lines | as printed; nothing is rounded or repaired |
/// | VAT category S, Z, E, AE, K, G, O | the VAT code (`S`), with the treatment that follows from it and from where the parties sit |
/// | allowances and charges of a line | inside the line's amount, as printed |
/// | allowances and charges of the document | lines of their own behind the others: a discount, transport, packaging, a surcharge |
/// | invoice below zero | by ``UBLSettings/negativeInvoice`` the credit note that it is |
/// | 386, advance | lines of the kind *advance* |
/// | 389, 527, 261, 296, issued by the customer | a number that is the customer's own |
/// | number of a purchase | `number/supplier`: two suppliers may have given the same one |
/// | embedded files | in the file as kept; ``UBLAttachment`` takes them out |
///
/// Everything is a pure function of bytes and settings; whatever the bytes are, the answer is a reading or a refusal. Cost: about twice the
/// XML parser's own time, memory about twice the file's.
public struct UBLReader: Sendable {
    /// How files are read.
    public let settings: UBLSettings

    /// A reader.
    public init(_ settings: UBLSettings) { self.settings = settings }

    /// Reads one file. Refused when it is no XML within bounds, or no UBL invoice or credit note.
    public func read(_ bytes: [UInt8]) throws(FileRefusal) -> UBLReading { try read(bytes, wantsParty: true) }

    func read(_ bytes: [UInt8], wantsParty: Bool) throws(FileRefusal) -> UBLReading {
        let tree = try Self.tree(bytes, bytesMax: settings.bytesMax, opaque: [Tag.embeddedDocumentBinaryObject.name])
        let findings = Findings()
        let isCreditNote = tree.name(of: tree.root) == Tag.creditNote.name
        let reader = InvoiceReader(tree, isCreditNote: isCreditNote, settings, findings)
        let document = reader.document()
        let party = wantsParty ? reader.sourceParty() : nil
        return UBLReading(
            document: item(document, bytes, findings), party: party?.item, rejected: findings.rejected(document.key.number),
            ruled: findings.isClean ? reader.ruled(document) : [])
    }

    /// The file's elements; refused when it is not what this room reads.
    static func tree(_ bytes: [UInt8], bytesMax: Int, opaque: Set<XMLName>) throws(FileRefusal) -> XMLTree {
        let tree: XMLTree
        do throws(XMLError) {
            tree = try XMLReader.read(bytes, Tag.vocabulary, limits: XMLLimits(bytesMax: bytesMax), opaque: opaque)
        } catch {
            let text = BilingualText(
                nl: "\(error.what(.dutch)). \(error.remedy(.dutch))", en: "\(error.what(.english)). \(error.remedy(.english))")
            throw FileRefusal(text, line: error.line)
        }
        let root = tree.name(of: tree.root)
        guard root == Tag.invoice.name || root == Tag.creditNote.name else {
            throw FileRefusal(
                BilingualText(
                    nl: "dit is geen UBL-factuur of -creditnota. Vraag de afzender om UBL 2.1 (NLCIUS of Peppol BIS 3)",
                    en: "this is no UBL invoice or credit note. Ask the sender for UBL 2.1 (NLCIUS or Peppol BIS 3)"),
                line: tree.line(of: tree.root))
        }
        return tree
    }

    /// A document whose number cannot be read is named after its content.
    private func item(_ document: Document, _ bytes: [UInt8], _ findings: Findings) -> SourceDocument {
        var (sourceID, key) = (document.sourceID, document.key)
        if key.number.text.hasPrefix("#") {
            sourceID = SourceID("content-\(SHA256.hash(bytes).hex.prefix(16))")
            key = DocumentKey(key.administration, key.kind, DocumentNumber("#\(sourceID)"))
        }
        return SourceDocument(
            sourceID: sourceID, key: key, version: document.version, raw: bytes, document: findings.isClean ? document : nil,
            problems: findings.problems, countsVersions: false)
    }
}

extension SourcePartyFacts {
    /// The party with a text of its own: what the file says of it, always in the same order, so that it changes only when the party does.
    fileprivate var item: SourceParty {
        var writer = XMLWriter(reserving: 512)
        let address = party.billingAddress
        writer.element("Party", ["kind": key.kind.rawValue, "code": key.code.text]) { writer in
            writer.element("Name", ifPresent: party.name)
            writer.element("TradeName", ifPresent: party.secondName)
            writer.element("VATNumber", ifPresent: party.vatNumber)
            writer.element("CompanyID", ifPresent: party.chamberOfCommerce)
            writer.element("GLN", ifPresent: party.gln)
            writer.element("Street", ifPresent: address.street)
            writer.element("Addition", ifPresent: address.addition)
            writer.element("Postcode", ifPresent: address.postcode)
            writer.element("City", ifPresent: address.city)
            writer.element("Region", ifPresent: address.region)
            writer.element("Country", ifPresent: address.country)
            writer.element("Email", ifPresent: party.email)
            writer.element("IBAN", ifPresent: party.iban)
            writer.element("Currency", ifPresent: party.currency?.code)
        }
        return SourceParty(key: key, raw: writer.bytes, party: party, problems: [])
    }
}

extension Findings {
    /// What stops the document, as it is told beside the file.
    fileprivate func rejected(_ number: DocumentNumber) -> [RejectedPlace] {
        all.filter { $0.problem.severity == .error }.map { finding in
            let problem = finding.problem
            let text = problem.code.text
            return RejectedPlace(
                line: finding.fileLine, field: problem.place.description, found: problem.found,
                document: number.text.hasPrefix("#") ? nil : number,
                reason: BilingualText(nl: "\(text.what.nl). \(text.remedy.nl)", en: "\(text.what.en). \(text.remedy.en)"))
        }
    }
}
