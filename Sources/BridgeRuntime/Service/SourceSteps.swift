import BridgeActs
import BridgeConsole
import BridgeDomain
import BridgeEngine
import BridgeSource

extension Configuration.Source {
    /// The steps of setting this source up, in its own words.
    func steps(_ bridge: Configuration.Bridge) -> [ConnectionStep] {
        switch kind {
        case .freshPortal: asking(exports: false, bridge) + [address, administration(bridge), pushes(bridge)]
        case .freshPortalExport: asking(exports: true, bridge) + [address, administration(bridge)]
        case .ublFolder(let folder, _), .columnFolder(let folder, _): [files(folder)]
        case .api: [token(bridge)]
        }
    }

    private func asking(exports: Bool, _ bridge: Configuration.Bridge) -> [ConnectionStep] {
        let (nl, en) =
            exports
            ? (
                "het recht op de exports (/v2/export), en welke tabellen en kolommen btw, fust, totalen en creditnota's dragen",
                "the right to exports (/v2/export), and which tables and columns hold VAT, packaging, totals and credit notes"
            )
            : (
                "leesrecht op administraties, debiteuren, crediteuren, goedgekeurde documenten, codelijsten en controletotalen; schrijfrecht "
                    + "op de boekstatus" + (bridge.policy.payments == nil ? "" : " en op betalingen"),
                "the right to read administrations, debtors, creditors, approved documents, code lists and control totals, and to write "
                    + "posting statuses" + (bridge.policy.payments == nil ? "" : " and payments")
            )
        return [
            ConnectionStep(
                BilingualText(nl: "vragen aan FreshPortal", en: "asking FreshPortal"),
                BilingualText(
                    nl: "Vraag Fresh Portal B.V. om een eigen API-sleutel voor LedgerBridge in uw omgeving, met \(nl). De schrijfrechten "
                        + "blijken bij het eerste document: proberen kan niet zonder iets te melden.",
                    en:
                        "Ask Fresh Portal B.V. for an API key of LedgerBridge's own in your environment, with \(en). The rights to write show "
                        + "with the first document: they cannot be tried without telling something."), proof: .person)
        ]
    }

    private var address: ConnectionStep {
        ConnectionStep(
            BilingualText(nl: "omgeving en sleutel", en: "environment and key"),
            BilingualText(
                nl: "Zet het adres van de omgeving (https://OMGEVING-api.freshportal.com) in sources.\(name).url, verzegel de sleutel en "
                    + "verwijs ernaar met key: sealed:\(name)-key.",
                en:
                    "Put the environment's address (https://ENVIRONMENT-api.freshportal.com) into sources.\(name).url, seal the key and refer "
                    + "to it as key: sealed:\(name)-key."), command: "ledgerbridge connect seal \(name)-key < key.txt",
            proof: .sourceConnects)
    }

    private func administration(_ bridge: Configuration.Bridge) -> ConnectionStep {
        ConnectionStep(
            BilingualText(nl: "administratie in FreshPortal", en: "administration in FreshPortal"),
            BilingualText(
                nl: "De brug leest administratie \(bridge.policy.source). Welke er zijn, en welk recht ontbreekt, zegt de proef hieronder.",
                en:
                    "The bridge reads administration \(bridge.policy.source). Which there are, and which right is missing, the test below says."
            ), proof: .sourceReads)
    }

    private func pushes(_ bridge: Configuration.Bridge) -> ConnectionStep {
        ConnectionStep(
            BilingualText(nl: "meldingen van FreshPortal (als u ze wilt)", en: "pushes of FreshPortal (if you want them)"),
            BilingualText(
                nl: "Zonder meldingen wordt elke \(bridge.policy.pollSeconds) s gelezen. Met: geef FreshPortal het adres "
                    + "/hooks/freshportal/\(bridge.policy.bridge) van deze service en een geheim, en verwijs ernaar met webhook_secret.",
                en: "Without pushes it is read every \(bridge.policy.pollSeconds) s. With them: give FreshPortal the address "
                    + "/hooks/freshportal/\(bridge.policy.bridge) of this service and a secret, and refer to it as webhook_secret."),
            command: "ledgerbridge connect seal \(name)-hook < hook.txt", proof: .person)
    }

    private func files(_ folder: Configuration.Folder) -> ConnectionStep {
        ConnectionStep(
            BilingualText(nl: "map met bestanden", en: "folder of files"),
            BilingualText(
                nl: "Laat het bronsysteem zijn bestanden in \(folder.path) zetten, onder een andere naam zolang ze nog groeien. Wat ervan "
                    + "geboekt zou worden, zegt de opdracht zonder iets te bewaren.",
                en: "Have the trade system put its files into \(folder.path), under another name while they grow. What would be booked of "
                    + "them the command says, without storing anything."), command: "ledgerbridge preview BESTAND", proof: .sourceConnects)
    }

    private func token(_ bridge: Configuration.Bridge) -> ConnectionStep {
        ConnectionStep(
            BilingualText(nl: "token voor het bronsysteem", en: "token for the trade system"),
            BilingualText(
                nl: "Maak een token met de rechten op documenten en relaties van deze brug, en geef het aan wie het bronsysteem beheert; "
                    + "het levert dan zelf aan.",
                en:
                    "Make a token with the scopes for this bridge's documents and parties, and give it to whoever runs the trade system; it "
                    + "then delivers by itself."),
            command: "ledgerbridge token create \(name) --scope documents:write --scope parties:write --bridge \(bridge.policy.bridge)",
            proof: .sourceReads)
    }
}
