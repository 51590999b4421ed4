public import BridgeDomain

extension AFASSandbox {
    /// How files reach the books: the job that looks into the folder, and what it knows of files (reference §14).
    public struct ImportSettings: Sendable {
        /// What happens to the good lines of an entry that has a bad one.
        public enum Rejects: Sendable { case entry, line }
        /// What happens to a file that was read.
        public enum Afterwards: Hashable, Sendable {
            case remove
            /// It goes to this folder below the exchange folder.
            case move(String)
        }

        /// The environment that is imported into; nil: the first.
        public var environment: String?
        /// Seconds between two looks into the folder, on the sandbox's clock; nil: only when told to.
        public var interval: Int64? = 3600
        public var definitions: [ImportDefinition] = [.entryLines]
        public var rejects = Rejects.entry
        public var afterwards = Afterwards.move("verwerkt")
        /// Where the file with rejected lines goes; empty: beside the files.
        public var rejectedFolder = "afgekeurd"
        /// What its name has before the extension: `0001-afgekeurd.csv`.
        public var rejectedMark = "-afgekeurd"
        /// Files with several entries in one XML message are taken; the message's head is not repeatable in calls.
        public var takesSeveralXMLEntries = false
        /// The user under whose rights files are imported.
        public var user = User()
        /// Rows of one file at most.
        public var rowsMax = 1_000_000

        /// One file profile: a row for each line of an entry.
        public init() {}
    }

    /// The customer's import definition: which files it is for, how they are written, and which column is which field.
    public struct ImportDefinition: Sendable {
        /// What a row is, or that there are none.
        public enum Profile: Sendable { case entryLines, invoices, xml }
        public enum Encoding: Sendable { case utf8, windows1252 }
        /// The order of a date's parts, with what stands between them.
        public enum DatePattern: Sendable { case dayMonthYear(Character), yearMonthDay(Character), compact }

        public var name: String
        public var profile: Profile
        /// Which files: their names start and end so.
        public var namePrefix = ""
        public var nameSuffix = ".csv"
        /// In the file's order.
        public var columns: [Column] = []
        public var separator: Character = ";"
        public var encoding = Encoding.utf8
        public var hasHeader = true
        public var decimalSign: Character = ","
        public var datePattern = DatePattern.dayMonthYear("-")
        /// The administration of rows that name none.
        public var unit = 1
        /// The journal of rows that name none.
        public var journal = "20"
        /// The text of the error stands behind each rejected line.
        public var writesErrorTexts = true

        /// A definition.
        public init(_ name: String, _ profile: Profile, columns: [Column] = []) {
            self.name = name
            self.profile = profile
            self.columns = columns
        }
    }

    /// A column: its caption and the field it fills.
    public struct Column: Sendable, Hashable {
        /// Fields of the import; the raw value is the field of the entry it fills, where there is one.
        public enum Field: String, Sendable, CaseIterable {
            case unit = "UnId"
            case journal = "JoCo"
            case year = "Year"
            case period = "Peri"
            case accountType = "VaAs"
            case account = "AcNr"
            case entryDate = "EnDa"
            case voucherDate = "BpDa"
            case voucher = "BpNr"
            case invoice = "InId"
            case description = "Ds"
            case debit = "AmDe"
            case credit = "AmCr"
            case vatCode = "VaId"
            case currency = "CuId"
            case rate = "Rate"
            case debitForeign = "AmDc"
            case creditForeign = "AmCc"
            case dueDate = "DaEx"
            case paymentCondition = "PaCd"
            case paymentReference = "PaId"
            case matching = "Mref"
            case invoiceReference = "Fref"
            case order = "OrNu"
            case dimension1 = "DiC1"
            case dimension2 = "DiC2"
            case dimension3 = "DiC3"
            case dimension4 = "DiC4"
            case dimension5 = "DiC5"
            case net, vat, total, contraAccount
            /// The column is read over.
            case ignored
        }
        public var caption: String
        public var field: Field

        /// A column.
        public init(_ caption: String, _ field: Field) {
            self.caption = caption
            self.field = field
        }
    }
}

extension AFASSandbox.ImportDefinition {
    /// One row for each line of an entry (reference §14.3).
    public static let entryLines = Self(
        "Journaalregels", .entryLines,
        columns: [
            .init("Administratie", .unit), .init("Dagboek", .journal), .init("Boekjaar", .year), .init("Periode", .period),
            .init("Datum boeking", .entryDate), .init("Boekstukdatum", .voucherDate), .init("Boekstuknummer", .voucher),
            .init("Kenmerk rekening", .accountType), .init("Rekeningnummer", .account), .init("Factuurnummer", .invoice),
            .init("Omschrijving", .description), .init("Vervaldatum", .dueDate), .init("Bedrag debet", .debit),
            .init("Bedrag credit", .credit), .init("Btw-code", .vatCode), .init("Valuta", .currency), .init("Koers", .rate),
            .init("Verbijzondering 1", .dimension1), .init("Verbijzondering 2", .dimension2), .init("Betalingskenmerk", .paymentReference),
        ])

    /// One row for each invoice (reference §14.4): one VAT rate an invoice.
    public static let invoices = Self(
        "Facturen", .invoices,
        columns: [
            .init("Debiteur", .account), .init("Naam1", .ignored), .init("Naam2", .ignored), .init("Adres", .ignored),
            .init("Postcode", .ignored), .init("Woonplaats", .ignored), .init("Land", .ignored), .init("Ordernummer", .order),
            .init("Klant ref", .invoiceReference), .init("Factuurnr", .invoice), .init("Datum", .voucherDate),
            .init("Verv.datum", .dueDate), .init("Bedrag ex", .net), .init("BTW bedrag", .vat), .init("Totaal", .total),
            .init("Tegenrekening", .contraAccount), .init("BTW", .vatCode),
        ])

    /// The message of the UpdateConnector as XML, one entry a file (reference §14.5).
    public static let xml: Self = {
        var definition = Self("XML", .xml)
        definition.nameSuffix = ".xml"
        return definition
    }()
}

/// What became of one file.
public struct ImportReport: Hashable, Sendable, Codable {
    public let file: String
    public let moment: Timestamp
    /// Numbers of the entries that were booked.
    public let entries: [Int]
    public let rows: Int
    public let rejectedRows: Int
    /// The file with rejected lines; nil: there are none.
    public let rejectedFile: String?
    /// The first thing that was wrong.
    public let error: String?
}
