import BridgeDomain
import BridgeJSON
import BridgeRuntime

/// What `status` and `doctor` say of a source whose documents arrive in parts.
struct SourceStandingText: Sendable {
    let standing: SourceStanding
    let words: Words
    let moment: @Sendable (Timestamp) -> String

    /// Rows named in a sentence.
    private static let shownMax = 5

    var lines: [String] {
        let read = standing.lastRead.map { words.pick("Export gelezen: ", "Export read: ") + moment($0) }
        var lines = [read ?? words.pick("Nog geen export gelezen", "No export read yet")]
        if let waiting { lines.append(waiting) }
        if let at = standing.linkOverAt {
            lines.append(
                words.pick("Een link was verlopen voor hij was gebruikt: ", "A link had run out before it was used: ") + moment(at)
                    + words.pick("; er is een nieuwe gevraagd", "; another one was asked for"))
        }
        return lines
    }

    /// True while the newest link ran out, and no export came in since.
    var isLinkOver: Bool { standing.linkOverAt.map { over in standing.lastRead.map { $0 < over } ?? true } ?? false }

    private var waiting: String? {
        guard standing.waiting > 0 else { return nil }
        let since = standing.waitingSince.map { words.pick(" sinds ", " since ") + moment($0) } ?? ""
        let rows = standing.missing.prefix(Self.shownMax).map { "\($0.what) (\($0.documents))" }
        let more = standing.missing.count > Self.shownMax ? ["…"] : []
        let verb =
            standing.waiting == 1
            ? words.pick("document wacht", "document waits") : words.pick("documenten wachten", "documents wait")
        return "\(standing.waiting) \(verb)\(since)" + words.pick(" op: ", " for: ") + (rows + more).joined(separator: ", ")
    }

    var json: JSON {
        .object([
            .init("last_read", .string(standing.lastRead?.description)), .init("link_over_at", .string(standing.linkOverAt?.description)),
            .init("waiting", .number(standing.waiting)), .init("waiting_since", .string(standing.waitingSince?.description)),
            .init(
                "missing",
                .array(standing.missing.map { .object([.init("what", .string($0.what)), .init("documents", .number($0.documents))]) })),
        ])
    }
}

extension Context {
    /// How the source of a bridge stands; nil where its documents arrive whole.
    func standing(of bridge: Configuration.Bridge) throws -> SourceStandingText? {
        try configuration.standing(of: bridge).map { standing in
            SourceStandingText(standing: standing, words: words) { moment($0) }
        }
    }
}
