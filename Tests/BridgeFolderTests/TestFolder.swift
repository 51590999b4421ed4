import BridgeDomain
import BridgeFolder
import BridgeSource
import BridgeTesting
import Glibc
import Synchronization

/// A folder of its own for one test, taken away afterwards.
final class TestFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/ledgerbridge-folder-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw FolderError(.failed, "/tmp", BilingualText(nl: "geen map", en: "no folder")) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Self.removeAll(path) }

    private static func removeAll(_ path: String) {
        for name in (try? LinuxFiles().names(in: path, countMax: 10_000)) ?? [] {
            let below = "\(path)/\(name)"
            if let facts = try? LinuxFiles().facts(of: below), facts.kind == .folder { removeAll(below) } else { unlink(below) }
        }
        rmdir(path)
    }

    /// Puts a file in, written long ago unless said otherwise.
    func put(_ name: String, _ text: String, modified: Timestamp = Timestamp(milliseconds: 1_700_000_000_000)) throws {
        let file = try LinuxFiles().create("\(path)/\(name)")
        try file.append(Array(text.utf8))
        touch(name, modified)
    }

    func remove(_ name: String) { unlink("\(path)/\(name)") }

    func touch(_ name: String, _ modified: Timestamp) {
        let time = timespec(tv_sec: Int(modified.milliseconds / 1000), tv_nsec: Int(modified.milliseconds % 1000) * 1_000_000)
        var times = (time, time)
        withUnsafeBytes(of: &times) { _ = utimensat(AT_FDCWD, "\(path)/\(name)", $0.bindMemory(to: timespec.self).baseAddress, 0) }
    }

    func text(_ name: String) throws -> String {
        let file = try LinuxFiles().open("\(path)/\(name)")
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = try piece.withUnsafeMutableBytes { try file.read(into: $0) }
            if count == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes += piece[..<count]
        }
    }

    /// Names in the folder or one below it, hidden ones left out, in order.
    func names(_ below: String = "") throws -> [String] {
        try LinuxFiles().names(in: below.isEmpty ? path : "\(path)/\(below)", countMax: 10_000).filter { !$0.hasPrefix(".") }.sorted()
    }
}

/// Reads files of lines `number;customer;cents`: a form so small that the tests are about the folder alone. `?` rejects a line, `!` refuses
/// the rest of the file, `%` is decided by rule.
struct LineReader: DocumentFileReader {
    var endings: Set<String> { ["txt"] }
    var partyKinds: Set<PartyKind> = [.debtor]
    var fingerprint = "lines-1"

    func open(_ file: DocumentFile, for stream: FileStream) throws(FileRefusal) -> any DocumentFileReading {
        var bytes = file.bytes
        let text = String(decoding: try bytes.readAll(bytesMax: 1 << 20), as: UTF8.self)
        guard !text.hasPrefix("broken") else {
            throw FileRefusal(BilingualText(nl: "onleesbaar", en: "cannot be read"), line: 1, field: "head", found: "broken")
        }
        return Reading(lines: text.split(separator: "\n").map(String.init), stream: stream)
    }

    struct Reading: DocumentFileReading {
        let lines: [String]
        let stream: FileStream
        var place = 0

        mutating func next() throws(FileRefusal) -> FileItem? {
            while place < lines.count {
                place += 1
                if let item = try item(lines[place - 1].split(separator: ";").map(String.init)) { return item }
            }
            return nil
        }

        private func item(_ cells: [String]) throws(FileRefusal) -> FileItem? {
            let isDocuments = stream == .documents
            switch cells[0] {
            case "!": throw FileRefusal(BilingualText(nl: "hier houdt het op", en: "here it ends"), line: place)
            case "?":
                let reason = BilingualText(nl: "geen nummer", en: "no number")
                return isDocuments ? .rejected(RejectedPlace(line: place, field: "number", found: "?", reason: reason)) : nil
            case "%":
                let amount = Money(minorUnits: 5, .eur)
                return isDocuments ? .ruled(RuledPlace(rule: "postage", line: place, amount: amount)) : nil
            default: return isDocuments ? document(cells) : party(cells)
            }
        }

        private func document(_ cells: [String]) -> FileItem {
            let key = DocumentKey("NL01", .salesInvoice, DocumentNumber(cells[0]))
            let amount = Money(minorUnits: Int64(cells[2]) ?? 0, .eur)
            let document = Document(
                key: key, sourceID: SourceID("line-\(cells[0])"), version: 1, invoiceDate: CalendarDate(daysSinceEpoch: 20_000),
                currency: .eur, party: DocumentParty(key: PartyKey(.debtor, PartyCode(cells[1])), sourceID: ""),
                vatTreatment: .outsideScope,
                lines: [DocumentLine(number: 1, kind: .product, net: amount, vatCode: nil, vatRate: nil)], vatSummary: [],
                totals: DocumentTotals(net: amount, vat: .zero(.eur), gross: amount))
            return .document(
                SourceDocument(
                    sourceID: document.sourceID, key: key, version: 1, raw: Array(cells.joined(separator: ";").utf8), document: document,
                    problems: []))
        }

        private func party(_ cells: [String]) -> FileItem? {
            guard stream == .parties(.debtor) else { return nil }
            let key = PartyKey(.debtor, PartyCode(cells[1]))
            return .party(SourceParty(key: key, raw: Array(cells[1].utf8), party: nil, problems: []))
        }
    }
}

/// What the engine's side makes of pages: items and cursor in one step, duplicates recognised by key and content.
final class Receiver {
    private(set) var documents: [String: Int] = [:]
    private(set) var parties: Set<String> = []
    private var cursors: [String: SourceCursor] = [:]
    /// Pages with documents in them.
    private(set) var pages = 0

    /// One turn as the lane takes it: parties until there are no more, then documents. Answers how many documents arrived.
    func turn(_ source: FolderSource, page: Int = 2, crash: () throws -> Void = {}) async throws {
        for kind in [PartyKind.debtor, .creditor] {
            let name = kind.rawValue
            while true {
                let page = try await source.parties(kind, after: cursors[name] ?? .start, limit: page)
                try crash()
                parties.formUnion(page.items.map(\.key.code.text))
                cursors[name] = page.next
                if !page.hasMore { break }
            }
        }
        while true {
            let page = try await source.documents(after: cursors["documents"] ?? .start, limit: page)
            try crash()
            // The journal knows key and content: what comes again changes nothing.
            for item in page.items { documents["\(item.key.number)|\(String(decoding: item.raw, as: UTF8.self))", default: 0] += 1 }
            cursors["documents"] = page.next
            if !page.items.isEmpty { pages += 1 }
            if !page.hasMore { break }
        }
    }

    var numbers: [String] { documents.keys.map { String($0.prefix { $0 != "|" }) }.sorted() }
}

let noon = Timestamp(milliseconds: 1_763_726_400_000)

func source(
    _ folder: TestFolder, _ clock: MovableClock, reader: LineReader = LineReader(), files: any FileOperations = LinuxFiles(),
    _ adjust: (inout FolderSettings) -> Void = { _ in }
) -> FolderSource {
    var settings = FolderSettings(path: folder.path)
    adjust(&settings)
    return FolderSource(
        settings, reader: reader,
        administration: SourceAdministrationInfo(code: "NL01", name: "Bloemen BV", currency: .eur, vatNumber: nil), time: clock,
        files: files)
}
