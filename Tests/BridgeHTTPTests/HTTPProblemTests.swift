import BridgeHTTP
import Testing

@Suite struct HTTPProblemTests {
    @Test func `a problem says its members in order and only those it has`() {
        let problem = HTTPProblem(
            status: 409, title: "Posted already", detail: "Entry 7 is in the books.", type: "urn:example:posted", instance: "/documents/7",
            members: [.init("entry", text: "7"), .init("attempts", json: "[1,2]")])
        #expect(
            String(decoding: problem.body, as: UTF8.self)
                == #"{"type":"urn:example:posted","title":"Posted already","status":409,"detail":"Entry 7 is in the books.","#
                + #""instance":"/documents/7","entry":"7","attempts":[1,2]}"#)
        #expect(
            String(decoding: HTTPProblem(status: 404, title: "Not found").body, as: UTF8.self) == #"{"title":"Not found","status":404}"#)
    }

    @Test func `text that would end a JSON string is escaped`() {
        let body = String(decoding: HTTPProblem(status: 400, title: "a\"b\\c\n\r\n\t\u{1}é").body, as: UTF8.self)
        #expect(body == #"{"title":"a\"b\\c\n\r\n\t\u0001é","status":400}"#)
    }

    @Test func `the answer is problem+json and is not to be kept`() {
        let response = HTTPProblem(status: 429, title: "Slow down").response(fields: ["Retry-After": "7"])
        #expect(response.status == 429)
        #expect(response.fields == ["Retry-After": "7", "Content-Type": "application/problem+json", "Cache-Control": "no-store"])
    }
}
