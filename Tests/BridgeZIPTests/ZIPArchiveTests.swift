import BridgeDomain
import BridgeZIP
import Foundation
import Testing

struct ZIPArchiveTests {
    static func refusal(_ archive: HandmadeZIP, _ bounds: ZIPBounds = .standard) -> ZIPError? {
        do throws(ZIPError) {
            _ = try ZIPArchive(bytes: archive.bytes, bounds: bounds)
            return nil
        } catch {
            return error
        }
    }

    static func file(_ name: String = "a.csv", _ text: String = "id;name\n1;x\n") -> HandmadeZIP.File { HandmadeZIP.File(name, text) }

    /// A folder of its own for the files of one test.
    static func folder(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    @Test func `files are read back as they were packed, in their order, without the folders`() throws {
        var folder = Self.file("tables/", "")
        folder.content = []
        let archive = try ZIPArchive(
            bytes: HandmadeZIP([folder, Self.file("tables/order_line.csv", "id\n7\n"), Self.file("leeg.csv", "")]).bytes)
        #expect(archive.entries.map(\.name) == ["tables/order_line.csv", "leeg.csv"])
        #expect(archive.entries.map(\.stem) == ["order_line", "leeg"])
        #expect(try archive.bytes(of: archive.entries[0]) == Array("id\n7\n".utf8))
        #expect(try archive.bytes(of: archive.entries[1]).isEmpty)
    }

    @Test func `what the writer packs is unpacked from disk in pieces, and packed again is the same to the byte`() throws {
        try Self.folder { folder in
            let lines = (0..<40_000).map { "\($0);Rosa gr. Red Naomi;\($0 * 7)\n" }.joined()
            try Data(lines.utf8).write(to: URL(fileURLWithPath: "\(folder)/invoice.csv"))
            for name in ["one.zip", "two.zip"] {
                let writer = try ZIPWriter(file: "\(folder)/\(name)")
                try writer.add("invoice.csv", file: "\(folder)/invoice.csv")
                try writer.add("vat.csv", Array("id;rate\n".utf8))
                try writer.finish()
            }
            let archive = try ZIPArchive(file: "\(folder)/one.zip")
            let entry = try #require(archive["invoice.csv"])
            #expect(entry.size == Int64(lines.utf8.count) && entry.packedSize < entry.size / 3)
            var pieces: [Int] = []
            var text: [UInt8] = []
            try archive.read(entry) {
                pieces.append($0.count)
                text.append(contentsOf: $0)
            }
            #expect(text == Array(lines.utf8))
            #expect(pieces.count > 10 && pieces.allSatisfy { $0 <= ZIPArchive.pieceMax })
            let bytes = try ["one.zip", "two.zip"].map { try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\($0)")) }
            #expect(bytes[0] == bytes[1])
        }
    }

    @Test(
        arguments: [
            "../../etc/passwd", "a/../../b.csv", "/etc/passwd", "..", "a//b.csv", "./a.csv", "a\\b.csv", "C:\\a.csv", "C:a.csv", "a\nb.csv",
        ])
    func `a name that leads elsewhere refuses the whole archive`(name: String) {
        #expect(Self.refusal(HandmadeZIP([Self.file("good.csv"), Self.file(name)]))?.code == .unsafeName)
    }

    @Test func `two entries of one name are refused, also when only capitals tell them apart`() {
        #expect(Self.refusal(HandmadeZIP([Self.file("vat.csv"), Self.file("vat.csv", "x")]))?.code == .duplicateName)
        #expect(Self.refusal(HandmadeZIP([Self.file("vat.csv"), Self.file("VAT.csv", "x")]))?.code == .duplicateName)
    }

    @Test func `an encrypted entry and a way of packing that is not read are refused`() {
        var locked = Self.file()
        locked.flags |= 1
        #expect(Self.refusal(HandmadeZIP([locked]))?.code == .encrypted)
        var exotic = Self.file()
        exotic.method = 12
        #expect(Self.refusal(HandmadeZIP([exotic]))?.code == .methodUnknown)
    }

    @Test func `each bound refuses what passes it and lets through what meets it`() {
        let files = [Self.file("tables/a.csv", "12345678"), Self.file("tables/b.csv", "1234")]
        let archive = HandmadeZIP(files)
        let size = Int64(archive.bytes.count)
        let exact = ZIPBounds(
            archiveMax: size, entriesMax: 2, entryMax: 8, totalMax: 12, ratioMax: 1, ratioFrom: 0, nameMax: 12, depthMax: 2)
        #expect(Self.refusal(archive, exact) == nil)
        let tighter: [(ZIPBounds) -> ZIPBounds] = [
            { Self.changed($0) { $0.archiveMax -= 1 } }, { Self.changed($0) { $0.entriesMax = 1 } },
            { Self.changed($0) { $0.entryMax = 7 } }, { Self.changed($0) { $0.totalMax = 11 } },
            { Self.changed($0) { $0.nameMax = 11 } }, { Self.changed($0) { $0.depthMax = 1 } },
        ]
        for tighten in tighter { #expect(Self.refusal(archive, tighten(exact))?.code == .tooLarge) }
    }

    private static func changed(_ bounds: ZIPBounds, _ change: (inout ZIPBounds) -> Void) -> ZIPBounds {
        var bounds = bounds
        change(&bounds)
        return bounds
    }

    @Test func `a bomb is refused before a byte of it is unpacked`() throws {
        try Self.folder { folder in
            let writer = try ZIPWriter(file: "\(folder)/bomb.zip")
            try writer.add("zeros.csv", [UInt8](repeating: 0x30, count: 8 << 20))
            try writer.finish()
            do throws(ZIPError) {
                _ = try ZIPArchive(file: "\(folder)/bomb.zip")
                Issue.record("it was opened")
            } catch {
                #expect(error.code == .tooLarge && error.entry == "zeros.csv", "\(error)")
            }
        }
    }

    @Test func `an archive that claims fewer bytes than it holds is found out while it is read`() throws {
        var liar = Self.file("a.csv", String(repeating: "x", count: 5_000))
        liar.size = 10
        // Refused by the library or by us; never handed on as a good file of ten bytes.
        let archive = try? ZIPArchive(bytes: HandmadeZIP([liar]).bytes)
        guard let archive, let entry = archive.entries.first else { return }
        #expect(throws: ZIPError.self) { try archive.bytes(of: entry) }
    }

    @Test func `a changed byte is found by its check sum`() throws {
        var damaged = Self.file()
        damaged.checksum = 1
        let archive = try ZIPArchive(bytes: HandmadeZIP([damaged]).bytes)
        do {
            _ = try archive.bytes(of: archive.entries[0])
            Issue.record("it was read")
        } catch let error as ZIPError {
            #expect(error.code == .checksum)
        }
    }

    @Test func `an archive cut short anywhere is refused, and never crashes`() {
        let bytes = HandmadeZIP([Self.file("a.csv"), Self.file("b.csv")]).bytes
        for count in 0..<bytes.count {
            guard let archive = try? ZIPArchive(bytes: Array(bytes.prefix(count))) else { continue }
            Issue.record("opened at \(count) bytes with \(archive.entries.count) entries")
        }
    }

    @Test func `a directory that claims too much is refused before it is read`() {
        var archive = HandmadeZIP([Self.file()])
        archive.claimedCount = 60_000
        #expect(Self.refusal(archive)?.code == .tooLarge)
        archive.claimedCount = .max
        #expect(Self.refusal(archive)?.code == .tooLarge)
    }

    @Test func `a file that holds what looks like an archive's end does not count as one`() throws {
        var inner = HandmadeZIP([Self.file()])
        inner.claimedCount = 60_000
        var outer = Self.file("inner.zip", "")
        outer.content = inner.bytes
        #expect(try ZIPArchive(bytes: HandmadeZIP([outer]).bytes).entries.map(\.name) == ["inner.zip"])
    }

    @Test func `what is no archive is refused with words for people`() throws {
        for bytes in [[], Array("PK".utf8), Array("<html>maintenance</html>".utf8), [UInt8](repeating: 0, count: 100_000)] {
            #expect(throws: ZIPError.self) { try ZIPArchive(bytes: bytes) }
        }
        #expect(throws: ZIPError.self) { try ZIPArchive(file: "/nowhere/at/all.zip") }
        #expect(throws: ZIPError.self) { try ZIPArchive(file: "/") }
        let error = ZIPError(.encrypted, entry: "a.csv", "encrypted")
        #expect(error.text.dutch.contains("wachtwoord") && error.description.contains("password"))
    }
}
