import BridgeConnector
import BridgeDomain
import BridgeJournal

// The target's side of a turn.
extension Lane {
    var isTargetOpen: Bool { targetPausedUntil.map { $0 <= parts.clock.now() } ?? true }

    var postingIsPaused: Bool { postingPausedUntil.map { $0 > parts.clock.now() } ?? false }

    /// When reading back must not wait any longer for postings.
    var readBackOverdueAt: Timestamp? { lastReadBack?.adding(seconds: parts.policy.readBackSeconds) }

    func workAtTarget(_ turn: inout Turn) async throws(JournalError) {
        let mirror = TargetMirror(parts: parts, fence: fence, orders: orders)
        let known = master
        let isDoubted = doubtedUntil.map { $0 <= parts.clock.now() } ?? false
        let master: MasterData
        if turn.received > 0 { try await doubtCodes() }
        switch try await mirror.refresh(known: codesAreDoubtful && isDoubted ? nil : known, force: isDoubted) {
        case .success(let fresh):
            master = fresh
            self.master = fresh
            if isDoubted || fresh.readAt != known?.readAt {
                (masterIsStale, periodIsDoubtful, codesAreDoubtful) = (false, false, false)
            }
            if fresh.periods != known?.periods { try await followers.periodsChanged(fresh) }
            if known.map({ fresh.differsInCodes(from: $0) }) ?? false { try await followers.codesChanged() }
        case .failure(let error): return pause(error)
        }
        if !readBackHasBegun {
            if let error = try await BooksReader(parts: parts, fence: fence, master: master).begin() { return pause(error) }
            try await PaymentReader.keepDay(parts, fence: fence)
            readBackHasBegun = true
        }
        let isGood = try await setupIsGood(master)
        if isGood { try await align(mirror, &turn) }
        if isTargetOpen { try await resolve(master, &turn) }
        // Before posting: while the budget is what ends each turn of posting, nothing would be left for it afterwards.
        if isTargetOpen, readBackOverdueAt.map({ $0 <= parts.clock.now() }) ?? false { try await readBack(master, &turn) }
        if isGood, isTargetOpen, !periodIsDoubtful, !postingIsPaused, personsPause == nil { try await post(master, &turn) }
        heedNudge()
        if isTargetOpen, parts.connector.capabilities.deliversInBatches { try await deliver(master, &turn) }
        if isTargetOpen { try await readBack(master, &turn) }
        if isTargetOpen, parts.connector.capabilities.linksAfterwards, personsPause == nil { try await link(master, &turn) }
        if isTargetOpen { try await readPayments(master, &turn) }
        if isTargetOpen, !postingIsPaused, personsPause == nil { try await attachFiles(&turn) }
        guard isTargetOpen else { return }
        // Everything that was due was tried and nothing stopped it but, perhaps, the bridge's part of the budget.
        if isGood, !postingIsPaused { targetTrouble = nil }
        if turn.calls + turn.lookedUp + turn.readBack > 0 { targetFailures = 0 }
    }

    /// When doubtful code lists are read again: not at once each time, since a target may go on refusing whatever its lists say.
    var doubtedUntil: Timestamp? {
        guard let readAt = master?.readAt else { return nil }
        if periodIsDoubtful { return readAt.adding(seconds: TurnLimits.periodsAgainSeconds) }
        return masterIsStale || codesAreDoubtful ? readAt.adding(seconds: TurnLimits.masterAgainSeconds) : nil
    }

    /// Before that moment a nudge brings nothing forward.
    var nextNudgeHeeded: Timestamp? { booksNudgeHeededAt?.adding(seconds: TurnLimits.nudgeSeconds) }

    /// Reads entries and payments in this turn, if the books told that some changed.
    private func heedNudge() {
        let now = parts.clock.now()
        guard isNudgedByBooks, isTargetOpen, nextNudgeHeeded.map({ $0 <= now }) ?? true else { return }
        isNudgedByBooks = false
        booksNudgeHeededAt = now
        unverified = true
        payments.nextReading = nil
    }

    private func align(_ mirror: TargetMirror, _ turn: inout Turn) async throws(JournalError) {
        let now = parts.clock.now()
        let aligner = PartyAligner(parts: parts, fence: fence, orders: orders, isPaused: personsPause != nil)
        let due = try await aligner.due(now)
        let goTogether = try await aligner.road(due)?.way == .together
        let isWatched = try await watchIsDue(now)
        if due.isEmpty {
            guard isWatched, try await mayWatch() else { return }
        }
        let age = relationsReadAt.map { now.milliseconds(since: $0) } ?? Int64.max
        if relationsAreStale || isWatched || age > freshMilliseconds(for: due, goTogether: goTogether) {
            var touched: [PartyKey] = []
            if let error = try await mirror.refreshRelations(&touched) { return pause(error) }
            relationsReadAt = now
            relationsAreStale = false
            if try await !follow(&touched, isWatched) { return }
            try await followers.touched(touched)
        }
        let outcome = try await aligner.align()
        turn.calls += outcome.calls
        relationsAreStale = outcome.relationsAreStale || relationsAreStale
        for party in outcome.aligned + outcome.stuck { try await followers.release(.party(party)) }
        if let until = outcome.waitsUntil { pausePosting(until) }
        if let error = outcome.stop { pause(error) }
    }

