import BridgeDomain
import BridgeEngine
public import BridgeSource
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
        switch FilePath.ending(path) {
        case "xml": return ublReader(for: bridge, hints)
        default: return OtherForm()
        }
    }

    /// Who reads UBL for a bridge.
    public func ublReader(for bridge: Bridge, _ hints: FileHints) -> UBLReader {
        var settings = UBLSettings(administration: bridge.policy.source)
        if case .ublFolder(_, let own) = sources.first(where: { $0.name == bridge.source })?.kind { settings = own }
        settings.direction = hints.direction ?? settings.direction
        return UBLReader(settings.completed(by: bridge))
    }
}

/// Refuses files of a form that is not read, each by itself: what was named together with them is read all the same.
private struct OtherForm: DocumentFileReader {
    var endings: Set<String> { [] }
    var partyKinds: Set<PartyKind> { [] }
    var fingerprint: String { "other-form" }

    func open(_ file: DocumentFile, for stream: FileStream) throws(FileRefusal) -> any DocumentFileReading {
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
