import BridgeDomain
import BridgeHTTP
import BridgeJSON

extension ExactSandbox.BookedEntry {
    /// Amounts are numbers with the decimals they have; texts are null when there are none.
    var json: JSON {
        [
            "id": .string(id), "number": .number(number), "type": .number(type), "journal": .string(journal),
            "date": .string(date.description), "period": .string(period.description), "dueDate": .string(dueDate?.description),
            "account": .string(account), "accountName": .string(accountName), "yourReference": .string(yourReference),
            "paymentReference": .string(paymentReference), "description": .string(description), "currency": .string(currency),
            "rate": .number(rate), "amount": .number(amount), "vat": .number(vat), "open": open.map { .number($0) } ?? .null,
            "status": .number(status), "attachments": .array(attachments.map { .string($0) }), "lines": .array(lines.map(\.json)),
        ]
    }
}

extension ExactSandbox.BookedLine {
    var json: JSON {
        [
            "number": .number(number), "ledgerAccount": .string(ledgerAccount), "vatCode": .string(vatCode), "vatType": .string(vatType),
            "amount": .number(amount), "amountOwn": .number(amountOwn), "costCentre": .string(costCentre), "costUnit": .string(costUnit),
            "description": .string(description),
        ]
    }
}

extension ExactSandbox.BookedTotal {
    var json: JSON {
        [
            "journal": .string(journal), "vatCode": .string(vatCode), "count": .number(count), "net": .number(net), "vat": .number(vat),
        ]
    }
}

extension ExactSandbox.Fault {
    private static let plain: [String: Kind] = [
        "loseAnswer": .loseAnswer, "loseRequest": .loseRequest, "throttled": .throttled, "serverError": .serverError,
        "unavailable": .unavailable, "maintenancePage": .maintenancePage, "tokenExpired": .tokenExpired, "unauthorised": .unauthorised,
        "errorBlock": .errorBlock,
    ]

    /// Reads `{"kind":"loseAnswer","method":"POST","path":"salesentry","skip":0,"times":1,"perMille":1000}`; late and truncated faults
    /// also have `milliseconds` or `bytes`. `"times":null` is without end. Nil for a kind or method that does not exist.
    init?(json: JSON) {
        guard let name = json["kind"]?.string else { return nil }
        let milliseconds = Int(json["milliseconds"]?.integer ?? 0)
        let kind: Kind? =
            switch name {
            case "answerLate": .answerLate(milliseconds)
            case "startLate": .startLate(milliseconds)
            case "truncated": .truncated(Int(json["bytes"]?.integer ?? 0))
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
            kind, method: method, pathContains: json["path"]?.string ?? "", skip: Int(json["skip"]?.integer ?? 0), times: times,
            perMille: Int(json["perMille"]?.integer ?? 1000))
    }

    var json: JSON {
        var members: [JSON.Member] = []
        switch kind {
        case .answerLate(let milliseconds):
            members = [.init("kind", "answerLate"), .init("milliseconds", .number(milliseconds))]
        case .startLate(let milliseconds): members = [.init("kind", "startLate"), .init("milliseconds", .number(milliseconds))]
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
