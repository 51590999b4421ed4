import BridgeConnector
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeRuntime
import BridgeSource

/// What people are told of documents' files.
struct AttachmentText: Sendable {
    let context: Context

    private var words: Words { context.words }

    func summary(_ totals: AttachmentTotals, isOn: Bool) -> String {
        if !isOn, totals.waiting + totals.refused == 0 {
            return words.pick(
                "Deze brug voegt geen bestanden bij; zet in de configuratie attach_files: true",
                "This bridge attaches no files; set attach_files: true in the configuration")
        }
        let since = totals.oldestWaiting.map { " (\(words.pick("sinds", "since")) \(context.moment($0)))" } ?? ""
        return words.pick(
            "\(totals.waiting) bestanden wachten\(since), \(totals.refused) konden niet worden bijgevoegd",
            "\(totals.waiting) files wait\(since), \(totals.refused) could not be attached")
    }

    /// What `status` adds; nothing where nothing waits.
    func hints(_ totals: AttachmentTotals) -> [String] {
        words.backlog(
            totals.waiting, since: totals.oldestWaiting.map(context.moment),
            BilingualText(nl: "bestanden wachten om te worden bijgevoegd", en: "files wait to be attached"), refused: totals.refused,
            BilingualText(
                nl: "bestanden konden niet worden bijgevoegd: ledgerbridge attachments",
                en: "files could not be attached: ledgerbridge attachments"))
    }

    func table(_ records: [AttachmentRecord]) -> String {
        var table = TextTable([
            .init(title: words.pick("Document", "Document")), .init(title: words.pick("Pogingen", "Attempts"), isNumber: true),
            .init(title: words.pick("Waarom niet", "Why not"), shrinks: true),
        ])
        table.rows = records.map {
            ["\($0.document)", context.formatting.count($0.attempts), $0.reason.map { $0[context.language] } ?? ""]
        }
        return context.text(table)
    }

    /// One document's file, for `show`.
    func line(_ record: AttachmentRecord) -> String {
        let name = [record.fileName, record.bytes.map { "\(context.formatting.count($0)) bytes" }].compactMap(\.self)
        let state =
            switch record.state {
            case .waiting: words.pick("wacht", "waits")
            case .inFlight: words.pick("onderweg, of het antwoord is verloren", "under way, or the answer was lost")
            case .attached: words.pick("bijgevoegd", "attached")
            case .absent: words.pick("de bron heeft er geen", "the source has none")
            case .refused: words.pick("niet bijgevoegd", "not attached")
            }
        let reason = record.reason.map { ": " + $0[context.language] } ?? ""
        return words.pick("Bestand: ", "File: ") + (name + [state]).joined(separator: ", ") + reason
    }

    /// What a file costs with this bridge; nil where the books take none or the source gives none.
    func price(_ bridge: WorkingBridge) -> String? {
        guard let attaching = bridge.parts.connector.documentAttaching, let files = bridge.parts.source.documentFiles else { return nil }
        let (sale, purchase) = (attaching.calls(for: .salesInvoice), attaching.calls(for: .purchaseInvoice))
        let own = files.callsPerFile
        let price = words.pick(
            "een bestand kost \(sale) oproepen bij een verkoopfactuur en \(purchase) bij een inkoopfactuur, en \(own) bij de bron",
            "a file costs \(sale) calls with a sales invoice and \(purchase) with a purchase invoice, and \(own) at the source")
        guard let policy = bridge.parts.policy.attachments else {
            return words.pick("Bestanden worden niet bijgevoegd (attach_files); ", "Files are not attached (attach_files); ") + price
        }
        let megabytes = min(policy.bytesMax, attaching.bytesMax) >> 20
        return words.pick("Bestanden worden bijgevoegd; ", "Files are attached; ") + price
            + words.pick(
                "; hoogstens \(context.formatting.count(policy.callsPerDay)) oproepen per dag, bestanden tot \(megabytes) MB",
                "; at most \(context.formatting.count(policy.callsPerDay)) calls a day, files up to \(megabytes) MB")
    }
}
