public import BridgeConnector
public import BridgeDomain
public import BridgeJournal
public import BridgeMapping
import FoundationEssentials

/// Something in the books that is not as a bridge needs it.
public struct SetupFinding: Hashable, Sendable, Codable {
    /// What is wrong and what to do.
    public var dutch: String
    public var english: String
    /// True when nothing may be posted as long as it is so. Otherwise only the documents that need it wait.
    public var isBlocking: Bool
    /// Where in the books it is mended; nil where it is not mended there, or was found before this was kept.
    public var part: BooksPart?

    /// A finding.
    public init(_ text: BilingualText, isBlocking: Bool, part: BooksPart? = nil) {
        dutch = text.dutch
        english = text.english
        self.isBlocking = isBlocking
        self.part = part
    }

    public var text: BilingualText { BilingualText(nl: dutch, en: english) }
}

/// Compares the set-up of the books, as their code lists show it, with what a bridge and its rules need: the same for every system. Pure.
public struct SetupCheck: Sendable {
    /// Seconds between two checks of a set-up that is good, and while something blocks.
    public static let everySeconds: Int64 = 86_400
    public static let blockedSeconds: Int64 = 3_600
    /// Findings that are told in one line; the report of a bridge's standing has them all.
    public static let toldMax = 3

    private let policy: BridgePolicy
    private let used: CodesUsed
    private let today: CalendarDate

    /// A check for one bridge. `used`: every code its rules can give.
    public init(policy: BridgePolicy, used: CodesUsed, today: CalendarDate) {
        self.policy = policy
        self.used = used
        self.today = today
    }

    /// Everything that is not as it must be, blocking ones first.
    public func findings(_ master: MasterData) -> [SetupFinding] { money(master) + law(master) + codes(master) + period(master) }

    private func money(_ master: MasterData) -> [SetupFinding] {
        guard master.currency != policy.bookCurrency else { return [] }
        return [
            SetupFinding(
                BilingualText(
                    nl: "de boekhouding wordt gevoerd in \(master.currency), de brug rekent in \(policy.bookCurrency): kies de juiste "
                        + "administratie, of zet currency van de brug goed",
                    en: "the books are kept in \(master.currency), the bridge counts in \(policy.bookCurrency): choose the right "
                        + "administration, or correct the bridge's currency"), isBlocking: true)
        ]
    }

    private func law(_ master: MasterData) -> [SetupFinding] {
        guard let country = master.country, !country.isEmpty, country != policy.ownCountry else { return [] }
        return [
            SetupFinding(
                BilingualText(
                    nl: "de administratie volgt de wetgeving van \(country), de brug die van \(policy.ownCountry): btw zou verkeerd worden "
                        + "geboekt; kies de juiste administratie, of zet country van de brug goed",
                    en: "the administration follows the law of \(country), the bridge that of \(policy.ownCountry): VAT would be booked "
                        + "wrongly; choose the right administration, or correct the bridge's country"), isBlocking: true)
        ]
    }

    private func codes(_ master: MasterData) -> [SetupFinding] {
        func findings(_ part: BooksPart, _ name: BilingualText, _ codes: some Sequence<String>, _ list: [MasterCode]) -> [SetupFinding] {
            if list.isEmpty { return [] }
            let known = Dictionary(list.map { ($0.code, $0) }) { first, _ in first }
            return codes.sorted().compactMap { code in
                guard let found = known[code] else { return missing(part, name, code) }
                return found.blocked ? blocked(part, name, found) : nil
            }
        }
        return findings(.daybook, BilingualText(nl: "dagboek", en: "daybook"), used.daybooks.map(\.text), master.daybooks)
            + findings(.account, BilingualText(nl: "rekening", en: "account"), used.accounts.map(\.text), master.accounts)
            + findings(.vatCode, BilingualText(nl: "btw-code", en: "VAT code"), used.vatCodes.map(\.text), master.vatCodes)
            + findings(
                .paymentCondition, BilingualText(nl: "betalingsconditie", en: "payment condition"), used.paymentConditions.map(\.text),
                master.paymentConditions)
            + findings(.costCentre, BilingualText(nl: "kostenplaats", en: "cost centre"), used.costCentres.map(\.text), master.costCentres)
            + findings(.costUnit, BilingualText(nl: "kostendrager", en: "cost unit"), used.costUnits.map(\.text), master.costUnits)
    }

    private func missing(_ part: BooksPart, _ name: BilingualText, _ code: String) -> SetupFinding {
        SetupFinding(
            BilingualText(
                nl:
                    "\(name.dutch) \(code) uit de regels bestaat niet (meer) in de boekhouding: wat hem nodig heeft wordt geparkeerd; maak hem "
                    + "aan of pas de regels aan",
                en:
                    "\(name.english) \(code) of the rules does not exist in the books (any more): what needs it is parked; make it or change "
                    + "the rules"), isBlocking: false, part: part)
    }

    private func blocked(_ part: BooksPart, _ name: BilingualText, _ code: MasterCode) -> SetupFinding {
        SetupFinding(
            BilingualText(
                nl:
                    "\(name.dutch) \(code.code) \(code.name) is geblokkeerd in de boekhouding: wat hem nodig heeft wordt geparkeerd; hef de "
                    + "blokkade op of pas de regels aan",
                en: "\(name.english) \(code.code) \(code.name) is blocked in the books: what needs it is parked; lift the block or change "
                    + "the rules"), isBlocking: false, part: part)
    }

    private func period(_ master: MasterData) -> [SetupFinding] {
        if master.periods.isEmpty { return [] }
        guard let period = master.period(of: today) else {
            return [
                SetupFinding(
                    BilingualText(
                        nl: "de boekhouding heeft geen periode waarin \(today) valt: maak het boekjaar aan",
                        en: "the books have no period that holds \(today): make the financial year"), isBlocking: false, part: .period)
            ]
        }
        return used.daybooks.filter { period.closedFor.contains($0) }.sorted { $0.text < $1.text }.map { daybook in
            SetupFinding(
                BilingualText(
                    nl: "periode \(period.period) is gesloten voor dagboek \(daybook): wat van vandaag is wacht; open de periode",
                    en: "period \(period.period) is closed for daybook \(daybook): what is dated today waits; open the period"),
                isBlocking: false, part: .period)
        }
    }
}

/// What the last check of a bridge's set-up found.
public struct SetupRecord: Hashable, Sendable, Codable {
    public var checkedAt: Timestamp
    /// What the code lists show.
    public var findings: [SetupFinding]
    /// What the system itself was asked: rights, and what only it knows.
    public var examined: [SetupFinding]

    /// All of them, blocking ones first.
    public var all: [SetupFinding] {
        let all = examined + findings.filter { !examined.contains($0) }
        return all.filter(\.isBlocking) + all.filter { !$0.isBlocking }
    }

    /// What the last check found; nil before the first.
    public static func kept(of bridge: BridgeID, in journal: any BridgeJournal) async throws(JournalError) -> SetupRecord? {
        guard let bytes = try await journal.value(bridge, name: Names.setup) else { return nil }
        return try? JSONDecoder().decode(SetupRecord.self, from: Data(bytes))
    }
}
