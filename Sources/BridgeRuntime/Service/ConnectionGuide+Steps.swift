import BridgeActs
import BridgeConnector
import BridgeConsole
import BridgeDomain
import BridgeEngine
import BridgeJournal
import BridgeMapping
import BridgeSource

extension ConnectionDesk {
    /// How far a bridge's set-up is. Calls nobody.
    static func guide(
        _ bridge: Configuration.Bridge, _ target: Configuration.Target, _ installation: Installation
    ) async -> ConnectionGuide {
        let name = bridge.policy.bridge
        var holds: Set<ConnectionStep.Proof> = []
        var trouble: BilingualText?
        do throws(InstallationError) {
            _ = try await installation.connect(target)
            holds.insert(.connects)
        } catch {
            trouble = error.text
        }
        let standing = await ConnectionStanding.read(target, installation)
        if holds.contains(.connects), !standing.asksConsent || standing.consent.map({ $0.until > installation.clock.now() }) ?? false {
            holds.insert(.consents)
        }
        let setup = try? await SetupRecord.kept(of: name, in: installation.journal)
        if let setup, !setup.all.contains(where: \.isBlocking) { holds.insert(.reads) }
        if let versions = try? await installation.journal.mappings(name), !versions.isEmpty { holds.insert(.rules) }
        let source = installation.configuration.source(of: bridge)
        if let source {
            do throws(InstallationError) {
                _ = try await installation.documents(of: source, for: bridge)
                holds.insert(.sourceConnects)
            } catch {
                trouble = trouble ?? error.text
            }
        }
        if await hasRead(name, installation.journal) { holds.insert(.sourceReads) }
        return ConnectionGuide(steps: (source?.steps(bridge) ?? []) + target.setup.steps(bridge), holds: holds, trouble: trouble)
    }

    /// True when something of the source has arrived.
    private static func hasRead(_ bridge: BridgeID, _ journal: any BridgeJournal) async -> Bool {
        if let parties = try? await journal.listParties(bridge, states: [], after: nil, limit: 1), !parties.isEmpty { return true }
        return (try? await journal.stateTotals(bridge).contains { $0.count > 0 }) ?? false
    }

    /// Tries every right that is needed, at both ends.
    static func test(
        _ bridge: Configuration.Bridge, _ target: Configuration.Target, _ installation: Installation
    ) async -> Result<ConnectionTrial, ConnectionFailure> {
        do {
            let working = try await installation.bridge(bridge)
            var trial = ConnectionTrial()
            if let source = installation.configuration.source(of: bridge) {
                let outcome = try await SourceTrial(working, source.kind).run()
                trial.source = outcome.administrations.map { "\($0.code) \($0.name)" }
                (trial.allowed, trial.findings) = (outcome.allowed, outcome.findings)
            }
            try await BooksTrial(working: working, setup: target.setup).add(to: &trial)
            return .success(trial)
        } catch {
            let text = ConnectionStanding.text(of: error)
            return .failure(
                ConnectionFailure(BilingualText(nl: Door.withoutLinks(text.dutch), en: Door.withoutLinks(text.english))))
        }
    }
}

extension TargetSetup {
    /// The steps of setting this system up, then those every bridge has.
    func steps(_ bridge: Configuration.Bridge) -> [ConnectionStep] {
        let name = bridge.policy.bridge
        return ownSteps(target: bridge.target) + [
            ConnectionStep(
                BilingualText(nl: "codelijsten en inrichting", en: "code lists and set-up"),
                BilingualText(
                    nl: "De service leest rekeningen, btw-codes, dagboeken en perioden en kijkt na of er geboekt kan worden. De proef "
                        + "hieronder doet het meteen.",
                    en: "The service reads accounts, VAT codes, daybooks and periods and sees whether posting is possible. The test below "
                        + "does it at once."),
                command: "ledgerbridge connect check --bridge \(name)", proof: .reads),
            ConnectionStep(
                BilingualText(nl: "regels", en: "rules"),
                BilingualText(
                    nl: "Begin met de voorbeeldregels voor deze boekhouding en pas ze aan; daarna wijzigt u ze hier.",
                    en: "Begin with the sample rules for these books and change them; after that you change them here."),
                command:
                    "ledgerbridge map sample --target \(Self.type) > mapping.yaml && ledgerbridge map import mapping.yaml --bridge \(name)",
                proof: .rules),
        ]
    }

    /// What this system asks, in its own words: by its type, since what people call things there is all that differs.
    private func ownSteps(target: String) -> [ConnectionStep] {
        switch Self.type {
        case "exact": Self.exactSteps(administration, target)
        case "afas": Self.afasSteps(administration, target)
        case "afas-folder", "king-erp-file": Self.folderSteps(administration, target)
        default: Self.kingSteps(administration, target)
        }
    }

    private static func seal(_ secret: String, _ target: String) -> String {
        "ledgerbridge connect seal \(target)-\(secret) < \(secret).txt"
    }

