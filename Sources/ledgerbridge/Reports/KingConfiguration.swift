import BridgeDomain
import BridgeRuntime
import BridgeSecrets

/// The block of the configuration for the King that was chosen.
struct KingConfiguration: Sendable {
    let profile: KingCandidates.Profile
    let candidates: KingCandidates
    let trial: KingCandidates.Trial
    let dialogue: Dialogue

    private static let administrationMax = 40

    func text() -> String {
        (["targets:", "  king:", "    type: \(profile.rawValue)"] + keys.map { "    " + $0 }).joined(separator: "\n")
    }

    private var keys: [String] {
        switch profile {
        case .financeHTTP, .financeSOAP: financeKeys
        case .erpService:
            (candidates.service.map {
                ["url: \(Self.quoted($0.origin))"] + ($0.path.isEmpty ? [] : ["path: \(Self.quoted($0.path))"])
                    + ["access_code: \(Self.quoted($0.accessCode.description))"]
            } ?? []) + erpKeys
        case .erpFile: folderKeys + erpKeys
        }
    }

    private var folderKeys: [String] {
        switch candidates.folder {
        case .local(let path): return ["folder: \(Self.quoted(path))"]
        case .server(let server):
            let texts = [
                ("password", server.password?.description), ("key_file", server.keyFile), ("passphrase", server.passphrase?.description),
                ("fingerprint", server.fingerprint), ("known_hosts", server.knownHosts),
            ]
            return [
                "sftp:", "  host: \(Self.quoted(server.host))", "  port: \(server.port)", "  user: \(Self.quoted(server.user))",
                "  path: \(Self.quoted(server.path))",
            ] + texts.compactMap { name, text in text.map { "  \(name): \(Self.quoted($0))" } }
        case nil: return []
        }
    }

    private var financeKeys: [String] {
        guard let finance = candidates.finance else { return [] }
        let name = dialogue.invocation.value("administration") ?? trial.administration ?? ""
        var keys = [
            "# \(dialogue.words.pick("Een eigen naam; welke administratie het is, zegt de omgevingscode", "A name of your own; which administration it is, the omgevingscode says"))",
            "administration: \(Self.quoted(String((name.isEmpty ? "king" : name).prefix(Self.administrationMax))))",
            "partner_key: \(Self.quoted(finance.partnerKey.description))",
            "omgevingscode: \(Self.quoted(finance.environmentCode.description))",
        ]
        if let origin = finance.origin { keys.append("url: \(Self.quoted(origin))") }
        return keys
    }

    /// What neither of KING ERP's ways can be asked, and is set up in King.
    private var erpKeys: [String] {
        let administration =
            candidates.service?.administration
            ?? dialogue.ask(
                "administration", BilingualText(nl: "Hoe heet de administratie in King?", en: "What is the administration called in King?"))
        return [
            key("administration", administration, quoted: true),
            key(
                "account_width",
                dialogue.ask(
                    "account-width",
                    BilingualText(
                        nl: "Hoeveel cijfers heeft de rekening van een debiteur in King, paragraaf meegeteld?",
                        en: "How many digits has a debtor's account in King, its section included?"))),
            key(
                "debtor_section",
                dialogue.ask(
                    "debtor-section",
                    BilingualText(
                        nl: "Met welke cijfers begint de rekening van een debiteur?", en: "With which digits does a debtor's account begin?"
                    )),
                quoted: true),
            key(
                "creditor_section",
                dialogue.ask(
                    "creditor-section",
                    BilingualText(nl: "En die van een crediteur?", en: "And a creditor's?")), quoted: true),
        ]
    }

    /// A key that was not told is left open: the program then says that it is missing, instead of posting by a guess.
    private func key(_ name: String, _ value: String?, quoted: Bool = false) -> String {
        guard let value else {
            return "# \(name): "
                + dialogue.words.pick(
                    "nog in te vullen; staat in King bij de administratiegegevens",
                    "to be filled in; King has it with the administration's data")
        }
        return "\(name): \(quoted || Int(value) == nil ? Self.quoted(value) : value)"
    }

    /// As YAML's double quotes have it.
    private static func quoted(_ text: String) -> String {
        let escaped = text.flatMap { character -> String in
            switch character {
            case "\"", "\\": "\\\(character)"
            case _ where character.isNewline || character == "\t": " "
            default: String(character)
            }
        }
        return "\"\(String(escaped))\""
    }
}
