public import BridgeDomain
import BridgeHTTP

/// What changes over there in who may do what (reference §2.3, §4).
extension ExactSandbox {
    /// What differs from the settings the sandbox began with.
    struct AccessChanges {
        var userIsActive: Bool?
        /// By client id.
        var secrets: [String: String] = [:]
        var divisionsLost: Set<Int> = []
        /// Endpoints the user may no longer use, as paths below the division.
        var forbidden: Set<String> = []
    }

    /// How often an endpoint was called so far, refused calls included (`POST salesentry/SalesEntries`).
    public func calls(_ endpoint: String) -> Int { meter.perEndpoint[endpoint] ?? 0 }

    /// Makes the consenting user inactive, or active again: renewals are refused with "The user is not active" meanwhile.
    public func setUser(isActive: Bool) { access.userIsActive = isActive }

    /// Gives the app another client secret.
    public func changeSecret(of clientID: String, to secret: String) { access.secrets[clientID] = secret }

    /// Takes the user's right to a division, or gives it back: calls answer 403 with a `Reason` meanwhile.
    public func setRight(to division: Int, _ isGiven: Bool) {
        if isGiven { access.divisionsLost.remove(division) } else { access.divisionsLost.insert(division) }
    }

    /// Takes the user's right to an endpoint (`purchaseentry/PurchaseEntries`), or gives it back.
    public func setRight(to endpoint: String, _ isGiven: Bool) {
        if isGiven { access.forbidden.remove(endpoint) } else { access.forbidden.insert(endpoint) }
    }

    /// The settings as they now are for who asks for tokens.
    var tokenSettings: Settings {
        var settings = settings
        settings.user.isActive = access.userIsActive ?? settings.user.isActive
        for place in settings.apps.indices {
            settings.apps[place].clientSecret = access.secrets[settings.apps[place].clientID] ?? settings.apps[place].clientSecret
        }
        return settings
    }

    /// The refusal of a call whose right was taken; nil where none was.
    func rightMissing(_ division: Int, _ endpoint: String) -> HTTPResponse? {
        if access.divisionsLost.contains(division) { return HTTPResponse(status: 403, fields: ["Reason": "NoDivisionAccess"]) }
        return access.forbidden.contains(endpoint) ? Refusal.forbidden().response(settings.language) : nil
    }
}

/// What an accountant does to code lists and relations.
extension ExactSandbox {
    private var wallTime: Int64 { WallClock.milliseconds(at: now) }

    /// Blocks a ledger account, or lifts the block.
    public func setLedgerAccount(_ code: String, isBlocked: Bool, in division: Int) throws(AdminError) {
        let books = try book(division)
        guard var row = books.ledgerAccount(code) else { throw AdminError("There is no ledger account \(code).") }
        row[.IsBlocked] = .bool(isBlocked)
        books.write(.ledgerAccounts, row, now: wallTime)
    }

    /// What an accountant changes on a relation. Nil: stays. The empty text takes a value away.
    public struct AccountChange: Sendable {
        public var code: String?
        public var name: String?
        public var street: String?
        public var postcode: String?
        public var city: String?
        public var email: String?
        public var vatNumber: String?
        public var paymentCondition: String?
        public var isBlocked: Bool?
        /// Its main bank account.
        public var bankAccount: String?

        /// Nothing.
        public init() {}
    }

    /// Changes a relation by the accountant's hand.
    public func changeAccount(_ code: String, _ change: AccountChange, in division: Int) throws(AdminError) {
        let books = try book(division)
        guard var row = books.account(code) else { throw AdminError("There is no account \(code).") }
        func set(_ field: Field, _ text: String?) {
            if let text { row[field] = text.isEmpty ? .null : .string(text) }
        }
        set(.Name, change.name)
        set(.AddressLine1, change.street)
        set(.Postcode, change.postcode)
        set(.City, change.city)
        set(.Email, change.email)
        set(.VATNumber, change.vatNumber)
        set(row.code(.Status) == "C" ? .PaymentConditionSales : .PaymentConditionPurchase, change.paymentCondition)
        if let isBlocked = change.isBlocked { row[.Blocked] = .bool(isBlocked) }
        if let code = change.code {
            guard books.account(code) == nil else { throw AdminError("There is an account \(code) already.") }
            row[.Code] = EdmType.padded(18, rightAligned: true).padded(code)
        }
        books.write(.accounts, row, now: wallTime)
        books.note("Accounts", "Update", row.id, endpoint: "crm/Accounts", now: wallTime)
        if let number = change.bankAccount { setBankAccount(number, of: row, books) }
    }

    private func setBankAccount(_ number: String, of account: Row, _ books: Books) {
        var row = books[.bankAccounts].rows(.Account, account.key).first { $0.flag(.Main) } ?? Row(key: .guid(books.newKey()))
        row[.Account] = account.key
        row[.BankAccount] = .string(number)
        row[.Main] = .bool(true)
        books.write(.bankAccounts, row, now: wallTime)
    }

    /// Removes a relation.
    public func deleteAccount(_ code: String, in division: Int) throws(AdminError) {
        let books = try book(division)
        guard let row = books.account(code) else { throw AdminError("There is no account \(code).") }
        books.delete(.accounts, row.id, now: wallTime)
        books.note("Accounts", "Delete", row.id, endpoint: "crm/Accounts", now: wallTime)
    }

    /// The codes of all relations, in order.
    public func accountCodes(in division: Int) throws(AdminError) -> [String] {
        try book(division)[.accounts].rows.compactMap { $0.code(.Code) }.sorted()
    }

    /// The accountant changes what a VAT code does: its percentage (a fraction), its type. nil: stays.
    public func setVATCode(_ code: String, percentage: ExactDecimal? = nil, type: String? = nil, in division: Int) throws(AdminError) {
        let books = try book(division)
        guard var row = books.vatCode(code) else { throw AdminError("There is no VAT code \(code).") }
        if let percentage {
            row[.Percentage] = .decimal(percentage)
            for var dated in books[.vatPercentages].rows(.VATCodeID, row.key) {
                dated[.Percentage] = .decimal(percentage)
                books.write(.vatPercentages, dated, now: wallNow)
            }
        }
        if let type { row[.TypeCode] = .string(type) }
        books.write(.vatCodes, row, now: wallNow)
    }

    /// A relation as it stands: field names as the service has them, without padding; nil when there is none.
    public func account(_ code: String, in division: Int) throws(AdminError) -> [String: String]? {
        let books = try book(division)
        guard let row = books.account(code) else { return nil }
        var values: [String: String] = [:]
        for cell in row.cells { values[cell.field.rawValue] = cell.value.string.map { $0.trimmingSpaces() } }
        values["BankAccount"] = books[.bankAccounts].rows(.Account, row.key).first { $0.flag(.Main) }?.string(.BankAccount)
        return values
    }
}
