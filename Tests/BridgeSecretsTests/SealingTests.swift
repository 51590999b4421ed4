import BridgeHash
import BridgeSecrets
import Glibc
import Testing

/// A directory that goes away with the test.
private final class Folder {
    let path: String

    init() throws {
        var template = Array("/tmp/ledgerbridge-secrets-XXXXXX".utf8CString)
        path = try #require(mkdtemp(&template).map { String(cString: $0) })
    }

    deinit {
        for name in names { unlink("\(path)/\(name)") }
        rmdir(path)
    }

    var names: [String] {
        guard let directory = opendir(path) else { return [] }
        defer { closedir(directory) }
        var result: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { result.append(name) }
        }
        return result.sorted()
    }

    func write(_ name: String, _ text: String, mode: mode_t = 0o600) throws -> String {
        let file = "\(path)/\(name)"
        let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL, mode)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        fchmod(descriptor, mode)
        try #require(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
        return file
    }
}

@Suite struct SealingTests {
    private let key: SealingKey
    private let sealer: Sealer

    init() throws {
        key = try #require(SealingKey((0..<32).map { UInt8($0) }))
        sealer = Sealer(key: key)
    }

    @Test(arguments: ["hunter2", "", "één 💐", String(repeating: "x", count: 10_000)])
    func `a secret comes out as it went in, through the text of its box`(value: String) throws {
        let text = sealer.seal(Secret(value), name: "exact/token").description
        #expect(try sealer.open(try SealedBox(text, name: "exact/token"), name: "exact/token") == Secret(value))
        #expect(value.isEmpty || !text.contains(value))
    }

    // The form on disk is a promise: this text was made by the first version.
    @Test func `a box written long ago still opens`() throws {
        let text = "v1.6b5b07d3.AAECAwQFBgcICQoLDA0ODxAREhMUFRYX.9rdhC_Wgv3ujXvHiyrdPPAaztji6ivk"
        let fixed = Sealer(key: key) { count in (0..<count).map { UInt8($0) } }
        #expect(fixed.seal("hunter2", name: "exact/token").description == text)
        #expect(try sealer.open(try SealedBox(text, name: "exact/token"), name: "exact/token") == "hunter2")
    }

    @Test func `the same secret is never sealed into the same text twice`() {
        #expect(sealer.seal("a", name: "n") != sealer.seal("a", name: "n"))
    }

    @Test func `a box does not open under another name`() {
        let box = sealer.seal("hunter2", name: "exact/one")
        #expect(throws: SecretError.damaged(name: "exact/two")) { try sealer.open(box, name: "exact/two") }
    }

    @Test func `another key is named, not called damage`() throws {
        let other = Sealer(key: try #require(SealingKey([UInt8](repeating: 7, count: 32))))
        let box = sealer.seal("hunter2", name: "n")
        #expect(throws: SecretError.otherKey(name: "n", sealedWith: sealer.fingerprint, given: other.fingerprint)) {
            try other.open(box, name: "n")
        }
    }

    @Test func `every changed character is noticed`() throws {
        let text = sealer.seal("hunter2", name: "n").description
        for place in text.indices where text[place] != "." {
            var changed = text
            changed.replaceSubrange(place...place, with: text[place] == "A" ? "B" : "A")
            #expect(throws: SecretError.self) { try sealer.open(try SealedBox(changed, name: "n"), name: "n") }
        }
    }

    @Test(arguments: ["", "v1", "v1.a.b", "x1.a.b.c", "v1.00000000.AAAA.AAAA", "v1.00000000.AAECAwQFBgcICQoLDA0ODxAREhMUFRYX.AAAA"])
    func `text that is no box is damaged`(text: String) {
        #expect(throws: SecretError.damaged(name: "n")) { try SealedBox(text, name: "n") }
    }

    @Test func `a box of a later version says so`() {
        #expect(throws: SecretError.newerVersion(name: "n")) { try SealedBox("v2.whatever", name: "n") }
    }

    @Test func `a key shows its fingerprint and nothing else`() {
        let shown = "\(key) \(String(reflecting: key))"
        #expect(shown.contains(key.fingerprint))
        #expect(!shown.contains("[0, 1"))
        #expect(Mirror(reflecting: key).children.isEmpty)
    }

