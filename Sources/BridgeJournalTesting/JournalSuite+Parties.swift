import BridgeDomain
import BridgeJournal

private typealias Sample = JournalSample
private let bridge = JournalSample.bridge
private let now = JournalSample.now

extension JournalSuite {
    static let parties: [JournalPromise] = [
        JournalPromise("a party is guarded by its revision and keeps its versions") { journal in
            let first = Sample.party("C0412")
            try await journal.commit(.putParty(first))
            try await expectRefused(.conflict) { () async throws(JournalError) in try await journal.commit(.putParty(first)) }
            var aligned = first
            aligned.revision = 2
            aligned.state = .aligned
            aligned.alignedVersion = 1
            aligned.attempts = 1
            aligned.proposal = "guid-1"
            aligned.proposalReason = "same VAT number"
            aligned.problems = [Problem(.partyIncomplete, at: Place("city"))]
            let second = aligned
            try await journal.commit(.putParty(second))
            try expectEqual(try await journal.parties([first.key], bridge: bridge), [first.key: second])
            var changed = Sample.party("C0412", version: 2)
            changed.revision = 3
            changed.party = nil
            let third = changed
            try await journal.commit(.putParty(third))
            try expectEqual(
                try await journal.partyVersions(first.key, bridge: bridge), [PartyVersionRecord(first), PartyVersionRecord(third)])
            try expectEqual(try await journal.parties([first.key, PartyKey(.creditor, "C0412")], bridge: "other").count, 0)
            changed.revision = 4
            changed.raw.append(0x20)
            changed.contentHash = ContentHash.text(changed.raw)
            let other = changed
            try await expectRefused(.duplicate) { () async throws(JournalError) in try await journal.commit(.putParty(other)) }
            try expectEqual(try await journal.parties([first.key], bridge: bridge), [first.key: third])
        },
        JournalPromise("due parties come oldest first") { journal in
            for (code, seconds, state) in [("A", 0, .ready), ("B", -9, .ready), ("C", -5, .parked), ("D", 5, .ready)]
                as [(String, Int64, PartyState)]
            {
                var party = Sample.party(code, state: state)
                party.dueAt = now.adding(seconds: seconds)
                try await journal.commit(.putParty(party))
            }
            try await journal.commit(.putParty(Sample.party("E")))
            func codes(_ states: Set<PartyState>, limit: Int = 10) async throws -> [String] {
                try await journal.dueParties(bridge, states: states, now: now, limit: limit).map(\.key.code.text)
            }
            try expectEqual(try await codes([.ready]), ["B", "A"])
            try expectEqual(try await codes([.ready, .parked]), ["B", "C", "A"])
            try expectEqual(try await codes([.ready, .parked], limit: 1), ["B"])
            try expectEqual(try await codes([.aligned]), [])
        },
        JournalPromise("parties are listed in order of key, page by page") { journal in
            for code in ["C3", "C1", "C2", "C10"] { try await journal.commit(.putParty(Sample.party(code))) }
            var creditor = Sample.party("C0")
            creditor.key = PartyKey(.creditor, "Z9")
            creditor.state = .parked
            let supplier = creditor
            try await journal.commit(.putParty(supplier), .putParty(Sample.party("C1", bridge: "other")))
            func page(_ states: Set<PartyState> = [], after key: PartyKey?, limit: Int = 10) async throws -> [String] {
                try await journal.listParties(bridge, states: states, after: key, limit: limit).map(\.key.code.text)
            }
            try expectEqual(try await page(after: nil), ["Z9", "C1", "C10", "C2", "C3"])
            try expectEqual(try await page(after: nil, limit: 2), ["Z9", "C1"])
            try expectEqual(try await page(after: PartyKey(.debtor, "C1"), limit: 2), ["C10", "C2"])
            try expectEqual(try await page([.ready], after: nil, limit: 2), ["C1", "C10"])
            try expectEqual(try await page([.parked, .aligned], after: nil), ["Z9"])
        },
        JournalPromise("what differs from the books is kept with the party, and is listed as long as it differs") { journal in
            for code in ["C3", "C1", "C2"] {
                var party = Sample.party(code)
                party.alignment = Sample.alignment(differing: code != "C2")
                let record = party
                try await journal.commit(.putParty(record))
                try expectEqual(try await journal.parties([record.key], bridge: bridge)[record.key], record)
            }
            func page(after key: PartyKey?, limit: Int = 10) async throws -> [String] {
                try await journal.differingParties(bridge, after: key, limit: limit).map(\.key.code.text)
            }
            try expectEqual(try await page(after: nil), ["C1", "C3"])
            try expectEqual(try await page(after: PartyKey(.debtor, "C1")), ["C3"])
            try expectEqual(try await page(after: nil, limit: 1), ["C1"])
            try expectEqual(try await journal.differingParties("other", after: nil, limit: 10).count, 0)
            var settled = Sample.party("C1")
            settled.revision = 2
            settled.alignment = Sample.alignment(differing: false)
            let again = settled
            try await journal.commit(.putParty(again))
            try expectEqual(try await page(after: nil), ["C3"])
        },
        JournalPromise("a relation keeps the fields the books tell, and forgets those they no longer tell") { journal in
            var relation = Sample.relation("r-1", number: "1")
            relation.details = [.name: "De Tulp", .city: "", .bankAccount: "NL91ABNA0417164300"]
            let told = relation
            try await journal.commit(.putRelation(told))
            try expectEqual(try await journal.relation(bridge, id: "r-1"), told)
            try expectEqual(try await journal.relations(bridge, vatNumber: nil, chamberOfCommerce: nil, number: "1"), [told])
            relation.details = nil
            let untold = relation
            try await journal.commit(.putRelation(untold))
            try expectEqual(try await journal.relation(bridge, id: "r-1"), untold)
        },
        JournalPromise("relations are found by VAT number, chamber of commerce number and number") { journal in
            var deleted = Sample.relation("r-0", vatNumber: "NL1", number: "10")
            deleted.deleted = true
            let gone = deleted
            try await journal.commit(
                .putRelation(gone), .putRelation(Sample.relation("r-3", vatNumber: "NL1", chamberOfCommerce: "123", number: "10")),
                .putRelation(Sample.relation("r-1", vatNumber: "NL1", number: "11")),
                .putRelation(Sample.relation("r-2", chamberOfCommerce: "123", number: "12")))
            func ids(_ vat: String?, _ chamber: String?, _ number: String?) async throws -> [String] {
                try await journal.relations(bridge, vatNumber: vat, chamberOfCommerce: chamber, number: number).map(\.id.text)
            }
            try expectEqual(try await ids("NL1", "123", "10"), ["r-1", "r-3", "r-2"])
            try expectEqual(try await ids(nil, "123", nil), ["r-2", "r-3"])
            try expectEqual(try await ids(nil, nil, "10"), ["r-3"])
            try expectEqual(try await ids("NL9", nil, nil), [])
            try expectEqual(try await ids(nil, nil, nil), [])
            try await journal.commit(.putRelation(Sample.relation("r-1", vatNumber: "NL2", number: "11")))
            try expectEqual(try await ids("NL1", nil, nil), ["r-3"])
            try expectEqual(try await journal.relation(bridge, id: "r-0"), gone)
            try expect(try await journal.relation("other", id: "r-0") == nil, "another bridge's relation")
            for number in 20..<40 {
                try await journal.commit(.putRelation(Sample.relation("s-\(number)", vatNumber: "NL7", number: "\(number)")))
            }
            try expectEqual(try await ids("NL7", nil, nil).count, JournalLimits.relationsMax)
        },
    ]
}
