import BridgeHTTP
import Testing

@testable import BridgeHTTPServer

@Suite struct HeadGuardTests {
    @Test(
        arguments: [
            (["Host": "localhost"], nil),
            (["Host": "[::1]:8080", "Content-Length": "12"], nil),
            (["Host": "localhost", "Transfer-Encoding": "Chunked"], nil),
            ([:], 400),
            (["Host": "localhost", "host": "localhost"], 400),
            (["Host": "a b"], 400),
            (["Host": "a,b"], 400),
            (["Host": "localhost", "Content-Length": "1", "Transfer-Encoding": "chunked"], 400),
            (["Host": "localhost", "Content-Length": "1", "content-length": "1"], 400),
            (["Host": "localhost", "Content-Length": "+1"], 400),
            (["Host": "localhost", "Content-Length": ""], 400),
            (["Host": "localhost", "Content-Length": "1234567890123456789"], 400),
            (["Host": "localhost", "Transfer-Encoding": "gzip, chunked"], 400),
            (["Host": "localhost", "Transfer-Encoding": "identity"], 400),
            (["Host": "localhost", "Transfer-Encoding": "chunked", "transfer-encoding": "chunked"], 400),
            (["Host": "localhost", "Content-Length ": "1"], 400),
            (["Host": "localhost", "X": "a\rb"], 400),
            (["Host": "localhost", "": "a"], 400),
        ] as [(HTTPFields, Int?)])
    func `fields that two readers could understand differently are refused`(fields: HTTPFields, status: Int?) {
        let head = HeadGuard.Head(method: "POST", target: "/", version: "HTTP/1.1", fields: fields, bytes: 100)
        #expect(HeadGuard(headBytesMax: 1000, fieldsMax: 10).refusal(of: head)?.status == status)
    }

    @Test(
        arguments: [
            ("GET", "/a?b=%20", "HTTP/1.1", 1000, nil),
            ("GET", "/", "HTTP/1.0", 1000, nil),
            ("GET", "http://localhost/", "HTTP/1.1", 1000, 400),
            ("GET", "*", "HTTP/1.1", 1000, 400),
            ("GET", "", "HTTP/1.1", 1000, 400),
            ("GET", "/caf\u{E9}", "HTTP/1.1", 1000, 400),
            ("GET", "/a b", "HTTP/1.1", 1000, 400),
            ("BREW", "/", "HTTP/1.1", 1000, 501),
            ("get", "/", "HTTP/1.1", 1000, 501),
            ("GET", "/", "HTTP/2.0", 1000, 505),
            ("GET", "/", "HTTP/1.1", 1001, 431),
        ] as [(String, String, String, Int, Int?)])
    func `request lines that are not plain are refused`(method: String, target: String, version: String, bytes: Int, status: Int?) {
        let head = HeadGuard.Head(method: method, target: target, version: version, fields: ["Host": "localhost"], bytes: bytes)
        #expect(HeadGuard(headBytesMax: 1000, fieldsMax: 10).refusal(of: head)?.status == status)
    }

    @Test func `a transfer coding is not for HTTP 1.0, and there are only so many fields`() {
        let guards = HeadGuard(headBytesMax: 1000, fieldsMax: 2)
        func status(_ version: String, _ fields: HTTPFields) -> Int? {
            guards.refusal(of: HeadGuard.Head(method: "POST", target: "/", version: version, fields: fields, bytes: 1))?.status
        }
        #expect(status("HTTP/1.0", ["Host": "a", "Transfer-Encoding": "chunked"]) == 400)
        #expect(status("HTTP/1.1", ["Host": "a", "B": "b"]) == nil)
        #expect(status("HTTP/1.1", ["Host": "a", "B": "b", "C": "c"]) == 431)
    }
}
