@testable import BridgeAPI
import BridgeActs
import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJournalTesting
import BridgeMapping
import BridgeTesting
import Testing

// What the examples about parties, rules, connections, payments, people and webhooks speak of.
extension ExampleHouse {
    /// A bridge that is paused, on which a change of the rules waits that the administrator's token proposed before that was refused.
    static let paused = BridgeID(DeskCall.pausedBridge)

    func seedKeeping() async throws {
        try await seedParties()
        try await seedRules()
        try await seedPayments()
        try await seedPeople()
        try await seedWebhooks()
        let bridge = try acts.bridge(Self.paused.text)
        try await acts.pause(bridge, reason: "the accountant closes October", by: .person("dirk"))
    }

    // MARK: Parties

    /// A party beside a relation of the books: linked to it, with differences, or only looking like it.
    func keep(party code: String, _ differences: [PartyDifference] = [], proposed: Bool = false) async throws {
        try await journal.commit(JournalSample.beside(party: code, differences, proposed: proposed))
    }

    private func seedParties() async throws {
        func difference(
            _ field: BridgeDomain.PartyField, _ ours: String, _ theirs: String, _ standing: PartyDifference.Standing
        ) -> PartyDifference {
            PartyDifference(field: field, ours: ours, theirs: theirs, agreed: theirs, standing: standing, seenAt: JournalSample.now)
        }
        try await keep(
            party: "C0002",
            [
                difference(.email, "info@example.nl", "oud@example.nl", .found),
                difference(.bankAccount, "NL91ABNA0417164300", "NL20INGB0001234567", .waits),
            ])
        try await attempt("\(PartyKey(.debtor, "C0002"))", .updateParty)
        try await keep(party: "C0003", proposed: true)
        var stuck = JournalSample.party("C0004", state: .parked)
        stuck.problems = [Problem(.partyBlockedInBooks, at: Place("code"), found: "1C0004")]
        try await journal.commit(JournalUnit([.putParty(stuck)]))
    }

    func party(_ code: String) async throws -> PartyRecord {
        let key = PartyKey(.debtor, PartyCode(code))
        return try #require(try await journal.parties([key], bridge: Self.bridge)[key])
    }

    // MARK: Rules

    private func seedRules() async throws {
        for bridge in [Self.bridge, Self.paused] {
            try await journal.commit(
                JournalUnit([
                    .keepMapping(
                        MappingRecord(
                            bridge: bridge, version: 1, yaml: Self.rules(roses: "8100"), savedAt: JournalSample.now,
                            savedBy: .person("carla"),
                            comment: "first rules"))
                ]))
        }
        if try await acts.bridge(Self.bridge.text).parts() != nil { try await propose(Self.bridge, by: .person("bert")) }
        try await propose(Self.paused, by: tool)
    }

    /// Has a change of the rules wait for another person.
    func propose(_ bridge: BridgeID, by who: Who) async throws {
        var parts = try #require(await acts.bridge(bridge.text).parts())
        parts.policy.mappingFourEyes = true
        let yaml = Self.rules(roses: "8200")
        let saved = try await Desk(parts: parts, who: who).save(
            try MappingRules(yaml: yaml), yaml: yaml, version: 2, comment: "roses apart")
        try #require(saved == .waits)
    }

    static func rules(roses account: String) -> String { DeskCall.exampleRules.replacing("8000", with: account) }

    // MARK: Connections

    /// Books that take one code, and say no to any other.
    static func desk(_ trial: Result<ConnectionTrial, ConnectionFailure>) -> ConnectionDesk {
        ConnectionDesk(
            read: {
                ConnectionFacts(
                    target: "books", state: BilingualText(nl: "werkt", en: "ready"), isReady: true, trouble: nil, asksConsent: true,
                    consent: .init(
                        givenTo: "person:carla", user: "Piet", at: JournalSample.now, administrations: ["3456789"],
                        until: JournalSample.now.adding(seconds: 2_592_000)))
            },
            invitation: { .init(link: "https://books.example/consent?state=1", redirect: "https://127.0.0.1:8484/callback") },
            accept: { query, _ async throws(ConnectorError) in
                guard query == "code=example&state=example" else {
                    throw ConnectorError(
                        .unauthorised, "no", remedy: BilingualText(nl: "Vraag een nieuwe code.", en: "Ask for a new code."))
                }
            },
            guide: {
                ConnectionGuide(
                    steps: [ConnectionStep.Proof.connects, .consents, .person].map { proof in
                        ConnectionStep(
                            BilingualText(nl: "stap \(proof)", en: "step \(proof)"), BilingualText(nl: "doe dit", en: "do this"),
                            command: proof == .connects ? "ledgerbridge connect seal token < token.txt" : nil, proof: proof)
                    }, holds: [.connects], trouble: nil)
            }, test: { trial })
    }

    static var trial: ConnectionTrial {
        ConnectionTrial(
            source: ["NL01 Bloemen"], books: "Bloemenexport, EUR", counts: [(BilingualText(nl: "dagboeken", en: "daybooks"), 3)],
            findings: [SetupFinding(BilingualText(nl: "recht mist", en: "a right is missing"), isBlocking: true)])
    }

    // MARK: Payments

    private func seedPayments() async throws {
        try await journal.commit(JournalSample.payments(refusedFor: "2600002 is not known"))
    }

    // MARK: People and webhooks

    private func seedPeople() async throws {
        var dora = JournalSample.account("dora")
        dora.secondFactor = SecondFactor(sealedKey: "sealed", since: JournalSample.now)
        let lasting = dora
        try await journal.commit(
            JournalUnit([
                .putAccount(JournalSample.account("bert")), .putAccount(lasting),
                .startSession(JournalSample.session("session-1", account: "bert", ends: 43_200)),
            ]))
    }

    private func seedWebhooks() async throws {
        var paused = JournalSample.webhook(DeskCall.pausedWebhook)
        (paused.state, paused.reason) = (.paused, "stopped by carla")
        var message = JournalSample.delivery(DeskCall.exampleWebhook, 101, "\(JournalSample.key(1))", due: 0)
        message.state = .aside
        message.attemptsMade = 1
        message.attempts = [DeliveryRecord.Attempt(at: JournalSample.now, status: 500, milliseconds: 12, answer: "no")]
        try await journal.commit(
            JournalUnit([.putWebhook(JournalSample.webhook(DeskCall.exampleWebhook)), .putWebhook(paused), .putDelivery(message)]))
    }
}
