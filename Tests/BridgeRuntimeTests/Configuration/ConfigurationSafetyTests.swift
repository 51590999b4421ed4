import BridgeDomain
import BridgeRuntime
import BridgeYAML
import Testing

@Suite struct `A configuration that would do harm` {
    private func complaint(_ draft: ConfigurationDraft) -> String? {
        do {
            _ = try draft.read()
            return nil
        } catch {
            return error.text(file: "f", .english)
        }
    }

    @Test func `a console open to the network needs TLS of its own or a proxy with a name, whatever clear text is allowed`() throws {
        let open = ConfigurationDraft().with("service", "address", "0.0.0.0").with("service", "clear_text", "true")
        #expect(try open.read().console == nil)
        #expect(complaint(open.with("console", "open", "true"))?.contains("reverse_proxy") == true)
        #expect(try open.with("console", "open", "false").read().console == nil)
        #expect(try open.with("console", "open", "true").with("console", "reverse_proxy", "10.0.0.5").read().console?.proxy == "10.0.0.5")
        let sealed = open.with("service", "tls_certificate", "door.pem").with("service", "tls_key", "door.key")
        #expect(try sealed.with("console", "open", "true").read().console != nil)
        #expect(try ConfigurationDraft().with("console", "open", "true").read().console?.idleMinutes == 30)
    }

    @Test(arguments: [
        "http://127.0.0.1.evil.example", "http://localhost.evil.example", "http://fp042-api.freshportal.com", "https://user@host",
        "https://host/path", "https://host?x=1", "https://host#x", "ftp://host", "https://", "https://host:0", "https://host:99999",
        "https://ho st", "https://höst", "http://127.0.0.1@evil.example", "https://host\\\\@evil.example",
    ])
    func `sends no key where others can read it or to a host that only looks right`(address: String) {
        #expect(complaint(ConfigurationDraft().with("sources.*", "url", "\"\(address)\"")) != nil)
        #expect(complaint(ConfigurationDraft().with("targets.*", "url", "\"\(address)\"")) != nil)
    }

    @Test(arguments: [
        "https://fp042-api.freshportal.com", "https://host/", "https://host:8443", "http://127.0.0.1:8481", "http://localhost:8481",
        "http://[::1]:8481",
    ])
    func `is not made of an address that is right`(address: String) {
        #expect(complaint(ConfigurationDraft().with("sources.*", "url", "\"\(address)\"")) == nil)
    }

    @Test(arguments: ["0.0.0.0", "\"::\"", "192.168.1.7"])
    func `opens no door to the network in clear text by accident`(address: String) throws {
        let open = ConfigurationDraft().with("service", "address", address)
        #expect(complaint(open)?.contains("is open to the network, without TLS") == true)
        #expect(complaint(open)?.contains("clear_text: true") == true)
        #expect(try !open.with("service", "clear_text", "true").read().door.isLocal)
        let sealed = try open.with("service", "tls_certificate", "door.pem").with("service", "tls_key", "door.key").read()
        #expect(sealed.door.tls?.certificate == "door.pem")
        #expect(complaint(open.with("service", "tls_certificate", "door.pem"))?.contains("tls_key is missing") == true)
    }

    @Test(arguments: ["127.0.0.1", "127.0.0.2", "\"::1\""])
    func `is not made of a door for this machine only`(address: String) throws {
        #expect(try ConfigurationDraft().with("service", "address", address).read().door.isLocal)
    }

    @Test func `bounds how often its own door is asked`() throws {
        let usual = try ConfigurationDraft().read().door
        #expect(usual.pushesPerMinute == 6_000 && usual.strangersPerMinute == 120)
        let set = try ConfigurationDraft().with("service", "pushes_per_minute", "30").with("service", "strangers_per_minute", "5").read()
            .door
        #expect(set.pushesPerMinute == 30 && set.strangersPerMinute == 5)
        #expect(complaint(ConfigurationDraft().with("service", "strangers_per_minute", "0")) != nil)
    }

    @Test(arguments: ["localhost", "books.example.nl", "127.1", "127.0.0.1:80"])
    func `listens on no name`(address: String) {
        #expect(complaint(ConfigurationDraft().with("service", "address", "\"\(address)\""))?.contains("in numbers") == true)
    }

    /// Sources, targets and bridges in short: name, and what they are or connect.
    private func yaml(targets: [(String, Int)] = [("books", 1)], bridges: [(name: String, administration: String, target: String)])
        -> String
    {
        """
        sources: { trade: { type: freshportal, url: "https://h", key: "env:K" } }
        targets:
        \(targets.map { "  \($0.0): { type: exact, url: \"https://x\", division: \($0.1), client_id: a, client_secret: \"env:S\", redirect: \"https://r/c\" }" }
            .joined(separator: "\n"))
        bridges:
        \(bridges.map { "  \"\($0.name)\": { source: trade, administration: \($0.administration), target: \($0.target) }" }.joined(separator: "\n"))
        """
    }

