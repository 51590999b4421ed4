import BridgeHash
import Testing

@Suite struct DigestTests {
    // FIPS 180-4, examples.
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func `SHA-256 gives the digests of the standard`(text: String, hex: String) {
        #expect(SHA256.hash(text.utf8).hex == hex)
        #expect(SHA256.hash(AnySequence(Array(text.utf8))).hex == hex, "bytes that do not lie in one piece")
    }

    @Test func `a million letters give the digest of the standard`() {
        let letters = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
        #expect(SHA256.hash(letters).hex == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test(arguments: [1, 63, 64, 65, 200])
    func `pieces give the digest of the whole`(size: Int) {
        let message = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        var pieces = SHA256()
        for start in stride(from: 0, to: message.count, by: size) {
            pieces.update(message[start..<min(start + size, message.count)])
        }
        #expect(pieces.digest == SHA256.hash(message))
    }

    @Test func `asking for the digest does not end the intake`() {
        var hash = SHA256()
        hash.update("ab".utf8)
        #expect(hash.digest == SHA256.hash("ab".utf8))
        hash.update("c".utf8)
        #expect(hash.digest == SHA256.hash("abc".utf8))
    }

    @Test func `a digest reads back from its text and its bytes`() {
        let digest = SHA256.hash("abc".utf8)
        #expect(SHA256Digest(hex: digest.hex) == digest)
        #expect(SHA256Digest(hex: digest.hex.uppercased()) == digest)
        #expect(SHA256Digest(digest.bytes) == digest)
        #expect("\(digest)" == digest.hex)
    }

    @Test(arguments: ["", "ab", String(repeating: "g", count: 64), String(repeating: "a", count: 63), String(repeating: "a", count: 66)])
    func `text that is no digest is refused`(text: String) {
        #expect(SHA256Digest(hex: text) == nil)
    }

    @Test(arguments: [0, 31, 33])
    func `any other number of bytes is no digest`(count: Int) {
        #expect(SHA256Digest([UInt8](repeating: 1, count: count)) == nil)
    }

    @Test func `digests sort by their bytes`() throws {
        let low = try #require(SHA256Digest([UInt8](repeating: 0, count: 31) + [1]))
        let high = try #require(SHA256Digest([1] + [UInt8](repeating: 0, count: 31)))
        #expect(low < high)
        #expect(!(high < low))
    }

    // RFC 4231, test cases 1, 2, 3, 6 and 7.
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
            "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
        (
            [UInt8](repeating: 0xAA, count: 131),
            Array(
                "This is a test using a larger than block-size key and a larger than block-size data. The key needs to be hashed before being used by the HMAC algorithm."
                    .utf8),
            "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
        ),
    ])
    func `HMAC gives the tags of RFC 4231`(key: [UInt8], message: [UInt8], hex: String) throws {
        let tag = HMACSHA256.tag(message, key: key)
        #expect(tag.hex == hex)
        #expect(HMACSHA256.isValid(tag, message: message, key: key))
        #expect(!HMACSHA256.isValid(tag, message: message + [0], key: key))
        #expect(!HMACSHA256.isValid(tag, message: message, key: key + [1]))
    }

    @Test(arguments: [("", "", true), ("a", "a", true), ("a", "b", false), ("a", "ab", false), ("", "a", false)])
    func `secrets compare by their bytes`(left: String, right: String, same: Bool) {
        #expect(ConstantTime.equal(left, right) == same)
    }
}
