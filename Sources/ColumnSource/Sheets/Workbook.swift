import BridgeDomain
import BridgeSource
import BridgeXML
import BridgeZIP

/// A workbook (`.xlsx`), of which one sheet is read. Held in memory as a whole, within bounds.
struct Workbook {
    /// Bytes of the file.
    static let bytesMax = 64 << 20
    /// Bytes and elements of one part, unpacked.
    private static let limits = XMLLimits(bytesMax: 512 << 20, elementsMax: 8_000_000)

    let sheet: XMLTree
    let strings: [String]
    /// Of each style, whether it shows a number as a date.
    let isDateStyle: [Bool]
    let countsFrom1904: Bool

    /// True where a file starts as every archive does.
    static func isArchive(_ bytes: some Collection<UInt8>) -> Bool { bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) }

    /// Opens a workbook; nil takes the first sheet.
    init(_ bytes: [UInt8], sheet wanted: String?) throws(FileRefusal) {
        let parts = try Parts(bytes)
        let workbook = try parts.tree("xl/workbook.xml")
        let sheets = workbook.first(.sheets, in: workbook.root).map { Array(workbook.all(.sheet, in: $0)) } ?? []
        let names = sheets.map { workbook.attribute(.name, of: $0) ?? "" }
        guard let place = wanted.map({ names.firstIndex(of: $0) }) ?? sheets.indices.first else {
            throw Self.noSheet(wanted ?? "", names)
        }
        let path = try parts.path(of: workbook.attribute(.relationshipID, of: sheets[place]) ?? "")
        sheet = try parts.tree(path)
        strings = try parts.strings()
        isDateStyle = try parts.dateStyles()
        let properties = workbook.first(.workbookProperties, in: workbook.root)
        countsFrom1904 = ["1", "true"].contains(properties.flatMap { workbook.attribute(.isDate1904, of: $0) } ?? "")
    }

    private static func noSheet(_ wanted: String, _ names: [String]) -> FileRefusal {
        let list = names.joined(separator: ", ")
        return FileRefusal(
            BilingualText(
                nl: "het werkblad \"\(wanted)\" is er niet; noem onder file een van: \(list)",
                en: "the sheet \"\(wanted)\" is not there; name one of these under file: \(list)"), field: "sheet")
    }

    static func damaged(_ part: String, _ dutch: String, _ english: String) -> FileRefusal {
        FileRefusal(
            BilingualText(
                nl: "het werkboek is niet te lezen (\(dutch)); sla het opnieuw op als .xlsx of als .csv",
                en: "the workbook cannot be read (\(english)); save it again as .xlsx or as .csv"), field: part)
    }
}

/// The parts of a workbook's archive.
private struct Parts {
    private let archive: ZIPArchive
    private let vocabulary: XMLVocabulary

    init(_ bytes: [UInt8]) throws(FileRefusal) {
        do throws(ZIPError) {
            archive = try ZIPArchive(
                bytes: bytes, bounds: ZIPBounds(archiveMax: Int64(Workbook.bytesMax), entryMax: 512 << 20, totalMax: 1 << 30))
        } catch {
            throw Workbook.damaged("", error.text.dutch, error.text.english)
        }
        // The strict form says so in the namespace of its first part; either vocabulary finds nothing in the other's.
        let transitional = SheetWord.vocabulary(isStrict: false)
        let isTransitional = try? Self.tree("xl/workbook.xml", archive, transitional)
        let isKnown = isTransitional.map { $0.name(of: $0.root) == SheetWord.workbook.xml } ?? false
        vocabulary = isKnown ? transitional : SheetWord.vocabulary(isStrict: true)
    }

    func tree(_ path: String) throws(FileRefusal) -> XMLTree { try Self.tree(path, archive, vocabulary) }

