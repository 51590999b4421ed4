import Foundation

/// A server of this machine's own OpenSSH on a free port of the loopback, for one test. Runs as whoever runs the tests, or, where that is root, as
/// ``servant``: a server of root's wants a system user `sshd` and a folder that only the package's set-up makes.
final class SFTPServer {
    let port: Int
    /// Where everything lies; `files` below it is what clients see.
    let place: String
    private let process = Process()
    private let log = Pipe()
    /// Asked for before the server runs: Foundation waits for one child at a time once a child closed all it was given, as servers do.
    private let fingerprints: [String: String]

    static let program = "/usr/sbin/sshd"
    /// A user without rights that every system has (Linux Standard Base, user and group names). `nobody` will not do: where its account is
    /// locked, the server refuses it.
    static let servant = "daemon"
    /// Of util-linux, which no Debian is without: starts a program as another user, in the same process.
    static let setpriv = "/usr/bin/setpriv"

    private static var isRoot: Bool { geteuid() == 0 }

    /// Whether there is such a server, and somebody to run it as.
    static var isAvailable: Bool {
        var programs = [program, "/usr/bin/ssh-keygen"]
        if isRoot { programs.append(setpriv) }
        return programs.allSatisfy { FileManager.default.isExecutableFile(atPath: $0) } && (!isRoot || getpwnam(servant) != nil)
    }

    var files: String { "\(place)/files" }
    var user: String { Self.isRoot ? Self.servant : NSUserName() }
    var clientKey: String { "\(place)/client" }
    /// As `known_hosts` has it.
    var hostLine: String { "[127.0.0.1]:\(port) " + ((try? String(contentsOfFile: "\(place)/host.pub", encoding: .utf8)) ?? "") }

    init() throws {
        // Root's own folder for such things may be one that nobody else can enter.
        place = (Self.isRoot ? "/tmp/" : NSTemporaryDirectory()) + "ledgerbridge-sftp-" + UUID().uuidString
        port = try Self.freePort()
        try FileManager.default.createDirectory(atPath: "\(place)/files", withIntermediateDirectories: true)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: place)
        for key in ["host", "client", "stranger"] {
            try Self.run("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-f", "\(place)/\(key)"])
        }
        let place = place
        fingerprints = try Dictionary(uniqueKeysWithValues: ["host", "stranger"].map { ($0, try Self.fingerprint("\(place)/\($0).pub")) })
        try FileManager.default.copyItem(atPath: "\(place)/client.pub", toPath: "\(place)/authorized")
        try hostLine.write(toFile: "\(place)/known_hosts", atomically: true, encoding: .utf8)
        let settings = """
            Port \(port)
            ListenAddress 127.0.0.1
            HostKey \(place)/host
            AuthorizedKeysFile \(place)/authorized
            PidFile none
            UsePAM no
            StrictModes no
            PasswordAuthentication no
            Subsystem sftp internal-sftp
            """
        try settings.write(toFile: "\(place)/sshd_config", atomically: true, encoding: .utf8)
        var command = [Self.program, "-D", "-e", "-f", "\(place)/sshd_config"]
        if Self.isRoot {
            try Self.handOver(place)
            command = [Self.setpriv, "--reuid", Self.servant, "--regid", Self.servant, "--clear-groups", "--no-new-privs"] + command
        }
        process.executableURL = URL(filePath: command[0])
        process.arguments = Array(command.dropFirst())
        process.standardError = log
        try process.run()
        try Self.waitUntilOpen(log.fileHandleForReading)
    }

    deinit {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: place)
    }

    /// Gives everything in a folder to the user the server runs as.
    private static func handOver(_ folder: String) throws {
        let all = try FileManager.default.subpathsOfDirectory(atPath: folder).map { "\(folder)/\($0)" }
        for path in [folder] + all {
            try FileManager.default.setAttributes([.ownerAccountName: servant, .groupOwnerAccountName: servant], ofItemAtPath: path)
        }
    }

    func fingerprint(_ key: String = "host") -> String { fingerprints[key] ?? "" }

    private static func fingerprint(_ file: String) throws -> String {
        // 256 SHA256:… comment (ED25519)
        let words = try run("/usr/bin/ssh-keygen", ["-l", "-E", "sha256", "-f", file]).split(separator: " ")
        return String(words[1].dropFirst("SHA256:".count))
    }

    @discardableResult
    private static func run(_ program: String, _ arguments: [String]) throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        process.standardOutput = pipe
        try process.run()
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: output, as: UTF8.self)
    }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func withSocket<Answer>(_ body: (Int32) throws -> Answer) rethrows -> Answer {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return try body(descriptor)
    }

    private static func freePort() throws -> Int {
        try withSocket { descriptor in
            var address = address(0)
            let size = socklen_t(MemoryLayout<sockaddr_in>.size)
            let bound = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
            }
            guard bound == 0 else { throw CocoaError(.fileWriteUnknown) }
            var length = size
            _ = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
            }
            return Int(in_port_t(bigEndian: address.sin_port))
        }
    }

    /// The server says so when it listens. What it says afterwards stays in the pipe: a few lines a connection.
    private static func waitUntilOpen(_ log: FileHandle) throws {
        var said = ""
        while !said.contains("Server listening") {
            let piece = log.availableData
            guard !piece.isEmpty else { throw CocoaError(.fileReadUnknown, userInfo: [NSLocalizedDescriptionKey: said]) }
            said += String(decoding: piece, as: UTF8.self)
        }
    }
}
