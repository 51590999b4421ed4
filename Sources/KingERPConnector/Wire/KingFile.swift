import BridgeXML

/// The import files of King, by what stands around their records (reference king §7.1, §7.3).
struct KingFile: Sendable {
    let root: StaticString
    let container: StaticString

    static let journal = KingFile(root: "KING_JOURNAAL", container: "BOEKINGSGANGEN")
    static let debtors = KingFile(root: "KING_DEBITEUREN", container: "DEBITEUREN")

    /// A file around the markup of its records.
    func content(_ records: [UInt8]) -> [UInt8] {
        var bytes = XMLWriter().bytes
        bytes += "<\(root)><\(container)>\n".utf8
        bytes += records
        bytes += "</\(container)></\(root)>\n".utf8
        return bytes
    }
}
