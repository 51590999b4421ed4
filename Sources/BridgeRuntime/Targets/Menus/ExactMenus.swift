import BridgeDomain
public import BridgeReports

extension ExactTarget {
    /// Exact's own pages name older menus or other products of theirs; what stands here was mostly written down by others who work with it.
    public static let menus = BooksMenus(
        "Exact Online",
        [
            .at(
                .account, "administratienaam / Stamgegevens / Financieel / Grootboekrekeningen",
                BilingualText(
                    nl: "Open de rekening: kijk naar blokkade, soort en kostenplaats, of maak haar met Nieuw.",
                    en: "Open the account: see whether it is blocked, its type and cost centre, or make it with Nieuw."),
                .observed, "https://help.combidesk.com/nl/articles/8675771-exact-online-inrichten-voor-automatisch-afletteren"),
            .at(
                .vatCode, "administratienaam / Stamgegevens / Btw-codes",
                BilingualText(
                    nl: "Open de code: percentage, soort (exclusief) en rekening moeten die van de regels zijn.",
                    en: "Open the code: percentage, type (excluding) and account must be those of the rules."),
                .observed, "https://www.wefact.be/help/artikel/876/exact-online-foutmelding-btw-percentage-is-niet-toegestaan/"),
            .at(
                .daybook, "administratienaam / Stamgegevens / Financieel / Dagboeken",
                BilingualText(
                    nl: "Open het dagboek: kijk naar blokkade, soort en valuta, of maak het met Nieuw.",
                    en: "Open the daybook: see whether it is blocked, its type and currency, or make it with Nieuw."),
                .observed, "http://finovion.freshdesk.com/support/solutions/articles/4000145257-werken-met-vreemde-valuta"),
            .sought(
                .period,
                BilingualText(
                    nl: "de boekjaren en perioden van de administratie, met de dagboeken die per periode zijn afgesloten",
                    en: "the administration's financial years and periods (boekjaren, perioden), with the daybooks closed for each"),
                BilingualText(
                    nl: "Open de periode voor dit dagboek, of maak het boekjaar aan.",
                    en: "Open the period for this daybook, or make the financial year.")),
            .at(
                .debtor, "Relaties / Klanten / Overzicht",
                BilingualText(
                    nl: "Open de relatie, kies Bewerken: zij moet Klant zijn, zonder blokkade of einddatum in het verleden.",
                    en: "Open the relation, choose Bewerken: it must be Klant, without a block or an end date that has passed."),
                .observed, "http://finovion.freshdesk.com/support/solutions/articles/4000145257-werken-met-vreemde-valuta"),
            .at(
                .creditor, "Inkoop / Leveranciers / Onderhoud",
                BilingualText(
                    nl: "Open de relatie, kies Bewerken: zij moet Leverancier zijn, zonder blokkade of einddatum in het verleden.",
                    en: "Open the relation, choose Bewerken: it must be Leverancier, without a block or an end date that has passed."),
                .observed, "https://help.declaree.com/hc/nl/articles/115000137884-Foutmeldingen-Exact-Online"),
            .sought(
                .bankAccount,
                BilingualText(nl: "de bankrekeningen op de kaart van de relatie", en: "the bank accounts on the relation's card"),
                BilingualText(nl: "Verbeter of voeg de IBAN toe.", en: "Correct or add the IBAN.")),
            .at(
                .paymentCondition, "administratienaam / Stamgegevens / Relaties / Betalingscondities",
                en: "company name / Master data / Accounts / Payment conditions",
                BilingualText(
                    nl: "Maak de conditie met de code van de regels, of kies een andere in de regels.",
                    en: "Make the condition with the code of the rules, or choose another in the rules."),
                .observed, "https://support.soldo.com/hc/en-gb/articles/10963625504529-How-do-I-create-a-payment-condition-in-Exact-Online-"
            ),
            .sought(
                .costCentre,
                BilingualText(
                    nl: "de kostenplaatsen in de stamgegevens (module Kostenanalyse)",
                    en: "the cost centres among the master data (module Kostenanalyse)"
                ),
                BilingualText(
                    nl: "Maak de kostenplaats, of geef de rekening er een als standaard.",
                    en: "Make the cost centre, or give the account one of its own.")),
            .sought(
                .costUnit,
                BilingualText(
                    nl: "de kostendragers in de stamgegevens (module Kostenanalyse)",
                    en: "the cost units among the master data (module Kostenanalyse)"),
                BilingualText(nl: "Maak de kostendrager.", en: "Make the cost unit.")),
            .at(
                .currency, "Financieel / Analyse en resultaten / Valuta / Wisselkoersen",
                BilingualText(
                    nl: "Voeg de valuta met een koers toe, en vink bij het dagboek 'Variabele: Valuta' aan.",
                    en: "Add the currency with a rate, and tick 'Variabele: Valuta' at the daybook."),
                .observed, "https://www.trifact365.com/en/support-en/foreign-currency-exact-online/"),
            .sought(
                .entry,
                BilingualText(
                    nl: "de boeking bij haar dagboek en boekstuknummer, of op de kaart van de grootboekrekening",
                    en: "the entry by its daybook and number, or on the card of the ledger account"),
                BilingualText(
                    nl: "Vergelijk haar met die van dit document en verbeter wat afwijkt.",
                    en: "Compare it with that of this document and correct what differs.")),
            .sought(
                .openItem,
                BilingualText(
                    nl: "de openstaande posten op de kaart van de relatie", en: "the open items on the relation's card"),
                BilingualText(
                    nl: "Kijk wat op de post is afgeletterd en verbeter dat.", en: "See what was matched to the item and correct it.")),
            .sought(
                .byHand,
                BilingualText(nl: "het invoeren van een boeking in dit dagboek", en: "entering an entry in this daybook"),
                BilingualText(
                    nl: "Voer haar met de hand in zonder te bewaren: het scherm wijst aan wat ontbreekt of niet mag.",
                    en: "Enter it by hand without saving: the screen shows what is missing or not allowed.")),
            .at(
                .rights, "Gebruikers & Rechten / Gebruikers en rechten onderhouden / gebruiker / Rechten",
                BilingualText(
                    nl: "Geef de gebruiker die toestemming gaf het genoemde recht, en toegang tot de administratie.",
                    en: "Give the user who consented the right that is named, and access to the administration."),
                .observed, "https://www.exactsoftware.com/docs/DocView.aspx?DocumentID=%7b32bfea92-4229-4fa3-a90d-d77304d4bc0e%7d"),
            .at(
                .consent, "uw naam / Mijn Exact Online / Beveiligingscentrum / Machtigingen voor mijn apps",
                BilingualText(
                    nl:
                        "Kies onze app, Administraties beheren: de divisie moet erbij staan. Vernieuw daarna de toestemming.",
                    en: "Choose our app and Administraties beheren: the division must be among them. Then renew the consent."
                ),
                .observed, "https://keeping.nl/support/facturatie/exact-online-troubleshooting"),
        ])
}
