public import BridgeConnector
public import BridgeDomain
public import BridgeJournal

/// A file with entries that the target has not answered: what a status shows of an exchange folder.
public struct OpenFile: Hashable, Sendable {
    /// How far it got.
    public enum Standing: String, Hashable, Sendable, CaseIterable {
        /// Settled, and not yet in the folder.
        case settled
        /// In the folder; nobody picked it up.
        case waiting
        /// Picked up; what is wrong with it may still come back.
        case taken
    }

    public var name: String
    /// The batch's number.
    public var batch: Int
    /// How many entries it holds.
    public var entries: Int
    public var standing: Standing
    /// Since when it stands so.
    public var since: Timestamp
    /// True where it lies in the folder for longer than ``ExchangeSettings/pickUpSeconds``.
    public var isLate: Bool

    /// Batches that are looked at, at most; the oldest first.
    private static let batchesMax = 200

    /// The files of an exchange that are not answered, oldest first, as the journal knows them. Neither writes nor looks into the folder; one
    /// read for each open batch.
    public static func all(
        of settings: ExchangeSettings, in journal: any BridgeJournal, now: Timestamp
    ) async throws(ConnectorError) -> [OpenFile] {
        let state = BatchState(journal: journal, name: BridgeID(settings.name), owner: "status", clock: StoppedClock(now: now))
        var files: [OpenFile] = []
        for number in try await state.head().open.prefix(batchesMax) {
            guard let batch = try await state.batch(number) else { continue }
            files += batch.entryFiles.filter { $0.answeredAt == nil }.map { file in
                let (standing, since): (Standing, Timestamp) =
                    if let pickedUpAt = file.pickedUpAt { (.taken, pickedUpAt) } else if let deliveredAt = batch.deliveredAt {
                        (.waiting, deliveredAt)
                    } else {
                        (.settled, batch.reservedAt)
                    }
                return OpenFile(
                    name: file.name, batch: number, entries: file.items.count, standing: standing, since: since,
                    isLate: standing == .waiting && now >= since.adding(seconds: settings.pickUpSeconds))
            }
        }
        return files
    }

    /// Reading decides nothing, so no time goes by.
    private struct StoppedClock: TimeSource {
        let moment: Timestamp

        init(now: Timestamp) { moment = now }

        func now() -> Timestamp { moment }
    }
}
