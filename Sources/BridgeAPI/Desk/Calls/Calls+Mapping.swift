import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeJournal

extension DeskCall {
    private static let base = "/bridges/{bridge}/mapping"
    private static let example = ["bridge": Example.bridge]

    static var mapping: [DeskCall] {
        [
            .read(
                "mapping", base, .look, "The rules in force, their use, and what waits for one.", pages: ["/mapping"],
                query: [
                    .whole(
                        "newest", "Newest documents over which use is counted; \(Acts.coverageNewest) unless said.",
                        in: 1...Int64(Acts.coverageNewestMax))
                ],
                tells: Telling<MappingAnswer>.mapping, example: Example(example)
            ) { asking in
                let (acts, bridge) = (asking.acts, asking.bridge)
                let rules = try await acts.rules(bridge)
                let newest = asking.askedCount("newest") ?? Acts.coverageNewest
                return Seen(
                    MappingAnswer(
                        rules: rules, saved: try await acts.journal.mapping(bridge.id, version: nil),
                        waiting: try await acts.waitingForRules(bridge),
                        coverage: try await acts.coverage(rules, newest: newest),
                        proposal: try await MappingProposal.kept(of: bridge.id, in: acts.journal), fourEyes: bridge.policy.mappingFourEyes),
                    seal: "\(rules.version)")
            },
            .list(
                "rulesVersions", base + "/versions", .look, "Every version of the rules, the newest first.", pages: ["/mapping"],
                item: Telling<MappingRecord>.rulesVersion,
                example: Example(example)
            ) { (asking: Asking, before: Int?) in
                let all = try await asking.acts.journal.mappings(asking.bridge.id).filter { $0.version < before ?? .max }
                return Part(all, limit: asking.limit) { "\($0.version)" }
            },
            .read(
                "rulesVersion", base + "/versions/{version}", .look, "One version of the rules, with its text.",
                pages: ["/mapping/versions/{bridge}/{version}"], tells: Telling<MappingRecord>.rulesText,
                example: Example(["bridge": Example.bridge, "version": "1"])
            ) { asking in Seen(try await asking.acts.rulesVersion(asking.bridge, asking.path("version"))) },
            .read(
                "tryRules", base + "/try", .look, "Why the entry of a document is what it is: the rules in force, tried on it.",
                pages: ["/mapping/try"],
                query: [
                    .text("number", "The document's number.", isNeeded: true),
                    .word("kind", DocumentKind.allCases.map(\.rawValue), "Its kind, where several kinds have the number."),
                    .text("administration", "Its administration, where it is not the bridge's own."),
                ], tells: Telling<TrialAnswer>.trial, example: Example(example, query: [("number", "2026-100001")])
            ) { asking in
                let (acts, bridge) = (asking.acts, asking.bridge)
                let rules = try await acts.rules(bridge)
                let postings = try await acts.postings(
                    bridge, number: asking.asked("number") ?? "", administration: asking.asked("administration"),
                    kind: asking.asked("kind").flatMap { DocumentKind(rawValue: $0) })
                guard !postings.isEmpty else { throw ActRefusal.notFound }
                var trials: [RulesTrial] = []
                for posting in postings { trials.append(try await acts.trial(rules, posting)) }
                return Seen(TrialAnswer(version: rules.version, documents: trials))
            },
            .act(
                "rulesOutlook", base + "/outlook", .changeMapping,
                "What other rules would do, before they are saved. Nothing is written.", pages: ["/mapping/change"], takes: .rulesBody,
                tells: Telling<RulesOutlook>.outlook, example: Example(example, body: ["rules": .string(exampleRules)])
            ) { asking in
                let typed = try TypedRules(asking.text("rules"))
                let base = try await asking.acts.newestRules(asking.bridge)
                return Seen(try await asking.acts.outlook(typed.rules, after: base, asking.bridge))
            },
            .act(
                "saveRules", base + "/versions", .changeMapping,
                "Save rules as the next version; what waited for a rule is judged again. A bridge that asks for four eyes takes them from people only.",
                pages: ["/mapping/change"], takes: .saveRules, of: "mapping", tells: Telling<SavedAnswer>.saved,
                example: Example(example, body: ["rules": .string(exampleRules), "comment": "roses"])
            ) { asking in
                let typed = try TypedRules(asking.text("rules"))
                let saved = try await asking.acts.save(
                    typed, seal: asking.seal, comment: asking.optional("comment") ?? "", in: asking.bridge, by: asking.who)
                let version = (Int(asking.seal) ?? 0) + 1
                guard case .inForce(let judged) = saved else { return Seen(SavedAnswer(outcome: .proposed, version: version)) }
                return Seen(SavedAnswer(outcome: .inForce, version: version, judged: judged))
            },
            .read(
                "rulesProposal", base + "/proposal", .look, "The change of the rules that waits for another person.",
                pages: ["/mapping/proposal"],
                tells: Telling<WaitingProposal>.proposal, example: Example(example)
            ) { asking in
                guard let waiting = try await asking.acts.proposal(asking.bridge) else { throw ActRefusal.notFound }
                return Seen(waiting, seal: waiting.proposal.seal)
            },
            .act(
                "approveRules", base + "/proposal/approve", .approveMapping,
                "Approve the change that was seen: it holds from now on. Nobody approves their own, and no token where a bridge asks for four eyes.",
                pages: ["/mapping/proposal"], of: "rulesProposal", tells: Telling<SavedAnswer>.saved, example: Example(example)
            ) { asking in
                let done = try await asking.acts.approveRules(asking.bridge, seal: asking.seal, by: asking.who)
                return Seen(SavedAnswer(outcome: .inForce, version: done.version, judged: done.judged))
            },
            .act(
                "refuseRules", base + "/proposal/refuse", .approveMapping, "Refuse the change that was seen, and say why.",
                pages: ["/mapping/proposal"], takes: .reasonNeeded, of: "rulesProposal", tells: Telling<SavedAnswer>.saved,
                example: Example(example, body: ["reason": "the account is another"])
            ) { asking in
                let version = try await asking.acts.refuseRules(
                    asking.bridge, seal: asking.seal, reason: asking.text("reason"), by: asking.who)
                return Seen(SavedAnswer(outcome: .refused, version: version))
            },
            .act(
                "withdrawRules", base + "/proposal/withdraw", .changeMapping, "Take away the change that the token proposed itself.",
                pages: ["/mapping/proposal"],
                of: "rulesProposal", tells: Telling<SavedAnswer>.saved, example: Example(["bridge": pausedBridge])
            ) { asking in
                let version = try await asking.acts.withdrawRules(asking.bridge, seal: asking.seal, by: asking.who)
                return Seen(SavedAnswer(outcome: .withdrawn, version: version))
            },
        ]
    }
}
