import BridgeDomain
import BridgeXML

/// What an answer holds, whichever transport brought it.
struct KingAnswer: Hashable, Sendable {
    /// `DATA` rows.
    var rows: [KingRow] = []
    /// `BOE` rows: an entry as it was booked.
    var entries: [KingRow] = []
    /// Rows over all pages; nil where the answer does not say.
    var count: Int?
    var session: String?
    /// Parts of the key of what was made.
    var key: [String] = []
    /// A single value: the version.
    var text: String?
    /// The service's words, when it refused.
    var refusal: String?
    /// The message itself was not understood.
    var isFault = false

    /// Adds what another document of the same answer holds.
    mutating func take(_ other: KingAnswer) {
        rows += other.rows
        entries += other.entries
        count = other.count ?? count
        session = other.session ?? session
        key += other.key
        text = other.text ?? text
        refusal = other.refusal ?? refusal
    }
}

/// A row of a table: column to text; empty columns are left out.
struct KingRow: Hashable, Sendable {
    var values: [String: String] = [:]

    /// The text of a column; nil when it is empty or not there.
    subscript(column: String) -> String? { values[column] }

    func integer(_ column: String) -> Int? { values[column].flatMap { Int($0) } }
    func flag(_ column: String) -> Bool { values[column] == KingFinanceContract.yes }
    func date(_ column: String) -> CalendarDate? { values[column].flatMap { KingValue.date($0) } }
    func money(_ column: String, _ currency: Currency) -> Money? {
        guard let text = values[column] else { return .zero(currency) }
        return KingValue.money(text, currency)
    }
    /// A VAT code of 0 is none.
    var vatCode: String? { values["BTW"].flatMap { $0 == "0" ? nil : $0 } }
    /// The number of a column that holds 0 where there is none.
    func number(_ column: String) -> String? { values[column].flatMap { $0 == "0" ? nil : $0 } }
}

/// Reads the documents of answers by the names of children; the root may be called anything (reference `king` §2.1).
struct KingAnswerReader: Sendable {
    private static let limits = XMLLimits(bytesMax: KingFinanceContract.answerMax, depthMax: 16)
    private static let containers = [
        "METADATA", "RECORDCOUNT", "DATA", "ERROR", "MESSAGE", "SESSION", "SESSIONID", "TABEL", "PRIMARYKEY", "BOE", "VALUE",
    ]
    /// Every column we ask for.
    private static let columns = [
        "NR", "ZKSL", "NAAM", "NAAM2", "STRAAT", "HNR", "HNRTV", "POSTCD", "PLAATS", "LAND", "EMAIL", "BTWNR", "BTWPL", "KVKNR", "BETCOND",
        "SLUITREK", "VAL", "BNKIBAN", "EANNR", "BLOK", "OMSCHR", "OPM", "APBL", "KPLVERPL", "KDRVERPL", "PERC", "PERCNW", "DATINGANG",
        "GRB", "FORMGRP", "BLOKDEB", "BLOKCRE", "BLOKGRB", "BLOKHANDM", "SRT", "GEBRJRFACT", "GEBRJRBOEKSTUK", "VERVDGN", "JR", "DAGB",
        "PN", "RG",
        "DAT", "REK", "TEGREK", "BEDRBOEK", "BTW", "BEDRBTW", "FACT", "BOEKSTUK", "DATVERV", "KPL", "KDR", "KOERS", "BEDRBOEKVAL",
        "BEDRBTWVAL", "GRPROW", "DEB", "CRE", "BEDR", "SALDO", "CREDITNOTADEB", "CREDITNOTAFACT", "KENM", "BOE_WARNING", "AANTPER",
        "ONDERGRB", "BOVENGRB", "ONDERDEB", "BOVENDEB", "ONDERCRE", "BOVENCRE", "JRAFGESL", "PNAFGESL", "JRAFGESLGEBR", "PNAFGESLGEBR",
        KingFinanceContract.splitAccountColumn, KingFinanceContract.periodColumns.first, KingFinanceContract.periodColumns.last,
    ]

