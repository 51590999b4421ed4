import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeReports

extension DeskCall {
    /// Every act, and whether the record of them is whole.
    static var history: [DeskCall] {
        [
            .list(
                "history", "/history", .look, "Every act of a person, a program and the machine, newest first.", pages: ["/history"],
                query: historyConditions, item: Telling<HistoryRecord>.record,
                example: Example(query: [("subject", "NL01/sales_invoice/2026-100001")])
            ) { (asking: Asking, before: Int64?) in
                let page = try await asking.historyQuery(before).page(of: asking.acts.journal, limit: asking.limit)
                return Part(page.records, next: page.next.map { "\($0)" })
            },
            .file(
                "historyTable", "/history.csv", .look,
                "The same as a table of commas with its hashes, oldest first; up to \(Acts.historyExportMax) records.",
                type: "text/csv; charset=utf-8", pages: ["/history.csv"], query: historyConditions,
                example: Example(query: [("who", "intake")])
            ) { asking in try await asking.acts.historyTable(asking.historyQuery()) },
            .read(
                "historyChain", "/history/chain", .look, "When the whole chain of history was checked last, and what was found.",
                pages: ["/history"], tells: Telling<ChainStanding>.chain, example: Example()
            ) { asking in Seen(try await asking.chain()) },
            .act(
                "checkHistory", "/history/chain/check", .verifyHistory,
                "Have the whole chain checked: it goes on after the answer, and its outcome stands in the history.", status: 202,
                tells: Telling<ChainStanding>.chain, example: Example()
            ) { asking in
                await asking.acts.chain.start(by: asking.who)
                return Seen(try await asking.chain())
            },
        ]
    }

    private static let historyConditions: [QueryField] = [
        .text("who", "Who acted, by name."),
        .text("subject", "What it is about, as it stands in the history: `debtor/C0412`.", max: 400),
        .date("from", "From this day on."),
        .date("to", "Up to this day."),
    ]
}

extension Asking {
    fileprivate func historyQuery(_ before: Int64? = nil) -> HistoryQuery {
        acts.historyQuery(
            who: asked("who"), subject: asked("subject"), from: askedDate("from"), to: askedDate("to"), before: before)
    }

    fileprivate func chain() async throws -> ChainStanding {
        ChainStanding(last: try await ChainCheck.last(acts.journal), progress: await acts.chain.progress)
    }
}

/// Whether the record of acts is whole, as far as that was looked at.
struct ChainStanding: Sendable {
    var last: ChainCheck.Outcome?
    var progress: Int64?
}

extension Telling where Value == ChainStanding {
    static var chain: Telling {
        Telling(
            "HistoryChain", "Whether the record of acts is whole.",
            [
                Told.object("last", .outcome, "The last check; left out where there was none.") { $0.last },
                Told.whole("checked", "Records checked by the check under way; left out while there is none.") { $0.progress },
            ])
    }
}

extension Telling where Value == ChainCheck.Outcome {
    static var outcome: Telling {
        Telling(
            "ChainOutcome", "What a check of the whole chain found.",
            [
                Told.moment("at", "When.", .always) { $0.at },
                Told.text("by", "Who asked for it.", .always, max: 400) { $0.by.description },
                Told.whole("records", "Records that were checked.", .always) { $0.records },
                Told.whole("faults", "Those that are not as they were written.", .always) { $0.faults },
            ])
    }
}
