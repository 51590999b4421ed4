import FoundationEssentials
import Testing
import UBLSource

/// The files of the official test set, and a second, simple-minded reading of their sums: by plain search in the text, so that a mistake of
/// our reader does not sit on both sides.
enum TestSet {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/testset")

    static let names: [String] = {
        let all = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
        return all.filter { $0.hasSuffix(".xml") }.sorted()
    }()

    static func bytes(_ name: String) throws -> [UInt8] { Array(try Data(contentsOf: folder.appending(path: name))) }

    /// The text of the first element of a name, in cents; nil where there is none.
    static func cents(_ name: String, in text: Substring) -> Int? {
        guard let value = value(name, in: text) else { return nil }
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        let fraction = ((parts.count > 1 ? String(parts[1]) : "") + "00").prefix(2)
        return Int(parts[0] + fraction)
    }

    static func value(_ name: String, in text: Substring) -> Substring? {
        guard let open = text.firstRange(of: "<cbc:\(name)"), let end = text[open.upperBound...].firstIndex(of: ">"),
            let close = text[end...].firstRange(of: "</cbc:\(name)>")
        else { return nil }
        return text[text.index(after: end)..<close.lowerBound]
    }

    /// Everything between the tags of the first element of a name.
    static func section(_ name: String, in text: Substring) -> Substring? {
        guard let open = text.firstRange(of: "<cac:\(name)>"), let close = text[open.upperBound...].firstRange(of: "</cac:\(name)>") else {
            return nil
        }
        return text[open.upperBound..<close.lowerBound]
    }
}
