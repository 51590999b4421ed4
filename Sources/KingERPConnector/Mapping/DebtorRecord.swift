import BridgeConnector
import BridgeDomain

/// A debtor as a `DEBITEUR` (reference king §7.3).
enum DebtorRecord {
    /// The record, and what does not fit. nil where the party is not ours to write: a creditor, for whom King has no form, or a number outside
    /// our range.
    static func record(_ order: PartyOrder, _ rules: KingERPRules) -> (record: KingRecord, problems: [Problem])? {
        let party = order.party
        guard party.key.kind == .debtor, let numbers = rules.debtorNumbers, let number = Int(order.number), numbers.contains(number) else {
            return nil
        }
        var problems: [Problem] = []
        if rules.account(.debtor, number: order.number) == nil {
            problems.append(Problem(.valueOutOfRange, at: Place("number"), found: order.number, expected: "\(rules.accountWidth)"))
        }
        var record = KingRecord("DEBITEUR")
        record.put(DebtorFields.number, order.number)
        record.put(cut: DebtorFields.searchCode, party.key.code.text)
        record.put(DebtorFields.paymentCondition, order.paymentCondition)
        record.put(DebtorFields.vatCode, party.countryGroup.flatMap { rules.debtorVATCodes[$0] }.map { String($0) })
        record.put(DebtorFields.group, rules.debtorGroup.map { String($0) })
        record.put(DebtorFields.currency, party.currency?.code)
        if let limit = party.creditLimit, !limit.isNegative { record.put(DebtorFields.creditLimit, limit.decimal.text(decimalsMin: 2)) }
        // Every number of the EU fits; a longer one, such as the Swiss with its suffix, stands on no return.
        record.put(whole: DebtorFields.vatNumber, party.vatNumber.map(compact))
        record.put(DebtorFields.chamberOfCommerce, party.chamberOfCommerce)
        record.put(address(party))
        if let iban = party.iban, !iban.isEmpty { record.put(bankAccounts(iban)) }
        return (record, problems + record.problems)
    }

    private static func compact(_ vatNumber: String) -> String {
        vatNumber.uppercased().filter { $0 != " " && $0 != "." && $0 != "-" }
    }

    private static func address(_ party: Party) -> KingRecord {
        let address = party.billingAddress
        var record = KingRecord("NAW_VESTIGINGADRES")
        let (first, rest) = names(party)
        record.put(DebtorFields.name, first)
        record.put(cut: DebtorFields.secondName, rest)
        record.put(cut: DebtorFields.street, address.street)
        record.put(cut: DebtorFields.houseNumber, address.houseNumber + address.addition)
        record.put(cut: DebtorFields.postcode, address.postcode)
        record.put(cut: DebtorFields.city, address.city)
        record.put(DebtorFields.country, party.country)
        record.put(whole: DebtorFields.email, party.email)
        if let gln = party.gln, gln.count == 13 { record.put(DebtorFields.ean, gln) }
        return record
    }

    /// The name over two elements: what the first does not hold goes on in the second, at a word where there is one.
    private static func names(_ party: Party) -> (String, String?) {
        let head = KingField.cut(party.name, to: 40)
        guard head.count < party.name.count else { return (party.name, party.secondName) }
        let space = head.lastIndex(of: " ")
        let first = space.map { String(head[..<$0]) } ?? head
        let rest = party.name.dropFirst(first.count)
        return (first, String(rest.drop { $0 == " " }))
    }

    private static func bankAccounts(_ iban: String) -> KingRecord {
        var account = KingRecord("NAW_BANKREKENING")
        account.put(DebtorFields.bankAccount, iban)
        var list = KingRecord("NAW_BANKREKENINGEN")
        list.put(account)
        return list
    }
}
