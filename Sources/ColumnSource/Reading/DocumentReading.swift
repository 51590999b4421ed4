import BridgeCSV
import BridgeDomain
import BridgeSource

/// The documents of one file, in the order in which they start.
struct DocumentReading: DocumentFileReading {
    private let settings: ColumnSettings
    private let administration: SourceAdministration
    private let layout: ColumnLayout
    private let rules: RuleBook
    private let echoed: [Cell]
    private let header: [UInt8]
    private var rows: RowStream
    /// What is ready to be handed over, and how much of it was.
    private var ready: [FileItem] = []
    private var given = 0
    /// Documents that lines may still be added to: one, or all of the file where lines may stand anywhere.
    private var drafts: [DocumentDraft] = []
    private var draftPlaces: [String: Int] = [:]
    private var heldLines = 0
    /// Numbers of documents that are finished, as hashes: eight bytes a document.
    private var finished: Set<UInt64> = []
    private var nextDraft = 0
    private var isAtEnd = false
    /// Thrown once everything before it was handed over.
    private var refusal: FileRefusal?
    /// The first row where there is no header.
    private var startsWithRow: Bool

    init(_ settings: ColumnSettings, _ administration: SourceAdministration, _ start: FileStart) {
        (self.settings, self.administration) = (settings, administration)
        (layout, rows, header) = (start.layout, start.rows, start.header)
        startsWithRow = !settings.form.hasHeader
        rules = RuleBook(settings, start.layout)
        echoed = HeadEcho.cells(start.layout)
    }

    mutating func next() throws(FileRefusal) -> FileItem? {
        while given == ready.count {
            ready.removeAll(keepingCapacity: true)
            given = 0
            guard !isAtEnd else {
                if finishDraft() { continue }
                if let refusal { throw refusal }
                return nil
            }
            do throws(FileRefusal) {
                try step()
            } catch {
                // What is begun is not whole: it is handed over as not readable, then the refusal.
                isAtEnd = true
                breakOff(error)
            }
        }
        given += 1
        return ready[given - 1]
    }

    private mutating func step() throws(FileRefusal) {
        if startsWithRow {
            startsWithRow = false
            return take(Row(csv: rows.csv, settings: settings))
        }
        switch try rows.next() {
        case .row:
            take(Row(csv: rows.csv, settings: settings))
            guard heldLines <= settings.bounds.heldLinesMax else { throw .tooManyHeld(settings.bounds.heldLinesMax) }
        case .unusable(let error):
            // Nothing can be said about which document it belongs to; what is begun may lack it.
            reject(RejectedPlace(line: error.line, field: "", found: "", reason: error.text), .malformed)
        case .end: isAtEnd = true
        }
    }

    private mutating func take(_ row: Row) {
        do throws(CellFault) {
            let number = try row.text(layout.document.number)
            guard hasAllFields(row) else { return takeUneven(row, number) }
            let decision = try rules.decision(row)
            for rule in decision.rules { ready.append(.ruled(ruled(rule, row, number))) }
            if decision.action.leavesOut { return }
            guard !number.isEmpty else { return rejectWithoutNumber(row) }
            draft(number, row) { $0.add(row, decision) }
        } catch {
            let place = RejectedPlace(line: row.line, field: error.cell.name, found: error.found, reason: error.reason)
            reject(place, error.code)
        }
    }

    /// Trailing separators are no fields: spreadsheets write them.
    private func hasAllFields(_ row: Row) -> Bool {
        if row.csv.count == layout.width { return true }
        guard row.csv.count > layout.width else { return false }
        return (layout.width..<row.csv.count).allSatisfy { row.csv.withField($0) { $0.isEmpty } }
    }

    private mutating func takeUneven(_ row: Row, _ number: String) {
        let place = RejectedPlace(
            line: row.line, field: "", found: "\(row.csv.count)", document: number.isEmpty ? nil : DocumentNumber(number),
            reason: BilingualText(
                nl: "de regel heeft \(row.csv.count) velden, verwacht zijn er \(layout.width); kijk of een veld het scheidingsteken bevat",
                en: "the line has \(row.csv.count) fields, \(layout.width) are expected; see whether a field holds the separator"))
        guard !number.isEmpty else { return ready.append(.rejected(place)) }
        let problem = Problem(.malformed, at: Place("fields"), found: "\(row.csv.count)", expected: "\(layout.width)")
        draft(number, row) { $0.add(unusable: problem, place) }
    }

