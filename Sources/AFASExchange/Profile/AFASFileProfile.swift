public import BridgeText

/// How files for Profit's import are written: the counterpart of the customer's import definition, which rules (reference `afas-profit`
/// §14.1). What is inferred there is a setting here.
public struct AFASFileProfile: Hashable, Sendable {
    /// What a file holds.
    public enum Form: String, Hashable, Sendable, CaseIterable {
        /// A row for each line of an entry (reference §14.3).
        case lines
        /// A row for each invoice: one VAT rate an invoice (reference §14.4).
        case invoices
        /// The message of the UpdateConnector, one entry a file (reference §14.5).
        case xml
    }

    /// What ends a decimal fraction's whole part.
    public enum DecimalSign: String, Hashable, Sendable, CaseIterable {
        case comma = ","
        case point = "."
    }

    /// The order of a date's parts.
    public enum DateOrder: String, Hashable, Sendable, CaseIterable {
        case dayMonthYear = "dd-mm-yyyy"
        case yearMonthDay = "yyyy-mm-dd"
        /// `20260302`, without anything between the parts.
        case compact = "yyyymmdd"
    }

    public var form: Form
    public var columns: [AFASColumn]
    /// One ASCII character between two cells.
    public var separator: Character = ";"
    /// UTF-8 or Windows-1252; any other is written as UTF-8.
    public var encoding = TextEncoding.utf8
    /// Whether UTF-8 starts with its mark, so that spreadsheets know it.
    public var hasMark = true
    public var hasHeader = true
    public var decimalSign = DecimalSign.comma
    /// `891` for 891.00 and `-61,2` for -61.20 (reference §14.4).
    public var cutsZeros = false
    public var dateOrder = DateOrder.dayMonthYear
    /// Between the parts of a date.
    public var dateSign: Character = "-"
    /// What the names of files end with.
    public var ending = ".csv"
    /// Daybooks in the order Profit wants them: purchases, sales, bank, other (reference §14.1). Files of daybooks that are not named come
    /// last.
    public var daybookOrder: [String] = []
    /// Entries in one file at most; 1…10,000. XML has one.
    public var entriesMax = 2_000

    /// A profile with the columns of the reference.
    public init(_ form: Form) {
        self.form = form
        switch form {
        case .lines: columns = Self.lineColumns
        case .invoices:
            columns = Self.invoiceColumns
            cutsZeros = true
        case .xml:
            columns = []
            ending = ".xml"
        }
    }

    /// Reference §14.3.
    public static let lineColumns: [AFASColumn] = [
        .init("Administratie", .unit), .init("Dagboek", .journal), .init("Boekjaar", .year), .init("Periode", .period),
        .init("Datum boeking", .entryDate), .init("Boekstukdatum", .voucherDate), .init("Boekstuknummer", .voucher),
        .init("Kenmerk rekening", .accountKind), .init("Rekeningnummer", .account), .init("Factuurnummer", .invoice),
        .init("Omschrijving", .description), .init("Vervaldatum", .dueDate), .init("Bedrag debet", .debit),
        .init("Bedrag credit", .credit), .init("Btw-code", .vatCode), .init("Valuta", .currency), .init("Koers", .rate),
        .init("Verbijzondering 1", .dimension1), .init("Verbijzondering 2", .dimension2), .init("Betalingskenmerk", .paymentReference),
    ]

    /// Reference §14.4. What we do not know of a debtor stays empty: Profit has it.
    public static let invoiceColumns: [AFASColumn] = [
        .init("Debiteur", .account), .init("Naam1", .empty), .init("Naam2", .empty), .init("Adres", .empty), .init("Postcode", .empty),
        .init("Woonplaats", .empty), .init("Land", .empty), .init("Ordernummer", .empty), .init("Klant ref", .empty),
        .init("Factuurnr", .invoice), .init("Datum", .voucherDate), .init("Verv.datum", .dueDate), .init("Bedrag ex", .net),
        .init("BTW bedrag", .vat), .init("Totaal", .total), .init("Tegenrekening", .contraAccount), .init("BTW", .vatCode),
    ]
}

/// A column of the customer's import definition: its caption and what goes into it.
public struct AFASColumn: Hashable, Sendable {
    /// What a cell holds; the raw value is the word in YAML.
    public enum Content: String, Hashable, Sendable, CaseIterable {
        case unit, journal, year, period
        case entryDate = "entry_date"
        case voucherDate = "voucher_date"
        case voucher
        /// 1 ledger account, 2 debtor, 3 creditor.
        case accountKind = "account_kind"
        case account
        case invoice, description
        case dueDate = "due_date"
        case debit, credit
        case vatCode = "vat_code"
        case currency, rate
        case debitForeign = "debit_foreign"
        case creditForeign = "credit_foreign"
        case paymentCondition = "payment_condition"
        case paymentReference = "payment_reference"
        /// The document's number in the source.
        case invoiceReference = "invoice_reference"
        case dimension1 = "dimension_1"
        case dimension2 = "dimension_2"
        case net, vat, total
        case contraAccount = "contra_account"
        /// Nothing: a column the definition has and we have nothing for.
        case empty
    }

    public var caption: String
    public var content: Content

    /// A column.
    public init(_ caption: String, _ content: Content) {
        self.caption = caption
        self.content = content
    }
}
