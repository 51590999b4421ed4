import BridgeText

/// Reads records of separated fields out of pieces of bytes (RFC 4180, and what programs really write).
///
/// It has no input of its own: ask ``next()``; when it needs more, ``fill(_:)`` it, and say so when there is no more. Memory is one piece and
/// one record, whatever the length of the file; no text is made of a field until it is asked for.
///
/// - A field is quoted when its first character is a quote; within, a doubled quote is a quote, and separators and line ends are text. A quote
///   further on in a field is a character like any other (`5" POT`).
/// - Records end with LF, CRLF or CR. Lines without anything are passed over.
/// - Spaces belong to the field.
public final class CSVReader {
    /// What ``next()`` came to.
    public enum Step: Hashable, Sendable {
        /// A record stands ready.
        case record
        /// More bytes are needed before anything can be said.
        case needsInput
        /// There is nothing any more.
        case end
    }

    /// The format that is read.
    public let format: CSVFormat
    /// The upper bounds.
    public let bounds: CSVBounds
    /// The line on which the record starts, counted from 1; lines within quotes count.
    public private(set) var line = 0
    /// How many fields the record has.
    public private(set) var count = 0

    private struct Field {
        var start: Int32
        var end: Int32
        /// Whether doubled quotes stand in it.
        var hasDoubledQuotes: Bool
    }

    // All bytes that are not yet used up lie in `buffer[place..<filled]`; the record's fields in `buffer[recordStart..<place]`.
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var place = 0
    private var filled = 0
    private var recordStart = 0
    private var recordEnd = 0
    private var isAtEnd = false
    private var nextLine = 1
    private var fields: UnsafeMutablePointer<Field>
    private let separator: UInt8
    private var decoder: TextDecoder
    private var decoded: [UInt8] = []
    /// UTF-8 goes into the buffer directly once its mark has been looked for.
    private var isDirect = false
    private var unquoted: [UInt8] = []

    /// How many bytes are asked for at a time.
    public static let pieceBytes = 128 << 10

    /// A reader at the beginning of a file.
    public init(_ format: CSVFormat, bounds: CSVBounds = CSVBounds()) {
        self.format = format
        var bounds = bounds
        // Places within a record are kept in 32 bits.
        bounds.recordBytesMax = min(bounds.recordBytesMax, 1 << 30)
        self.bounds = bounds
        separator = format.separator.byte
        decoder = TextDecoder(format.encoding)
        capacity = 2 * Self.pieceBytes
        buffer = .allocate(capacity: capacity)
        fields = .allocate(capacity: max(1, bounds.fieldsMax))
    }

    deinit {
        buffer.deallocate()
        fields.deallocate()
    }
}

// MARK: Input

extension CSVReader {
    /// Takes in the next piece: `read` fills the front of what it is given and answers how many bytes; 0 says that there are no more.
    public func fill<Failure: Error>(_ read: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int) throws(Failure) {
        guard !isAtEnd else { return }
        count = 0
        makeRoom(Self.pieceBytes)
        let piece = UnsafeMutableRawBufferPointer(start: buffer + filled, count: Self.pieceBytes)
        let read = try read(piece)
        precondition((0...piece.count).contains(read), "no more can be read than there is room for")
        isAtEnd = read == 0
        if isDirect { filled += read } else { decode(UnsafeRawBufferPointer(rebasing: piece[..<read])) }
    }

    private func decode(_ piece: UnsafeRawBufferPointer) {
        decoded.removeAll(keepingCapacity: true)
        decoder.decode(piece, isLast: isAtEnd, into: &decoded)
        makeRoom(decoded.count)
        decoded.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress { (buffer + filled).update(from: start, count: bytes.count) }
        }
        filled += decoded.count
        isDirect = format.encoding == .utf8 && filled > 0
    }

    /// Moves what is not used up to the front, and grows when that is not enough.
    private func makeRoom(_ wanted: Int) {
        if filled + wanted <= capacity { return }
        let rest = filled - place
        if rest + wanted <= capacity {
            buffer.update(from: buffer + place, count: rest)
        } else {
            capacity = max(2 * capacity, rest + wanted)
            let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            larger.update(from: buffer + place, count: rest)
            buffer.deallocate()
            buffer = larger
        }
        (filled, place) = (rest, 0)
    }
}

