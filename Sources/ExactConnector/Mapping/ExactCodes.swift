import BridgeConnector
import BridgeDomain

/// Finds the books' own codes for an entry in the cached code lists, and collects what is wrong, so that a posting the service would
/// surely refuse costs no call and shows all its problems at once.
struct ExactCodes {
    let master: MasterData
    private(set) var problems: [Problem] = []

    init(_ master: MasterData) { self.master = master }

    mutating func report(_ problem: Problem) { problems.append(problem) }

    /// The daybook, when it is of the kind the entry needs, is not blocked and open in the period.
    mutating func daybook(of entry: Entry, for use: ExactDaybookUse) -> MasterCode? {
        guard let daybook = find(entry.daybook.text, in: master.daybooks, at: Place("journal")) else { return nil }
        if daybook.type != use.journalType {
            report(
                Problem(
                    .targetNotAllowed, at: Place("journal"), found: "\(daybook.code) \(daybook.name)", expected: "type \(use.journalType)"))
        }
        checkPeriod(entry)
        checkCurrency(entry, daybook)
        return daybook
    }

    /// The identifier of a ledger account.
    mutating func account(_ line: EntryLine) -> MasterCode? {
        find(line.account.text, in: master.accounts, at: place(line, "account"))
    }

    /// The VAT code of a line; nil when it has none.
    mutating func vatCode(_ line: EntryLine, account: MasterCode?, for use: ExactDaybookUse) -> MasterCode? {
        guard let code = line.vatCode else {
            if use != .general { checkAccountGivesNoVAT(account, line) }
            return nil
        }
        guard let found = find(code.text, in: master.vatCodes, at: place(line, "vat_code")) else { return nil }
        let only = found.more[ExactMasterKey.transactionType]
        if (use == .sales && only == "P") || (use == .purchases && only == "S") {
            report(Problem(.targetNotAllowed, at: place(line, "vat_code"), found: "\(found.code) \(found.name)"))
        }
        return found
    }

    mutating func costCentre(_ line: EntryLine) -> String? {
        line.costCentre.flatMap { find($0.text, in: master.costCentres, at: place(line, "cost_centre"))?.code }
    }

    mutating func costUnit(_ line: EntryLine) -> String? {
        line.costUnit.flatMap { find($0.text, in: master.costUnits, at: place(line, "cost_unit"))?.code }
    }

    mutating func paymentCondition(_ entry: Entry) -> String? {
        entry.paymentCondition.flatMap { find($0, in: master.paymentConditions, at: Place("payment_term_code"))?.code }
    }

    /// The rate to send; nil when the entry is in the books' own currency.
    mutating func rate(_ entry: Entry) -> ExactDecimal? {
        guard entry.currency != entry.bookCurrency else { return nil }
        guard let rate = ExactRate.inverted(entry.exchangeRate) else {
            report(Problem(.exchangeRateMissing, at: Place("exchange_rate"), found: "\(entry.exchangeRate)"))
            return nil
        }
        return rate
    }

    func place(_ line: EntryLine, _ field: String) -> Place { Place(line: line.sourceLines.first, field) }

    private mutating func find(_ code: String, in list: [MasterCode], at place: Place) -> MasterCode? {
        // By place: a copy of every code passed over would be made otherwise, and an administration has hundreds of accounts.
        guard let found = list.firstIndex(where: { $0.code == code }).map({ list[$0] }) else {
            report(Problem(.targetCodeUnknown, at: place, found: code))
            return nil
        }
        if found.blocked { report(Problem(.targetCodeBlocked, at: place, found: "\(found.code) \(found.name)")) }
        return found
    }

    private mutating func checkPeriod(_ entry: Entry) {
        guard let period = master.periods.first(where: { $0.period == entry.period }) else {
            // Only years that were read can be judged; older ones are left to the service.
            if let first = master.periods.first, entry.period > first.period {
                report(Problem(.periodUnknown, at: Place("period"), found: "\(entry.period)"))
            }
            return
        }
        if period.closedFor.contains(entry.daybook) {
            report(Problem(.periodClosed, at: Place("period"), found: "\(entry.period), \(entry.daybook)"))
        }
    }

    private mutating func checkCurrency(_ entry: Entry, _ daybook: MasterCode) {
        if entry.bookCurrency != master.currency {
            report(Problem(.targetNotAllowed, at: Place("currency"), found: entry.bookCurrency.code, expected: master.currency.code))
        }
        guard entry.currency != master.currency else { return }
        for (key, field) in [(ExactMasterKey.variableCurrency, "currency"), (ExactMasterKey.variableRate, "exchange_rate")]
        where daybook.more[key] == "false" {
            report(Problem(.targetNotAllowed, at: Place(field), found: "\(entry.currency.code), \(daybook.code) \(daybook.name)"))
        }
    }

    /// A line without a VAT code gets the account's own (reference `exact-online` §6.2), and with it VAT nobody meant.
    private mutating func checkAccountGivesNoVAT(_ account: MasterCode?, _ line: EntryLine) {
        guard let account, let own = account.more[ExactMasterKey.defaultVAT] else { return }
        if master.vatCodes.first(where: { $0.code == own })?.type == "N" { return }
        report(Problem(.vatUnmapped, at: place(line, "vat_code"), found: "\(account.code) \(account.name): \(own)"))
    }
}

/// What master data keeps for this connector in ``MasterCode/more``, by the service's own names.
enum ExactMasterKey {
    /// On a ledger account: the VAT code of lines that have none.
    static let defaultVAT = "VATCode"
    /// On a VAT code: the fraction (`0.21`), and whether the buyer accounts for it.
    static let percentage = "Percentage"
    static let charged = "Charged"
    static let transactionType = "VATTransactionType"
    /// On a daybook.
    static let variableCurrency = "AllowVariableCurrency"
    static let variableRate = "AllowVariableExchangeRate"
    static let allowsVAT = "AllowVAT"
    static let controlAccount = "GLAccountCode"
}
