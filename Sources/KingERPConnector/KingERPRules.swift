public import BridgeDomain

/// How entries and debtors are written for one administration of KING ERP, whichever way they travel: what its accountant set up, and what was
/// chosen where the reference leaves a choice. Plain values, no secrets.
public struct KingERPRules: Hashable, Sendable {
    /// Where an entry's VAT stands (reference king §7.1).
    public enum VATPlacement: String, Hashable, Sendable, CaseIterable {
        /// A line of its own on the VAT account.
        case separateLine = "separate_line"
        /// In a HULPREKENING on the lines it is of: the VAT code travels with it.
        case helpAccount = "help_account"
    }

    /// Under which number a credit note falls on the debtor's open items (reference king §7.2: there is no link to an original).
    public enum CreditNumber: String, Hashable, Sendable, CaseIterable {
        /// Its own; the original's is in the line's text.
        case own
        /// The original's, so that the open item nets; its own where it has none or several.
        case original
    }

    /// What becomes of an entry in another currency than the books': King's files have no rate (reference king §7.1).
    public enum ForeignCurrency: String, Hashable, Sendable, CaseIterable {
        /// A person decides.
        case refuse
        /// Posted in the books' currency; the foreign amount is in the party line's text.
        case inBookCurrency = "in_book_currency"
    }

    /// Digits of a debtor's or creditor's account, section included; 3…28.
    public var accountWidth: Int
    /// What a debtor's account starts with.
    public var debtorSection: String
    public var creditorSection: String
    /// Between account, cost centre and cost unit.
    public var dimensionSeparator: String = "."
    public var vatPlacement = VATPlacement.separateLine
    public var creditNumber = CreditNumber.own
    public var foreignCurrency = ForeignCurrency.refuse
    /// Whether batches are final at once; otherwise a person makes them so in King.
    public var isFinal = false
    /// What a batch's text starts with.
    public var batchText = "LedgerBridge"
    /// Whether open items of purchases may be paid without anybody's approval in King.
    public var approvesPurchases = true
    /// Numbers of debtors that are ours to write. King makes a debtor or changes the one of that number, whoever made it; so outside this range
    /// none is written, and the debtor must be there. nil: none is ours.
    public var debtorNumbers: ClosedRange<Int>?
    /// Of debtors we write, by where they are; left out where there is none.
    public var debtorVATCodes: [CountryGroup: Int] = [:]
    public var debtorGroup: Int?

    /// Rules for an administration with accounts of that width.
    public init(accountWidth: Int, debtorSection: String, creditorSection: String) {
        self.accountWidth = accountWidth
        self.debtorSection = debtorSection
        self.creditorSection = creditorSection
    }

    /// The longest numbers that are read from a configuration.
    static let widths = 3...28

    /// A relation's account: its section, then its number filled up with zeros (reference king §7.4). nil where the number does not fit.
    func account(_ kind: PartyKind, number: String) -> String? {
        let section = kind == .debtor ? debtorSection : creditorSection
        let digits = accountWidth - section.count
        guard KingField.isDigits(number), number.count <= digits else { return nil }
        return section + String(repeating: "0", count: digits - number.count) + number
    }

    /// A ledger account with what it is divided by.
    func account(_ account: AccountCode, _ centre: CostCentre?, _ unit: CostUnit?) -> String {
        guard centre != nil || unit != nil else { return account.text }
        let parts = [account.text, centre?.text ?? ""] + (unit.map { [$0.text] } ?? [])
        return parts.joined(separator: dimensionSeparator)
    }
}
