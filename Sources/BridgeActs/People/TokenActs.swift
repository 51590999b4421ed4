public import BridgeAccess
import BridgeDomain
public import BridgeJournal

/// A token, as an administrator sees it.
public struct TokenSeen: Sendable {
    public let record: TokenRecord
    public let standing: TokenStanding

    /// Names the token as it was looked at.
    public var seal: String { "\(record.revision)" }
}

// Programs and their tokens.
extension Acts {
    /// Days after which a token ends unless it is said, and at most.
    public static let tokenDays = 365
    public static let tokenDaysMax = 3_660

    /// Makes a token; its text is told this once. It must open something, and be for bridges that there are.
    public func makeToken(
        name: String?, role: Role?, scopes: [String], bridges: [String], days: Int, by who: Who
    ) async throws -> (record: TokenRecord, text: String) {
        let name = Self.line(name, max: DoorTokens.nameMax)
        guard !name.isEmpty else { throw ActRefusal.incomplete("name", nl: "Zeg wie het krijgt.", en: "Say who gets it.") }
        let opened = scopes.compactMap { TokenScope(rawValue: $0) }
        guard opened.count == scopes.count else {
            let all = TokenScope.allCases.map(\.rawValue).joined(separator: ", ")
            throw ActRefusal.incomplete(
                "scopes", .valueUnknown, nl: "Zo'n recht is er niet; wel: \(all).", en: "There is no such scope; there are: \(all).")
        }
        guard role != nil || !scopes.isEmpty else {
            throw ActRefusal.incomplete(
                "role", nl: "Geef het een rol of een recht: anders opent het niets.",
                en: "Give it a role or a scope: otherwise it opens nothing.")
        }
        guard (1...Self.tokenDaysMax).contains(days) else {
            throw ActRefusal.incomplete(
                "days", .valueOutOfRange, nl: "Een token geldt 1 tot \(Self.tokenDaysMax) dagen.",
                en: "A token is in force for 1 to \(Self.tokenDaysMax) days.")
        }
        let expiresAt = now.adding(seconds: Int64(days) * 86_400)
        if let end = try await tokens.end(of: who), expiresAt > end {
            throw ActRefusal.incomplete(
                "days", .valueOutOfRange, nl: "Een token kan er geen maken dat langer geldt dan het zelf.",
                en: "A token cannot make one that is in force for longer than itself.")
        }
        guard try await tokens.list().count < JournalLimits.tokensMax else {
            throw ActRefusal(
                .tooMany,
                BilingualText(
                    nl: "Er zijn al \(JournalLimits.tokensMax) tokens gemaakt, met die al beëindigd zijn; meer kan niet.",
                    en: "There are \(JournalLimits.tokensMax) tokens already, with those that were ended; there can be no more."))
        }
        let known = Set(self.bridges.map(\.id))
        let wanted = bridges.map { BridgeID($0) }
        guard wanted.allSatisfy({ known.contains($0) }) else {
            throw ActRefusal.incomplete(
                "bridges", .valueUnknown, nl: "Er is geen brug van die naam.", en: "There is no bridge of that name.")
        }
        return try await tokens.create(
            name: name, scopes: Set(opened), role: role, bridges: wanted, expiresAt: expiresAt, by: who)
    }

    /// The token of that identifier.
    public func token(_ id: String) async throws -> TokenSeen {
        guard let token = try await journal.token(id) else { throw ActRefusal.notFound }
        return try await seen(token)
    }

    /// A token with whether it is in force.
    public func seen(_ token: TokenRecord) async throws(JournalError) -> TokenSeen {
        TokenSeen(record: token, standing: try await tokens.standing(of: token))
    }

    /// Ends a token at once, with those that it made, as it was looked at (`seal`: its revision).
    public func endToken(_ id: String, seal: String, by who: Who) async throws -> TokenSeen {
        let token = try await token(id)
        guard seal == token.seal else { throw ActRefusal.changed }
        guard token.standing != .revoked else { throw ActRefusal.doesNotFit }
        var ended: TokenRecord?
        try await Self.orChanged { () async throws(JournalError) in
            ended = try await tokens.revoke(id, seen: token.record.revision, by: who)
            return nil
        }
        guard let ended else { throw ActRefusal.notFound }
        return try await seen(ended)
    }
}
