import BridgeDomain
import BridgeJournal

/// Whether a token opens anything, and if not, why. The raw value stands in answers.
public enum TokenStanding: String, Hashable, Sendable, CaseIterable {
    case inForce = "in_force"
    case revoked
    case ranOut = "ran_out"
    /// Who made it, or the token that did, is there no more.
    case makerGone = "maker_gone"
}

/// Who stands behind tokens. A token opens at most what those may who made it, and ends when they do.
struct TokenFamily: Sendable {
    let journal: any BridgeJournal

    /// Whether the token opens anything now, and what it then opens: the one place that decides, for the door and for every list.
    func standing(of token: TokenRecord, at now: Timestamp) async throws(JournalError) -> (TokenStanding, opens: TokenRecord?) {
        if token.revokedAt != nil { return (.revoked, nil) }
        guard token.isInForce(at: now) else { return (.ranOut, nil) }
        let opens = try await bounded(token, at: now)
        return (opens == nil ? .makerGone : .inForce, opens)
    }

    /// The token as far as it opens now: no more than whoever made it may, and whoever made that one. nil where one of these is gone.
    ///
    /// Asked with every request, beside ``ending(of:by:at:)``: a token that was being made while its maker's ended is found by neither list.
    private func bounded(_ token: TokenRecord, at now: Timestamp) async throws(JournalError) -> TokenRecord? {
        var bounded = token
        var (made, seen) = (token, Set([token.id]))
        while let id = made.createdBy.token {
            guard let maker = try await journal.token(id), maker.isInForce(at: now), seen.insert(id).inserted else { return nil }
            bounded.bound(by: maker.role, scopes: maker.scopes)
            made = maker
        }
        guard let account = try await account(behind: made) else { return bounded }
        guard account.closedAt == nil else { return nil }
        bounded.bound(by: account.role, scopes: [])
        return bounded
    }

    /// The person's account that made a token. Who had none then was at the machine itself, which asks nobody.
    private func account(behind token: TokenRecord) async throws(JournalError) -> AccountRecord? {
        guard case .person(let id) = token.createdBy else { return nil }
        let account = try await journal.account(id)
        return account.flatMap { $0.createdAt <= token.createdAt ? $0 : nil }
    }

    /// Ends every token that `maker` made, and what these made: the changes, to be committed with the end of the maker.
    func ending(of maker: Who, by who: Who, at now: Timestamp) async throws(JournalError) -> [JournalChange] {
        let made = Dictionary(grouping: try await journal.tokens()) { $0.createdBy.subject }
        var (changes, makers): ([JournalChange], [String]) = ([], [maker.subject])
        var seen = Set(makers)
        while let subject = makers.popLast() {
            for token in made[subject] ?? [] where seen.insert(DoorTokens.who(token).subject).inserted {
                if case .person = token.createdBy, try await account(behind: token) == nil { continue }
                makers.append(DoorTokens.who(token).subject)
                guard token.isInForce(at: now) else { continue }
                var ended = token
                ended.revokedAt = now
                ended.revision += 1
                changes += [.putToken(ended), Self.revoked(ended, "\(ended.name): ended with \(maker.subject)", by: who, at: now)]
            }
        }
        return changes
    }

    static func revoked(_ token: TokenRecord, _ detail: String, by who: Who, at now: Timestamp) -> JournalChange {
        .record(HistoryEntry(at: now, who: who, bridge: nil, subject: "token/\(token.id)", act: "revoked", detail: detail))
    }
}

extension Who {
    /// What its own history stands under: a token keeps its identifier when it is called otherwise.
    fileprivate var subject: String {
        if case .person(let id) = self { return "account/\(id)" }
        return token.map { "token/\($0)" } ?? description
    }
}

extension TokenRecord {
    /// Takes off what its maker may not: of role, what is above that one's; scopes, where that one has none and decides about nobody.
    fileprivate mutating func bound(by maker: String?, scopes given: [String]) {
        let (own, most) = (role.flatMap { Role(rawValue: $0) }, maker.flatMap { Role(rawValue: $0) })
        role = own.flatMap { own in most.map { own.isWithin($0) ? own : $0 } }?.rawValue
        if !(most.map { Rights.allow(.manageAccounts, $0) } ?? false) { scopes.removeAll { !given.contains($0) } }
    }
}
