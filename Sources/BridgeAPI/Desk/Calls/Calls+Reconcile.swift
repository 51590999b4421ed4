import BridgeAccess
import BridgeActs
import BridgeDomain

extension DeskCall {
    private static let base = "/bridges/{bridge}/reconcile"
    private static let example = Example(["bridge": Example.bridge], query: [("from", "2026-11-01"), ("to", "2026-11-30")])
    private static let range: [QueryField] = [
        .date("from", "The first invoice date; the first of this month unless said."),
        .date("to", "The last invoice date; at most \(ReconcileStanding.monthsMax) months are told."),
    ]

    static var reconcile: [DeskCall] {
        [
            .read(
                "reconciliation", base, .look, "Whether source = sent = booked over invoice dates, and what differs.",
                pages: ["/reconcile"],
                query: range + [
                    .whole("shown", "Differing documents that are told; 50 unless said.", in: 1...200)
                ], tells: Telling<ReconcileStanding>.reconciliation,
                example: example
            ) { asking in
                Seen(try await asking.acts.reconcile(asking.bridge, dates(asking), shown: asking.askedCount("shown") ?? 50))
            },
            .file(
                "reconciliationTable", base + ".csv", .look, "The same as a table of commas, with up to 1,000 differing documents.",
                type: "text/csv; charset=utf-8", pages: ["/reconcile.csv"], query: range, example: example
            ) { asking in
                ReconcileCSV.bytes(try await asking.acts.reconcile(asking.bridge, dates(asking), shown: ReconcileStanding.exportMax))
            },
            .read(
                "sourceTotals", base + "/source", .compareSource, "The source's own totals beside what arrived. Costs the source work.",
                pages: ["/reconcile/source"], query: range, tells: Telling<SourceAnswer>.sourceTotals, example: example
            ) { asking in
                let dates = dates(asking)
                return Seen(SourceAnswer(dates: dates, asked: try await asking.acts.sourceTotals(asking.bridge, dates)))
            },
        ]
    }

    private static func dates(_ asking: Asking) -> ClosedRange<CalendarDate> {
        asking.acts.dates(from: asking.askedDate("from"), to: asking.askedDate("to"), of: asking.bridge)
    }
}
