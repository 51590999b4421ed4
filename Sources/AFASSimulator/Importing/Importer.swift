import BridgeDomain
import BridgeJSON

/// Reads one file by its definition and books what is good in it (reference §14.1): not atomic, no test run, the checks of a call.
struct Importer {
    let definition: AFASSandbox.ImportDefinition
    let settings: AFASSandbox.Settings
    /// Wall-clock milliseconds.
    let now: Int64

    /// What became of a file.
    struct Outcome {
        var entries: [Int] = []
        var rows = 0
        /// Rows that were not taken, as they stood in the file, with what is wrong.
        var rejected: [(text: String, error: String)] = []
        var header: String?
    }

    private var language: Language { settings.behaviour.language }

    func read(_ bytes: [UInt8], into books: inout Books) -> Outcome {
        definition.profile == .xml ? readXML(bytes, &books) : readRows(bytes, &books)
    }

    // MARK: Rows

    private func readRows(_ bytes: [UInt8], _ books: inout Books) -> Outcome {
        var outcome = Outcome()
        guard let text = FileText.decode(bytes, definition.encoding), let table = CSVRows(text, separator: definition.separator) else {
            outcome.rejected = [(String(decoding: bytes, as: UTF8.self), Self.unreadable[language])]
            return outcome
        }
        var rows = table.rows
        var fields = definition.columns.map(\.field)
        if definition.hasHeader, let head = rows.first {
            outcome.header = head.text
            rows.removeFirst()
            let captions = head.cells.map { caption in definition.columns.first { $0.caption == caption }?.field }
            guard captions.allSatisfy({ $0 != nil }) else {
                let unknown = head.cells.first { caption in !definition.columns.contains { $0.caption == caption } } ?? ""
                outcome.rejected = rows.map { ($0.text, Self.unknownColumn(unknown)[language]) }
                outcome.rows = rows.count
                return outcome
            }
            fields = captions.compactMap { $0 }
        }
        outcome.rows = rows.count
        if rows.count > settings.importing.rowsMax {
            outcome.rejected = rows.map { ($0.text, Wording.outOfMemory[language]) }
            return outcome
        }
        for group in groups(rows.map { record($0, fields) }) { book(group, &books, &outcome) }
        return outcome
    }

    /// A row with its values in the form a call has them.
    struct Record {
        let text: String
        var values: [AFASSandbox.Column.Field: String] = [:]
        var error: BilingualText?

        /// What belongs together in one entry.
        var key: [String] {
            [.unit, .journal, .year, .period].map { values[$0] ?? "" } + [values[.voucher] ?? values[.invoice] ?? ""]
        }
    }

    private func record(_ row: CSVRows.Row, _ fields: [AFASSandbox.Column.Field]) -> Record {
        var record = Record(text: row.text)
        guard row.cells.count == fields.count else {
            record.error = Self.wrongColumns(row.cells.count, fields.count)
            return record
        }
        for (field, cell) in zip(fields, row.cells) where field != .ignored && !cell.isEmpty {
            guard let value = value(cell, field) else {
                record.error = Wording.typeMismatch
                continue
            }
            record.values[field] = value
        }
        return record
    }

    private func value(_ cell: String, _ field: AFASSandbox.Column.Field) -> String? {
        switch field {
        case .entryDate, .voucherDate, .dueDate: date(cell)?.description
        case .debit, .credit, .debitForeign, .creditForeign, .rate, .net, .vat, .total: amount(cell)
        default: cell
        }
    }

    /// No thousands separator; the decimal sign of the definition and no other.
    private func amount(_ text: String) -> String? {
        guard definition.decimalSign == "." || !text.contains(".") else { return nil }
        return ExactDecimal(String(text.map { $0 == definition.decimalSign ? "." : $0 })).map(\.description)
    }

