import BridgeConnector
import BridgeDomain

/// Pieces of `$filter` (reference `exact-online` §3.3, §3.4).
enum ExactFilter {
    /// Text, with quotes doubled.
    static func text(_ value: String) -> String {
        "'" + value.map { $0 == "'" ? "''" : String($0) }.joined() + "'"
    }

    /// A row's key.
    static func guid(_ value: String) -> String { "guid'\(value)'" }

    /// Rows changed after a row version.
    static func after(_ timestamp: Int64) -> String { "Timestamp gt \(timestamp)L" }

    /// A moment as the service counts it: milliseconds of its own wall clock, written as if in UTC (reference `exact-online` §3.3).
    static func moment(_ milliseconds: Int64) -> String {
        "datetime'\(BridgeDomain.Timestamp(milliseconds: milliseconds).description.filter { $0 != "Z" })'"
    }

    /// Ledger rows of invoices and credit notes under a reference.
    static func reference(_ reference: EntryReference) -> String { "YourRef eq \(text(reference.text))" }

    /// Ledger rows of general journal entries under a reference.
    static func describedBy(_ reference: EntryReference) -> String { "startswith(Description,\(text(reference.text))) eq true" }

    /// Any of several values of one field.
    static func any(_ field: String, _ values: [String]) -> String { values.map { "\(field) eq \($0)" }.joined(separator: " or ") }
}
