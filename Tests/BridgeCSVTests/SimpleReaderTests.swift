import BridgeCSV
import BridgeTesting
import BridgeText
import Testing

/// A second reader of the same rules, one character after the other and without any thought of speed.
private func simplyRead(_ text: String, _ separator: Unicode.Scalar) -> [[String]]? {
    let scalars = Array(text.unicodeScalars)
    var records: [[String]] = []
    var record: [String] = []
    var field = ""
    var place = 0
    var isQuoted = false
    var isBegun = false
    func at(_ place: Int) -> Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }
    func endRecord() {
        if isBegun { records.append(record + [field]) }
        (record, field, isQuoted, isBegun) = ([], "", false, false)
    }
    while let scalar = at(place) {
        place += 1
        if isQuoted, scalar == "\"" {
            if at(place) == "\"" {
                field.unicodeScalars.append("\"")
                place += 1
                continue
            }
            isQuoted = false
            guard let next = at(place) else { break }
            guard next == separator || next == "\n" || next == "\r" else { return nil }
        } else if isQuoted {
            field.unicodeScalars.append(scalar)
        } else if scalar == "\r" || scalar == "\n" {
            if scalar == "\r", at(place) == "\n" { place += 1 }
            endRecord()
        } else if scalar == separator {
            record.append(field)
            (field, isBegun) = ("", true)
        } else if scalar == "\"", field.isEmpty, isBegun == !record.isEmpty {
            (isQuoted, isBegun) = (true, true)
        } else {
            field.unicodeScalars.append(scalar)
            isBegun = true
        }
    }
    if isQuoted { return nil }
    endRecord()
    return records
}

@Suite struct SimpleReaderTests {
    /// Texts made of what matters to a reader, far denser than files are.
    private func text(_ random: inout SeededGenerator) -> String {
        let pieces = ["a", "bc", "é", "€", "🌷", ",", ",", ";", "\"", "\"\"", "\n", "\r\n", "\r", " ", "\"x,y\"", "\"x\ny\""]
        return (0..<Int.random(in: 0...40, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
    }

    @Test(arguments: UInt64(0)..<2_000)
    func `whatever a file looks like, a reader without any art finds the same`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let text = text(&random)
        let piece = Int.random(in: 1...50, using: &random)
        let expected = simplyRead(text, ",")
        let found = try? read(Array(text.utf8), piece: piece).map(\.fields)
        #expect(found == expected, "seed \(seed), pieces of \(piece): \(text.debugDescription)")
    }

    @Test(arguments: TextEncoding.allCases, UInt64(0)..<100)
    func `the encoding makes no difference`(encoding: TextEncoding, seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let isWide = encoding == .utf16LittleEndian || encoding == .utf16BigEndian || encoding == .utf8
        let text = isWide ? text(&random) : text(&random).filter { $0.unicodeScalars.allSatisfy { $0.value < 0x100 } }
        let expected = simplyRead(text, ",")
        for bytes in [encoding.mark + encoded(text, encoding), encoded(text, encoding)] {
            let found = try? read(bytes, .comma, encoding, piece: Int.random(in: 1...9, using: &random)).map(\.fields)
            #expect(found == expected, "seed \(seed): \(text.debugDescription)")
        }
    }
}

/// A text as bytes of an encoding that has its characters.
func encoded(_ text: String, _ encoding: TextEncoding) -> [UInt8] {
    switch encoding {
    case .utf8: Array(text.utf8)
    case .latin1, .windows1252: text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
    case .utf16LittleEndian: text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8(truncatingIfNeeded: $0)] }
    }
}
