import BridgeDomain
public import BridgeJournal

private typealias Sample = JournalSample
private let now = JournalSample.now

// What the console asks of the journal: who may sign in, and who is signed in.
extension JournalSuite {
    static let console: [JournalPromise] = [
        JournalPromise("an account is guarded by its revision and listed in order") { journal in
            let (second, first) = (Sample.account("bram"), Sample.account("anna"))
            try await journal.commit(.putAccount(second), .putAccount(first))
            try expectEqual(try await journal.accounts(), [first, second])
            try expectEqual(try await journal.account("bram"), second)
            try expect(try await journal.account("carla") == nil, "an account nobody made")
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.putAccount(second)) }
            var closed = second
            closed.role = "controller"
            closed.language = .english
            closed.closedAt = now
            closed.revision = 2
            let gone = closed
            try await journal.commit(.putAccount(gone))
            try expectEqual(try await journal.account("bram"), gone)
        },
        JournalPromise("a session starts once, is seen later and later, and ends for good") { journal in
            let session = Sample.session("a", account: "anna", ends: 100)
            try await journal.commit(.startSession(session))
            try await expectRefused(.duplicate) { () async throws(JournalError) in try await journal.commit(.startSession(session)) }
            var seen = session
            seen.seenAt = now.adding(seconds: 9)
            try await journal.commit(.touchSession(id: "a", at: seen.seenAt))
            try await journal.commit(.touchSession(id: "a", at: now.adding(seconds: 3)))
            try expectEqual(try await journal.session("a"), seen)
            try await journal.commit(.endSession(id: "a"))
            try await journal.commit(.touchSession(id: "a", at: now.adding(seconds: 20)), .endSession(id: "a"))
            try expect(try await journal.session("a") == nil, "a session that was ended")
        },
        JournalPromise("a session is given together with its account, as both are now") { journal in
            let session = Sample.session("a", account: "anna", ends: 100)
            try await journal.commit(.startSession(session))
            try expect(try await journal.signedIn("a") == nil, "a session of an account that is not there")
            try await journal.commit(.putAccount(Sample.account("anna")), .putAccount(Sample.account("bram")))
            var seen = session
            seen.seenAt = now.adding(seconds: 9)
            try await journal.commit(.touchSession(id: "a", at: seen.seenAt))
            try expectEqual(try await journal.signedIn("a")?.session, seen)
            try expectEqual(try await journal.signedIn("a")?.account, Sample.account("anna"))
            try expect(try await journal.signedIn("b") == nil, "a session nobody began")
        },
        JournalPromise("sessions are listed until they end or are forgotten, the latest end first") { journal in
            for (id, account, ends) in [("a", "anna", 5), ("b", "bram", 9), ("c", "anna", 5)] as [(String, String, Int64)] {
                try await journal.commit(.startSession(Sample.session(id, account: account, ends: ends)))
            }
            try await journal.commit(.touchSession(id: "b", at: now.adding(seconds: 2)))
            try expectEqual(try await journal.sessions().map(\.id), ["b", "c", "a"])
            try expectEqual(try await journal.sessions().first, try await journal.session("b"))
            try await journal.commit(.endSession(id: "c"))
            try await journal.commit(.forgetSessions(endedBy: now.adding(seconds: 9), limit: 1))
            try expectEqual(try await journal.sessions().map(\.id), ["b"])
        },
        JournalPromise("all sessions of an account end together, and no others") { journal in
            for (id, account) in [("a", "anna"), ("b", "bram"), ("c", "anna")] {
                try await journal.commit(.startSession(Sample.session(id, account: account, ends: 100)))
            }
            try await journal.commit(.endSessions(account: "anna"))
            var left = ""
            for id in ["a", "b", "c"] where try await journal.session(id) != nil { left += id }
            try expectEqual(left, "b")
        },
        JournalPromise("sessions past their end are forgotten, oldest first, few at a time") { journal in
            for (id, ends) in [("a", 5), ("b", 3), ("c", 9), ("d", 4)] as [(String, Int64)] {
                try await journal.commit(.startSession(Sample.session(id, account: "anna", ends: ends)))
            }
            func left() async throws -> String {
                var left = ""
                for id in ["a", "b", "c", "d"] where try await journal.session(id) != nil { left += id }
                return left
            }
            try await journal.commit(.forgetSessions(endedBy: now.adding(seconds: 5), limit: 0))
            try expectEqual(try await left(), "abcd")
            try await journal.commit(.forgetSessions(endedBy: now.adding(seconds: 5), limit: 2))
            try expectEqual(try await left(), "ac")
            try await journal.commit(.forgetSessions(endedBy: now.adding(seconds: 5), limit: 2))
            try expectEqual(try await left(), "c")
        },
    ]
}

extension JournalSample {
    /// An account of the console, open.
    public static func account(_ id: String) -> AccountRecord {
        AccountRecord(
            id: id, name: "\(id) de \"Vries\"", role: "viewer", language: .dutch, passwordHash: "$argon2id$\(id)", createdAt: now,
            createdBy: .person("anna"))
    }

    /// A session that began now and ends `ends` seconds from now.
    public static func session(_ id: String, account: String, ends: Int64) -> SessionRecord {
        SessionRecord(id: id, account: account, startedAt: now, endsAt: now.adding(seconds: ends))
    }
}
