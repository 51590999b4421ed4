import BridgeActs
import BridgeDomain
import BridgeJournal
import BridgeReconciliation
import BridgeReports

/// What *Reconcile* shows as a table of commas (RFC 4180): the figures of the range, then the documents that differ, each with what was said of
/// its difference.
enum ReconcileCSV {
    private static let columns = [
        "what", "daybook", "vat_code", "currency", "document", "date", "source_net", "source_vat", "sent_net", "sent_vat", "booked_net",
        "booked_vat", "difference", "standing", "explanation", "explained_by", "explained_at",
    ]

    static func bytes(_ standing: ReconcileStanding) -> [UInt8] {
        var lines = [columns]
        for row in standing.rows {
            let judged = standing.figures.first {
                if case .figure(let figure) = $0.difference.subject {
                    figure.daybook == row.daybook && figure.vatCode == row.vatCode && figure.currency == row.sent.net.currency
                } else {
                    false
                }
            }
            var line = ["figure", row.daybook.text, row.vatCode?.text ?? "", row.sent.net.currency.code, "", ""]
            for sum in [row.meant, row.sent, row.booked] { line += [sum.net.amountText, sum.vat.amountText] }
            line.append((row.booked.gross - row.sent.gross).amountText)
            lines.append(line + said(judged, isOpen: !row.agrees))
        }
        for judged in standing.judged {
            guard let document = judged.document else { continue }
            let posting = document.posting
            var line = ["document", posting.daybook?.text ?? "", "", posting.currency?.code ?? "", posting.document.description]
            line += ["\(posting.invoiceDate)", "", "", document.sent?.amountText ?? "", "", document.booked?.amountText ?? "", ""]
            line.append(document.difference?.amountText ?? "")
            lines.append(line + said(judged, isOpen: true))
        }
        return Array(lines.map { $0.map(HistoryCSV.field).joined(separator: ",") + "\r\n" }.joined().utf8)
    }

    private static func said(_ judged: JudgedDifference?, isOpen: Bool) -> [String] {
        guard let said = judged?.explanation else { return [isOpen ? "open" : "agrees", "", "", ""] }
        return ["explained", said.text, said.by.description, said.at.description]
    }
}
