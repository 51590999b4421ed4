import BridgeHash
import Testing

@Suite struct `Password hashes` {
    @Test(arguments: ["correct horse battery", "", "wachtwoord met é en \u{1F337}"])
    func `fit their password and no other`(password: String) throws {
        let hash = try #require(PasswordHash.make(password, cost: .least))
        #expect(PasswordHash.fits(hash, password))
        #expect(!PasswordHash.fits(hash, password + " "))
    }

    @Test func `are Argon2id, salted, at a cost that hurts`() throws {
        let (one, other) = (try #require(PasswordHash.make("same")), try #require(PasswordHash.make("same")))
        #expect(one.hasPrefix("$argon2id$v=19$m=65536,t=2,p=1$"))
        #expect(one != other)
    }

    @Test(arguments: ["", "$argon2id$", "plain", String(repeating: "x", count: 500)])
    func `that are none fit nothing`(hash: String) { #expect(!PasswordHash.fits(hash, "")) }
}
