import BridgeDomain
import BridgeJournal
import BridgeJournalSQLite
import BridgeJournalTesting
import Testing

/// The service and, beside it, a command that decides: two journals open on one file, each with its own writer.
@Suite struct SeveralProcessesTests {
    @Test func `two who write one file take turns and lose nothing`() async throws {
        let folder = try TemporaryFolder()
        let journals = [
            try await folder.open { $0.busyMillisecondsMax = 20_000 }, try await folder.open { $0.busyMillisecondsMax = 20_000 },
        ]
        try await withThrowingTaskGroup { group in
            for (place, journal) in journals.enumerated() {
                for task in 0..<4 {
                    group.addTask {
                        for number in 1...15 { try await journal.commit(JournalSample.arrival(place * 1_000 + task * 100 + number)) }
                    }
                }
            }
            try await group.waitForAll()
        }
        for journal in journals {
            #expect(try await journal.stateTotals(nil).map(\.count) == [120])
            let history = try await journal.history(subject: nil, bridge: nil, after: 0, limit: 1_000)
            #expect(history.map(\.sequence) == Array(1...240))
            #expect(try await journal.verify { _ in }.faults == [])
            await journal.close()
        }
    }

    @Test func `each sees at once what the other decided, and a stale decision is refused`() async throws {
        let folder = try TemporaryFolder()
        let service = try await folder.open()
        let command = try await folder.open()
        try await service.commit(JournalSample.arrival(1, state: .held))
        let key = JournalSample.key(1)
        let seen = try #require(try await command.postings([key], bridge: JournalSample.bridge)[key])
        try await command.commit(JournalUnit([.movePosting(seen.moved { $0.state = .ready })]))
        let error = await refusal { try await service.commit(JournalUnit([.movePosting(seen.moved { $0.state = .withdrawn })])) }
        #expect(error?.code == .conflict)
        #expect(try await service.postings([key], bridge: JournalSample.bridge)[key]?.state == .ready)
        #expect(await refusal { try await service.commit(JournalSample.arrival(1)) }?.code == .duplicate)
        let now = JournalSample.now
        let fence = try #require(try await service.lease("lane", owner: "service", now: now, until: now.adding(seconds: 9)))
        #expect(try await command.lease("lane", owner: "command", now: now, until: now.adding(seconds: 9)) == nil)
        let later = now.adding(seconds: 9)
        _ = try #require(try await command.lease("lane", owner: "command", now: later, until: later.adding(seconds: 9)))
        #expect(await refusal { try await service.commit(JournalUnit([], fence: fence)) }?.code == .fenced)
        await command.close()
        await service.close()
    }

    @Test func `what one read to send it hides nothing that another decided since`() async throws {
        let folder = try TemporaryFolder()
        let (service, command) = (try await folder.open(), try await folder.open())
        for number in 1...3 { try await command.commit(JournalSample.arrival(number, state: .ready)) }
        let now = JournalSample.now.adding(seconds: 60)
        let due = try await service.due(JournalSample.bridge, states: [.ready], now: now, limit: 10)
        #expect(JournalSample.numbers(due.map(\.document)) == [1, 2, 3])
        // A person holds the first and withdraws the second, while the service is about to send all three.
        try await command.commit(
            JournalUnit([
                .movePosting(
                    due[0].moved {
                        $0.state = .held
                        $0.hold = .person
                    }),
                .movePosting(due[1].moved { $0.state = .withdrawn }),
            ]))
        for stale in due.prefix(2) {
            let error = await refusal { try await service.commit(JournalUnit([.movePosting(stale.moved { $0.state = .inFlight })])) }
            #expect(error?.code == .conflict)
        }
        try await service.commit(JournalUnit([.movePosting(due[2].moved { $0.state = .inFlight })]))
        // What the service knows of the first is out of date; released again, it goes as it is now, and every total follows.
        let held = try #require(try await service.postings([due[0].document], bridge: JournalSample.bridge)[due[0].document])
        try await command.commit(
            JournalUnit([
                .movePosting(
                    held.moved {
                        $0.state = .ready
                        $0.hold = nil
                        $0.dueAt = now
                    })
            ]))
        let again = try await service.due(JournalSample.bridge, states: [.ready], now: now, limit: 10)
        #expect(again.map(\.document) == [due[0].document])
        try await service.commit(JournalUnit([.movePosting(again[0].moved { $0.state = .inFlight })]))
        let totals = try await command.stateTotals(JournalSample.bridge)
        #expect(Dictionary(uniqueKeysWithValues: totals.map { ($0.state, $0.count) }) == [.inFlight: 2, .withdrawn: 1])
        #expect(try await service.verify { _ in }.faults == [])
        await command.close()
        await service.close()
    }

    @Test func `many open a new journal at the same moment`() async throws {
        let folder = try TemporaryFolder()
        try await withThrowingTaskGroup { group in
            for number in 1...6 {
                group.addTask {
                    let journal = try await folder.open { $0.busyMillisecondsMax = 20_000 }
                    try await journal.commit(JournalSample.arrival(number))
                    await journal.close()
                }
            }
            try await group.waitForAll()
        }
        let journal = try await folder.open()
        #expect(try await journal.stateTotals(nil).map(\.count) == [6])
        #expect(try await journal.verify { _ in }.faults == [])
        await journal.close()
    }
}
