/// Turns references into secrets.
public struct SecretResolver: Sendable {
    private let environment: [String: String]
    private let sealer: Sealer?
    private let sealed: @Sendable (String) throws -> String?

    /// A resolver without a sealed store: references of the form `sealed:` are not found.
    public init(environment: [String: String]) {
        self.init(environment: environment, sealer: nil) { _ in nil }
    }

    /// A resolver with a sealed store. `sealed` gives the text of the box kept under a name, or nil.
    public init(environment: [String: String], sealer: Sealer?, sealed: @escaping @Sendable (String) throws -> String?) {
        self.environment = environment
        self.sealer = sealer
        self.sealed = sealed
    }

    /// The secret behind a reference. May read a file: not for threads that must not wait.
    ///
    /// Throws ``SecretError``, and whatever the sealed store throws.
    public func secret(_ reference: SecretReference) throws -> Secret {
        switch reference {
        case .environment(let name):
            guard let value = environment[name], !value.isEmpty else { throw SecretError.variableMissing(name) }
            return Secret(value)
        case .file(let path): return Secret(try SecretFile.read(path))
        case .sealed(let name):
            guard let sealer, let text = try sealed(name) else { throw SecretError.notSealed(name: name) }
            return try sealer.open(try SealedBox(text, name: name), name: name)
        }
    }
}
