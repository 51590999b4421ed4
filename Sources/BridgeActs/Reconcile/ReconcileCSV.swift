import BridgeDomain
import BridgeJournal
import BridgeReconciliation
import BridgeReports

/// What *Reconcile* shows as a table of commas (RFC 4180): the figures of the range, then the documents that differ, each with what was said of
/// its difference.
public enum ReconcileCSV {
    private static let columns = [
        "what", "daybook", "vat_code", "currency", "document", "date", "source_net", "source_vat", "sent_net", "sent_vat", "booked_net",
        "booked_vat", "difference", "standing", "explanation", "explained_by", "explained_at",
    ]

    /// The whole table.
    public static func bytes(_ standing: ReconcileStanding) -> [UInt8] {
        var lines = [columns]
        for row in standing.rows {
            var line = ["figure", row.daybook.text, row.vatCode?.text ?? "", row.sent.net.currency.code, "", ""]
            for sum in [row.meant, row.sent, row.booked] { line += [sum.net.amountText, sum.vat.amountText] }
            line.append((row.booked.gross - row.sent.gross).amountText)
            lines.append(line + said(standing.difference(of: row), isOpen: !row.agrees))
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
