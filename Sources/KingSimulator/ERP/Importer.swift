import BridgeDomain

/// Reads one file of KING ERP: what is good goes into the books, the rest comes back with its reasons (reference king §7).
struct Importer {
    let settings: KingSandbox.ImportSettings
    let now: Timestamp

    /// What came of a file.
    struct Outcome {
        var format = ""
        var taken = 0
        var entries: [Int] = []
        /// Records with their reasons; a nil record is the whole file.
        var rejected: [(record: XMLElement?, error: ERPRefusal)] = []
    }

    func read(_ bytes: [UInt8], into books: inout ERPBooks) -> Outcome {
        var outcome = Outcome()
        guard let root = XMLReader.read(bytes) else { return refused(.unreadable, &outcome) }
        outcome.format = root.name
        // Nothing of a refused file may stay, so that it is tried on a copy; the ledger's storage is shared until something is written.
        var trial = books
        do throws(ERPRefusal) {
            try read(root, into: &trial, &outcome)
        } catch {
            outcome.taken = 0
            outcome.entries = []
            outcome.rejected = []
            return refused(error, &outcome)
        }
        books = trial
        return outcome
    }

    private func refused(_ error: ERPRefusal, _ outcome: inout Outcome) -> Outcome {
        outcome.rejected.append((nil, error))
        return outcome
    }

    private func read(_ root: XMLElement, into books: inout ERPBooks, _ outcome: inout Outcome) throws(ERPRefusal) {
        let records = try records(of: root)
        for record in records {
            if root.name == "KING_JOURNAAL" {
                try readBatch(record, into: &books, &outcome)
                continue
            }
            try attempt(record, &outcome) { () throws(ERPRefusal) in
                switch root.name {
                case "KING_DEBITEUREN": _ = try books.putDebtor(record)
                case "KING_DIGITAAL_ARCHIEF": _ = try books.archive(record)
                default: try books.editItem(record)
                }
                return nil
            }
        }
    }

    /// The records two levels below the root. An empty container is refused.
    private func records(of root: XMLElement) throws(ERPRefusal) -> [XMLElement] {
        let containers = [
            "KING_JOURNAAL": "BOEKINGSGANGEN", "KING_DEBITEUREN": "DEBITEUREN", "KING_OPENSTAANDE_POSTEN_EDIT": "",
            "KING_DIGITAAL_ARCHIEF": "",
        ]
        guard let expected = containers[root.name] else { throw .element(root.name) }
        guard let container = root.children.first, root.children.count == 1 else { throw .missing(expected.isEmpty ? root.name : expected) }
        guard expected.isEmpty || container.name == expected else { throw .element(container.name) }
        guard !container.children.isEmpty else { throw .missing(container.name) }
        guard container.children.count <= settings.recordsMax else { throw .value(container.name, String(container.children.count)) }
        return container.children
    }

    /// Errors of the schema refuse the file where that is set; all others the record. What is done returns the entry it booked, if any.
    private func attempt(
        _ record: XMLElement, _ outcome: inout Outcome, _ body: () throws(ERPRefusal) -> Int?
    ) throws(ERPRefusal) {
        do throws(ERPRefusal) {
            if let entry = try body() { outcome.entries.append(entry) }
            outcome.taken += 1
        } catch {
            if settings.schemaRefusesFile, error.isOfSchema { throw error }
            outcome.rejected.append((record, error))
        }
    }

    // MARK: Entries

    private func readBatch(_ record: XMLElement, into books: inout ERPBooks, _ outcome: inout Outcome) throws(ERPRefusal) {
        let values = try RecordSchema.batch.read(record)
        guard let list = record["JOURNAALPOSTEN"], !list.children.isEmpty else { throw .missing("JOURNAALPOST") }
        let number = books.nextKey()
        let isFinal = values["BG_DEFINITIEF"] == "true" || values["BG_DEFINITIEF"] == "1"
        books.state.batches[number] = .init(
            number: number, description: values["BG_OMSCHRIJVING"] ?? "", isFinal: isFinal, isClosed: true)
        for entry in list.children {
            try attempt(entry, &outcome) { () throws(ERPRefusal) in
                try book(entry, batch: number, into: &books)
            }
        }
        if books.state.batches[number]?.entries.isEmpty == true { books.state.batches[number] = nil }
    }

    private func book(_ record: XMLElement, batch: Int, into books: inout ERPBooks) throws(ERPRefusal) -> Int {
        let head = try RecordSchema.entry.read(record)
        guard let list = record["JOURNAALREGELS"], !list.children.isEmpty else { throw .missing("JOURNAALREGEL") }
        var lines: [ERPLine] = []
        for (place, element) in list.children.enumerated() {
            lines.append(try ERPLine(element, number: place + 1, books, settings))
        }
        return try books.book(head, lines, batch: batch, origin: .file, at: now)
    }

    // MARK: The reject file

    /// The rejected records as they stood, in a file of the same format, each behind a comment with its reason. A file that was refused
    /// whole comes back whole, the reason at its end.
    static func rejectFile(_ outcome: Outcome, _ bytes: [UInt8]) -> [UInt8] {
        func comment(_ error: ERPRefusal) -> String {
            // A comment may not hold two hyphens.
            "<!-- \(error.code) \(error.text.split(separator: "--", omittingEmptySubsequences: false).joined(separator: "- -")) -->"
        }
        if let whole = outcome.rejected.first(where: { $0.record == nil }) {
            // Behind the root, as nothing may stand before a declaration.
            return bytes + Array("\n\(comment(whole.error))\n".utf8)
        }
        let records = outcome.rejected.map { "\(comment($0.error))\n\($0.record?.markup ?? "")" }.joined(separator: "\n")
        let (open, close) =
            switch outcome.format {
            case "KING_JOURNAAL": ("<BOEKINGSGANGEN><BOEKINGSGANG><JOURNAALPOSTEN>", "</JOURNAALPOSTEN></BOEKINGSGANG></BOEKINGSGANGEN>")
            case "KING_DEBITEUREN": ("<DEBITEUREN>", "</DEBITEUREN>")
            case "KING_DIGITAAL_ARCHIEF": ("<ARCHIEFSTUKKEN>", "</ARCHIEFSTUKKEN>")
            default: ("<OPENSTAANDE_POSTEN>", "</OPENSTAANDE_POSTEN>")
            }
        return Array("<\(outcome.format)>\(open)\n\(records)\n\(close)</\(outcome.format)>\n".utf8)
    }
}

extension ERPRefusal {
    /// The message is not as its schema has it, whatever is in the books.
    var isOfSchema: Bool { (1101...1199).contains(code) }
}
