public import BridgeDomain
public import BridgeJournal

private typealias Sample = JournalSample
private let now = JournalSample.now

// What the door asks of the journal: who may come in, and what was answered.
extension JournalSuite {
    static let door: [JournalPromise] = [
        JournalPromise("a token is guarded by its revision and listed in order") { journal in
            let (second, first) = (Sample.token("b"), Sample.token("a", bridges: []))
            try await journal.commit(.putToken(second), .putToken(first))
            try expectEqual(try await journal.tokens(), [first, second])
            try expectEqual(try await journal.token("b"), second)
            try expect(try await journal.token("c") == nil, "a token nobody made")
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.putToken(second)) }
            var revoked = second
            revoked.revokedAt = now
            revoked.revision = 2
            let gone = revoked
            try await journal.commit(.putToken(gone))
            try expectEqual(try await journal.token("b"), gone)
        },
        JournalPromise("a token's last use is noted beside its record, and never earlier than it was") { journal in
            var token = Sample.token("a")
            token.role = "bookkeeper"
            let made = token
            try await journal.commit(.putToken(made))
            try await journal.commit(.touchToken(id: "a", at: now.adding(seconds: 60)))
            try await journal.commit(.touchToken(id: "a", at: now), .touchToken(id: "b", at: now))
            token.usedAt = now.adding(seconds: 60)
            try expectEqual(try await journal.tokens(), [token])
            var revoked = made
            revoked.revokedAt = now
            revoked.revision = 2
            let gone = revoked
            try await journal.commit(.putToken(gone))
            revoked.usedAt = now.adding(seconds: 60)
            try expectEqual(try await journal.token("a"), revoked)
        },
        JournalPromise("an answer that is dropped leaves its key free, and no other") { journal in
            let (begun, other) = (Sample.answer("k", made: 0, kept: 10), Sample.answer("l", made: 0, kept: 10))
            let ended = Sample.answer("k", made: 1, kept: 10, body: [2])
            try await journal.commit(.keepAnswer(begun), .keepAnswer(other))
            try await journal.commit(.dropAnswer(asker: begun.asker, key: "k"), .keepAnswer(ended))
            try expectEqual(try await journal.answer(asker: begun.asker, key: "k"), ended)
            try await journal.commit(.dropAnswer(asker: begun.asker, key: "k"), .dropAnswer(asker: "nobody", key: "l"))
            try expect(try await journal.answer(asker: begun.asker, key: "k") == nil, "an answer that was dropped")
            try expectEqual(try await journal.answer(asker: begun.asker, key: "l"), other)
        },
        JournalPromise("an answer is kept once under its asker and key, until it runs out") { journal in
            let first = Sample.answer("k", made: 0, kept: 10)
            try await journal.commit(.keepAnswer(first))
            try expectEqual(try await journal.answer(asker: "token/a", key: "k"), first)
            try expect(try await journal.answer(asker: "token/b", key: "k") == nil, "another asker's answer")
            let early = Sample.answer("k", made: 9, kept: 20, body: [2])
            try await expectRefused(.duplicate) { () async throws(JournalError) in try await journal.commit(.keepAnswer(early)) }
            let late = Sample.answer("k", made: 10, kept: 20, body: [3])
            try await journal.commit(.keepAnswer(late))
            try expectEqual(try await journal.answer(asker: "token/a", key: "k"), late)
        },
        JournalPromise("a unit whose answer is refused leaves nothing behind") { journal in
            try await journal.commit(.keepAnswer(Sample.answer("k", made: 0, kept: 10)))
            try await expectRefused(.duplicate) { () async throws(JournalError) in
                try await journal.commit(
                    JournalUnit(Sample.arrival(1).changes + [.keepAnswer(Sample.answer("k", made: 1, kept: 10))]))
            }
            try expectEqual(try await journal.postings([Sample.key(1)], bridge: Sample.bridge), [:])
        },
        JournalPromise("answers that have run out are forgotten, oldest first, few at a time") { journal in
            for (key, kept) in [("a", 5), ("b", 3), ("c", 9), ("d", 4)] as [(String, Int64)] {
                try await journal.commit(.keepAnswer(Sample.answer(key, made: 0, kept: kept)))
            }
            func left() async throws -> String {
                var left = ""
                for key in ["a", "b", "c", "d"] where try await journal.answer(asker: "token/a", key: key) != nil { left += key }
                return left
            }
            try await journal.commit(.forgetAnswers(runOutBy: now.adding(seconds: 5), limit: 0))
            try expectEqual(try await left(), "abcd")
            try await journal.commit(.forgetAnswers(runOutBy: now.adding(seconds: 5), limit: 2))
            try expectEqual(try await left(), "ac")
            try await journal.commit(.forgetAnswers(runOutBy: now.adding(seconds: 5), limit: 2))
            try expectEqual(try await left(), "c")
        },
        JournalPromise("an answer beyond the bound is refused") { journal in
            let large = Sample.answer("k", made: 0, kept: 1, body: [UInt8](repeating: 0, count: AnswerRecord.bodyBytesMax + 1))
            try await expectRefused(.failed) { () async throws(JournalError) in try await journal.commit(.keepAnswer(large)) }
        },
    ]
}

extension JournalSample {
    /// A token of the door, in force.
    public static func token(_ id: String, bridges: [BridgeID] = [bridge]) -> TokenRecord {
        TokenRecord(
            id: id, name: "trade \"\(id)\"", hash: ContentHash.text(Array(id.utf8)), scopes: ["documents:write"], bridges: bridges,
            createdAt: now, createdBy: .person("anna"), expiresAt: bridges.isEmpty ? nil : now.adding(seconds: 60))
    }

    /// An answer given `made` seconds from now and kept until `kept` seconds from now.
    public static func answer(_ key: String, made: Int64, kept: Int64, body: [UInt8] = [1]) -> AnswerRecord {
        AnswerRecord(
            asker: "token/a", key: key, fingerprint: "f", status: 202, contentType: "application/json",
            tag: made > 0 ? "\"\(made).\(key)\"" : nil, body: body,
            madeAt: now.adding(seconds: made), keptUntil: now.adding(seconds: kept))
    }
}
