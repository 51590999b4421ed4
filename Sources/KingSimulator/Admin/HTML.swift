import BridgeHTTP

/// Plain pages without script.
enum HTML {
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
        return result
    }

    static func page(status: Int = 200, title: String, body: String) -> HTTPResponse {
        let text = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(escaped(title))</title>
            <style>
            body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:76rem;padding:0 1rem;color:#1d2329}
            table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
            th,td{text-align:left;padding:.25rem .6rem;border-bottom:1px solid #d9dee3;vertical-align:top}
            th{background:#f2f5f7;font-weight:600}
            td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}
            tr.line td{color:#4a545e;border-bottom:0;padding-top:0}
            tr.line+tr:not(.line) td{border-top:1px solid #d9dee3}
            caption{text-align:left;font-weight:600;padding:.4rem 0}
            </style></head><body>
            \(body)
            </body></html>
            """
        return HTTPResponse(status: status, fields: ["Content-Type": "text/html; charset=utf-8"], body: Array(text.utf8))
    }
}
