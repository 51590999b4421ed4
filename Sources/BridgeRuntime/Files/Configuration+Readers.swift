import BridgeDomain
import BridgeEngine
public import BridgeSource
import BridgeYAML
public import ColumnSource
public import UBLSource

extension Configuration {
    /// What is said beside files that somebody names.
    public struct FileHints: Hashable, Sendable {
        /// The file that says what columns mean; nil for what the bridge's source says.
        public var columns: String?
        /// Whether UBL files are sales or purchases; nil for what the bridge's source says.
        public var direction: UBLSettings.Direction?

        /// Hints.
        public init(columns: String? = nil, direction: UBLSettings.Direction? = nil) {
            self.columns = columns
            self.direction = direction
        }
    }

    /// Who reads a file that somebody names: UBL by its ending, tables by what the hints or the bridge's source say of their columns.
    public func reader(of path: String, for bridge: Bridge, _ hints: FileHints) throws(InstallationError) -> any DocumentFileReader {
        let ending = FilePath.ending(path)
        switch ending {
        case "xml": return ublReader(for: bridge, hints)
        default:
            guard let columns = columns(for: bridge, hints) else { return OtherForm(wantsColumns: Self.tableEndings.contains(ending)) }
            let reader = try columnReader(columns, for: bridge)
            return reader.endings.contains(ending) ? reader : OtherForm(wantsColumns: false)
        }
    }

    /// Endings that say: a table.
    private static let tableEndings: Set<String> = ["csv", "tsv", "txt", "xlsx"]

    /// The file that says what columns mean; hints count from the folder one works in, the source's from the configuration's.
    private func columns(for bridge: Bridge, _ hints: FileHints) -> String? {
        if let columns = hints.columns { return columns }
        guard case .columnFolder(_, let columns) = source(of: bridge)?.kind else { return nil }
        return path(columns)
    }

    /// Who reads tables as the file of settings says; every mistake in it is told at once.
    public func columnReader(_ file: String, for bridge: Bridge) throws(InstallationError) -> ColumnReader {
        guard let bytes = try TextFile.read(file) else {
            throw InstallationError(
                nl: "er is geen \(file); 'ledgerbridge import columns --guess BESTAND' stelt er een voor",
                en: "there is no \(file); 'ledgerbridge import columns --guess FILE' proposes one")
        }
        do { return ColumnReader(try ColumnSettings(yaml: bytes), administration: bridge.policy.source) } catch {
            throw InstallationError(nl: error.text(file: file, .dutch), en: error.text(file: file, .english))
        }
    }

    /// Who reads UBL for a bridge.
    public func ublReader(for bridge: Bridge, _ hints: FileHints) -> UBLReader {
        var settings = UBLSettings(administration: bridge.policy.source)
        if case .ublFolder(_, let own) = source(of: bridge)?.kind { settings = own }
        settings.direction = hints.direction ?? settings.direction
        return UBLReader(settings.completed(by: bridge))
    }
}

/// Refuses files of a form that is not read, each by itself: what was named together with them is read all the same.
private struct OtherForm: DocumentFileReader {
    /// It is a table, and nobody said what its columns mean.
    let wantsColumns: Bool

    var endings: Set<String> { [] }
    var partyKinds: Set<PartyKind> { [] }
    var fingerprint: String { "other-form" }

    func open(_ file: DocumentFile, for stream: FileStream) throws(FileRefusal) -> any DocumentFileReading {
        guard !wantsColumns else {
            throw FileRefusal(
                BilingualText(
                    nl:
                        "niemand zei wat de kolommen betekenen; geef --columns BESTAND, of een brug met een bron van het type column-folder",
                    en: "nobody said what the columns mean; give --columns FILE, or a bridge with a source of the type column-folder"))
        }
        throw FileRefusal(
            BilingualText(
                nl: "dit soort bestand wordt niet gelezen; geef .xml (UBL), .csv of .xlsx",
                en: "this form of file is not read; give .xml (UBL), .csv or .xlsx"))
    }
}

extension UBLSettings {
    /// With what the bridge knows: whose books the documents are for.
    func completed(by bridge: Configuration.Bridge) -> UBLSettings {
        var settings = self
        settings.administration = bridge.policy.source
        settings.ownCountry = CountryCode(bridge.policy.ownCountry) ?? .netherlands
        return settings
    }
}
