import BridgeAPI
import BridgeDomain
import BridgeEngine
import BridgeFolder
public import BridgeSource
import FreshPortalSource
import UBLSource

// The one place where kinds of sources are made.
extension Installation {
    /// The source of a bridge. Nothing is called and nothing is touched yet.
    func documents(
        of source: Configuration.Source, for bridge: Configuration.Bridge
    ) async throws(InstallationError) -> any DocumentSource {
        switch source.kind {
        case .freshPortal(let portal, let webhookSecret):
            let settings = FreshPortalConfiguration(
                origin: portal.origin, administration: bridge.policy.source, apiKey: try await secret(portal.key),
                webhookSecret: try await secret(webhookSecret))
            return FreshPortalSource(settings, transport: transport, time: clock)
        case .ublFolder(let folder, let settings):
            return documents(in: folder, UBLReader(settings.completed(by: bridge)), for: bridge)
        case .api: return PushedSource(bridge: bridge.policy.bridge, administration: bridge.administration, journal: journal)
        case .freshPortalExport(let portal, let export):
            let settings = FreshPortalExportConfiguration(
                export, of: portal, key: try await secret(portal.key), bridge.policy.source, file: configuration.path(export.stateFile))
            return FreshPortalExportSource(settings, transport: transport, time: clock) { try? await Task.sleep(for: .milliseconds($0)) }
        case .columnFolder(let folder, let columns):
            return documents(in: folder, try configuration.columnReader(configuration.path(columns), for: bridge), for: bridge)
        }
    }

    /// What a bridge works with at our own door; nil where nobody pushes.
    func atDoor(_ bridge: Configuration.Bridge, _ working: WorkingBridge) async throws(InstallationError) -> APIDoor.Work? {
        guard let source = configuration.sources.first(where: { $0.name == bridge.source }), case .api(let references) = source.kind else {
            return nil
        }
        var secrets: [String] = []
        for reference in references { secrets.append(try await secret(reference)) }
        return APIDoor.Work(parts: working.parts, validator: working.translator.validator, webhookSecrets: secrets)
    }

    /// A folder whose files `reader` reads.
    private func documents(
        in folder: Configuration.Folder, _ reader: any DocumentFileReader, for bridge: Configuration.Bridge
    ) -> FolderSource {
        let settings = FolderSettings(
            path: configuration.path(folder.path), settlingSeconds: folder.settlingSeconds, readyEnding: folder.readyEnding,
            fileBytesMax: folder.megabytesMax << 20)
        return FolderSource(settings, reader: reader, administration: bridge.administration, time: clock)
    }
}

extension FreshPortalExportConfiguration {
    /// Milliseconds a page waits for an export under way: long enough to rest, short enough for a lane that has other work.
    private static let restMilliseconds = 200

    fileprivate init(
        _ export: Configuration.Export, of portal: Configuration.Portal, key: String, _ administration: SourceAdministration, file: String
    ) {
        self.init(origin: portal.origin, administration: administration, apiKey: key, stateFile: file, firstDate: export.firstDate)
        historyDays = export.historyDays
        exportInterval = export.everySeconds
        patience = Self.restMilliseconds
        parentWait = export.waitSeconds
        keepDays = export.keepDays
        archiveMax = Int64(export.megabytesMax) << 20
        columns = export.columnNames
        stated = Statements(currency: export.currency, vatTreatment: export.vatTreatment, computesVAT: export.computesVAT)
    }
}

extension Configuration.Bridge {
    /// The administration as files know it: they carry no name of their own.
    public var administration: SourceAdministrationInfo {
        SourceAdministrationInfo(code: policy.source, name: policy.source.text, currency: policy.bookCurrency, vatNumber: nil)
    }
}
