import BridgeDomain
import BridgeJSON
import FoundationEssentials

/// Carrying a sandbox over a restart: everything that happened, as JSON. Settings are not in it; they come from the starter.
extension KingSandbox {
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
        let sessions: Sessions
        let finance: [String: FinanceBooks.State]
        let erp: [String: ERPBooks.State]
        let log: [LogLine]
        let perOperation: [String: Int]
        let imports: ImportState
    }

    /// Everything that happened so far. Cost: proportional to what is in the books.
    public func snapshot() throws -> [UInt8] {
        let snapshot = Snapshot(
            format: Snapshot.format, clockOffset: clockOffset, generator: generator.state, faultGenerator: plan.generator.state,
            faults: JSON.array(plan.faults.map(\.json)).description, sessions: sessions, finance: finance.mapValues(\.state),
            erp: erp.mapValues(\.state), log: log, perOperation: perOperation, imports: imports)
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
        // An administration that is no longer in the settings is left out.
        for (code, state) in snapshot.finance { finance[code]?.state = state }
        for (name, state) in snapshot.erp { erp[name]?.state = state }
        clockOffset = snapshot.clockOffset
        generator = SeededGenerator(seed: snapshot.generator)
        plan.generator = SeededGenerator(seed: snapshot.faultGenerator)
        plan.faults = ((try? JSON(parsing: snapshot.faults))?.array ?? []).compactMap { Fault(json: $0) }
        sessions = snapshot.sessions
        log = snapshot.log
        perOperation = snapshot.perOperation
        imports = snapshot.imports
    }
}
