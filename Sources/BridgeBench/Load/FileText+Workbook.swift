import BridgeZIP

// The same lines as a sheet of a workbook.
extension FileText {
    /// Writes a workbook of one sheet with these invoices to `path`: texts in their cells, numbers as numbers.
    func writeWorkbook(_ places: Range<Int>, to path: String) throws {
        let writer = try ZIPWriter(file: path)
        for (name, text) in Self.parts { try writer.add(name, Array((Self.declaration + text).utf8)) }
        try writer.add("xl/worksheets/sheet1.xml", sheet(places))
        try writer.finish()
    }

    private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let packages = "http://schemas.openxmlformats.org/package/2006"
    private static let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    private static let application = "application/vnd.openxmlformats-officedocument.spreadsheetml"

    /// What every workbook has beside its sheet.
    private static let parts = [
        "[Content_Types].xml": """
        <Types xmlns="\(packages)/content-types">\
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Override PartName="/xl/workbook.xml" ContentType="\(application).sheet.main+xml"/>\
        <Override PartName="/xl/worksheets/sheet1.xml" ContentType="\(application).worksheet+xml"/></Types>
        """,
        "_rels/.rels": """
        <Relationships xmlns="\(packages)/relationships">\
        <Relationship Id="rId1" Type="\(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """,
        "xl/workbook.xml": """
        <workbook xmlns="\(main)" xmlns:r="\(relations)"><sheets><sheet name="Lines" sheetId="1" r:id="rId1"/></sheets></workbook>
        """,
        "xl/_rels/workbook.xml.rels": """
        <Relationships xmlns="\(packages)/relationships">\
        <Relationship Id="rId1" Type="\(relations)/worksheet" Target="worksheets/sheet1.xml"/></Relationships>
        """,
    ]

    private func sheet(_ places: Range<Int>) -> [UInt8] {
        var rows = Array(Self.columns.utf8)
        for place in places { appendRows(place, to: &rows) }
        var bytes = Array("\(Self.declaration)<worksheet xmlns=\"\(Self.main)\"><sheetData>".utf8)
        bytes.reserveCapacity(rows.count * 6)
        for (row, line) in rows.split(separator: UInt8(ascii: "\n")).enumerated() {
            bytes.append(contentsOf: "<row r=\"\(row + 1)\">".utf8)
            for (column, cell) in line.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).enumerated() {
                Self.append(cell, "\(Self.letters[column])\(row + 1)", isNumber: row > 0 && Self.numeric.contains(column), to: &bytes)
            }
            bytes.append(contentsOf: "</row>".utf8)
        }
        bytes.append(contentsOf: "</sheetData></worksheet>\n".utf8)
        return bytes
    }

    private static let letters = ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K"]
    /// Quantity, price, net and rate.
    private static let numeric: Set<Int> = [7, 8, 9, 10]

    private static func append(_ cell: ArraySlice<UInt8>, _ reference: String, isNumber: Bool, to bytes: inout [UInt8]) {
        let (start, end) = isNumber ? ("\"><v>", "</v></c>") : ("\" t=\"inlineStr\"><is><t>", "</t></is></c>")
        bytes.append(contentsOf: "<c r=\"\(reference)\(start)".utf8)
        bytes.append(contentsOf: cell)
        bytes.append(contentsOf: end.utf8)
    }
}
