import BridgeHTTP
import CLinux
import CMicroHTTPD
import Glibc

/// Milliseconds of the machine's monotonic clock, for deadlines of sockets.
func monotonicNow() -> Int64 {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
}

/// A socket that listens; whoever has it closes it.
struct ListeningSocket {
    let descriptor: Int32
    let port: UInt16

    /// Listens on a numeric address; port 0 is one of the system's choosing.
    static func open(address: String, port: UInt16) throws(HTTPServerFailure) -> ListeningSocket {
        func failure(_ reason: String) -> HTTPServerFailure { .cannotListen(address: address, port: port, reason: reason) }
        var hints = addrinfo()
        hints.ai_family = AF_UNSPEC
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE
        var list: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, "\(port)", &hints, &list) == 0, let first = list else {
            throw failure("it is not a numeric IPv4 or IPv6 address")
        }
        defer { freeaddrinfo(list) }
        let descriptor = socket(first.pointee.ai_family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw failure(lastError()) }
        var yes: Int32 = 1
        // A restarted service must not wait for its predecessor's closed connections.
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, first.pointee.ai_addr, first.pointee.ai_addrlen) == 0, listen(descriptor, SOMAXCONN) == 0 else {
            let reason = lastError()
            close(descriptor)
            throw failure(reason)
        }
        return ListeningSocket(descriptor: descriptor, port: boundPort(descriptor))
    }

    private static func boundPort(_ descriptor: Int32) -> UInt16 {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { _ = getsockname(descriptor, $0, &length) }
            return pointer.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { UInt16(bigEndian: $0.pointee.sin_port) }
        }
    }
}

/// What the last call that failed says about it.
func lastError() -> String { String(cString: strerror(errno)) }

/// A peer's address as text, without port; IPv4 within IPv6 as IPv4.
func peerAddress(_ address: UnsafePointer<sockaddr>?) -> String? {
    guard let address else { return nil }
    let isIPv6 = Int32(address.pointee.sa_family) == AF_INET6
    let length = isIPv6 ? MemoryLayout<sockaddr_in6>.size : MemoryLayout<sockaddr_in>.size
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    guard getnameinfo(address, socklen_t(length), &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 else { return nil }
    let name = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    return name.hasPrefix("::ffff:") ? String(name.dropFirst(7)) : name
}

/// Every field of a request's head, in order.
func receivedFields(_ connection: OpaquePointer) -> HTTPFields {
    var fields = HTTPFields()
    withUnsafeMutablePointer(to: &fields) { pointer in
        _ = MHD_get_connection_values_n(
            connection, .HEADER_KIND,
            { context, _, name, nameCount, value, valueCount in
                guard let context, let name else { return .YES }
                context.assumingMemoryBound(to: HTTPFields.self).pointee.append(
                    boundedText(name, nameCount), value.map { boundedText($0, valueCount) } ?? "")
                return .YES
            }, pointer)
    }
    return fields
}

private func boundedText(_ start: UnsafePointer<CChar>, _ count: Int) -> String {
    String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
}
