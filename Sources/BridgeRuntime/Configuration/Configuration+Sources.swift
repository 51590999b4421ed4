public import BridgeDomain
public import BridgeSecrets
import BridgeYAML
public import UBLSource

extension Configuration {
    /// The kinds of source, by the word of `type`.
    public enum SourceType: String, Hashable, Sendable, CaseIterable {
        case freshPortal = "freshportal"
        case freshPortalExport = "freshportal-export"
        case ublFolder = "ubl-folder"
        case columnFolder = "column-folder"
        case api
    }

    /// What a source is, with what it needs.
    public enum SourceKind: Hashable, Sendable {
        case freshPortal(Portal, webhookSecret: SecretReference?)
        case freshPortalExport(Portal, Export)
        /// The settings' administration and country are those of the bridge.
        case ublFolder(Folder, UBLSettings)
        /// `columns` is the file that says what the columns mean.
        case columnFolder(Folder, columns: String)
        /// Whoever has a token, or one of these secrets to sign with, delivers at our own door. Two are in force while one is changed.
        case api(webhookSecrets: [SecretReference])

        /// The word of `type`.
        public var type: SourceType {
            switch self {
            case .freshPortal: .freshPortal
            case .freshPortalExport: .freshPortalExport
            case .ublFolder: .ublFolder
            case .columnFolder: .columnFolder
            case .api: .api
            }
        }

        /// The folder it reads, if it reads one.
        public var folder: Folder? {
            switch self {
            case .ublFolder(let folder, _), .columnFolder(let folder, _): folder
            case .freshPortal, .freshPortalExport, .api: nil
            }
        }

        /// True for a source that is read from front to end once: what one bridge took, another does not find.
        var servesOneBridge: Bool {
            switch self {
            case .ublFolder, .columnFolder, .freshPortalExport: true
            case .freshPortal, .api: false
            }
        }
    }

    /// A trade system's address and what opens it.
    public struct Portal: Hashable, Sendable {
        /// Scheme, host and port.
        public var origin: String
        public var key: SecretReference
    }

    /// What is asked of a delta export, and what it does not say.
    public struct Export: Hashable, Sendable {
        /// Where rows wait for each other; relative paths start at the configuration's folder.
        public var stateFile: String
        /// Invoices dated before this day are left alone.
        public var firstDate: CalendarDate
        /// Days the first export reaches back further: for customers, products and VAT codes that changed last long ago.
        public var historyDays: Int
        /// Seconds between two exports.
        public var everySeconds: Int64
        /// Seconds a document waits for rows that have not arrived.
        public var waitSeconds: Int64
        /// Days for which lines of delivered documents are kept.
        public var keepDays: Int
        /// Megabytes of the packed export.
        public var megabytesMax: Int
        /// Names that columns really have, where they differ: `invoice.invoice_date` → `printed_date`.
        public var columnNames: [String: String]
        public var currency: Currency?
        public var vatTreatment: VATTreatment?
        public var computesVAT: Bool
    }

    /// A folder that files are put in.
    public struct Folder: Hashable, Sendable {
        /// Relative paths start at the configuration's folder.
        public var path: String
        /// Seconds a file must have been left alone before it is taken.
        public var settlingSeconds: Int
        /// The ending of a companion file that says a file is complete.
        public var readyEnding: String?
        /// Megabytes of a file.
        public var megabytesMax: Int
    }
}

extension Configuration.Source {
    /// Reads a source: the type first, since it decides which keys there are.
    init?(_ name: String, _ mapping: YAMLMapping) {
        guard let type = mapping.required("type", .choice(of: Configuration.SourceType.self)) else {
            // Which keys belong here is not known: naming them unknown as well would only be noise.
            mapping.keys.forEach { mapping.alsoKnows($0) }
            return nil
        }
        let kind: Configuration.SourceKind? =
            switch type {
            case .freshPortal: Self.freshPortal(mapping)
            case .freshPortalExport: Self.export(mapping, name)
            case .ublFolder: Self.ublFolder(mapping)
            case .columnFolder: Self.columnFolder(mapping)
            case .api: Self.api(mapping)
            }
        guard let kind else { return nil }
        self.init(name: name, kind: kind)
    }

    private static func freshPortal(_ mapping: YAMLMapping) -> Configuration.SourceKind? {
        let portal = Configuration.Portal(mapping)
        let webhook = mapping.optional("webhook_secret", .secret)
        return portal.map { .freshPortal($0, webhookSecret: webhook) }
    }

    private static func export(_ mapping: YAMLMapping, _ name: String) -> Configuration.SourceKind? {
        let portal = Configuration.Portal(mapping)
        let export = Configuration.Export(mapping, name)
        guard let portal, let export else { return nil }
        return .freshPortalExport(portal, export)
    }

    private static func ublFolder(_ mapping: YAMLMapping) -> Configuration.SourceKind? {
        let folder = Configuration.Folder(mapping, megabytes: 1...256, usual: 32)
        let settings = UBLSettings(mapping)
        return folder.map { folder in
            var settings = settings
            settings.bytesMax = folder.megabytesMax << 20
            return .ublFolder(folder, settings)
        }
    }

