import BridgeCSV
import BridgeText
import Testing

@Suite struct TextTests {
    @Test(arguments: [
        (Array("plain".utf8), TextEncoding.utf8, 0, false),
        (Array("é".utf8), .utf8, 0, true),
        (Array("cut €".utf8).dropLast(), .utf8, 0, true),
        ([0xEF, 0xBB, 0xBF, 0x61], .utf8, 3, true),
        ([0xFF, 0xFE, 0x61, 0x00], .utf16LittleEndian, 2, true),
        ([0xFE, 0xFF, 0x00, 0x61], .utf16BigEndian, 2, true),
        ([0x61, 0x00, 0x62, 0x00, 0x63, 0x00], .utf16LittleEndian, 0, true),
        ([0x00, 0x61, 0x00, 0x62], .utf16BigEndian, 0, true),
        ([0x61, 0xE9, 0x62], .latin1, 0, false),
        ([0x61, 0x80, 0xE9], .windows1252, 0, false),
        ([], .utf8, 0, false),
    ])
    func `the beginning of a file tells its encoding`(sample: [UInt8], encoding: TextEncoding, mark: Int, isCertain: Bool) {
        let finding = EncodingFinding(sample)
        #expect(finding.encoding == encoding)
        #expect(finding.markLength == mark)
        #expect(finding.isCertain == isCertain)
    }

    @Test(arguments: [
        ([0x80, 0x20, 0x31, 0x9F] as [UInt8], TextEncoding.windows1252, "€ 1Ÿ" as String?),
        ([0xE9, 0xFF], .latin1, "éÿ"),
        ([0x3D, 0xD8, 0x37, 0xDF], .utf16LittleEndian, "\u{1F737}"),
        ([0xFE, 0xFF, 0x20, 0xAC], .utf16BigEndian, "€"),
        ([0xEF, 0xBB, 0xBF, 0x61], .utf8, "a"),
        ([0xEF, 0xBB], .utf8, nil),
        ([0x3D, 0xD8, 0x61, 0x00], .utf16LittleEndian, nil),
        ([0x61], .utf16LittleEndian, nil),
    ])
    func `bytes become the characters they stand for, or nothing`(bytes: [UInt8], encoding: TextEncoding, text: String?) {
        #expect(encoding.text(bytes) == text)
    }
}

@Suite struct FindingTests {
    @Test(arguments: [
        ("a,b,c\n1,2,3\n", CSVFormat.Separator.comma),
        ("a;b;c\n1,5;2,5;3,5\n4,5;5,5;6,5\n", .semicolon),
        ("a\tb\n1,2\t3;4\n", .tab),
        ("a|b\n1|2\n", .pipe),
        ("naam;omschrijving\nx;\"a,b,c,d\"\ny;z\n", .semicolon),
    ])
    func `the separator is the one that makes the lines alike`(text: String, separator: CSVFormat.Separator) throws {
        let finding = try #require(CSVFinding(Array(text.utf8), isWhole: true))
        #expect(finding.format.separator == separator)
        #expect(finding.otherSeparators.isEmpty)
    }

    @Test func `two separators that do as well are both named`() throws {
        let finding = try #require(CSVFinding(Array("a,b;c\n1,2;3\n".utf8), isWhole: true))
        #expect(Set([finding.format.separator] + finding.otherSeparators) == [.comma, .semicolon])
    }

    @Test func `a record cut off by the sample is not looked at`() throws {
        let finding = try #require(CSVFinding(Array("a,b\n1,2\n3".utf8), isWhole: false))
        #expect(finding.records == [["a", "b"], ["1", "2"]])
    }

    @Test func `an empty file has no form`() {
        #expect(CSVFinding([], isWhole: true) == nil)
        #expect(CSVFinding(Array("\n\n".utf8), isWhole: true) == nil)
    }
}
