import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// What is in the books, for people. Plain HTML, no script; amounts with the decimals of their currency.
extension ExactSandbox {
    /// Entries and accounts the page shows at most; `books` gives all.
    private static let rowsMax = 200

    func page(_ division: Int) -> HTTPResponse {
        guard let books = books[division] else { return HTTPResponse(status: 404) }
        let others = settings.divisions.filter { $0.code != division }.map {
            "<a href=\"/_sandbox/?division=\($0.code)\">\(HTML.escaped($0.name))</a>"
        }
        let body = [
            "<h1>Exact Online sandbox: \(HTML.escaped(books.settings.name)) (\(division))</h1>",
            others.isEmpty ? "" : "<p>Other divisions: \(others.joined(separator: ", "))</p>",
            "<p>Time in the sandbox: \(now). Entries: \(books[.entries].count). Accounts: \(books[.accounts].count). "
                + "Calls: \(callCount). \(checkText(division))</p>",
            totalsTable(division), entriesTable(books), accountsTable(books), callsTable(), budgetTable(division), faultsTable(),
            closedTable(books),
        ]
        return HTML.page(title: "Exact Online sandbox", body: body.joined(separator: "\n"))
    }

    private func checkText(_ division: Int) -> String {
        let problems = inconsistencies(in: division)
        return problems.isEmpty ? "Every entry adds up to nothing." : "<strong>\(HTML.escaped(problems.joined(separator: "; ")))</strong>"
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

    private func amount(_ value: ExactDecimal, _ currency: String) -> String { value.text(decimalsMin: Arithmetic.places(currency)) }

    private func totalsTable(_ division: Int) -> String {
        let own = settings.divisions.first { $0.code == division }?.currency ?? "EUR"
        return table(
            "Sales and purchases per journal and VAT code (\(own))", ["Journal", "VAT code", "Entries", "Net", "VAT"], numeric: [2, 3, 4],
            totals(in: division).map {
                [HTML.escaped($0.journal), HTML.escaped($0.vatCode), String($0.count), amount($0.net, own), amount($0.vat, own)]
            })
    }

    private func entriesTable(_ books: Books) -> String {
        let rows = books[.entries].rows
        let newest = rows.suffix(Self.rowsMax).reversed().map { books.booked($0) }
        var lines: [[String]] = []
        for entry in newest {
            lines.append([
                String(entry.number), entry.date.description, HTML.escaped(entry.accountName ?? ""),
                HTML.escaped(entry.yourReference ?? ""), HTML.escaped(entry.description ?? ""), "",
                "\(amount(entry.amount, entry.currency)) \(entry.currency)",
                entry.open.map { amount($0, entry.currency) } ?? "",
            ])
            for line in entry.lines {
                lines.append([
                    "", "", HTML.escaped(line.ledgerAccount),
                    HTML.escaped([line.costCentre, line.costUnit].compactMap { $0 }.joined(separator: " ")),
                    HTML.escaped(line.description ?? ""), HTML.escaped(line.vatCode ?? ""), amount(line.amountOwn, books.settings.currency),
                    "",
                ])
            }
        }
        let caption = rows.count > Self.rowsMax ? "The newest \(Self.rowsMax) of \(rows.count) entries" : "Entries"
        return table(
            "\(caption); under each its ledger lines in \(books.settings.currency), debit positive",
            ["Number", "Date", "Account", "Your reference", "Description", "VAT", "Amount", "Open"], numeric: [6, 7], hasLines: true, lines)
    }

    private func accountsTable(_ books: Books) -> String {
        let rows = books[.accounts].rows
        return table(
            rows.count > Self.rowsMax ? "The newest \(Self.rowsMax) of \(rows.count) accounts" : "Accounts",
            ["Code", "Name", "Customer", "Supplier", "Blocked", "City", "Country", "VAT number"],
            rows.suffix(Self.rowsMax).reversed().map { row in
                [
                    row.code(.Code), row.string(.Name), row.string(.Status) == "C" ? "yes" : "", row.flag(.IsSupplier) ? "yes" : "",
                    row.flag(.Blocked) ? "yes" : "", row.string(.City), row.code(.Country), row.string(.VATNumber),
                ].map { HTML.escaped($0 ?? "") }
            })
    }

    private func callsTable() -> String {
        table(
            "Calls", ["Endpoint", "Number"], numeric: [1],
            callCounts.sorted { $0.key < $1.key }.map { [HTML.escaped($0.key), String($0.value)] })
    }

    private func budgetTable(_ division: Int) -> String {
        let rows = meter.days.keys.filter { $0.division == division }.sorted { $0.client < $1.client }.map { scope in
            // Daily first, then minutely; of each the limit, what is left, and the reset.
            let fields = meter.headers(scope, settings.limits, now: now).map(\.1)
            return [HTML.escaped(scope.client), "\(fields[4]) of \(fields[3])", "\(fields[1]) of \(fields[0])"]
        }
        return table("Calls left", ["App", "This minute", "Today"], numeric: [1, 2], rows)
    }

    private func faultsTable() -> String {
        table("Faults to come", ["Fault"], plannedFaults.map { [HTML.escaped($0.json.description)] })
    }

    private func closedTable(_ books: Books) -> String {
        let closed = books.closedPeriods.sorted { ($0.period, $0.journal ?? "") < ($1.period, $1.journal ?? "") }
        return table("Closed periods", ["Period", "Journal"], closed.map { [$0.period.description, HTML.escaped($0.journal ?? "all")] })
    }
}
