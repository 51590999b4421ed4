import BridgeDomain
import BridgeFolder
import BridgeSource
import BridgeTesting
import BridgeZIP
import Glibc
import Testing

@testable import ColumnSource

/// Workbooks as spreadsheet programs write them, made by hand: parts of XML in an archive.
private enum Made {
    static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

    /// A workbook of one sheet; `rows` is the inside of `sheetData`.
    static func workbook(
        _ rows: String, strings: [String] = [], styles: String = "", properties: String = "", namespace: String = main,
        relations: String = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ) throws -> [UInt8] {
        let items = strings.map { "<si><t xml:space=\"preserve\">\($0)</t></si>" }.joined()
        return try archive([
            "xl/workbook.xml":
                "<workbook xmlns=\"\(namespace)\" xmlns:r=\"\(relations)\">\(properties)<sheets><sheet name=\"Lines\" sheetId=\"1\" r:id=\"rId7\"/></sheets></workbook>",
            "xl/_rels/workbook.xml.rels":
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId7\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
            "xl/worksheets/sheet1.xml": "<worksheet xmlns=\"\(namespace)\"><sheetData>\(rows)</sheetData></worksheet>",
            "xl/sharedStrings.xml": "<sst xmlns=\"\(namespace)\">\(items)</sst>",
            "xl/styles.xml": "<styleSheet xmlns=\"\(namespace)\">\(styles)</styleSheet>",
        ])
    }

    static func archive(_ parts: [String: String]) throws -> [UInt8] {
        var template = Array("/tmp/ledgerbridge-sheet-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        try #require(descriptor >= 0)
        close(descriptor)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { unlink(path) }
        let writer = try ZIPWriter(file: path)
        for (name, text) in parts.sorted(by: { $0.key < $1.key }) { try writer.add(name, Array("<?xml version=\"1.0\"?>\(text)".utf8)) }
        try writer.finish()
        return try bytes(path)
    }
}

@Suite struct SheetTests {
    private func text(_ workbook: [UInt8], dates: DateOrder = .yearMonthDay, mark: NumberStyle.Mark = .point) throws -> String {
        var form = FileForm.plain
        form.dates = dates
        form.numbers.mark = mark
        var sheet = SheetBytes(try Workbook(workbook, sheet: nil), form)
        return String(decoding: try sheet.readAll(bytesMax: 1 << 20), as: UTF8.self)
    }

    private func read(_ workbook: [UInt8], _ reader: ColumnReader) -> Reading {
        var result = Reading()
        do throws(FileRefusal) {
            var reading = try reader.open(DocumentFile(name: "lines.XLSX", bytes: MemoryBytes(workbook)), for: .documents)
            while let item = try reading.next() {
                if case .document(let document) = item { result.documents.append(document) }
                if case .rejected(let place) = item { result.rejected.append(place) }
                if case .ruled(let place) = item { result.ruled.append(place) }
            }
        } catch {
            result.refusal = error
        }
        return result
    }

    @Test(arguments: [
        ("2.5499999999999998", "2.55"), ("2.55", "2.55"), ("0.30000000000000004", "0.3"), ("1E-3", "0.001"), ("1.5E3", "1500"),
        ("-7", "-7"),
        ("536365", "536365"), ("999999999999999.96", "1000000000000000"), ("0", "0"), ("-0", "0"), ("12.0", "12"), ("1e5", "100000"),
        ("0.000012345678901234567", "0.0000123456789012346"),
    ])
    func `a number of a cell is what people see`(written: String, plain: String) {
        #expect(SheetNumber.plain(written) == plain)
    }

    @Test(arguments: ["", "x", "1.2.3", "1E99", "--1", "1E", "NaN"])
    func `what is no number stays as it is`(written: String) {
        #expect(SheetNumber.plain(written) == nil)
    }

    @Test func `cells come out in their columns, rows in their lines, whatever was left out`() throws {
        let rows = """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="inlineStr"><is><t>c</t></is></c></row>
            <row r="4"><c r="B4"><v>2</v></c></row><row><c><v>1</v></c><c t="str"><v>x,"y"</v></c><c t="b"><v>1</v></c></row>
            """
        #expect(
            try text(Made.workbook(rows, strings: ["a &amp; b", "two\nlines"]))
                == "a & b,\"two lines\",c\n\n\n,2,\n1,\"x,\"\"y\"\"\",TRUE\n")
    }

