import BridgeDomain
import BridgeJSON
import BridgeRuntime
import UBLSource

/// What would become of UBL files, one line each.
struct VerdictTable: Sendable {
    let language: Language
    let reader: UBLReader
    let today: CalendarDate

    private var words: Words { Words(language: language) }

    /// Files that are no UBL by their name count as refused too: nothing that was named is passed over.
    func verdicts(of paths: [String]) throws -> [UBLVerdict] {
        try paths.map { path in
            UBLVerdicts.verdict(file: FilePath.name(path), try TextFile.read(path) ?? [], reader, today: today)
        }
    }

    func json(_ verdicts: [UBLVerdict]) -> JSON {
        .array(
            verdicts.map { verdict in
                .object([
                    .init("file", .string(verdict.file)), .init("official", .string(verdict.official)),
                    .init("outcome", .string(verdict.outcome.rawValue)), .init("kind", .string(verdict.document?.key.kind.rawValue)),
                    .init("net", .string(verdict.document?.totals.net.description)),
                    .init("vat", .string(verdict.document?.totals.vat.description)),
                    .init("gross", .string(verdict.document?.totals.gross.description)),
                    .init("reasons", .array(verdict.reasons.map { .string($0) })),
                ])
            })
    }

    func text(_ verdicts: [UBLVerdict], width: Int) -> String {
        var table = TextTable([
            .init(title: words.pick("Bestand", "File"), shrinks: true), .init(title: words.pick("Officieel", "Official")),
            .init(title: words.pick("Hier", "Here")), .init(title: words.pick("Bruto", "Gross"), isNumber: true),
            .init(title: words.pick("Reden", "Reason"), shrinks: true),
        ])
        let format = Formatting(language)
        table.rows = verdicts.map { verdict in
            [
                verdict.file, verdict.official ?? "–", outcome(verdict.outcome),
                verdict.document.map { format.money($0.totals.gross) } ?? "–", verdict.reasons.joined(separator: "; "),
            ]
        }
        let counts = [UBLVerdict.Outcome.accepted, .parked, .refused].map { wanted in
            "\(verdicts.count { $0.outcome == wanted }) \(outcome(wanted))"
        }
        return table.text(width: width) + "\n\n"
            + words.pick("\(verdicts.count) bestanden: ", "\(verdicts.count) files: ") + counts.joined(separator: ", ") + "."
    }

    private func outcome(_ outcome: UBLVerdict.Outcome) -> String {
        switch outcome {
        case .accepted: words.pick("aanvaard", "accepted")
        case .parked: words.pick("geparkeerd", "parked")
        case .refused: words.pick("geweigerd", "refused")
        }
    }
}