    private func date(_ text: String) -> CalendarDate? {
        func parts(_ mark: Character) -> [String]? {
            let parts = text.split(separator: mark, omittingEmptySubsequences: false).map(String.init)
            return parts.count == 3 && parts.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } } ? parts : nil
        }
        switch definition.datePattern {
        case .dayMonthYear(let mark):
            guard let parts = parts(mark), parts.map(\.utf8.count) == [2, 2, 4] else { return nil }
            return CalendarDate("\(parts[2])-\(parts[1])-\(parts[0])")
        case .yearMonthDay(let mark):
            guard let parts = parts(mark) else { return nil }
            return CalendarDate(parts.joined(separator: "-"))
        case .compact:
            guard text.utf8.count == 8 else { return nil }
            return CalendarDate("\(text.prefix(4))-\(text.dropFirst(4).prefix(2))-\(text.suffix(2))")
        }
    }

    /// Rows that follow each other and belong together.
    private func groups(_ records: [Record]) -> [[Record]] {
        guard definition.profile == .entryLines else { return records.map { [$0] } }
        var groups: [[Record]] = []
        for record in records {
            if let last = groups.last?.last, last.key == record.key {
                groups[groups.count - 1].append(record)
            } else {
                groups.append([record])
            }
        }
        return groups
    }

    // MARK: Booking

    /// Books the rows as one entry, or without its bad rows as long as the rest is good.
    private func book(_ group: [Record], _ books: inout Books, _ outcome: inout Outcome) {
        var records = group
        while !records.isEmpty {
            guard let errors = errors(booking: records, &books, &outcome) else { return }
            let isWhole = settings.importing.rejects == .entry
            for (record, error) in zip(records, errors) where isWhole || error != nil {
                outcome.rejected.append((record.text, error ?? Self.otherLine[language]))
            }
            records = isWhole ? [] : zip(records, errors).filter { $0.1 == nil }.map(\.0)
        }
    }

    /// What is wrong with each row; nil when the entry was booked.
    private func errors(booking records: [Record], _ books: inout Books, _ outcome: inout Outcome) -> [String?]? {
        let unreadable = records.map { $0.error?[language] }
        guard unreadable.allSatisfy({ $0 == nil }) else { return unreadable }
        do throws(Refusal) {
            let message = definition.profile == .invoices ? invoiceMessage(records[0], books) : message(records)
            outcome.entries.append(try post(message, &books))
            return nil
        } catch {
            return spread(error, over: records.count)
        }
    }

    /// Findings on the rows they are about; what is about the whole entry is told on each.
    private func spread(_ refusal: Refusal, over count: Int) -> [String?] {
        var errors = [String?](repeating: nil, count: count)
        for finding in refusal.findings {
            let place = definition.profile == .invoices ? 0 : (finding.line ?? 0) - 1
            guard errors.indices.contains(place) else { continue }
            errors[place] = errors[place].map { "\($0) | \(finding.text[language])" } ?? finding.text[language]
        }
        let whole = refusal.text(language)
        return errors.allSatisfy { $0 == nil } ? errors.map { _ in whole } : errors
    }

    private func post(_ message: JSON, _ books: inout Books) throws(Refusal) -> Int {
        guard let connector = UpdateConnectors.all.first(where: { $0.id == "FiEntries" }) else { throw .notFound }
        // Only the numbers are wanted, in the one form this reads.
        var settled = settings
        settled.behaviour.entryReply = .wrapped
        let writer = Writer(connector: connector, settings: settled, user: settings.importing.user, now: now, origin: .file)
        let reply = try writer.write(message, .insert, to: &books)
        return reply?["results"]?["FiEntryPar"]?["EnNo"]?.string.flatMap { Int($0) } ?? 0
    }

    private func message(_ records: [Record]) -> JSON {
        let first = records[0].values
        let head: [JSON.Member] = [
            .init("Year", .string(first[.year] ?? "")), .init("Peri", .string(first[.period] ?? "")),
            .init("UnId", .string(first[.unit] ?? String(definition.unit))), .init("JoCo", .string(first[.journal] ?? definition.journal)),
        ]
        return Self.message(head, records.map { Self.line($0.values) })
    }

    private static let headFields: Set<AFASSandbox.Column.Field> = [
        .unit, .journal, .year, .period, .net, .vat, .total, .contraAccount, .ignored,
    ]
    private static let axes: [AFASSandbox.Column.Field] = [.dimension1, .dimension2, .dimension3, .dimension4, .dimension5]

    private static func line(_ values: [AFASSandbox.Column.Field: String]) -> JSON {
        let plain = values.filter { !headFields.contains($0.key) && !axes.contains($0.key) }
        let fields = plain.sorted { $0.key.rawValue < $1.key.rawValue }.map { JSON.Member($0.key.rawValue, .string($0.value)) }
        let codes = axes.compactMap { axis in values[axis].map { JSON.Member(axis.rawValue, .string($0)) } }
        guard !codes.isEmpty else { return ["Fields": .object(fields)] }
        return ["Fields": .object(fields), "Objects": [["FiDimEntries": ["Element": ["Fields": .object(codes)]]]]]
    }

    private static func message(_ head: [JSON.Member], _ lines: [JSON]) -> JSON {
        ["FiEntryPar": ["Element": ["Fields": .object(head), "Objects": [["FiEntries": ["Element": .array(lines)]]]]]]
    }

    /// A row for a whole invoice: the debtor's line, the contra account's and, where there is VAT, the VAT code's.
    private func invoiceMessage(_ record: Record, _ books: Books) -> JSON {
        let values = record.values
        let date = values[.voucherDate] ?? ""
        let day = CalendarDate(date)
        func amount(_ field: AFASSandbox.Column.Field) -> ExactDecimal { values[field].flatMap { ExactDecimal($0) } ?? .zero }
        /// Debit positive; a credit note swaps sides.
        func line(_ kind: AFASSandbox.LineKind, _ account: String, _ amount: ExactDecimal, _ more: [AFASSandbox.Column.Field: String])
            -> JSON
        {
            var line = more
            line[.accountType] = String(kind.rawValue)
            line[.account] = account
            line[.entryDate] = date
            line[.voucherDate] = date
            line[.voucher] = values[.invoice]
            line[.invoice] = values[.invoice]
            line[.debit] = (amount.isNegative ? .zero : amount).description
            line[.credit] = (amount.isNegative ? -amount : .zero).description
            return Self.line(line)
        }
        var own: [AFASSandbox.Column.Field: String] = [:]
        for field in [AFASSandbox.Column.Field.dueDate, .invoiceReference, .order] { own[field] = values[field] }
        let vatCode = values[.vatCode] ?? ""
        var lines = [
            line(.debtor, values[.account] ?? "", amount(.total), own),
            line(.ledger, values[.contraAccount] ?? "", -amount(.net), [.vatCode: vatCode]),
        ]
        if !amount(.vat).isZero {
            lines.append(line(.ledger, books.vatCodes[vatCode]?.account ?? "", -amount(.vat), [.vatCode: vatCode]))
        }
        let head: [JSON.Member] = [
            .init("Year", .string(day.map { String($0.year) } ?? "")), .init("Peri", .string(day.map { String($0.month) } ?? "")),
            .init("UnId", .number(definition.unit)), .init("JoCo", .string(definition.journal)),
        ]
        return Self.message(head, lines)
    }

    // MARK: XML

    private func readXML(_ bytes: [UInt8], _ books: inout Books) -> Outcome {
        var outcome = Outcome()
        let text = String(decoding: bytes, as: UTF8.self)
        guard let json = XMLReader.read(bytes) else {
            outcome.rejected = [(text, Self.unreadable[language])]
            return outcome
        }
        let content = json["FiEntryPar"]?["Element"]
        let elements = settings.importing.takesSeveralXMLEntries ? content?.array ?? [content ?? .null] : [content ?? .null]
        outcome.rows = elements.count
        for element in elements {
            do throws(Refusal) {
                let message = content == nil ? json : JSON.object([.init("FiEntryPar", ["Element": element])])
                outcome.entries.append(try post(message, &books))
            } catch {
                outcome.rejected.append((elements.count == 1 ? text : element.description, error.text(language)))
            }
        }
        return outcome
    }

    // MARK: Words

    private static let unreadable = BilingualText(
        nl: "Het bestand kan niet met deze importdefinitie worden gelezen.", en: "The file cannot be read with this import definition.")
    private static let otherLine = BilingualText(
        nl: "Een andere regel van deze journaalpost is niet correct.", en: "Another line of this entry is not correct.")
    private static func unknownColumn(_ caption: String) -> BilingualText {
        BilingualText(
            nl: "De kolom '\(caption)' staat niet in de importdefinitie.", en: "Column '\(caption)' is not in the import definition.")
    }
    private static func wrongColumns(_ count: Int, _ expected: Int) -> BilingualText {
        BilingualText(
            nl: "De regel heeft \(count) kolommen in plaats van \(expected).", en: "The line has \(count) columns instead of \(expected).")
    }
}