    @Test func `dates are told by their style and written in the order of the settings`() throws {
        let styles = """
            <numFmts><numFmt numFmtId="164" formatCode="dd\\-mm\\-yyyy"/><numFmt numFmtId="165" formatCode="&quot;day&quot; 0.00"/></numFmts>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>
            """
        let rows = """
            <row><c s="0"><v>40513</v></c><c s="1"><v>40513.35</v></c><c s="2"><v>40513</v></c><c s="3"><v>40513</v></c>\
            <c s="1"><v>60</v></c><c s="1"><v>61</v></c><c t="d"><v>2010-12-01T08:26:00</v></c></row>
            """
        let book = try Made.workbook(rows, styles: styles)
        #expect(try text(book) == "40513,2010-12-01,2010-12-01,40513,1900-03-01,1900-03-01,2010-12-01\n")
        #expect(try text(book, dates: .dayMonthYear).hasPrefix("40513,1-12-2010,1-12-2010,40513,"))
        let mac = try Made.workbook("<row><c s=\"1\"><v>39051</v></c></row>", styles: styles, properties: "<workbookPr date1904=\"1\"/>")
        #expect(try text(mac) == "2010-12-01\n")
    }

    @Test func `the strict form is read as well`() throws {
        let book = try Made.workbook(
            "<row><c t=\"s\"><v>0</v></c></row>", strings: ["ok"], namespace: "http://purl.oclc.org/ooxml/spreadsheetml/main",
            relations: "http://purl.oclc.org/ooxml/officeDocument/relationships")
        #expect(try text(book) == "ok\n")
    }

    /// The day's file as a workbook: numbers as numbers, dates as serials, texts shared.
    private func workbook(_ day: String) throws -> [UInt8] {
        var strings: [String: Int] = [:]
        var order: [String] = []
        let date = try #require(CalendarDate(day))
        let serial = Int(date.daysSinceEpoch) + 25_569
        let columns = Array("ABCDEFGH").map(String.init)
        var rows = ""
        var line = 0
        let table = SampleRows(try Retail.file(day))
        for record in table.rows {
            line += 1
            rows += "<row r=\"\(line)\">"
            for (place, cell) in record.enumerated() where !cell.isEmpty {
                let name = "\(columns[place])\(line)"
                let isNumber = line > 1 && [3, 5, 6].contains(place)
                if line > 1, place == 4 {
                    rows += "<c r=\"\(name)\" s=\"1\"><v>\(serial).375</v></c>"
                } else if isNumber {
                    rows += "<c r=\"\(name)\"><v>\(cell == "2.55" ? "2.5499999999999998" : cell)</v></c>"
                } else {
                    if strings[cell] == nil {
                        strings[cell] = order.count
                        order.append(cell.replacing("&", with: "&amp;").replacing("<", with: "&lt;"))
                    }
                    rows += "<c r=\"\(name)\" t=\"s\"><v>\(strings[cell] ?? 0)</v></c>"
                }
            }
            rows += "</row>"
        }
        return try Made.workbook(rows, strings: order, styles: "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"22\"/></cellXfs>")
    }

