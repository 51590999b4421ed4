import BridgeConnector
import BridgeXML

/// The import files of King, by what stands around their records. The names of the inner two of the archive and the open items are assumed:
/// the importer minds the root's (reference king §7.3).
struct KingFile: Sendable {
    let root: StaticString
    let container: StaticString

    static let journal = KingFile(root: "KING_JOURNAAL", container: "BOEKINGSGANGEN")
    static let debtors = KingFile(root: "KING_DEBITEUREN", container: "DEBITEUREN")
    static let items = KingFile(root: "KING_OPENSTAANDE_POSTEN_EDIT", container: "OPENSTAANDE_POSTEN")
    static let archive = KingFile(root: "KING_DIGITAAL_ARCHIEF", container: "ARCHIEFSTUKKEN")

    /// A file around the markup of its records.
    func content(_ records: [UInt8]) -> [UInt8] {
        var bytes = XMLWriter().bytes
        bytes += "<\(root)><\(container)>\n".utf8
        bytes += records
        bytes += "</\(container)></\(root)>\n".utf8
        return bytes
    }

    /// A file of records; an empty one is not written, since King refuses it.
    func content(_ records: [KingRecord]) throws(ConnectorError) -> [UInt8] {
        let problems = records.flatMap(\.problems)
        guard problems.isEmpty else { throw ConnectorError(.rejected, "the record does not fit King's form", problems: problems) }
        guard !records.isEmpty else { throw ConnectorError(.misused, "a file of King holds at least one record") }
        return content(records.flatMap { $0.bytes + [UInt8(ascii: "\n")] })
    }
}
