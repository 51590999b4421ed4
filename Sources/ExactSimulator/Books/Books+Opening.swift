import BridgeDomain

extension Books {
    /// Fills the tables from the settings, in a fixed order, so that a seed gives the same keys each time.
    func open(now: Int64) {
        for account in settings.ledgerAccounts { write(.ledgerAccounts, row(account), now: now) }
        for code in settings.vatCodes { open(code, now: now) }
        for journal in settings.journals { write(.journals, row(journal), now: now) }
        for condition in settings.paymentConditions { write(.paymentConditions, row(condition), now: now) }
        for carrier in settings.costCentres { write(.costCentres, row(carrier), now: now) }
        for carrier in settings.costUnits { write(.costUnits, row(carrier), now: now) }
        for currency in settings.currencies { write(.currencies, row(currency: currency), now: now) }
        for rate in settings.rates { write(.rates, row(rate), now: now) }
        for year in settings.years { for month in 1...12 { open(year: year, month: month, now: now) } }
        for relation in settings.accounts { write(.accounts, row(relation, now: now), now: now) }
    }

    private func keyed(_ cells: [Field: Value]) -> Row {
        var row = Row(key: .guid(newKey()))
        for (field, value) in cells.sorted(by: { $0.key.rawValue < $1.key.rawValue }) { row[field] = value }
        return row
    }

    private func row(_ account: ExactSandbox.LedgerAccount) -> Row {
        // Revenue and liabilities stand on the credit side; types from 100 on are profit and loss (reference §7.14).
        let isCredit =
            [20, 110, 140].contains(account.type) ? account.type != 20 : [22, 24, 25, 27, 29, 50, 52, 55, 60].contains(account.type)
        return keyed([
            .Code: .string(account.code), .Description: .string(account.description), .TypeCode: .integer(account.type),
            .BalanceSide: .string(isCredit ? "C" : "D"), .BalanceType: .string(account.type < 100 ? "B" : "W"),
            .VATCode: account.vatCode.map { EdmType.padded(3, rightAligned: false).padded($0) } ?? .null,
            .UseCostcenter: .integer(account.costCentreUse), .UseCostunit: 0, .IsBlocked: .bool(account.isBlocked),
            .Matching: .bool(account.type == 20 || account.type == 22),
        ])
    }

    private func open(_ code: ExactSandbox.VATCode, now: Int64) {
        let row = keyed([
            .Code: EdmType.padded(3, rightAligned: false).padded(code.code), .Description: .string(code.description),
            .TypeCode: .string(code.calculation.rawValue), .VATTransactionType: .string(code.side.rawValue),
            .Charged: .bool(code.isCharged), .EUSalesListing: .string(code.salesListing), .IsBlocked: .bool(code.isBlocked),
            .GLToPay: .guid(code.toPay.flatMap { ledgerAccount($0)?.id }),
            .GLToClaim: .guid(code.toClaim.flatMap { ledgerAccount($0)?.id }),
        ])
        write(.vatCodes, row, now: now)
        let percentages = code.percentages.sorted { $0.start < $1.start }
        for (index, percentage) in percentages.enumerated() {
            let end = index + 1 < percentages.count ? percentages[index + 1].start.adding(days: -1) : nil
            let line = keyed([
                .VATCodeID: row.key, .LineNumber: .integer(index + 1), .Percentage: .decimal(percentage.fraction),
                .StartDate: .date(percentage.start), .EndDate: end.map { .date($0) } ?? .null, .TypeCode: 0,
            ])
            write(.vatPercentages, line, now: now)
        }
    }

    private func row(_ journal: ExactSandbox.Journal) -> Row {
        keyed([
            .Code: .string(journal.code), .Description: .string(journal.description), .TypeCode: .integer(journal.type),
            .GLAccount: .guid(journal.ledgerAccount.flatMap { ledgerAccount($0)?.id }), .Currency: .string(settings.currency),
            .AllowVariableCurrency: .bool(journal.allowsForeignCurrency), .AllowVariableExchangeRate: .bool(journal.allowsRate),
            .AllowVAT: .bool(journal.allowsVAT), .IsBlocked: .bool(journal.isBlocked), .AutoSave: false,
        ])
    }

    private func row(_ condition: ExactSandbox.PaymentCondition) -> Row {
        keyed([
            .Code: .string(condition.code), .Description: .string(condition.description), .PaymentDays: .integer(condition.days),
            .PaymentEndOfMonths: .integer(condition.monthEnds), .PaymentMethod: "B",
            .Percentage: .decimal(condition.fraction), .CreditManagementScenarioDescription: .string(condition.reminders),
        ])
    }

    private func row(_ carrier: ExactSandbox.CostCarrier) -> Row {
        keyed([
            .Code: .string(carrier.code), .Description: .string(carrier.description), .Active: true,
            .EndDate: carrier.endDate.map { .date($0) } ?? .null,
        ])
    }

    private func row(currency code: String) -> Row {
        var row = Row(key: .string(code))
        row[.Description] = .string(code)
        row[.AmountPrecision] = .decimal(ExactDecimal(significand: 1, decimals: Arithmetic.places(code)))
        row[.PricePrecision] = .decimal(ExactDecimal(significand: 1, decimals: Arithmetic.places(code) + 3))
        return row
    }

    private func row(_ rate: ExactSandbox.Rate) -> Row {
        keyed([
            .SourceCurrency: .string(rate.currency), .TargetCurrency: .string(settings.currency), .Rate: .decimal(rate.rate),
            .StartDate: .date(rate.start),
        ])
    }

    private func open(year: Int, month: Int, now: Int64) {
        guard let first = CalendarDate(year: year, month: month, day: 1) else { return }
        let row = keyed([
            .FinYear: .integer(year), .FinPeriod: .integer(month), .StartDate: .date(first), .EndDate: .date(first.endOfMonth()),
        ])
        write(.periods, row, now: now)
    }

    private func row(_ relation: ExactSandbox.Relation, now: Int64) -> Row {
        lastAccountCode = max(lastAccountCode, Int(relation.code) ?? 0)
        var row = keyed([
            .Code: EdmType.padded(18, rightAligned: true).padded(relation.code), .Name: .string(relation.name),
            .Status: .string(relation.status), .IsSupplier: .bool(relation.isSupplier), .Blocked: .bool(relation.isBlocked),
            .Country: EdmType.padded(3, rightAligned: false).padded(relation.country), .City: .string(relation.city),
            .VATNumber: .string(relation.vatNumber), .ChamberOfCommerce: .string(relation.chamberOfCommerce),
            .PaymentConditionSales: .string(relation.paymentCondition),
        ])
        AccountRules.complete(&row, in: self, now: now)
        return row
    }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(stringLiteral value: String) { self = .string(value) }
    init(booleanLiteral value: Bool) { self = .bool(value) }
}
