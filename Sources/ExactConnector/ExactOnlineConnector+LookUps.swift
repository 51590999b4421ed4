public import BridgeConnector
public import BridgeDomain
import BridgeHTTP

extension ExactOnlineConnector {
    /// References looked up together at most: invoices of five lines then fill three pages.
    static let lookUpsAtOnce = 20
    /// Bytes one filter may have, encoded. No source states the service's limit; 2,048 for a whole query is the narrowest that is common.
    static let filterMax = 1_600

    /// Every entry that carries one of the references: a call per 60 ledger rows, where asking about each alone costs a call each; where many go
    /// in one call, a call per 1,000 rows first. What is not found there is asked for where one alone would be, so that finding nothing proves
    /// as much: nothing says that the pages of 1,000 rows are as fresh (reference `exact-online` §9.2).
    public func entries(
        carrying references: [EntryReference], with master: MasterData
    ) async throws(ConnectorError) -> [EntryReference: [BookedEntry]] {
        var found: [EntryReference: [BookedEntry]] = [:]
        if settings.road != .rest { try await lookUp(references, master, in: "bulk/Financial/TransactionLines", &found) }
        try await lookUp(references.filter { found[$0] == nil }, master, in: Self.ledgerRows, &found)
        return found
    }

    private func lookUp(
        _ references: [EntryReference], _ master: MasterData, in pages: String, _ found: inout [EntryReference: [BookedEntry]]
    ) async throws(ConnectorError) {
        for question in Self.questions(references, ExactFilter.reference) {
            try await ask(question, master, in: pages, &found)
        }
        guard settings.daybookUse.contains(.general) else { return }
        for question in Self.questions(references.filter { found[$0] == nil }, ExactFilter.describedBy) {
            let filter = question.map(ExactFilter.describedBy).joined(separator: " or ")
            let lines = try await ownLines("(\(filter)) and Type eq 90", master, in: pages)
            for reference in question {
                let own = lines.filter { $0.Description.hasPrefix(reference.text) }
                let entries = entries(own, master).filter { $0.reference == reference }
                if !entries.isEmpty { found[reference] = entries }
            }
        }
    }

    private func ask(
        _ question: [EntryReference], _ master: MasterData, in pages: String, _ found: inout [EntryReference: [BookedEntry]]
    ) async throws(ConnectorError) {
        let lines = try await ownLines(question.map(ExactFilter.reference).joined(separator: " or "), master, in: pages)
        let byReference = Dictionary(grouping: lines, by: \.YourRef)
        for reference in question {
            let own = entries(byReference[reference.text] ?? [], master)
            if !own.isEmpty { found[reference] = own }
        }
        // The service compares texts less strictly than we do: whose rows these are, only asking about each alone can tell.
        let asked = Set(question.map(\.text))
        guard lines.contains(where: { line in line.YourRef.map { !asked.contains($0) } ?? true }) else { return }
        for reference in question where found[reference] == nil {
            let alone = try await entries(ownLines(ExactFilter.reference(reference), master), master)
            if !alone.isEmpty { found[reference] = alone }
        }
    }

    /// References that fit into one filter each, in their order.
    static func questions(_ references: [EntryReference], _ condition: (EntryReference) -> String) -> [[EntryReference]] {
        var questions: [[EntryReference]] = []
        var length = 0
        for reference in references {
            let size = FormCoding.percentEncode(condition(reference) + " or ").utf8.count
            if let last = questions.last, last.count < lookUpsAtOnce, length + size <= filterMax {
                questions[questions.count - 1].append(reference)
                length += size
            } else {
                questions.append([reference])
                length = size
            }
        }
        return questions
    }
}
