import BridgeHash
import Testing

@testable import AFASConnector

struct TokenTests {
    private static let data = String(repeating: "0123456789ABCDEF", count: 4)
    private static let xml = "<token><version>1</version><data>\(data)</data></token>"

    @Test(arguments: [data, xml, xml + "\r\n", Base64.encode(Array(xml.utf8))])
    func `a token is taken in every form an administrator passes it on in`(text: String) throws {
        #expect(try #require(AFASToken(text)).header == "AfasToken \(Base64.encode(Array(Self.xml.utf8)))")
    }

    @Test(arguments: ["", "0123", String(repeating: "G", count: 64), "<token><version>1</version><data></data></token>", data + "0"])
    func `anything else is no token`(text: String) { #expect(AFASToken(text) == nil) }

    @Test func `a token is never shown`() throws {
        let token = try #require(AFASToken(Self.data))
        var dumped = ""
        dump(token, to: &dumped)
        #expect(!"\(token) \(dumped) \(String(reflecting: token))".contains("0123"))
    }
}
