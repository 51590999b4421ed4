import BridgeDomain

/// A column of a table: what it holds and who may write it (reference king §3).
struct Field: Sendable {
    enum Kind: Sendable, Hashable {
        case text(Int)
        case number(Int)
        case date
        case flag
        case money
        case rate
    }

    enum Access: Sendable {
        case open
        /// Given when a record is made, never changed.
        case key
        case readOnly
    }

    let name: String
    let kind: Kind
    let access: Access

    init(_ name: String, _ kind: Kind, _ access: Access = .open) {
        self.name = name
        self.kind = kind
        self.access = access
    }

    /// The value as it is kept: dates in ISO order, amounts with a point, numbers without leading zeros. Empty text empties the field.
    func kept(_ text: String, _ behaviour: KingSandbox.Behaviour) throws(Refusal) -> String {
        guard !text.isEmpty else { return "" }
        switch kind {
        case .text(let length):
            guard text.unicodeScalars.count > length else { return text }
            guard behaviour.tooLong == .cut else { throw Refusal(Wording.tooLong(name, length)) }
            return String(String.UnicodeScalarView(text.unicodeScalars.prefix(length)))
        case .number(let length):
            guard let digits = Formats.digits(text), digits.utf8.count <= length else { throw Refusal(Wording.unconvertible(name, text)) }
            return digits
        case .date:
            guard let date = Formats.date(text, takesISO: behaviour.takesISODates) else { throw Refusal(Wording.unconvertible(name, text)) }
            return date.description
        case .flag:
            guard text == "J" || text == "N" else { throw Refusal(Wording.unconvertible(name, text)) }
            return text
        case .money:
            guard let amount = Formats.money(text, behaviour.money) else { throw Refusal(Wording.unconvertible(name, text)) }
            return amount.text(decimalsMin: 2)
        case .rate:
            guard let rate = ExactDecimal(text.replacingComma), rate > .zero else { throw Refusal(Wording.unconvertible(name, text)) }
            return rate.description
        }
    }

    /// The value as an answer shows it.
    func shown(_ kept: String, typedDates: Bool = false) -> String {
        guard kind == .date, let date = CalendarDate(kept) else { return kept }
        return typedDates ? Formats.typed(date) : Formats.text(date)
    }

    /// Below zero when `left` sorts before `right`. Text compares without regard to case.
    func order(_ left: String, _ right: String) -> Int {
        switch kind {
        case .number, .money, .rate:
            let (left, right) = (ExactDecimal(left), ExactDecimal(right))
            guard let left, let right else { return (left == nil ? 0 : 1) - (right == nil ? 0 : 1) }
            return left < right ? -1 : (left == right ? 0 : 1)
        default:
            let (left, right) = (left.lowercased(), right.lowercased())
            return left < right ? -1 : (left == right ? 0 : 1)
        }
    }
}

extension String {
    /// Rates are written both ways.
    fileprivate var replacingComma: String { String(map { $0 == "," ? "." : $0 }) }
}
