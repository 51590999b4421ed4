import BridgeDomain
import BridgeJSON
import BridgeRuntime
import BridgeSecrets

/// Which King it is, asked in words a customer knows, tried, and shown.
let connectKing = Command(
    path: ["connect", "king"], chapter: .connection,
    summary: BilingualText(
        nl: "vragen welke King er draait, het proberen, en de configuratie geven",
        en: "ask which King is run, try it, give the configuration"),
    details: BilingualText(
        nl: """
            Er zijn twee producten die King heten en vier manieren erin. Wat met een optie gezegd is, wordt niet gevraagd; antwoorden mogen ook van de \
            standaardinvoer komen. Er wordt alleen gelezen, en niets gekozen zonder dat iemand het zegt.
            """,
        en: """
            Two products are called King, and there are four ways in. What an option says is not asked; answers may also come from standard input. \
            Everything is only read, and nothing is chosen unless somebody says so.
            """),
    example: "ledgerbridge connect king --which finance --partner-key env:KING_PARTNER --omgevingscode env:KING_CODE",
    options: [
        .choice("which", "KING", KingProduct.allCases.map(\.rawValue), nl: "welke King", en: "which King"),
        .value(
            "partner-key", "SECRET", nl: "KING Finance: env:NAAM, file:/pad of sealed:naam",
            en: "KING Finance: env:NAME, file:/path or sealed:name"),
        .value("omgevingscode", "SECRET", nl: "KING Finance: idem", en: "KING Finance: likewise"),
        .value(
            "url", "ADDRESS", nl: "KING Finance: een ander adres dan dat van de leverancier",
            en: "KING Finance: another address than the vendor's"),
        .value("service-url", "ADDRESS", nl: "KING ERP: waar King Webservices antwoordt", en: "KING ERP: where King Webservices answer"),
        .value(
            "access-code", "SECRET", nl: "KING ERP: de toegangscode ervan", en: "KING ERP: their access code"),
        .value(
            "administration", "NAME", nl: "de administratie; KING ERP: zoals King haar noemt",
            en: "the administration; KING ERP: as King names it"),
        .value(
            "folder", "FOLDER", nl: "KING ERP: de importmap; op een server: sftp://gebruiker@machine:poort/pad",
            en: "KING ERP: the import folder; on a server: sftp://user@host:port/path"),
        .value("sftp-key", "FILE", nl: "KING ERP, server: onze SSH-sleutel", en: "KING ERP, server: our SSH key"),
        .value("sftp-passphrase", "SECRET", nl: "KING ERP, server: wat die sleutel opent", en: "KING ERP, server: what opens that key"),
        .value(
            "sftp-password", "SECRET", nl: "KING ERP, server: een wachtwoord, in plaats van een sleutel",
            en: "KING ERP, server: a password, in place of a key"),
        .value(
            "sftp-fingerprint", "SHA256", nl: "KING ERP, server: vingerafdruk van zijn sleutel",
            en: "KING ERP, server: fingerprint of its key"),
        .value(
            "sftp-known-hosts", "FILE", nl: "KING ERP, server: een known_hosts, in plaats daarvan",
            en: "KING ERP, server: a known_hosts, in place of that"),
        .value("account-width", "DIGITS", nl: "KING ERP: breedte van de rekeningen", en: "KING ERP: width of the accounts"),
        .value("debtor-section", "DIGITS", nl: "KING ERP: debiteurenparagraaf", en: "KING ERP: section of debtors"),
        .value("creditor-section", "DIGITS", nl: "KING ERP: crediteurenparagraaf", en: "KING ERP: section of creditors"),
        .choice(
            "profile", "TYPE", KingCandidates.Profile.allCases.map(\.rawValue), nl: "de keuze, in plaats van de laatste vraag",
            en: "the choice, in place of the last question"),
        .value("write", "FILE", nl: "schrijf de configuratie naar een nieuw bestand", en: "write the configuration to a new file"),
        .value(
            "config", "FILE", nl: "alleen voor sealed: de configuratie met die opslag",
            en: "only for sealed: the configuration with that store"),
    ], readsConfiguration: false
) { invocation in
    let language = invocation.surroundings.language(invocation.value("lang").map { ["--lang", $0] } ?? [], configured: nil)
    return try await KingSetUp(invocation: invocation, words: Words(language: language)).run()
}

