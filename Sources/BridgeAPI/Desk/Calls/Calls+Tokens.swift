import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeJournal

extension DeskCall {
    /// Programs and their tokens.
    static var tokens: [DeskCall] {
        [
            .list(
                "tokens", "/tokens", .manageAccounts, "Tokens of programs, in force or not.", pages: ["/people"],
                item: Telling<TokenSeen>.token, example: Example()
            ) { (asking: Asking, after: String?) in
                let found = Part(try await asking.acts.tokens.list().filter { $0.id > after ?? "" }, limit: asking.limit) { $0.id }
                var seen: [TokenSeen] = []
                for token in found.items { seen.append(try await asking.acts.seen(token)) }
                return Part(seen, next: found.next)
            },
            .read(
                "token", "/tokens/{id}", .manageAccounts, "One token; never its text.", pages: ["/people"],
                tells: Telling<TokenSeen>.token,
                example: Example(["id": exampleToken])
            ) { asking in
                let token = try await asking.acts.token(asking.path("id"))
                return Seen(token, seal: token.seal)
            },
            .act(
                "makeToken", "/tokens", .manageAccounts, "Make a token. Its text is in this answer and nowhere else.", takes: .newToken,
                status: 201, tells: Telling<MadeToken>.made,
                example: Example(body: ["name": "reporting", "role": "viewer", "bridges": [.string(Example.bridge)], "days": 90])
            ) { asking in
                let made = try await asking.acts.makeToken(
                    name: asking.optional("name"), role: asking.word("role", Role.self),
                    scopes: asking.texts("scopes"), bridges: asking.texts("bridges"),
                    days: asking.whole("days").flatMap { Int(exactly: $0) } ?? Acts.tokenDays, by: asking.who)
                let token = try await asking.acts.seen(made.record)
                return Seen(MadeToken(token: token, text: made.text), keptAs: MadeToken(token: token, text: nil))
            },
            .act(
                "endToken", "/tokens/{id}/end", .manageAccounts, "End a token at once, and with it those that were made by it.",
                pages: ["/tokens/{id}/end"], of: "token",
                tells: Telling<TokenSeen>.token,
                example: Example(["id": exampleToken])
            ) { asking in
                let ended = try await asking.acts.endToken(asking.path("id"), seal: asking.seal, by: asking.who)
                return Seen(ended, seal: ended.seal)
            },
        ]
    }

    /// A token of the examples.
    static let exampleToken = "00000000000000aa"
}

/// A token that was made, with its text where it is told.
struct MadeToken: Sendable {
    var token: TokenSeen
    var text: String?
}

extension Telling where Value == TokenSeen {
    static var token: Telling {
        Telling(
            "Token", "What lets a program in.",
            [
                Told.text("id", "Names it in lists and history.", .always, max: 100) { $0.record.id },
                Told.text("name", "Its holder.", .always, max: 200) { $0.record.name },
                Told.word("role", Role.allCases.map(\.rawValue), "What people of this role may, it may do.") { $0.record.role },
                Told.texts("scopes", "What it opens beside that.") { $0.record.scopes },
                Told.texts("bridges", "The bridges it is for; empty for every bridge.") { $0.record.bridges.map(\.text) },
                Told.word(
                    "standing", "Whether it opens anything now; `maker_gone`: who made it, or the token that did, is there no more.",
                    .always
                ) { $0.standing },
                Told.moment("created_at", "When it was made.", .always) { $0.record.createdAt },
                Told.text("created_by", "By whom.", .always, max: 400) { $0.record.createdBy.description },
                Told.moment("expires_at", "From then on it opens nothing.") { $0.record.expiresAt },
                Told.moment("revoked_at", "When it was ended.") { $0.record.revokedAt },
                Told.moment("used_at", "When it was last used, to the minute.") { $0.record.usedAt },
            ])
    }
}

extension Telling where Value == MadeToken {
    static var made: Telling {
        Telling(
            "MadeToken", "A token that was made.",
            [
                Told.object("token", .token, "What is known of it from now on.", .always) { $0.token },
                Told.text("text", "What the program shows. Told once: a repetition of the request has it no more.", max: 200) { $0.text },
            ])
    }
}

extension Shape {
    static let newToken = Shape(
        "NewToken", "A token to make: it needs a role, or a scope.",
        [
            Field("name", .code(max: DoorTokens.nameMax), .always, "Its holder, for lists and history."),
            Field("role", .word(Role.allCases.map(\.rawValue)), "What people of this role may, it may do."),
            Field(
                "scopes", .codes(max: 10, lengthMax: 50), "What it opens beside that: `documents:write`, `parties:write`, `status:read`."),
            Field("bridges", .codes(max: 1_000, lengthMax: 100), "The bridges it is for; every bridge unless given."),
            Field("days", .whole(1...Int64(Acts.tokenDaysMax)), "Days after which it ends; \(Acts.tokenDays) unless given."),
        ])
}
