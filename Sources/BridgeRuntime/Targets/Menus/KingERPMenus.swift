import BridgeDomain
public import BridgeReports

extension KingERPFileTarget {
    public static var menus: BooksMenus { KingERPMenus.all }
}

extension KingERPServiceTarget {
    public static var menus: BooksMenus { KingERPMenus.all }
}

/// KING ERP's menus. Its manual comes with the program and little of it is public: most was written down by others who work with it.
enum KingERPMenus {
    static let all = BooksMenus(
        "KING ERP",
        [
            .sought(
                .account,
                BilingualText(
                    nl: "de grootboekrekeningen in het menu Stamgegevens",
                    en: "the ledger accounts (grootboekrekeningen) in the menu Stamgegevens"),
                BilingualText(
                    nl: "Kijk of de rekening er is en niet geblokkeerd is.", en: "See that the account is there and not blocked.")),
            .at(
                .vatCode, "Stamgegevens / BTW-codes",
                BilingualText(
                    nl: "Open de code: percentage, soort en rekening moeten die van de regels zijn.",
                    en: "Open the code: percentage, type and account must be those of the rules."),
                .observed, "https://handboek.easyflex.net/handboek/latest/king"),
            .at(
                .daybook, "Stamgegevens / Dagboekcodes",
                BilingualText(
                    nl: "Kijk of het dagboek er is, met de code van de regels.",
                    en: "See that the daybook is there, with the code of the rules."),
                .observed, "https://handboek.easyflex.net/handboek/latest/king"),
            .at(
                .period, "Stamgegevens / Periode-indeling / Wijzigen",
                BilingualText(
                    nl: "Kies het boekjaar en haal het vinkje Blokkeren weg bij de periode of het jaar, of voeg het boekjaar toe.",
                    en: "Choose the financial year and take Blokkeren off the period or the year, or add the financial year."),
                .observed, "https://help.kecn.nl/?p=5627"),
            .sought(
                .debtor,
                BilingualText(nl: "de debiteur bij Relaties", en: "the debtor under Relaties"),
                BilingualText(
                    nl: "Maak de debiteur aan met het nummer dat hier staat, of hef de blokkade op.",
                    en: "Make the debtor with the number that stands here, or lift the block.")),
            .sought(
                .creditor,
                BilingualText(nl: "de crediteur bij Relaties", en: "the creditor under Relaties"),
                BilingualText(
                    nl: "Maak de crediteur aan met het nummer dat hier staat, of hef de blokkade op.",
                    en: "Make the creditor with the number that stands here, or lift the block.")),
            .sought(
                .bankAccount,
                BilingualText(nl: "de bankrekeningen van de relatie", en: "the relation's bank accounts"),
                BilingualText(nl: "Verbeter of voeg de IBAN toe.", en: "Correct or add the IBAN.")),
            .sought(
                .paymentCondition,
                BilingualText(
                    nl: "de betalingscondities in het menu Stamgegevens",
                    en: "the payment conditions (betalingscondities) in the menu Stamgegevens"),
                BilingualText(
                    nl: "Maak de conditie met de code van de regels, of kies een andere in de regels.",
                    en: "Make the condition with the code of the rules, or choose another in the rules.")),
            .sought(
                .costCentre,
                BilingualText(
                    nl: "de kostenplaatsen in het menu Stamgegevens", en: "the cost centres (kostenplaatsen) in the menu Stamgegevens"),
                BilingualText(nl: "Maak de kostenplaats.", en: "Make the cost centre.")),
            .sought(
                .costUnit,
                BilingualText(
                    nl: "de kostendragers in het menu Stamgegevens", en: "the cost units (kostendragers) in the menu Stamgegevens"),
                BilingualText(nl: "Maak de kostendrager.", en: "Make the cost unit.")),
            .sought(
                .currency,
                BilingualText(nl: "de valuta's in het menu Stamgegevens", en: "the currencies (valuta's) in the menu Stamgegevens"),
                BilingualText(
                    nl: "Voeg de valuta met een koers toe, of boek in de munt van de administratie.",
                    en: "Add the currency with a rate, or post in the administration's own currency.")),
            .at(
                .entry, "Financieel / Voorlopige boekingsgangen",
                BilingualText(
                    nl:
                        "Zoek de boekingsgang met ons kenmerk en verbeter haar voor zij wordt verwerkt; daarna alleen met een correctie.",
                    en: "Find the batch with our reference and correct it before it is processed; later only with a correcting entry."),
                .observed, "https://help.kecn.nl/?p=5627"),
            .sought(
                .openItem,
                BilingualText(
                    nl: "de openstaande posten van de debiteur of crediteur",
                    en: "the open items (openstaande posten) of the debtor or creditor"),
                BilingualText(
                    nl: "Kijk wat er op de post is geboekt en verbeter dat.", en: "See what was booked on the item and correct that.")),
            .sought(
                .byHand,
                BilingualText(nl: "het invoeren van journaalposten, menu Financieel", en: "entering journal entries, menu Financieel"),
                BilingualText(
                    nl: "Voer de boeking met de hand in zonder te verwerken: het scherm wijst aan wat ontbreekt of niet mag.",
                    en: "Enter the entry by hand without processing it: the screen shows what is missing or not allowed.")),
            .at(
                .rights, "Diversen / Stamgegevens webservices",
                BilingualText(
                    nl:
                        "Zet een vaste toegangscode bij elke genoemde webservice. Langs bestanden: kijk naar importtaak en map.",
                    en: "Set a fixed access code for every web service named. By files: look at the import job and its folder."),
                .observed, "https://help.zenvoices.com/en/articles/2840025-king-erp-administrations-connect"),
            .at(
                .consent, "Diversen / Stamgegevens webservices",
                BilingualText(
                    nl: "Kopieer de toegangscode en verzegel die. Langs bestanden is er geen.",
                    en: "Copy the access code and seal it. By files there is none."),
                .observed, "https://help.zenvoices.com/en/articles/2840025-king-erp-administrations-connect"),
        ])
}