    @Test func `a key file is made once, for its owner only, and read from then on`() throws {
        let folder = try Folder()
        let path = "\(folder.path)/key"
        let first = try SealingKey.readOrCreate(file: path)
        #expect(first.isNew)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        let second = try SealingKey.readOrCreate(file: path)
        #expect(!second.isNew)
        #expect(second.key.fingerprint == first.key.fingerprint)
        #expect(try SealingKey.read(file: path).fingerprint == first.key.fingerprint)
        #expect(folder.names == ["key"], "no drafts are left behind")
    }

    @Test func `of many who make the key at once, one wins and all have the same`() async throws {
        let folder = try Folder()
        let path = "\(folder.path)/key"
        let results = try await withThrowingTaskGroup(of: (String, Bool).self) { group in
            for _ in 0..<16 {
                group.addTask {
                    let result = try SealingKey.readOrCreate(file: path)
                    return (result.key.fingerprint, result.isNew)
                }
            }
            return try await group.reduce(into: [(String, Bool)]()) { $0.append($1) }
        }
        #expect(Set(results.map(\.0)).count == 1)
        #expect(results.filter(\.1).count == 1)
        #expect(folder.names == ["key"])
    }

    @Test(arguments: [mode_t(0o640), 0o604, 0o660, 0o644])
    func `a key file that others may read is refused`(mode: mode_t) throws {
        let folder = try Folder()
        let path = try folder.write("key", String(repeating: "ab", count: 32), mode: mode)
        #expect(throws: SecretError.keyFileOpen(path: path)) { try SealingKey.readOrCreate(file: path) }
    }

    @Test(arguments: ["ab", String(repeating: "zz", count: 32), String(repeating: "ab", count: 33)])
    func `a key file with something else in it is refused, never replaced`(content: String) throws {
        let folder = try Folder()
        let path = try folder.write("key", content)
        #expect(throws: SecretError.keyMalformed(origin: path)) { try SealingKey.readOrCreate(file: path) }
    }

    @Test func `a key file in a directory that is not there is refused`() throws {
        #expect(throws: SecretError.self) { try SealingKey.readOrCreate(file: "/nowhere/at/all/key") }
        #expect(throws: SecretError.self) { try SealingKey.read(file: "/nowhere/at/all/key") }
    }

    @Test func `a key comes from the environment too`() throws {
        let environment = ["KEY": Hex.encode((0..<32).map { UInt8($0) }), "BAD": "ab"]
        #expect(try SealingKey(variable: "KEY", environment: environment).fingerprint == key.fingerprint)
        #expect(throws: SecretError.keyMalformed(origin: "BAD")) { try SealingKey(variable: "BAD", environment: environment) }
        #expect(throws: SecretError.variableMissing("NONE")) { try SealingKey(variable: "NONE", environment: environment) }
    }

    @Test func `references lead to their secrets`() throws {
        let folder = try Folder()
        let path = try folder.write("secret", "from file\n")
        let box = sealer.seal("from store", name: "exact/token").description
        let resolver = SecretResolver(environment: ["NAME": "from env", "EMPTY": ""], sealer: sealer) { $0 == "exact/token" ? box : nil }
        #expect(try resolver.secret(.environment("NAME")) == "from env")
        #expect(try resolver.secret(.file(path)) == "from file")
        #expect(try resolver.secret(.sealed("exact/token")) == "from store")
        #expect(throws: SecretError.variableMissing("EMPTY")) { try resolver.secret(.environment("EMPTY")) }
        #expect(throws: SecretError.notSealed(name: "other")) { try resolver.secret(.sealed("other")) }
        #expect(throws: SecretError.notSealed(name: "x")) { try SecretResolver(environment: [:]).secret(.sealed("x")) }
    }

    @Test func `a file that is empty or too large holds no secret`() throws {
        let folder = try Folder()
        let empty = try folder.write("empty", "\n")
        let large = try folder.write("large", String(repeating: "x", count: (64 << 10) + 1))
        let resolver = SecretResolver(environment: [:])
        #expect(throws: SecretError.fileEmpty(path: empty)) { try resolver.secret(.file(empty)) }
        #expect(throws: SecretError.fileTooLarge(path: large, bytesMax: 64 << 10)) { try resolver.secret(.file(large)) }
        #expect(throws: SecretError.self) { try resolver.secret(.file("\(folder.path)/gone")) }
    }
}
