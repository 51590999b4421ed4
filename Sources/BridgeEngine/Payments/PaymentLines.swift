import BridgeDomain
import BridgeJournal

/// Keeps to which payment a line belongs that does not name it, for one unit: books that tell of removed lines tell of any.
struct PaymentLines {
    let parts: BridgeParts
    /// As the unit itself leaves them: true for bound.
    private var changed: [String: Bool] = [:]

    init(_ parts: BridgeParts) { self.parts = parts }

    /// The payment behind a binding.
    static func payment(of binding: Binding) -> PaymentID? {
        binding.ours.split(separator: " ", maxSplits: 1).first.map { PaymentID(String($0)) }
    }

    /// Binds the lines a payment has now, and lets go of those it had.
    mutating func bind(_ payment: PaymentRecord, before: PaymentRecord?, _ builder: inout UnitBuilder) async throws(JournalError) {
        let (had, has) = (Self.lines(before), Self.lines(payment))
        for line in had where !has.contains(line) {
            let own = Self.name(payment.id, line)
            guard changed[line] != false, try await parts.journal.binding(parts.bridge, .paymentLine, ours: own) != nil else { continue }
            builder.append(.unbind(parts.bridge, .paymentLine, ours: own))
            changed[line] = false
        }
        for line in has where changed[line] != true {
            if changed[line] == nil, try await parts.journal.binding(parts.bridge, .paymentLine, theirs: TargetID(line)) != nil { continue }
            builder.append(
                .bind(
                    Binding(
                        bridge: parts.bridge, kind: .paymentLine, ours: Self.name(payment.id, line), theirs: TargetID(line),
                        number: payment.number, boundAt: builder.now)))
            changed[line] = true
        }
    }

    private static func name(_ payment: PaymentID, _ line: String) -> String { "\(payment.text) \(line)" }

    /// Each once, in order: a line may have several parts.
    private static func lines(_ payment: PaymentRecord?) -> [String] {
        guard let payment else { return [] }
        return Set(payment.settlements.map(\.line)).subtracting([payment.id.text]).sorted()
    }
}
