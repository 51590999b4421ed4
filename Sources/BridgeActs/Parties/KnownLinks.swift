import BridgeConnector
public import BridgeDomain
import BridgeEngine
import BridgeHash
public import BridgeJournal

/// Parties that the books know under exactly their number and name, and that are not linked: a person says once that each is the same.
public struct KnownLinks: Sendable {
    /// One party and what it is to be linked to.
    public struct Link: Sendable {
        public let party: PartyRecord
        public let relation: RelationRecord
    }

    public let kind: PartyKind
    /// In order of code.
    public let links: [Link]
    /// False where there are more: they come when these are linked.
    public let isWhole: Bool

    /// Links that are made at once.
    public static let linksMax = 500

    /// The same parties beside the same relations, to the letter.
    public var seal: String {
        let text = links.map { "\($0.party.key) \($0.party.revision) \($0.relation.id)" }.joined(separator: "\n")
        return SHA256.hash(Array(text.utf8)).hex
    }
}

extension Acts {
    /// What could be linked, by what was last read of both sides.
    public func knownLinks(_ bridge: OpenBridge, _ kind: PartyKind, by who: Who) async throws -> KnownLinks {
        guard let parts = await bridge.parts() else { throw ActRefusal.notSetUp }
        guard let orders = parts.translator as? any PartyOrdering else { return KnownLinks(kind: kind, links: [], isWhole: true) }
        let found = try await Desk(parts: parts, who: who).equals(of: kind, orders: orders, max: KnownLinks.linksMax + 1)
        return KnownLinks(
            kind: kind, links: found.prefix(KnownLinks.linksMax).map { KnownLinks.Link(party: $0.party, relation: $0.relation) },
            isWhole: found.count <= KnownLinks.linksMax)
    }

    /// Links exactly these, as they were looked at (`seal`); how many were linked. One that was linked or changed meanwhile is left as it is.
    public func link(_ known: KnownLinks, of bridge: OpenBridge, seal: String, by who: Who) async throws -> Int {
        guard seal == known.seal else { throw ActRefusal.changed }
        guard let parts = await bridge.parts() else { throw ActRefusal.notSetUp }
        let orders = parts.translator as? any PartyOrdering
        let desk = Desk(parts: parts, who: who)
        // Carried to its end also where whoever asked does not wait for it.
        let linked = try await Task {
            var linked = 0
            for link in known.links {
                // A party that was changed meanwhile may be equal no more: it is left for the next look.
                let relation = try await desk.link(link.party.key, to: link.relation.id, orders: orders, seen: link.party.revision)
                if relation != nil { linked += 1 }
            }
            return linked
        }.value
        await bridge.nudge()
        return linked
    }
}
