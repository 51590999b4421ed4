import BridgeDomain
import BridgeJSON
import BridgeZIP
import Foundation
import Testing

@testable import ledgerbridge

/// Commands about files, in one process; nothing of it needs the books.
@Suite struct `Files by hand` {
    /// A folder with a configuration that reads tables, and rules.
    private final class Desk {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("ledgerbridge-cli-\(UUID().uuidString)")
        let listener = Listener(environment: ["LANG": "en_GB.UTF-8", "USER": "anna", "SECRET": "s"])

        init() throws {
            try FileManager.default.createDirectory(at: folder.appendingPathComponent("in"), withIntermediateDirectories: true)
            try write("ledgerbridge.yaml", Self.configuration)
            try write("columns.yaml", Self.columns)
        }

        deinit { try? FileManager.default.removeItem(at: folder) }

        func path(_ name: String) -> String { folder.appendingPathComponent(name).path }
        func write(_ name: String, _ text: String) throws { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }

        /// A table as a workbook: every cell a text of its own.
        func writeWorkbook(_ name: String, _ table: String) throws {
            let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            let documents = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
            let rows = table.split(separator: "\n").map { line in
                let cells = line.split(separator: ",").map { "<c t=\"inlineStr\"><is><t>\($0)</t></is></c>" }
                return "<row>\(cells.joined())</row>"
            }
            let writer = try ZIPWriter(file: path(name))
            let sheets = "<sheets><sheet name=\"Lines\" sheetId=\"1\" r:id=\"rId1\"/></sheets>"
            let relation = "<Relationship Id=\"rId1\" Type=\"\(documents)/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
            for (part, text) in [
                ("xl/workbook.xml", "<workbook xmlns=\"\(main)\" xmlns:r=\"\(documents)\">\(sheets)</workbook>"),
                (
                    "xl/_rels/workbook.xml.rels",
                    "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\(relation)</Relationships>"
                ),
                ("xl/worksheets/sheet1.xml", "<worksheet xmlns=\"\(main)\"><sheetData>\(rows.joined())</sheetData></worksheet>"),
            ] { try writer.add(part, Array(text.utf8)) }
            try writer.finish()
        }

        /// Runs a command line with the configuration; what it printed, and its exit code.
        func run(_ words: String...) async -> (exit: Exit, output: String, status: String) {
            let exit = await LedgerBridge.run(words + ["--config", path("ledgerbridge.yaml")], in: listener.surroundings)
            let heard = listener.take()
            return (exit, heard.output, heard.status)
        }

        func json(_ words: String...) async throws -> (exit: Exit, json: JSON) {
            let exit = await LedgerBridge.run(words + ["--json", "--config", path("ledgerbridge.yaml")], in: listener.surroundings)
            return (exit, try JSON(parsing: listener.take().output.utf8))
        }

        private static let configuration = """
            language: en
            sources: { tables: { type: column-folder, folder: in, columns: columns.yaml } }
            targets:
              exact:
                type: exact
                url: http://127.0.0.1:9
                division: 1
                client_id: app
                client_secret: env:SECRET
                redirect: http://127.0.0.1:8080/callback
            bridges: { tables: { source: tables, administration: WEB, target: exact } }
            """
        private static let columns = """
            documents: { kind: sales, grouped: adjacent, number: Invoice, date: Date, currency: { fixed: EUR } }
            parties: { code: Customer, name: Customer, country: { fixed: NL } }
            lines: { description: Text, quantity: { fixed: "1" }, net: Net }
            vat: { treatment: { fixed: domestic }, code: { fixed: S }, table: { S: 21 } }
            """
        static let table = """
            Invoice,Date,Customer,Text,Net
            W-1,2026-11-18,10001,Roses,100.00
            W-1,2026-11-18,10001,Tulips,50.00
            W-2,2026-11-18,10002,Roses,200.00

            """
        static let mapping = Desk.project.appendingPathComponent("Examples/mapping-exact-files.yaml").path
        private static let project = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
    }

    @Test func `are previewed before anything is stored, then accepted once`() async throws {
        let desk = try Desk()
        try desk.write("day.csv", Desk.table)
        #expect(await desk.run("map", "import", Desk.mapping, "--comment", "first").exit == .success)

        let look = try await desk.json("preview", desk.path("day.csv"))
        #expect(look.exit == .success)
        #expect(look.json["preview"]?["bookable"]?.integer == 2)
        #expect(look.json["preview"]?["booked"]?.array?.first?["gross"]?.string == "423.50 EUR")
        #expect(try await desk.json("list").json.array?.isEmpty == true)

        let accepted = try await desk.json("preview", desk.path("day.csv"), "--accept")
        #expect(accepted.json["taken"]?["accepted"]?.integer == 2)
        #expect(try await desk.json("list").json.array?.count == 2)

        let again = try await desk.json("import", "columns", desk.path("day.csv"))
        #expect(again.exit == .success)
        #expect(again.json["taken"]?["unchanged"]?.integer == 2)
        #expect(try await desk.json("preview", desk.path("day.csv")).json["read"]?["known"]?.integer == 2)
        #expect(try await desk.json("list").json.array?.count == 2)
    }

