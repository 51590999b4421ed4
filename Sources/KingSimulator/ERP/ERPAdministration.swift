public import BridgeDomain

extension KingSandbox {
    /// One administration of KING ERP: what its accountant set up before the first file.
    public struct ERPAdministration: Sendable {
        /// The name that jobs and web services know it by.
        public var name: String
        /// The access code of its web services.
        public var accessCode = "erp-toegang"
        /// Digits of a debtor's or creditor's account; the number is filled up with zeros behind its section (reference king §7.4).
        public var accountWidth = 8
        public var debtorSection = "13"
        public var creditorSection = "16"
        /// Divides account, cost centre and cost unit in one account text; not published.
        public var dimensionSeparator: Character = "."
        public var years: ClosedRange<Int> = 2025...2027
        /// Periods in which nothing can be booked; that King refuses such an entry is assumed.
        public var closedPeriods: Set<Period> = []
        public var accounts: [Account] = []
        public var vatCodes: [VATCode] = []
        public var journals: [Journal] = []
        /// Numbers.
        public var costCentres: [String] = []
        /// Numbers.
        public var costUnits: [String] = []
        /// Codes of payment conditions.
        public var paymentConditions: [Int] = []
        /// ISO codes.
        public var countries: Set<String> = []
        public var debtors: [Relation] = []
        public var creditors: [Relation] = []

        /// An administration with nothing in it.
        public init(_ name: String) { self.name = name }
    }

    /// A ledger account of KING ERP.
    public struct Account: Sendable {
        public let number: String
        public let name: String
        public var isBlocked = false

        /// An account that is open.
        public init(_ number: String, _ name: String) {
            self.number = number
            self.name = name
        }
    }

    /// A VAT code of KING ERP.
    public struct VATCode: Sendable {
        public let code: Int
        /// Percent, in hundredths.
        public let percentage: Int
        /// Where its VAT is booked; empty: nothing is.
        public let account: String

        /// A code.
        public init(_ code: Int, percentage: Int, account: String) {
            self.code = code
            self.percentage = percentage
            self.account = account
        }
    }

    /// A journal of KING ERP.
    public struct Journal: Sendable {
        public let code: String
        /// Lines of a bank journal settle open items.
        public let isBank: Bool

        /// A journal.
        public init(_ code: String, isBank: Bool = false) {
            self.code = code
            self.isBank = isBank
        }
    }

    /// A debtor or creditor of KING ERP at the start.
    public struct Relation: Sendable {
        public let number: Int
        public let searchCode: String
        public let name: String
        /// The ledger account it counts on.
        public let control: String

        /// A debtor or creditor.
        public init(_ number: Int, _ searchCode: String, _ name: String, control: String) {
            self.number = number
            self.searchCode = searchCode
            self.name = name
            self.control = control
        }
    }
}

extension KingSandbox.ERPAdministration {
    /// Administration BLOEMEN: the chart of reference dutch-finance §14, journals VRK, INK, BNK and MEM, debtors 231 (account 13000231), 277
    /// and 320, creditors 10 (16000010) and 20. VAT codes as in ``KingSandbox/Administration/bloemenexport``, and 0
    /// for what stays outside VAT.
    public static let bloemenexport: Self = {
        var administration = Self("BLOEMEN")
        let finance = KingSandbox.Administration.bloemenexport
        administration.accounts = (finance.records["GRB"] ?? []).map {
            var account = KingSandbox.Account($0["NR"] ?? "", $0["OMSCHR"] ?? "")
            account.isBlocked = $0["BLOK"] == "J"
            return account
        }
        administration.vatCodes = (finance.records["BTW"] ?? []).filter { $0["BLOK"] != "J" }.compactMap { record in
            guard let code = Int(record["NR"] ?? ""), let percentage = Int(record["PERC"] ?? "") else { return nil }
            return .init(code, percentage: percentage * 100, account: record["GRB"] ?? "")
        }
        administration.vatCodes.append(.init(0, percentage: 0, account: ""))
        administration.journals = [.init("VRK"), .init("INK"), .init("BNK", isBank: true), .init("MEM")]
        administration.costCentres = ["10", "20", "30"]
        administration.costUnits = ["1", "2", "3"]
        administration.paymentConditions = [14, 30, 60]
        administration.countries = Set((finance.records["LAND"] ?? []).compactMap { $0["ZKSL"] })
        administration.debtors = [
            .init(231, "TULP", "Bloemenhuis De Tulp B.V.", control: "1300"),
            .init(277, "KOELN", "Blumen Großhandel Köln GmbH", control: "1310"),
            .init(320, "IMPORTS", "Flower Imports Ltd", control: "1320"),
        ]
        administration.creditors = [
            .init(10, "KWEKER", "Kwekerij Van der Meer", control: "1600"), .init(20, "VEILING", "Veiling Westland", control: "1610"),
        ]
        return administration
    }()
}
