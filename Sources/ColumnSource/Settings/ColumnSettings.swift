import BridgeCSV
import BridgeText
import BridgeDomain
import BridgeHash

/// How the columns of a file become documents: read from a small YAML (`Examples/columns-*.yaml`), never guessed while documents are taken in.
public struct ColumnSettings: Hashable, Sendable {
    var form: FileForm
    var documents: DocumentColumns
    var credits: CreditPolicy
    var parties: PartyColumns
    var lines: LineColumns
    var vat: VATColumns
    var rules: [ColumnRule]
    var bounds: ColumnBounds
    /// Changes with every byte of the settings.
    var fingerprint: String
}

/// How the file is written.
struct FileForm: Hashable, Sendable {
    /// nil: told from the beginning of each file.
    var separator: CSVFormat.Separator?
    /// nil: told from the beginning of each file.
    var encoding: TextEncoding?
    /// The sheet of a workbook; nil: its first.
    var sheet: String?
    /// False: columns are numbered from 1.
    var hasHeader: Bool
    var numbers: NumberStyle
    var dates: DateOrder
    var endings: Set<String>
}

/// How lines become documents, and what stands on each of them.
struct DocumentColumns: Hashable, Sendable {
    /// What the documents are, apart from being credits.
    enum Kind: String, Hashable, Sendable, CaseIterable {
        case sales, purchases

        var invoice: DocumentKind { self == .sales ? .salesInvoice : .purchaseInvoice }
        var credit: DocumentKind { self == .sales ? .creditNote : .purchaseCreditNote }
        var party: PartyKind { self == .sales ? .debtor : .creditor }
    }

    /// Which lines belong together.
    enum Grouping: String, Hashable, Sendable, CaseIterable {
        /// Lines with one number that follow each other.
        case adjacent
        /// Lines with one number, wherever they stand; the file is held in memory, up to a bound.
        case anywhere
        /// Each line is a document.
        case line
    }

    var kind: Kind
    var grouping: Grouping
    var number: ColumnValue
    /// Rises with a correction; without it every document is version 1.
    var version: ColumnValue?
    var date: ColumnValue
    var supplyDate: ColumnValue?
    var dueDate: ColumnValue?
    var currency: ColumnValue
    /// Units of the document's currency per euro.
    var exchangeRate: ColumnValue?
    var description: ColumnValue?
    var order: ColumnValue?
    var deliveryCountry: ColumnValue?
    var net: ColumnValue?
    var vat: ColumnValue?
    var gross: ColumnValue?
}

/// How credit notes are recognised, and what happens to those that name no original.
struct CreditPolicy: Hashable, Sendable {
    /// What makes a document a credit note.
    enum Recognition: Hashable, Sendable {
        /// Nothing: all are invoices.
        case none
        /// The number starts with this.
        case prefix(String)
        /// The lines add up to less than nothing.
        case sign
        /// A column holds one of these.
        case column(ColumnValue, [String])
    }

    /// What becomes of a credit note that names no original.
    enum WithoutOriginal: String, Hashable, Sendable, CaseIterable {
        /// A person decides.
        case park
        /// Posted by itself, without link.
        case post
    }

    var recognition: Recognition
    var original: ColumnValue?
    var withoutOriginal: WithoutOriginal

    /// The rule's name in counts and lists.
    static let postedAlone = "credit_without_original"
}

/// Who the documents are for or from.
struct PartyColumns: Hashable, Sendable {
    /// A party that the settings know, for lines that a rule gives to it.
    struct Known: Hashable, Sendable {
        var code: String
        var name: String
        var country: String
    }

    var code: ColumnValue
    /// nil: the file tells no more than codes; parties then come from elsewhere.
    var name: ColumnValue?
    var country: ColumnValue?
    var vatNumber: ColumnValue?
    var chamberOfCommerce: ColumnValue?
    var email: ColumnValue?
    var street: ColumnValue?
    var postcode: ColumnValue?
    var city: ColumnValue?
    var iban: ColumnValue?
    var known: [Known]
}

/// What stands on a line.
struct LineColumns: Hashable, Sendable {
    var product: ColumnValue?
    var description: ColumnValue?
    var group: ColumnValue?
    var quantity: ColumnValue?
    var unit: ColumnValue?
    var unitPrice: ColumnValue?
    var discountPercent: ColumnValue?
    /// Without it, quantity × unit price − discount, rounded per line.
    var net: ColumnValue?
    var costCentre: ColumnValue?
    var costUnit: ColumnValue?
}

/// The VAT of lines.
struct VATColumns: Hashable, Sendable {
    var treatment: ColumnValue
    var code: ColumnValue?
    var rate: ColumnValue?
    /// The printed VAT of a line. Without it, the rate over the sum per code, rounded once.
    var amount: ColumnValue?
    /// True where the amounts and prices of lines include VAT.
    var isIncluded: Bool
    /// Rates by code: fills in whichever of the two a line lacks.
    var table: [ListedRate]

    struct ListedRate: Hashable, Sendable {
        var code: String
        var rate: ExactDecimal
    }
}

/// The upper bounds of a file of columns.
struct ColumnBounds: Hashable, Sendable {
    /// Lines of a file.
    var linesMax = 20_000_000
    /// Bytes of one record.
    var recordBytesMax = 1 << 20
    /// Characters of a field that is used.
    var fieldLengthMax = 4_000
    /// Lines that are held when lines of one document may stand anywhere.
    var heldLinesMax = 250_000
    /// Lines of one document that are kept; more make the document unreadable, and only count.
    static let documentLinesMax = 10_000
    /// Parties of one file that are told apart.
    static let partiesMax = 200_000
}

extension FileForm {
    /// What programs of the trade most often write.
    static let plain = FileForm(
        separator: .comma, encoding: .utf8, sheet: nil, hasHeader: true, numbers: NumberStyle(mark: .point, thousands: .none),
        dates: .yearMonthDay, endings: ["csv"])
}
