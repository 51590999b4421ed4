import BridgeDomain

/// Files and records of KING ERP, by the tables of reference king §7.
enum ERPMessage {
    static func line(_ number: Int, _ account: String, debit: Bool, _ amount: ExactDecimal, _ more: String = "") -> String {
        """
        <JOURNAALREGEL><JR_VOLGNUMMER>\(number)</JR_VOLGNUMMER><JR_REKENINGNUMMER>\(account)</JR_REKENINGNUMMER>\
        <JR_BOEKZIJDE>\(debit ? "DEB" : "CRED")</JR_BOEKZIJDE><JR_VALUTACODE>EUR</JR_VALUTACODE>\
        <JR_VALUTABEDRAG>\(amount.text(decimalsMin: 2))</JR_VALUTABEDRAG>\(more)</JOURNAALREGEL>
        """
    }

    static func head(_ journal: String, _ text: String, date: String = "2026-03-05") -> String {
        "<JP_DAGBOEKCODE>\(journal)</JP_DAGBOEKCODE><JP_BOEKDATUM>\(date)</JP_BOEKDATUM><JP_OMSCHRIJVING>\(text)</JP_OMSCHRIJVING>"
    }

    static func entry(_ journal: String, _ text: String, _ lines: [String]) -> String {
        "<JOURNAALPOST>\(head(journal, text))<JOURNAALREGELS>\(lines.joined())</JOURNAALREGELS></JOURNAALPOST>"
    }

    static func journal(_ entries: [String], final: Bool = false) -> String {
        """
        <?xml version="1.0" encoding="utf-8"?>
        <KING_JOURNAAL><BOEKINGSGANGEN><BOEKINGSGANG><BG_OMSCHRIJVING>FreshPortal 2026-03-05</BG_OMSCHRIJVING>\
        <BG_DEFINITIEF>\(final)</BG_DEFINITIEF><JOURNAALPOSTEN>\(entries.joined())</JOURNAALPOSTEN></BOEKINGSGANG></BOEKINGSGANGEN></KING_JOURNAAL>
        """
    }

    /// The invoice of reference king §7.1: 121.00 with a VAT line of its own.
    static func invoice(_ number: String = "26000917", vatAccount: String = "1500", revenue: String = "8000.10") -> String {
        let more = "<JR_FACTUURNUMMER>\(number)</JR_FACTUURNUMMER><JR_VERVALDATUM>2026-04-04</JR_VERVALDATUM>"
        return entry(
            "VRK", number,
            [
                line(1, "13000231", debit: true, 121, more), line(2, revenue, debit: false, 100), line(3, vatAccount, debit: false, 21),
            ])
    }

    static func helpAccount(_ code: String) -> String {
        """
        <HULPREKENING><HULP_SOORT>BTW</HULP_SOORT><HULP_BTWCODE>\(code)</HULP_BTWCODE><HULP_BOEKZIJDE>CRED</HULP_BOEKZIJDE>\
        <HULP_VALUTACODE>EUR</HULP_VALUTACODE><HULP_VALUTABEDRAG>21.00</HULP_VALUTABEDRAG></HULPREKENING>
        """
    }
}
