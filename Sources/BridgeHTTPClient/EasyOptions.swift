import BridgeHTTP
import CCurl

/// Sets the options of one easy handle and remembers the first that libcurl refused: none may be missing unnoticed.
struct EasyOptions {
    private let handle: UnsafeMutableRawPointer
    private var firstRefusal: CURLcode = CURLE_OK

    init(_ handle: UnsafeMutableRawPointer) { self.handle = handle }

    /// What libcurl refused, in its words.
    var problem: String? { firstRefusal == CURLE_OK ? nil : String(cString: curl_easy_strerror(firstRefusal)) }

    mutating func note(_ code: CURLcode) { if firstRefusal == CURLE_OK { firstRefusal = code } }

    /// What is the same for every request of a transport.
    mutating func setCommon(_ configuration: CurlTransport.Configuration) {
        set(CURLOPT_NOSIGNAL, 1)
        set(CURLOPT_PROTOCOLS_STR, "http,https")
        set(CURLOPT_FOLLOWLOCATION, 0)
        set(CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_2TLS)
        set(CURLOPT_CONNECTTIMEOUT_MS, configuration.connectTimeout)
        set(CURLOPT_MAXAGE_CONN, configuration.idleMax)
        set(CURLOPT_SSL_VERIFYPEER, 1)
        set(CURLOPT_SSL_VERIFYHOST, 2)
        set(CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
        if let caFile = configuration.caFile { set(CURLOPT_CAINFO, caFile) }
        // An empty text, unlike none, makes libcurl ignore the environment.
        set(CURLOPT_PROXY, configuration.proxy ?? "")
        set(CURLOPT_NOPROXY, "")
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    }

    /// Where the request goes, how, with what, and for how long.
    mutating func setRequest(_ request: HTTPRequest, milliseconds: Int) {
        set(CURLOPT_URL, request.origin + request.target)
        set(CURLOPT_TIMEOUT_MS, max(milliseconds, 1))
        switch request.method {
        case .head: set(CURLOPT_NOBODY, 1)
        case .get where request.body.isEmpty: set(CURLOPT_HTTPGET, 1)
        case .delete where request.body.isEmpty: set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        case .get, .post, .put, .patch, .delete:
            set(CURLOPT_POST, 1)
            setBody(request.body)
            set(CURLOPT_CUSTOMREQUEST, request.method.rawValue)
        }
    }

    private mutating func setBody(_ body: [UInt8]) {
        note(ccurl_set_off(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(body.count)))
        // Never a null pointer: libcurl would ask a callback for the body.
        let bytes = body.isEmpty ? [0] : body
        note(bytes.withUnsafeBytes { ccurl_set_ptr(handle, CURLOPT_COPYPOSTFIELDS, UnsafeMutableRawPointer(mutating: $0.baseAddress)) })
    }

    private mutating func set(_ option: CURLoption, _ value: Int) { note(ccurl_set_long(handle, option, value)) }
    private mutating func set(_ option: CURLoption, _ value: String) { note(ccurl_set_str(handle, option, value)) }
}