    private func resolve(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        try await follow(try await Resolver(parts: parts, fence: fence, master: master).resolve(), &turn)
    }

    private func follow(_ outcome: Resolver.Outcome, _ turn: inout Turn) async throws(JournalError) {
        turn.lookedUp += outcome.lookedUp
        if !outcome.unready.isEmpty { try await rejudge.rejudge(outcome.unready) }
        try await followers.booked(outcome.settled)
        if let error = outcome.stop { pause(error) }
    }

    /// Lets a target that takes batches deliver what this run collected. A run may take several turns: it is over when nothing more is due.
    private func deliver(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        let isMoreDue = try await !parts.journal.due(parts.bridge, states: [.ready, .held], now: parts.clock.now(), limit: 1).isEmpty
        let news: DeliveryNews
        // What a paused bridge had collected is under way: it ends with what it has.
        do { news = try await parts.connector.deliver(runIsOver: personsPause != nil || !isMoreDue) } catch { return pause(error) }
        targetFailures = 0
        deliveryAlarm = news.alarm
        if news.settled.isEmpty { return }
        try await follow(try await Resolver(parts: parts, fence: fence, master: master).resolve(news.settled), &turn)
    }

    private func post(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        let outcome = try await Poster(parts: parts, fence: fence, master: master, together: together, pace: pace).post()
        together = outcome.together
        pace = outcome.pace
        turn.calls += outcome.calls
        turn.booked += outcome.booked
        if outcome.booked > 0 { unverified = true }
        masterIsStale = masterIsStale || outcome.masterIsStale
        periodIsDoubtful = periodIsDoubtful || outcome.periodIsDoubtful
        if !outcome.unready.isEmpty { try await rejudge.rejudge(outcome.unready) }
        try await followers.booked(outcome.settled)
        if let probe = periodProbe, outcome.settled.contains(probe) {
            periodProbe = nil
            try await followers.periodsChanged(master)
        }
        if let until = outcome.waitsUntil { pausePosting(until) }
        if let error = outcome.stop { pause(error) }
    }

    /// Ties credit notes that the books show without their original: at once where reading back has just shown it, as after a death between
    /// entry and link; then now and then, since a person may have mended what stood in the way.
    private func link(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        let now = parts.clock.now()
        let isRound = links.triedAt.map { now >= $0.adding(seconds: TurnLimits.linkSeconds) } ?? true
        guard isRound || turn.readBack > 0 else { return }
        let linker = CreditLinker(parts: parts, fence: fence, master: master)
        let outcome: CreditLinker.Outcome
        if isRound {
            var round = links
            outcome = try await linker.goOn(&round)
            links = round
            links.triedAt = now
        } else {
            outcome = try await linker.link(shownAfter: links.seenUntil)
        }
        links.seenUntil = parts.clock.now()
        turn.calls += outcome.calls
        if let error = outcome.stop { pause(error) }
    }

    /// Leaves postings and parties alone until the bridge's part of the budget lets them go; questions need not wait.
    private func pausePosting(_ until: Timestamp) {
        postingPausedUntil = until
        targetTrouble = ConnectorError(.budgetSpent, "postings wait for calls of the budget until \(until)", retryAt: until)
    }

    private func readBack(_ master: MasterData, _ turn: inout Turn) async throws(JournalError) {
        guard unverified else { return }
        let now = parts.clock.now()
        let since = lastReadBack ?? now
        lastReadBack = since
        let overdue = now >= since.adding(seconds: parts.policy.readBackSeconds)
        // While there is more to post, reading back can wait: a page holds many entries and costs one call.
        if turn.booked > 0 || postingIsPaused, !overdue { return }
        let outcome = try await BooksReader(parts: parts, fence: fence, master: master).read()
        turn.readBack += outcome.entries
        lastReadBack = now
        if let error = outcome.stop {
            pause(error)
        } else {
            unverified = outcome.hasMore
        }
    }

    /// Leaves the target alone: until it said, or for pauses that grow while nothing goes through. What the target refuses for want of a
    /// session counts towards its own blocks, so a lost consent is tried a few times an hour only.
    func pause(_ error: ConnectorError) {
        let now = parts.clock.now()
        // Who says when to come again has not failed: its moments must not make the next pause longer.
        if error.retryAt == nil { targetFailures += 1 }
        let retry = parts.policy.retry
        let pause =
            switch error.code {
            case .unauthorised: retry.unauthorised
            case .throttled, .budgetSpent: retry.throttled
            case .unavailable, .rejected, .outcomeUnknown, .misused: retry.unavailable
            }
        let until = error.retryAt ?? now.adding(seconds: pause.seconds(after: targetFailures))
        targetPausedUntil = max(until, now.adding(milliseconds: 1))
        targetTrouble = error
    }
}
