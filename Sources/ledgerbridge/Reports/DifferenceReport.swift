import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeReconciliation
import BridgeReports

/// What the books hold otherwise than it was sent, with what was said of it.
struct DifferenceReport: Sendable {
    let context: Context
    let journal: any BridgeJournal
    let bridge: BridgeID

    /// Documents that are read, newest first.
    static let documentsMax = 1_000

    /// Documents dated in `dates` (nil: all) and, where these are a month, its figures.
    func judged(dates: ClosedRange<CalendarDate>?) async throws -> [JudgedDifference] {
        let book = DifferenceBook(journal: journal, bridge: bridge)
        let documents = try await DifferingDocument.read(bridge, dates: dates, limit: Self.documentsMax, journal: journal)
        var judged = try await book.judge(documents)
        if let dates, let month = dates.month {
            judged += try await book.judge(
                try await Reconciliation(journal: journal, bridge: bridge).rows(dates: dates), of: month)
        }
        return judged
    }

    /// The difference of a document or a figure as it stands now; refused where nothing differs there.
    func difference(_ name: String) async throws -> JudgedDifference {
        let book = DifferenceBook(journal: journal, bridge: bridge)
        var found: JudgedDifference?
        if let figure = Difference.Figure(name), let dates = figure.month.monthDates {
            let rows = try await Reconciliation(journal: journal, bridge: bridge).rows(dates: dates)
            found = try await book.judge(rows, of: figure.month).first { $0.difference.subject == .figure(figure) }
        } else {
            let posting = try await context.document(name, journal, bridge)
            if posting.differs { found = try await book.judge([try await DifferingDocument.read(posting, journal: journal)]).first }
        }
        guard let found else {
            throw CommandFailure(
                .usage, nl: "bij '\(name)' staat niets anders in de boeken; 'ledgerbridge difference list' noemt wat dat wel doet",
                en: "nothing differs in the books at '\(name)'; 'ledgerbridge difference list' names what does")
        }
        return found
    }

    static func json(_ judged: JudgedDifference) -> JSON {
        .object([
            .init("subject", .string(name(judged.difference.subject))), .init("month", .string("\(judged.difference.month)")),
            .init("sent", .string(judged.document?.sent?.description)), .init("booked", .string(judged.document?.booked?.description)),
            .init("difference", .string(judged.difference.amount?.description)), .init("open", .bool(judged.isOpen)),
            .init("explanation", .string(judged.explanation?.text)), .init("by", .string(judged.explanation?.by.description)),
            .init("at", .string(judged.explanation?.at.description)),
        ])
    }

    static func name(_ subject: Difference.Subject) -> String {
        switch subject {
        case .document(let key): key.description
        case .figure(let figure): figure.description
        }
    }

    /// Explained ones apart from open ones.
    static func text(_ all: [JudgedDifference], _ context: Context) -> String {
        let words = context.words
        guard !all.isEmpty else { return words.pick("Er zijn geen verschillen.", "There are no differences.") }
        let parts = [true, false].map { isOpen in
            let rows = all.filter { $0.isOpen == isOpen }
            guard !rows.isEmpty else { return "" }
            var table = TextTable([
                .init(title: isOpen ? words.pick("Open", "Open") : words.pick("Verklaard", "Explained")),
                .init(title: words.pick("Verschil", "Difference"), isNumber: true),
                .init(
                    title: isOpen ? words.pick("Wat er anders is", "What differs") : words.pick("Verklaring", "Explanation"), shrinks: true),
            ])
            table.rows = rows.map { judged in
                let brief = judged.document?.problems.first.map { words.brief($0) } ?? ""
                let said = judged.explanation.map { "\($0.text) (\($0.by), \(context.moment($0.at)))" }
                let before = judged.outdated.map { words.pick("veranderd; eerder: ", "changed; before: ") + $0.text }
                return [name(judged.difference.subject), context.amount(judged.difference.amount), said ?? before ?? brief]
            }
            return context.text(table)
        }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }
}
