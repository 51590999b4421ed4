import BridgeXML

/// Writes the documents that calls carry.
enum KingDocument {
    /// A column and its text.
    typealias Cell = (name: StaticString, text: String)

    /// A new record of a master table (reference `king` §4.1).
    static func create(_ table: String, _ cells: [Cell]) -> String {
        document { root in
            root.element("METADATA") { $0.element("TABLE", text: table) }
            root.element("DATA") { write(cells, to: &$0) }
        }
    }

    /// A change to the one record that the conditions name (reference `king` §4.1, §4.4).
    static func update(_ table: String, where conditions: [KingCondition], _ cells: [Cell]) -> String {
        document { root in
            root.element("SELECTION") { selection in
                selection.element("TABLE", text: table)
                write(conditions, to: &selection)
            }
            root.element("DATA") { write(cells, to: &$0) }
        }
    }

    /// One entry: one row, or one split (reference `king` §4.3).
    static func entry(_ rows: [[Cell]]) -> String {
        document { root in
            for row in rows { root.element("BOE") { write(row, to: &$0) } }
        }
    }

    /// What is to be read (reference `king` §2.3).
    static func selection(_ selection: KingSelection, page: Int) -> String {
        document { root in
            root.element("Table1") { table in
                table.element("TABLE", text: selection.table)
                table.element("SELECTFIELDS", text: selection.columns.joined(separator: KingFinanceContract.listSeparator))
                write(selection.conditions, to: &table)
                if let day = selection.changedSince { table.element("MUTDATE_VA", text: KingValue.text(day)) }
                table.element("ORDERBY", text: selection.order.joined(separator: KingFinanceContract.listSeparator))
                table.element("MAXRESULT", text: "0")
                table.element("PAGESIZE", text: String(selection.pageSize))
                table.element("SELECTPAGE", text: String(page))
            }
        }
    }

    private static func write(_ conditions: [KingCondition], to writer: inout XMLWriter) {
        func list(_ part: (KingCondition) -> String) -> String {
            conditions.map(part).joined(separator: KingFinanceContract.listSeparator)
        }
        writer.element("WHEREFIELDS", text: list(\.column))
        writer.element("WHEREOPERATORS", text: list(\.operation.rawValue))
        writer.element("WHEREVALUES", text: list(\.value))
    }

    private static func write(_ cells: [Cell], to writer: inout XMLWriter) {
        for cell in cells { writer.element(cell.name, text: cell.text) }
    }

    /// Without a declaration, as in every sample.
    private static func document(_ content: (inout XMLWriter) -> Void) -> String {
        var writer = XMLWriter()
        let before = writer.bytes.count
        writer.element("NewDataSet") { content(&$0) }
        return String(decoding: writer.bytes[before...], as: UTF8.self)
    }
}
