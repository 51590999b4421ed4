import BridgeDomain
import BridgeJSON

/// Reads objects by their shape in one pass over the bytes, collecting everything that is wrong.
///
/// It throws where the text is no JSON. Everything else is a problem with its place; the reading goes on, so that whoever sent the object
/// sees all of them at once.
struct ShapeReader {
    var cursor: JSONCursor
    /// What was found wrong in the object being read.
    fileprivate var findings: [Finding] = []

    /// A problem whose place is not complete yet: the objects around it add their part when they end.
    fileprivate struct Finding {
        var code: ProblemCode
        var line: Int?
        var path: String
        var found = ""
        var expected: String?
    }

    /// Bytes of a wrong value that are shown.
    private static let shownMax = 60
    /// Problems told of one object; a body that is nothing but mistakes is not answered at many times its size.
    static let problemsMax = 100

    init(_ cursor: JSONCursor) { self.cursor = cursor }

    /// Reads the object that comes. nil when it is none; its problems are then one.
    mutating func read(_ shape: Shape) throws(JSONError) -> (record: Record?, problems: [Problem]) {
        findings.removeAll(keepingCapacity: true)
        let record: Record?
        if try cursor.kind() == .object {
            record = try object(shape)
        } else {
            try wrong("", "an object")
            record = nil
        }
        return (record, findings.map(\.problem))
    }

    private mutating func object(_ shape: Shape) throws(JSONError) -> Record {
        var record = Record(shape)
        var next = 0
        try cursor.enterObject()
        while let name = try cursor.nextMember() {
            guard let place = Self.place(of: name, in: shape, expected: next) else {
                note(.fieldUnknown, String(name.prefix(Self.shownMax)))
                try cursor.skip()
                continue
            }
            next = place + 1
            guard !record.has(place) else {
                note(.malformed, name, expected: "once")
                try cursor.skip()
                continue
            }
            record[place] = try value(shape.fields[place])
        }
        for (place, field) in shape.fields.enumerated() where field.need == .always && !record.has(place) {
            note(.fieldMissing, field.name)
        }
        return record
    }

    /// Members mostly come in the order of the shape: the one after the last is looked at first.
    private static func place(of name: String, in shape: Shape, expected: Int) -> Int? {
        if expected < shape.fields.count, shape.fields[expected].name == name { return expected }
        return shape.fields.firstIndex { $0.name == name }
    }

    private mutating func value(_ field: Field) throws(JSONError) -> Record.Slot {
        let kind = try cursor.kind()
        if kind == .null {
            try cursor.null()
            return .absent
        }
        switch field.form {
        case .code, .text, .word, .date, .moment, .period, .currency:
            guard kind == .string else { return try wrong(field.name, "text") }
            return text(try cursor.string(), field)
        case .exact:
            guard kind == .string else { return try wrong(field.name, "a decimal number as text") }
            return decimal(try cursor.string(), field)
        case .amount, .decimal:
            guard kind == .number || kind == .string else { return try wrong(field.name, "a decimal number") }
            return decimal(kind == .number ? try cursor.number() : try cursor.string(), field)
        case .whole(let range):
            guard kind == .number else { return try wrong(field.name, "a whole number") }
            let text = try cursor.number()
            if let number = Int64(text), range.contains(number) { return .whole(number) }
            return unreadable(
                .valueOutOfRange, field.name, found: text, expected: "a whole number, \(range.lowerBound)…\(range.upperBound)")
        case .truth:
            guard kind == .bool else { return try wrong(field.name, "true or false") }
            return .truth(try cursor.bool())
        case .object(let shape):
            guard kind == .object else { return try wrong(field.name, "an object") }
            let before = findings.count
            let record = try object(shape)
            for index in before..<findings.count { findings[index].path = "\(field.name).\(findings[index].path)" }
            return .object(record)
        case .list(let shape, let max):
            guard kind == .array else { return try wrong(field.name, "a list") }
            return try list(field.name, shape, max: max)
        case .codes(let max, let lengthMax):
            guard kind == .array else { return try wrong(field.name, "a list") }
            return try codes(field.name, max: max, lengthMax: lengthMax)
        }
    }

    private mutating func list(_ name: String, _ shape: Shape, max: Int) throws(JSONError) -> Record.Slot {
        var records: [Record] = []
        var count = 0
        try cursor.enterArray()
        while try cursor.nextElement() {
            count += 1
            guard count <= max else {
                try cursor.skip()
                continue
            }
            let before = findings.count
            guard try cursor.kind() == .object else {
                try wrong("\(name)[\(count - 1)]", "an object")
                continue
            }
            let record = try object(shape)
            place(findings: before..<findings.count, record, shape, "\(name)[\(count - 1)].", count)
            records.append(record)
        }
        if count > max { note(shape.lineNumber == nil ? .malformed : .tooManyLines, name, found: "\(count)", expected: "≤ \(max)") }
        return .list(records)
    }

