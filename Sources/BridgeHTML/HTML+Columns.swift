extension HTML {
    /// Rows of a table in which each cell carries the heading of its column as `data-label`: where there is no room for columns, style shows it
    /// beside the cell.
    ///
    /// Both are read as they were written, so that no page names a column twice, and none can name it otherwise. All text in them is escaped: a
    /// `<` always begins an element. Cells hold no tables. Cost: one pass over the rows.
    public static func rows(_ rows: HTML, labelledBy head: HTML) -> HTML {
        let labels = texts(of: "th", in: head.bytes[...])
        var (labelled, column) = (HTML(), 0)
        var rest = rows.bytes[...]
        while let mark = rest.firstIndex(of: UInt8(ascii: "<")) {
            labelled.bytes.append(contentsOf: rest[..<mark])
            let end = rest[mark...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? rest.endIndex
            let tag = rest[mark..<end]
            if begins(tag, "tr") { column = 0 }
            let isCell = begins(tag, "td") || begins(tag, "th")
            if isCell, labels.indices.contains(column) {
                labelled.bytes.append(contentsOf: tag.dropLast())
                labelled.bytes.append(contentsOf: Array(" data-label=\"".utf8) + labels[column] + Array("\">".utf8))
            } else {
                labelled.bytes.append(contentsOf: tag)
            }
            if isCell { column += span(of: tag) }
            rest = rest[end...]
        }
        labelled.bytes.append(contentsOf: rest)
        return labelled
    }

    /// True where a tag begins that element: `<td>`, `<td class…`.
    private static func begins(_ tag: ArraySlice<UInt8>, _ name: StaticString) -> Bool {
        let rest = tag.dropFirst()
        guard let after = rest.dropFirst(name.utf8CodeUnitCount).first, after == UInt8(ascii: " ") || after == UInt8(ascii: ">") else {
            return false
        }
        return name.withUTF8Buffer { rest.starts(with: $0) }
    }

    /// How many columns a cell takes.
    private static func span(of tag: ArraySlice<UInt8>) -> Int {
        let text = String(decoding: tag, as: UTF8.self)
        guard let mark = text.firstRange(of: " colspan=\"")?.upperBound else { return 1 }
        return Int(text[mark...].prefix { $0 != "\"" }) ?? 1
    }

    /// What stands in each of these elements, as it is escaped already; elements within are left out.
    private static func texts(of name: StaticString, in bytes: ArraySlice<UInt8>) -> [[UInt8]] {
        var (texts, rest, isInside): ([[UInt8]], ArraySlice<UInt8>, Bool) = ([], bytes, false)
        while let mark = rest.firstIndex(of: UInt8(ascii: "<")) {
            if isInside { texts[texts.count - 1].append(contentsOf: rest[..<mark]) }
            let end = rest[mark...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? rest.endIndex
            let tag = rest[mark..<end]
            if begins(tag, name) {
                texts.append([])
                isInside = true
            } else if tag.dropFirst().first == UInt8(ascii: "/"), begins(tag.dropFirst(), name) {
                isInside = false
            }
            rest = rest[end...]
        }
        return texts
    }
}