// MARK: Records

extension CSVReader {
    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// Goes on to the next record. After an error that ``CSVError/leavesTheRest``, asking again goes on behind the record; after any other
    /// there is nothing more.
    public func next() throws(CSVError) -> Step {
        count = 0
        while place < filled {
            guard let next = endOfLine(at: place) else { return try record() }
            guard next > 0 else { return .needsInput }
            place = next
            try countLines(1)
        }
        return isAtEnd ? .end : .needsInput
    }

    /// The place behind a line end that stands here; nil when none does, 0 when that cannot be told without more input.
    private func endOfLine(at start: Int) -> Int? {
        if buffer[start] == Self.lineFeed { return start + 1 }
        guard buffer[start] == Self.carriageReturn else { return nil }
        guard start + 1 < filled else { return isAtEnd ? start + 1 : 0 }
        return buffer[start + 1] == Self.lineFeed ? start + 2 : start + 1
    }

    private func countLines(_ lines: Int) throws(CSVError) {
        nextLine += lines
        guard nextLine - 1 <= bounds.linesMax else { throw giveUp(.tooManyLines(countMax: bounds.linesMax)) }
    }

    /// Reads the fields from `place` on. Begins anew when more input comes, so nothing is remembered between pieces.
    private func record() throws(CSVError) -> Step {
        line = nextLine
        // Looked at for every field: once from the object is enough.
        let (buffer, filled, separator, fields) = (buffer, filled, separator, fields)
        let (fieldsMax, fieldBytesMax) = (bounds.fieldsMax, bounds.fieldBytesMax)
        let separators = UInt64(separator) &* 0x0101_0101_0101_0101
        var here = place
        var found = 0
        var linesWithin = 0
        while true {
            var field = Field(start: Int32(truncatingIfNeeded: here), end: 0, hasDoubledQuotes: false)
            if here < filled, buffer[here] == Self.quote {
                guard let end = quoted(from: here + 1, &field, &linesWithin) else { return try needInput(within: true) }
                here = end
            } else {
                here = Self.endOfField(buffer, from: here, filled, separator, separators)
                field.end = Int32(truncatingIfNeeded: here)
            }
            if here == filled, !isAtEnd { return try needInput(within: false) }
            guard found < fieldsMax else { return try skip(.tooManyFields(countMax: fieldsMax), from: here, linesWithin) }
            guard Int(field.end &- field.start) <= fieldBytesMax else {
                return try skip(.fieldTooLong(bytesMax: fieldBytesMax), from: here, linesWithin)
            }
            fields[found] = field
            found += 1
            if here < filled, buffer[here] == separator {
                here += 1
                continue
            }
            guard here < filled else { return try finish(found, at: here, next: here, linesWithin) }
            guard let next = endOfLine(at: here) else { return try skip(.textAfterQuote, from: here, linesWithin) }
            guard next > 0 else { return try needInput(within: false) }
            return try finish(found, at: here, next: next, linesWithin + 1)
        }
    }

    /// The place of the first separator or line end, or the end of what there is.
    ///
    /// Eight bytes at a time, which are compared in one go: `x - 0x01…` borrows into the top bit of a byte that is zero, and `v - 0x0E…` into
    /// that of a byte below 14, among which are both line ends. Only the lowest mark is exact, and only that is used.
    private static func endOfField(
        _ buffer: UnsafeMutablePointer<UInt8>, from start: Int, _ filled: Int, _ separator: UInt8, _ separators: UInt64
    ) -> Int {
        var here = start
        while here + 8 <= filled {
            let word = UInt64(littleEndian: UnsafeRawPointer(buffer + here).loadUnaligned(as: UInt64.self))
            let differing = word ^ separators
            let isSeparator = (differing &- 0x0101_0101_0101_0101) & ~differing
            let isLow = (word &- 0x0E0E_0E0E_0E0E_0E0E) & ~word
            let marks = (isSeparator | isLow) & 0x8080_8080_8080_8080
            guard marks != 0 else {
                here += 8
                continue
            }
            here += marks.trailingZeroBitCount / 8
            let byte = buffer[here]
            if byte == separator || byte == lineFeed || byte == carriageReturn { return here }
            here += 1
        }
        while here < filled {
            let byte = buffer[here]
            if byte == separator || byte == lineFeed || byte == carriageReturn { break }
            here += 1
        }
        return here
    }

