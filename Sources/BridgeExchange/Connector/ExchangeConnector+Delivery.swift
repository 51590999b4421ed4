import BridgeConnector
import BridgeDomain

// How a batch comes into the folder.
extension ExchangeConnector {
    /// Seconds between two looks at an entry that waits for its file to be answered; the news of a decision comes sooner.
    private static let waitSeconds: Int64 = 900

    /// Makes a batch of what was collected, unless it is in one already. Its number is above every number the folder shows: a journal
    /// restored from a backup must not use one again.
    func reserve() async throws(ConnectorError) {
        let now = clock.now()
        let highest = try await highestNumber()
        // Whoever asked longer ago has given up and looks it up: it must not go out behind his back.
        let fresh = collected.filter { now <= $0.at.adding(seconds: CallDeadline.seconds) }.prefix(settings.takes)
        let rest = collected.filter { item in now <= item.at.adding(seconds: CallDeadline.seconds) }.dropFirst(fresh.count)
        collected = []
        let (state, settings, format) = (state, settings, format)
        do throws(ConnectorError) {
            try await state.change { (changes: inout BatchState.Changes) throws(ConnectorError) in
                var own: [Collected] = []
                for item in fresh where try await state.delivery(item.reference).map({ $0.standing == .refused }) ?? true {
                    own.append(item)
                }
                guard !own.isEmpty else { return }
                var head = try await state.head()
                let number = max(head.nextNumber, highest + 1)
                let plan = BatchPlan(number, own, settings: settings, format: format, now: now)
                head.nextNumber = number + 1
                head.open.append(number)
                changes.put(head)
                changes.put(plan.batch)
                for (place, content) in plan.contents.enumerated() { changes.put(content: content, of: place, in: number) }
                for (reference, delivery) in plan.deliveries { changes.put(delivery, reference) }
            }
        } catch {
            // Tried again while there is time; afterwards it is found in no batch and sent anew.
            collected = fresh + rest + collected
            throw error
        }
        collected = rest + collected
    }

    private func highestNumber() async throws(ConnectorError) -> Int {
        var names = try await names(in: "")
        for below in Set([settings.refusedFolder, settings.takenFolder ?? ""]) where !below.isEmpty {
            names += try await self.names(in: below)
        }
        return names.compactMap { files.batch(of: $0) }.max() ?? 0
    }

    func names(in below: String) async throws(ConnectorError) -> [String] {
        do { return try await folder.names(in: below) } catch { throw ConnectorError(error) }
    }

    /// Brings every batch that is not in the folder yet there, also those of a process that died.
    func finishOpen() async throws(ConnectorError) {
        for number in try await state.head().open where !delivered.contains(number) {
            guard var batch = try await state.batch(number) else { continue }
            if batch.stage == .reserved { batch = try await staged(batch) }
            if batch.stage == .staged { try await publish(batch) }
            delivered.insert(number)
        }
    }

    /// Writes the files under hidden names of this process' own, then says so. Where another process was faster, its files count.
    private func staged(_ batch: Batch) async throws(ConnectorError) -> Batch {
        let token = try await state.token()
        for (place, file) in batch.files.enumerated() {
            let content = try await state.content(of: place, in: batch.number)
            try await inFolder { () async throws(ExchangeFolderError) in try await folder.stage(content, as: Self.hidden(file.name, token))
            }
        }
        let state = state
        let now = try await state.change { (changes: inout BatchState.Changes) throws(ConnectorError) -> Batch? in
            guard var now = try await state.batch(batch.number), now.stage == .reserved else { return nil }
            now.stage = .staged
            now.token = token
            changes.put(now)
            return now
        }
        if let now { return now }
        for file in batch.files {
            try await inFolder { () async throws(ExchangeFolderError) in try await folder.discard(Self.hidden(file.name, token)) }
        }
        return try await state.batch(batch.number) ?? batch
    }

    /// Gives each file its name: the control file first, so that it is there when the first of the others appears.
    private func publish(_ batch: Batch) async throws(ConnectorError) {
        guard let token = batch.token else { return }
        for file in batch.files {
            do throws(ExchangeFolderError) { _ = try await folder.publish(Self.hidden(file.name, token), as: file.name) } catch {
                if error.code == .nameTaken { alarms[batch.number] = Self.taken(file.name) }
                throw ConnectorError(error)
            }
        }
        alarms[batch.number] = nil
        let (state, clock) = (state, clock)
        try await state.change { (changes: inout BatchState.Changes) throws(ConnectorError) in
            guard var now = try await state.batch(batch.number), now.stage == .staged else { return }
            now.stage = .delivered
            now.deliveredAt = clock.now()
            changes.put(now)
        }
    }

    private func inFolder(_ work: () async throws(ExchangeFolderError) -> Void) async throws(ConnectorError) {
        do { try await work() } catch { throw ConnectorError(error) }
    }

    private static func hidden(_ name: String, _ token: String) -> String { ".\(name).\(token).part" }

    private static func taken(_ name: String) -> BilingualText {
        BilingualText(
            nl: "in de uitwisselmap staat al een ander bestand met de naam \(name); haal dat weg, dan wordt de batch afgeleverd",
            en: "another file called \(name) lies in the exchange folder; take it away and the batch is delivered")
    }

    /// Where an entry is that waits for an answer, and when to ask again.
    func place(of known: Delivery, _ now: Timestamp) async throws(ConnectorError) -> (Timestamp, String) {
        let later = now.adding(seconds: Self.waitSeconds)
        guard let batch = try await state.batch(known.batch), batch.files.indices.contains(known.file) else { return (later, "in a batch") }
        let file = batch.files[known.file]
        guard batch.stage == .delivered || batch.stage == .closed else { return (later, "in \(file.name), not yet in the folder") }
        guard let pickedUpAt = file.pickedUpAt else { return (later, "in \(file.name), not yet picked up") }
        return (
            min(later, pickedUpAt.adding(seconds: settings.answerSeconds + settings.lookSeconds)),
            "in \(file.name), picked up at \(pickedUpAt)"
        )
    }
}
