import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeJSON
import BridgeJournal
import BridgeReports

extension DeskCall {
    private static let onePath = "/bridges/{bridge}/parties/{kind}/{code}"
    private static let onePage = "/parties/{bridge}/{kind}/{code}"
    private static let oneExample = ["bridge": Example.bridge, "kind": "debtor", "code": "C0002"]

    static var parties: [DeskCall] {
        [
            .list(
                "parties", "/bridges/{bridge}/parties", .look, "Debtors and creditors.", pages: ["/parties"],
                query: [
                    .word("state", PartyState.allCases.map(\.rawValue), "Only those in this state."),
                    .flag("differing", "`1`: only those of which a field differs from the books."),
                    .text("code", "Only those of this code: a debtor and a creditor may carry the same."),
                ], item: Telling<PartyRecord>.partyRow, example: Example(["bridge": Example.bridge])
            ) { (asking: Asking, after: PartyKey?) in
                let (bridge, limit) = (asking.bridge, asking.limit)
                if let code = asking.asked("code") {
                    let found = try await asking.acts.parties(bridge, code: code).sorted { $0.key < $1.key }
                    return Part(found.filter { party in after.map { $0 < party.key } ?? true }, limit: limit) { $0.key.description }
                }
                let state = asking.asked("state").flatMap { PartyState(rawValue: $0) }
                let found =
                    asking.asked("differing") != nil
                    ? try await asking.acts.journal.differingParties(bridge.id, after: after, limit: limit + 1)
                    : try await asking.acts.journal.listParties(bridge.id, states: state.map { [$0] } ?? [], after: after, limit: limit + 1)
                return Part(found, limit: limit) { $0.key.description }
            },
            .read(
                "partyNeeds", "/bridges/{bridge}/party-needs", .look, "What of debtors and creditors needs somebody.", pages: ["/parties"],
                tells: Telling<PartyNeeds>.partyNeeds, example: Example(["bridge": Example.bridge])
            ) { asking in Seen(try await asking.acts.partyNeeds(asking.bridge, limit: needsMax)) },
            .read(
                "party", onePath, .look, "One debtor or creditor, ours beside theirs.", pages: [onePage],
                tells: Telling<PartySides>.partyStanding, example: Example(oneExample)
            ) { asking in try await seen(asking) },
            .read(
                "partyAttempt", onePath + attemptPath, .look,
                "One attempt made for a debtor or creditor: each request as it was sent to the books, and each answer.",
                pages: [onePage + attemptPath, onePage + attemptPath + "/all.txt"], tells: Telling<AttemptFacts>.attemptWhole,
                example: Example(oneExample.merging(["attempt": "1"]) { $1 })
            ) { asking in try await asking.attempt(of: try await party(asking).party.key.description) },
            .act(
                "approvePartyValue", onePath + "/approve", .decideParty, "Send our value of one field, or of all that wait, to the books.",
                pages: [onePage + "/approve"], takes: .decideParty, of: "party", tells: Telling<PartySides>.partyStanding,
                example: Example(oneExample, body: ["field": "bank_account"])
            ) { asking in try await decide(asking, sendsOurs: true) },
            .act(
                "refusePartyValue", onePath + "/refuse", .decideParty, "Leave their value of one field, or of all that wait, as it is.",
                pages: [onePage + "/refuse"], takes: .decideParty, of: "party", tells: Telling<PartySides>.partyStanding,
                example: Example(oneExample, body: [:])
            ) { asking in try await decide(asking, sendsOurs: false) },
            .act(
                "linkParty", onePath + "/link", .linkParty, "Link it to its relation in the books.",
                pages: [onePage + "/link", "/parties/{bridge}/link"], takes: .linkParty,
                of: "party", tells: Telling<PartySides>.partyStanding,
                example: Example(["bridge": Example.bridge, "kind": "debtor", "code": "C0003"], body: ["number": "1C0003"])
            ) { asking in
                try await asking.acts.link(try await party(asking), number: asking.text("number"), seal: asking.seal, by: asking.who)
                return try await seen(asking)
            },
            .act(
                "retryParty", onePath + "/retry", .linkParty,
                "Have it tried again; one that only looks like a relation of the books gets a new one made.", pages: [onePage + "/retry"],
                of: "party", tells: Telling<PartySides>.partyStanding,
                example: Example(["bridge": Example.bridge, "kind": "debtor", "code": "C0004"])
            ) { asking in
                try await asking.acts.retry(try await party(asking), seal: asking.seal, by: asking.who)
                return try await seen(asking)
            },
            .read(
                "knownLinks", knownPath, .linkParty,
                "Parties that the books know under exactly their number and name, and that are not linked. Its ETag seals exactly these.",
                pages: ["/parties/{bridge}/known"], query: [ofKind], tells: Telling<KnownLinks>.knownLinks,
                example: Example(["bridge": Example.bridge])
            ) { asking in
                let known = try await known(asking)
                return Seen(known, seal: known.seal)
            },
            .act(
                "linkKnown", knownPath, .linkParty, "Link exactly the parties that were looked at, each to its relation, or none of them.",
                query: [ofKind], of: "knownLinks", tells: Telling<LinkedParties>.linked, example: Example(["bridge": Example.bridge])
            ) { asking in
                let linked = try await asking.acts.link(try await known(asking), of: asking.bridge, seal: asking.seal, by: asking.who)
                return Seen(LinkedParties(linked: linked))
            },
        ]
    }

    private static let knownPath = "/bridges/{bridge}/known-links"
    private static let ofKind = QueryField.word("kind", PartyKind.allCases.map(\.rawValue), "Which kind; debtors where it is left out.")

    private static func known(_ asking: Asking) async throws -> KnownLinks {
        let kind = asking.asked("kind").flatMap { PartyKind(rawValue: $0) } ?? .debtor
        return try await asking.acts.knownLinks(asking.bridge, kind, by: asking.who)
    }

    /// Of each kind of need, and one more where there are others.
    private static let needsMax = 200

    private static func party(_ asking: Asking) async throws -> FoundParty {
        try await asking.acts.party(asking.bridge, kind: asking.path("kind"), code: asking.path("code"))
    }

    private static func seen(_ asking: Asking) async throws -> Seen<PartySides> {
        let found = try await party(asking)
        return Seen(try await found.sides(asking.acts.journal), seal: found.seal)
    }

    private static func decide(_ asking: Asking, sendsOurs: Bool) async throws -> Seen<PartySides> {
        let field = asking.optional("field").flatMap { BridgeDomain.PartyField(rawValue: $0) }
        try await asking.acts.decide(try await party(asking), field: field, sendsOurs: sendsOurs, seal: asking.seal, by: asking.who)
        return try await seen(asking)
    }
}
