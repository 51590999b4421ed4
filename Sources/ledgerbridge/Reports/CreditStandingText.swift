import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON

/// What `show` says of an invoice and its credit notes: the amount, what each takes back and whether the books tie it, what is left.
struct CreditStandingText: Sendable {
    let context: Context
    let standing: CreditStanding
    /// The document the command is about.
    let shown: DocumentKey

    private var words: Words { context.words }

    var title: String {
        let numbers = standing.originals.map(\.document.number.text).joined(separator: ", ")
        return words.pick("Creditnota's op", "Credit notes on") + " \(numbers)"
    }

    var table: TextTable {
        var table = TextTable([
            .init(title: words.pick("Document", "Document")), .init(title: words.pick("Bedrag", "Amount"), isNumber: true),
            .init(title: words.pick("Stand", "State")),
            .init(title: words.pick("Koppeling in de boeken", "Link in the books"), shrinks: true),
        ])
        table.rows = standing.originals.map { original in
            [name(original.document), context.amount(original.gross), original.state.map { words.state($0) } ?? unknown, ""]
        }
        table.rows += standing.credits.map { credit in
            [name(credit.document), context.amount(credit.gross.map { -$0 }), words.state(credit.state), words.link(credit.link)]
        }
        return table
    }

    /// The lines below the table.
    var sums: String {
        var lines: [String] = []
        if let credited = standing.credited { lines.append(words.pick("Gecrediteerd", "Credited") + " \(context.amount(credited))") }
        if let underWay = standing.underWay, !underWay.isZero {
            lines.append(words.pick("onderweg", "under way") + " \(context.amount(underWay))")
        }
        let rest = standing.remaining.map { context.amount($0) } ?? unknown
        let together = standing.originals.count > 1 ? words.pick("rest van deze facturen samen", "left of these invoices together") : nil
        lines.append((together ?? words.pick("rest van de factuur", "left of the invoice")) + " \(rest)")
        return "\n" + context.wrapped(lines.joined(separator: "; "))
    }

    private var unknown: String { words.pick("onbekend", "unknown") }
    private func name(_ document: DocumentKey) -> String {
        "\(words.kind(document.kind)) \(document.number)" + (document == shown ? " *" : "")
    }

    var json: JSON {
        .object([
            .init(
                "originals",
                .array(
                    standing.originals.map {
                        .object([
                            .init("document", .string($0.document.description)), .init("gross", money($0.gross)),
                            .init("state", .string($0.state?.rawValue)),
                        ])
                    })),
            .init(
                "credits",
                .array(
                    standing.credits.map {
                        .object([
                            .init("document", .string($0.document.description)), .init("gross", money($0.gross)),
                            .init("state", .string($0.state.rawValue)), .init("link", .string($0.link.rawValue)),
                            .init("originals", .array($0.originals.map { .string($0.text) })),
                        ])
                    })),
            .init("credited", money(standing.credited)), .init("under_way", money(standing.underWay)),
            .init("remaining", money(standing.remaining)),
        ])
    }

    private func money(_ amount: Money?) -> JSON { amount.map { JSON(of: $0) } ?? .null }
}

extension Words {
    /// Whether the books tie a credit note to its invoice.
    fileprivate func link(_ link: CreditStanding.Link) -> String {
        switch link {
        case .tied: pick("gekoppeld", "linked")
        case .missing: pick("ONTBREEKT", "MISSING")
        case .notReadBack: pick("nog niet teruggelezen", "not read back yet")
        case .notTold: pick("deze boeken zeggen het niet", "these books do not tell")
        case .none: ""
        }
    }
}