    private mutating func rejectWithoutNumber(_ row: Row) {
        ready.append(
            .rejected(
                RejectedPlace(
                    line: row.line, field: layout.document.number.name, found: "",
                    reason: BilingualText(
                        nl: "heeft geen nummer en hoort bij geen document; vul het in, of laat een regel zulke regels weglaten",
                        en: "has no number and belongs to no document; fill it in, or let a rule leave such lines out"))))
    }

    /// Rejects a line that may belong to the document under reading: that one is then not readable.
    private mutating func reject(_ place: RejectedPlace, _ code: ProblemCode) {
        guard settings.documents.grouping == .adjacent, !drafts.isEmpty else { return ready.append(.rejected(place)) }
        let problem = Problem(code, at: Place(place.field.isEmpty ? "lines" : place.field), found: place.found, severity: .error)
        drafts[0].add(unusable: problem, place)
    }

    private func ruled(_ rule: String, _ row: Row, _ number: String) -> RuledPlace {
        let reading = LineReading(layout: layout, settings: settings)
        let currency = (try? row.text(layout.document.currency)).flatMap { Currency(code: $0) }
        let amount = currency.flatMap { try? reading.net(row, $0) }
        return RuledPlace(rule: rule, line: row.line, document: number.isEmpty ? nil : DocumentNumber(number), amount: amount)
    }
}

extension FileRefusal {
    fileprivate static func tooManyHeld(_ countMax: Int) -> FileRefusal {
        FileRefusal(
            BilingualText(
                nl:
                    "het bestand heeft meer dan \(countMax) regels, te veel om bijeen te zoeken; sorteer het op nummer en kies grouped: adjacent",
                en: "the file has more than \(countMax) lines, too many to gather; sort it by number and choose grouped: adjacent"))
    }
}

// MARK: Which document

extension DocumentReading {
    /// Lets the draft of a number take a row; begins one where there is none, and finishes the one before.
    private mutating func draft(_ number: String, _ row: Row, _ add: (inout DocumentDraft) -> Void) {
        switch settings.documents.grouping {
        case .adjacent:
            if drafts.first?.number != number { finishDraft() }
        case .line: finishDraft()
        case .anywhere:
            heldLines += 1
            if let place = draftPlaces[number] { return add(&drafts[place]) }
            draftPlaces[number] = drafts.count
        }
        if settings.documents.grouping == .anywhere || drafts.isEmpty {
            var draft = DocumentDraft(number, row, layout, echoing: echoed, header: header)
            if settings.documents.grouping != .anywhere, !finished.insert(Self.mark(number)).inserted {
                draft.add(unusable: Self.again(number), Self.againPlace(number, row, layout))
            }
            drafts.append(draft)
        }
        add(&drafts[drafts.count - 1])
    }

    /// Hands over the next draft; false when there is none.
    @discardableResult
    private mutating func finishDraft() -> Bool {
        guard nextDraft < drafts.count else { return false }
        ready += drafts[nextDraft].finish(administration)
        nextDraft += 1
        if nextDraft == drafts.count {
            drafts.removeAll(keepingCapacity: true)
            nextDraft = 0
        }
        return true
    }

    private mutating func breakOff(_ refusal: FileRefusal) {
        self.refusal = refusal
        for place in drafts.indices {
            drafts[place].add(
                unusable: Problem(.malformed, at: Place("lines"), found: refusal.reason.english),
                RejectedPlace(
                    line: drafts[place].firstLine, field: layout.document.number.name, found: drafts[place].number,
                    document: DocumentNumber(drafts[place].number),
                    reason: BilingualText(
                        nl: "het bestand brak af voordat dit document zeker compleet was",
                        en: "the file broke off before this document was surely complete")))
        }
    }

    private static func again(_ number: String) -> Problem {
        Problem(.malformed, at: Place("number"), found: number)
    }

    private static func againPlace(_ number: String, _ row: Row, _ layout: ColumnLayout) -> RejectedPlace {
        RejectedPlace(
            line: row.line, field: layout.document.number.name, found: number, document: DocumentNumber(number),
            reason: BilingualText(
                nl: "dit nummer stond eerder in het bestand, met andere regels ertussen; sorteer het bestand of kies \"grouped: anywhere\"",
                en: "this number stood earlier in the file, with other lines in between; sort the file or choose \"grouped: anywhere\""))
    }

    /// FNV-1a: the same in every process, so that a file read again gives the same.
    private static func mark(_ number: String) -> UInt64 {
        number.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}
