/// An archive made byte by byte after the format's description (APPNOTE 4.3), to be able to say in it what no library would.
struct HandmadeZIP {
    struct File {
        var name: String
        var content: [UInt8]
        var flags: UInt16 = 0x0800
        var method: UInt16 = 0
        var checksum: UInt32?
        /// What the archive says of its sizes, when that is not true.
        var size: UInt32?
        var packedSize: UInt32?

        init(_ name: String, _ text: String) {
            self.name = name
            content = Array(text.utf8)
        }
    }

    var files: [File]
    /// The number of entries the last record claims; the true one when nil.
    var claimedCount: UInt16?

    init(_ files: [File]) { self.files = files }

    var bytes: [UInt8] {
        var result: [UInt8] = []
        var directory: [UInt8] = []
        for file in files {
            let offset = UInt32(result.count)
            let common = common(file)
            result += little(UInt32(0x0403_4B50)) + common + Array(file.name.utf8) + file.content
            directory += little(UInt32(0x0201_4B50)) + little(UInt16(20)) + common
            directory += [UInt8](repeating: 0, count: 10) + little(offset) + Array(file.name.utf8)
        }
        let start = UInt32(result.count)
        let count = claimedCount ?? UInt16(files.count)
        result += directory + little(UInt32(0x0605_4B50)) + little(UInt16(0)) + little(UInt16(0)) + little(count) + little(count)
        return result + little(UInt32(directory.count)) + little(start) + little(UInt16(0))
    }

    /// What the two headers of a file have in common, from the version to the length of the extra field.
    private func common(_ file: File) -> [UInt8] {
        let crc = file.checksum ?? Self.crc32(file.content)
        let count = UInt32(file.content.count)
        return little(UInt16(20)) + little(file.flags) + little(file.method) + little(UInt16(0)) + little(UInt16(33)) + little(crc)
            + little(file.packedSize ?? count) + little(file.size ?? count) + little(UInt16(file.name.utf8.count)) + little(UInt16(0))
    }

    private func little(_ number: some FixedWidthInteger) -> [UInt8] { withUnsafeBytes(of: number.littleEndian) { Array($0) } }

    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0) { crc, byte in
            (0..<8).reduce(crc ^ UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
        }
    }
}
