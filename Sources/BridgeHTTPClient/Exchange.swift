import BridgeHTTP
import CCurl

/// One request on its way and the answer as far as it is here.
///
/// Unchecked: a caller makes it and hands it to the loop's thread through the mailbox; from then on only that thread, in which
/// libcurl's callbacks run too, touches it.
final class Exchange: @unchecked Sendable {
    /// Bytes of the answer's fields together.
    private static let headBytesMax = 256 << 10

    let ticket: Ticket
    /// What connections are counted by.
    let host: String
    /// Milliseconds in all, within the range requests promise.
    let timeoutTotal: Int
    /// Monotonic milliseconds, set when the loop has it.
    var deadline: Int64 = 0
    private let request: HTTPRequest
    private var addressRule: AddressRule?
    /// True when a name led to an address that is not allowed.
    private var wasKeptAway = false
    private var progress = CurlProgress()
    private var continuation: CheckedContinuation<Result<HTTPResponse, HTTPFailure>, Never>?
    private var fields = HTTPFields()
    private var headBytes = 0
    private var body: [UInt8] = []
    /// Who takes the body while it arrives, and how much of it has gone there; nil keeps it in ``body``.
    private let take: (@Sendable (UnsafeRawBufferPointer) -> Void)?
    private var bytesTaken = 0
    /// libcurl writes its explanation here and keeps the pointer.
    private let errorText: UnsafeMutablePointer<CChar>
    private var list: UnsafeMutablePointer<curl_slist>?

    init(
        _ request: HTTPRequest, bodyTo take: (@Sendable (UnsafeRawBufferPointer) -> Void)? = nil, ticket: Ticket,
        continuation: CheckedContinuation<Result<HTTPResponse, HTTPFailure>, Never>
    ) {
        self.request = request
        self.take = take
        host = request.origin.lowercased()
        timeoutTotal = min(max(request.timeoutTotal, 1), 900_000)
        self.ticket = ticket
        self.continuation = continuation
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        errorText.deallocate()
        curl_slist_free_all(list)
    }

    /// Gives the result to the caller, once.
    func finish(_ result: Result<HTTPResponse, HTTPFailure>) {
        continuation?.resume(returning: result)
        continuation = nil
    }

    /// What libcurl's verdict means.
    func result(_ code: CURLcode, of handle: UnsafeMutableRawPointer) -> Result<HTTPResponse, HTTPFailure> {
        if wasKeptAway, !progress.hasBegun { return .failure(.notConnected("the address lies within a private network")) }
        guard code == CURLE_OK else { return .failure(progress.failure(code, text: String(cString: errorText))) }
        guard progress.isHeadComplete else { return .failure(.answerTruncated) }
        var status = 0
        ccurl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return .success(HTTPResponse(status: status, fields: fields, body: body))
    }

    /// Sets a handle up for this request and the time it has left; the handle must be gone before the exchange is.
    /// Text when it cannot be done.
    func prepare(_ handle: UnsafeMutableRawPointer, _ configuration: CurlTransport.Configuration, milliseconds: Int) -> String? {
        if let problem = RequestCheck.problem(with: request) { return problem }
        guard let list = requestFields(configuration) else { return "there is no memory" }
        self.list = list
        var options = EasyOptions(handle)
        options.setCommon(configuration)
        options.setRequest(request, milliseconds: milliseconds)
        let context = Unmanaged.passUnretained(self).toOpaque()
        if let rule = configuration.addressRule {
            addressRule = rule
            options.note(ccurl_set_opensocket(handle, exchangeOpensSocket))
            options.note(ccurl_set_ptr(handle, CURLOPT_OPENSOCKETDATA, context))
        }
        options.note(ccurl_set_slist(handle, CURLOPT_HTTPHEADER, list))
        options.note(ccurl_set_str(handle, CURLOPT_ERRORBUFFER, errorText))
        options.note(ccurl_set_prereq(handle, exchangeBegins))
        options.note(ccurl_set_ptr(handle, CURLOPT_PREREQDATA, context))
        options.note(ccurl_set_write(handle, CURLOPT_HEADERFUNCTION, exchangeFieldArrived))
        options.note(ccurl_set_ptr(handle, CURLOPT_HEADERDATA, context))
        options.note(ccurl_set_write(handle, CURLOPT_WRITEFUNCTION, exchangeBodyArrived))
        options.note(ccurl_set_ptr(handle, CURLOPT_WRITEDATA, context))
        return options.problem
    }

