import BridgeDomain
import CCurl

/// The least that posts: one connection, one request after another, nothing looked at but the status.
final class BarePoster {
    private let handle: OpaquePointer
    private var fields: UnsafeMutablePointer<curl_slist>?

    /// Where answers go: they are read to their end and forgotten.
    private static let swallow: ccurl_write_cb = { _, size, count, _ in size * count }

    /// A connection to one address with these header lines.
    init(url: String, fields lines: [String]) throws {
        guard let handle = curl_easy_init().map({ OpaquePointer($0) }) else {
            throw BenchFailure(nl: "libcurl begint niet", en: "libcurl does not start")
        }
        self.handle = handle
        for line in lines + ["Expect:"] { fields = curl_slist_append(fields, line) }
        ccurl_set_str(curl, CURLOPT_URL, url)
        ccurl_set_slist(curl, CURLOPT_HTTPHEADER, fields)
        ccurl_set_long(curl, CURLOPT_POST, 1)
        ccurl_set_long(curl, CURLOPT_NOSIGNAL, 1)
        ccurl_set_long(curl, CURLOPT_TCP_NODELAY, 1)
        ccurl_set_write(curl, CURLOPT_WRITEFUNCTION, Self.swallow)
    }

    private var curl: UnsafeMutableRawPointer { UnsafeMutableRawPointer(handle) }

    /// Posts one body; throws unless the answer's status is one of success.
    func post(_ body: [UInt8]) throws {
        let status = body.withUnsafeBytes { bytes -> Int in
            ccurl_set_ptr(curl, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            ccurl_set_off(curl, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
            guard curl_easy_perform(curl) == CURLE_OK else { return 0 }
            var status = 0
            ccurl_get_long(curl, CURLINFO_RESPONSE_CODE, &status)
            return status
        }
        guard (200..<300).contains(status) else {
            throw BenchFailure(nl: "de kale lus kreeg status \(status)", en: "the bare loop was answered with status \(status)")
        }
    }

    deinit {
        curl_easy_cleanup(curl)
        curl_slist_free_all(fields)
    }
}
