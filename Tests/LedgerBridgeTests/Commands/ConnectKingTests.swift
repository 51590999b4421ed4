import BridgeDomain
import BridgeHTTP
import BridgeHTTPServer
import BridgeJSON
import BridgeRuntime
import BridgeSecrets
import Foundation
import KingSimulator
import Testing

@testable import ledgerbridge

/// The dialogue that finds out which King is run, against the sandbox over HTTP.
@Suite struct `Connecting King` {
    static let keys = ["--partner-key", "env:PARTNER", "--omgevingscode", "env:CODE"]
    static let erp = ["--account-width", "8", "--debtor-section", "13", "--creditor-section", "16"]

    /// What was asked for, the ways that are left open, and the way that is proposed.
    struct Case: Sendable, CustomTestStringConvertible {
        var proposed: KingCandidates.Profile
        var closed: [String]
        var words: [String]
        /// Answers to what is asked before the choice.
        var answers: [String] = []
        var testDescription: String { proposed.rawValue }
    }

    static let cases = [
        Case(proposed: .financeHTTP, closed: [], words: ["--which", "finance"] + keys),
        Case(proposed: .financeSOAP, closed: ["/ws1_api.aspx"], words: ["--which", "finance"] + keys),
        Case(
            proposed: .erpService, closed: [],
            words: ["--which", "erp", "--access-code", "env:ACCESS", "--administration", "BLOEMEN", "--folder", "FOLDER"] + erp),
        Case(
            proposed: .erpFile, closed: ["/KingWebservices"],
            // No web services, says whoever is asked.
            words: ["--which", "erp", "--administration", "BLOEMEN", "--folder", "FOLDER"] + erp, answers: [""]),
    ]

    @Test(arguments: cases)
    func `each of the four is tried, proposed with its reason, and chosen by whoever says so`(king: Case) async throws {
        let house = try House(closed: king.closed)
        defer { house.close() }
        let words = house.words(king.words)
        let silent = await house.run(words)
        #expect(silent.exit == .needsPerson, "\(silent.status)")
        #expect(silent.output.isEmpty, "nothing is chosen silently: \(silent.output)")
        #expect(silent.status.contains("Proposal: \(king.proposed.rawValue): "), "\(silent.status)")
        let chosen = await house.run(words + ["--profile", king.proposed.rawValue])
        #expect(chosen.exit == .success, "\(chosen.status)")
        try house.takes(chosen.output, as: king.proposed)
        // Answers may come from a pipe as well.
        let piped = await house.run(words, answers: king.answers + ["yes"])
        #expect(piped.exit == .success && piped.output == chosen.output, "\(piped.status)")
        #expect(await house.sandbox.refusals == [])
        #expect(await house.sandbox.entries().isEmpty, "everything was only read")
    }

    @Test func `a customer at the keyboard is asked in words of his own, in Dutch too`() async throws {
        let house = try House()
        defer { house.close() }
        let said = await house.run(
            ["connect", "king", "--url", house.origin, "--lang", "nl"], answers: ["1", "env:PARTNER", "env:CODE", "ja"])
        #expect(said.exit == .success, "\(said.status)")
        #expect(said.status.contains("Welke King gebruikt u?") && said.status.contains("iMUIS Online") && said.status.contains("King 5"))
        #expect(said.status.contains("KING Finance 4.3.8g, administratie 'Bloemenexport Aalsmeer B.V.'"), "\(said.status)")
        try house.takes(said.output, as: .financeHTTP)
    }

    @Test func `who does not know which King it is has everything tried, and decides where both answer`() async throws {
        let house = try House()
        defer { house.close() }
        let words = house.words(
            ["--which", "unknown", "--access-code", "env:ACCESS", "--administration", "BLOEMEN", "--folder", "FOLDER", "--json"] + Self.keys
                + Self.erp)
        let open = await house.run(words)
        #expect(open.exit == .needsPerson)
        let json = try JSON(parsing: open.output.utf8)
        #expect(json["proposed"] == .null && json["chosen"] == .null && json["configuration"] == .null)
        #expect(json["tried"]?.array?.map { $0["standing"]?.string } == ["answers", "answers", "answers", "folder_is_there"])
        #expect(await house.run(words, answers: ["yes"]).exit == .usage, "there is no proposal to say yes to")
        let chosen = await house.run(words + ["--profile", "king-erp-webservice"])
        #expect(try chosen.exit == .success && JSON(parsing: chosen.output.utf8)["chosen"]?.string == "king-erp-webservice")
    }

