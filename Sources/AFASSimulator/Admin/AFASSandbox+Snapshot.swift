import BridgeDomain
import BridgeJSON
import FoundationEssentials

/// Carrying a sandbox over a restart: everything that happened, as JSON. Settings are not in it; they come from the starter.
extension AFASSandbox {
    /// Why a snapshot cannot be taken up again: a sentence.
    public struct SnapshotError: Error, Hashable, Sendable, CustomStringConvertible {
        public let description: String
    }

    private struct Snapshot: Codable {
        static let format = 1
        let format: Int
        let clockOffset: Int64
        let generator: UInt64
        let faultGenerator: UInt64
        /// As the keeper's door writes them.
        let faults: String
        let environments: [String: Books.State]
        let log: [LogLine]
        let perConnector: [String: Int]
        let pendingWork: [PendingWork]
        let revokedTokens: Set<String>
        let isInMaintenance: Bool
        let imports: [ImportReport]
        let lastImport: Timestamp?
    }

    /// Everything that happened so far. Cost: proportional to what is in the books.
    public func snapshot() throws -> [UInt8] {
        let faults = JSON.array(plan.faults.map(\.json)).description
        let snapshot = Snapshot(
            format: Snapshot.format, clockOffset: clockOffset, generator: generator.state, faultGenerator: plan.generator.state,
            faults: faults, environments: books.mapValues(\.state), log: log, perConnector: perConnector, pendingWork: pendingWork,
            revokedTokens: revokedTokens, isInMaintenance: isInMaintenance, imports: imports, lastImport: lastImport)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return Array(try encoder.encode(snapshot))
    }

    /// Goes on where a snapshot stands. What happened in this sandbox before is forgotten; on an error nothing changes.
    public func restore(_ bytes: [UInt8]) throws(SnapshotError) {
        let snapshot: Snapshot
        do { snapshot = try JSONDecoder().decode(Snapshot.self, from: Data(bytes)) } catch {
            throw SnapshotError(description: "This is no snapshot of a sandbox: \(error)")
        }
        guard snapshot.format == Snapshot.format else {
            throw SnapshotError(description: "The snapshot has format \(snapshot.format); this program reads format \(Snapshot.format).")
        }
        // An environment that is no longer in the settings is left out.
        for (id, state) in snapshot.environments { books[id]?.state = state }
        clockOffset = snapshot.clockOffset
        generator = SeededGenerator(seed: snapshot.generator)
        plan.generator = SeededGenerator(seed: snapshot.faultGenerator)
        plan.faults = ((try? JSON(parsing: snapshot.faults))?.array ?? []).compactMap { Fault(json: $0) }
        log = snapshot.log
        perConnector = snapshot.perConnector
        pendingWork = snapshot.pendingWork
        revokedTokens = snapshot.revokedTokens
        isInMaintenance = snapshot.isInMaintenance
        imports = snapshot.imports
        lastImport = snapshot.lastImport
    }
}
