import BridgeAccess
public import BridgeJournal
import BridgeSecrets

extension Installation {
    /// Seals a secret into the store under a name.
    public func seal(_ value: String, name: String) async throws(JournalError) {
        let box = sealer.seal(Secret(value), name: name)
        try await journal.commit(JournalUnit([.putSealed(name: name, value: Array(box.description.utf8))]))
    }

    /// Seals keys of people and webhooks as everything else is sealed.
    var keySealing: KeySealing {
        let sealer = sealer
        return KeySealing { text, name in
            sealer.seal(Secret(text), name: name).description
        } open: { box, name in
            try? sealer.open(SealedBox(box, name: name), name: name).exposed
        }
    }

    func secret(_ reference: SecretReference?) async throws(InstallationError) -> String? {
        guard let reference else { return nil }
        return try await secret(reference) as String
    }

    func secret(_ reference: SecretReference) async throws(InstallationError) -> String {
        switch reference {
        case .environment, .file:
            do { return try SecretResolver(environment: environment).secret(reference).exposed } catch {
                throw unavailable(reference, error)
            }
        case .sealed(let name): return try await sealedSecret(name)
        }
    }

    private func sealedSecret(_ name: String) async throws(InstallationError) -> String {
        let bytes: [UInt8]?
        do { bytes = try await journal.sealed(name: name) } catch { throw InstallationError(error.text) }
        guard let bytes else {
            throw InstallationError(
                nl: "er is geen geheim verzegeld onder de naam '\(name)': voer uit 'ledgerbridge connect seal \(name)'",
                en: "the sealed store holds no secret named '\(name)': 'ledgerbridge connect seal \(name)' puts one in")
        }
        do { return try sealer.open(SealedBox(String(decoding: bytes, as: UTF8.self), name: name), name: name).exposed } catch {
            throw unavailable(.sealed(name), error)
        }
    }

    private func unavailable(_ reference: SecretReference, _ error: any Error) -> InstallationError {
        if let error = error as? SecretError { return InstallationError(error) }
        return InstallationError(nl: "het geheim \(reference) is niet te lezen", en: "the secret \(reference) cannot be read")
    }
}
