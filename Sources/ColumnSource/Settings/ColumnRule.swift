import BridgeDomain

/// A line that needs a decision, and the decision. Rules are asked in order, all of them; one that leaves the line out or parks its document
/// is the last. Each line a rule decides on is counted and listed under its name.
struct ColumnRule: Hashable, Sendable {
    /// What a rule may look at.
    enum Subject: String, Hashable, Sendable, CaseIterable {
        case number, party, country, product, description, group, quantity, net
        case unitPrice = "unit_price"
    }

    /// What it wants to see there.
    enum Test: Hashable, Sendable {
        case isEmpty, isFilled, isZero, isNegative, isPositive
        case isOneOf([String])
        case startsWith([String])
        case contains([String])

        /// The words for tests that need no texts.
        static let words: [(String, Test)] = [
            ("empty", .isEmpty), ("filled", .isFilled), ("zero", .isZero), ("negative", .isNegative), ("positive", .isPositive),
        ]
    }

    struct Condition: Hashable, Sendable {
        var subject: Subject
        var test: Test
    }

    /// What is done with the line.
    struct Action: Hashable, Sendable {
        var leavesOut = false
        var parks = false
        var kind: LineKind?
        var party: String?
        var vatCode: String?
        var vatRate: ExactDecimal?
        var group: String?
    }

    var name: String
    /// All must hold.
    var conditions: [Condition]
    var action: Action
}

extension ColumnRule.Test {
    /// Whether a text passes. Numbers are read in the file's own style; what is no number passes no test of sign.
    func holds(_ text: String, _ numbers: NumberStyle) -> Bool {
        switch self {
        case .isEmpty: text.isEmpty
        case .isFilled: !text.isEmpty
        case .isZero: numbers.number(text)?.isZero ?? false
        case .isNegative: numbers.number(text)?.isNegative ?? false
        case .isPositive: numbers.number(text).map { $0 > .zero } ?? false
        case .isOneOf(let texts): texts.contains(text)
        case .startsWith(let texts): texts.contains { text.hasPrefix($0) }
        case .contains(let texts): texts.contains { text.contains($0) }
        }
    }
}
