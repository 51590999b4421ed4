import BridgeDomain
import BridgeEngine
import BridgeJSON

/// A control sheet as people read it: a table for each standing, with what it adds up to.
struct ControlSheetText: Sendable {
    let context: Context

    private var words: Words { context.words }

    func json(_ run: PostingRun, now: ControlSheet) -> JSON {
        .object([.init("run", JSON(of: run)), .init("standing", JSON(of: now))])
    }

    /// A run: before, after, and where it stands now where that is something else.
    func text(_ run: PostingRun, now: ControlSheet) -> String {
        var parts = [title(run), section(words.pick("VOORAF GETELD", "COUNTED BEFORE"), run.before)]
        if let after = run.after {
            let moment = run.endedAt.map { ", " + context.moment($0) } ?? ""
            parts.append(section(words.pick("ACHTERAF GETELD", "COUNTED AFTER") + moment, after))
        }
        // The seal says which documents and versions; where they stand is in the rows.
        if run.after?.rows != now.rows { parts.append(section(words.pick("ZOALS HET NU STAAT", "AS IT STANDS NOW"), now)) }
        parts.append(verdict(run, now))
        return parts.joined(separator: "\n\n")
    }

    func title(_ run: PostingRun) -> String {
        let reason: String
        if let release = run.release {
            let who = release.by.map { words.pick("vrijgegeven door \($0)", "released by \($0)") } ?? words.pick("vrijgegeven", "released")
            reason = [who, scope(until: release.until, period: release.period)].filter { !$0.isEmpty }.joined(separator: ", ")
        } else {
            reason = words.pick("volgens rooster", "by schedule")
        }
        return words.pick("Overdracht \(run.number)", "Run \(run.number)") + ", \(context.moment(run.at)), \(reason)"
    }

    func scope(until: CalendarDate?, period: Period?) -> String {
        [
            until.map { words.pick("tot en met \(context.formatting.date($0))", "up to \(context.formatting.date($0))") },
            period.map { words.pick("periode \($0)", "period \($0)") },
        ].compactMap { $0 }.joined(separator: ", ")
    }

    func section(_ title: String, _ sheet: ControlSheet) -> String {
        guard !sheet.rows.isEmpty else { return "\(title)\n" + words.pick("Niets.", "Nothing.") }
        var table = TextTable([
            .init(title: ""), .init(title: words.pick("Dagboek", "Daybook")), .init(title: words.pick("Periode", "Period")),
            .init(title: words.pick("Munt", "Cur")), .init(title: words.pick("Aantal", "Count"), isNumber: true),
            .init(title: words.pick("Netto", "Net"), isNumber: true), .init(title: words.pick("Btw", "VAT"), isNumber: true),
            .init(title: words.pick("Bruto", "Gross"), isNumber: true), .init(title: words.pick("Eerste", "First"), shrinks: true),
            .init(title: words.pick("Laatste", "Last"), shrinks: true),
        ])
        table.rows = sheet.rows.map { row in
            [
                name(row.standing), row.daybook?.text ?? "–", row.period?.description ?? "–", row.gross?.currency.code ?? "–",
                context.formatting.count(row.documents),
            ] + [row.net, row.vat, row.gross].map { $0.map { context.formatting.amount($0) } ?? "–" } + [row.first.text, row.last.text]
        }
        let total =
            words.pick("Samen", "Together") + ": \(context.formatting.count(sheet.documents())) "
            + words.pick("documenten", "documents") + ", " + words.pick("zegel", "seal") + " \(sheet.seal)"
        let text = context.text(table)
        return [title, text, wholeNumbers(sheet, unlike: text), total].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// First and last numbers that the table had to cut: a number nobody can look up is none.
    private func wholeNumbers(_ sheet: ControlSheet, unlike table: String) -> String {
        let cut = sheet.rows.filter { !table.contains($0.first.text) || !table.contains($0.last.text) }
        return cut.map { row in
            let place = [name(row.standing), row.daybook?.text, row.period?.description, row.gross?.currency.code].compactMap(\.self)
            return "• \(place.joined(separator: " ")): \(row.first) \(words.pick("tot en met", "to")) \(row.last)"
        }.joined(separator: "\n")
    }

    private func name(_ standing: ControlSheet.Standing) -> String {
        switch standing {
        case .leaves: words.pick("gaat", "leaves")
        case .waits: words.pick("wacht", "waits")
        case .booked: words.pick("geboekt", "booked")
        case .stopped: words.pick("blijft", "stays")
        case .outside: words.pick("vervalt", "dropped")
        }
    }

    private func verdict(_ run: PostingRun, _ now: ControlSheet) -> String {
        let (before, after) = (run.before.documents(), now.documents())
        let left = after - now.documents([.booked, .outside])
        if left == 0 { return words.pick("Alles wat geteld is, is geboekt.", "Everything that was counted is booked.") }
        let of = "\(context.formatting.count(left)) " + words.pick("van", "of") + " \(context.formatting.count(before))"
        return words.pick(
            "\(of) nog niet geboekt: ledgerbridge status", "\(of) not booked yet: ledgerbridge status")
    }
}
