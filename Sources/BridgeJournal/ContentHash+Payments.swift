import BridgeDomain
import BridgeHash

// The hashes by which history vouches for payments and for what the source is told of them. A unit that keeps either carries a record about
// the payment (``PaymentRecord/subject``) with its hash.
extension ContentHash {
    /// What stands before the hash of a payment.
    public static let paymentMark = "payment:"
    /// What stands before the hash of a notice.
    public static let noticeMark = "notice:"
}

extension PaymentRecord {
    /// ``ContentHash/paymentMark`` and 64 hexadecimal digits. Covers all but revision, order and moment.
    public var contentHash: String {
        var canonical = CanonicalBytes(reserving: 256 + 128 * settlements.count)
        canonical.append(tag: "LBP1")
        for text in [bridge.text, id.text, number, daybook.text, date.description] { canonical.text(text) }
        canonical.number(isGone ? 1 : 0)
        canonical.count(settlements.count)
        for settlement in settlements {
            for text in [settlement.line, settlement.kind.rawValue, settlement.side.rawValue] { canonical.text(text) }
            for text in [settlement.entry?.text, settlement.reference?.text, settlement.document?.description] { canonical.text(text) }
            canonical.money(settlement.amount)
            canonical.money(settlement.bookAmount)
            canonical.text(settlement.problem?.code.rawValue)
        }
        return ContentHash.paymentMark + SHA256.hash(canonical.bytes).hex
    }
}

extension NoticeRecord {
    /// ``ContentHash/noticeMark`` and 64 hexadecimal digits. Covers what is told and its key, not what became of it.
    public var contentHash: String {
        var canonical = CanonicalBytes(reserving: 256 + 64 * allocations.count)
        canonical.append(tag: "LBN1")
        for text in [bridge.text, payment.text, kind.rawValue, side.rawValue, date.description, key] { canonical.text(text) }
        canonical.number(Int64(number))
        canonical.money(amount)
        canonical.count(allocations.count)
        for allocation in allocations {
            canonical.text(allocation.document.description)
            canonical.money(allocation.amount)
            canonical.money(allocation.openAfter)
        }
        canonical.money(unallocated)
        return ContentHash.noticeMark + SHA256.hash(canonical.bytes).hex
    }
}
