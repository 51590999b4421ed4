import BridgeHTTP
import CCurl
import Testing

@testable import BridgeHTTPClient

@Suite struct CurlProgressTests {
    private static let unbegun = CurlProgress()
    private static let begun = CurlProgress(hasBegun: true)
    private static let answered = CurlProgress(hasBegun: true, isAnswered: true)
    private static let tooLarge = CurlProgress(hasBegun: true, isAnswered: true, isTooLarge: true)

    @Test(arguments: [
        (unbegun, CURLE_COULDNT_RESOLVE_HOST, HTTPFailure.notConnected("text")),
        (unbegun, CURLE_COULDNT_CONNECT, .notConnected("text")),
        (unbegun, CURLE_OPERATION_TIMEDOUT, .notConnected("text")),
        (unbegun, CURLE_SSL_CONNECT_ERROR, .insecure("text")),
        (unbegun, CURLE_PEER_FAILED_VERIFICATION, .insecure("text")),
        (unbegun, CURLE_SSL_CACERT_BADFILE, .insecure("text")),
        (begun, CURLE_OPERATION_TIMEDOUT, .timedOut),
        (begun, CURLE_GOT_NOTHING, .connectionLost("text")),
        (begun, CURLE_RECV_ERROR, .connectionLost("text")),
        (begun, CURLE_SEND_ERROR, .connectionLost("text")),
        (begun, CURLE_ABORTED_BY_CALLBACK, .connectionLost("the connection closed before an answer came")),
        (begun, CURLE_SSL_CONNECT_ERROR, .connectionLost("text")),
        (begun, CURLE_HTTP2_STREAM, .connectionLost("text")),
        (answered, CURLE_PARTIAL_FILE, .answerTruncated),
        (answered, CURLE_RECV_ERROR, .answerTruncated),
        (answered, CURLE_HTTP2_STREAM, .answerTruncated),
        (answered, CURLE_OPERATION_TIMEDOUT, .timedOut),
        (tooLarge, CURLE_WRITE_ERROR, .answerTooLarge),
    ])
    func `what was seen decides what a code means`(progress: CurlProgress, code: CURLcode, expected: HTTPFailure) {
        #expect(progress.failure(code, text: "text") == expected)
    }

    @Test func `libcurl's general words stand in where it has no particular ones`() {
        guard case .notConnected(let reason) = Self.unbegun.failure(CURLE_COULDNT_CONNECT, text: "") else {
            return #expect(Bool(false), "no connection is no connection")
        }
        #expect(!reason.isEmpty)
    }

    @Test func `numbers outside their range are brought into it`() {
        var configuration = CurlTransport.Configuration()
        configuration.maxConnectionsPerHost = 0
        configuration.maxConnections = 1_000_000
        configuration.connectTimeout = -1
        configuration.idleMax = .max
        configuration.maxExchanges = .min
        let bounded = configuration.bounded
        #expect(bounded.maxConnectionsPerHost == 1)
        #expect(bounded.maxConnections == 1_024)
        #expect(bounded.connectTimeout == 1)
        #expect(bounded.idleMax == 600)
        #expect(bounded.maxExchanges == 1)
    }
}
