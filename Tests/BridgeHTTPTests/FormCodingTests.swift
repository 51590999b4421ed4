import BridgeHTTP
import Testing

@Suite struct `Queries and forms` {
    @Test(arguments: [
        ("a%20b", "a b"), ("%C3%A9", "é"), ("100%", "100%"), ("%4", "%4"), ("%zz", "%zz"), ("%+A", "%+A"), ("%-1", "%-1"), ("% 1", "% 1"),
        ("%25%34%31", "%41"), ("%ff", "\u{FFFD}"),
    ])
    func `only two hexadecimal digits are an escape, and it is undone once`(written: String, meant: String) {
        #expect(FormCoding.percentDecode(written) == meant)
    }

    @Test func `a plus is a blank in a form and itself in a path`() {
        #expect(FormCoding.percentDecode("a+b", plusIsSpace: true) == "a b")
        #expect(FormCoding.percentDecode("a+b") == "a+b")
    }

    @Test(arguments: ["", "a=b&c", "é \0\r\n", "100% + 1", "💩"])
    func `what is encoded comes back as it was`(text: String) {
        #expect(FormCoding.decode(FormCoding.encode([(name: "n", value: text)])).map(\.value) == [text])
    }
}
