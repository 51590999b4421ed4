public import BridgeHTTP

/// Carries requests over the network with libcurl: HTTP/1.1, and HTTP/2 where TLS agrees on it.
///
/// One thread owns libcurl and every connection; callers wait without holding a thread. Connections are kept and reused.
/// Redirects are not followed, cookies are not kept, the environment's proxy settings and `.netrc` are not read, and
/// certificates are always verified. Nothing of a request or answer is logged.
///
/// **A request is sent at most once** unless it is `GET` or `HEAD`. libcurl on its own sends any request again when a reused
/// connection dies before the first byte of an answer, although the other side may have carried it out; this is prevented,
/// and the exchange ends with ``BridgeHTTP/HTTPFailure/connectionLost(_:)``.
///
/// Whether anything was sent is known exactly: as long as no connection, proxy tunnel and TLS included, was ready, a failure is
/// ``BridgeHTTP/HTTPFailure/notConnected(_:)`` or ``BridgeHTTP/HTTPFailure/insecure(_:)``, a timeout included.
public final class CurlTransport: HTTPTransport {
    private let mailbox: Mailbox
    private let loop: LoopExecutor

    /// Starts the thread. Opens no connection yet.
    public init(configuration: Configuration = Configuration()) {
        (mailbox, loop) = CurlLoop.start(configuration)
    }

    /// The thread that owns libcurl: a task that makes one call after another loses least time there.
    public var executor: (any TaskExecutor)? { loop }

    deinit { mailbox.close(nil) }

    /// One exchange. Ends after `request.timeoutTotal` at the latest, waiting for a free connection included.
    ///
    /// Cancelling the task closes the exchange's connection and ends it with ``BridgeHTTP/HTTPFailure/cancelled``.
    public func send(_ request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse { try await exchange(request, bodyTo: nil) }

    /// One exchange whose body goes to `take` while it arrives, in pieces of at most 16 KB or so. `take` runs on the transport's own thread:
    /// as long as it works, no other exchange goes on.
    public func send(
        _ request: HTTPRequest, bodyTo take: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
    ) async throws(HTTPFailure) -> HTTPResponse {
        try await exchange(request, bodyTo: take)
    }

    private func exchange(
        _ request: HTTPRequest, bodyTo take: (@Sendable (UnsafeRawBufferPointer) -> Void)?
    ) async throws(HTTPFailure) -> HTTPResponse {
        let ticket = Ticket()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                mailbox.post(.start(Exchange(request, bodyTo: take, ticket: ticket, continuation: continuation)))
            }
        } onCancel: {
            ticket.cancel()
            mailbox.post(.cancel(ticket))
        }
        return try result.get()
    }

    /// Ends exchanges in flight with ``BridgeHTTP/HTTPFailure/cancelled``, closes every connection and ends the thread.
    ///
    /// Returns when all of that is done. Later requests fail with ``BridgeHTTP/HTTPFailure/notConnected(_:)``.
    public func shutdown() async {
        await withCheckedContinuation { mailbox.close($0) }
    }
}
