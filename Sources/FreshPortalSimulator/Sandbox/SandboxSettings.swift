/// What a sandbox is set up with. Nothing in it is secret: the keys are for trying things out.
public struct SandboxSettings: Sendable, Hashable {
    /// A legal entity of the environment.
    public struct Administration: Sendable, Hashable, Codable {
        public var code: String
        public var name: String
        public var chamberOfCommerce: String
        public var vatNumber: String
        public var firstOpenPeriod: String

        /// A legal entity.
        public init(code: String, name: String, chamberOfCommerce: String, vatNumber: String, firstOpenPeriod: String) {
            self.code = code
            self.name = name
            self.chamberOfCommerce = chamberOfCommerce
            self.vatNumber = vatNumber
            self.firstOpenPeriod = firstOpenPeriod
        }
    }

    /// What a key may do.
    public enum Right: String, Sendable, Hashable, Codable {
        case read
        case write
    }

    /// The tenant's number, as it stands in pushes.
    public var tenant = "fp042"
    /// The legal entities.
    public var administrations = [
        Administration(
            code: "NL01", name: "Blauwe Vlag Bloemenexport B.V.", chamberOfCommerce: "34567890", vatNumber: "NL123456782B90",
            firstOpenPeriod: "2026-11")
    ]
    /// The API keys and what each may do.
    public var keys: [String: Set<Right>] = ["sandbox-key": [.read, .write]]
    /// Seconds a token lives.
    public var tokenLifetime: Int64 = 3_600
    /// Seconds the link of an export lives.
    public var linkLifetime: Int64 = 600
    /// Tokens, fault weather and troubled pushes hang on it.
    public var seed: UInt64 = 1
    /// Bytes a request may have.
    public var requestMax = 1 << 20

    /// One administration, one key, tokens of an hour.
    public init() {}
}

/// The habits of the real API that a reader must withstand (reference freshportal §3), each to be switched on by itself.
public struct SandboxQuirks: Sendable, Hashable, Codable {
    /// `12,50` instead of `12.50` (quirk 3).
    public var commaDecimals = false
    /// `1.234,50`, or `1,234.50` where decimals have a point (quirk 3).
    public var thousandsSeparators = false
    /// `18-11-2026` in every other document (quirk 2).
    public var dayFirstDates = false
    /// `"ROSPM60 "` (quirk 1).
    public var trailingSpaces = false
    /// Credit notes with negative quantities and amounts (§4.1, "Sign").
    public var negativeCreditNotes = false
    /// `0` where there is no id (quirk 4).
    public var zeroIDs = false
    /// New customers are delivered only after the documents that name them (quirk 8).
    public var lateParents = false
    /// Drafts stand in the stream of documents.
    public var leaksDrafts = false
    /// `max_sequence` is the highest of the whole stream, not of the page.
    public var maxSequenceOfStream = false

    /// What stands between the fields of an export (quirk 12): a comma, a semicolon, a tab or a bar.
    public var csvSeparator = ","
    /// Exports are written in Latin-1 (quirk 12).
    public var latin1 = false
    /// Exports begin with the mark of UTF-8 (quirk 12).
    public var byteOrderMark = false
    /// Exports hold tables whose names are nearly those of others (quirk 11).
    public var similarTables = false
    /// The rows of an export come spread over so many exports, in any order (quirk 8); 0 or 1 gives all at once.
    public var scatteredExports = 0
    /// Exports hold only what has been seen at the real FreshPortal: no dates, currencies, VAT, totals or customers.
    public var observedColumnsOnly = false

    /// None of them.
    public init() {}

    /// All of them at once.
    public static var all: SandboxQuirks {
        var quirks = SandboxQuirks()
        quirks.commaDecimals = true
        quirks.thousandsSeparators = true
        quirks.dayFirstDates = true
        quirks.trailingSpaces = true
        quirks.negativeCreditNotes = true
        quirks.zeroIDs = true
        quirks.lateParents = true
        quirks.leaksDrafts = true
        quirks.maxSequenceOfStream = true
        quirks.csvSeparator = ";"
        quirks.latin1 = true
        quirks.similarTables = true
        quirks.scatteredExports = 4
        return quirks
    }
}
