import BridgeHTTP
import BridgeHTTPClient
import BridgeHTTPServer
import Testing

@Suite(.timeLimit(.minutes(1))) struct RoundTripTests {
    @Test(arguments: HTTPMethod.allCases, [0, 1, 300_000])
    func `method, target, fields and body arrive as they were sent`(method: HTTPMethod, bodyBytes: Int) async throws {
        try await withServer(Echo()) { origin, transport in
            let carriesBody = method != .head && method != .get
            let request = HTTPRequest(
                method, origin: origin, target: "/a%20b/../c?x=%26&y=+", fields: ["X-Reference": "F 26/0042", "X-Empty": ""],
                body: carriesBody ? (0..<bodyBytes).map { UInt8(truncatingIfNeeded: $0) } : [])
            let response = try await transport.send(request)
            #expect(response.status == 200)
            #expect(response.fields["x-method"] == method.rawValue)
            #expect(response.fields["x-target"] == request.target)
            #expect(response.fields["x-reference"] == "F 26/0042")
            #expect(response.fields["x-empty"] == "present")
            #expect(response.fields["x-content-type"] == "none")
            #expect(response.body == (method == .head ? [] : request.body))
        }
    }
}
