import CLinux
import Dispatch
import Glibc
import Synchronization

/// A server that says exactly what it is told to, or nothing. Serves one connection after the other on a thread of its own.
final class RawServer: Sendable {
    let port: UInt16
    private let listener: Int32
    private let accepted = Mutex(0)

    /// Connections taken so far.
    var connections: Int { accepted.withLock { $0 } }

    /// Each connection gets `answers` one after the other, each when a request's head has come, and is closed then. Without answers it
    /// is held open in silence until the server goes.
    init(_ answers: [String]) {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (descriptor, count) = (listener, length)
        let outcome = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, count) | listen(descriptor, 16) | getsockname(descriptor, $0, &length)
            }
        }
        precondition(outcome == 0, "The test's server could not listen.")
        port = UInt16(bigEndian: address.sin_port)
        DispatchQueue(label: "raw server").async { [weak self] in
            var silent: [Int32] = []
            while true {
                let connection = accept(descriptor, nil, nil)
                if connection < 0 { break }
                self?.accepted.withLock { $0 += 1 }
                if answers.isEmpty { silent.append(connection) } else { Self.serve(connection, answers) }
            }
            for connection in silent { close(connection) }
            close(descriptor)
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    private static func serve(_ connection: Int32, _ answers: [String]) {
        defer { close(connection) }
        for answer in answers {
            var head: [UInt8] = []
            while !head.suffix(4).elementsEqual("\r\n\r\n".utf8) {
                var byte: UInt8 = 0
                guard recv(connection, &byte, 1, 0) == 1 else { return }
                head.append(byte)
            }
            let bytes = Array(answer.utf8)
            send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
        }
    }
}

/// A port that is taken, so that nobody else gets it, and on which nobody listens.
final class RefusingPort {
    let port: UInt16
    private let descriptor: Int32

    init() {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        inet_pton(AF_INET, "127.0.0.1", &address.sin_addr)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (socket, count) = (descriptor, length)
        let outcome = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, count) | getsockname(socket, $0, &length) }
        }
        precondition(outcome == 0, "The test could not take a port.")
        port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
}
