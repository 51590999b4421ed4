import BridgeDomain
import BridgeJournal
import Synchronization

private typealias Sample = JournalSample
private let bridge = JournalSample.bridge
private let now = JournalSample.now

// What keeps two writers apart: revisions, fences, budgets, bindings.
extension JournalSuite {
    static let guards: [JournalPromise] = [
        JournalPromise("a stale revision is refused") { journal in
            try await expectRefused(.conflict) { () async throws(JournalError) in
                try await journal.commit(.movePosting(Sample.posting(1)))
            }
            try await journal.commit(.startPosting(Sample.posting(1)))
            let seen = try await journal.stored(1)
            try await journal.commit(.movePosting(seen.moved { $0.state = .inFlight }))
            try await expectRefused(.conflict) { () async throws(JournalError) in
                try await journal.commit(.movePosting(seen.moved { $0.state = .booked }))
            }
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.movePosting(seen)) }
            var skipping = try await journal.stored(1)
            skipping.revision += 2
            let ahead = skipping
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.movePosting(ahead)) }
            try expectEqual(try await journal.stored(1).state, .inFlight)
        },
        JournalPromise("a posting can move twice in one unit") { journal in
            let first = Sample.posting(1)
            let second = first.moved { $0.state = .inFlight }
            try await journal.commit(.startPosting(first), .movePosting(second), .movePosting(second.moved { $0.state = .booked }))
            try expectEqual(try await journal.stored(1).state, .booked)
            try expectEqual(try await journal.stored(1).revision, 2)
        },
        JournalPromise("of many who move one posting at once, one succeeds") { journal in
            try await journal.commit(.startPosting(Sample.posting(1)))
            let seen = try await journal.stored(1)
            let won = await withTaskGroup(of: Bool.self) { group in
                for worker in 0..<16 {
                    group.addTask {
                        do throws(JournalError) {
                            try await journal.commit(.movePosting(seen.moved { $0.approvedBy = "\(worker)" }))
                            return true
                        } catch {
                            return error.code != .conflict
                        }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            try expectEqual(won, 1, "winners")
            try expectEqual(try await journal.stored(1).revision, 1)
        },
        JournalPromise("a late worker's unit is refused by its fence") { journal in
            let fence = try await taken(journal.lease("lane", owner: "a", now: now, until: now.adding(seconds: 30)))
            try await journal.commit(JournalUnit(Sample.arrival(1).changes, fence: fence))
            let later = now.adding(seconds: 31)
            let next = try await taken(journal.lease("lane", owner: "b", now: later, until: later.adding(seconds: 30)))
            try expect(next.number > fence.number, "the number rises when the lane changes hands")
            let late = JournalUnit(Sample.arrival(2).changes, fence: fence)
            try await expectRefused(.fenced) { () async throws(JournalError) in try await journal.commit(late) }
            try expectEqual(try await journal.list(PostingFilter(), before: nil, limit: 10).count, 1)
            try await journal.commit(JournalUnit(Sample.arrival(2).changes, fence: next))
            let unknown = JournalUnit([], fence: Fence(lane: "elsewhere", number: 1))
            try await expectRefused(.fenced) { () async throws(JournalError) in try await journal.commit(unknown) }
        },
        JournalPromise("a lease is one owner's until it runs out or is given back") { journal in
            let until = now.adding(seconds: 30)
            let fence = try await taken(journal.lease("lane", owner: "a", now: now, until: until))
            try expect(try await journal.lease("lane", owner: "b", now: until.adding(milliseconds: -1), until: until) == nil, "held by a")
            try expectEqual(try await journal.lease("lane", owner: "a", now: now, until: until.adding(seconds: 30)), fence, "prolonged")
            try expect(try await journal.lease("lane", owner: "b", now: until, until: until) == nil, "prolonged, so still held by a")
            try expect(try await journal.lease("other", owner: "b", now: now, until: until) != nil, "another lane is free")
            // Nobody took it meanwhile: what its owner does still counts, and it may go on.
            try expectEqual(
                try await journal.lease("lane", owner: "a", now: until.adding(seconds: 90), until: until.adding(seconds: 99)), fence)
            try await journal.release(fence)
            try await expectRefused(.fenced) { () async throws(JournalError) in try await journal.commit(JournalUnit([], fence: fence)) }
            let next = try await taken(journal.lease("lane", owner: "b", now: now, until: until))
            try expect(next.number > fence.number, "the number rises after giving back")
            try await journal.release(fence)
            try await journal.commit(JournalUnit([], fence: next))
        },
        JournalPromise("a budget is used over all windows or over none") { journal in
            let windows = [window("minute", 60, resetsIn: 60), window("day", 100, resetsIn: 86_400)]
            var answer = try await journal.spend(50, connection: "exact", windows: windows, now: now)
            try expect(answer.granted, "50 of 60 and 100")
            try expectEqual(answer.windows.map(\.left), [10, 50])
            answer = try await journal.spend(11, connection: "exact", windows: windows, now: now)
            try expect(!answer.granted, "11 of 10")
            try expectEqual(answer.windows.map(\.left), [10, 50], "nothing of any window is used")
            let later = now.adding(seconds: 60)
            answer = try await journal.spend(
                50, connection: "exact", windows: [window("minute", 60, resetsIn: 120), window("day", 100, resetsIn: 9)], now: later)
            try expect(answer.granted, "the minute starts afresh")
            try expectEqual(answer.windows.map(\.left), [10, 0])
            try expectEqual(answer.windows.map(\.resetsAt), [now.adding(seconds: 120), now.adding(seconds: 86_400)])
            answer = try await journal.spend(1, connection: "exact", windows: windows, now: later)
            try expect(!answer.granted, "the day is used up")
            try expect(try await journal.spend(0, connection: "exact", windows: windows, now: later).granted, "asking costs nothing")
            try expectEqual(try await journal.budget(connection: "exact").map(\.name), ["day", "minute"])
            try expectEqual(try await journal.budget(connection: "exact").map(\.used), [100, 50])
            try expectEqual(try await journal.budget(connection: "afas"), [])
        },
        JournalPromise("what the target reports of a budget counts when it leaves less") { journal in
            let minute = window("minute", 60, resetsIn: 60)
            _ = try await journal.spend(10, connection: "exact", windows: [minute], now: now)
            try await journal.observe(minute.using(5), connection: "exact")
            try expectEqual(try await journal.budget(connection: "exact").first?.left, 50, "the target has not counted all yet")
            try await journal.observe(minute.using(20), connection: "exact")
            try expectEqual(try await journal.budget(connection: "exact").first?.left, 40)
            try await journal.observe(BudgetWindow(name: "minute", limit: 30, used: 20, resetsAt: minute.resetsAt), connection: "exact")
            let answer = try await journal.spend(11, connection: "exact", windows: [minute], now: now)
            try expect(!answer.granted, "the target's own limit is smaller than ours")
            try await journal.observe(window("minute", 60, resetsIn: 90), connection: "exact")
            try expectEqual(try await journal.budget(connection: "exact").first, window("minute", 60, resetsIn: 90), "another reset counts")
            try await journal.observe(window("day", 5_000, resetsIn: 9), connection: "exact")
            try expectEqual(try await journal.budget(connection: "exact").map(\.name), ["day", "minute"])
        },
        JournalPromise("many who spend at once never exceed a budget") { journal in
            let granted = await withTaskGroup(of: Int.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        let answer = try? await journal.spend(
                            2, connection: "exact", windows: [window("minute", 60, resetsIn: 60)], now: now)
                        return answer?.granted == true ? 2 : 0
                    }
                }
                return await group.reduce(0, +)
            }
            try expectEqual(granted, 60, "granted")
            try expectEqual(try await journal.budget(connection: "exact").first?.used, 60)
        },
        JournalPromise("a binding is unique both ways") { journal in
            try await journal.commit(.bind(binding("C1", "guid-1")))
            var renumbered = binding("C1", "guid-1")
            renumbered.number = "99"
            try await journal.commit(.bind(renumbered))
            try expectEqual(try await journal.binding(bridge, .debtor, ours: "C1"), renumbered)
            try expectEqual(try await journal.binding(bridge, .debtor, theirs: "guid-1"), renumbered)
            for taken in [binding("C1", "guid-2"), binding("C2", "guid-1")] {
                try await expectRefused(.duplicate) { () async throws(JournalError) in try await journal.commit(.bind(taken)) }
            }
            try await journal.commit(.bind(binding("C1", "guid-1", kind: .creditor)))
            try await journal.commit(.unbind(bridge, .debtor, ours: "C1"), .unbind(bridge, .debtor, ours: "nobody"))
            try expect(try await journal.binding(bridge, .debtor, theirs: "guid-1") == nil, "unbound both ways")
            try await journal.commit(.bind(binding("C2", "guid-1")))
            try expectEqual(try await journal.binding(bridge, .debtor, theirs: "guid-1")?.ours, "C2")
            try expectEqual(try await journal.binding(bridge, .creditor, theirs: "guid-1")?.ours, "C1")
            try expect(try await journal.binding("other", .debtor, ours: "C2") == nil, "another bridge knows nothing of it")
        },
    ]

    private static func window(_ name: String, _ limit: Int, resetsIn seconds: Int64) -> BudgetWindow {
        BudgetWindow(name: name, limit: limit, used: 0, resetsAt: now.adding(seconds: seconds))
    }

    private static func taken(_ fence: Fence?) throws -> Fence {
        guard let fence else { throw BrokenPromise(description: "a free lane was not given") }
        return fence
    }
}
