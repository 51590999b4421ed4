import BridgeDomain
import BridgeJSON

/// The books as JSON, for proofs: amounts are numbers with the decimals they have, texts are null when there are none.
extension KingSandbox.BookedEntry {
    var json: JSON {
        [
            "number": .number(number), "year": .number(year), "period": .number(period), "journal": .string(journal),
            "date": .string(date.description), "origin": .string(origin.rawValue), "created": .string(created.description),
            "batch": batch.map { .number($0) } ?? .null, "lines": .array(lines.map(\.json)),
        ]
    }
}

extension KingSandbox.BookedLine {
    var json: JSON {
        [
            "row": .number(row), "part": .string(part.rawValue), "account": .string(account), "kind": .string(kind?.rawValue),
            "relation": .string(relation), "debit": .number(debit), "credit": .number(credit), "vatCode": .string(vatCode),
            "invoice": .string(invoice), "voucher": .string(voucher), "description": .string(description),
            "dueDate": .string(dueDate?.description), "costCentre": .string(costCentre), "costUnit": .string(costUnit),
            "currency": .string(currency), "amountForeign": amountForeign.map { .number($0) } ?? .null,
        ]
    }
}

extension KingSandbox.OpenItem {
    var json: JSON {
        [
            "kind": .string(kind.rawValue), "relation": .string(relation), "invoice": .string(invoice), "entry": .number(entry),
            "date": .string(date.description), "dueDate": .string(dueDate?.description), "currency": .string(currency),
            "amount": .number(amount), "paid": .number(paid), "balance": .number(balance), "creditedInvoice": .string(creditedInvoice),
            "further": .object(further.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }),
        ]
    }
}

extension KingSandbox.Total {
    var json: JSON {
        [
            "journal": .string(journal), "vatCode": .string(vatCode), "count": .number(count), "net": .number(net), "vat": .number(vat),
        ]
    }
}

extension KingSandbox.ImportReport {
    var json: JSON {
        [
            "file": .string(file), "moment": .string(moment.description), "format": .string(format), "taken": .number(taken),
            "rejected": .number(rejected), "entries": .array(entries.map { .number($0) }), "rejectFile": .string(rejectFile),
            "error": .string(error),
        ]
    }
}

extension KingSandbox.BatchReport {
    var json: JSON {
        [
            "number": .number(number), "description": .string(description), "final": .bool(isFinal), "closed": .bool(isClosed),
            "entries": .array(entries.map { .number($0) }),
        ]
    }
}

extension KingSandbox.Fault {
    private static let plain: [String: Kind] = [
        "loseAnswer": .loseAnswer, "loseRequest": .loseRequest, "doubled": .doubled, "htmlPage": .htmlPage, "unavailable": .unavailable,
        "sessionKilled": .sessionKilled, "emptyPage": .emptyPage, "warning": .warning,
    ]

    /// Reads `{"kind":"loseAnswer","operation":"CREATEJOURNAALPOST","contains":"DEBOPP","skip":0,"times":1,"perMille":1000}`; late and
    /// truncated faults also have `milliseconds` or `bytes`, refused ones `text`. `"times":null` is without end. Nil for a kind that does
    /// not exist.
    init?(json: JSON) {
        guard let name = json["kind"]?.string else { return nil }
        func number(_ name: String) -> Int { json[name]?.integer.flatMap { Int(exactly: $0) } ?? 0 }
        let kind: Kind? =
            switch name {
            case "answerLate": .answerLate(number("milliseconds"))
            case "startLate": .startLate(number("milliseconds"))
            case "truncated": .truncated(number("bytes"))
            case "refused": .refused(json["text"]?.string ?? "Er is een fout opgetreden")
            default: Self.plain[name]
            }
        guard let kind else { return nil }
        let times = json["times"].map { $0.integer.map { Int($0) } } ?? 1
        self.init(
            kind, operation: json["operation"]?.string ?? "", contains: json["contains"]?.string ?? "", skip: number("skip"), times: times,
            perMille: json["perMille"] == nil ? 1000 : number("perMille"))
    }

    var json: JSON {
        var members: [JSON.Member] = []
        switch kind {
        case .answerLate(let milliseconds): members = [.init("kind", "answerLate"), .init("milliseconds", .number(milliseconds))]
        case .startLate(let milliseconds): members = [.init("kind", "startLate"), .init("milliseconds", .number(milliseconds))]
        case .truncated(let bytes): members = [.init("kind", "truncated"), .init("bytes", .number(bytes))]
        case .refused(let text): members = [.init("kind", "refused"), .init("text", .string(text))]
        default: members = [.init("kind", .string(Self.plain.first { $0.value == kind }?.key))]
        }
        members += [
            .init("operation", .string(operation)), .init("contains", .string(contains)), .init("skip", .number(skip)),
            .init("times", times.map { .number($0) } ?? .null), .init("perMille", .number(perMille)),
        ]
        return .object(members)
    }
}
