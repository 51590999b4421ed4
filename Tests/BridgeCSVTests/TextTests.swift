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
