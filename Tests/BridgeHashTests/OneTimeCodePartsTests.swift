import BridgeHash
import Testing

@Suite struct `What one-time codes are made of` {
    /// RFC 2202 §3, cases 1, 2, 3 and 6.
    @Test(arguments: [
        ([UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8), "b617318655057264e28bc0b6fb378c8ef146be00"),
        (Array("Jefe".utf8), Array("what do ya want for nothing?".utf8), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        ([UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50), "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
        (
            [UInt8](repeating: 0xAA, count: 80), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
            "aa4ae5e15272d00e95705637ce8a3b55ed402112"
        ),
    ])
    func `HMAC-SHA-1 gives the tags of RFC 2202`(key: [UInt8], message: [UInt8], tag: String) {
        #expect(Hex.encode(HMACSHA1.tag(message, key: key)) == tag)
    }

    /// RFC 4648 §10, without its padding.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI"),
    ])
    func `base32 gives the texts of RFC 4648, and reads them in either case`(bytes: String, text: String) {
        #expect(Base32.encode(bytes.utf8) == text)
        #expect(Base32.decode(text) == Array(bytes.utf8) && Base32.decode(text.lowercased()) == Array(bytes.utf8))
        #expect(Base32.decode(text + "1") == nil)
    }
}