    /// Reads to the closing quote and answers the place behind it; nil when it is not there yet.
    private func quoted(from start: Int, _ field: inout Field, _ lines: inout Int) -> Int? {
        let (buffer, filled) = (buffer, filled)
        field.start = Int32(truncatingIfNeeded: start)
        var here = start
        while here < filled {
            let byte = buffer[here]
            if byte == Self.quote {
                if here + 1 == filled, !isAtEnd { return nil }
                guard here + 1 < filled, buffer[here + 1] == Self.quote else {
                    field.end = Int32(truncatingIfNeeded: here)
                    return here + 1
                }
                field.hasDoubledQuotes = true
                here += 1
            } else if byte == Self.lineFeed {
                lines += 1
            } else if byte == Self.carriageReturn, here + 1 < filled, buffer[here + 1] != Self.lineFeed {
                lines += 1
            }
            here += 1
        }
        return nil
    }

    private func finish(_ found: Int, at end: Int, next: Int, _ lines: Int) throws(CSVError) -> Step {
        guard end - place <= bounds.recordBytesMax else { throw giveUp(.recordTooLong(bytesMax: bounds.recordBytesMax)) }
        (recordStart, recordEnd, place) = (place, end, next)
        try countLines(lines)
        count = found
        return .record
    }

    private func needInput(within quotes: Bool) throws(CSVError) -> Step {
        if isAtEnd { throw giveUp(.openQuote) }
        guard filled - place <= bounds.recordBytesMax else {
            throw giveUp(quotes ? .openQuote : .recordTooLong(bytesMax: bounds.recordBytesMax))
        }
        return .needsInput
    }

    /// Leaves a record that cannot be used: everything up to the end of the line `start` stands on.
    private func skip(_ kind: CSVError.Kind, from start: Int, _ lines: Int) throws(CSVError) -> Step {
        var here = start
        while here < filled {
            guard let next = endOfLine(at: here) else {
                here += 1
                continue
            }
            guard next > 0 else { return try needInput(within: false) }
            place = next
            try countLines(lines + 1)
            throw CSVError(kind, line: line)
        }
        guard isAtEnd else { return try needInput(within: false) }
        place = filled
        throw CSVError(kind, line: line)
    }

    /// Nothing can be read behind this.
    private func giveUp(_ kind: CSVError.Kind) -> CSVError {
        (place, filled, isAtEnd) = (0, 0, true)
        return CSVError(kind, line: max(line, 1))
    }
}

// MARK: Fields

extension CSVReader {
    /// The bytes of a field in UTF-8, quotes taken off. Valid within `body` only.
    ///
    /// - Precondition: `index` is one of the record's fields.
    public func withField<Result, Failure: Error>(
        _ index: Int, _ body: (UnsafeBufferPointer<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(index >= 0 && index < count, "a record has the fields it has")
        let field = fields[index]
        let bytes = UnsafeBufferPointer(start: buffer + Int(field.start), count: Int(field.end - field.start))
        guard field.hasDoubledQuotes else { return try body(bytes) }
        unquoted.removeAll(keepingCapacity: true)
        var isFirstOfTwo = false
        for byte in bytes {
            isFirstOfTwo = byte == Self.quote && !isFirstOfTwo
            if !isFirstOfTwo { unquoted.append(byte) }
        }
        return try unquoted.withUnsafeBufferPointer(body)
    }

    /// A field as text; nil when its bytes are no characters of the encoding.
    public func text(_ index: Int) -> String? {
        withField(index) { String(validating: $0, as: UTF8.self) }
    }

    /// All fields as text; what is no text comes out with replacement characters.
    public var texts: [String] {
        (0..<count).map { index in withField(index) { String(decoding: $0, as: UTF8.self) } }
    }

    /// The record as it stands in the file, in UTF-8 and without its line end. Valid within `body` only.
    public func withRecord<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        body(UnsafeBufferPointer(start: buffer + recordStart, count: count == 0 ? 0 : recordEnd - recordStart))
    }
}
