import BridgeDomain
import BridgeExchange
import BridgeFolder
public import BridgeSecrets
import BridgeSFTP
import BridgeYAML

/// Where an exchange folder is.
public enum ExchangePlace: Hashable, Sendable {
    /// On this machine or mounted; relative paths start at the configuration's folder.
    case local(path: String)
    case server(Server)

    /// A folder on a server that is reached over SFTP.
    public struct Server: Hashable, Sendable {
        public var host: String
        public var port: Int
        public var user: String
        public var path: String
        /// Either of these two opens it.
        public var password: SecretReference?
        public var keyFile: String?
        public var passphrase: SecretReference?
        /// One of these two vouches for the server.
        public var fingerprint: String?
        public var knownHosts: String?

        /// A folder on a server; who opens it and who vouches for it is told afterwards.
        public init(host: String, port: Int = 22, user: String, path: String) {
            (self.host, self.port, self.user, self.path) = (host, port, user, path)
        }

        /// The secrets that open it.
        public var secrets: [SecretReference] { [password, passphrase].compactMap(\.self) }
    }
}

extension ExchangePlace {
    /// Reads `folder` or `sftp`; mistakes are told to the mapping.
    init?(_ mapping: YAMLMapping) {
        let path = mapping.optional("folder", .path)
        let server = mapping.optionalMapping("sftp")
        switch (path, server) {
        case (let path?, nil): self = .local(path: path)
        case (nil, let server?):
            guard let server = ExchangePlace.Server(server) else { return nil }
            self = .server(server)
        default:
            mapping.report(
                what: BilingualText(nl: "geef óf folder óf sftp", en: "give either folder or sftp"),
                remedy: BilingualText(
                    nl: "folder is een map van deze machine of een gekoppelde schijf, sftp een map op een server",
                    en: "folder is a folder of this machine or a mounted disk, sftp one on a server"))
            return nil
        }
    }

    /// What tells it from other folders.
    var name: String {
        switch self {
        case .local(let path): path
        case .server(let server): "\(server.host)\(server.path)"
        }
    }

    /// The folder itself. Nothing is touched yet.
    func folder(_ installation: Installation) async throws(InstallationError) -> any ExchangeFolder {
        try await folder(path: installation.configuration.path) { reference async throws(InstallationError) in
            try await installation.secret(reference) as String
        }
    }

    /// The folder itself, where paths and secrets are read in another way than a configuration's.
    func folder(
        path: (String) -> String, secret: (SecretReference) async throws(InstallationError) -> String
    ) async throws(InstallationError) -> any ExchangeFolder {
        switch self {
        case .local(let place): LocalExchangeFolder(path(place))
        case .server(let server): SFTPExchangeFolder(try await server.settings(path, secret))
        }
    }
}

extension ExchangePlace.Server {
    fileprivate init?(_ mapping: YAMLMapping) {
        let host = mapping.required("host", .string(lengthMax: 255))
        let user = mapping.required("user", .string(lengthMax: 100))
        let path = mapping.required("path", .string(lengthMax: 500))
        let port = mapping.optional("port", .integer(in: 1...65_535), default: 22)
        self.init(host: host ?? "", port: port, user: user ?? "", path: path ?? "")
        password = mapping.optional("password", .secret)
        keyFile = mapping.optional("key_file", .path)
        passphrase = mapping.optional("passphrase", .secret)
        fingerprint = mapping.optional("fingerprint", .string(lengthMax: 60))
        knownHosts = mapping.optional("known_hosts", .path)
        guard host != nil, user != nil, path != nil else { return nil }
        if (password == nil) == (keyFile == nil) {
            mapping.report(
                what: BilingualText(nl: "geef óf password óf key_file", en: "give either password or key_file"),
                remedy: BilingualText(nl: "Een sleutel is veiliger dan een wachtwoord", en: "A key is safer than a password"))
            return nil
        }
        if (fingerprint == nil) == (knownHosts == nil) {
            mapping.report(
                what: BilingualText(nl: "geef óf fingerprint óf known_hosts", en: "give either fingerprint or known_hosts"),
                remedy: BilingualText(
                    nl: "Vraag de beheerder van de server om de vingerafdruk van zijn sleutel (SHA256)",
                    en: "Ask the server's administrator for the fingerprint of its key (SHA256)"))
            return nil
        }
    }

    fileprivate func settings(
        _ path: (String) -> String, _ secret: (SecretReference) async throws(InstallationError) -> String
    ) async throws(InstallationError) -> SFTPSettings {
        let login: SFTPSettings.Login
        if let keyFile {
            var phrase: String?
            if let passphrase { phrase = try await secret(passphrase) }
            login = .key(privateFile: path(keyFile), publicFile: nil, passphrase: phrase)
        } else if let password {
            login = .password(try await secret(password))
        } else {
            login = .password("")
        }
        let hostKey: SFTPSettings.HostKey = if let knownHosts { .knownHosts(path(knownHosts)) } else { .sha256(fingerprint ?? "") }
        return SFTPSettings(host: host, port: port, user: user, login: login, hostKey: hostKey, path: self.path)
    }
}
