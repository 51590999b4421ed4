import BridgeAccess
import BridgeActs
import BridgeDomain
import BridgeHTTP
import BridgeJSON
import BridgeJournal
import BridgeReports

extension DeskCall {
    /// Differences between what was sent and what the books hold: of a document, and of a figure of a month.
    static var differences: [DeskCall] {
        [
            .list(
                "differences", "/bridges/{bridge}/differences", .look,
                "Documents that the books hold otherwise than they were sent, newest first, each with what was said of it.",
                pages: ["/reconcile"],
                query: [.date("from", "From this invoice date on."), .date("to", "Up to this invoice date.")],
                item: Telling<JudgedDifference>.difference, example: Example(["bridge": Example.bridge])
            ) { (asking: Asking, before: Int64?) in
                let query = DocumentsQuery(asking.bridge, now: asking.now, isPlain: true) { $0 == "differing" ? "1" : asking.asked($0) }
                let part = try await query.query(before: before)
                    .part(of: asking.acts.journal, limit: asking.limit, rowsMax: asking.limit)
                return Part(try await asking.acts.judged(part.postings, of: asking.bridge), next: part.next.map { "\($0)" })
            },
            .read(
                "documentDifference", "\(documentPath)/difference", .look, "What the books hold otherwise of a document.",
                pages: ["/reconcile/explain"], tells: Telling<JudgedDifference>.difference, example: Example(ExampleNumber.differing.path)
            ) { asking in
                asking.seen(try await asking.acts.difference(of: try await asking.document().document, asking.bridge))
            },
            .act(
                "explainDocumentDifference", "\(documentPath)/difference/explain", .explainDifference,
                "Say why the books hold a document otherwise than it was sent.", takes: .explanationOf, of: "documentDifference",
                tells: Telling<JudgedDifference>.difference,
                example: Example(ExampleNumber.differing.path, body: ["text": "rounded by the accountant"])
            ) { asking in
                let judged = try await asking.acts.difference(of: try await asking.document().document, asking.bridge)
                return try await asking.explain(judged)
            },
            .act(
                "reopenDocumentDifference", "\(documentPath)/difference/reopen", .explainDifference,
                "Take back what was said of a document's difference: it is open again.", of: "documentDifference",
                tells: Telling<JudgedDifference>.difference, example: Example(ExampleNumber.explained.path)
            ) { asking in
                let judged = try await asking.acts.difference(of: try await asking.document().document, asking.bridge)
                return try await asking.reopen(judged)
            },
            .read(
                "figureDifference", figurePath, .look,
                "What the books hold otherwise of a figure: a daybook, a VAT code (`-` for none) and a currency of a month.",
                pages: ["/reconcile/explain"], tells: Telling<JudgedDifference>.difference, example: Example(exampleFigure)
            ) { asking in asking.seen(try await asking.figure()) },
            .act(
                "explainFigureDifference", "\(figurePath)/explain", .explainDifference, "Say why a figure differs.", takes: .explanationOf,
                of: "figureDifference", tells: Telling<JudgedDifference>.difference,
                example: Example(exampleFigure, body: ["text": "a correction by memorial 2026-0311"])
            ) { asking in try await asking.explain(try await asking.figure()) },
            .act(
                "reopenFigureDifference", "\(figurePath)/reopen", .explainDifference, "Take back what was said of a figure.",
                of: "figureDifference", tells: Telling<JudgedDifference>.difference, example: Example(exampleExplainedFigure)
            ) { asking in try await asking.reopen(try await asking.figure()) },
        ]
    }

    private static let figurePath = "/bridges/{bridge}/figures/{month}/{daybook}/{vat_code}/{currency}"
    private static let exampleFigure = [
        "bridge": Example.bridge, "month": "2026-11", "daybook": "70", "vat_code": "VL", "currency": "EUR",
    ]
    private static let exampleExplainedFigure = exampleFigure.merging(["vat_code": "VH"]) { $1 }
}

extension Asking {
    /// The figure that the path names, with what was said of it.
    fileprivate func figure() async throws -> JudgedDifference {
        let parts = ["month", "daybook", "vat_code", "currency"].map(path)
        guard let figure = Difference.Figure(parts.joined(separator: "/")) else { throw ActRefusal.notFound }
        return try await acts.difference(of: figure, bridge)
    }

    /// A difference; what was said of it is part of what was looked at.
    fileprivate func seen(_ judged: JudgedDifference) -> Seen<JudgedDifference> { Seen(judged, seal: judged.seal) }

    // What was done is answered as it was done. Reading it anew could find that the books were mended meanwhile, and no difference to tell of.

    fileprivate func explain(_ judged: JudgedDifference) async throws -> Seen<JudgedDifference> {
        seen(try await acts.explain(judged, of: bridge, text: text("text"), seal: seal, by: who))
    }

    fileprivate func reopen(_ judged: JudgedDifference) async throws -> Seen<JudgedDifference> {
        seen(try await acts.reopen(judged, of: bridge, seal: seal, by: who))
    }
}
