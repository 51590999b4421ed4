import BridgeDomain
import BridgeJSON
import BridgeSource

extension PaymentReport {
    /// The body of `POST /payments` (reference freshportal §4.4). What is assumed beyond it stands in ``AssumedContract``.
    var wireMessage: JSON {
        [
            "target": .string(target),
            "payment_id": .string(payment.text),
            "date": .string(date.description),
            "currency": .string(amount.currency.code),
            "amount": .string(amount.amountText),
            "kind": .string(kind.wireWord),
            "allocations": .array(
                allocations.map { allocation in
                    [
                        "document": .string(allocation.document.number.text), "amount": .string(allocation.amount.amountText),
                        "open_after": .string(allocation.openAfter.amountText),
                    ]
                }),
            "unallocated": .string(unallocated.amountText),
        ]
    }
}

extension SettlementKind {
    /// FreshPortal's word for it. It has none for a payment difference: that is a small write-off.
    fileprivate var wireWord: String {
        switch self {
        case .payment: "receipt"
        case .directDebit: "direct_debit"
        case .refund: "refund"
        case .reversal: "direct_debit_reversal"
        case .setOff: "set_off"
        case .paymentDifference, .writeOff: "write_off"
        case .exchangeDifference: "exchange_difference"
        case .bankCharge: "bank_charge"
        }
    }
}
