public import BridgeDomain

/// Which way to King we would take, and why. A person decides.
public struct KingProposal: Sendable {
    public var profile: KingCandidates.Profile
    public var reason: BilingualText

    /// A proposal from what was tried; nil when nothing can be used, or when both products answered: then only the customer knows in which of them the
    /// books are kept.
    public init?(_ trials: [KingCandidates.Trial]) {
        let usable = Set(trials.filter(\.isUsable).map(\.profile))
        let finance = usable.intersection([.financeHTTP, .financeSOAP])
        let erp = usable.subtracting(finance)
        guard finance.isEmpty != erp.isEmpty else { return nil }
        if usable.contains(.financeHTTP) {
            profile = .financeHTTP
            reason =
                usable.contains(.financeSOAP)
                ? BilingualText(
                    nl: "KING Finance antwoordt op beide manieren; gewone HTTP is de eenvoudigste en gebruikelijke",
                    en: "KING Finance answers both ways; plain HTTP is the simplest and the usual one")
                : BilingualText(
                    nl: "KING Finance antwoordt via gewone HTTP, en niet via SOAP",
                    en: "KING Finance answers by plain HTTP, and not by SOAP")
        } else if usable.contains(.financeSOAP) {
            profile = .financeSOAP
            reason = BilingualText(
                nl: "KING Finance antwoordt via SOAP, en niet via gewone HTTP", en: "KING Finance answers by SOAP, and not by plain HTTP")
        } else if usable.contains(.erpService) {
            profile = .erpService
            reason = BilingualText(
                nl:
                    "de webservices van KING ERP antwoorden: per boeking is meteen bekend of King haar neemt; bestanden krijgen pas later antwoord",
                en: "KING ERP's web services answer: of each entry it is known at once whether King takes it; files are answered later")
        } else {
            profile = .erpFile
            reason = BilingualText(
                nl: "er zijn geen webservices die antwoorden; de importmap werkt zonder, en het eerste bestand toont of King haar leegt",
                en: "no web services answer; the import folder works without them, and the first file shows whether King empties it")
        }
    }
}
