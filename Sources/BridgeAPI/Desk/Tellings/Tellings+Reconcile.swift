import BridgeActs
import BridgeDomain
import BridgeReconciliation
import BridgeReports
import BridgeSource

// How reconciliation is told: source = sent = booked, and what differs.

extension Telling where Value == ReconcileStanding {
    static var reconciliation: Telling {
        Telling(
            "Reconciliation", "Whether source = sent = booked over a range of invoice dates.",
            [
                Told.date("from", "The first day.", .always) { $0.dates.lowerBound },
                Told.date("to", "The last day.", .always) { $0.dates.upperBound },
                Told.word("verdict", "The question answered: `agrees`, or what stands in the way.", .always) { $0.verdict },
                Told.list("totals", .sides, "Gross amounts per currency.") { $0.sides },
                Told.list("figures", .figure, "Per daybook, VAT code and currency.") { standing in
                    standing.rows.map { row in FigureAnswer(row: row, judged: standing.difference(of: row)) }
                },
                Told.list("slices", .slice, "The totals per day, over more than \(Reconciliation.daysMax) days per month.") { $0.slices },
                Told.list("differing", .difference, "Documents that stand in the books otherwise than they were sent, at most `shown`.") {
                    Array($0.judged.prefix($0.shown))
                },
                Told.truth("all_shown", "False where more documents differ than are told here.") { $0.isWhole },
                Told.count("parked", "Parked documents of these dates, counted up to \(ReconcileStanding.parkedMax).") { $0.parked },
                Told.truth("reads_books", "False where the books cannot be read.") { $0.readsBooks },
            ])
    }
}

/// A row of the table with what was said of it.
struct FigureAnswer: Sendable {
    var row: ControlTable.Row
    var judged: JudgedDifference?
}

extension Telling where Value == FigureAnswer {
    static var figure: Telling {
        Telling(
            "Figure", "One daybook, VAT code and currency.",
            [
                Told.text("daybook", "The daybook.", .always) { $0.row.daybook.text },
                Told.text("vat_code", "The VAT code; left out where there is none.") { $0.row.vatCode?.text },
                Told.object("meant", .controlSum, "What mapping meant.", .always) { $0.row.meant },
                Told.object("sent", .controlSum, "What was sent.", .always) { $0.row.sent },
                Told.object("booked", .controlSum, "What the books hold.", .always) { $0.row.booked },
                Told.truth("agrees", "True when the books hold exactly what was sent.") { $0.row.agrees },
                Told.object("explanation", .explanation, "What a controller said of the difference.") { $0.judged?.explanation },
            ])
    }
}

extension Telling where Value == ControlTable.Sum {
    static var controlSum: Telling {
        Telling(
            "ControlSum", "Documents and amounts of one side.",
            [
                Told.count("documents", "How many.") { $0.documents },
                Told.money("net", "Net.", .always) { $0.net },
                Told.money("vat", "VAT.", .always) { $0.vat },
            ])
    }
}

extension Telling where Value == ControlTable.Sides {
    static var sides: Telling {
        Telling(
            "ControlSides", "Gross amounts of the three sides in one currency.",
            [
                Told.money("meant", "What mapping meant.", .always) { $0.meant },
                Told.money("sent", "What was sent.", .always) { $0.sent },
                Told.money("booked", "What the books hold.", .always) { $0.booked },
                Told.money("difference", "What the books hold more than was sent.", .always) { $0.difference },
                Told.money("unsent", "What has still to be sent.", .always) { $0.unsent },
            ])
    }
}

extension Telling where Value == ControlSlice {
    static var slice: Telling {
        Telling(
            "ControlSlice", "The totals of some days.",
            [
                Told.date("from", "The first day.", .always) { $0.dates.lowerBound },
                Told.date("to", "The last day.", .always) { $0.dates.upperBound },
                Told.list("totals", .sides, "Gross amounts per currency.") { ControlTable.sides(of: $0.rows) },
            ])
    }
}

// MARK: The source's own totals

/// What the source said of a range when it was asked.
struct SourceAnswer: Sendable {
    var dates: ClosedRange<CalendarDate>
    var asked: ReconcileStanding.Asked
}

extension Telling where Value == SourceAnswer {
    static var sourceTotals: Telling {
        Telling(
            "SourceTotals", "The source's own totals beside what arrived.",
            [
                Told.date("from", "The first day.", .always) { $0.dates.lowerBound },
                Told.date("to", "The last day.", .always) { $0.dates.upperBound },
                Told.truth("answered", "False where the source gave no totals.") { $0.table != nil },
                Told.said("failure", "Why it gave none.") { answer in if case .failed(let error) = answer.asked { error.text } else { nil }
                },
                Told.count("approved", "Documents it approved.", .optional) { $0.table?.approved },
                Told.count("received", "Documents that arrived.", .optional) { $0.table?.received },
                Told.list("kinds", .arrival, "Per kind and currency.") { $0.table?.arrivals ?? [] },
            ])
    }
}

extension SourceAnswer {
    fileprivate var table: ControlTable? { if case .told(let table) = asked { table } else { nil } }
}

extension Telling where Value == ControlTable.Arrival {
    static var arrival: Telling {
        Telling(
            "Arrival", "What the source approved of one kind and currency, and what arrived.",
            [
                Told.word("kind", "Which kind.", .always) { $0.kind },
                Told.text("currency", "ISO 4217; left out for documents whose amounts cannot be read.") { $0.currency?.code },
                Told.count("approved", "Documents it approved.") { $0.approved },
                Told.count("received", "Documents that arrived.") { $0.received },
                Told.money("approved_gross", "What they add up to at the source.") { $0.approvedGross },
                Told.money("received_gross", "What they add up to here.") { $0.receivedGross },
            ])
    }
}
