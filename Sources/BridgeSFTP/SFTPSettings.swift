/// How a folder on a server is reached over SFTP.
public struct SFTPSettings: Hashable, Sendable {
    /// How the server knows us. Secrets are resolved by the wiring and kept in memory only.
    public enum Login: Hashable, Sendable {
        case password(String)
        /// Files in OpenSSH's form; the public half beside it when the private one does not hold it.
        case key(privateFile: String, publicFile: String?, passphrase: String?)
    }

    /// How we know the server. One of them is needed: a server nobody can vouch for is never spoken to.
    public enum HostKey: Hashable, Sendable {
        /// The fingerprint as `ssh-keygen -l` shows it, without `SHA256:`; 43 characters.
        case sha256(String)
        /// A file in the form of `known_hosts` that names the server.
        case knownHosts(String)
    }

    public var host: String
    /// 1…65,535.
    public var port: Int
    public var user: String
    public var login: Login
    public var hostKey: HostKey
    /// The folder on the server, from its root (`/profit/in`).
    public var path: String
    /// Milliseconds to a ready connection, and for a whole exchange.
    public var connectTimeout = 10_000
    public var timeout = 120_000

    /// A folder on a server.
    public init(host: String, port: Int = 22, user: String, login: Login, hostKey: HostKey, path: String) {
        self.host = host
        self.port = port
        self.user = user
        self.login = login
        self.hostKey = hostKey
        self.path = path
    }
}
