import BridgeXML

/// The names of a workbook's parts that are read (ECMA-376 part 1; its strict form differs in the namespaces only).
enum SheetWord: UInt16, CaseIterable {
    case workbook, workbookProperties, sheets, sheet
    case relationships, relationship
    case sharedStrings, item, run, text
    case styleSheet, numberFormats, numberFormat, cellFormats, cellFormat
    case worksheet, sheetData, row, cell, value, inlineString
    case name, identifier, relationshipID, target, type, reference, style, formatID, formatCode, isDate1904

    var xml: XMLName { XMLName(rawValue) }

    /// The vocabulary of one of the two forms.
    static func vocabulary(isStrict: Bool) -> XMLVocabulary {
        let main = isStrict ? "http://purl.oclc.org/ooxml/spreadsheetml/main" : "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        let office =
            isStrict
            ? "http://purl.oclc.org/ooxml/officeDocument/relationships"
            : "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        return XMLVocabulary(allCases.map { word in XMLVocabulary.Entry(word.namespace(main, office), word.local) })
    }

    private func namespace(_ main: String, _ office: String) -> String {
        switch self {
        case .relationships, .relationship: "http://schemas.openxmlformats.org/package/2006/relationships"
        case .relationshipID: office
        case .name, .identifier, .target, .type, .reference, .style, .formatID, .formatCode, .isDate1904: ""
        default: main
        }
    }

    private var local: String {
        switch self {
        case .workbook: "workbook"
        case .workbookProperties: "workbookPr"
        case .sheets: "sheets"
        case .sheet: "sheet"
        case .relationships: "Relationships"
        case .relationship: "Relationship"
        case .sharedStrings: "sst"
        case .item: "si"
        case .run: "r"
        case .text: "t"
        case .styleSheet: "styleSheet"
        case .numberFormats: "numFmts"
        case .numberFormat: "numFmt"
        case .cellFormats: "cellXfs"
        case .cellFormat: "xf"
        case .worksheet: "worksheet"
        case .sheetData: "sheetData"
        case .row: "row"
        case .cell: "c"
        case .value: "v"
        case .inlineString: "is"
        case .name: "name"
        case .identifier: "Id"
        case .relationshipID: "id"
        case .target: "Target"
        case .type: "t"
        case .reference: "r"
        case .style: "s"
        case .formatID: "numFmtId"
        case .formatCode: "formatCode"
        case .isDate1904: "date1904"
        }
    }
}

extension XMLTree {
    func first(_ word: SheetWord, in node: XMLNode) -> XMLNode? { first(word.xml, in: node) }

    func attribute(_ word: SheetWord, of node: XMLNode) -> String? { attribute(word.xml, of: node) }

    /// The elements of a name directly inside.
    func all(_ word: SheetWord, in node: XMLNode) -> some Sequence<XMLNode> {
        children(of: node).lazy.filter { self.name(of: $0) == word.xml }
    }
}