/// What a customer would say he runs.
enum KingProduct: String, Sendable, CaseIterable {
    case finance, erp, unknown

    /// A number of the question, or the name itself.
    init?(answer: String) {
        switch answer.lowercased() {
        case "1": self = .finance
        case "2": self = .erp
        case "3": self = .unknown
        case let word: self.init(rawValue: word)
        }
    }
}

/// The dialogue: which King, what there is of it, what answers, what is chosen.
struct KingSetUp: Sendable {
    typealias Profile = KingCandidates.Profile

    let invocation: Invocation
    let words: Words
    var dialogue: Dialogue { Dialogue(invocation: invocation, words: words) }
    private var console: Console { invocation.console }

    func run() async throws -> Exit {
        let candidates = try candidates(of: try product())
        let trials = try await tried(candidates)
        let proposal = KingProposal(trials)
        show(trials, proposal)
        guard trials.contains(where: \.isUsable) else {
            throw CommandFailure(
                .unreachable, nl: "geen King antwoordt: kijk per regel hierboven wat er mis is, en geef de opdracht opnieuw",
                en: "no King answers: see on each line above what is wrong, and give the command again")
        }
        guard let chosen = try choice(trials, proposal) else {
            console.say(
                words.pick(
                    "Er is niets gekozen. Geef de keuze met --profile.", "Nothing was chosen. Give the choice with --profile."))
            printJSON(trials, proposal, nil, nil)
            return .needsPerson
        }
        let text = KingConfiguration(profile: chosen.profile, candidates: candidates, trial: chosen, dialogue: dialogue).text()
        if let file = invocation.value("write") { try write(text, to: file) }
        printJSON(trials, proposal, chosen.profile, text)
        if !invocation.flag("json"), invocation.value("write") == nil { console.out(text) }
        console.say(
            words.pick(
                "Gekozen: \(chosen.profile.rawValue). Hierna: zet dit in de configuratie, en dan 'ledgerbridge connect check'.",
                "Chosen: \(chosen.profile.rawValue). Next: put this into the configuration, then 'ledgerbridge connect check'."))
        return .success
    }

    /// Tries them; the sealed store is opened only where a secret lies in it.
    private func tried(_ candidates: KingCandidates) async throws -> [KingCandidates.Trial] {
        let surroundings = invocation.surroundings
        func tried(_ installation: Installation?) async -> [KingCandidates.Trial] {
            await candidates.tried(
                transport: surroundings.transport, environment: surroundings.environment, clock: surroundings.clock,
                installation: installation)
        }
        let isThere = try TextFile.read(Context.file(invocation.value("config"), surroundings)) != nil
        guard candidates.needsStore, isThere || invocation.value("config") != nil else { return await tried(nil) }
        let context = try Context(invocation)
        return try await context.withJournal { await tried(try context.installation($0)) }
    }

    // MARK: Asking

    private func product() throws -> KingProduct {
        let answer = dialogue.ask(
            "which",
            BilingualText(
                nl: """
                    Welke King gebruikt u?
                      1  KING Finance: u werkt in de browser en logt in op een webadres (ook KING Accountancy; voorheen iMUIS Online)
                      2  KING ERP: een programma op uw computer of server, met een administratie die u opent (voorheen King 5)
                      3  dat weet ik niet: probeer wat er is
                    """,
                en: """
                    Which King do you run?
                      1  KING Finance: you work in the browser and log in at a web address (also KING Accountancy; once iMUIS Online)
                      2  KING ERP: a program on your computer or server, with an administration that you open (once King 5)
                      3  I don't know: try what there is
                    """))
        guard let answer else {
            throw CommandFailure(
                .usage, nl: "welke King het is, is niet gezegd: --which finance, erp of unknown",
                en: "which King it is was not said: --which finance, erp or unknown")
        }
        guard let product = KingProduct(answer: answer) else {
            throw CommandFailure(
                .usage, nl: "'\(answer)' is geen van de drie: 1, 2 of 3", en: "'\(answer)' is none of the three: 1, 2 or 3")
        }
        return product
    }

