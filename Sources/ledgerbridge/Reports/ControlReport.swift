import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeJSON
import BridgeReconciliation
import BridgeReports
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

    private var words: Words { context.words }

    /// Over invoice dates in `dates`; nil for all.
    func make(dates: ClosedRange<CalendarDate>?, asksSource: Bool) async throws -> Report {
        var approved: [ControlTotal]?
        if asksSource {
            let range = dates ?? CalendarDate(daysSinceEpoch: 0)...Invocation.lastDate
            approved = try await bridge.parts.source.controlTotals(from: range.lowerBound, to: range.upperBound)
        }
        let table = try await Reconciliation(journal: bridge.parts.journal, bridge: bridge.parts.policy.bridge)
            .table(dates: dates, approved: approved)
        let (journal, id) = (bridge.parts.journal, bridge.parts.policy.bridge)
        let differences = try await DifferenceReport(context: context, journal: journal, bridge: id).judged(dates: dates)
        let json: JSON = .object([
            .init("agrees", .bool(table.agrees)), .init("table", JSON(of: table)),
            .init("differences", .array(differences.map(DifferenceReport.json))),
        ])
        let told = [text(table), differences.isEmpty ? "" : DifferenceReport.text(differences, context)].filter { !$0.isEmpty }
        return Report(json: json, text: told.joined(separator: "\n\n"), agrees: table.agrees, table: table)
    }

    private func text(_ table: ControlTable) -> String {
        let differing = words.pick("ledgerbridge list --differing noemt ze.", "ledgerbridge list --differing lists them.")
        let verdict: String
        if table.agrees, bridge.parts.connector.capabilities.deliversInBatches {
            verdict = context.wrapped(
                words.pick(
                    "De boeken hebben alles genomen wat verzonden is, voor zover zij antwoorden: lezen kan de brug ze niet. Leg de totalen hierboven "
                        + "naast die van de boekhouding.",
                    "The books took all that was sent, as far as they answer: the bridge cannot read them. Hold the totals above against those of "
                        + "the accounting system."))
        } else if table.agrees {
            verdict = words.pick("De boeken hebben precies wat verzonden is.", "The books hold exactly what was sent.")
        } else if table.rows.allSatisfy(\.agrees) {
            verdict = words.pick(
                "NIET ALLES IS BINNEN: de bron heeft meer of minder goedgekeurd dan ontvangen is.",
                "NOT ALL HAS ARRIVED: the source approved more or less than was received.")
        } else {
            verdict = words.pick("ER ZIJN VERSCHILLEN: ", "THERE ARE DIFFERENCES: ") + differing
        }
        return [rowText(table), arrivalText(table), verdict].filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    // MARK: Daybooks and VAT codes

    /// Documents are counted on all three sides; amounts stand once where the sides are equal, and side by side where they are not.
    private func rowText(_ table: ControlTable) -> String {
        guard !table.rows.isEmpty else {
            return words.pick("Er is nog niets te verzenden of te boeken.", "There is nothing to send or book yet.")
        }
        var text = TextTable([
            .init(title: words.pick("Dagboek", "Daybook")), .init(title: words.pick("Btw", "VAT")), .init(title: words.pick("Munt", "Cur")),
            .init(title: words.pick("Bron", "Source"), isNumber: true), .init(title: words.pick("Verz.", "Sent"), isNumber: true),
            .init(title: words.pick("Geboekt", "Booked"), isNumber: true), .init(title: words.pick("Netto", "Net"), isNumber: true),
            .init(title: words.pick("Btw", "VAT"), isNumber: true), .init(title: words.pick("Bruto", "Gross"), isNumber: true),
            .init(title: ""),
        ])
        text.rows = table.rows.flatMap(rows(of:)) + totals(table)
        return context.text(text)
    }

    private func rows(of row: ControlTable.Row) -> [[String]] {
        let counts = [row.meant, row.sent, row.booked].map { context.formatting.count($0.documents) }
        let head = [row.daybook.text, row.vatCode?.text ?? "–", row.booked.net.currency.code] + counts
        let margin = [String](repeating: "", count: head.count)
        let (source, sent, booked) = (words.pick("bron", "source"), words.pick("verzonden", "sent"), words.pick("geboekt", "booked"))
        switch (row.isComplete, row.agrees) {
        case (true, true): return [head + amounts(row.booked) + ["="]]
        case (false, true):
            return [head + amounts(row.meant) + [source], margin + amounts(row.booked) + ["\(sent) = \(booked)"]]
        case (true, false):
            return [head + amounts(row.sent) + ["\(source) = \(sent)"], margin + amounts(row.booked) + ["≠ \(booked)"]]
        case (false, false):
            return [
                head + amounts(row.meant) + [source], margin + amounts(row.sent) + [sent], margin + amounts(row.booked) + ["≠ \(booked)"],
            ]
        }
    }

    private func amounts(_ sum: ControlTable.Sum) -> [String] { amounts(sum.net, sum.vat) }

    private func amounts(_ net: Money, _ vat: Money) -> [String] { [net, vat, net + vat].map { context.formatting.amount($0) } }

    /// What is booked, per currency. Documents with several VAT codes count in several rows, so they are not added up.
    private func totals(_ table: ControlTable) -> [[String]] {
        let byCurrency = Dictionary(grouping: table.rows, by: \.booked.net.currency)
        return byCurrency.sorted { $0.key.code < $1.key.code }.map { currency, rows in
            let net = rows.reduce(Money.zero(currency)) { $0 + $1.booked.net }
            let vat = rows.reduce(Money.zero(currency)) { $0 + $1.booked.vat }
            return [words.pick("geboekt", "booked"), "", currency.code, "", "", ""] + amounts(net, vat)
        }
    }

    // MARK: Arrivals

    private func arrivalText(_ table: ControlTable) -> String {
        guard !table.arrivals.isEmpty else { return "" }
        var text = TextTable([
            .init(title: words.pick("Soort", "Kind")), .init(title: words.pick("Munt", "Cur")),
            .init(title: words.pick("Goedgekeurd", "Approved"), isNumber: true),
            .init(title: words.pick("Ontvangen", "Received"), isNumber: true),
            .init(title: words.pick("Bruto bron", "Gross source"), isNumber: true),
            .init(title: words.pick("Bruto ontvangen", "Gross received"), isNumber: true),
        ])
        let wasAsked = table.approved != nil
        text.rows = table.arrivals.map { row in
            [
                words.kind(row.kind), row.currency?.code ?? words.pick("onleesbaar", "unreadable"),
                wasAsked ? context.formatting.count(row.approved) : "–", context.formatting.count(row.received),
                wasAsked ? row.approvedGross.map { context.formatting.amount($0) } ?? "–" : "–",
                row.receivedGross.map { context.formatting.amount($0) } ?? "–",
            ]
        }
        var lines = [context.text(text)]
        if let approved = table.approved {
            lines.append(
                words.pick(
                    "Bron: \(approved) goedgekeurd, \(table.received) ontvangen.",
                    "Source: \(approved) approved, \(table.received) received."))
        }
        return lines.joined(separator: "\n")
    }
}