    private static func exactSteps(_ division: TargetAdministration, _ target: String) -> [ConnectionStep] {
        [
            ConnectionStep(
                BilingualText(nl: "app en client", en: "app and client"),
                BilingualText(
                    nl:
                        "Registreer een app in het App Center van Exact Online. Zet client_id, redirect en url in targets.\(target), en verzegel "
                        + "het client secret.",
                    en:
                        "Register an app in Exact Online's App Center. Put client_id, redirect and url into targets.\(target), and seal the "
                        + "client secret."), command: seal("client-secret", target), proof: .connects),
            ConnectionStep(
                BilingualText(nl: "divisie", en: "division"),
                BilingualText(
                    nl: "Het nummer van de administratie is \(division) (division). De gebruiker die toestemt heeft er rechten op "
                        + "dagboeken, relaties, btw-codes en, voor betalingen terug, Cashflow.",
                    en: "The number of the administration is \(division) (division). The user who consents has rights there to daybooks, "
                        + "relations, VAT codes and, for payments back, Cash flow."), proof: .person),
            ConnectionStep(
                BilingualText(nl: "toestemming", en: "consent"),
                BilingualText(
                    nl: "Geef toestemming op de pagina van Exact en vink daar divisie \(division) aan. Ongebruikt verloopt ze na 30 dagen.",
                    en: "Give consent on Exact's page and tick division \(division) there. Unused, it runs out after 30 days."),
                command: "ledgerbridge connect consent", proof: .consents),
        ]
    }

    private static func afasSteps(_ administration: TargetAdministration, _ target: String) -> [ConnectionStep] {
        [
            ConnectionStep(
                BilingualText(nl: "omgeving en token", en: "environment and token"),
                BilingualText(
                    nl: "Maak in AFAS Profit een app-connector met een gebruiker en een token. Zet het deelnemernummer (participant) en de "
                        + "omgeving in targets.\(target), en verzegel het token.",
                    en: "Make an app connector with a user and a token in AFAS Profit. Put the participant number and the environment into "
                        + "targets.\(target), and seal the token."), command: seal("token", target), proof: .connects),
            ConnectionStep(
                BilingualText(nl: "administratie", en: "administration"),
                BilingualText(
                    nl: "Er wordt geboekt in administratie \(administration).", en: "Entries go into administration \(administration)."),
                proof: .person),
            ConnectionStep(
                BilingualText(nl: "connectoren", en: "connectors"),
                BilingualText(
                    nl: "Voeg de GetConnectoren en UpdateConnectoren toe die de proef hieronder noemt.",
                    en: "Add the GetConnectors and UpdateConnectors that the test below names."), proof: .reads),
        ]
    }

    private static func kingSteps(_ administration: TargetAdministration, _ target: String) -> [ConnectionStep] {
        [
            ConnectionStep(
                BilingualText(nl: "welke King", en: "which King"),
                BilingualText(
                    nl:
                        "KING Finance of KING ERP, en langs welke weg: de opdracht vraagt het in de woorden van King, probeert wat er is en "
                        + "geeft de configuratie.",
                    en: "KING Finance or KING ERP, and by which way: the command asks in King's words, tries what there is and gives the "
                        + "configuration."), command: "ledgerbridge connect king", proof: .person),
            ConnectionStep(
                BilingualText(nl: "interface en toegang", en: "interface and access"),
                BilingualText(
                    nl: "Zet adres, gebruiker en sleutels van de interface in targets.\(target) en verzegel wat geheim is.",
                    en: "Put address, user and keys of the interface into targets.\(target) and seal what is secret."),
                command: seal("password", target), proof: .connects),
            ConnectionStep(
                BilingualText(nl: "administratie", en: "administration"),
                BilingualText(
                    nl: "Er wordt geboekt in administratie \(administration).", en: "Entries go into administration \(administration)."),
                proof: .person),
        ]
    }

    private static func folderSteps(_ administration: TargetAdministration, _ target: String) -> [ConnectionStep] {
        [
            ConnectionStep(
                BilingualText(nl: "uitwisselmap", en: "exchange folder"),
                BilingualText(
                    nl: "Wijs in targets.\(target) de map aan die de boekhouding leest, lokaal of over SFTP; verzegel de sleutel of het "
                        + "wachtwoord van de server.",
                    en:
                        "Name in targets.\(target) the folder that the accounting system reads, local or over SFTP; seal the server's key or "
                        + "password."), command: seal("sftp", target), proof: .connects),
            ConnectionStep(
                BilingualText(nl: "importtaak", en: "import job"),
                BilingualText(
                    nl:
                        "Stel in de boekhouding de taak in die de bestanden van administratie \(administration) ophaalt en geweigerde regels "
                        + "teruglegt.",
                    en: "Set up the job in the accounting system that fetches the files of administration \(administration) and puts "
                        + "refused lines back."), proof: .person),
        ]
    }
}
