import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// What is in the books, for people. Plain HTML, no script.
extension KingSandbox {
    /// Entries, items and debtors the page shows at most; `books` gives all.
    private static let rowsMax = 200

    func page(_ administration: String?) -> HTTPResponse {
        let shown = administration ?? settings.administrations.first?.code ?? settings.erpAdministrations.first?.name ?? ""
        let product = finance[shown] != nil ? "KING Finance" : "KING ERP"
        let others = (settings.administrations.map(\.code) + settings.erpAdministrations.map(\.name)).filter { $0 != shown }.map {
            "<a href=\"/_sandbox/?administration=\(HTML.escaped($0))\">\(HTML.escaped($0))</a>"
        }
        let problems = inconsistencies(in: shown)
        let check =
            problems.isEmpty ? "Every entry adds up to nothing." : "<strong>\(HTML.escaped(problems.joined(separator: "; ")))</strong>"
        let body = [
            "<h1>\(product) sandbox: administration \(HTML.escaped(shown))</h1>",
            others.isEmpty ? "" : "<p>Other administrations: \(others.joined(separator: ", "))</p>",
            "<p>Time in the sandbox: \(now). Entries: \(entries(in: shown).count). Calls: \(callCount). \(check)</p>",
            totalsTable(shown), entriesTable(shown), itemsTable(shown), debtorsTable(shown), batchesTable(shown), callsTable(),
            faultsTable(),
            importsTable(), logTable(),
        ]
        return HTML.page(title: "King sandbox", body: body.joined(separator: "\n"))
    }

    private func table(_ caption: String, _ heads: [String], numeric: Set<Int> = [], hasLines: Bool = false, _ rows: [[String]]) -> String {
        guard !rows.isEmpty else { return "" }
        func cells(_ tag: String, _ texts: [String]) -> String {
            texts.enumerated().map { "<\(tag)\(numeric.contains($0) ? " class=\"n\"" : "")>\(HTML.escaped($1))</\(tag)>" }.joined()
        }
        // Rows without a first cell belong to the row above them.
        let lines = rows.map { "<tr\(hasLines && $0[0].isEmpty ? " class=\"line\"" : "")>\(cells("td", $0))</tr>" }
        return
            "<table><caption>\(caption)</caption><thead><tr>\(cells("th", heads))</tr></thead>\n<tbody>\(lines.joined(separator: "\n"))</tbody></table>"
    }

    private func amount(_ value: ExactDecimal) -> String { value.text(decimalsMin: 2) }

    private func totalsTable(_ shown: String) -> String {
        table(
            "Per journal and VAT code, debit positive", ["Journal", "VAT code", "Entries", "Net", "VAT"], numeric: [2, 3, 4],
            totals(in: shown).map { [$0.journal, $0.vatCode, String($0.count), amount($0.net), amount($0.vat)] })
    }

    private func entriesTable(_ shown: String) -> String {
        var rows: [[String]] = []
        for entry in entries(in: shown).suffix(Self.rowsMax).reversed() {
            rows.append([String(entry.number), entry.journal, "\(entry.year)/\(entry.period)", entry.date.description, "", "", ""])
            for line in entry.lines {
                rows.append([
                    "", line.account, line.relation.map { "\(line.kind?.rawValue ?? "") \($0)" } ?? "", line.invoice ?? "",
                    [line.description, line.vatCode.map { "VAT \($0)" }].compactMap { $0 }.joined(separator: " · "),
                    line.debit.isZero ? "" : amount(line.debit), line.credit.isZero ? "" : amount(line.credit),
                ])
            }
        }
        return table(
            "Entries, the newest first",
            ["Number", "Journal or account", "Period or relation", "Date or invoice", "Description", "Debit", "Credit"],
            numeric: [5, 6], hasLines: true, rows)
    }

    private func itemsTable(_ shown: String) -> String {
        table(
            "Open items, the newest first", ["Invoice", "Relation", "Date", "Due", "Credits", "Amount", "Open"], numeric: [5, 6],
            openItems(in: shown).filter { !$0.balance.isZero }.suffix(Self.rowsMax).reversed().map {
                [
                    $0.invoice, "\($0.kind.rawValue) \($0.relation)", $0.date.description, $0.dueDate?.description ?? "",
                    $0.creditedInvoice ?? "", amount($0.amount), amount($0.balance),
                ]
            })
    }

    private func debtorsTable(_ shown: String) -> String {
        let isFinance = finance[shown] != nil
        let columns =
            isFinance
            ? ["NR", "ZKSL", "NAAM", "BTWNR", "SALDO", "BLOK"]
            : ["NAW_NUMMER", "NAW_ZOEKCODE", "ADR_NAAM1", "NAW_BTWNUMMER", "", ""]
        let numbers = erp[shown]?.state.debtors.keys.sorted() ?? []
        let all = isFinance ? records("DEB", in: shown) : numbers.compactMap { debtor($0, in: shown) }
        let rows = all.prefix(Self.rowsMax).map { record in columns.map { record[$0] ?? "" } }
        return table("Debtors", ["Number", "Search key", "Name", "VAT number", "Balance", "Blocked"], numeric: [4], rows)
    }

    private func batchesTable(_ shown: String) -> String {
        guard erp[shown] != nil else { return "" }
        return table(
            "Batches", ["Number", "Description", "State", "Entries"], numeric: [3],
            batches(in: shown).suffix(Self.rowsMax).reversed().map {
                [
                    String($0.number), $0.description, $0.isClosed ? ($0.isFinal ? "final" : "provisional") : "open",
                    String($0.entries.count),
                ]
            })
    }

    private func callsTable() -> String {
        table("Calls", ["Operation", "Number"], numeric: [1], callCounts.sorted { $0.key < $1.key }.map { [$0.key, String($0.value)] })
    }

    private func faultsTable() -> String { table("Faults to come", ["Fault"], plannedFaults.map { [$0.json.description] }) }

    private func importsTable() -> String {
        table(
            "Files imported", ["File", "Format", "Taken", "Rejected", "First error"], numeric: [2, 3],
            importReports.suffix(Self.rowsMax).reversed().map {
                [$0.file, $0.format, String($0.taken), String($0.rejected), $0.error ?? ""]
            })
    }

    private func logTable() -> String {
        table(
            "Refusals, the newest first", ["Moment", "Operation", "Text"],
            log.suffix(Self.rowsMax).reversed().map { [$0.moment.description, $0.operation, $0.text] })
    }
}
