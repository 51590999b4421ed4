public import BridgeDomain

/// Where one FreshPortal environment is, how to sign in there, and what its export does not say.
public struct FreshPortalExportConfiguration: Sendable, CustomStringConvertible, CustomReflectable {
    /// What an administrator states of the whole environment, where the export has no column for it. Nothing is stated by default: a
    /// document that lacks the fact is then parked.
    public struct Statements: Hashable, Sendable {
        /// The currency of invoices that name none.
        public var currency: Currency?
        /// The VAT treatment of invoices that name none. Only where every customer is treated alike.
        public var vatTreatment: VATTreatment?
        /// VAT that is not in the export may be computed, per VAT code over the whole invoice, rounded half away from zero. Every such
        /// document carries a warning, and nothing shows when lines are missing: only where FreshPortal is known to do the same.
        public var computesVAT: Bool

        /// Statements; none by default.
        public init(currency: Currency? = nil, vatTreatment: VATTreatment? = nil, computesVAT: Bool = false) {
            self.currency = currency
            self.vatTreatment = vatTreatment
            self.computesVAT = computesVAT
        }
    }

    /// Scheme, host and port of the API: `https://{tenant}-api.freshportal.com` (reference freshportal §2).
    public var origin: String
    /// The legal entity of this bridge: the export names none.
    public var administration: SourceAdministration
    /// The key of this integration: every integration and environment has its own.
    public var apiKey: String
    /// Where the standing maps are kept; beside the journal, and backed up with it. `-wal`, `-shm`, `.lock` and `.zip` stand beside it.
    public var stateFile: String
    /// Invoices dated before this day that the first export brings are history: known as originals, not delivered.
    public var firstDate: CalendarDate
    /// How many days before ``firstDate`` the first export reaches back: products, VAT codes and customers changed last long ago are in no
    /// later one. A window of two years was seen to take minutes (reference freshportal §2).
    public var historyDays = 730
    /// Seconds after which an export is old enough to ask for the next one.
    public var exportInterval: Int64 = 300
    /// Milliseconds FreshPortal may take to make an export: long windows take minutes (reference freshportal §2).
    public var exportTimeout = 300_000
    /// Milliseconds the download may take.
    public var downloadTimeout = 600_000
    /// Milliseconds a call waits for an export under way; the export goes on and a later call finds it. nil waits to its end.
    public var patience: Int?
    /// Seconds a document waits for rows that have not arrived; then it is delivered as it is, with what is missing as its problem.
    public var parentWait: Int64 = 7_200
    /// Days for which lines of delivered documents are kept after their last change: a line changed later cannot be told from a new one.
    public var keepDays = 400
    /// Bytes of the packed export.
    public var archiveMax: Int64 = 1 << 30
    /// Names that assumed columns really have: `invoice.invoice_date` → `printed_date`.
    public var columns: [String: String] = [:]
    /// What the export does not say.
    public var stated = Statements()

    /// An environment with the usual bounds.
    public init(origin: String, administration: SourceAdministration, apiKey: String, stateFile: String, firstDate: CalendarDate) {
        self.origin = origin
        self.administration = administration
        self.apiKey = apiKey
        self.stateFile = stateFile
        self.firstDate = firstDate
    }

    /// The environment and administration, without the key.
    public var description: String { "FreshPortal export \(origin) \(administration)" }
    /// Nothing to look into: what dumps a value must not dump its secrets.
    public var customMirror: Mirror { Mirror(self, children: [("origin", origin), ("administration", administration.text)]) }
}
