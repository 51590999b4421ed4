public import BridgeDomain
import BridgeSource
import FreshPortalSource

/// How the reading of a source stands whose documents arrive in parts.
public struct SourceStanding: Sendable {
    /// When it was last read; nil before the first time.
    public var lastRead: Timestamp?
    /// When a link was last over before it was used, and another was asked for.
    public var linkOverAt: Timestamp?
    /// Documents of which parts have not arrived.
    public var waiting: Int
    /// Since when the one that waits longest does.
    public var waitingSince: Timestamp?
    /// What is most waited for, in the source's words, and by how many documents.
    public var missing: [(what: String, documents: Int)]

    /// A standing; `missing` with what is most waited for first.
    public init(
        lastRead: Timestamp?, linkOverAt: Timestamp? = nil, waiting: Int, waitingSince: Timestamp? = nil,
        missing: [(what: String, documents: Int)] = []
    ) {
        self.lastRead = lastRead
        self.linkOverAt = linkOverAt
        self.waiting = waiting
        self.waitingSince = waitingSince
        self.missing = missing
    }
}

extension Configuration {
    /// How the source of a bridge stands, read beside the service and without a call; nil where documents arrive whole, and before anything
    /// was read.
    public func standing(of bridge: Bridge) throws(InstallationError) -> SourceStanding? {
        guard case .freshPortalExport(_, let export)? = source(of: bridge)?.kind else { return nil }
        do {
            guard let found = try FreshPortalExportStanding.read(stateFile: path(export.stateFile)) else { return nil }
            return SourceStanding(
                lastRead: found.lastRead, linkOverAt: found.linkOverAt, waiting: found.waiting, waitingSince: found.waitingSince,
                missing: found.missing.map { ($0.row, $0.documents) })
        } catch {
            throw InstallationError(
                nl: "wat op ontbrekende regels wacht is niet te lezen: \(error.message)",
                en: "what waits for missing rows cannot be read: \(error.message)")
        }
    }
}
