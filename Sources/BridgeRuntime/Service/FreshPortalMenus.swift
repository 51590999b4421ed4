import BridgeDomain
public import BridgeReports

/// Where in FreshPortal things are mended. No manual of FreshPortal is public, and nobody who works with it wrote its menus down: every row is assumed
/// and says what to look for.
public enum FreshPortalMenus {
    /// The table.
    public static let all = BooksMenus(
        "FreshPortal",
        [
            .sought(
                .openItem, BilingualText(nl: "de factuur en haar betalingen", en: "the invoice and its payments"),
                BilingualText(
                    nl:
                        "Kijk of de factuur er is, definitief is en dit bedrag nog openstaat; maak haar definitief of haal weg wat er met de hand "
                        + "is afgeboekt.",
                    en:
                        "See that the invoice is there, is final and still has this amount open; make it final, or take away what was settled by "
                        + "hand.")),
            .sought(
                .debtor, BilingualText(nl: "de klant", en: "the customer"),
                BilingualText(
                    nl: "Vul aan of verbeter wat hier genoemd is; de klant komt daarna vanzelf mee.",
                    en: "Complete or correct what is named here; the customer is then delivered by itself.")),
            .sought(
                .creditor, BilingualText(nl: "de leverancier", en: "the supplier"),
                BilingualText(
                    nl: "Vul aan of verbeter wat hier genoemd is; de leverancier komt daarna vanzelf mee.",
                    en: "Complete or correct what is named here; the supplier is then delivered by itself.")),
        ])
}

extension Configuration.Source {
    /// Where in the trade system's own menus things are mended; nil for files and programs, which have none.
    public var menus: BooksMenus? {
        switch kind {
        case .freshPortal, .freshPortalExport: FreshPortalMenus.all
        case .ublFolder, .columnFolder, .api: nil
        }
    }
}
