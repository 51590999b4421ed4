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
                var head = try await state.head()
                let parties = try await Self.dueParties(head, of: own, state)
                guard !own.isEmpty || !parties.isEmpty else { return }
                let number = max(head.nextNumber, highest + 1)
                let plan = BatchPlan(number, own, parties: parties, settings: settings, format: format, now: now)
                head.nextNumber = number + 1
                head.dueParties = nil
                head.refusedParties?.removeAll { relation in parties.contains { $0.relation == relation } }
                head.open.append(number)
                changes.put(head)
                changes.put(plan.batch)
                for (place, content) in plan.contents.enumerated() { changes.put(content: content, of: place, in: number) }
                for (reference, delivery) in plan.deliveries { changes.put(delivery, reference) }
                for party in plan.parties { changes.put(party.delivery, party.relation) }
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

    /// Brings every batch that is not in the folder yet there, also those of a process that died; one after the other.
    func finishOpen() async throws(ConnectorError) {
        for number in try await state.head().open where !delivered.contains(number) {
            guard var batch = try await state.batch(number) else { continue }
            if batch.stage == .reserved { batch = try await staged(batch) }
            if batch.stage == .staged { guard try await publish(batch) else { return } }
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

    /// Gives each file its name: the control file first, so that it is there when the first of the others appears. False where the next file
    /// has to wait for one that lies there.
    private func publish(_ batch: Batch) async throws(ConnectorError) -> Bool {
        guard let token = batch.token else { return true }
        for (place, file) in batch.files.enumerated() {
            if settings.waitsForPickUp, place > 0, try await isWaiting(batch) { return false }
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
        return true
    }

    /// Whether a file of ours still lies in the folder; looked at as often as the folder is.
    private func isWaiting(_ batch: Batch) async throws(ConnectorError) -> Bool {
        let now = clock.now()
        if let last = lastWait, last <= now, now < last.adding(seconds: settings.lookSeconds) { return true }
        let lying = try await names(in: "").sorted().first { files.batch(of: $0) != nil && $0.hasSuffix(format.fileEnding) }
        lastWait = lying == nil ? nil : now
        let isLate = now >= batch.reservedAt.adding(seconds: settings.pickUpSeconds)
        alarms[batch.number] = isLate ? lying.map { Self.notPickedUp($0, 1, since: batch.reservedAt) } : nil
        return lying != nil
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
