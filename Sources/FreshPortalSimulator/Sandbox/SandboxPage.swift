import BridgeDomain
import BridgeHTTP

/// A page for people: the documents of the environment, newest change first, with the statuses that came back.
struct SandboxPage {
    let state: SandboxState
    let tenant: String

    /// Rows on the page; the count above it is of all.
    static let rowsMax = 500

    var response: HTTPResponse {
        let fields: HTTPFields = [
            "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        ]
        return HTTPResponse(status: 200, fields: fields, body: Array(html.utf8))
    }

    private var html: String {
        let documents = state.documents.inOrder
        let rows = documents.suffix(Self.rowsMax).reversed().map(row).joined(separator: "\n")
        let counts = Dictionary(grouping: state.statuses.values.compactMap(\.last), by: \.status).mapValues(\.count)
        let summary = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>FreshPortal sandbox \(escaped(tenant))</title>
            <style>
            body { font: 15px/1.45 system-ui, sans-serif; margin: 2rem; color: #1c2733; background: #fff }
            table { border-collapse: collapse; width: 100% }
            th, td { text-align: left; padding: .3rem .7rem; border-bottom: 1px solid #d5dde5; vertical-align: top }
            td.amount, th.amount { text-align: right; font-variant-numeric: tabular-nums }
            caption { text-align: left; padding-bottom: .6rem }
            </style>
            </head>
            <body>
            <h1>FreshPortal sandbox \(escaped(tenant))</h1>
            <p>\(documents.count) documents, \(state.customers.items.count) customers, \(state.requests) requests answered.
            Came back: \(summary.isEmpty ? "nothing yet" : escaped(summary)).</p>
            <table>
            <caption>The last \(min(documents.count, Self.rowsMax)) changes, newest first</caption>
            <thead><tr><th scope="col">Sequence</th><th scope="col">Id</th><th scope="col">Type</th><th scope="col">Number</th>
            <th scope="col">Date</th><th scope="col">Party</th><th scope="col" class="amount">Gross</th><th scope="col">Source</th>
            <th scope="col">Came back</th></tr></thead>
            <tbody>
            \(rows)
            </tbody>
            </table>
            </body>
            </html>

            """
    }

    private func row(_ document: StoredDocument) -> String {
        let history = (state.statuses[document.id] ?? []).suffix(6)
        let words = history.map { status in
            [status.status, status.targetNumber, status.message].compactMap(\.self).joined(separator: " · ")
        }
        let gross = Money(minorUnits: document.gross, .eur).amountText
        let version = document.version > 1 ? ", version \(document.version)" : ""
        let cells = [
            "\(document.sequence)", "\(document.id)", document.type, document.number, document.invoiceDate, document.party,
        ]
        return "<tr>" + cells.map { "<td>\(escaped($0))</td>" }.joined()
            + "<td class=\"amount\">\(escaped("\(document.currency) \(gross)"))</td><td>\(escaped(document.status + version))</td>"
            + "<td>\(words.map(escaped).joined(separator: "<br>"))</td></tr>"
    }

    private func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
    }
}
