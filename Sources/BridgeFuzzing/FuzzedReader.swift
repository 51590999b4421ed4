import BridgeCSV
import BridgeDomain
import BridgeJSON
import BridgeSource
import BridgeText
import BridgeXML
import BridgeYAML
import BridgeZIP
import UBLSource

/// The readers of text and archives from outside, each as a function of bytes with a promise that must hold whatever the bytes are.
///
/// The tests run each on a kept corpus; `scripts/fuzz` runs each under libFuzzer, which looks for bytes that reach new code.
public enum FuzzedReader: String, CaseIterable, Sendable {
    case json
    case yaml
    case zip
    case csv
    case xml
    case ubl
    case columns
    case push

    /// Reads `bytes`; nil when the promise holds, else what is wrong. A trap is a finding too.
    public func finding(in bytes: [UInt8]) -> String? {
        switch self {
        case .json: jsonFinding(in: bytes)
        case .yaml: yamlFinding(in: bytes)
        case .zip: zipFinding(in: bytes)
        case .csv: csvFinding(in: bytes)
        case .xml: xmlFinding(in: bytes)
        case .ubl: ublFinding(in: bytes)
        case .columns: columnsFinding(in: bytes)
        case .push: pushFinding(in: bytes)
        }
    }
}

/// What is read, written and read again is the same value.
private func jsonFinding(in bytes: [UInt8]) -> String? {
    let bounds = JSON.Bounds(bytesMax: 1 << 20, depthMax: 64)
    guard let value = try? JSON(parsing: bytes, bounds: bounds) else { return nil }
    guard let again = try? JSON(parsing: value.bytes, bounds: JSON.Bounds()) else { return "what was written cannot be read" }
    return again == value ? nil : "what was written reads as something else"
}

/// What is read, written and read again has the same keys and texts in the same places.
private func yamlFinding(in bytes: [UInt8]) -> String? {
    let bounds = YAMLNode.Bounds(bytesMax: 1 << 16, depthMax: 32, nodesMax: 5_000)
    guard let node = try? YAMLNode(parsing: bytes, bounds: bounds) else { return nil }
    let value = plain(node)
    guard let again = try? YAMLNode(parsing: value.text()) else { return "what was written cannot be read" }
    return plain(again) == value ? nil : "what was written reads as something else"
}

private func plain(_ node: YAMLNode) -> YAMLValue {
    switch node.content {
    case .scalar(let text, _): .string(text)
    case .sequence(let nodes): .list(nodes.map(plain))
    case .mapping(let entries): .mapping(entries.map { .init($0.key, plain($0.value)) })
    }
}

/// An archive that opens has safe and different names, and no entry gives more than it says or than the bounds allow.
private func zipFinding(in bytes: [UInt8]) -> String? {
    let bounds = ZIPBounds(archiveMax: 1 << 20, entriesMax: 50, entryMax: 1 << 20, totalMax: 4 << 20, ratioFrom: 1 << 16)
    guard let archive = try? ZIPArchive(bytes: bytes, bounds: bounds) else { return nil }
    guard archive.entries.count <= bounds.entriesMax else { return "more entries than allowed" }
    guard Set(archive.entries.map(\.name)).count == archive.entries.count else { return "two entries of one name" }
    for entry in archive.entries {
        let steps = entry.name.split(separator: "/", omittingEmptySubsequences: false)
        if steps.contains(where: { $0.isEmpty || $0 == ".." || $0 == "." }) || entry.name.contains("\\") {
            return "an unsafe name was let through: \(entry.name)"
        }
        var total: Int64 = 0
        do {
            try archive.read(entry) { total += Int64($0.count) }
            if total != entry.size { return "\(entry.name) gave \(total) bytes and says \(entry.size)" }
        } catch {
            if total > entry.size { return "\(entry.name) gave more than it says before it was refused" }
        }
    }
    return nil
}

/// Read whole and in small pieces gives the same records, lines and refusals. The first byte chooses the format.
private func csvFinding(in bytes: [UInt8]) -> String? {
    guard let first = bytes.first else { return nil }
    let separators = CSVFormat.Separator.allCases
    let encodings = TextEncoding.allCases
    let format = CSVFormat(
        separator: separators[Int(first) % separators.count], encoding: encodings[Int(first) / separators.count % encodings.count])
    let text = bytes[1...]
    let whole = csvSteps(text, format, piece: text.count)
    for piece in [1, 7] where csvSteps(text, format, piece: piece) != whole { return "in pieces of \(piece) it reads as something else" }
    return nil
}

private func csvSteps(_ text: ArraySlice<UInt8>, _ format: CSVFormat, piece: Int) -> [String] {
    let bounds = CSVBounds(recordBytesMax: 4_096, fieldsMax: 40, fieldBytesMax: 1_024, linesMax: 1_000)
    let reader = CSVReader(format, bounds: bounds)
    var (steps, rest) = ([String](), text)
    while true {
        do throws(CSVError) {
            switch try reader.next() {
            case .end: return steps
            case .record: steps.append("\(reader.line): \(reader.texts)")
            case .needsInput:
                reader.fill { buffer in
                    let count = min(max(piece, 1), rest.count, buffer.count)
                    buffer.copyBytes(from: rest.prefix(count))
                    rest = rest.dropFirst(count)
                    return count
                }
            }
        } catch {
            steps.append("\(error)")
            if !error.leavesTheRest { return steps }
        }
    }
}

private let fuzzedVocabulary = XMLVocabulary([.init("", "a"), .init("", "b"), .init("urn:x", "a"), .init("urn:x", "c")])

/// Read whole and in small pieces gives the same tree or a refusal both times, and no bound is passed.
private func xmlFinding(in bytes: [UInt8]) -> String? {
    let limits = XMLLimits(
        bytesMax: 1 << 16, depthMax: 20, elementsMax: 500, attributesMax: 10, attributeBytesMax: 512, textBytesMax: 4_096)
    func read(_ piece: Int) -> String? {
        guard var reader = try? XMLReader(fuzzedVocabulary, limits: limits) else { return nil }
        for start in stride(from: 0, to: bytes.count, by: piece) {
            guard (try? reader.feed(Array(bytes[start..<min(start + piece, bytes.count)]))) != nil else { return nil }
        }
        guard let tree = try? reader.finish() else { return nil }
        return tree.elementCount > limits.elementsMax ? "more elements than allowed" : xmlText(tree, tree.root, depth: 0)
    }
    let whole = read(max(bytes.count, 1))
    for piece in [1, 13] where read(piece) != whole { return "in pieces of \(piece) it reads as something else" }
    return nil
}

private func xmlText(_ tree: XMLTree, _ node: XMLNode, depth: Int) -> String {
    let attributes = fuzzedVocabulary.entries.indices.map { tree.attribute(XMLName(UInt16($0)), of: node) ?? "-" }
    let children = tree.children(of: node).map { xmlText(tree, $0, depth: depth + 1) }
    return "(\(tree.name(of: node).rawValue) \(tree.line(of: node)) \(attributes) \(tree.string(of: node)) \(children))"
}

/// Whatever the invoice says, it is refused or read, the same each time, and what is read can be validated.
private func ublFinding(in bytes: [UInt8]) -> String? {
    let reader = UBLReader(UBLSettings(administration: "NL01", direction: .sales))
    guard let reading = try? reader.read(bytes) else { return nil }
    guard let again = try? reader.read(bytes), again == reading else { return "the same bytes read differently" }
    return reading.document.document == nil && reading.document.problems.isEmpty ? "no document and no reason" : nil
}
