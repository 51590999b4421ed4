import BridgeDomain

/// Writes rows as CSV, with the habits that are switched on (reference freshportal §3).
struct ExportText {
    let quirks: SandboxQuirks

    private static let decimals: Set<String> = [
        "quantity", "quantity_per_pack", "price", "discount_percent", "net", "vat", "gross", "base", "exchange_rate", "percentage",
    ]
    private static let dates: Set<String> = ["invoice_date", "departure_date", "due_date"]
    private static let codes: Set<String> = ["number", "code", "invoice_number", "sequence", "currency", "vat_treatment"]

    /// A table as a file.
    func file(_ shape: ExportTables.Shape, _ rows: [ExportTables.Row]) -> [UInt8] {
        let columns = shape.observed + (quirks.observedColumnsOnly ? [] : shape.assumed)
        var text = columns.map(quoted).joined(separator: quirks.csvSeparator) + "\r\n"
        for row in rows {
            let dayFirst = quirks.dayFirstDates && row.id.isMultiple(of: 2)
            let fields = columns.map { quoted(written(row.values[$0] ?? "", $0, dayFirst: dayFirst)) }
            text += fields.joined(separator: quirks.csvSeparator) + "\r\n"
        }
        guard quirks.latin1 else { return (quirks.byteOrderMark ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8) }
        return text.unicodeScalars.map { UInt8(exactly: $0.value) ?? UInt8(ascii: "?") }
    }

    private func written(_ text: String, _ column: String, dayFirst: Bool) -> String {
        if Self.decimals.contains(column) { return Mannerisms(quirks: quirks).decimal(text) }
        if dayFirst, Self.dates.contains(column) { return text.split(separator: "-").reversed().joined(separator: "-") }
        return quirks.trailingSpaces && Self.codes.contains(column) && !text.isEmpty ? text + " " : text
    }

    private func quoted(_ text: String) -> String {
        guard text.contains(where: { $0 == "\"" || $0.isNewline || String($0) == quirks.csvSeparator }) else { return text }
        return "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
}