    private static func tree(_ path: String, _ archive: ZIPArchive, _ vocabulary: XMLVocabulary) throws(FileRefusal) -> XMLTree {
        guard let entry = archive[path] else { throw Workbook.damaged(path, "\(path) ontbreekt", "\(path) is missing") }
        let bytes: [UInt8]
        do {
            bytes = try archive.bytes(of: entry, max: Workbook.partBytesMax)
        } catch {
            let text = (error as? ZIPError)?.text
            throw Workbook.damaged(path, text?.dutch ?? path, text?.english ?? path)
        }
        do throws(XMLError) {
            return try XMLReader.read(bytes, vocabulary, limits: Workbook.partLimits)
        } catch {
            throw Workbook.damaged(path, error.text(.dutch), error.text(.english))
        }
    }

    /// The path of the part that a relation of the workbook leads to.
    func path(of identifier: String) throws(FileRefusal) -> String {
        let relations = try tree("xl/_rels/workbook.xml.rels")
        let target = relations.all(.relationship, in: relations.root).first { relations.attribute(.identifier, of: $0) == identifier }
            .flatMap { relations.attribute(.target, of: $0) }
        guard let target else { throw Workbook.damaged("xl/_rels/workbook.xml.rels", identifier, identifier) }
        return target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)"
    }

    /// The texts that cells point at. A text in several runs is one text; how it is to be spoken is no part of it.
    func strings() throws(FileRefusal) -> [String] {
        guard archive["xl/sharedStrings.xml"] != nil else { return [] }
        let tree = try tree("xl/sharedStrings.xml")
        return tree.all(.item, in: tree.root).map { tree.richText(of: $0) }
    }

    func dateStyles() throws(FileRefusal) -> [Bool] {
        guard archive["xl/styles.xml"] != nil else { return [] }
        let tree = try tree("xl/styles.xml")
        var own: [Int: Bool] = [:]
        if let formats = tree.first(.numberFormats, in: tree.root) {
            for format in tree.all(.numberFormat, in: formats) {
                guard let identifier = tree.attribute(.formatID, of: format).flatMap({ Int($0) }) else { continue }
                own[identifier] = DateFormats.isDate(code: tree.attribute(.formatCode, of: format) ?? "")
            }
        }
        guard let cells = tree.first(.cellFormats, in: tree.root) else { return [] }
        return tree.all(.cellFormat, in: cells).map { style in
            let identifier = tree.attribute(.formatID, of: style).flatMap { Int($0) } ?? 0
            return own[identifier] ?? DateFormats.isDate(builtIn: identifier)
        }
    }
}

extension Workbook {
    static let partBytesMax = 512 << 20
    fileprivate static var partLimits: XMLLimits { limits }
}

extension XMLTree {
    /// The text of an item or of a cell's own string: its `t`, or those of its runs.
    func richText(of node: XMLNode) -> String {
        var text = ""
        for child in children(of: node) {
            if name(of: child) == SheetWord.text.xml { text += rawString(of: child) }
            if name(of: child) == SheetWord.run.xml, let part = first(.text, in: child) { text += rawString(of: part) }
        }
        return text
    }
}

/// Which formats show a number as a date (ECMA-376 part 1, 18.8.30).
enum DateFormats {
    static func isDate(builtIn identifier: Int) -> Bool {
        (14...17).contains(identifier) || identifier == 22 || (27...31).contains(identifier) || identifier == 36
            || (50...58).contains(identifier)
    }

    /// A code with a day or a year in it, outside quotes, brackets and escapes.
    static func isDate(code: String) -> Bool {
        var isQuoted = false
        var isBracketed = false
        var isEscaped = false
        for character in code.lowercased() {
            if isEscaped {
                isEscaped = false
            } else if character == "\"" {
                isQuoted.toggle()
            } else if isQuoted {
                continue
            } else if character == "\\" || character == "_" {
                isEscaped = true
            } else if character == "[" || character == "]" {
                isBracketed = character == "["
            } else if !isBracketed, character == "d" || character == "y" {
                return true
            }
        }
        return false
    }
}
