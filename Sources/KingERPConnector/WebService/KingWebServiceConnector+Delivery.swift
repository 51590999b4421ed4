import BridgeConnector
import BridgeDomain
import BridgeExchange
import BridgeJournal

// How a run gets into King.
extension KingWebServiceConnector {
    /// Seconds of one turn that are spent on calls; the rest of a run follows in the next.
    private static let turnSeconds: Int64 = 10
    /// Seconds for which others are kept out while one process makes calls, prolonged on the way; so long a process that died keeps them out.
    private static let holdSeconds: Int64 = 15
    /// Seconds within which a call begins after its cursor was kept: so much of the hold must be left.
    private static let beginSeconds: Int64 = 5
    /// Seconds after which a run goes on whose last call alone was lost.
    private static let againSeconds: Int64 = 1
    /// Seconds after which a run that does not come to an end is told to a person.
    private static let lateSeconds: Int64 = 3_600

    /// Works on the run under way, or on a new one. One process at a time; whoever is late is refused by the fence, and every call it may still
    /// make names a batch that by then is closed or gone, or repeats what is there.
    func work(isDue: Bool) async throws(ConnectorError) {
        let fence = try await state.record.hold(seconds: Self.holdSeconds)
        atHand = nil
        do throws(ConnectorError) {
            var head = try await state.head()
            if head.open == nil, isDue { try await begin(&head, fence) }
            if let number = head.open, let run = try await state.run(number) { try await advance(run, head, fence) }
            await state.record.giveBack(fence)
        } catch {
            await state.record.giveBack(fence)
            throw error
        }
    }

    /// Makes a run of what was collected, unless it is in one already.
    private func begin(_ head: inout RunState.Head, _ fence: Fence) async throws(ConnectorError) {
        let now = clock.now()
        // Whoever asked longer ago has given up and looks it up: it must not go out behind his back.
        collected.removeAll { now > $0.at.adding(seconds: CallDeadline.seconds) }
        var own: [Collected] = []
        for item in collected.prefix(settings.entriesMax) {
            if try await state.parcel(item.reference).map({ $0.standing == .refused }) ?? true { own.append(item) }
        }
        let looked = collected.prefix(settings.entriesMax).count
        guard !own.isEmpty else { return collected.removeFirst(looked) }
        let items = own.map { BatchRun.Item(reference: $0.reference, lines: $0.record.lines.count) }
        let run = BatchRun(number: head.nextNumber, startedAt: now, items: items)
        head.open = run.number
        head.nextNumber += 1
        var changes = SharedRecord.Changes()
        changes.put(head)
        changes.put(run.cursor)
        changes.put(run.items, of: run)
        for item in own { changes.put(Parcel(item.order, item.record, run: run.number), item.reference) }
        // Refused: tried again while there is time; afterwards it is found in no batch and sent anew.
        try await state.record.commit(changes, fence)
        collected.removeFirst(looked)
        recorders = [:]
    }

    /// Makes calls until the run is over, the turn is, or something stands in the way.
    private func advance(_ kept: BatchRun, _ head: RunState.Head, _ fence: Fence) async throws(ConnectorError) {
        var (run, written) = (kept, kept)
        var answered = 0
        let began = clock.now()
        var heldUntil = began
        alarm = began > run.cursor.startedAt.adding(seconds: Self.lateSeconds) ? Self.late(run) : nil
        // A call of a process that died may have been made.
        if run.cursor.isUnderWay { _ = run.take(.lost("a call before a restart")) }
        while run.step != .over, clock.now() < began.adding(seconds: Self.turnSeconds) {
            let asked = clock.now()
            if asked.adding(seconds: Self.beginSeconds) >= heldUntil {
                // Who was late has an old cursor in hand, whatever became of the lease meanwhile.
                guard try await state.record.hold(seconds: Self.holdSeconds) == fence else {
                    throw ConnectorError(.unavailable, "another process went on with batch \(run.name)")
                }
                heldUntil = asked.adding(seconds: Self.holdSeconds)
            }
            run.begin()
            try await keep(run, &written, head, fence)
            var stop: ConnectorError?
            do throws(ConnectorError) {
                let answer = try await recorded(run, asked)
                stop = run.take(answer)
                if stop == nil { answered += 1 }
            } catch {
                run.withdraw()
                stop = error
            }
            if var stop {
                try await keep(run, &written, head, fence)
                // One answer lost among others is no closed door.
                if answered > 0, stop.retryAt == nil { stop.retryAt = clock.now().adding(seconds: Self.againSeconds) }
                throw stop
            }
        }
        try await keep(run, &written, head, fence)
        if run.step == .over { alarm = nil }
    }