    @Test func `may be workbooks: one is previewed and accepted like a table`() async throws {
        let desk = try Desk()
        try desk.writeWorkbook("day.xlsx", Desk.table)
        #expect(await desk.run("map", "import", Desk.mapping, "--comment", "first").exit == .success)
        let look = try await desk.json("preview", desk.path("day.xlsx"))
        #expect(look.exit == .success)
        #expect(look.json["preview"]?["bookable"]?.integer == 2)
        #expect(look.json["preview"]?["booked"]?.array?.first?["gross"]?.string == "423.50 EUR")
        #expect(try await desk.json("preview", desk.path("day.xlsx"), "--accept").json["taken"]?["accepted"]?.integer == 2)
        #expect(try await desk.json("list").json.array?.count == 2)
        try desk.write("broken.xlsx", "no workbook")
        #expect(await desk.run("preview", desk.path("broken.xlsx")).exit != .success)
    }

    @Test func `tell by cause what would fail, with the amount behind it`() async throws {
        let desk = try Desk()
        try desk.write("day.csv", Desk.table)
        let look = try await desk.json("preview", desk.path("day.csv"))
        #expect(look.exit == .needsPerson)
        let causes = try #require(look.json["preview"]?["causes"]?.array)
        let unmapped = try #require(causes.first { $0["code"]?.string == "vat_unmapped" })
        #expect(unmapped["documents"]?.integer == 2)
        #expect(unmapped["amounts"]?.array?.first?.string == "423.50 EUR")
    }

    @Test func `of a form that is not read are told, and the others are read all the same`() async throws {
        let desk = try Desk()
        try desk.write("in/day.csv", Desk.table)
        try desk.write("in/picture.png", "no table")
        let look = await desk.run("preview", desk.path("in"))
        #expect(look.exit == .needsPerson)
        #expect(look.output.contains("2 files read, 2 documents"))
        #expect(look.output.contains("picture.png: this form of file is not read"))
    }

    @Test func `get their columns proposed, and the proposal reads the file`() async throws {
        let desk = try Desk()
        try desk.write("day.csv", Desk.table)
        let guess = await desk.run("import", "columns", "--guess", desk.path("day.csv"))
        #expect(guess.exit == .success)
        #expect(guess.status.contains("→"))
        try desk.write("proposed.yaml", guess.output)
        let look = try await desk.json("preview", desk.path("day.csv"), "--columns", desk.path("proposed.yaml"))
        #expect(look.json["read"]?["files"]?.array?.first?["documents"]?.integer == 2)
    }

    @Test(arguments: [
        (["preview", "--accept"], "--accept goes with files"), (["preview", "nowhere.csv"], "there is no file or folder nowhere.csv"),
        (["import", "columns", "--guess", "a.csv", "b.csv"], "--guess looks at one file"),
    ])
    func `that are not there or not named are asked for`(words: [String], message: String) async throws {
        let desk = try Desk()
        let exit = await LedgerBridge.run(words + ["--config", desk.path("ledgerbridge.yaml")], in: desk.listener.surroundings)
        #expect(exit == .usage || exit == .configuration)
        #expect(desk.listener.take().status.contains(message))
    }

    @Test func `whose columns are described wrongly stop the check of the configuration, with line and column`() async throws {
        let desk = try Desk()
        #expect(await desk.run("check").exit == .success)
        try desk.write("columns.yaml", "documents: { kind: nonsense }\n")
        let check = await desk.run("check")
        #expect(check.exit == .configuration)
        #expect(check.status.contains("columns.yaml:1:"))
    }

    @Test func `in UBL get a verdict each, without a configuration`() async throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("UBLSourceTests/Fixtures/testset")
        let listener = Listener()
        let exit = await LedgerBridge.run(["import", "verdicts", folder.path, "--json"], in: listener.surroundings)
        let verdicts = try #require(JSON(parsing: listener.take().output.utf8).array)
        #expect(exit == .needsPerson)
        #expect(verdicts.filter { $0["official"]?.string != nil }.count == 48)
        for verdict in verdicts where ["ok", "warning"].contains(verdict["official"]?.string) {
            #expect(verdict["gross"]?.string != nil, "\(verdict)")
        }
    }
}
