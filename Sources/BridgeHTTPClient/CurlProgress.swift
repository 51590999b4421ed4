import BridgeHTTP
import CCurl

/// How far an exchange got, and what libcurl's error codes mean from there.
///
/// What matters to an accounting system is whether the request can have been carried out. libcurl's codes alone do not say it
/// (28 covers a slow name server and a lost answer alike), so it is decided by what was seen to happen.
struct CurlProgress: Hashable {
    /// A connection was ready and the request's first byte may have left.
    var hasBegun = false
    /// The answer's status line was read.
    var isAnswered = false
    /// The answer's head was read to its end. libcurl takes a head that breaks off for a whole answer without a body.
    var isHeadComplete = false
    /// The answer was refused because it is larger than allowed.
    var isTooLarge = false

    /// The failure behind a code other than `CURLE_OK`; `text` is libcurl's own explanation, empty when it gave none.
    func failure(_ code: CURLcode, text: String) -> HTTPFailure {
        let reason = text.isEmpty ? String(cString: curl_easy_strerror(code)) : text
        guard hasBegun else { return Self.isAboutTLS(code) ? .insecure(reason) : .notConnected(reason) }
        if isTooLarge { return .answerTooLarge }
        switch code {
        case CURLE_OPERATION_TIMEDOUT: return .timedOut
        case CURLE_FILESIZE_EXCEEDED: return .answerTooLarge
        case _ where isAnswered: return .answerTruncated
        // Our own refusal to let the request be repeated; libcurl's words would only tell of that.
        case CURLE_ABORTED_BY_CALLBACK: return .connectionLost("the connection closed before an answer came")
        default: return .connectionLost(reason)
        }
    }

    private static func isAboutTLS(_ code: CURLcode) -> Bool {
        [
            CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CRL_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_PINNEDPUBKEYNOTMATCH,
            CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_ENGINE_SETFAILED, CURLE_SSL_ENGINE_INITFAILED,
            CURLE_SSL_CLIENTCERT, CURLE_USE_SSL_FAILED,
        ].contains(code)
    }
}
