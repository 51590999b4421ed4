import BridgeJSON
import BridgeYAML
import BridgeZIP

/// The readers of text and archives from outside, each as a function of bytes with a promise that must hold whatever the bytes are.
///
/// The tests run each on a kept corpus; `scripts/fuzz` runs each under libFuzzer, which looks for bytes that reach new code.
public enum FuzzedReader: String, CaseIterable, Sendable {
    case json
    case yaml
    case zip

    /// Reads `bytes`; nil when the promise holds, else what is wrong. A trap is a finding too.
    public func finding(in bytes: [UInt8]) -> String? {
        switch self {
        case .json: jsonFinding(in: bytes)
        case .yaml: yamlFinding(in: bytes)
        case .zip: zipFinding(in: bytes)
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
