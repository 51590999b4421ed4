import BridgeDomain
import BridgeJournal

/// A table of postings as `list` prints it.
struct PostingTable: Sendable {
    let context: Context

    func text(_ postings: [PostingRecord]) -> String {
        let words = context.words
        if postings.isEmpty { return words.pick("Geen documenten.", "No documents.") }
        // What all have in common is said once, above the table.
        let state = postings.allSatisfy { $0.state == postings[0].state } ? postings[0].state : nil
        var table = TextTable(
            [
                .init(title: words.pick("Nummer", "Number"), shrinks: true), .init(title: words.pick("Soort", "Kind")),
                .init(title: words.pick("Datum", "Date")), .init(title: words.pick("Relatie", "Party")),
                .init(title: words.pick("Bruto", "Gross"), isNumber: true),
            ] + (state == nil ? [.init(title: words.pick("Stand", "State"))] : [])
                + [.init(title: state == .booked ? words.pick("Boekstuk", "Entry") : words.pick("Waarom", "Why"), shrinks: true)])
        table.rows = postings.map { posting in
            [
                posting.document.number.text, words.shortKind(posting.document.kind), context.formatting.date(posting.invoiceDate),
                posting.party?.code.text ?? "–", context.amount(posting.gross),
            ] + (state == nil ? [words.state(posting.state)] : []) + [words.reason(posting)]
        }
        let head = state.map { "\(words.state($0)): \(postings.count)\n" } ?? ""
        return head + context.text(table)
    }
}
