import BridgeDomain
import BridgeRuntime
import BridgeSource

/// Reads lines `kind;number;original;customer;cents`: a form so small that tests are about what becomes of a document. `?` rejects a line,
/// `!` refuses the rest of the file.
struct SaleReader: DocumentFileReader {
    var endings: Set<String> { ["txt"] }
    var partyKinds: Set<PartyKind> { [.debtor] }
    var fingerprint: String { "sales-1" }

    func open(_ file: DocumentFile, for stream: FileStream) throws(FileRefusal) -> any DocumentFileReading {
        var bytes = file.bytes
        let text = String(decoding: try bytes.readAll(bytesMax: 1 << 20), as: UTF8.self)
        return Reading(lines: text.split(separator: "\n").map(String.init), stream: stream)
    }

    private struct Reading: DocumentFileReading {
        let lines: [String]
        let stream: FileStream
        var place = 0

        mutating func next() throws(FileRefusal) -> FileItem? {
            while place < lines.count {
                place += 1
                let cells = lines[place - 1].split(separator: ";", omittingEmptySubsequences: false).map(String.init)
                let reason = BilingualText(nl: "hier houdt het op", en: "here it ends")
                if cells[0] == "!" { throw FileRefusal(reason, line: place) }
                if let item = item(cells) { return item }
            }
            return nil
        }

        private func item(_ cells: [String]) -> FileItem? {
            switch stream {
            case .documents where cells[0] == "?":
                .rejected(
                    RejectedPlace(line: place, field: "number", found: "?", reason: BilingualText(nl: "geen nummer", en: "no number")))
            case .documents: .document(SaleReader.document(cells))
            case .parties(.debtor) where cells[0] != "?": .party(SaleReader.party(cells[3]))
            case .parties: nil
            }
        }
    }

    static func party(_ code: String) -> SourceParty {
        let key = PartyKey(.debtor, PartyCode(code))
        let party = Party(key: key, sourceID: SourceID(code), name: "Bloemenhuis \(code)", country: "NL")
        return SourceParty(key: key, raw: Array(code.utf8), party: party, problems: [])
    }

    private static func document(_ cells: [String]) -> SourceDocument {
        let net = Money(minorUnits: Int64(cells[4]) ?? 0, .eur)
        let vat = net.percentage(9) ?? .zero(.eur)
        var document = Document(
            key: DocumentKey("NL01", cells[0] == "credit" ? .creditNote : .salesInvoice, DocumentNumber(cells[1])),
            sourceID: SourceID("line-\(cells[1])"), version: 1, invoiceDate: Town.date, currency: .eur,
            party: DocumentParty(key: PartyKey(.debtor, PartyCode(cells[3])), sourceID: SourceID(cells[3])), vatTreatment: .domestic,
            lines: [
                DocumentLine(number: 1, kind: .product, net: net, vatCode: "L", vatRate: 9).with { $0.productGroup = "CUTFLOWER" }
            ],
            vatSummary: [VATSummaryLine(vatCode: "L", rate: 9, base: net, vat: vat)],
            totals: DocumentTotals(net: net, vat: vat, gross: net + vat))
        document.references.originalDocument = cells[2].isEmpty ? nil : DocumentNumber(cells[2])
        return SourceDocument(
            sourceID: document.sourceID, key: document.key, version: 1, raw: Array(cells.joined(separator: ";").utf8), document: document,
            problems: [])
    }
}

extension DocumentLine {
    fileprivate func with(_ change: (inout DocumentLine) -> Void) -> DocumentLine {
        var copy = self
        change(&copy)
        return copy
    }
}

extension ScratchFolder {
    /// A source over one file with these lines.
    func sales(_ name: String, _ lines: String...) throws -> NamedFiles {
        try write(name, lines.joined(separator: "\n"))
        return NamedFiles([NamedFile(path: file(name), reader: SaleReader())], administration: Self.administration)
    }

    private static let administration = SourceAdministrationInfo(code: "NL01", name: "NL01", currency: .eur, vatNumber: nil)
}