    @Test func `a real day saved as a workbook gives the same documents`() throws {
        let reader = try reader(example("columns-retail.yaml"))
        let fromSheet = read(try workbook("2011-02-14"), reader)
        let fromText = ColumnSourceTests.read(try Retail.file("2011-02-14"), reader)
        #expect(fromSheet.refusal == nil)
        #expect(fromSheet.rejected == fromText.rejected)
        #expect(fromSheet.ruled == fromText.ruled)
        #expect(fromSheet.read.count == fromText.read.count)
        for (sheet, text) in zip(fromSheet.read, fromText.read) { #expect(sheet == text) }
    }

    @Test func `a workbook in the folder is taken once and moved aside, beside the table of the same day`() async throws {
        var template = Array("/tmp/ledgerbridge-books-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let files = LinuxFiles()
        defer { Self.removeAll(path) }
        try files.appear(try workbook("2011-02-14"), at: "\(path)/day.xlsx")
        try files.appear(try Made.workbook("<row><c t=\"str\"><v>no,day</v></c></row>"), at: "\(path)/other.xlsx")
        let source = FolderSource(
            FolderSettings(path: path, settlingSeconds: 0), reader: try reader(example("columns-retail.yaml")),
            administration: SourceAdministrationInfo(code: "NL01", name: "Wholesaler", currency: .eur, vatNumber: nil),
            time: MovableClock(Timestamp(milliseconds: 4_000_000_000_000)))
        // Parties come before the documents that name them.
        for kind in [PartyKind.debtor, .creditor] {
            var cursor = SourceCursor.start
            while case let page = try await source.parties(kind, after: cursor, limit: 1_000), page.hasMore { cursor = page.next }
        }
        let first = try await source.documents(after: .start, limit: 1_000)
        let page = try await source.documents(after: first.next, limit: 1_000)
        let expected = ColumnSourceTests.read(try Retail.file("2011-02-14"), try reader(example("columns-retail.yaml")))
        #expect((first.items + page.items).map(\.document) == expected.documents.map(\.document))
        #expect(try files.names(in: "\(path)/done", countMax: 10).contains("day.xlsx"))
        #expect(try files.names(in: "\(path)/refused", countMax: 10).contains("other.xlsx"))
    }

    private static func removeAll(_ path: String) {
        for folder in ["done", "refused", "repeats", ""] {
            let here = folder.isEmpty ? path : "\(path)/\(folder)"
            for name in (try? LinuxFiles().names(in: here, countMax: 100)) ?? [] { unlink("\(here)/\(name)") }
            rmdir(here)
        }
    }

    @Test func `settings are proposed from a workbook too`() throws {
        let book = try workbook("2011-02-14")
        let proposal = try ColumnGuess.propose(book, isWhole: true, language: .english)
        let reading = read(book, try reader(proposal.yaml))
        let net = reading.read.reduce(0) { $0 + Int($1.totals.net.minorUnits) * ($1.key.kind.isCredit ? -1 : 1) }
        #expect(net == IndependentSum(try Retail.file("2011-02-14")).net)
        #expect(throws: FileRefusal.self) { try ColumnGuess.propose(book, isWhole: false, language: .english) }
    }

    @Test func `a sheet is chosen by name, and a name that is not there is told with those that are`() throws {
        let book = try Made.workbook("<row><c t=\"str\"><v>no,day</v></c></row>")
        let refusal = #expect(throws: FileRefusal.self) { try Workbook(book, sheet: "Other") }
        #expect(refusal?.reason.english.contains("Lines") == true)
        _ = try Workbook(book, sheet: "Lines")
    }

    @Test func `what is no workbook is refused`() throws {
        let reader = try reader(least)
        for bytes in [[], Array("no,day\n".utf8), try Made.archive(["word/document.xml": "<w/>"])] {
            #expect(read(bytes, reader).refusal?.reason.english.contains("workbook cannot be read") == true)
        }
        let entity = try Made.archive(["xl/workbook.xml": "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>"])
        #expect(read(entity, reader).refusal != nil)
    }

    @Test(arguments: UInt64(0)..<200)
    func `a workbook damaged anywhere is refused or read, and nothing traps`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "<row>", "</row>", "<c>", "<c r=\"ZZZ9\">", "<c t=\"s\">", "<c s=\"9\">", "</c>", "<v>1</v>", "<v>-1</v>", "<v>1E999</v>",
            "<row r=\"0\">",
            "<row r=\"99999999\">", "<v/>", "<is/>",
        ]
        let inside = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
        var book = try Made.workbook(inside.hasPrefix("<row>") ? inside : "<row>\(inside)</row>", strings: ["a"])
        if seed.isMultiple(of: 2) { book[Int.random(in: book.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random) }
        _ = read(book, try reader(least))
    }
}

/// The records of a file, for tests that write them in another form.
private struct SampleRows {
    var rows: [[String]] = []

    init(_ bytes: [UInt8]) {
        var field: [UInt8] = []
        var record: [String] = []
        var isQuoted = false
        var previous: UInt8 = 0
        func take() {
            record.append(String(decoding: field, as: UTF8.self))
            field = []
        }
        for byte in bytes {
            defer { previous = byte }
            switch byte {
            case UInt8(ascii: "\""):
                isQuoted.toggle()
                // A second quote right behind a closing one is a quote.
                if isQuoted, previous == byte { field.append(byte) }
            case UInt8(ascii: ",") where !isQuoted: take()
            case UInt8(ascii: "\n") where !isQuoted:
                take()
                rows.append(record)
                record = []
            default: field.append(byte)
            }
        }
    }
}
