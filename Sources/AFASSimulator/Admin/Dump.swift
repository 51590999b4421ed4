import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// The books as JSON, for proofs: amounts are numbers with the decimals they have, texts are null when there are none.
extension AFASSandbox.BookedEntry {
    var json: JSON {
        [
            "unit": .number(unit), "number": .number(number), "year": .number(year), "period": .number(period),
            "journal": .string(journal), "origin": .string(origin.rawValue), "created": .string(WallClock.text(created)),
            "modified": .string(WallClock.text(modified)), "lines": .array(lines.map(\.json)),
        ]
    }
}

extension AFASSandbox.BookedLine {
    var json: JSON {
        [
            "sequence": .number(sequence), "kind": .string(kind.name), "account": .string(account), "ledgerAccount": .string(ledgerAccount),
            "entryDate": .string(entryDate.description), "voucherDate": .string(voucherDate.description), "voucher": .string(voucher),
            "invoice": .string(invoice), "description": .string(description), "debit": .number(debit), "credit": .number(credit),
            "vatCode": .string(vatCode), "currency": .string(currency), "rate": rate.map { .number($0) } ?? .null,
            "debitForeign": debitForeign.map { .number($0) } ?? .null, "creditForeign": creditForeign.map { .number($0) } ?? .null,
            "dueDate": .string(dueDate?.description), "paymentCondition": .string(paymentCondition),
            "paymentReference": .string(paymentReference), "invoiceReference": .string(invoiceReference), "matching": .string(matching),
            "dimensions": .object(dimensions.sorted { $0.key < $1.key }.map { .init(String($0.key), .string($0.value)) }),
            "further": .object(further.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
        ]
    }
}

extension AFASSandbox.LineKind {
    var name: String {
        switch self {
        case .ledger: "ledger"
        case .debtor: "debtor"
        case .creditor: "creditor"
        }
    }

    init?(name: String) {
        switch name {
        case "ledger": self = .ledger
        case "debtor": self = .debtor
        case "creditor": self = .creditor
        default: return nil
        }
    }
}

extension AFASSandbox.FinancialInvoice {
    var json: JSON {
        [
            "unit": .number(unit), "kind": .string(kind.name), "relation": .string(relation), "invoice": .string(invoice),
            "entry": .number(entry), "voucher": .string(voucher), "date": .string(date.description),
            "dueDate": .string(dueDate?.description), "currency": .string(currency), "amount": .number(amount),
            "amountForeign": .number(amountForeign), "balance": .number(balance), "balanceForeign": .number(balanceForeign),
            "description": .string(description), "paymentReference": .string(paymentReference),
            "invoiceReference": .string(invoiceReference), "paymentCondition": .string(paymentCondition),
            "settledOn": .string(settledOn?.description),
            "further": .object(further.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
        ]
    }
}

extension AFASSandbox.BookedTotal {
    var json: JSON {
        [
            "unit": .number(unit), "journal": .string(journal), "vatCode": .string(vatCode), "count": .number(count), "net": .number(net),
            "vat": .number(vat),
        ]
    }
}

extension RelationRecord {
    func json(_ organisation: Organisation?) -> JSON {
        func object(_ fields: [String: String]) -> JSON {
            .object(fields.sorted { $0.key < $1.key }.filter { !$0.value.isEmpty }.map { .init($0.key, .string($0.value)) })
        }
        return [
            "number": .string(number), "organisation": .string(self.organisation), "name": .string(organisation?.name),
            "fields": object(fields), "organisationFields": object(organisation?.fields ?? [:]),
            "address": organisation?.address.map { object($0) } ?? .null,
            "bankAccounts": .array((organisation?.bankAccounts ?? []).map { object($0) }),
        ]
    }
}

extension ImportReport {
    var json: JSON {
        [
            "file": .string(file), "moment": .string(moment.description), "entries": .array(entries.map { .number($0) }),
            "rows": .number(rows), "rejectedRows": .number(rejectedRows), "rejectedFile": .string(rejectedFile), "error": .string(error),
        ]
    }
}

extension AFASSandbox.Arrival {
    var json: JSON {
        [
            "kind": .string(kind.rawValue), "date": .string(date.description), "relation": .string(relation),
            "invoices": .array(invoices.map { .string($0) }), "entry": .number(entry),
        ]
    }
}

extension AFASSandbox.Fault {
    private static let plain: [String: Kind] = [
        "loseAnswer": .loseAnswer, "loseRequest": .loseRequest, "doubled": .doubled, "throttled": .throttled, "serverError": .serverError,
        "locked": .locked, "durationExceeded": .durationExceeded, "unavailable": .unavailable, "edge": .edge, "tokenRefused": .tokenRefused,
    ]

    /// Reads `{"kind":"loseAnswer","method":"POST","path":"FiEntries","skip":0,"times":1,"perMille":1000}`; late, slow and truncated faults
    /// also have `milliseconds`, `seconds` or `bytes`. `"times":null` is without end. Nil for a kind or method that does not exist.
    init?(json: JSON) {
        guard let name = json["kind"]?.string else { return nil }
        func number(_ name: String) -> Int { json[name]?.integer.flatMap { Int(exactly: $0) } ?? 0 }
        let kind: Kind? =
            switch name {
            case "answerLate": .answerLate(number("milliseconds"))
            case "startLate": .startLate(number("milliseconds"))
            case "slowWork": .slowWork(number("seconds"))
            case "truncated": .truncated(number("bytes"))
            default: Self.plain[name]
            }
        guard let kind else { return nil }
        var method: HTTPMethod?
        if let text = json["method"]?.string {
            method = HTTPMethod(rawValue: text.uppercased())
            if method == nil { return nil }
        }
        let times = json["times"].map { $0.integer.map { Int($0) } } ?? 1
        self.init(
            kind, method: method, pathContains: json["path"]?.string ?? "", skip: number("skip"), times: times,
            perMille: json["perMille"] == nil ? 1000 : number("perMille"))
    }

    var json: JSON {
        var members: [JSON.Member] = []
        switch kind {
        case .answerLate(let milliseconds): members = [.init("kind", "answerLate"), .init("milliseconds", .number(milliseconds))]
        case .startLate(let milliseconds): members = [.init("kind", "startLate"), .init("milliseconds", .number(milliseconds))]
        case .slowWork(let seconds): members = [.init("kind", "slowWork"), .init("seconds", .number(seconds))]
        case .truncated(let bytes): members = [.init("kind", "truncated"), .init("bytes", .number(bytes))]
        default: members = [.init("kind", .string(Self.plain.first { $0.value == kind }?.key))]
        }
        members += [
            .init("method", .string(method?.rawValue)), .init("path", .string(pathContains)), .init("skip", .number(skip)),
            .init("times", times.map { .number($0) } ?? .null), .init("perMille", .number(perMille)),
        ]
        return .object(members)
    }
}
