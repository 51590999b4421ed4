/// Packs files into a ZIP archive, stored as they are (APPNOTE 4.3), dated 1 January 1980.
struct StoredZIP {
    private var archive: [UInt8] = []
    private var directory: [UInt8] = []
    private var count: UInt16 = 0

    /// Adds a file.
    mutating func add(_ name: String, _ content: [UInt8]) {
        let offset = UInt32(archive.count)
        let size = UInt32(content.count)
        let utf8Names: UInt16 = 0x0800
        let firstDay: UInt16 = 1 << 5 | 1
        let common =
            Self.little(UInt16(20)) + Self.little(utf8Names) + Self.little(UInt16(0)) + Self.little(UInt16(0)) + Self.little(firstDay)
            + Self.little(Self.crc32(content)) + Self.little(size) + Self.little(size) + Self.little(UInt16(name.utf8.count))
            + Self.little(UInt16(0))
        archive += Self.little(UInt32(0x0403_4B50)) + common + Array(name.utf8)
        archive += content
        directory += Self.little(UInt32(0x0201_4B50)) + Self.little(UInt16(20)) + common + [UInt8](repeating: 0, count: 10)
        directory += Self.little(offset) + Array(name.utf8)
        count += 1
    }

    /// The whole archive.
    var bytes: [UInt8] {
        let end =
            Self.little(UInt32(0x0605_4B50)) + [0, 0, 0, 0] + Self.little(count) + Self.little(count) + Self.little(UInt32(directory.count))
            + Self.little(UInt32(archive.count)) + [0, 0]
        return archive + directory + end
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }

    private static let table: [UInt32] = (0..<256).map { start in
        (0..<8).reduce(UInt32(start)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }

    private static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { crc, byte in table[Int((crc ^ UInt32(byte)) & 0xFF)] ^ crc >> 8 }
    }
}
