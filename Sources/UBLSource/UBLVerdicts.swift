public import BridgeDomain
import BridgeSource

/// What became of one file, beside what its name says of it.
public struct UBLVerdict: Hashable, Sendable {
    /// What becomes of a file.
    public enum Outcome: String, Hashable, Sendable {
        /// A document without errors: it goes on to mapping.
        case accepted
        /// A document, or what could be read of one, that waits for a person.
        case parked
        /// Not taken: no XML within bounds, or no invoice.
        case refused
    }

    /// The file's name.
    public var file: String
    /// The verdict of the official rules as the test set's file names tell it (`ok`, `warning`, `error`); nil for other names.
    public var official: String?
    /// What becomes of it here.
    public var outcome: Outcome
    /// Why it is parked or refused, or what is remarked on: code, place and what was found.
    public var reasons: [String]
    /// nil when the file could not be read into a document.
    public var document: Document?

    /// The table's columns.
    public static let header = ["File", "Official", "Here", "Kind", "Net", "VAT", "Gross", "Why"]

    /// The table's row. Amounts of a credit note are positive, as in the document.
    public var row: [String] {
        let totals = document?.totals
        return [
            file, official ?? "–", outcome.rawValue, document?.key.kind.rawValue ?? "–", totals?.net.amountText ?? "–",
            totals?.vat.amountText ?? "–", totals?.gross.amountText ?? "–", reasons.isEmpty ? "–" : reasons.joined(separator: "; "),
        ]
    }
}

/// Reads files as they would be taken in, and says what would become of each. Nothing is stored.
public enum UBLVerdicts {
    /// One file's verdict: what the reader finds, then what the validator finds.
    ///
    /// - Parameter today: the day on the administration's calendar.
    public static func verdict(
        file: String, _ bytes: [UInt8], _ reader: UBLReader, _ validator: DocumentValidator = DocumentValidator(), today: CalendarDate
    ) -> UBLVerdict {
        do {
            let item = try reader.read(bytes).document
            let problems = item.problems + (item.document.map { validator.problems(of: $0, today: today) } ?? [])
            return UBLVerdict(
                file: file, official: official(file), outcome: problems.containsError ? .parked : .accepted,
                reasons: problems.map(reason), document: item.document)
        } catch {
            return UBLVerdict(
                file: file, official: official(file), outcome: .refused, reasons: [reason(error)], document: nil)
        }
    }

    /// The verdict in a name of the official test set: `SI-UBL-2.0_BR-NL-9_error_no_reference.xml` says `error`.
    public static func official(_ file: String) -> String? {
        let words = file.split(whereSeparator: { $0 == "_" || $0 == "." })
        return words.first { $0 == "ok" || $0 == "warning" || $0 == "error" }.map(String.init)
    }

    private static func reason(_ problem: Problem) -> String {
        var text = "\(problem.severity == .warning ? "remark: " : "")\(problem.code.rawValue) at \(problem.place)"
        if !problem.found.isEmpty { text += ", found \(problem.found)" }
        if let expected = problem.expected, !expected.isEmpty { text += ", expected \(expected)" }
        return text
    }

    private static func reason(_ refusal: FileRefusal) -> String {
        (refusal.line.map { "line \($0): " } ?? "") + refusal.reason.english
    }
}
