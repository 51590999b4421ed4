import BridgeCSV
import BridgeTesting
import BridgeText
import Testing

/// Reads all of `bytes`, handed over in pieces of `piece` bytes.
func read(
    _ bytes: [UInt8], _ separator: CSVFormat.Separator = .comma, _ encoding: TextEncoding = .utf8, piece: Int = 1 << 16,
    bounds: CSVBounds = CSVBounds()
) throws(CSVError) -> [(line: Int, fields: [String])] {
    let reader = CSVReader(CSVFormat(separator: separator, encoding: encoding), bounds: bounds)
    var rest = bytes[...]
    var records: [(line: Int, fields: [String])] = []
    while true {
        switch try reader.next() {
        case .record: records.append((reader.line, reader.texts))
        case .needsInput:
            reader.fill { buffer in
                let next = rest.prefix(min(piece, buffer.count))
                buffer.copyBytes(from: next)
                rest = rest.dropFirst(next.count)
                return next.count
            }
        case .end: return records
        }
    }
}

@Suite struct CSVReaderTests {
    @Test(arguments: [
        ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
        ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
        ("a,,\n", [["a", "", ""]]),
        ("a,", [["a", ""]]),
        (",", [["", ""]]),
        ("", []),
        ("\n\r\n\n", []),
        ("\"\"", [[""]]),
        ("\"a,b\",\"c\nd\"\n", [["a,b", "c\nd"]]),
        ("\"a\"\"b\",\"\"\"\"\n", [["a\"b", "\""]]),
        ("5\" POT,a\"b\"\n", [["5\" POT", "a\"b\""]]),
        (" a , b \n", [[" a ", " b "]]),
        ("a\n\n\nb\n", [["a"], ["b"]]),
        ("\u{FEFF}a,b\n", [["a", "b"]]),
    ])
    func `records and fields are those of the file`(text: String, expected: [[String]]) throws {
        for piece in [1, 2, 3, 1 << 16] {
            #expect(try read(Array(text.utf8), piece: piece).map(\.fields) == expected, "pieces of \(piece)")
        }
    }

    @Test func `a record knows the line it starts on, lines within quotes counted`() throws {
        let records = try read(Array("a\n\"b\nb\r\nb\"\n\nc\r\nd".utf8))
        #expect(records.map(\.line) == [1, 2, 6, 7])
    }

    @Test(arguments: CSVFormat.Separator.allCases)
    func `every separator separates and the others are text`(separator: CSVFormat.Separator) throws {
        let others = CSVFormat.Separator.allCases.map(\.rawValue).filter { $0 != separator.rawValue }.joined()
        #expect(try read(Array("x\(separator.rawValue)\(others)".utf8), separator).map(\.fields) == [["x", others]])
    }

    @Test(arguments: [
        ("a,b\n\"c\"d,e\nf,g\n", CSVError.Kind.textAfterQuote, 2),
        ("a,b\nc,d,e,f\ng,h\n", .tooManyFields(countMax: 3), 2),
        ("a\n\(String(repeating: "x", count: 11))\nb\n", .fieldTooLong(bytesMax: 10), 2),
    ])
    func `a record that cannot be used is left out and the next one is read`(text: String, kind: CSVError.Kind, line: Int) throws {
        let reader = CSVReader(CSVFormat(separator: .comma), bounds: CSVBounds(fieldsMax: 3, fieldBytesMax: 10))
        var rest = Array(text.utf8)[...]
        var records: [[String]] = []
        var errors: [CSVError] = []
        reading: while true {
            do throws(CSVError) {
                switch try reader.next() {
                case .record: records.append(reader.texts)
                case .needsInput:
                    reader.fill { buffer in
                        defer { rest = [] }
                        buffer.copyBytes(from: rest)
                        return rest.count
                    }
                case .end: break reading
                }
            } catch {
                errors.append(error)
            }
        }
        #expect(errors == [CSVError(kind, line: line)])
        #expect(errors.first?.leavesTheRest == true)
        #expect(records.count == 2)
    }

    @Test(arguments: [
        ("a\n\"open\nb\nc\n", CSVError.Kind.openQuote, 2),
        ("a\n\"\(String(repeating: "line\n", count: 50))", .openQuote, 2),
        ("a\n\(String(repeating: "x,", count: 60))y\n", .recordTooLong(bytesMax: 100), 2),
        ("a\nb\nc\nd\ne\nf\n", .tooManyLines(countMax: 5), 6),
    ])
    func `what has no end ends the reading at its line`(text: String, kind: CSVError.Kind, line: Int) throws {
        for piece in [1, 7, 1 << 16] {
            let error = #expect(throws: CSVError.self) {
                try read(Array(text.utf8), piece: piece, bounds: CSVBounds(recordBytesMax: 100, linesMax: 5))
            }
            #expect(error?.kind == kind)
            #expect(error?.leavesTheRest == false)
            if case .tooManyLines = kind { continue }
            #expect(error?.line == line)
        }
    }

    @Test func `the record is there as it stood, in UTF-8`() throws {
        let reader = CSVReader(CSVFormat(separator: .semicolon, encoding: .latin1))
        var rest = Array("\"Ros".utf8) + [0xE9] + Array("\";1\r\n".utf8)
        guard try reader.next() == .needsInput else { return }
        reader.fill { buffer in
            defer { rest = [] }
            buffer.copyBytes(from: rest)
            return rest.count
        }
        #expect(try reader.next() == .record)
        #expect(reader.withRecord { String(decoding: $0, as: UTF8.self) } == "\"Rosé\";1")
        #expect(reader.text(0) == "Rosé")
    }

    @Test func `bytes that are no characters give no text, and only that field suffers`() throws {
        let reader = CSVReader(CSVFormat(separator: .comma))
        let bytes: [UInt8] = [0x61, 0xFF, UInt8(ascii: ","), 0x62, 0x0A]
        _ = try reader.next()
        reader.fill { buffer in
            buffer.copyBytes(from: bytes)
            return bytes.count
        }
        #expect(try reader.next() == .record)
        #expect(reader.text(0) == nil)
        #expect(reader.text(1) == "b")
    }
}
