public import BridgeDomain
import BridgeHash
public import BridgeJournal
import BridgeMapping

/// Rules that one person made and another has not approved yet, where a bridge asks for four eyes. Their text stands beside it
/// (``text(of:in:)``): who only asks whether something waits need not read it.
public struct MappingProposal: Hashable, Sendable, Codable {
    /// The version they follow. Approving saves them as the one after it.
    public var base: Int
    /// SHA-256 of the text, hexadecimal: who approves names what they saw.
    public var seal: String
    public var comment: String
    public var by: Who
    public var at: Timestamp

    /// The proposal of a bridge that waits; nil where none does.
    public static func kept(of bridge: BridgeID, in journal: any BridgeJournal) async throws(JournalError) -> MappingProposal? {
        try await value(of: bridge, in: journal).read()
    }

    /// The rules as they were typed.
    public static func text(of bridge: BridgeID, in journal: any BridgeJournal) async throws(JournalError) -> String {
        String(decoding: try await journal.value(bridge, name: Names.proposalText) ?? [], as: UTF8.self)
    }

    /// Why nobody approves what a program proposed, and what to do.
    public static let ofProgram = BilingualText(
        nl: "Een programma stelde deze wijziging voor, en niemand ziet wie dat was: wijs haar af en laat iemand haar zelf voorstellen.",
        en: "A program proposed this change, and nobody sees who that was: refuse it, and have somebody propose it in person.")

    static func value(of bridge: BridgeID, in journal: any BridgeJournal) -> KeptValue<MappingProposal> {
        KeptValue(Names.proposal, of: bridge, in: journal)
    }

    init(base: Int, yaml: String, comment: String, by: Who, at: Timestamp) {
        self.base = base
        seal = SHA256.hash(Array(yaml.utf8)).hex
        self.comment = comment
        self.by = by
        self.at = at
    }
}

/// What became of rules somebody saves.
public enum SavedRules: Hashable, Sendable {
    /// They hold from now on; so many parked documents were judged again.
    case inForce(judged: Int)
    /// They wait for another person.
    case waits
    /// Those of somebody else wait already: one after the other.
    case occupied(by: Who)
}

/// What became of a proposal somebody approves or takes away.
public enum ProposalVerdict: Hashable, Sendable {
    case inForce(version: Int, judged: Int)
    case takenAway
    /// Nobody approves their own work.
    case ownWork
    /// A program proposed it: nobody sees whose hand that was (``MappingProposal/ofProgram``).
    case ofProgram
    /// It is not the one that was seen, or its place was taken.
    case changed
}

extension Desk {
    /// Keeps rules until another person approves them, in place of an earlier proposal of the same person.
    func propose(_ yaml: String, version: Int, comment: String) async throws(JournalError) -> SavedRules {
        let now = parts.clock.now()
        let proposal = MappingProposal(base: version - 1, yaml: yaml, comment: comment, by: who, at: now)
        var other: Who?
        try await MappingProposal.value(of: parts.bridge, in: parts.journal).change(who, at: now) { kept in
            other = kept.flatMap { $0.by == who ? nil : $0.by }
            guard other == nil else { return nil }
            let text = JournalChange.putValue(parts.bridge, name: Names.proposalText, value: Array(yaml.utf8))
            return (value: proposal, with: [text, record("proposed", "version \(version): \(comment)", now)])
        }
        return other.map { .occupied(by: $0) } ?? .waits
    }

    /// Approves the proposal that was seen: its rules are saved as the next version, in the proposer's name, and what waited is judged again.
    /// Refused for the proposer's own, and for another than the one seen. `isOwn` says whether who approves stands behind somebody: a program acts
    /// for whoever let it in.
    public func approveProposal(
        seal: String, isOwn: ((_ proposer: Who) async throws(JournalError) -> Bool)? = nil
    ) async throws(JournalError) -> ProposalVerdict {
        guard let proposal = try await MappingProposal.kept(of: parts.bridge, in: parts.journal) else { return .changed }
        guard proposal.by != who, try await isOwn?(proposal.by) != true else { return .ownWork }
        guard case .person = proposal.by else { return .ofProgram }
        let yaml = try await MappingProposal.text(of: parts.bridge, in: parts.journal)
        guard proposal.seal == seal, SHA256.hash(Array(yaml.utf8)).hex == seal, let rules = try? MappingRules(yaml: yaml) else {
            return .changed
        }
        let (now, version) = (parts.clock.now(), proposal.base + 1)
        let mapping = MappingRecord(
            bridge: parts.bridge, version: version, yaml: yaml, savedAt: now, savedBy: proposal.by,
            comment: proposal.comment + (proposal.comment.isEmpty ? "" : " ") + "(approved by \(who.name))")
        do throws(JournalError) {
            let isKept = try await MappingProposal.value(of: parts.bridge, in: parts.journal).change(who, at: now) { kept in
                guard kept == proposal else { return nil }
                return (value: nil, with: [.keepMapping(mapping), record("approved", "version \(version) of \(proposal.by.name)", now)])
            }
            guard isKept else { return .changed }
        } catch {
            guard error.code == .conflict else { throw error }
            return .changed
        }
        var renewed = parts
        renewed.translator = parts.translator(with: rules, version: version)
        return .inForce(version: version, judged: try await Desk(parts: renewed, who: who).remap())
    }

    /// Takes the proposal that was seen away: refused by somebody else, or withdrawn by whoever made it; with `onlyOwn` by no other.
    public func dropProposal(seal: String, reason: String, onlyOwn: Bool = false) async throws(JournalError) -> ProposalVerdict {
        let now = parts.clock.now()
        let isDropped = try await MappingProposal.value(of: parts.bridge, in: parts.journal).change(who, at: now) { kept in
            guard let kept, kept.seal == seal, !onlyOwn || kept.by == who else { return nil }
            let act = kept.by == who ? "proposal_withdrawn" : "proposal_refused"
            return (value: nil, with: [record(act, "version \(kept.base + 1) of \(kept.by.name): \(reason)", now)])
        }
        return isDropped ? .takenAway : .changed
    }

    private func record(_ act: String, _ detail: String, _ now: Timestamp) -> JournalChange {
        .record(HistoryEntry(at: now, who: who, bridge: parts.bridge, subject: "mapping", act: act, detail: detail))
    }
}
