import BridgeConnector
import BridgeDomain

/// What the code lists say of the set-up.
struct KingSetUpCheck {
    let master: MasterData
    let basics: KingBasics
    let settings: KingFinanceSettings
    let today: CalendarDate

    var findings: [KingFinanceFinding] { ranges + split + journals + vatCodes + periods + conditions }

    private var ranges: [KingFinanceFinding] {
        guard basics.debtors.overlaps(basics.creditors) else { return [] }
        let found = "\(basics.debtors), \(basics.creditors)"
        return [
            KingFinanceFinding(
                "BASFIN", isBlocking: true,
                nl: "de nummerreeksen van debiteuren en crediteuren overlappen (\(found)): maak ze in King los van elkaar",
                en: "the number ranges of debtors and creditors overlap (\(found)): part them in King")
        ]
    }

    private var split: [KingFinanceFinding] {
        let number = basics.splitAccount
        let account = master.accounts.first { $0.code == number }
        let isControl = account?.more[KingMasterKey.isControl] == KingMasterKey.yes
        if let account, !account.blocked, !isControl { return [] }
        return [
            KingFinanceFinding(
                "BASFIN", isBlocking: true, part: .account,
                nl:
                    "rekening \(number) voor uitsplitsingen bestaat niet, is geblokkeerd of is een verzamelrekening: kies in King een gewone "
                    + "grootboekrekening, of noem er een met split_account",
                en:
                    "account \(number) for split entries is not there, is blocked or is a control account: choose an ordinary ledger account "
                    + "in King, or name one with split_account")
        ]
    }

    private var journals: [KingFinanceFinding] {
        let own = master.daybooks.filter { $0.more[KingMasterKey.numbersInvoices] == KingMasterKey.yes && !$0.blocked }
        guard settings.ownNumbers == .refuse, !own.isEmpty else { return [] }
        let names = own.map { "\($0.code) \($0.name)" }.joined(separator: ", ")
        return [
            KingFinanceFinding(
                "DAGBOEK", part: .daybook,
                nl:
                    "deze dagboeken nummeren facturen zelf: \(names). Er wordt niet in geboekt; zet de automatische nummering in King uit, of zet "
                    + "own_numbers: record",
                en:
                    "these journals number invoices themselves: \(names). Nothing is booked in them; switch automatic numbering off in King, or "
                    + "set own_numbers: record")
        ]
    }

    private var vatCodes: [KingFinanceFinding] {
        func percentage(_ code: MasterCode) -> ExactDecimal { code.more[KingMasterKey.percentage].flatMap { ExactDecimal($0) } ?? .zero }
        let open = master.vatCodes.filter { !$0.blocked }
        let rates = open.map { "\($0.code) = \(percentage($0))%" }.joined(separator: ", ")
        var findings = [KingFinanceFinding("BTW", nl: "btw-codes: \(rates)", en: "VAT codes: \(rates)")]
        let bare = open.filter { !percentage($0).isZero && $0.more[KingMasterKey.vatAccount] == nil }.map(\.code)
        if !bare.isEmpty {
            let codes = bare.joined(separator: ", ")
            findings.append(
                KingFinanceFinding(
                    "BTW", part: .vatCode, nl: "btw-codes zonder grootboekrekening: \(codes); geef ze in King een rekening",
                    en: "VAT codes without a ledger account: \(codes); give them one in King"))
        }
        return findings
    }

    private var periods: [KingFinanceFinding] {
        let current = master.period(of: today)
        guard current == nil || !(current?.closedFor.isEmpty ?? true) else { return [] }
        return [
            KingFinanceFinding(
                "PERIODEINFO", part: .period,
                nl: "de periode van vandaag (\(today)) is er niet of is afgesloten: maak of open haar in King, anders wachten documenten",
                en: "the period of today (\(today)) is not there or is closed: make or open it in King, or documents wait")
        ]
    }

    private var conditions: [KingFinanceFinding] {
        guard let wanted = settings.paymentCondition else { return [] }
        if master.paymentConditions.contains(where: { $0.code == wanted && !$0.blocked }) { return [] }
        return [
            KingFinanceFinding(
                "BETCOND", part: .paymentCondition,
                nl: "betalingsconditie \(wanted) bestaat niet of is geblokkeerd: maak haar in King, of kies een andere payment_condition",
                en: "payment condition \(wanted) is not there or is blocked: make it in King, or choose another payment_condition")
        ]
    }
}
