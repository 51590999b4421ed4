import BridgeDomain

/// What a read asks for (reference king §2.3).
struct Selection: Sendable {
    /// One condition: any of the columns holds.
    struct Condition: Sendable {
        let columns: [String]
        let comparison: Comparison
        let value: String
    }

    enum Comparison: String, Sendable {
        case equal = "="
        case above = ">"
        case atLeast = ">="
        case below = "<"
        case atMost = "<="
        case like = "LIKE"
    }

    let table: String
    let columns: [String]
    let conditions: [Condition]
    let order: [String]
    /// 0: no limit.
    let countMax: Int
    let pageSize: Int
    /// From 1.
    let page: Int
    /// Only rows that changed on that day or later.
    let changedSince: CalendarDate?

    /// Reads the document.
    init(_ root: XMLElement, _ settings: KingSandbox.Settings) throws(Refusal) {
        let tags = try Self.tags(root, settings.behaviour)
        func list(_ tag: String) -> [String] { tags.value(tag).map(Self.items) ?? [] }
        func required(_ tag: String) throws(Refusal) -> String {
            guard let text = tags.value(tag) else { throw Refusal(Wording.incomplete(tag)) }
            return text
        }
        func number(_ tag: String, _ standard: Int, from least: Int) throws(Refusal) -> Int {
            guard let text = tags.value(tag) else { return standard }
            guard let number = Int(text), number >= least else { throw Refusal(Wording.unconvertible(tag, text)) }
            return number
        }
        table = try required("TABLE")
        columns = Self.items(try required("SELECTFIELDS"))
        order = Self.items(try required("ORDERBY"))
        conditions = try Self.conditions(
            fields: list("WHEREFIELDS"), operators: list("WHEREOPERATORS"), values: tags["WHEREVALUES"].map { Self.items($0.text) } ?? [])
        countMax = try number("MAXRESULT", 0, from: 0)
        pageSize = try number("PAGESIZE", settings.limits.pageSize, from: 1)
        page = try number("SELECTPAGE", 1, from: 1)
        changedSince = try tags.value("MUTDATE_VA").map { text throws(Refusal) in
            guard let date = Formats.date(text, takesISO: true) else { throw Refusal(Wording.unconvertible("MUTDATE_VA", text)) }
            return date
        }
    }

    /// The conditions of an update: its `SELECTION` has no columns and no order.
    static func conditions(_ element: XMLElement) throws(Refusal) -> [Condition] {
        func list(_ tag: String) -> [String] { element.value(tag).map(items) ?? [] }
        return try conditions(
            fields: list("WHEREFIELDS"), operators: list("WHEREOPERATORS"), values: element["WHEREVALUES"].map { items($0.text) } ?? [])
    }

    /// Where the tags lie: in the root's only element, or directly in the root.
    private static func tags(_ root: XMLElement, _ behaviour: KingSandbox.Behaviour) throws(Refusal) -> XMLElement {
        if let inner = root.children.first, !inner.children.isEmpty { return inner }
        guard behaviour.takesFlatSelections else { throw Refusal(Wording.incomplete("TABLE")) }
        return root
    }

    /// A list's items: divided by tabs, or by semicolons where there is no tab.
    private static func items(_ text: String) -> [String] {
        guard !text.isEmpty else { return [] }
        return text.split(separator: text.contains("\t") ? "\t" : ";", omittingEmptySubsequences: false).map(String.init)
    }

    private static func conditions(fields: [String], operators: [String], values: [String]) throws(Refusal) -> [Condition] {
        // One empty value is an empty list on the wire.
        let values = values.isEmpty && fields.count == 1 ? [""] : values
        guard operators.count == fields.count else { throw Refusal(Wording.incomplete("WHEREOPERATORS")) }
        guard values.count == fields.count else { throw Refusal(Wording.incomplete("WHEREVALUES")) }
        var conditions: [Condition] = []
        for place in fields.indices {
            guard let comparison = Comparison(rawValue: operators[place].uppercased()) else {
                throw Refusal(Wording.unconvertible("WHEREOPERATORS", operators[place]))
            }
            let columns = fields[place].split { $0 == "," || $0 == ";" }.map(String.init)
            conditions.append(Condition(columns: columns, comparison: comparison, value: values[place]))
        }
        return conditions
    }
}