    private static func api(_ mapping: YAMLMapping) -> Configuration.SourceKind? {
        let now = mapping.optional("webhook_secret", .secret)
        let before = mapping.optional("webhook_secret_before", .secret)
        return .api(webhookSecrets: [now, before].compactMap(\.self))
    }

    private static func columnFolder(_ mapping: YAMLMapping) -> Configuration.SourceKind? {
        let folder = Configuration.Folder(mapping, megabytes: 1...4_096, usual: 1_024)
        let columns = mapping.required("columns", .path)
        guard let folder, let columns else { return nil }
        return .columnFolder(folder, columns: columns)
    }
}

extension Configuration.Portal {
    fileprivate init?(_ mapping: YAMLMapping) {
        let origin = mapping.required("url", .origin)
        let key = mapping.required("key", .secret)
        guard let origin, let key else { return nil }
        self.init(origin: origin, key: key)
    }
}

extension Configuration.Export {
    fileprivate init?(_ mapping: YAMLMapping, _ name: String) {
        let first = mapping.required("first_date", .date)
        let history = mapping.optional("history_days", .integer(in: 0...3_660), default: 730)
        let state = mapping.optional("state_file", .path, default: "\(name).export.sqlite")
        let every = mapping.optional("export_seconds", .integer(in: 60...86_400), default: 300)
        let wait = mapping.optional("wait_for_rows_seconds", .integer(in: 0...604_800), default: 7_200)
        let keep = mapping.optional("keep_days", .integer(in: 1...3_660), default: 400)
        let megabytes = mapping.optional("file_megabytes", .integer(in: 1...4_096), default: 1_024)
        let names = mapping.table("column_names", of: .string(lengthMax: 100))
        let currency = mapping.optional("stated_currency", .currency)
        let treatment = mapping.optional("stated_vat_treatment", .choice(of: VATTreatment.self))
        let computes = mapping.optional("computes_vat", .bool, default: false)
        guard let first else { return nil }
        self.init(
            stateFile: state, firstDate: first, historyDays: history, everySeconds: Int64(every), waitSeconds: Int64(wait), keepDays: keep,
            megabytesMax: megabytes, columnNames: Dictionary(names.map { ($0.key, $0.value) }) { $1 }, currency: currency,
            vatTreatment: treatment, computesVAT: computes)
    }
}

extension Configuration.Folder {
    fileprivate init?(_ mapping: YAMLMapping, megabytes range: ClosedRange<Int>, usual: Int) {
        let path = mapping.required("folder", .path)
        let settling = mapping.optional("settling_seconds", .integer(in: 0...3_600), default: 10)
        let ready = mapping.optional("ready_ending", .ending)
        let megabytes = mapping.optional("file_megabytes", .integer(in: range), default: usual)
        guard let path else { return nil }
        self.init(path: path, settlingSeconds: settling, readyEnding: ready, megabytesMax: megabytes)
    }
}

extension UBLSettings {
    fileprivate init(_ mapping: YAMLMapping) {
        let direction = mapping.optional("direction", .choice(of: Direction.self), default: .ownNumbers)
        let numbers = mapping.list("own_numbers", of: .string(lengthMax: 50))
        let kinds = mapping.table("line_kinds", of: YAMLForm<LineKind>.choice(of: LineKind.self))
        self.init(
            administration: "", direction: direction, ownNumbers: Set(numbers),
            negativeInvoice: mapping.optional("negative_invoices", .choice(of: NegativeInvoice.self), default: .creditNote),
            creditsWithoutOriginal: mapping.optional("credits_without_original", .choice(of: CreditsWithoutOriginal.self), default: .park),
            importsUnderArticle23: mapping.optional("imports_under_article_23", .bool, default: false),
            lineKinds: Dictionary(kinds.map { ($0.key, $0.value) }) { $1 },
            accountingCostIsCostCentre: mapping.optional("accounting_cost_is_cost_centre", .bool, default: false),
            exchangeRates: mapping.mappings("exchange_rates").compactMap { ExchangeRate($0) })
        guard direction == .ownNumbers, numbers.isEmpty else { return }
        mapping.report(
            what: BilingualText(
                nl: "zonder own_numbers is niet te zien of een bestand een verkoop of een inkoop is",
                en: "without own_numbers a file does not tell whether it is a sale or a purchase"),
            remedy: BilingualText(
                nl: "Schrijf onder own_numbers uw btw-nummer en KvK-nummer, of direction: sales of purchases",
                en: "Write your VAT number and chamber of commerce number under own_numbers, or direction: sales or purchases"))
    }
}

extension UBLSettings.ExchangeRate {
    fileprivate init?(_ mapping: YAMLMapping) {
        let currency = mapping.required("currency", .currency)
        let from = mapping.required("from", .date)
        let rate = mapping.required("rate", .decimal)
        guard let currency, let from, let rate else { return nil }
        self.init(currency, from: from, rate: rate)
    }
}
