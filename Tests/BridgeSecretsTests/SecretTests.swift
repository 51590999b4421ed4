import BridgeDomain
import BridgeSecrets
import Testing

@Suite struct SecretTests {
    @Test func `nothing that prints a secret shows its value`() {
        struct Holder { let secret: Secret }
        let secret: Secret = "hunter2"
        var dumped = ""
        dump(Holder(secret: secret), to: &dumped)
        let shown = [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])", "\(Holder(secret: secret))",
            String(reflecting: Optional(secret)), dumped,
        ]
        for text in shown {
            #expect(!text.contains("hunter2"))
            #expect(text.contains(Secret.mask))
        }
        #expect(Mirror(reflecting: secret).children.isEmpty)
    }

    @Test func `secrets are equal when their values are`() {
        #expect(Secret("a") == Secret("a"))
        #expect(Secret("a") != Secret("b"))
    }

    @Test(arguments: [
        ("env:EXACT_SECRET", SecretReference.environment("EXACT_SECRET")), ("file:/run/secrets/exact", .file("/run/secrets/exact")),
        ("sealed:exact/refresh-token", .sealed("exact/refresh-token")),
    ])
    func `references read back from their text`(text: String, reference: SecretReference) {
        #expect(SecretReference(text) == reference)
        #expect(reference.description == text)
    }

    @Test(arguments: [
        "", "hunter2", "env:", "env:1A", "env:A B", "env", "file:relative", "file:", "file:/a\0b", "sealed:", "sealed:Big", "sealed:a b",
        "ENV:A",
        "http://x", "sealed:" + String(repeating: "a", count: 101),
    ])
    func `anything else is no reference`(text: String) {
        #expect(SecretReference(text) == nil)
    }

    @Test(arguments: Language.allCases)
    func `every error says what and what to do in either language`(language: Language) {
        let errors: [SecretError] = [
            .variableMissing("V"), .fileUnreadable(path: "/f", reason: "r"), .fileTooLarge(path: "/f", bytesMax: 1), .fileEmpty(path: "/f"),
            .notSealed(name: "n"), .keyFileOpen(path: "/f"), .keyMalformed(origin: "/f"), .otherKey(name: "n", sealedWith: "a", given: "b"),
            .damaged(name: "n"), .newerVersion(name: "n"),
        ]
        #expect(Set(errors.map { $0.text(language) }).count == errors.count)
        for error in errors { #expect(!error.what[language].hasSuffix(".") && !error.remedy[language].hasSuffix(".")) }
    }
}
