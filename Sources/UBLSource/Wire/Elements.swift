import BridgeDomain
import BridgeXML

/// The elements of one file and the values they hold. An element without text counts as absent: several senders write all they know of.
struct Elements {
    let tree: XMLTree
    let findings: Findings

    func child(_ node: XMLNode?, _ tag: Tag) -> XMLNode? { node.flatMap { tree.first(tag.name, in: $0) } }
    func child(_ node: XMLNode?, _ first: Tag, _ second: Tag) -> XMLNode? { child(child(node, first), second) }
    func child(_ node: XMLNode?, _ first: Tag, _ second: Tag, _ third: Tag) -> XMLNode? { child(child(node, first, second), third) }

    /// Calls `body` with each element of a name directly inside.
    func each(_ tag: Tag, in node: XMLNode?, _ body: (XMLNode) -> Void) {
        var next = node.flatMap { tree.firstChild(of: $0) }
        while let child = next {
            if tree.name(of: child) == tag.name { body(child) }
            next = tree.next(after: child)
        }
    }

    func line(_ node: XMLNode?) -> Int? { node.map { tree.line(of: $0) } }

    // MARK: Values

    /// The element's text; nil when it is absent or empty.
    func text(_ node: XMLNode?) -> String? {
        guard let node else { return nil }
        let text = tree.string(of: node)
        return text.isEmpty ? nil : text
    }

    func text(_ node: XMLNode?, _ tag: Tag) -> String? { text(child(node, tag)) }

    func attribute(_ tag: Tag, of node: XMLNode?) -> String? {
        guard let node, let text = tree.attribute(tag.name, of: node), !text.isEmpty else { return nil }
        return text
    }

    func isEmpty(_ node: XMLNode) -> Bool { tree.withText(of: node) { $0.isEmpty } }

    /// A decimal; text that is none is noted.
    func decimal(_ node: XMLNode?, at place: @autoclosure () -> Place) -> ExactDecimal? {
        guard let node, !isEmpty(node) else { return nil }
        if let value = tree.withText(of: node, WireNumber.decimal) { return value }
        findings.add(.malformed, at: place(), found: tree.string(of: node), expected: "12.50", fileLine: line(node))
        return nil
    }

    /// An amount in `currency`; another currency or more decimals than it has are noted, and nothing is rounded.
    func money(_ node: XMLNode?, _ currency: Currency, at place: @autoclosure () -> Place) -> Money? {
        guard let node, let value = decimal(node, at: place()) else { return nil }
        let isOwn = tree.withAttribute(Tag.currencyID.name, of: node) { $0.isEmpty || $0.elementsEqual(currency.code.utf8) } ?? true
        if !isOwn {
            findings.add(
                .currencyDiffers, at: place(), found: attribute(.currencyID, of: node) ?? "", expected: currency.code, fileLine: line(node))
            return nil
        }
        guard value.decimals <= currency.exponent else {
            findings.add(.amountDecimals, at: place(), found: tree.string(of: node), fileLine: line(node))
            return nil
        }
        guard let amount = Money(rounding: value, currency) else {
            findings.add(.amountTooLarge, at: place(), found: tree.string(of: node), fileLine: line(node))
            return nil
        }
        return amount
    }

    /// A date; text that is none is noted.
    func date(_ node: XMLNode?, at place: @autoclosure () -> Place) -> CalendarDate? {
        guard let node, !isEmpty(node) else { return nil }
        if let date = tree.withText(of: node, WireNumber.date) { return date }
        findings.add(.malformed, at: place(), found: tree.string(of: node), expected: "2026-11-20", fileLine: line(node))
        return nil
    }

    /// What `value` gives for the element; noted as missing when there is nothing there.
    func required<Value>(_ node: XMLNode?, in parent: XMLNode?, at place: @autoclosure () -> Place, _ value: (XMLNode) -> Value?) -> Value?
    {
        guard let node, !isEmpty(node) else {
            findings.add(.fieldMissing, at: place(), fileLine: line(parent))
            return nil
        }
        return value(node)
    }

    // MARK: Texts within bounds

    /// Free text, cut where the product cannot hold more of it; the file keeps the whole and a remark says so.
    func bounded(_ text: String, at place: @autoclosure () -> Place) -> String {
        let max = DocumentLimits.standard.textLengthMax
        guard text.utf8.count > max, text.count > max else { return text }
        findings.add(.textBeyondLimit, at: place(), found: text, expected: "≤ \(max)", severity: .warning)
        return text.prefix(max - 1) + "…"
    }

    /// A code, left out where it is longer than a code may be: half a code would be another one.
    func code(_ text: String?, at place: @autoclosure () -> Place) -> String? {
        let max = DocumentLimits.standard.codeLengthMax
        guard let text, text.utf8.count > max, text.count > max else { return text }
        findings.add(.textBeyondLimit, at: place(), found: text, expected: "≤ \(max)", severity: .warning)
        return nil
    }
}
