import BridgeDomain
import BridgeRuntime

// Where KING ERP's import job takes its files.
extension KingSetUp {
    func folder() throws -> ExchangePlace? {
        let place = dialogue.ask(
            "folder",
            BilingualText(
                nl:
                    "In welke map haalt de importtaak van King haar bestanden op? Een map van deze machine of een gekoppelde schijf, of op een server "
                    + "sftp://gebruiker@machine/pad (Enter: er is er geen)",
                en: "Out of which folder does King's import job take its files? A folder of this machine or a mounted disk, or on a server "
                    + "sftp://user@host/path (Enter: there is none)"))
        guard let place else { return nil }
        guard place.hasPrefix("sftp:") else { return .local(path: place) }
        return .server(try server(place))
    }

    /// A folder on a server, with who opens it and who vouches for it: none is spoken to that nobody vouches for.
    private func server(_ address: String) throws -> ExchangePlace.Server {
        guard var server = ExchangePlace.Server(address: address) else {
            throw CommandFailure(
                .usage, nl: "--folder wil op een server sftp://gebruiker@machine:poort/pad, geen '\(address)'",
                en: "--folder takes sftp://user@host:port/path on a server, not '\(address)'")
        }
        if invocation.value("sftp-password") == nil {
            server.keyFile = dialogue.ask(
                "sftp-key",
                BilingualText(
                    nl: "In welk bestand staat onze SSH-sleutel voor \(server.host)? (Enter: het gaat met een wachtwoord)",
                    en: "In which file is our SSH key for \(server.host)? (Enter: it goes by a password)"))
        }
        if server.keyFile == nil {
            let password = dialogue.ask(
                "sftp-password",
                BilingualText(
                    nl: "Waar staat het wachtwoord van \(server.user)? env:NAAM, file:/pad of sealed:naam",
                    en: "Where is the password of \(server.user)? env:NAME, file:/path or sealed:name"))
            server.password = try password.map { try secret($0) }
        } else {
            server.passphrase = try invocation.value("sftp-passphrase").map { try secret($0) }
        }
        server.knownHosts = invocation.value("sftp-known-hosts")
        if server.knownHosts == nil {
            let fingerprint = dialogue.ask(
                "sftp-fingerprint",
                BilingualText(
                    nl: "Wat is de vingerafdruk van de sleutel van \(server.host)? Vraag zijn beheerder erom: ssh-keygen -l toont SHA256:…",
                    en: "What is the fingerprint of \(server.host)'s key? Ask its administrator: ssh-keygen -l shows SHA256:…"))
            server.fingerprint = fingerprint.map { $0.hasPrefix("SHA256:") ? String($0.dropFirst(7)) : $0 }
        }
        guard server.keyFile != nil || server.password != nil, server.fingerprint != nil || server.knownHosts != nil else {
            throw CommandFailure(
                .usage, nl: "zonder sleutel of wachtwoord, en zonder vingerafdruk, wordt er met \(server.host) niet gesproken",
                en: "without key or password, and without fingerprint, \(server.host) is not spoken to")
        }
        return server
    }
}

extension ExchangePlace.Server {
    /// Reads `sftp://user@host:port/path`; nil for anything else, and for an address with a password in it.
    fileprivate init?(address: String) {
        let parts = address.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "sftp:", parts[1].isEmpty, !parts[3].isEmpty, !address.contains(" ") else { return nil }
        let names = parts[2].split(separator: "@", omittingEmptySubsequences: false)
        guard names.count == 2, !names[0].isEmpty, !names[0].contains(":") else { return nil }
        let host = names[1].split(separator: ":", omittingEmptySubsequences: false)
        guard let name = host.first, !name.isEmpty, host.count <= 2, let port = host.count == 2 ? Int(host[1]) : 22,
            (1...65_535).contains(port)
        else { return nil }
        self.init(host: String(name), port: port, user: String(names[0]), path: "/" + parts[3])
    }
}
