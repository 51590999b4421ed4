import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// What is in the books, for people. Plain HTML, no script.
extension AFASSandbox {
    /// Entries, items and relations the page shows at most; `books` gives all.
    private static let rowsMax = 200

    func page(_ place: Place) -> HTTPResponse {
        guard let id = try? environmentID(place), let books = books[id], let unit = books.unit(place.unit),
            let state = books.state.units[place.unit]
        else { return HTTPResponse(status: 404) }
        let others = settings.environments.flatMap { environment in
            environment.units.filter { environment.id != id || $0.id != place.unit }.map {
                "<a href=\"/_sandbox/?environment=\(environment.id)&amp;unit=\($0.id)\">\(environment.id) \($0.id)</a>"
            }
        }
        let problems = inconsistencies(in: place)
        let check =
            problems.isEmpty ? "Every entry adds up to nothing." : "<strong>\(HTML.escaped(problems.joined(separator: "; ")))</strong>"
        let body = [
            "<h1>AFAS Profit sandbox: \(HTML.escaped(unit.name)) (\(id), administration \(unit.id))</h1>",
            others.isEmpty ? "" : "<p>Other administrations: \(others.joined(separator: ", "))</p>",
            "<p>Time in the sandbox: \(now). Entries: \(state.entries.count). Debtors: \(books.state.debtors.count). "
                + "Creditors: \(books.state.creditors.count). Calls: \(callCount).\(isInMaintenance ? " In maintenance." : "") \(check)</p>",
            totalsTable(place), entriesTable(state), invoicesTable(place), relationsTable(books), callsTable(), faultsTable(),
            importsTable(), logTable(), blockedTable(state),
        ]
        return HTML.page(title: "AFAS Profit sandbox", body: body.joined(separator: "\n"))
    }

    private func table(_ caption: String, _ heads: [String], numeric: Set<Int> = [], hasLines: Bool = false, _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        func cells(_ tag: String, _ texts: [String]) -> String {
            texts.enumerated().map { "<\(tag)\(numeric.contains($0) ? " class=\"n\"" : "")>\($1)</\(tag)>" }.joined()
        }
        // Rows without a first cell belong to the row above them.
        let lines = rows.map { "<tr\(hasLines && $0[0].isEmpty ? " class=\"line\"" : "")>\(cells("td", $0))</tr>" }
        return
            "<table><caption>\(caption)</caption><thead><tr>\(cells("th", heads))</tr></thead>\n<tbody>\(lines.joined(separator: "\n"))</tbody></table>"
    }

    private func amount(_ value: ExactDecimal) -> String { value.text(decimalsMin: 2) }

    private func totalsTable(_ place: Place) -> String {
        table(
            "Per journal and VAT code, debit positive", ["Journal", "VAT code", "Entries", "Net", "VAT"], numeric: [2, 3, 4],
            totals(in: place).map {
                [HTML.escaped($0.journal), HTML.escaped($0.vatCode), String($0.count), amount($0.net), amount($0.vat)]
            })
    }

    private func entriesTable(_ state: UnitBooks) -> String {
        var rows: [[String]] = []
        for entry in state.entries.suffix(Self.rowsMax).reversed() {
            rows.append([
                String(entry.number), HTML.escaped(entry.journal), "\(entry.year)-\(entry.period)", entry.origin.rawValue, "", "", "",
            ])
            for line in entry.lines {
                rows.append([
                    "", line.kind.name, HTML.escaped(line.account), HTML.escaped(line.invoice ?? ""),
                    HTML.escaped([line.description, line.vatCode.map { "VAT \($0)" }].compactMap { $0 }.joined(separator: " · ")),
                    line.debit.isZero ? "" : amount(line.debit), line.credit.isZero ? "" : amount(line.credit),
                ])
            }
        }
        let caption = state.entries.count > Self.rowsMax ? "The newest \(Self.rowsMax) of \(state.entries.count) entries" : "Entries"
        return table(
            caption, ["Number", "Journal", "Period or account", "From or invoice", "Description", "Debit", "Credit"], numeric: [5, 6],
            hasLines: true, rows)
    }

    private func invoicesTable(_ place: Place) -> String {
        let open = invoices(in: place).filter { !$0.balance.isZero }
        return table(
            open.count > Self.rowsMax ? "The newest \(Self.rowsMax) of \(open.count) open items" : "Open items",
            ["Invoice", "Relation", "Date", "Due", "Amount", "Open"], numeric: [4, 5],
            open.suffix(Self.rowsMax).reversed().map {
                [
                    HTML.escaped($0.invoice), "\($0.kind.name) \(HTML.escaped($0.relation))", $0.date.description,
                    $0.dueDate?.description ?? "", amount($0.amount), amount($0.balance),
                ]
            })
    }

    private func relationsTable(_ books: Books) -> String {
        let all =
            books.state.debtors.values.sorted { $0.number < $1.number }.map { ("debtor", $0) }
            + books.state.creditors.values.sorted { $0.number < $1.number }.map { ("creditor", $0) }
        return table(
            all.count > Self.rowsMax ? "\(Self.rowsMax) of \(all.count) debtors and creditors" : "Debtors and creditors",
            ["Number", "Kind", "Name", "Summary account", "Condition", "VAT number", "Blocked"],
            all.prefix(Self.rowsMax).map { kind, record in
                [
                    record.number, kind, books.organisation(of: record)?.name ?? "", record["ColA"] ?? "", record["PaCd"] ?? "",
                    record["VaId"] ?? "", record.flag("BlTl") ? "yes" : "",
                ].map { HTML.escaped($0) }
            })
    }

    private func callsTable() -> String {
        table(
            "Calls", ["Connector", "Number"], numeric: [1],
            callCounts.sorted { $0.key < $1.key }.map { [HTML.escaped($0.key), String($0.value)] })
    }

    private func faultsTable() -> String {
        table("Faults to come", ["Fault"], plannedFaults.map { [HTML.escaped($0.json.description)] })
    }

    private func importsTable() -> String {
        table(
            "Files imported", ["File", "Entries", "Lines", "Rejected", "First error"], numeric: [1, 2, 3],
            imports.suffix(Self.rowsMax).reversed().map {
                [HTML.escaped($0.file), String($0.entries.count), String($0.rows), String($0.rejectedRows), HTML.escaped($0.error ?? "")]
            })
    }

    private func logTable() -> String {
        table(
            "Logbook", ["Reference", "Connector", "Text"],
            log.suffix(Self.rowsMax).reversed().map { [$0.reference, HTML.escaped($0.connector), HTML.escaped($0.text)] })
    }

    private func blockedTable(_ state: UnitBooks) -> String {
        table("Blocked periods", ["Period"], state.blockedPeriods.sorted().map { [$0.description] })
    }
}