    private func candidates(of product: KingProduct) throws -> KingCandidates {
        var candidates = KingCandidates()
        if product != .erp { candidates.finance = try finance() }
        if product != .finance {
            candidates.service = try service()
            candidates.folder = try folder()
        }
        return candidates
    }

    private func finance() throws -> KingCandidates.Finance? {
        let partner = dialogue.ask(
            "partner-key",
            BilingualText(
                nl: "Waar staat de partnerkey van Cloudswitch? env:NAAM, file:/pad of sealed:naam (Enter: die is er niet)",
                en: "Where is the partner key of Cloudswitch? env:NAME, file:/path or sealed:name (Enter: there is none)"))
        guard let partner else { return nil }
        let code = dialogue.ask(
            "omgevingscode",
            BilingualText(
                nl: "Waar staat de omgevingscode van de administratie? env:NAAM, file:/pad of sealed:naam",
                en: "Where is the administration's omgevingscode? env:NAME, file:/path or sealed:name"))
        guard let code else {
            throw CommandFailure(
                .usage, nl: "zonder omgevingscode is KING Finance niet te proberen",
                en: "KING Finance cannot be tried without the omgevingscode")
        }
        let origin = try invocation.value("url").map { try address($0, "url") }
        if let origin, !origin.path.isEmpty {
            throw CommandFailure(
                .usage, nl: "--url wil alleen schema, machine en poort, zonder '\(origin.path)'",
                en: "--url takes scheme, host and port only, without '\(origin.path)'")
        }
        return KingCandidates.Finance(origin: origin?.origin, partnerKey: try secret(partner), environmentCode: try secret(code))
    }

    private func service() throws -> KingCandidates.Service? {
        let url = dialogue.ask(
            "service-url",
            BilingualText(
                nl: "Op welk adres antwoordt King Webservices? https://machine:poort/pad (Enter: niet geïnstalleerd)",
                en: "At which address do King Webservices answer? https://host:port/path (Enter: not installed)"))
        guard let url else { return nil }
        let place = try address(url, "service-url")
        let administration = dialogue.ask(
            "administration", BilingualText(nl: "Hoe heet de administratie in King?", en: "What is the administration called in King?"))
        let code = dialogue.ask(
            "access-code",
            BilingualText(
                nl:
                    "Waar staat de toegangscode van de webservices (Diversen > Stamgegevens webservices)? env:NAAM, file:/pad of sealed:naam",
                en: "Where is the web services' access code (Diversen > Stamgegevens webservices)? env:NAME, file:/path or sealed:name"))
        guard let administration, let code else {
            throw CommandFailure(
                .usage, nl: "zonder administratie en toegangscode zijn de webservices niet te proberen",
                en: "the web services cannot be tried without administration and access code")
        }
        return KingCandidates.Service(
            origin: place.origin, path: place.path, administration: administration, accessCode: try secret(code))
    }

    func secret(_ text: String) throws -> SecretReference {
        guard let reference = SecretReference(text) else {
            throw CommandFailure(
                .usage, nl: "een geheim wordt aangewezen met env:NAAM, file:/pad of sealed:naam, en niet op de opdrachtregel getypt",
                en: "a secret is pointed at with env:NAME, file:/path or sealed:name, and not typed on the command line")
        }
        return reference
    }

    private func address(_ text: String, _ flag: String) throws -> (origin: String, path: String) {
        let parts = text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3, parts[0] == "https:" || parts[0] == "http:", parts[1].isEmpty, !parts[2].isEmpty, !text.contains(" ") else {
            throw CommandFailure(
                .usage, nl: "--\(flag) wil een adres als https://king.example.nl:8443, geen '\(text)'",
                en: "--\(flag) takes an address such as https://king.example.nl:8443, not '\(text)'")
        }
        let path = parts.count > 3 && !parts[3].isEmpty ? "/" + parts[3] : ""
        return (parts[..<3].joined(separator: "/"), path.hasSuffix("/") ? String(path.dropLast()) : path)
    }

