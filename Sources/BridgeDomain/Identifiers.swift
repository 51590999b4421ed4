/// An identifier that is text underneath and a type of its own above, so that two of them are never swapped.
public protocol TextIdentifier: Hashable, Sendable, Comparable, Codable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The text, with outer spaces already removed. Leading zeros are kept: codes are text, never numbers.
    var text: String { get }
    /// Wraps text as it is.
    init(_ text: String)
}

extension TextIdentifier {
    /// The text itself.
    public var description: String { text }
    /// An identifier written in the source.
    public init(stringLiteral value: String) { self.init(value) }
    /// Orders by text.
    public static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    /// Reads a plain string.
    public init(from decoder: any Decoder) throws {
        self.init(try decoder.singleValueContainer().decode(String.self))
    }

    /// Writes a plain string.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }
}

/// One bridge of the configuration: one source administration to one target administration.
public struct BridgeID: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A legal entity in the source, by its code there (`NL01`).
public struct SourceAdministration: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// One set of books in a target: an Exact division, an AFAS environment and unit, a King administration.
public struct TargetAdministration: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// The number people know a document by (`2026-104233`). Unique per administration and kind, for good.
public struct DocumentNumber: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// The source's own technical identifier of a document or party.
public struct SourceID: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A debtor's or creditor's code in the source (`C0412`).
public struct PartyCode: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A general ledger account in the books (`8000`).
public struct AccountCode: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A bookkeeping journal (dagboek) in the target. The word *journal* is kept for our own durable record.
public struct DaybookCode: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A VAT code of the target administration (`V9`). The source's own code is ``SourceVATCode``.
public struct VATCode: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A VAT code as the source writes it (`L`, `H`, `X`).
public struct SourceVATCode: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A cost centre (kostenplaats).
public struct CostCentre: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A cost unit (kostendrager).
public struct CostUnit: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// A mapping rule, by the name it has in the rules file.
public struct RuleID: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// The deterministic text the target stores and by which we find our entry again.
public struct EntryReference: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// The target's own technical identifier of an entry or relation (a GUID in Exact).
public struct TargetID: TextIdentifier {
    public let text: String
    public init(_ text: String) { self.text = text }
}

/// The five kinds of document the source approves.
public enum DocumentKind: String, Hashable, Sendable, Codable, CaseIterable {
    case salesInvoice = "sales_invoice"
    case creditNote = "credit_note"
    case purchaseInvoice = "purchase_invoice"
    case purchaseCreditNote = "purchase_credit_note"
    /// A ledger-ready posting: the source has already chosen the accounts.
    case ledgerPosting = "journal"

    /// True for the two kinds that take back (part of) another document.
    public var isCredit: Bool { self == .creditNote || self == .purchaseCreditNote }
    /// True where the party is a debtor.
    public var isSale: Bool { self == .salesInvoice || self == .creditNote }
    /// The kind a credit of this kind takes back; nil for kinds that are no credit.
    public var original: DocumentKind? {
        switch self {
        case .creditNote: .salesInvoice
        case .purchaseCreditNote: .purchaseInvoice
        case .salesInvoice, .purchaseInvoice, .ledgerPosting: nil
        }
    }
}

/// What identifies a document for good: administration, kind and number (reference `freshportal` §4.1).
public struct DocumentKey: Hashable, Sendable, Codable, Comparable, LosslessStringConvertible {
    /// The legal entity that issued or received it.
    public let administration: SourceAdministration
    /// Which of the five kinds.
    public let kind: DocumentKind
    /// The number people know it by.
    public let number: DocumentNumber

    /// Names a document.
    public init(_ administration: SourceAdministration, _ kind: DocumentKind, _ number: DocumentNumber) {
        self.administration = administration
        self.kind = kind
        self.number = number
    }

    /// `NL01/sales_invoice/2026-104233`.
    public var description: String { "\(administration)/\(kind.rawValue)/\(number)" }

    /// Reads ``description``; nil for anything else.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, let kind = DocumentKind(rawValue: String(parts[1])), !parts[2].isEmpty else {
            return nil
        }
        self.init(SourceAdministration(String(parts[0])), kind, DocumentNumber(String(parts[2])))
    }

    /// Orders by administration, kind, number.
    public static func < (left: DocumentKey, right: DocumentKey) -> Bool {
        (left.administration.text, left.kind.rawValue, left.number.text) < (
            right.administration.text, right.kind.rawValue, right.number.text
        )
    }
}
