import BridgeActs
import BridgeDomain
import BridgeHTML
import BridgeJournal
import BridgeReconciliation
import BridgeReports
import BridgeSource

/// The tables of *Reconcile*: per daybook and VAT code, and per day or month.
struct ReconcileTables: Sendable {
    let call: Call
    let standing: ReconcileStanding

    var html: HTML {
        pieces {
            for currency in standing.currencies {
                daybooks(currency)
                days(currency)
            }
            figures
        }
    }

    private func daybooks(_ currency: Currency) -> HTML {
        let rows = standing.rows.filter { $0.sent.net.currency == currency }
        let name = call.say(Say.byDaybook) + ", \(currency.code)"
        return pieces {
            el(.h2) { name }
            Form.table(
                name,
                pieces {
                    Form.heading(call.say(Say.daybookHeading))
                    Form.heading(call.say(Say.vatCode))
                    Form.heading(call.say(Say.number), isNumber: true, isWide: true)
                    Form.heading(call.say(Say.bookedNet), isNumber: true, isWide: true)
                    Form.heading(call.say(Say.bookedVAT), isNumber: true, isWide: true)
                    sideHeadings
                },
                pieces {
                    for row in rows { self.row(row) }
                    for sides in ControlTable.sides(of: rows) {
                        el(.tr, .class("total")) {
                            el(.th, .scope("row"), Attribute("colspan", "2")) { call.say(Say.together) }
                            el(.td, .class("number wide"))
                            Form.cell(isNumber: true, isWide: true) { call.formatting.amount(rows.map(\.booked.net).total(currency)) }
                            Form.cell(isNumber: true, isWide: true) { call.formatting.amount(rows.map(\.booked.vat).total(currency)) }
                            cells(sides, of: rows)
                        }
                    }
                }, isNamed: false, isCompact: true)
        }
    }

    /// Figures of the month that differ, each with what was said of it: below the tables, so that no figure gives way.
    @HTMLBuilder private var figures: HTML {
        if !standing.figures.isEmpty {
            el(.h2) { call.say(Say.differingFigures) }
            Form.table(
                call.say(Say.differingFigures),
                pieces {
                    Form.heading(call.say(Say.daybookHeading))
                    Form.heading(call.say(Say.difference), isNumber: true)
                    Form.heading(call.say(Say.explanation))
                },
                pieces {
                    for judged in standing.figures {
                        if case .figure(let figure) = judged.difference.subject {
                            el(.tr) {
                                el(.th, .scope("row")) { call.say(Say.figure(figure)) }
                                Form.cell(isNumber: true) {
                                    judged.difference.amount.map { amount in
                                        el(.strong, .class(judged.isOpen && !standing.isExplained(figure.currency) ? "bad" : "wait")) {
                                            call.formatting.money(amount)
                                        }
                                    }
                                }
                                Form.cell {
                                    if judged.isOpen, standing.isExplained(figure.currency) {
                                        el(.div) { call.say(Say.explainedWithDocuments) }
                                    }
                                    ExplanationCell(call: call, bridge: standing.bridge, judged: judged).html
                                }
                            }
                        }
                    }
                }, isNamed: false)
        }
    }

    private func row(_ row: ControlTable.Row) -> HTML {
        el(.tr) {
            el(.th, .scope("row")) { row.daybook.text }
            Form.cell { row.vatCode?.text }
            Form.cell(isNumber: true, isWide: true) { counts(row) }
            Form.cell(isNumber: true, isWide: true) { call.formatting.amount(row.booked.net) }
            Form.cell(isNumber: true, isWide: true) { call.formatting.amount(row.booked.vat) }
            for sides in ControlTable.sides(of: [row]) { cells(sides, of: [row]) }
        }
    }

    /// One number where all three sides have as many, otherwise source / sent / booked.
    private func counts(_ row: ControlTable.Row) -> String {
        let counts = [row.meant, row.sent, row.booked].map(\.documents)
        return Set(counts).count == 1
            ? call.formatting.count(row.sent.documents) : counts.map { call.formatting.count($0) }.joined(separator: " / ")
    }

    private func days(_ currency: Currency) -> HTML {
        let slices = standing.slices.compactMap { slice in
            let rows = slice.rows.filter { $0.sent.net.currency == currency }
            return ControlTable.sides(of: rows).first.map { (dates: slice.dates, sides: $0, rows: rows) }
        }
        let isByDay = slices.allSatisfy { $0.dates.lowerBound == $0.dates.upperBound }
        let name = call.say(isByDay ? Say.byDay : Say.byMonth) + ", \(currency.code)"
        return pieces {
            el(.h2) { name }
            Form.table(
                name,
                pieces {
                    Form.heading(call.say(isByDay ? Say.date : Say.month))
                    sideHeadings
                },
                pieces {
                    for slice in slices {
                        el(.tr) {
                            el(.th, .scope("row")) { isByDay ? day(slice.dates) : month(slice.dates) }
                            cells(slice.sides, of: slice.rows)
                        }
                    }
                }, isNamed: false, isCompact: true)
        }
    }

    /// A day leads to its documents, a month to its days.
    private func day(_ dates: ClosedRange<CalendarDate>) -> HTML {
        el(.a, .href(ReconcilePage.documents(standing, [], dates))) { HTML.date(dates.lowerBound, call.formatting) }
    }

    private func month(_ dates: ClosedRange<CalendarDate>) -> HTML {
        el(.a, .class("key"), .href(ReconcilePage.address(standing.bridge, dates))) { "\(Period(monthOf: dates.lowerBound))" }
    }

    private var sideHeadings: HTML {
        pieces {
            Form.heading(call.say(Say.source), isNumber: true, isWide: true)
            Form.heading(call.say(Say.sent), isNumber: true, isWide: true)
            Form.heading(call.say(Say.inTheBooks), isNumber: true)
            Form.heading(call.say(Say.difference), isNumber: true)
        }
    }

    /// Whether somebody said why these figures differ: of each of them, or of every document that differs in the currency.
    private func isExplained(_ currency: Currency, _ rows: [ControlTable.Row]) -> Bool {
        standing.isExplained(currency)
            || rows.filter { !$0.agrees }.allSatisfy { row in standing.difference(of: row).map { !$0.isOpen } ?? false }
    }

    /// A difference of documents that were not read back yet is none to mend.
    private func cells(_ sides: ControlTable.Sides, of rows: [ControlTable.Row]) -> HTML {
        let waits = rows.contains { $0.booked.documents < $0.sent.documents }
        return pieces {
            Form.cell(isNumber: true, isWide: true) { call.formatting.amount(sides.meant) }
            Form.cell(isNumber: true, isWide: true) { call.formatting.amount(sides.sent) }
            Form.cell(isNumber: true) { call.formatting.amount(sides.booked) }
            Form.cell(isNumber: true) {
                if sides.difference.isZero {
                    el(.span, .class("good")) { "=" }
                } else {
                    let isExplained = !waits && isExplained(sides.sent.currency, rows)
                    el(.strong, .class(waits || isExplained ? "wait" : "bad")) { call.formatting.amount(sides.difference) }
                    if isExplained { el(.div, .class("hint")) { call.say(Say.explained) } }
                }
            }
        }
    }
}
