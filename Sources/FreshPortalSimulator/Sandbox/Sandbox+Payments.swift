import BridgeDomain
import BridgeHTTP
import BridgeJSON

/// Payments coming back (reference freshportal §4.4). Strict: the parts must add up, each document must exist, and what is said to be open of it
/// afterwards must be what this environment makes it.
extension FreshPortalSandbox {
    private static let paymentForm = BodyForm([
        .init("target", .text), .init("payment_id", .text), .init("date", .date), .init("currency", .text), .init("amount", .amount),
        .init(
            "kind",
            .word([
                "receipt", "refund", "direct_debit", "direct_debit_reversal", "set_off", "write_off", "exchange_difference", "bank_charge",
            ])), .init("allocations", .list), .init("unallocated", .amount),
    ])

    private static let allocationForm = BodyForm([.init("document", .text), .init("amount", .amount), .init("open_after", .amount)])

    func payment(_ request: HTTPRequest) -> HTTPResponse {
        once(request) { json, _ in
            var faults = Self.paymentForm.faults(in: json)
            for (index, allocation) in (json["allocations"]?.array ?? []).enumerated() {
                faults += Self.allocationForm.faults(in: allocation, path: "allocations[\(index)].")
            }
            guard faults.isEmpty else { return Self.refusal(422, faults) }
            var paid = state.paid
            faults = Self.sumFaults(json) + allocationFaults(json, &paid)
            guard faults.isEmpty else { return Self.refusal(422, faults) }
            state.paid = paid
            if state.payments.count >= SandboxState.paymentsMax { state.payments.removeFirst() }
            state.payments.append(SandboxState.Payment(receivedAt: time.now(), text: json.description))
            return Self.success(["payment_id": json["payment_id"] ?? .null], status: 201)
        }
    }

    private static func hundredths(_ json: JSON?) -> Int64 { json?.decimal?.scaled(to: 2) ?? 0 }

    /// The amount is what was allocated and what was not.
    private static func sumFaults(_ json: JSON) -> [BodyFault] {
        let allocated = (json["allocations"]?.array ?? []).reduce(Int64(0)) { $0 + hundredths($1["amount"]) }
        guard allocated + hundredths(json["unallocated"]) != hundredths(json["amount"]) else { return [] }
        return [BodyFault(field: "amount", code: "sum", message: "The amount is not the sum of allocations and unallocated")]
    }

    private func allocationFaults(_ json: JSON, _ paid: inout [Int: Int64]) -> [BodyFault] {
        var faults: [BodyFault] = []
        for (index, allocation) in (json["allocations"]?.array ?? []).enumerated() {
            let number = allocation["document"]?.string ?? ""
            let (amount, after) = (Self.hundredths(allocation["amount"]), Self.hundredths(allocation["open_after"]))
            let known = state.documents.items.values.filter { $0.number == number }
            // A number alone may name a document of each type: the amounts tell them apart.
            guard let document = known.first(where: { $0.owed - paid[$0.id, default: 0] - amount == after }) else {
                let field = "allocations[\(index)]."
                faults.append(
                    known.isEmpty
                        ? BodyFault(field: field + "document", code: "unknown", message: "There is no document \(number.prefix(40))")
                        : BodyFault(field: field + "open_after", code: "sum", message: "Something else is open of \(number.prefix(40))"))
                continue
            }
            if document.currency != json["currency"]?.string {
                faults.append(BodyFault(field: "currency", code: "currency", message: "\(number.prefix(40)) is in \(document.currency)"))
            }
            paid[document.id, default: 0] += amount
        }
        return faults
    }
}

extension StoredDocument {
    /// What is owed by it, in hundredths: below zero for what takes back.
    fileprivate var owed: Int64 { type.hasSuffix("credit_note") ? -gross : gross }
}
