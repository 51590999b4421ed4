public import BridgeText

/// How the records of a file are written.
public struct CSVFormat: Hashable, Sendable {
    /// What stands between two fields.
    public enum Separator: String, Hashable, Sendable, CaseIterable {
        case comma = ","
        case semicolon = ";"
        case tab = "\t"
        case pipe = "|"

        /// The byte.
        public var byte: UInt8 {
            switch self {
            case .comma: UInt8(ascii: ",")
            case .semicolon: UInt8(ascii: ";")
            case .tab: UInt8(ascii: "\t")
            case .pipe: UInt8(ascii: "|")
            }
        }
    }

    public var separator: Separator
    public var encoding: TextEncoding

    /// A format; UTF-8 unless said otherwise.
    public init(separator: Separator, encoding: TextEncoding = .utf8) {
        self.separator = separator
        self.encoding = encoding
    }
}

/// The upper bounds of a file. What lies beyond them is an error, never cut off.
public struct CSVBounds: Hashable, Sendable {
    /// Bytes of one record in UTF-8: also what an open quote may swallow.
    public var recordBytesMax: Int
    /// Fields of one record.
    public var fieldsMax: Int
    /// Bytes of one field in UTF-8.
    public var fieldBytesMax: Int
    /// Lines of a file, those within quotes included.
    public var linesMax: Int

    /// Bounds: 1 MB a record, 1,000 fields of 64 KB, 20 million lines.
    public init(recordBytesMax: Int = 1 << 20, fieldsMax: Int = 1_000, fieldBytesMax: Int = 64 << 10, linesMax: Int = 20_000_000) {
        self.recordBytesMax = recordBytesMax
        self.fieldsMax = fieldsMax
        self.fieldBytesMax = fieldBytesMax
        self.linesMax = linesMax
    }
}

/// What is wrong with a record or with the rest of a file.
public struct CSVError: Error, Hashable, Sendable {
    /// Everything that can be wrong.
    public enum Kind: Hashable, Sendable {
        /// Something else than a separator or an end of line behind a closing quote.
        case textAfterQuote
        /// A quote that is not closed before the end of the file or the bound of a record.
        case openQuote
        case recordTooLong(bytesMax: Int)
        case tooManyFields(countMax: Int)
        case fieldTooLong(bytesMax: Int)
        case tooManyLines(countMax: Int)
    }

    public var kind: Kind
    /// The line the record starts at, counted from 1.
    public var line: Int

    /// An error at a line.
    public init(_ kind: Kind, line: Int) {
        self.kind = kind
        self.line = line
    }

    /// True where reading can go on behind the record.
    public var leavesTheRest: Bool {
        switch kind {
        case .textAfterQuote, .tooManyFields, .fieldTooLong: true
        case .openQuote, .recordTooLong, .tooManyLines: false
        }
    }
}