    @Test func `where nothing answers, each way says why, and nothing is written`() async throws {
        let house = try House(closed: ["/ws1_api.aspx", "/v1", "/KingWebservices"])
        defer { house.close() }
        let file = house.path("king.yaml")
        let said = await house.run(
            house.words(
                ["--which", "unknown", "--access-code", "env:ACCESS", "--administration", "BLOEMEN", "--folder", house.path("none")]
                    + Self.keys)
                + ["--profile", "king-finance-http", "--write", file])
        #expect(said.exit == .unreachable, "\(said.status)")
        #expect(said.status.contains("no King answers"))
        for profile in KingCandidates.Profile.allCases { #expect(said.status.contains("• \(profile.rawValue): "), "\(said.status)") }
        #expect(!FileManager.default.fileExists(atPath: file) && said.output.isEmpty)
    }

    @Test func `keys that King refuses are told as such, without the keys`() async throws {
        let house = try House()
        defer { house.close() }
        let said = await house.run(house.words(["--which", "finance", "--partner-key", "env:PARTNER", "--omgevingscode", "env:WRONG"]))
        #expect(said.exit == .unreachable && said.status.contains("refuses"), "\(said.status)")
        #expect(!said.status.contains("99999"))
    }

    @Test func `a way that did not answer cannot be chosen`() async throws {
        let house = try House(closed: ["/v1"])
        defer { house.close() }
        let said = await house.run(house.words(["--which", "finance", "--profile", "king-finance-soap"] + Self.keys))
        #expect(said.exit == .unreachable && said.status.contains("king-finance-soap did not answer"), "\(said.status)")
    }

    @Test func `the configuration goes to a new file, and never over another`() async throws {
        let house = try House()
        defer { house.close() }
        let file = house.path("king.yaml")
        let words = house.words(["--which", "finance", "--profile", "king-finance-http", "--write", file] + Self.keys)
        #expect(await house.run(words).exit == .success)
        let written = try String(contentsOfFile: file, encoding: .utf8)
        try house.takes(written, as: .financeHTTP)
        let again = await house.run(words)
        #expect(again.exit == .usage && again.status.contains("stays as it is"), "\(again.status)")
        #expect(try String(contentsOfFile: file, encoding: .utf8) == written)
    }

    @Test func `what King ERP cannot be asked and nobody said is left open, for the program to name`() async throws {
        let house = try House()
        defer { house.close() }
        let said = await house.run(
            house.words(["--which", "erp", "--administration", "BLOEMEN", "--folder", "FOLDER", "--profile", "king-erp-file"]))
        #expect(said.exit == .success, "\(said.status)")
        #expect(said.output.contains("# account_width: to be filled in"), "\(said.output)")
    }

    @Test func `secrets of the sealed store are read where a configuration leads to it`() async throws {
        let house = try House()
        defer { house.close() }
        let file = house.path("ledgerbridge.yaml")
        try """
        sources: { trade: { type: freshportal, url: "http://127.0.0.1:1", key: "env:KEY" } }
        targets: { king: { type: king-erp-file, folder: import, administration: B, account_width: 8, debtor_section: "13", creditor_section: "16" } }
        bridges: { sales: { source: trade, administration: NL01, target: king } }
        """.write(toFile: file, atomically: true, encoding: .utf8)
        #expect(await house.run(["connect", "seal", "king/partner", "--config", file], answers: ["demo-partner"]).exit == .success)
        let words = house.words(
            ["--which", "finance", "--partner-key", "sealed:king/partner", "--omgevingscode", "env:CODE", "--profile", "king-finance-http"])
        let said = await house.run(words + ["--config", file])
        #expect(said.exit == .success && said.output.contains("partner_key: \"sealed:king/partner\""), "\(said.status)")
        let lost = await house.run(words + ["--config", house.path("none.yaml")])
        #expect(lost.exit == .configuration, "\(lost.status)")
    }

    @Test func `a folder on a server is asked for its key and its fingerprint, tried, and written as it is reached`() async throws {
        let house = try House()
        defer { house.close() }
        let asked = await house.run(
            ["connect", "king", "--which", "erp", "--service-url", ""],
            answers: ["sftp://king@127.0.0.1:1/in", house.path("key"), "SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"])
        #expect(asked.exit == .unreachable && asked.status.contains("• king-erp-file: king@127.0.0.1:1/in"), "\(asked.status)")
        for text in ["our SSH key for 127.0.0.1", "fingerprint of 127.0.0.1's key"] { #expect(asked.status.contains(text)) }
    }

    @Test(arguments: [true, false])
    func `the block names a folder on a server with all that opens it`(isByKey: Bool) throws {
        let house = try House()
        defer { house.close() }
        var server = ExchangePlace.Server(host: "files.example.nl", user: "king", path: "/in")
        (server.keyFile, server.password) = isByKey ? ("/etc/key", nil) : (nil, SecretReference("env:PASSWORD"))
        (server.fingerprint, server.knownHosts) = isByKey ? ("47DEQpj8HBSa", nil) : (nil, "/etc/known_hosts")
        var candidates = KingCandidates()
        candidates.folder = .server(server)
        let text = house.block(.erpFile, candidates)
        try house.takes(text, as: .erpFile)
        #expect(text.contains("sftp:") && text.contains(isByKey ? "key_file: \"/etc/key\"" : "password: \"env:PASSWORD\""), "\(text)")
    }

    @Test(arguments: [
        ["--folder", "sftp://files.example.nl/in"], ["--folder", "sftp://king:word@files.example.nl/in"],
        ["--folder", "sftp://king@files.example.nl"],
        ["--folder", "sftp://king@files.example.nl/in", "--sftp-key", "/etc/key"],
        ["--folder", "sftp://king@files.example.nl/in", "--sftp-fingerprint", "47DEQpj8HBSa"],
    ])
    func `a server that nobody opens or vouches for is not spoken to`(words: [String]) async throws {
        let house = try House()
        defer { house.close() }
        let said = await house.run(["connect", "king", "--which", "erp", "--service-url", ""] + words)
        #expect(said.exit == .usage && !said.status.contains("Outcome"), "\(said.status)")
    }

    @Test(arguments: [
        [], ["--which", "erp", "--service-url", "king.example.nl"], ["--which", "finance", "--partner-key", "secret"],
        ["--which", "finance", "--partner-key", "env:PARTNER"], ["--which", "finance", "--url", "https://king.example.nl/x"] + keys,
    ])
    func `what is missing or wrong is said before anything is called`(words: [String]) async throws {
        let house = try House()
        defer { house.close() }
        let said = await house.run(["connect", "king"] + words)
        #expect(said.exit == .usage && !said.status.isEmpty, "\(said.status)")
    }
}

/// A customer's house: a King behind a real port, some of its doors closed, and a folder.
private final class House: Sendable {
    let sandbox = KingSandbox(KingSandbox.Settings(), clock: SystemClock())
    let origin: String
    private let server: HTTPServer
    private let folder = FileManager.default.temporaryDirectory.appending(path: "ledgerbridge-king-\(UUID().uuidString)")
    private static let environment = [
        "LANG": "en_GB.UTF-8", "PARTNER": "demo-partner", "CODE": "A1B2C", "WRONG": "99999", "ACCESS": "erp-toegang",
    ]

    init(closed: [String] = []) throws {
        try FileManager.default.createDirectory(at: folder.appending(path: "import"), withIntermediateDirectories: true)
        server = HTTPServer(handler: Doors(sandbox: sandbox, closed: closed), configuration: HTTPServer.Configuration(port: 0))
        origin = "http://127.0.0.1:\(try server.start())"
    }

    func close() {
        let server = server
        Task { await server.stop() }
        try? FileManager.default.removeItem(at: folder)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

    /// A command line with the addresses of this house.
    func words(_ words: [String]) -> [String] {
        ["connect", "king", "--url", origin] + (words.contains("--access-code") ? ["--service-url", origin] : [])
            + words.map { $0 == "FOLDER" ? path("import") : $0 }
    }

    func run(_ words: [String], answers: [String] = []) async -> (exit: Exit, output: String, status: String) {
        let listener = Listener(environment: Self.environment, answers: answers)
        let exit = await LedgerBridge.run(words, in: listener.surroundings)
        let heard = listener.take()
        return (exit, heard.output, heard.status)
    }

    /// The block for that choice, where everything that is asked is said by options.
    func block(_ profile: KingCandidates.Profile, _ candidates: KingCandidates) -> String {
        var invocation = Invocation(command: connectKing, options: [:], operands: [], surroundings: Listener().surroundings)
        for (name, value) in [("administration", "BLOEMEN"), ("account-width", "8"), ("debtor-section", "13"), ("creditor-section", "16")] {
            invocation.options[name] = [value]
        }
        let trial = KingCandidates.Trial(profile: profile, place: "", standing: .folderIsThere, text: BilingualText(nl: "", en: ""))
        let dialogue = Dialogue(invocation: invocation, words: Words(language: .english))
        return KingConfiguration(profile: profile, candidates: candidates, trial: trial, dialogue: dialogue).text()
    }

    /// The program understands the block as it stands.
    func takes(_ block: String, as profile: KingCandidates.Profile) throws {
        let text = """
            \(block)
            sources: { trade: { type: freshportal, url: "http://127.0.0.1:1", key: "env:KEY" } }
            bridges: { sales: { source: trade, administration: NL01, target: king } }
            """
        let configuration = try Configuration(yaml: text, directory: folder.path(percentEncoded: false))
        let target = try #require(configuration.targets.first)
        #expect(type(of: target.setup).type == profile.rawValue)
        #expect(configuration.targets.count == 1)
    }
}

/// Some addresses answer as a web server without a King does.
private struct Doors: HTTPHandler {
    let sandbox: KingSandbox
    let closed: [String]

    func answer(_ request: HTTPRequest) async -> HTTPAnswer {
        guard closed.contains(where: { request.target.hasPrefix($0) }) else { return await sandbox.answer(request) }
        return .respond(HTTPResponse(status: 404, fields: ["Content-Type": "text/html"], body: Array("<html>Not here</html>".utf8)))
    }
}