    /// Makes the run durable, with what became of its entries.
    private func keep(
        _ run: BatchRun, _ written: inout BatchRun, _ head: RunState.Head, _ fence: Fence
    ) async throws(ConnectorError) {
        var changes = SharedRecord.Changes()
        changes.put(run.cursor)
        if run.items != written.items { changes.put(run.items, of: run) }
        var decided: [EntryReference] = []
        for (item, before) in zip(run.items, written.items) where item.standing != before.standing {
            guard var parcel = try await state.parcel(item.reference), parcel.run == run.number else { continue }
            guard parcel.take(item) else { continue }
            changes.put(parcel, item.reference)
            decided.append(item.reference)
        }
        if run.step == .over {
            var head = head
            head.open = nil
            changes.put(head)
        }
        try await state.record.commit(changes, fence)
        written = run
        settled += decided
    }

    /// The call that is next, kept for the entries it is about: the one at hand, or all that the batch to close holds.
    private func recorded(_ run: BatchRun, _ asked: Timestamp) async throws(ConnectorError) -> ServiceAnswer {
        let about: [EntryReference] =
            switch run.step {
            case .addEntry, .addLine, .removeEntry: [run.item.reference]
            case .close: run.items.filter { $0.standing == .added }.map(\.reference)
            case .open, .rollBack, .over: []
            }
        let (answer, calls) = await CallRecorder.recording { () async -> Result<ServiceAnswer, ConnectorError> in
            do throws(ConnectorError) { return .success(try await call(run, asked)) } catch { return .failure(error) }
        }
        for reference in about {
            let recorder = recorders[reference] ?? CallRecorder()
            calls.forEach { recorder.keep($0) }
            recorders[reference] = recorder
        }
        return try answer.get()
    }

    /// The call that is next.
    private func call(_ run: BatchRun, _ asked: Timestamp) async throws(ConnectorError) -> ServiceAnswer {
        switch run.step {
        case .open:
            let record = BatchRecord.record(settings.rules, run.name)
            return try await service.call(.openBatch, body: record.document, askedAt: asked, within: Self.beginSeconds)
        case .addEntry:
            let head = try await parcel(run.item).head ?? ""
            return try await service.call(.addEntry, batch: run.batch, body: Array(head.utf8), askedAt: asked, within: Self.beginSeconds)
        case .addLine:
            let lines = try await parcel(run.item).lines ?? []
            let line = lines.indices.contains(run.line) ? lines[run.line] : ""
            return try await service.call(
                .addLine, batch: run.batch, entry: run.item.key, body: Array(line.utf8), askedAt: asked, within: Self.beginSeconds)
        case .removeEntry:
            return try await service.call(.removeEntry, batch: run.batch, entry: run.item.key, askedAt: asked, within: Self.beginSeconds)
        case .close: return try await service.call(.closeBatch, batch: run.batch, askedAt: asked, within: Self.beginSeconds)
        case .rollBack: return try await service.call(.removeBatch, batch: run.batch, askedAt: asked, within: Self.beginSeconds)
        case .over: return .done("")
        }
    }

    /// What the entry at hand consists of: read once for all its lines.
    private func parcel(_ item: BatchRun.Item) async throws(ConnectorError) -> Parcel {
        if let atHand, atHand.booked.reference == item.reference, atHand.lines != nil { return atHand }
        guard let parcel = try await state.parcel(item.reference) else {
            throw ConnectorError(.misused, "the journal has no entry \(item.reference), which is in a batch for King")
        }
        atHand = parcel
        return parcel
    }

    private static func late(_ run: BatchRun) -> BilingualText {
        let batch = run.batch ?? "-"
        let (nl, en) =
            run.cursor.strays == 0
            ? ("", "")
            : (
                "; er kunnen \(run.cursor.strays) lege boekingsgangen in King zijn gebleven",
                "; \(run.cursor.strays) empty batches may have stayed"
            )
        return BilingualText(
            nl: "batch \(run.name) (boekingsgang \(batch)) wordt sinds \(run.cursor.startedAt) aan King gegeven en is niet afgesloten\(nl)",
            en:
                "batch \(run.name) (boekingsgang \(batch)) has been on its way into King since \(run.cursor.startedAt) and is not closed\(en)"
        )
    }
}
