import BridgeDomain
import BridgeExchange
import BridgeSFTP
import Foundation
import Testing

/// Against the OpenSSH of this machine; where there is none, nothing here runs, and `make test` says so.
@Suite(
    .serialized,
    .enabled(
        if: SFTPServer.isAvailable && SFTPExchangeFolder.isSupported,
        "there is no OpenSSH server on this machine (package openssh-server), nobody to run it as, or libcurl speaks no SFTP"))
struct SFTPTests {
    private func folder(_ server: SFTPServer, key: SFTPSettings.HostKey? = nil, login: String = "client") -> SFTPExchangeFolder {
        SFTPExchangeFolder(
            SFTPSettings(
                host: "127.0.0.1", port: server.port, user: server.user,
                login: .key(privateFile: "\(server.place)/\(login)", publicFile: "\(server.place)/\(login).pub", passphrase: nil),
                hostKey: key ?? .sha256(server.fingerprint()), path: server.files))
    }

    @Test func `a file is staged, published once, listed and read back`() async throws {
        let server = try SFTPServer()
        let folder = folder(server)
        let content = Array(String(repeating: "regel;met café\r\n", count: 20_000).utf8)
        try await folder.stage(content, as: ".LB-1.csv.7.part")
        #expect(try await folder.names(in: "").isEmpty)
        #expect(try await folder.publish(".LB-1.csv.7.part", as: "LB-1.csv") == .published)
        #expect(try await folder.publish(".LB-1.csv.7.part", as: "LB-1.csv") == .wasPublished)
        #expect(try await folder.names(in: "") == ["LB-1.csv"])
        #expect(try await folder.read("LB-1.csv", in: "", bytesMax: 1 << 20) == content)
        let error = await #expect(throws: ExchangeFolderError.self) { try await folder.read("LB-1.csv", in: "", bytesMax: 100) }
        #expect(error?.code == .bounds)
    }

    @Test func `a name in use is not replaced, a staged file can be taken away, a folder below may be missing`() async throws {
        let server = try SFTPServer()
        let folder = folder(server)
        try "somebody's".write(toFile: "\(server.files)/LB 1.csv", atomically: true, encoding: .utf8)
        try await folder.stage([1, 2, 3], as: ".LB 1.part")
        let error = await #expect(throws: ExchangeFolderError.self) { try await folder.publish(".LB 1.part", as: "LB 1.csv") }
        #expect(error?.code == .nameTaken)
        #expect(try String(contentsOfFile: "\(server.files)/LB 1.csv", encoding: .utf8) == "somebody's")
        try await folder.discard(".LB 1.part")
        try await folder.discard(".LB 1.part")
        #expect(try await folder.publish(".LB 1.part", as: "LB 2.csv") == .wasPublished)
        #expect(try await folder.names(in: "afgekeurd").isEmpty)
    }

    @Test func `a server with another key is not spoken to`() async throws {
        let server = try SFTPServer()
        let wrong = folder(server, key: .sha256(server.fingerprint("stranger")))
        let error = await #expect(throws: ExchangeFolderError.self) { try await wrong.stage([1], as: ".1.part") }
        #expect(error?.text.english.contains("key") ?? false, "\(error?.text.english ?? "")")
        #expect(try FileManager.default.contentsOfDirectory(atPath: server.files).isEmpty)

        let known = folder(server, key: .knownHosts("\(server.place)/known_hosts"))
        #expect(try await known.names(in: "").isEmpty)
        try "".write(toFile: "\(server.place)/empty_hosts", atomically: true, encoding: .utf8)
        let unknown = folder(server, key: .knownHosts("\(server.place)/empty_hosts"))
        await #expect(throws: ExchangeFolderError.self) { try await unknown.names(in: "") }
    }

    @Test func `a key the server does not know is told in words`() async throws {
        let server = try SFTPServer()
        let error = await #expect(throws: ExchangeFolderError.self) { try await folder(server, login: "stranger").names(in: "") }
        #expect(error?.text.dutch.contains("aanmelding") ?? false, "\(error?.text.dutch ?? "")")
    }

    @Test func `a server that is not there is unavailable`() async throws {
        var settings = SFTPSettings(
            host: "127.0.0.1", port: 1, user: "nobody", login: .password("secret"), hostKey: .sha256("x"), path: "/in")
        settings.connectTimeout = 2_000
        let error = await #expect(throws: ExchangeFolderError.self) { try await SFTPExchangeFolder(settings).names(in: "") }
        #expect(error?.code == .unavailable)
        #expect(!(error?.text.english.contains("secret") ?? true))
    }
}
