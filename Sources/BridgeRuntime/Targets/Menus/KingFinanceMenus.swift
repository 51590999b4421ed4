import BridgeDomain
public import BridgeReports

extension KingFinanceTarget {
    public static var menus: BooksMenus { KingFinanceMenus.all }
}

/// KING Finance's menus. Its help is part of the program; the pages named here are those of an accountant who shows them to everybody.
enum KingFinanceMenus {
    private static let help = "https://internetboekhouden.oomsonline.nl/imuis_net/help/NED/"

    static let all = BooksMenus(
        "KING Finance",
        [
            .at(
                .account, "Financieel / Grootboek / Tabellen / Grootboek",
                BilingualText(
                    nl: "Open de rekening: kijk naar blokkade, btw-code en verplichte kostenplaats, of maak haar met [+].",
                    en: "Open the account: see whether it is blocked, its VAT code and compulsory cost centre, or make it with [+]."),
                .documented, "\(help)help-tabellen-grootboek.htm"),
            .at(
                .vatCode, "Financieel / Grootboek / Tabellen / BTW",
                BilingualText(
                    nl: "Open de code: percentage, rekening en waarvoor zij geblokkeerd is moeten bij de regels passen.",
                    en: "Open the code: percentage, account and what it is blocked for must go with the rules."),
                .documented, "\(help)help-stap-btwcodes-invoeren.htm"),
            .at(
                .daybook, "Financieel / Grootboek / Tabellen / Dagboek",
                BilingualText(
                    nl: "Open het dagboek: kijk naar blokkade en automatische nummering, of maak het met [+].",
                    en: "Open the journal: see whether it is blocked or numbers by itself, or make it with [+]."),
                .documented, "\(help)help-tabellen-dagboek.htm"),
            .sought(
                .period,
                BilingualText(
                    nl: "het afsluiten van jaren en perioden van de administratie",
                    en: "the closing of the administration's years and periods"),
                BilingualText(
                    nl: "Zet de periode open. Het aantal perioden staat in Financieel / Grootboek / Tabellen / Basis financieel.",
                    en: "Open the period. How many there are stands in Financieel / Grootboek / Tabellen / Basis financieel.")),
            .at(
                .debtor, "Financieel / Debiteuren / Tabellen / Debiteur",
                BilingualText(
                    nl: "Open de debiteur: hef de blokkade op; BTW-plichtig, Sluitrekening en Betalingsconditie moeten gevuld zijn.",
                    en: "Open the debtor: lift the block; BTW-plichtig, Sluitrekening and Betalingsconditie must be filled."),
                .documented, "\(help)help-tabellen-debiteur.htm"),
            .at(
                .creditor, "Financieel / Crediteuren / Tabellen / Crediteur",
                BilingualText(
                    nl: "Open de crediteur: hef de blokkade op; BTW-plichtig, Sluitrekening en Betalingsconditie moeten gevuld zijn.",
                    en: "Open the creditor: lift the block; BTW-plichtig, Sluitrekening and Betalingsconditie must be filled."),
                .documented, "\(help)help-tabellen-crediteur.htm"),
            .sought(
                .bankAccount,
                BilingualText(
                    nl: "de bankgegevens in de tabel Debiteur of Crediteur", en: "the bank details in the table Debiteur or Crediteur"),
                BilingualText(nl: "Verbeter of voeg de IBAN toe.", en: "Correct or add the IBAN.")),
            .at(
                .paymentCondition, "Financieel / Debiteuren of Crediteuren / Tabellen / Betalingsconditie",
                en: "Financieel / Debiteuren or Crediteuren / Tabellen / Betalingsconditie",
                BilingualText(
                    nl: "Maak de conditie met het nummer van de regels, of kies een andere in de regels.",
                    en: "Make the condition with the number of the rules, or choose another in the rules."),
                .documented, "\(help)help-tabellen-betalingsconditie.htm"),
            .sought(
                .costCentre,
                BilingualText(nl: "de tabel Kostenplaats", en: "the table Kostenplaats"),
                BilingualText(
                    nl:
                        "Maak of deblokkeer de kostenplaats; of ze gebruikt worden, staat in de tabel Basis financieel.",
                    en:
                        "Make or unblock the cost centre; whether they are used stands in the table Basis financieel."
                )),
            .sought(
                .costUnit,
                BilingualText(nl: "de tabel Kostendrager", en: "the table Kostendrager"),
                BilingualText(
                    nl:
                        "Maak of deblokkeer de kostendrager; of ze gebruikt worden, staat in de tabel Basis financieel.",
                    en:
                        "Make or unblock the cost unit; whether they are used stands in the table Basis financieel."
                )),
            .sought(
                .currency,
                BilingualText(nl: "de tabel met valuta's en koersen", en: "the table of currencies and rates"),
                BilingualText(
                    nl: "Voeg de valuta met een koers toe, of boek in de munt van de administratie.",
                    en: "Add the currency with a rate, or post in the administration's own currency.")),
            .at(
                .entry, "Financieel / Boekingsprogramma",
                BilingualText(
                    nl:
                        "Kies het dagboek en zoek het boekstuk, of begin bij Financieel / Grootboek / Informatie.",
                    en: "Choose the journal and find the entry, or begin at Financieel / Grootboek / Informatie."),
                .documented, "https://imuis.rozendaldorrestein.nl/imuis_net/help/NED/help-informatie-grootboek-mutaties.htm"),
            .sought(
                .openItem,
                BilingualText(
                    nl: "de openstaande posten van de debiteur of crediteur, en Afletteren",
                    en: "the open items of the debtor or creditor, and Afletteren"),
                BilingualText(
                    nl: "Kijk wat er op de factuur is geboekt en verbeter dat.", en: "See what was booked on the invoice and correct that.")
            ),
            .at(
                .byHand, "Financieel / Boekingsprogramma",
                BilingualText(
                    nl: "Voer de boeking met de hand in zonder te bewaren: het scherm wijst aan wat ontbreekt of niet mag.",
                    en: "Enter the entry by hand without saving: the screen shows what is missing or not allowed."),
                .documented, "\(help)help-financieel-boeken.htm"),
            .at(
                .rights, "Beheer / Gebruikersbeheer",
                BilingualText(
                    nl: "Geef de gebruiker van de koppeling toegang tot de genoemde tabellen en de administratie.",
                    en: "Give the connection's user access to the tables that are named and to the administration."),
                .documented, "https://imuis.visadministratie.nl:55000/imuis_net/help/NED/help-gebruikersbeheer-nieuw.htm"),
            .at(
                .consent, "Beheer / Mijn gegevens / Verbindingen",
                BilingualText(
                    nl:
                        "Zoek onze koppeling, kopieer haar omgevingscode en verzegel die. Het abonnement moet Cloudswitch hebben.",
                    en: "Find our connection, copy its omgevingscode and seal it. The subscription must include Cloudswitch."),
                .documented, "\(help)help-beheer-mijninloggegevens.htm"),
        ])
}
