import BridgeDomain
import BridgeJournal
import FoundationEssentials

/// What a lane remembers of its runs between turns; all of it can be found out again.
struct RunProgress {
    /// The newest run, once it was read.
    var newest: PostingRun?
    var isRead = false
    /// Runs up to this moment were counted, those that made no sheet among them.
    var countedUntil: Timestamp?
    /// What waits after this sequence is let go next; nil when everything was.
    var letGoAfter: Int64?
    /// The part of the newest run's list that is looked at next, and when.
    var followed = 0
    var followAt: Timestamp?
}

// Runs: a batch is counted, then let go, then counted again.
extension Lane {
    private var book: PostingRuns { PostingRuns(journal: parts.journal, bridge: parts.bridge) }

    /// One step: begins a run that is due, lets go a page of what it takes along, or looks whether it has ended.
    func keepRuns() async throws(JournalError) {
        if parts.policy.schedule == .onArrival { return }
        if !runs.isRead { try await readRuns() }
        // One run after the other: the next is counted when all of the last has been let go.
        if runs.letGoAfter == nil, let (moment, release) = try await dueRun() { try await begin(at: moment, release) }
        if let run = runs.newest, runs.letGoAfter != nil { return try await letGo(run) }
        try await follow()
    }

    /// When the next step makes sense; nil when only a run's moment brings one.
    var nextRunStep: Timestamp? {
        let now = parts.clock.now()
        if runs.letGoAfter != nil { return now }
        guard let run = runs.newest, run.endedAt == nil else { return nil }
        return runs.followAt ?? now
    }

    private func readRuns() async throws(JournalError) {
        let newest = try await book.newest(1).first
        runs = RunProgress(newest: newest, isRead: true, countedUntil: try await book.value(Timestamp.self, Names.counted))
        // A death may have come between counting and letting go.
        if newest?.endedAt == nil, newest != nil { runs.letGoAfter = 0 }
    }

    /// The earliest run that has come and was not counted yet. A release must not pass over a run of the schedule that came before it, as after
    /// an outage: what only that run takes would leave uncounted.
    private func dueRun() async throws(JournalError) -> (Timestamp, ManualRelease?)? {
        let release = try await book.value(ManualRelease.self, Names.release)
        let scheduled = parts.policy.schedule.lastRun(at: parts.clock.now())
        func isDue(_ moment: Timestamp) -> Bool { runs.countedUntil.map { $0 < moment } ?? true }
        let due = [scheduled, release?.at].compactMap { $0 }.filter(isDue).min()
        return due.map { ($0, $0 == release?.at && $0 != scheduled ? release : nil) }
    }

    /// Counts what the run takes along and keeps the list, before the first document leaves. The record comes last: without it there is no run.
    private func begin(at moment: Timestamp, _ release: ManualRelease?) async throws(JournalError) {
        if let earlier = runs.newest, earlier.endedAt == nil { try await end(earlier) }
        var run = PostingRun(number: (runs.newest?.number ?? 0) + 1, at: moment, release: release, before: ControlSheet())
        let bridge = parts.bridge
        let known = runs.newest?.at
        var part = 0
        var before: Int64?
        var brings = false
        while let page = try await book.next(PostingFilter(bridge: bridge, states: PostingRuns.staying), &before) {
            let taken = page.filter { run.takes($0) }
            if taken.isEmpty { continue }
            for posting in taken {
                run.before.add(posting)
                // What waits or is parked leaves without another run when its time has come: it stands on the sheet of the first.
                brings = brings || posting.hold == .schedule || (known.map { $0 < posting.receivedAt } ?? true)
            }
            var unit = JournalUnit(fence: fence)
            unit.append(.putValue(bridge, name: Names.runDocuments(run.number, part), value: bytes(of: taken.map(\.document))))
            try await parts.journal.commit(unit)
            part += 1
            await heartbeat()
        }
        guard brings else { return try await count(until: moment) }
        var builder = UnitBuilder(parts, who: release?.by.map { .person($0) } ?? .machine("schedule"), fence: fence)
        // A longer list that a run which came to nothing left behind ends where this one does.
        builder.append(.putValue(bridge, name: Names.runDocuments(run.number, part), value: bytes(of: [DocumentKey]())))
        builder.append(.putValue(bridge, name: Names.run(run.number), value: bytes(of: run)))
        builder.append(.putValue(bridge, name: Names.lastRun, value: bytes(of: run.number)))
        builder.history("run \(run.number)", "begun", "\(run.before.documents()) documents, seal \(run.before.seal)")
        builder.append(.putValue(bridge, name: Names.counted, value: bytes(of: moment)))
        try await parts.journal.commit(builder.unit)
        runs = RunProgress(newest: run, isRead: true, countedUntil: moment, letGoAfter: 0)
    }

    /// A run that makes no sheet: what was on earlier ones may leave all the same.
    private func count(until moment: Timestamp) async throws(JournalError) {
        var unit = JournalUnit(fence: fence)
        unit.append(.putValue(parts.bridge, name: Names.counted, value: bytes(of: moment)))
        try await parts.journal.commit(unit)
        runs.countedUntil = moment
    }

    private func letGo(_ run: PostingRun) async throws(JournalError) {
        let waiting = try await parts.journal.held(
            parts.bridge, blocker: Hold.schedule.blocker, after: runs.letGoAfter ?? 0, limit: TurnLimits.judged)
        let taken = waiting.filter { run.takes($0) }
        if !taken.isEmpty { try await rejudge.rejudgeTogether(taken) }
        runs.letGoAfter = waiting.count == TurnLimits.judged ? waiting.last?.sequence : nil
    }

    /// Looks at a part of the list; the run has ended when nothing of it is on its way any more.
    private func follow() async throws(JournalError) {
        guard let run = runs.newest, run.endedAt == nil, nextRunStep.map({ $0 <= parts.clock.now() }) ?? false else { return }
        guard let postings = try await book.postings(of: run.number, part: runs.followed) else { return try await end(run) }
        if postings.contains(where: { ControlSheet.Standing($0) == .leaves }) {
            runs.followAt = parts.clock.now().adding(seconds: TurnLimits.runSeconds)
        } else {
            runs.followed += 1
            runs.followAt = nil
        }
    }

    private func end(_ run: PostingRun) async throws(JournalError) {
        let after = try await book.standing(of: run.number)
        var ended = run
        var builder = UnitBuilder(parts, who: .machine("schedule"), fence: fence)
        (ended.after, ended.endedAt) = (after, builder.now)
        builder.append(.putValue(parts.bridge, name: Names.run(run.number), value: bytes(of: ended)))
        builder.history(
            "run \(run.number)", "ended", "\(after.documents([.booked])) booked, \(after.documents([.stopped])) stopped, seal \(after.seal)"
        )
        try await parts.journal.commit(builder.unit)
        runs.newest = ended
    }
}

/// Our own values always encode.
private func bytes(of value: some Encodable) -> [UInt8] {
    guard let data = try? JSONEncoder.sorted.encode(value) else { preconditionFailure("a run always encodes") }
    return Array(data)
}
