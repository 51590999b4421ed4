import BridgeDomain
import BridgeJournal
import BridgeReports

extension Telling where Value == JudgedDifference {
    static var difference: Telling {
        Telling(
            "Difference", "Something the books hold otherwise than it was sent, with what was said of it.",
            [
                Told.text("subject", "The document's key, or the figure: month, daybook, VAT code and currency.", .always, max: 400) {
                    $0.difference.subject.text
                },
                Told.period("month", "The month whose control sheet it stands on.", .always) { $0.difference.month },
                Told.money("amount", "What the books hold more than was sent; left out where the two cannot be compared.") {
                    $0.difference.amount
                },
                Told.money("sent", "What was sent, of a document.") { $0.document?.sent },
                Told.money("booked", "What the books hold, of a document.") { $0.document?.booked },
                Told.problems("problems", "What differs, field by field.", party: { $0.document?.posting.party?.kind }) {
                    $0.document?.problems ?? []
                },
                Told.truth("is_open", "True where nobody has explained it as it stands.") { $0.isOpen },
                Told.object("explanation", .explanation, "What was said of it as it stands.") { $0.explanation },
                Told.object("outdated", .explanation, "What was said of it before it changed.") { $0.outdated },
            ])
    }
}

extension Telling where Value == DifferenceExplanation {
    static var explanation: Telling {
        Telling(
            "Explanation", "Why a difference is there, as somebody said.",
            [
                Told.text("text", "Why.", .always) { $0.text },
                Told.text("by", "Who said so.", .always, max: 400) { $0.by.description },
                Told.moment("at", "When.", .always) { $0.at },
                Told.money("amount", "The difference at that moment.") { $0.amount },
            ])
    }
}

extension Difference.Subject {
    /// The document's key or the figure, as text.
    var text: String {
        switch self {
        case .document(let key): key.description
        case .figure(let figure): figure.description
        }
    }
}

extension Shape {
    static let explanationOf = Shape(
        "Explain", "Why a difference is there.",
        [Field("text", .text(max: DifferenceBook.textMax), .always, "Why, in a sentence: it stands in the history.")])
}
