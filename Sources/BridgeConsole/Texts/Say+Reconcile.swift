import BridgeActs
import BridgeDomain
import BridgeReconciliation

// What *Reconcile* says.
extension Say {
    static let reconcile = Text(nl: "Aansluiting", en: "Reconcile")
    static let nothingToReconcile = Text(
        nl: "Er is niets met een datum in dit tijdvak om te boeken.", en: "Nothing dated in this range is to be booked.")
    static func theyAgree(_ booked: String) -> Text {
        let (nl, en) = booked.isEmpty ? ("", "") : (": \(booked)", ": \(booked)")
        return Text(nl: "De boeken hebben precies wat verzonden is\(nl).", en: "The books hold exactly what was sent\(en).")
    }
    static func theyTookAll(_ booked: String) -> Text {
        Text(
            nl: "De boeken namen alles wat verzonden is (\(booked)), voor zover zij antwoorden: lezen kan de brug ze niet. "
                + "Leg deze totalen naast die van de boekhouding.",
            en: "The books took all that was sent (\(booked)), as far as they answer: the bridge cannot read them. "
                + "Hold these totals against those of the accounting system.")
    }
    static func theyDiffer(_ count: String, isOne: Bool, _ amount: String) -> Text {
        let (nl, en) = amount.isEmpty ? ("", "") : (": verschil \(amount)", ": difference \(amount)")
        return Text(
            nl: "\(count) \(isOne ? "document staat" : "documenten staan") anders in de boeken dan verzonden\(nl).",
            en: "\(count) \(isOne ? "document stands" : "documents stand") in the books otherwise than sent\(en).")
    }
    static func notReadYet(_ amount: String) -> Text {
        let (nl, en) = amount.isEmpty ? ("een deel", "a part") : (amount, amount)
        return Text(
            nl: "Geen document wijkt af, maar \(nl) van wat verzonden is, is nog niet teruggelezen.",
            en: "No document differs, but \(en) of what was sent has not been read back yet.")
    }
    static func unreadToo(_ amount: String) -> Text {
        Text(nl: "\(amount) is verzonden en nog niet teruggelezen.", en: "\(amount) was sent and has not been read back yet.")
    }
    static func stillUnsent(_ amount: String) -> Text {
        Text(nl: "\(amount) moet nog verzonden worden.", en: "\(amount) has still to be sent.")
    }
    static func parkedToo(_ count: String, isOne: Bool) -> Text {
        Text(
            nl: "\(count) \(isOne ? "geparkeerd document telt" : "geparkeerde documenten tellen") hier nog niet mee.",
            en: "\(count) parked \(isOne ? "document is" : "documents are") not counted here yet.")
    }
    static func reconciled(_ range: String, _ way: String, _ moment: String) -> Text {
        Text(nl: "Factuurdatum \(range), \(way), stand van \(moment)", en: "Invoice date \(range), \(way), as of \(moment)")
    }
    static let thisMonth = Text(nl: "Deze maand", en: "This month")
    static let lastMonth = Text(nl: "Vorige maand", en: "Last month")
    static let thisYear = Text(nl: "Dit jaar", en: "This year")
    static let showDates = Text(nl: "Tonen", en: "Show")
    static let askSource = Text(nl: "Ook met de bron vergelijken", en: "Compare with the source too")
    static let sourceHeading = Text(nl: "Goedgekeurd in de bron, ontvangen hier", en: "Approved at the source, received here")
    static func sourceSays(_ arriving: ControlTable.Arriving, approved: Int, received: Int, _ formatting: Formatting) -> Text {
        let (nl, en) = (
            "De bron keurde \(formatting.count(approved)) \(approved == 1 ? "document" : "documenten") goed",
            "The source approved \(formatting.count(approved)) \(approved == 1 ? "document" : "documents")"
        )
        let count = formatting.count(received)
        switch arriving {
        case .same: return Text(nl: "\(nl); alles is ontvangen.", en: "\(en); all of it was received.")
        case .unreadable(let unread):
            let shown = formatting.count(unread)
            return Text(
                nl:
                    "\(nl); alles is ontvangen. Van \(shown) \(unread == 1 ? "document" : "documenten") zijn de bedragen hier niet te lezen: "
                    + "die tellen als onleesbaar, en ontbreken in de bedragen van hun soort.",
                en: "\(en); all of it was received. Of \(shown) \(unread == 1 ? "document" : "documents") the amounts cannot be read here: "
                    + "they count as unreadable, and are missing from the amounts of their kind.")
        case .otherwise:
            return Text(
                nl: "\(nl); er zijn er evenveel ontvangen, maar soort of bedrag verschilt in de gemerkte regels.",
                en: "\(en); as many were received, but kind or amount differs in the rows that are marked.")
        case .uneven:
            return received < approved
                ? Text(
                    nl: "Niet alles is binnen: \(lowered(nl)), ontvangen \(received == 1 ? "is er" : "zijn er") \(count).",
                    en: "Not all has arrived: \(lowered(en)), \(count) \(received == 1 ? "was" : "were") received.")
                : Text(
                    nl: "Er is meer binnen dan de bron noemt: \(lowered(nl)), ontvangen \(received == 1 ? "is er" : "zijn er") \(count).",
                    en: "More has arrived than the source names: \(lowered(en)), \(count) \(received == 1 ? "was" : "were") received.")
        }
    }
    private static func lowered(_ text: String) -> String { text.prefix(1).lowercased() + text.dropFirst() }
    static func sourceSilent(_ reason: Text) -> Text {
        Text(nl: "De bron gaf geen totalen: \(reason.dutch)", en: "The source gave no totals: \(reason.english)")
    }
    static let approvedCount = Text(nl: "Goedgekeurd", en: "Approved")
    static let receivedCount = Text(nl: "Ontvangen", en: "Received")
    static let approvedGross = Text(nl: "Bruto bron", en: "Gross source")
    static let receivedGross = Text(nl: "Bruto ontvangen", en: "Gross received")
    static let unreadable = Text(nl: "onleesbaar", en: "unreadable")
    static let differingDocuments = Text(nl: "Documenten die anders in de boeken staan", en: "Documents that stand otherwise in the books")
    static let allThatDiffer = Text(nl: "Alle documenten die anders staan", en: "All documents that differ")
    static let whatDiffers = Text(nl: "Wat er anders is", en: "What differs")
    static let source = Text(nl: "Bron", en: "Source")
    static let sent = Text(nl: "Verzonden", en: "Sent")
    static let inTheBooks = Text(nl: "Geboekt", en: "Booked")
    static let difference = Text(nl: "Verschil", en: "Difference")
    static let vatCode = Text(nl: "Btw-code", en: "VAT code")
    static let bookedNet = Text(nl: "Netto geboekt", en: "Net booked")
    static let bookedVAT = Text(nl: "Btw geboekt", en: "VAT booked")
    static let together = Text(nl: "Samen", en: "Together")
    static let byDaybook = Text(nl: "Per dagboek en btw-code", en: "By daybook and VAT code")
    static let byDay = Text(nl: "Per factuurdatum", en: "By invoice date")
    static let byMonth = Text(nl: "Per maand", en: "By month")
    static let month = Text(nl: "Maand", en: "Month")
}
