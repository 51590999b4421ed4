public import BridgeDomain
import BridgeHash

/// How the files of one folder are read: for whom, and what a person decided where the form leaves it open.
public struct UBLSettings: Hashable, Sendable {
    /// How it is told whether a file is a sale of ours or a purchase.
    public enum Direction: String, Hashable, Sendable, CaseIterable {
        /// All files are ours to a customer.
        case sales
        /// All files are a supplier's to us.
        case purchases
        /// By the party in whom ``UBLSettings/ownNumbers`` recognises us.
        case ownNumbers = "own_numbers"
    }

    /// What becomes of an invoice whose total is below zero (refusal N12 of `dutch-finance` §15).
    public enum NegativeInvoice: String, Hashable, Sendable, CaseIterable {
        /// It becomes the credit note that it is, with positive amounts.
        case creditNote = "credit_note"
        /// It stays an invoice, which stops it for a person.
        case park
    }

    /// What becomes of a credit note, or an invoice below zero, that names no document it takes back.
    public enum CreditsWithoutOriginal: String, Hashable, Sendable, CaseIterable {
        /// It waits for a person.
        case park
        /// It is posted by itself.
        case post
    }

    /// An exchange rate to use where a file in another currency says none.
    public struct ExchangeRate: Hashable, Sendable {
        public var currency: Currency
        /// The first day it holds, by issue date.
        public var from: CalendarDate
        /// Units of the currency per euro.
        public var rate: ExactDecimal

        /// A rate from a day on.
        public init(_ currency: Currency, from: CalendarDate, rate: ExactDecimal) {
            self.currency = currency
            self.from = from
            self.rate = rate
        }
    }

    /// The administration whose books the documents are for.
    public var administration: SourceAdministration
    public var direction: Direction
    /// The numbers we are known by: VAT numbers, chamber of commerce, GLN, Peppol. Compared by letters and digits only. When filled, a file
    /// in which we are not the supplier (sales) or the customer (purchases) is stopped, whatever ``direction`` says.
    public var ownNumbers: Set<String>
    /// Where the administration is established.
    public var ownCountry: CountryCode
    public var negativeInvoice: NegativeInvoice
    public var creditsWithoutOriginal: CreditsWithoutOriginal
    /// Whether purchases from outside the EU are under an article 23 licence; if not, customs collects the VAT and the invoice has none.
    public var importsUnderArticle23: Bool
    /// Kinds of line by the seller's item number: UBL does not tell a crate from a rose.
    public var lineKinds: [String: LineKind]
    /// Whether the buyer's accounting reference (BT-133, BT-19) on a purchase is a cost centre of ours.
    public var accountingCostIsCostCentre: Bool
    /// Rates for files that say none; of a currency the latest that has begun.
    public var exchangeRates: [ExchangeRate]
    /// The largest file; 1…``bytesMaxHighest``.
    public var bytesMax: Int

    /// More cannot be asked for: a file is held in memory.
    public static let bytesMaxHighest = 256 << 20
    /// The largest file, unless set: an invoice with its picture in it.
    public static let bytesMaxStandard = 32 << 20

    /// Settings; all but the administration have a usual value.
    public init(
        administration: SourceAdministration, direction: Direction = .ownNumbers, ownNumbers: Set<String> = [],
        ownCountry: CountryCode = .netherlands, negativeInvoice: NegativeInvoice = .creditNote,
        creditsWithoutOriginal: CreditsWithoutOriginal = .park, importsUnderArticle23: Bool = false,
        lineKinds: [String: LineKind] = [:], accountingCostIsCostCentre: Bool = false, exchangeRates: [ExchangeRate] = [],
        bytesMax: Int = bytesMaxStandard
    ) {
        self.administration = administration
        self.direction = direction
        self.ownNumbers = Set(ownNumbers.map(Self.compact))
        self.ownCountry = ownCountry
        self.negativeInvoice = negativeInvoice
        self.creditsWithoutOriginal = creditsWithoutOriginal
        self.importsUnderArticle23 = importsUnderArticle23
        self.lineKinds = lineKinds
        self.accountingCostIsCostCentre = accountingCostIsCostCentre
        self.exchangeRates = exchangeRates
        self.bytesMax = min(max(bytesMax, 1), Self.bytesMaxHighest)
    }

    /// Letters in capitals and digits, nothing else: how numbers are compared.
    static func compact(_ number: some StringProtocol) -> String {
        String(decoding: number.utf8.compactMap(Self.capital), as: UTF8.self)
    }

    private static func capital(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): byte
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - 0x20
        default: nil
        }
    }

    /// Changes whenever a file could be read differently.
    var fingerprint: String {
        let kinds = lineKinds.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.rawValue)" }
        let rates = exchangeRates.map { "\($0.currency)\($0.from)\($0.rate)" }.sorted()
        let parts: [String] = [
            "ubl-1", administration.text, direction.rawValue, ownNumbers.sorted().joined(separator: ","), ownCountry.text,
            negativeInvoice.rawValue, creditsWithoutOriginal.rawValue, "\(importsUnderArticle23)", kinds.joined(separator: ","),
            "\(accountingCostIsCostCentre)",
            rates.joined(separator: ","), "\(bytesMax)",
        ]
        return "ubl-" + SHA256.hash(Array(parts.joined(separator: "\u{1}").utf8)).hex.prefix(32)
    }
}
