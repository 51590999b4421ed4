import BridgeDomain
import BridgeJSON
import BridgeSource

/// Looks up what rows point at, and remembers what was not there.
final class ParentBook {
    private let store: ExportStore
    private(set) var missing: Set<MissingRow> = []
    /// Rows of the lists that lines share; one batch long, so never older than what was read last.
    private var lists: [MissingRow: ExportRow] = [:]

    /// Rows kept at hand.
    private static let listsMax = 20_000

    init(_ store: ExportStore) { self.store = store }

    /// A row; one that has not arrived is noted.
    func find(_ table: ExportTable, _ id: String) throws(SourceError) -> ExportRow? {
        let place = MissingRow(table: table, id: id)
        if let known = lists[place] { return known }
        guard let row = try store.row(table, id) else {
            missing.insert(place)
            return nil
        }
        if table != .invoice, table != .stockEntry, lists.count < Self.listsMax { lists[place] = row }
        return row
    }

    /// Forgets what was missing: the next document asks anew.
    func startOver() { missing.removeAll() }
}

/// Something that assembling found wrong, beside what reading the assembled text will find.
struct AssemblyProblem: Hashable {
    let code: ProblemCode
    let line: Int?
    let field: String
    let found: String
    let severity: Severity?

    init(_ code: ProblemCode, line: Int? = nil, _ field: String, found: String = "", severity: Severity? = nil) {
        self.code = code
        self.line = line
        self.field = field
        self.found = found
        self.severity = severity
    }

    /// As it stands in the assembled text.
    var json: JSON {
        [
            "code": .string(code.rawValue), "line": line.map { .number($0) } ?? .null, "field": .string(field), "found": .string(found),
            "severity": .string((severity ?? code.severity).rawValue),
        ]
    }

    /// Reads ``json``; nil for anything else.
    static func problem(_ json: JSON) -> Problem? {
        guard let code = json["code"]?.string.flatMap({ ProblemCode(rawValue: $0) }), let field = json["field"]?.string else { return nil }
        let line = json["line"]?.integer.flatMap { Int(exactly: $0) }
        return Problem(
            code, at: Place(line: line, field), found: json["found"]?.string ?? "",
            severity: json["severity"]?.string.flatMap { Severity(rawValue: $0) })
    }
}