    /// Says where in the list the problems of one element lie: by the number it has, or by its place.
    private mutating func place(findings range: Range<Int>, _ record: Record, _ shape: Shape, _ prefix: String, _ count: Int) {
        guard !range.isEmpty else { return }
        for index in range {
            if let key = shape.lineNumber {
                findings[index].line = if case .whole(let number) = record[key] { Int(number) } else { count }
            } else {
                findings[index].path = prefix + findings[index].path
            }
        }
    }

    private mutating func codes(_ name: String, max: Int, lengthMax: Int) throws(JSONError) -> Record.Slot {
        var texts: [String] = []
        var count = 0
        let element = Field(name, .code(max: lengthMax), "")
        try cursor.enterArray()
        while try cursor.nextElement() {
            count += 1
            guard count <= max else {
                try cursor.skip()
                continue
            }
            guard try cursor.kind() == .string else {
                try wrong("\(name)[\(count - 1)]", "text")
                continue
            }
            if case .text(let text) = text(try cursor.string(), element) { texts.append(text) }
        }
        if count > max { note(.malformed, name, found: "\(count)", expected: "≤ \(max)") }
        return .texts(texts)
    }
}

// MARK: - Values

extension ShapeReader {
    private mutating func text(_ text: String, _ field: Field) -> Record.Slot {
        switch field.form {
        case .code(let max):
            let space = UInt8(ascii: " ")
            guard !text.isEmpty, text.utf8.first != space, text.utf8.last != space, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F })
            else {
                return unreadable(.malformed, field.name, found: text, expected: "text without spaces around it")
            }
            return bounded(text, field.name, max)
        case .text(let max): return bounded(text, field.name, max)
        case .word(let words):
            if words.contains(text) { return .text(text) }
            return unreadable(.valueUnknown, field.name, found: text, expected: words.joined(separator: ", "))
        case .date:
            if let date = CalendarDate(text) { return .date(date) }
            return unreadable(.malformed, field.name, found: text, expected: "2026-11-18")
        case .moment:
            if let moment = Timestamp(text) { return .moment(moment) }
            return unreadable(.malformed, field.name, found: text, expected: "2026-11-18T15:42:11Z")
        case .period:
            if let period = Period(text) { return .period(period) }
            return unreadable(.malformed, field.name, found: text, expected: "2026-11")
        case .currency:
            if let currency = Currency(code: text) { return .currency(currency) }
            return unreadable(.currencyUnknown, field.name, found: text, expected: "ISO 4217")
        default: return .text(text)
        }
    }

    /// Characters are counted as JSON Schema counts them: code points.
    private mutating func bounded(_ text: String, _ name: String, _ max: Int) -> Record.Slot {
        if text.utf8.count <= max || text.unicodeScalars.count <= max { return .text(text) }
        return unreadable(.textBeyondLimit, name, found: text, expected: "≤ \(max)")
    }

    private mutating func decimal(_ text: String, _ field: Field) -> Record.Slot {
        guard text.utf8.first != UInt8(ascii: "+"), let value = ExactDecimal(text) else {
            return unreadable(.malformed, field.name, found: text, expected: "-12.50")
        }
        if case .decimal(let places) = field.form, value.decimals > places {
            return unreadable(.decimalsTooMany, field.name, found: text, expected: "≤ \(places)")
        }
        return .decimal(value)
    }

    private mutating func note(_ code: ProblemCode, _ path: String, found: String = "", expected: String? = nil) {
        guard findings.count < Self.problemsMax else { return }
        findings.append(Finding(code: code, line: nil, path: path, found: found, expected: expected))
    }

    private mutating func unreadable(_ code: ProblemCode, _ path: String, found: String, expected: String) -> Record.Slot {
        note(code, path, found: found, expected: expected)
        return .unreadable
    }

    /// A value of another kind: it is shown as it stands and passed over.
    @discardableResult
    private mutating func wrong(_ path: String, _ expected: String) throws(JSONError) -> Record.Slot {
        let start = cursor.place
        try cursor.skip()
        let shown = String(decoding: cursor.bytes(start..<min(cursor.place, start + Self.shownMax)), as: UTF8.self)
        return unreadable(.malformed, path, found: shown, expected: expected)
    }
}

extension ShapeReader.Finding {
    fileprivate var problem: Problem {
        let field = path.isEmpty ? "document" : path
        return Problem(code, at: line.map { Place(line: $0, field) } ?? Place(field), found: found, expected: expected)
    }
}
