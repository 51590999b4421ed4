import FoundationEssentials

/// A table in a document that repeats what the code says: made from the code, kept between two marks.
struct DocumentTable: Sendable {
    var document: String
    var name: String
    var header: [String]
    var rows: [[String]]

    private static let end = "<!-- end of table -->"
    private var beginning: String { "<!-- table: \(name). Made by `make tables`; a test compares it with the code. -->" }

    /// What the code says, as Markdown.
    var text: String {
        let lines = [header, header.map { _ in "---" }] + rows
        return lines.map { "| " + $0.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    /// The document's text around the table, and the table as it stands there; nil when the marks are missing.
    func found(in content: String) -> (before: Substring, table: String, after: Substring)? {
        guard let start = content.firstRange(of: beginning), let end = content[start.upperBound...].firstRange(of: Self.end) else {
            return nil
        }
        let table = content[start.upperBound..<end.lowerBound].trimmingPrefix { $0 == "\n" }
        let rows = table.split(separator: "\n").joined(separator: "\n")
        return (content[..<start.upperBound], rows, content[end.lowerBound...])
    }
}
