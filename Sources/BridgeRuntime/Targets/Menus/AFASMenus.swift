import BridgeDomain
public import BridgeReports

/// AFAS Profit's menus, whichever way leads to it.
enum AFASMenus {
    static let all = BooksMenus(
        "AFAS Profit",
        [
            .at(
                .account, "Financieel / Grootboek / Grootboekrekening", en: "Financial / Ledger / Ledger account",
                BilingualText(
                    nl: "Toon geblokkeerde regels, kies de rekening en deblokkeer haar, of maak haar met Nieuw.",
                    en: "Show blocked lines, choose the account and enable it, or make it with New."),
                .documented, "https://help.afas.nl/help/EN/SE/Fin_Config_Ledger_Block.htm"),
            .at(
                .vatCode, "Financieel / Btw/ICP / Inrichting / Btw-code", en: "Financial / VAT/ICP / Configuration / VAT code",
                BilingualText(
                    nl:
                        "Open de code: tarief en rekening moeten die van de regels zijn. Welke rekening haar toelaat, staat daar.",
                    en: "Open the code: rate and account must be those of the rules. Which account takes it stands there."),
                .documented, "https://help.afas.nl/help/en/se/Fin_Config_VatIcp_AW_Codes.htm"),
            .at(
                .daybook, "Financieel / Grootboek / Dagboek", en: "Financial / Ledger / Journal",
                BilingualText(
                    nl: "Open het dagboek: kijk naar blokkade en soort, of maak het met Nieuw.",
                    en: "Open the journal: see whether it is blocked, and its type, or make it with New."),
                .documented, "https://afas.help/Help/NL/SE/Fin_Config_FxdAst_Journl_Add.htm"),
            .at(
                .period, "Algemeen / Inrichting / Periode-instellingen / Periodetabel",
                en: "General / Configuration / Period settings / Period table",
                BilingualText(
                    nl: "Vink Geblokkeerd uit. Kijk ook bij Financieel / Beheer / Instellingen administratie, en bij het dagboek zelf.",
                    en: "Untick Blocked. Look at the administration's settings (Financial / Management) and at the journal itself too."),
                .documented, "https://help.afas.nl/help/NL/SE/App_GenSet_PerTbl_PerBlk.htm"),
            .at(
                .debtor, "Financieel / Debiteur / Debiteur",
                BilingualText(
                    nl: "Open de debiteur: hef de blokkade op, tabblad Organisatie/persoon, en vul aan wat ontbreekt.",
                    en: "Open the debtor: lift the block on the tab Organisation/person, and complete what is missing."),
                .documented, "https://help.afas.nl/help/NL/SE/Sales_Custmr_New_Add.htm"),
            .at(
                .creditor, "Financieel / Crediteur / Crediteur",
                BilingualText(
                    nl: "Open de crediteur: hef de blokkade op en vul aan wat ontbreekt.",
                    en: "Open the creditor: lift the block and complete what is missing."),
                .documented, "https://help.afas.nl/help/NL/SE/Fin_Entry_Change.htm"),
            .at(
                .bankAccount, "Financieel / Debiteur / Debiteur / tabblad Bankrekening",
                BilingualText(
                    nl: "Verbeter of voeg de IBAN toe; bij een crediteur op dezelfde plaats.",
                    en: "Correct or add the IBAN; for a creditor at the same place."),
                .documented, "https://help.afas.nl/help/NL/SE/Fin_Debtor_Collct_Terms_Debtor.htm"),
            .at(
                .paymentCondition, "Algemeen / Inrichting / Instellingen betalingen / Betaalvoorwaarde",
                BilingualText(
                    nl: "Maak de betaalvoorwaarde met de code van de regels, of kies een andere in de regels.",
                    en: "Make the payment condition with the code of the rules, or choose another in the rules."),
                .documented, "https://help.afas.nl/help/NL/SE/Fin_Config_DebCrd_Collct_Terms.htm"),
            .at(
                .costCentre, "Financieel / Verbijzondering / Code verbijzondering",
                BilingualText(
                    nl: "Maak of deblokkeer de code, en wijs haar toe aan de rekening (Verbijzonderingstoewijzing).",
                    en: "Make or unblock the code, and assign it to the account (Verbijzonderingstoewijzing)."),
                .documented, "https://help.afas.nl/help/NL/AL/Fin_Config_CstAll_CstCtr.htm"),
            .at(
                .costUnit, "Financieel / Verbijzondering / Code verbijzondering",
                BilingualText(
                    nl: "Maak de code op de as van de kostendragers, en wijs haar toe aan de rekening (Verbijzonderingstoewijzing).",
                    en: "Make the code on the axis of the cost units, and assign it to the account (Verbijzonderingstoewijzing)."),
                .documented, "https://help.afas.nl/help/NL/SE/Fin_Config_CstAll_Block.htm"),
            .at(
                .currency, "Algemeen / Inrichting / Landinstellingen / Valuta",
                BilingualText(
                    nl: "Voeg de valuta toe, en wijs haar toe aan relatie en rekening (Valutatoewijzingen).",
                    en: "Add the currency, and assign it to relation and account (Valutatoewijzingen)."),
                .observed, "https://www.trifact365.com/en/support-en/foreign-currency-afas/"),
            .at(
                .entry, "Financieel / Grootboek / Financiële mutaties",
                BilingualText(
                    nl: "Open de mutatie; met Wijzig journaalpost verbetert u wat afwijkt, zolang zij niet definitief verwerkt is.",
                    en: "Open the entry; Wijzig journaalpost corrects what differs, as long as it was not processed for good."),
                .documented, "https://help.afas.nl/help/NL/SE/Fin_Entry_Change.htm"),
            .at(
                .openItem, "Financieel / Debiteur / Debiteur / tabblad Openstaande posten",
                BilingualText(
                    nl: "Kijk wat er op de post is afgeletterd en verbeter dat; bij een crediteur op dezelfde plaats.",
                    en: "See what was matched to the item and correct that; for a creditor at the same place."),
                .documented, "https://help.afas.nl/help/NL/SE/Fin_Debtor_Monitr_VwOuts.htm"),
            .at(
                .byHand, "Financieel / Boeken / Dagboek",
                BilingualText(
                    nl: "Voer de boeking met de hand in zonder te bewaren: het scherm wijst aan wat ontbreekt of niet mag.",
                    en: "Enter the entry by hand without saving: the screen shows what is missing or not allowed."),
                .documented, "https://help.afas.nl/help/NL/SE/Fin_Debtor_Monitr_VwOuts.htm"),
            .at(
                .rights, "Algemeen / Beheer / App connector", en: "General / Management / App connector",
                BilingualText(
                    nl: "Voeg toe wat genoemd wordt. Wat de gebruiker mag zien, regelt Algemeen / Beheer / Autorisatie tool.",
                    en: "Add what is named. What the user may see is set in General / Management / Authorisation tool."),
                .documented, "https://help.afas.nl/help/NL/AL/120718.htm"),
            .at(
                .consent, "Algemeen / Beheer / App connector / tabblad Gebruikerstokens",
                en: "General / Management / App connector / tab User tokens",
                BilingualText(
                    nl: "Maak een nieuw token, verzegel het en verwijder het oude.", en: "Make a new token, seal it and delete the old one."
                ),
                .documented, "https://help.afas.nl/help/EN/SE/Cmd_Remote_Config_App,htm.htm"),
        ])
}

extension AFASTarget {
    public static var menus: BooksMenus { AFASMenus.all }
}

extension AFASFolderTarget {
    public static var menus: BooksMenus { AFASMenus.all }
}
