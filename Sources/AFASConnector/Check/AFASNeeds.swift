/// What we need of an App Connector, as data: which connectors, which fields in them, how long a field must be.
///
/// Fields are those of reference `afas-profit` §3.5, §6, §8. A length is what we may send or must be able to read whole; none means that any
/// will do.
public struct AFASNeeds: Sendable {
    /// A field, and the characters it must hold.
    public struct Field: Hashable, Sendable {
        public var id: String
        public var length: Int?
        /// Without it something is missing, but entries are booked all the same.
        public var isOptional = false

        /// Reads `InvoiceId:12`, `Rate`, and `TelNr?` for what may be missing.
        init(_ text: Substring) {
            let parts = text.split(separator: ":", maxSplits: 1)
            isOptional = parts[0].hasSuffix("?")
            id = String(isOptional ? parts[0].dropLast() : parts[0])
            length = parts.count == 2 ? Int(parts[1]) : nil
        }
    }

    /// A connector and what must be in it.
    public struct Connector: Hashable, Sendable {
        public var name: String
        /// Fields by the path of the objects they stand in; a GetConnector has one list under the empty path.
        public var fields: [String: [Field]]
        /// Delivered with Profit, or to be made by the customer.
        public var isDelivered = true
        /// Without it payments are not read, and entries are booked all the same.
        public var isForPayments = false

        init(_ name: String, _ fields: String, isDelivered: Bool = true) {
            self.init(name, ["": fields], isDelivered: isDelivered)
        }

        init(_ name: String, _ fields: [String: String], isDelivered: Bool = true) {
            self.name = name
            self.fields = fields.mapValues { $0.split(separator: " ").map { Field($0) } }
            self.isDelivered = isDelivered
        }
    }

    public var getConnectors: [Connector]
    public var updateConnectors: [Connector]

    /// What a connection with these settings needs.
    public init(_ settings: AFASSettings) {
        let names = settings.connectors
        let axes = settings.allocationAxes
        getConnectors = [
            Connector(names.administrations, "AdminId AdminNm"),
            Connector(names.journals, "UnitId JournalId:6 Description JournalType Blocked"),
            Connector(names.periods, "Unit Year Period DateFrom DateTo Blocked"),
            Connector(
                names.accounts,
                "Account:16 Description Type Blocked CollectAccount VatAllowed VatCode:3 "
                    + axes.map { "DimAx\($0)" }.joined(separator: " ")),
            Connector(names.vatCodes, "VatCode:3 Description AccountNr:16 VatPerc Blocked"),
            Connector(names.countries, "CoId:3 Co"),
            Connector(names.debtors, "DebtorId:16 " + Self.relation),
            Connector(names.organisations, "BcCo:15 Type"),
            Connector(names.bankAccounts, "BcCo:15 IBAN:34"),
            Connector(names.paymentConditions, "PaymentCondition:5 Description", isDelivered: false),
            Connector(names.entryLines, Self.entryLines + axes.map { " DimAx\($0):16" }.joined(), isDelivered: false),
        ]
        if !axes.isEmpty {
            getConnectors.append(Connector(names.dimensionCodes, "DimAx DimCode:16 Description Blocked", isDelivered: false))
        }
        if settings.usesPurchases { getConnectors.append(Connector(names.creditors, "CreditorId:16 " + Self.creditor, isDelivered: false)) }
        if settings.readsPayments { getConnectors += Self.payments(names) }
        updateConnectors = [Connector("FiEntries", Self.entry(axes))] + Self.relations("KnSalesRelation", "DbId", "IsDb")
        if settings.usesPurchases { updateConnectors += Self.relations("KnPurchaseRelation", "CrId", "IsCr") }
    }

    private static func payments(_ names: AFASConnectorNames) -> [Connector] {
        [
            Connector(names.changedDays, "EntryDate Modified"),
            Connector(names.openDebtorItems, "UnitId DebtorId:16 InvoiceNr:12 CurrencyId:3 Balance BalanceCurr"),
        ]
        .map { connector in
            var connector = connector
            connector.isForPayments = true
            return connector
        }
    }

    private static let relation = "DebtorName BcCo:15 VatNr:14 ChOfCommNr:8 CollectAccount:16 Blocked ModifiedDate"
    private static let creditor = "CreditorName BcCo:15 VatNr:14 ChOfCommNr:8 CollectAccount:16 Blocked ModifiedDate"

    private static let entryLines = """
        UnitId EntryNo SeqNo Year Period JournalId:6 AmtDebit AmtCredit EntryDate InvoiceId:12 VoucherDate VoucherNo:32 VatCode:3 Description Modified \
        AccountType RelationId:16 LedgerAccount:16 CurrencyId:3 AmtDebitCurr AmtCreditCurr
        """

    private static func entry(_ axes: [Int]) -> [String: String] {
        var fields = [
            "FiEntryPar": "Year Peri UnId JoCo:6",
            "FiEntryPar/FiEntries": """
            VaAs AcNr:16 EnDa BpDa BpNr:32 InId:12 Ds:255 AmDe AmCr VaId:3 CuId:3 Rate AmDc AmCc DaEx PaCd:5 PaId:32 Fref:32
            """,
        ]
        if !axes.isEmpty { fields["FiEntryPar/FiEntries/FiDimEntries"] = axes.map { "DiC\($0):16" }.joined(separator: " ") }
        return fields
    }

    private static func relations(_ root: String, _ key: String, _ flag: String) -> [Connector] {
        let own = "\(key):16 \(flag) CuId:3 PaCd:5 ColA:16 VaId:14 VaDu? "
        let address = "CoId:3 PbAd Ad:60 HmNr HmAd:30 ZpCd:15 Rs:50"
        let account = "CoId:3 IbCk Iban:34"
        return [
            ("Org", "KnOrganisation", "MatchOga BcCo:15 Nm:255 SeNm:10 CcNr:8 EmAd?:255"),
            ("Per", "KnPerson", "MatchPer BcCo:15 LaNm:80 SeNm:10 EmAd?:255"),
        ]
        .map { ending, object, fields in
            let name = root + ending
            return Connector(
                name,
                [
                    name: own, "\(name)/\(object)": "PadAdr AutoNum \(fields)", "\(name)/\(object)/KnBasicAddressAdr": address,
                    "\(name)/\(object)/KnBankAccount": account,
                ])
        }
    }
}