    private func requestFields(_ configuration: CurlTransport.Configuration) -> UnsafeMutablePointer<curl_slist>? {
        var lines: [String] = []
        for (name, value) in request.fields.all where !["content-length", "transfer-encoding", "expect"].contains(name.lowercased()) {
            // A name with a semicolon is libcurl's way to send a field without a value.
            lines.append(value.isEmpty ? "\(name);" : "\(name): \(value)")
        }
        if request.fields["User-Agent"] == nil { lines.append("User-Agent: \(configuration.userAgent)") }
        // Without these two libcurl asks before large bodies, which costs a second with many servers, and calls every body a form.
        lines.append("Expect:")
        if request.fields["Content-Type"] == nil { lines.append("Content-Type:") }
        var list: UnsafeMutablePointer<curl_slist>?
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                return nil
            }
            list = longer
        }
        return list
    }

    // MARK: libcurl's callbacks

    /// A connection is ready. Called again when libcurl wants to repeat the request on a new connection because a reused one died
    /// without an answer: only requests that change nothing may be repeated.
    fileprivate func begins() -> Bool {
        if progress.hasBegun && request.method != .get && request.method != .head { return false }
        progress.hasBegun = true
        return true
    }

    /// Whether a connection to this address may be made.
    fileprivate func mayConnect(_ address: UnsafePointer<curl_sockaddr>) -> Bool {
        guard let addressRule else { return true }
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = Int(ccurl_address(address, &bytes))
        let isAllowed = addressRule.allows(Array(bytes[..<count]))
        if !isAllowed { wasKeptAway = true }
        return isAllowed
    }

    fileprivate func fieldArrived(_ line: UnsafeRawBufferPointer) -> Bool {
        headBytes += line.count
        guard headBytes <= Self.headBytesMax else {
            progress.isTooLarge = true
            return false
        }
        let end = line.lastIndex { $0 != UInt8(ascii: "\r") && $0 != UInt8(ascii: "\n") }
        guard let end else {
            progress.isHeadComplete = true
            return true
        }
        let content = line[...end]
        if content.starts(with: "HTTP/".utf8) {
            // An interim answer (1xx) has a head of its own, which does not count.
            fields = HTTPFields()
            progress.isAnswered = true
            progress.isHeadComplete = false
        } else if let colon = content.firstIndex(of: UInt8(ascii: ":")) {
            fields.append(String(decoding: content[..<colon], as: UTF8.self), Self.trimmed(content[(colon + 1)...]))
        }
        return true
    }

    fileprivate func bodyArrived(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard body.count + bytesTaken + bytes.count <= request.answerMax else {
            progress.isTooLarge = true
            return false
        }
        if let take {
            bytesTaken += bytes.count
            take(bytes)
        } else {
            body.append(contentsOf: bytes)
        }
        return true
    }

    private static func trimmed(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let start = bytes.drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(decoding: start[...last], as: UTF8.self)
    }
}

// Plain functions: closures of the C border must not be isolated to an actor.

private func exchange(_ context: UnsafeMutableRawPointer?) -> Exchange? {
    context.map { Unmanaged<Exchange>.fromOpaque($0).takeUnretainedValue() }
}

private func exchangeBegins(
    _ context: UnsafeMutableRawPointer?, _ address: UnsafeMutablePointer<CChar>?, _ ours: UnsafeMutablePointer<CChar>?, _ port: Int32,
    _ ourPort: Int32
) -> Int32 {
    exchange(context)?.begins() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

private func exchangeOpensSocket(
    _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let address, exchange(context)?.mayConnect(address) == true else { return ccurl_no_socket() }
    return ccurl_socket(address)
}

private func exchangeFieldArrived(_ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?)
    -> Int
{
    exchange(context)?.fieldArrived(UnsafeRawBufferPointer(start: data, count: size * count)) == true ? size * count : 0
}

private func exchangeBodyArrived(_ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?)
    -> Int
{
    exchange(context)?.bodyArrived(UnsafeRawBufferPointer(start: data, count: size * count)) == true ? size * count : 0
}