    func read(_ bytes: [UInt8]) throws(KingUnreadable) -> KingAnswer {
        guard let root = Self.root(bytes) else { throw KingUnreadable(what: "no XML") }
        var names = Self.containers + Self.columns
        if !names.contains(root.name) { names.append(root.name) }
        let tree: XMLTree
        do {
            tree = try XMLReader.read(bytes, XMLVocabulary(names.map { .init(root.namespace, $0) }), limits: Self.limits)
        } catch { throw KingUnreadable(what: error.what(.english)) }
        var walk = Walk(tree: tree, names: names)
        walk.visit(tree.root, depth: 0)
        guard walk.sawNothingElse else { throw KingUnreadable(what: "none of the elements that an answer has") }
        return walk.answer
    }

    /// The name of the outermost element and its namespace, told from the bytes: the reader knows only names it was given.
    private static func root(_ bytes: [UInt8]) -> (name: String, namespace: String)? {
        var place = 0
        while let open = bytes[place...].firstIndex(of: UInt8(ascii: "<")) {
            guard open + 1 < bytes.count, open < 4_096 else { return nil }
            if bytes[open + 1] == UInt8(ascii: "?") || bytes[open + 1] == UInt8(ascii: "!") {
                place = open + 1
                continue
            }
            guard let close = bytes[open...].firstIndex(of: UInt8(ascii: ">")), close - open < 4_096 else { return nil }
            let tag = String(decoding: bytes[(open + 1)..<close], as: UTF8.self)
            let name = tag.prefix { !$0.isWhitespace && $0 != "/" }
            let prefix = name.contains(":") ? String(name.prefix { $0 != ":" }) : ""
            let local = name.contains(":") ? name.drop { $0 != ":" }.dropFirst() : name
            return local.isEmpty ? nil : (String(local), namespace(in: tag, prefix))
        }
        return nil
    }

    private static func namespace(in tag: String, _ prefix: String) -> String {
        let attribute = prefix.isEmpty ? "xmlns=" : "xmlns:\(prefix)="
        for part in tag.split(whereSeparator: \.isWhitespace) where part.hasPrefix(attribute) {
            let value = part.dropFirst(attribute.utf8.count).drop { $0 == "\"" || $0 == "'" }
            return String(value.prefix { $0 != "\"" && $0 != "'" })
        }
        return ""
    }

    private struct Walk {
        let tree: XMLTree
        let names: [String]
        var answer = KingAnswer()
        /// False when the outermost element is a page of something else: it holds elements, and none that we know.
        private(set) var sawNothingElse = true

        init(tree: XMLTree, names: [String]) {
            self.tree = tree
            self.names = names
        }

        private func name(_ node: XMLNode) -> String { names[Int(tree.name(of: node).rawValue)] }

        /// The root may stand within itself once more.
        mutating func visit(_ node: XMLNode, depth: Int) {
            var known = 0
            for child in tree.children(of: node) {
                known += 1
                switch name(child) {
                case "METADATA": answer.count = text("RECORDCOUNT", in: child).flatMap { Int($0) } ?? answer.count
                case "DATA": answer.rows.append(row(child))
                case "BOE": answer.entries.append(row(child))
                case "SESSION": answer.session = text("SESSIONID", in: child)
                case "TABEL": answer.key += texts("PRIMARYKEY", in: child)
                case "ERROR": answer.refusal = text("MESSAGE", in: child) ?? "ERROR"
                default: if depth < 4 { visit(child, depth: depth + 1) }
                }
            }
            if depth == 0, known == 0, tree.elementCount > 1 { sawNothingElse = false }
            if answer.text == nil { answer.text = answer.rows.first?["VALUE"] }
        }

        private func row(_ node: XMLNode) -> KingRow {
            var row = KingRow()
            for cell in tree.children(of: node) {
                let text = tree.string(of: cell)
                if !text.isEmpty { row.values[name(cell)] = text }
            }
            return row
        }

        private func texts(_ wanted: String, in node: XMLNode) -> [String] {
            tree.children(of: node).filter { name($0) == wanted }.map { tree.string(of: $0) }
        }

        private func text(_ wanted: String, in node: XMLNode) -> String? { texts(wanted, in: node).first.flatMap { $0.isEmpty ? nil : $0 } }
    }
}
