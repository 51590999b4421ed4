import BridgeExchange
import BridgeXML

/// Reads a file of rejected records: the records as they stood, the reason of each in a comment before it, or one reason for a file that came
/// back whole behind its end. That form is assumed (reference king §7: King "can write the rejects to a file").
///
/// A record is found again by its elements and their values, not by its bytes: King may write it otherwise. Equal records are taken in order.
struct RefusedRecords {
    private let name: String
    /// Our records by their content, the last first.
    private let places: [[String]: [Int]]

    /// Bytes of a file or list that are looked at.
    private static let limits = XMLLimits(bytesMax: 64 << 20)

    /// nil for a file that is none of ours.
    init?(_ file: [UInt8]) {
        let text = String(decoding: file, as: UTF8.self)
        guard let name = ["JOURNAALPOST", "DEBITEUR"].first(where: { text.contains("<\($0)>") }) else { return nil }
        self.name = name
        var places: [[String]: [Int]] = [:]
        for (place, piece) in Self.pieces(text, name).enumerated().reversed() {
            guard let key = Self.key(piece.markup) else { return nil }
            places[key, default: []].append(place)
        }
        self.places = places
    }

    /// nil when the list breaks off: it may still be under writing.
    func read(_ list: [UInt8]) -> RefusalList? {
        let text = String(decoding: list, as: UTF8.self)
        guard text.last(where: { !$0.isWhitespace }) == ">", text.contains("</KING_") else { return nil }
        let pieces = Self.pieces(text, name)
        let reasonOfAll = Self.comments(pieces.last.map { text[$0.end...] } ?? text[...]).last
        var places = places
        var list = RefusalList(rows: [])
        for piece in pieces {
            guard let key = Self.key(piece.markup), let place = places[key]?.popLast() else {
                list.strange.append(String(piece.markup.prefix(200)))
                continue
            }
            let reason = piece.reason ?? reasonOfAll ?? "the record came back without a reason"
            list.rows.append(RefusedRow(row: place, reason: reason))
        }
        return list
    }

    private struct Piece {
        let markup: Substring
        let end: String.Index
        let reason: String?
    }

    /// The records of a text with the comment right before each. Our own texts have no `<` in them, so what looks like a record is one.
    private static func pieces(_ text: String, _ name: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "<\(name)>") {
            let before = rest[..<start.lowerBound]
            guard let end = rest[start.upperBound...].firstRange(of: "</\(name)>") else { break }
            pieces.append(
                Piece(markup: rest[start.lowerBound..<end.upperBound], end: end.upperBound, reason: comments(before).last))
            rest = rest[end.upperBound...]
        }
        return pieces
    }

    private static func comments(_ text: Substring) -> [String] {
        var comments: [String] = []
        var rest = text
        while let start = rest.firstRange(of: "<!--"), let end = rest[start.upperBound...].firstRange(of: "-->") {
            let words = rest[start.upperBound..<end.lowerBound]
            let trimmed = String(words.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
            if !trimmed.isEmpty { comments.append(trimmed) }
            rest = rest[end.upperBound...]
        }
        return comments
    }

    /// Elements with their values in the order of their names, since King's order is free; nil for what is no XML.
    private static func key(_ markup: Substring) -> [String]? {
        guard let tree = try? XMLReader.read(Array(markup.utf8), RecordVocabulary.shared, limits: limits) else { return nil }
        return RecordVocabulary.cells(tree, tree.root, "").sorted()
    }
}

/// The names a record of ours may have in it.
private enum RecordVocabulary {
    static let shared = XMLVocabulary(names.map { XMLVocabulary.Entry("", $0) })

    private static let names =
        ["JOURNAALPOST", "JOURNAALREGELS", "JOURNAALREGEL", "HULPREKENING", "DEBITEUR", "NAW_VESTIGINGADRES", "NAW_BANKREKENINGEN"]
        + ["NAW_BANKREKENING"] + (JournalFields.all + DebtorFields.all).map { "\($0.name)" }

    /// Each value with the names around it. A line is told from another by its place among them.
    static func cells(_ tree: XMLTree, _ node: XMLNode, _ path: String) -> [String] {
        let path = "\(path)/\(tree.name(of: node).rawValue)"
        var cells: [String] = []
        for (place, child) in tree.children(of: node).enumerated() {
            let isList = tree.name(of: child).rawValue == listItem
            cells += self.cells(tree, child, isList ? "\(path)[\(place)]" : path)
        }
        return cells.isEmpty ? ["\(path)=\(tree.string(of: node))"] : cells
    }

    /// Only lines repeat.
    private static let listItem = UInt16(names.firstIndex(of: "JOURNAALREGEL") ?? 0)
}
