import BridgeDomain
import BridgeJSON
import BridgeSource

/// Reads an assembled document: as one of `finance/v1`, whose form it has, and with what assembling found wrong. Pure: the same text is the
/// same document, whenever it is read.
struct ExportReader {
    let administration: SourceAdministration

    func read(_ json: JSON) -> SourceDocument {
        guard case .item(var item) = DocumentReader(administration: administration).read(json) else {
            preconditionFailure("an assembled document is approved or withdrawn, never a draft")
        }
        item.problems += (json["findings"]?.array ?? []).compactMap { AssemblyProblem.problem($0) }
        if item.problems.contains(where: { $0.severity == .error }) { item.document = nil }
        return item
    }

    /// Reads the text that was kept.
    func read(_ raw: [UInt8], _ document: String) throws(SourceError) -> SourceDocument {
        do throws(JSONError) { return read(try JSON(parsing: raw)) } catch {
            throw SourceError(.unavailable, "the state file holds no readable text for invoice \(document); move it away and read again")
        }
    }
}
