import BridgeDomain
import BridgeHash
import BridgeJournal

/// Counts wrong passwords and codes by name and by address, and says who has to wait: after so many within ``window``, for that long after
/// the last. Kept in the journal, so that every process knows of them, and a process started again as well.
///
/// What was typed is kept as a hash: people type their password where the name belongs.
struct FailureCount: Sendable {
    /// Milliseconds failures count for, and somebody is locked out: a quarter of an hour.
    static let window: Int64 = 900_000
    /// Times a count is begun anew because somebody else counted meanwhile.
    private static let attemptsMax = 100
    /// Counts forgotten with each try.
    private static let forgottenAtOnce = 20

    let journal: any BridgeJournal
    let ofName: Int
    let ofAddress: Int

    /// What a try may do.
    enum Try: Sendable {
        case lockedOut(until: Timestamp)
        /// It may be looked at; `isLast`: when it is wrong, the name is locked.
        case open(isLast: Bool)
    }

    /// Counts a try as failed before it is looked at, so that many at once are no more than are allowed; ``succeeded(_:from:)`` takes it back.
    func tries(_ name: String, from address: String, now: Timestamp) async throws(JournalError) -> Try {
        let (nameID, addressID) = (Self.id("name", name), Self.id("address", address))
        for attempt in 1... {
            let kept = try await journal.failures([nameID, addressID])
            let (before, beforeThere) = (current(kept[nameID], nameID, now), current(kept[addressID], addressID, now))
            if beforeThere.failures >= ofAddress { return .lockedOut(until: beforeThere.lastAt.adding(milliseconds: Self.window)) }
            if before.failures >= ofName { return .lockedOut(until: before.lastAt.adding(milliseconds: Self.window)) }
            do throws(JournalError) {
                try await journal.commit(
                    JournalUnit([
                        .putFailures(counted(before, now)), .putFailures(counted(beforeThere, now)),
                        .forgetFailures(lastBy: now.adding(milliseconds: -Self.window), limit: Self.forgottenAtOnce),
                    ]))
                return .open(isLast: before.failures + 1 == ofName)
            } catch {
                guard error.code == .conflict, attempt < Self.attemptsMax else { throw error }
            }
        }
        preconditionFailure("the loop above ends by itself")
    }

    /// Takes a try back that was right; `forgets`: everything the name failed before is forgotten with it.
    func succeeded(_ name: String, from address: String, forgets: Bool = true) async throws(JournalError) {
        let (nameID, addressID) = (Self.id("name", name), Self.id("address", address))
        for attempt in 1... {
            let kept = try await journal.failures([nameID, addressID])
            var changes: [JournalChange] = forgets ? [.dropFailures(id: nameID)] : []
            for record in [forgets ? nil : kept[nameID], kept[addressID]] {
                guard var record, record.failures > 0 else { continue }
                record.failures -= 1
                record.revision += 1
                changes.append(.putFailures(record))
            }
            do throws(JournalError) {
                return try await journal.commit(JournalUnit(changes))
            } catch {
                guard error.code == .conflict, attempt < Self.attemptsMax else { throw error }
            }
        }
    }

    /// Until when names are locked out; those that are not are left out.
    func locked(_ names: [String], now: Timestamp) async throws(JournalError) -> [String: Timestamp] {
        let kept = try await journal.failures(names.map { Self.id("name", $0) })
        var found: [String: Timestamp] = [:]
        for name in names {
            let id = Self.id("name", name)
            let count = current(kept[id], id, now)
            if count.failures >= ofName { found[name] = count.lastAt.adding(milliseconds: Self.window) }
        }
        return found
    }

    /// What makes a name free again.
    func freeing(_ name: String) -> JournalChange { .dropFailures(id: Self.id("name", name)) }

    /// What counts of a record now: failures of longer ago, or of a clock that was far ahead, do not. Of tries at once each has read the clock for
    /// itself, so the last that was counted may be a moment later than this one.
    private func current(_ kept: FailureRecord?, _ id: String, _ now: Timestamp) -> FailureRecord {
        guard var kept else { return FailureRecord(id: id, failures: 0, lastAt: now, revision: 0) }
        let age = now.milliseconds(since: kept.lastAt)
        if abs(age) >= Self.window { kept.failures = 0 }
        return kept
    }

    private func counted(_ before: FailureRecord, _ now: Timestamp) -> FailureRecord {
        FailureRecord(
            id: before.id, failures: before.failures + 1, lastAt: before.failures > 0 ? max(before.lastAt, now) : now,
            revision: before.revision + 1)
    }

    private static func id(_ kind: String, _ text: String) -> String { "\(kind)/\(SHA256.hash(text.utf8).hex.prefix(32))" }
}
