import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeReconciliation
import BridgeRuntime
import BridgeSource

/// What `reconcile` says: source = sent = booked, per daybook and VAT code, with what stands in between named.
struct ControlReport: Sendable {
    let context: Context
    let bridge: WorkingBridge

    struct Report: Sendable {
        var json: JSON
        var text: String
        var agrees: Bool
        var table: ControlTable
    }

    func make(from: CalendarDate?, to: CalendarDate?, asksSource: Bool) async throws -> Report {
        let dates: ClosedRange<CalendarDate>? = if let from, let to, from <= to { from...to } else { nil }
        var approved: [ControlTotal]?
        if asksSource {
            let range = dates ?? Self.allDates
            do {
                approved = try await bridge.parts.source.controlTotals(from: range.lowerBound, to: range.upperBound)
            } catch {
                throw CommandFailure(.unreachable, "the source gives no totals: \(error.message)")
            }
        }
        let table = try await Reconciliation(journal: bridge.parts.journal, bridge: bridge.parts.policy.bridge)
            .table(dates: dates, approved: approved)
        return Report(json: JSON(of: table), text: text(table), agrees: table.agrees, table: table)
    }

    private static let allDates: ClosedRange<CalendarDate> = CalendarDate(daysSinceEpoch: 0)...CalendarDate(daysSinceEpoch: 60_000)

    private func text(_ table: ControlTable) -> String {
        let words = context.words
        var parts = [rowText(table)]
        parts.append(arrivalText(table))
        parts.append(
            table.agrees
                ? words.pick("De boeken houden precies wat verzonden is.", "The books hold exactly what was sent.")
                : words.pick("ER ZIJN VERSCHILLEN: ledgerbridge list --differing", "THERE ARE DIFFERENCES: ledgerbridge list --differing"))
        return parts.joined(separator: "\n\n")
    }

    private func rowText(_ table: ControlTable) -> String {
        let words = context.words
        var text = TextTable([
            .init(title: words.pick("Dagboek", "Daybook")), .init(title: words.pick("Btw", "VAT code")),
            .init(title: words.pick("Munt", "Cur")),
            .init(title: words.pick("Bron", "Source"), isNumber: true), .init(title: words.pick("Verz.", "Sent"), isNumber: true),
            .init(title: words.pick("Geboekt", "Booked"), isNumber: true),
            .init(title: words.pick("Netto bron", "Net source"), isNumber: true),
            .init(title: words.pick("Netto geboekt", "Net booked"), isNumber: true),
            .init(title: words.pick("Btw bron", "VAT source"), isNumber: true),
            .init(title: words.pick("Btw geboekt", "VAT booked"), isNumber: true),
            .init(title: words.pick("Bruto geboekt", "Gross booked"), isNumber: true),
            .init(title: ""),
        ])
        text.rows = table.rows.map { row in
            [
                row.daybook.text, row.vatCode?.text ?? "–", row.booked.net.currency.code, String(row.meant.documents),
                String(row.sent.documents),
                String(row.booked.documents), context.formatting.amount(row.meant.net), context.formatting.amount(row.booked.net),
                context.formatting.amount(row.meant.vat), context.formatting.amount(row.booked.vat),
                context.formatting.amount(row.booked.gross),
                row.agrees ? (row.isComplete ? "=" : words.pick("nog te verzenden", "to be sent")) : "≠",
            ]
        }
        return text.text()
    }

    private func arrivalText(_ table: ControlTable) -> String {
        let words = context.words
        var text = TextTable([
            .init(title: words.pick("Soort", "Kind")), .init(title: words.pick("Munt", "Cur")),
            .init(title: words.pick("Goedgekeurd", "Approved"), isNumber: true),
            .init(title: words.pick("Ontvangen", "Received"), isNumber: true),
            .init(title: words.pick("Bruto bron", "Gross source"), isNumber: true),
            .init(title: words.pick("Bruto ontvangen", "Gross received"), isNumber: true),
        ])
        text.rows = table.arrivals.map { row in
            [
                words.kind(row.kind), row.currency?.code ?? words.pick("onleesbaar", "unreadable"), String(row.approved),
                String(row.received),
                row.approvedGross.map { context.formatting.amount($0) } ?? "–",
                row.receivedGross.map { context.formatting.amount($0) } ?? "–",
            ]
        }
        var lines = [text.text()]
        if let approved = table.approved {
            lines.append(
                words.pick(
                    "Bron: \(approved) goedgekeurd, \(table.received) ontvangen.",
                    "Source: \(approved) approved, \(table.received) received."))
        }
        return lines.joined(separator: "\n")
    }
}
