import BridgeAccess
import BridgeDomain
import BridgeEngine
import BridgeHTTP
import BridgeJournal
import BridgeJournalTesting
import BridgeReports
import Testing

@testable import BridgeConsole

/// When a document goes on, and why then.
@Suite struct `A document says when it goes on, and why then` {
    private static let now = JournalSample.now
    private static let bridge = JournalSample.bridge
    private static let policy = BridgePolicy(bridge: bridge, source: "NL01", target: "3456789")

    /// What is said of a document in a state, after an attempt with a verdict.
    private func next(
        _ state: PostingState, _ verdict: String? = nil, purpose: AttemptRecord.Purpose = .post,
        runsByHand: Bool = false, _ change: (inout PostingRecord) -> Void = { _ in }
    ) async throws -> NextAttempt? {
        let journal = MemoryJournal()
        var posting = JournalSample.posting(1, state: state)
        posting.attempts = verdict == nil ? 0 : 3
        posting.dueAt = nil
        change(&posting)
        var attempt = AttemptRecord(
            bridge: Self.bridge, subject: "\(posting.document)", number: 1, purpose: purpose, startedAt: Self.now)
        attempt.verdict = verdict
        let made: [JournalChange] = verdict == nil ? [] : [.keepAttempt(attempt)]
        try await journal.commit(JournalUnit([.startPosting(posting)] + made))
        let kept = try #require(try await journal.postings([posting.document], bridge: Self.bridge)[posting.document])
        var rules = Self.policy
        if runsByHand { rules.schedule = .manual }
        _ = try await journal.spend(
            5, connection: "full", windows: [BudgetWindow(name: "day", limit: 5, used: 0, resetsAt: Self.now.adding(seconds: 7_200))],
            now: Self.now)
        return try await NextAttempt.read(
            try await DocumentFacts.read(kept, journal: journal), rules, connection: runsByHand ? "full" : nil,
            journal: journal, now: Self.now)
    }

    private static let later = now.adding(seconds: 300)

    @Test(arguments: [PostingState.booked, .withdrawn, .nothingToPost])
    func `nothing where it is done`(state: PostingState) async throws { #expect(try await next(state) == nil) }

    @Test(arguments: [PostingState.parked, .rejected])
    func `once it is mended, where something is wrong`(state: PostingState) async throws {
        let said = try #require(try await next(state))
        #expect(said.at == nil && said.why.english.hasPrefix("once what is wrong is mended"))
    }

    @Test(arguments: [
        ("unavailable", "could not be reached in attempt 3 of at most 200"), ("throttled", "asked to go slower"),
        ("unauthorised", "a consent or a right key is needed"),
    ])
    func `after a pause, whose reason is what the books said`(verdict: String, why: String) async throws {
        let said = try #require(try await next(.ready, verdict) { $0.dueAt = Self.later })
        #expect(said.at == Self.later && said.why.english.contains(why), "\(said.why.english)")
    }

    @Test func `at once where nothing stands in the way, and later where the calls are used up`() async throws {
        let now = try #require(try await next(.ready) { $0.dueAt = Self.now.adding(seconds: -5) })
        #expect(now.at == Self.now && now.why.english == "as soon as its turn comes")
        let used = try #require(try await next(.ready, runsByHand: true) { $0.dueAt = Self.now })
        #expect(used.at == Self.now.adding(seconds: 7_200) && used.why.english.contains("used up"))
    }

    @Test func `after the settling time of a lost answer, or the pause of a look-up that failed, or when a file was answered`() async throws
    {
        for (verdict, purpose, why) in [
            ("outcomeUnknown", AttemptRecord.Purpose.post, "no longer be busy"),
            ("unavailable", .lookUp, "repeated with pauses up to 10 minutes"),
            ("done", .post, "in a file or batch"),
        ] {
            let said = try #require(try await next(.outcomeUnknown, verdict, purpose: purpose) { $0.dueAt = Self.later })
            #expect(said.at == Self.later && said.why.english.contains(why), "\(said.why.english)")
        }
    }

    @Test func `with the next run, when what holds it is over, or not while the bridge is paused`() async throws {
        let run = try #require(try await next(.held, runsByHand: true) { $0.hold = .schedule })
        #expect(run.at == nil && run.why.english == "with the next run, which somebody starts by hand")
        let held = try #require(try await next(.held) { $0.hold = .approval })
        #expect(held.at == nil && held.why.english == "once somebody approves it")
        let journal = MemoryJournal()
        _ = try await PauseSwitch(Self.bridge, in: journal, clock: FixedClock(), who: .person("dirk")).pause(reason: "October")
        try await journal.commit(JournalSample.arrival(1))
        let posting = try #require(try await journal.list(PostingFilter(), before: nil, limit: 1).first)
        let facts = try await DocumentFacts.read(posting, journal: journal)
        let paused = try #require(
            try await NextAttempt.read(facts, Self.policy, connection: nil, journal: journal, now: Self.now))
        #expect(paused.at == nil && paused.why.english == "not while dirk has paused the bridge: October")
    }

    @Test func `on its page, in both languages`() async throws {
        try await Office.with { office in
            try await office.person(.viewer)
            try await office.document(1, .ready) { $0.dueAt = Self.now.adding(seconds: -60) }
            let cookie = try await office.enter()
            #expect(try await office.get(Office.path(1), cookie: cookie).text.contains("as soon as its turn comes"))
        }
    }
}

private struct FixedClock: TimeSource {
    func now() -> Timestamp { JournalSample.now }
}