    private func complaint(_ yaml: String) -> String? {
        do {
            _ = try Configuration(yaml: yaml, directory: "/")
            return nil
        } catch {
            return error.text(file: "f", .dutch)
        }
    }

    @Test func `books nothing twice through two bridges`() {
        let twice = yaml(bridges: [("sales", "NL01", "books"), ("again", "NL01", "books")])
        #expect(complaint(twice)?.contains("elk document zou twee keer geboekt worden") == true)
        let apart = yaml(
            targets: [("books", 1), ("other", 2)], bridges: [("a", "NL01", "books"), ("b", "NL02", "books"), ("c", "NL01", "other")])
        #expect(complaint(apart) == nil)
    }

    @Test(arguments: [
        ("administration: 1", "unit: 1", true), ("administration: 2", "unit: 1", false),
        ("administration: 1", "unit: 1, participant: \"12345\"", true), ("administration: 1", "unit: 1, participant: \"54321\"", false),
        ("administration: 1, environment: test", "unit: 1, environment: live", false),
        ("administration: 1, environment: test", "unit: 1, participant: \"12345\", environment: test", true),
    ])
    func `books nothing twice by two ways into the same books`(rest: String, folder: String, isRefused: Bool) {
        let both = """
            sources: { trade: { type: freshportal, url: "https://h", key: "env:K" } }
            targets:
              calls: { type: afas, participant: "12345", token: "env:T", \(rest) }
              files: { type: afas-folder, folder: out, profile: { form: xml }, \(folder) }
            bridges:
              first: { source: trade, administration: NL01, target: calls }
              second: { source: trade, administration: NL01, target: files }
            """
        #expect((complaint(both)?.contains("langs een andere weg") == true) == isRefused, "\(complaint(both) ?? "")")
        let apart = both.replacing("NL01, target: files", with: "NL02, target: files")
        #expect(complaint(apart) == nil)
    }

    /// Two bridges on two sources, each a folder.
    private func folders(_ first: String, _ second: String, source: String = "two") -> String {
        """
        sources:
          one: { type: ubl-folder, direction: sales, folder: \(first) }
          two: { type: ubl-folder, direction: sales, folder: \(second) }
        targets:
          books: { type: exact, url: "https://x", division: 1, client_id: a, client_secret: "env:S", redirect: "https://r/c" }
        bridges:
          a: { source: one, administration: NL01, target: books }
          b: { source: \(source), administration: NL02, target: books }
        """
    }

    @Test func `lets no two sources or bridges take each other's files`() {
        #expect(complaint(folders("in/ubl", "in/ubl/"))?.contains("deze map is ook die van 'one'") == true)
        #expect(complaint(folders("in/ubl", "in/other", source: "one"))?.contains("de brug 'a' leest dezelfde bron") == true)
        #expect(complaint(folders("in/ubl", "in/other")) == nil)
    }

    @Test func `reads payments only where the books tell them, and says so instead of reading none`() {
        func asking(_ target: String) -> ConfigurationDraft {
            ConfigurationDraft(ConfigurationSchema.Types(target: target)).with("bridges.*", "payments_back", "true")
        }
        #expect(complaint(asking("exact")) == nil)
        #expect(complaint(asking("afas-folder"))?.contains("cannot read payments") == true)
        #expect(complaint(asking("afas")) == nil)
    }

    @Test(arguments: ["ready", ".", ".a b", ".a/b", "..ready", ".\(String(repeating: "r", count: 21))"])
    func `has no ending of companions that could be another file`(ending: String) {
        #expect(complaint(ConfigurationDraft(source: "ubl-folder").with("sources.*", "ready_ending", "\"\(ending)\"")) != nil)
    }

    @Test func `has no key of another type of source`() {
        let text = complaint(ConfigurationDraft(source: "ubl-folder").with("sources.*", "url", "https://h"))
        #expect(text?.contains("unknown key \"url\"") == true)
        #expect(complaint(ConfigurationDraft().with("sources.*", "type", "freshportel"))?.contains("Did you mean \"freshportal\"?") == true)
    }

    @Test func `has one target for each division`() {
        let double = yaml(targets: [("books", 7), ("other", 7)], bridges: [("a", "NL01", "books")])
        #expect(complaint(double)?.contains("administratie 7 is ook die van 'books'") == true)
    }

    @Test(arguments: ["a b", "a/b", "a\\\"b", "naïef", String(repeating: "x", count: 51)])
    func `has no name that breaks an address or a number's label`(name: String) {
        #expect(complaint(yaml(bridges: [(name, "NL01", "books")]))?.contains("kan geen naam zijn") == true)
    }
}
