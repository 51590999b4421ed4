import BridgeDomain
import BridgeEngine
import BridgeYAML

// Whether documents' files follow them: off unless asked for, because each file costs calls.
extension AttachmentPolicy {
    /// Every key is read, so that a mistake is told also while no files follow.
    static func read(_ mapping: YAMLMapping) -> AttachmentPolicy? {
        var policy = AttachmentPolicy()
        if let megabytes = mapping.optional("attach_files_megabytes", .integer(in: megabytes)) { policy.bytesMax = megabytes << 20 }
        policy.callsPerDay = mapping.optional("attach_files_calls_per_day", .integer(in: callsPerDayRange)) ?? policy.callsPerDay
        return mapping.optional("attach_files", .bool, default: false) ? policy : nil
    }
}

extension Configuration.SourceKind {
    /// True where documents' files can be had as people read them.
    public var givesFiles: Bool {
        switch self {
        case .freshPortal, .ublFolder: true
        case .freshPortalExport, .columnFolder, .api: false
        }
    }
}

extension YAMLMapping {
    /// Files need a source that gives them and books that take them.
    static func checkAttachments(
        _ bridges: [Configuration.Bridge], _ table: MappingTable, _ sources: [Configuration.Source], _ targets: [Configuration.Target]
    ) {
        for bridge in bridges where bridge.policy.attachments != nil {
            let mapping = table.first { $0.key == bridge.policy.bridge.text }?.value
            if let source = sources.first(where: { $0.name == bridge.source }), !source.kind.givesFiles {
                mapping?.reportNoFiles(
                    nl: "de bron '\(source.name)' geeft geen bestanden", en: "the source '\(source.name)' gives no files")
            }
            if let target = targets.first(where: { $0.name == bridge.target }), !type(of: target.setup).attachesFiles {
                mapping?.reportNoFiles(
                    nl: "de koppeling met '\(target.name)' voegt geen bestanden bij",
                    en: "the connection to '\(target.name)' attaches no files")
            }
        }
    }

    private func reportNoFiles(nl dutch: String, en english: String) {
        let able = Configuration.targetTypes.filter { $0.attachesFiles }.map { $0.type }.joined(separator: ", ")
        report(
            "attach_files", what: BilingualText(nl: dutch, en: english),
            remedy: BilingualText(
                nl: "Laat attach_files weg; bestanden komen uit freshportal en ubl-folder, en gaan naar: \(able)",
                en: "Leave attach_files out; files come from freshportal and ubl-folder, and go to: \(able)"))
    }
}