    /// What the person, or `--profile`, says; nil when nobody says anything.
    private func choice(_ trials: [KingCandidates.Trial], _ proposal: KingProposal?) throws -> KingCandidates.Trial? {
        let offer = proposal.map { words.pick("; ja = \($0.profile.rawValue)", "; yes = \($0.profile.rawValue)") } ?? ""
        let names = trials.filter(\.isUsable).map(\.profile.rawValue).joined(separator: ", ")
        let answer = dialogue.ask(
            "profile",
            BilingualText(nl: "Welke wordt het? \(names)\(offer)", en: "Which is it to be? \(names)\(offer)"))
        guard let answer else { return nil }
        let isYes = ["ja", "j", "yes", "y"].contains(answer.lowercased())
        guard let profile = isYes ? proposal?.profile : Profile(rawValue: answer) else {
            throw CommandFailure(.usage, nl: "'\(answer)' is geen keuze: \(names)", en: "'\(answer)' is no choice: \(names)")
        }
        guard let trial = trials.first(where: { $0.profile == profile && $0.isUsable }) else {
            throw CommandFailure(
                .unreachable, nl: "\(profile.rawValue) antwoordde niet: er is niets gekozen",
                en: "\(profile.rawValue) did not answer: nothing was chosen")
        }
        return trial
    }

    // MARK: Showing

    private func show(_ trials: [KingCandidates.Trial], _ proposal: KingProposal?) {
        var table = TextTable([
            .init(title: words.pick("Manier", "Way")), .init(title: words.pick("Uitkomst", "Outcome")),
            .init(title: words.pick("Adres", "Address"), shrinks: true),
            .init(title: words.pick("Wat antwoordde", "What answered"), shrinks: true),
        ])
        table.rows = trials.map { [$0.profile.rawValue, words.standing($0.standing), $0.place, $0.text[words.language]] }
        console.say(table.text(width: console.width))
        // A table may cut what was said; here it is whole.
        for trial in trials where !trial.place.isEmpty {
            console.say("• \(trial.profile.rawValue): \(trial.text[words.language])")
        }
        guard trials.contains(where: \.isUsable) else { return }
        if let proposal {
            console.say(
                words.pick("Voorstel: ", "Proposal: ") + "\(proposal.profile.rawValue): \(proposal.reason[words.language])")
        } else {
            console.say(
                words.pick(
                    "Zowel KING Finance als KING ERP is er: alleen u weet in welke de boekhouding wordt gevoerd.",
                    "Both KING Finance and KING ERP are there: only you know in which the books are kept."))
        }
    }

    private func printJSON(_ trials: [KingCandidates.Trial], _ proposal: KingProposal?, _ chosen: Profile?, _ configuration: String?) {
        guard invocation.flag("json") else { return }
        let tried = trials.map { trial -> JSON in
            .object([
                .init("profile", .string(trial.profile.rawValue)), .init("standing", .string(trial.standing.rawValue)),
                .init("place", .string(trial.place)), .init("text", .string(trial.text[words.language])),
                .init("administration", .string(trial.administration)),
            ])
        }
        let json: JSON = .object([
            .init("tried", .array(tried)), .init("proposed", .string(proposal?.profile.rawValue)),
            .init("reason", .string(proposal?.reason[words.language])), .init("chosen", .string(chosen?.rawValue)),
            .init("configuration", .string(configuration)),
        ])
        console.out(json.indentedText)
    }

    private func write(_ text: String, to file: String) throws {
        guard try TextFile.read(file) == nil else {
            throw CommandFailure(
                .usage, nl: "\(file) is er al en blijft zoals het is; kies een andere naam",
                en: "\(file) is there and stays as it is; choose another name")
        }
        try TextFile.write(Array((text + "\n").utf8), to: file)
    }
}

extension Words {
    fileprivate func standing(_ standing: KingCandidates.Trial.Standing) -> String {
        switch standing {
        case .answers: pick("antwoordt", "answers")
        case .folderIsThere: pick("map is er", "folder is there")
        case .refuses: pick("weigert", "refuses")
        case .silent: pick("antwoordt niet", "does not answer")
        case .untried: pick("niet geprobeerd", "not tried")
        }
    }
}
