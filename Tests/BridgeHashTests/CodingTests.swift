import BridgeHash
import Testing

@Suite struct CodingTests {
    // RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"),
    ])
    func `base64 gives the texts of RFC 4648`(plain: String, text: String) throws {
        #expect(Base64.encode(plain.utf8) == text)
        #expect(Base64.decode(text) == Array(plain.utf8))
        let unpadded = String(text.prefix { $0 != "=" })
        #expect(Base64.encode(plain.utf8, .urlSafe) == unpadded)
        #expect(Base64.decode(unpadded, .urlSafe) == Array(plain.utf8))
    }

    @Test func `the url-safe alphabet has no characters that mean something in a URL`() {
        let bytes: [UInt8] = [0xFB, 0xFF, 0xFE]
        #expect(Base64.encode(bytes) == "+//+")
        #expect(Base64.encode(bytes, .urlSafe) == "-__-")
        #expect(Base64.decode("-__-", .urlSafe) == bytes)
    }

    @Test(arguments: ["Zg", "Zg=", "Zg===", "Zm9v\n", "Zm 9v", "Zh==", "-__-", "é", "Z", "Zg==Zg=="])
    func `text that is no base64 is refused`(text: String) {
        #expect(Base64.decode(text) == nil)
    }

    @Test(arguments: ["Zg==", "+//+", "Z", "Zm9v="])
    func `text of the other alphabet is refused`(text: String) {
        #expect(Base64.decode(text, .urlSafe) == nil)
    }

    @Test func `hexadecimal digits are lower case and read in either case`() {
        #expect(Hex.encode([0x00, 0x0F, 0xAB, 0xFF]) == "000fabff")
        #expect(Hex.decode("000fABff") == [0x00, 0x0F, 0xAB, 0xFF])
        #expect(Hex.decode("") == [])
    }

    @Test(arguments: ["a", "0g", "+1", "0x", " 1", "é"])
    func `text that is no hexadecimal is refused`(text: String) {
        #expect(Hex.decode(text) == nil)
    }

    @Test(arguments: 0..<100)
    func `every length comes back from either text`(length: Int) {
        let bytes = SecureRandom().bytes(length)
        #expect(bytes.count == length)
        #expect(Hex.decode(Hex.encode(bytes)) == bytes)
        #expect(Base64.decode(Base64.encode(bytes)) == bytes)
        #expect(Base64.decode(Base64.encode(bytes, .urlSafe), .urlSafe) == bytes)
    }

    @Test func `random bytes do not repeat`() {
        let random = SecureRandom()
        #expect(Set((0..<1000).map { _ in random.next() }).count == 1000)
        #expect(random.bytes(32) != random.bytes(32))
    }

    @Test func `the first use may come from many threads at once`() async {
        let digests = await withTaskGroup(of: SHA256Digest.self) { group in
            for _ in 0..<64 { group.addTask { SHA256.hash("abc".utf8) } }
            return await group.reduce(into: Set<SHA256Digest>()) { $0.insert($1) }
        }
        #expect(digests.count == 1)
    }
}
