import BridgeDomain

/// How the program ends. Scripts may rely on the numbers.
enum Exit: Int32, Sendable, CaseIterable {
    case success = 0
    /// The command did its work and found something a person must look at.
    case needsPerson = 1
    case usage = 2
    case configuration = 3
    case journal = 4
    case unreachable = 5
    /// A document is lost, double or different, or the history was changed.
    case proofFailed = 6
    case failure = 70

    var meaning: BilingualText {
        switch self {
        case .success:
            BilingualText(nl: "gedaan; er is niemand nodig", en: "done; nothing needs a person")
        case .needsPerson:
            BilingualText(
                nl: "gedaan; er is iemand nodig (geparkeerd, geweigerd, te laat, anders)",
                en: "done; something needs a person (parked, rejected, late, differing)")
        case .usage: BilingualText(nl: "de opdrachtregel klopt niet", en: "the command line is wrong")
        case .configuration:
            BilingualText(nl: "de configuratie of een regelbestand klopt niet", en: "the configuration or a rules file is wrong")
        case .journal:
            BilingualText(
                nl: "het journaal is niet te gebruiken (vol, bezet, beschadigd, nieuwer)",
                en: "the journal cannot be used (full, locked, damaged, newer)")
        case .unreachable:
            BilingualText(
                nl: "het handelssysteem of de boekhouding is niet bereikbaar, of er is toestemming nodig",
                en: "the trade system or the books cannot be reached, or a consent is needed")
        case .proofFailed:
            BilingualText(
                nl: "een document is kwijt, dubbel of anders, of de historie is veranderd",
                en: "a document is lost, double or different, or the history was changed")
        case .failure:
            BilingualText(nl: "iets onverwachts; de melding zegt wat", en: "something unexpected; the message says what")
        }
    }
}
