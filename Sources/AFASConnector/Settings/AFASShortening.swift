public import BridgeDomain

/// How references that begin in one way are shortened to an invoice number: `FP-20` to `F` makes `F26-104233` of `FP-2026-104233`.
public struct AFASShortening: Hashable, Sendable {
    /// What references begin with.
    public var long: String
    /// What their invoice numbers begin with instead.
    public var short: String

    /// A shortening.
    public init(_ long: String, to short: String) {
        self.long = long
        self.short = short
    }
}

/// The invoice number (`InId`) of a reference: at most 12 characters, unique, recognisable, and reversible to the reference.
///
/// A reference that fits is its own invoice number. One that does not is shortened by replacing what it begins with. Both ways are exact as
/// long as no shortened beginning can be the beginning of anything else, which ``issues(_:)`` sees to. What still does not fit is refused
/// before anything is sent: a cut number would belong to two invoices.
public struct AFASInvoiceNumber: Sendable {
    /// Characters of `InId` (reference `afas-profit` §6.2).
    public static let charactersMax = 12
    /// Characters of the voucher number, which carries the reference whole.
    public static let referenceMax = 32

    private let shortenings: [AFASShortening]

    /// By a connection's shortenings.
    public init(_ shortenings: [AFASShortening]) { self.shortenings = shortenings }

    /// The number of a reference; nil when it does not fit, or could be read back as another reference.
    public func number(of reference: EntryReference) -> String? {
        var text = reference.text
        if let shortening = shortenings.first(where: { text.hasPrefix($0.long) }) {
            text = shortening.short + text.dropFirst(shortening.long.count)
        }
        guard !text.isEmpty, text.count <= Self.charactersMax, self.reference(of: text) == reference else { return nil }
        return text
    }

    /// The reference of a number.
    public func reference(of number: String) -> EntryReference {
        guard let shortening = shortenings.first(where: { number.hasPrefix($0.short) }) else { return EntryReference(number) }
        return EntryReference(shortening.long + number.dropFirst(shortening.short.count))
    }

    /// The longest reference that can fit.
    var referenceMax: Int {
        min(Self.referenceMax, Self.charactersMax + max(0, shortenings.map { $0.long.count - $0.short.count }.max() ?? 0))
    }

    /// What is wrong with a set of shortenings; empty when they are reversible.
    public static func issues(_ shortenings: [AFASShortening]) -> [BilingualText] {
        var issues: [BilingualText] = []
        for (place, one) in shortenings.enumerated() {
            if one.short.isEmpty || one.long.isEmpty {
                issues.append(
                    BilingualText(
                        nl: "een verkorting zonder begin ('\(one.long)' naar '\(one.short)'): noem beide",
                        en: "a shortening without a beginning ('\(one.long)' to '\(one.short)'): name both"))
            }
            for other in shortenings[(place + 1)...] where overlaps(one.long, other.long) || overlaps(one.short, other.short) {
                issues.append(
                    BilingualText(
                        nl: "de verkortingen '\(one.long)' en '\(other.long)' lopen in elkaar over: kies een ander begin",
                        en: "the shortenings '\(one.long)' and '\(other.long)' run into each other: choose another beginning"))
            }
        }
        return issues
    }

    private static func overlaps(_ one: String, _ other: String) -> Bool { one.hasPrefix(other) || other.hasPrefix(one) }
}
