import BridgeAPI
import BridgeDomain
import BridgeJSON
import BridgeMapping
import BridgeReports
import BridgeRuntime
import FoundationEssentials
import Testing
import UBLSource

/// Run with LEDGERBRIDGE_WRITE_TABLES=1 (`make tables`) this writes the tables instead of comparing them.
/// One table after another: two of them stand in one document.
@Suite("Tables in the documents", .serialized)
struct DocumentTableTests {
    enum Subject: String, CaseIterable {
        case configuration, errors, warnings, keys, placeholders, ubl, exact, afas, kingFinance, kingERP, freshPortal, operations
    }

    @Test(arguments: Subject.allCases)
    func `a table in a document says what the code says`(subject: Subject) throws {
        let table = try Self.table(of: subject)
        let content = try ProjectFile.read(table.document)
        let found = try #require(table.found(in: content), "\(table.document) has no marks for the table '\(table.name)'")
        if ProcessInfo.processInfo.environment["LEDGERBRIDGE_WRITE_TABLES"] == "1" {
            return try ProjectFile.write("\(found.before)\n\n\(table.text)\n\n\(found.after)", to: table.document)
        }
        let rows = found.table.split(separator: "\n")
        let missing = table.text.split(separator: "\n").filter { !rows.contains($0) }
        #expect(missing.isEmpty, "run `make tables`")
        #expect(found.table == table.text, "run `make tables`")
    }

    @Test func `the OpenAPI document beside the pages is the one the door serves`() throws {
        let path = "Documentation/integrators/openapi.json"
        if ProcessInfo.processInfo.environment["LEDGERBRIDGE_WRITE_TABLES"] == "1" {
            return try ProjectFile.write(APIDoor.openAPIText, to: path)
        }
        #expect(try ProjectFile.read(path) == APIDoor.openAPIText, "run `make tables`")
    }

    private static func operations() -> DocumentTable {
        DocumentTable(
            document: "Documentation/integrators/api-reference.md", name: "operations",
            header: ["Operation", "Request", "What it does", "For", "Sealed by"], rows: APIDoor.reference)
    }

    private static func table(of subject: Subject) throws -> DocumentTable {
        switch subject {
        case .configuration: try configuration()
        case .errors: problems(.error)
        case .warnings: problems(.warning)
        case .keys: keys()
        case .placeholders: placeholders()
        case .ubl: try ubl()
        case .exact: menus(ExactTarget.menus, "exact-online")
        case .afas: menus(AFASTarget.menus, "afas")
        case .kingFinance: menus(KingFinanceTarget<KingFinanceByHTTP>.menus, "king")
        case .kingERP: menus(KingERPFileTarget.menus, "king-erp")
        case .freshPortal: menus(FreshPortalMenus.all, "freshportal")
        case .operations: operations()
        }
    }

    /// Where in one system's own menus things are mended, and how sure that is.
    private static func menus(_ menus: BooksMenus, _ page: String) -> DocumentTable {
        DocumentTable(
            document: "Documentation/vendors/\(page).md", name: "menus", header: ["What", "Where", "What to do there", "How sure"],
            rows: menus.rows.map { place in
                let sure = place.source.map { "[\(place.confidence.rawValue)](<\($0)>)" } ?? place.confidence.rawValue
                return [place.part.name.english, place.path.english, place.act.english, sure]
            })
    }

    /// The official test set, as `ledgerbridge import verdicts` judges it on a fixed day.
    private static func ubl() throws -> DocumentTable {
        let reader = UBLReader(UBLSettings(administration: "NL01", direction: .sales))
        let folder = "Tests/UBLSourceTests/Fixtures/testset"
        let names = try FileManager.default.contentsOfDirectory(atPath: ProjectFile.root.appending(path: folder).path())
        let rows = try names.filter { $0.hasSuffix(".xml") }.sorted().map { name in
            let bytes = try Data(contentsOf: ProjectFile.root.appending(path: "\(folder)/\(name)"))
            return UBLVerdicts.verdict(file: name, Array(bytes), reader, today: CalendarDate(daysSinceEpoch: 20_777)).row
        }
        return DocumentTable(document: "Documentation/vendors/ubl.md", name: "ubl", header: UBLVerdict.header, rows: rows)
    }

    private static func problems(_ severity: Severity) -> DocumentTable {
        DocumentTable(
            document: "Documentation/operations/parked-documents.md", name: severity == .error ? "errors" : "warnings",
            header: ["Code", "What is wrong", "What to do"],
            rows: ProblemCode.allCases.filter { $0.severity == severity }.map {
                ["`\($0.rawValue)`", $0.text.what.en, $0.text.remedy.en]
            })
    }

    private static func configuration() throws -> DocumentTable {
        DocumentTable(
            document: "Documentation/operations/run-it.md", name: "configuration",
            header: ["Key", "What it says", "Values", "Unless given"],
            rows: try ConfigurationSchema().keys.filter { !$0.isSection }.map { key in
                let usual = key.property["default"].map { "`\($0.string ?? $0.description)`" }
                return [
                    "`\(key.path)`" + (key.variant.map { " of `\($0)`" } ?? ""), key.property["description"]?.string ?? "", values(of: key),
                    usual ?? (key.isRequired ? "must be given" : "–"),
                ]
            })
    }

    private static func values(of key: ConfigurationSchema.Key) -> String {
        if !key.choices.isEmpty { return key.choices.map { "`\($0)`" }.joined(separator: ", ") }
        if let lowest = key.property["minimum"]?.integer, let highest = key.property["maximum"]?.integer {
            return "\(lowest) to \(highest)"
        }
        if key.property["$ref"] != nil { return "a reference" }
        let examples = key.property["examples"]?.array ?? []
        if !examples.isEmpty { return examples.map { "`\($0.string ?? $0.description)`" }.joined(separator: ", ") }
        if key.property["type"]?.string == "object" { return "code: value" }
        return key.property["maxLength"]?.integer.map { "a text of at most \($0)" } ?? "a text"
    }

    private static func keys() -> DocumentTable {
        DocumentTable(
            document: "Documentation/consultants/mapping-reference.md", name: "keys", header: ["Key", "What it is", "Values", "Tables"],
            rows: RuleKey.allCases.map { key in
                let tables = RuleTableName.allCases.filter { $0.keys.contains(key) }
                return [
                    "`\(key.rawValue)`", key.name(.english), key.choices?.map { "`\($0)`" }.joined(separator: ", ") ?? "a code or number",
                    tables.count == RuleTableName.allCases.count ? "all" : tables.map { "`\($0.rawValue)`" }.joined(separator: ", "),
                ]
            })
    }

    private static func placeholders() -> DocumentTable {
        func list(_ isOfLine: Bool) -> String {
            TextPlaceholder.allCases.filter { $0.belongsToLine == isOfLine }.map { "`{\($0.rawValue)}`" }.joined(separator: ", ")
        }
        return DocumentTable(
            document: "Documentation/consultants/mapping-reference.md", name: "placeholders", header: ["Where", "Placeholders"],
            rows: [["in every text", list(false)], ["in `line_description` only", list(true)]])
    }
}
