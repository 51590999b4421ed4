/// An element of a message: its name without prefix, its text or what lies in it. Attributes say nothing in these messages.
struct XMLElement: Hashable, Sendable {
    var name: String
    var text: String
    var children: [XMLElement]

    init(_ name: String, _ text: String = "") {
        self.name = name
        self.text = text
        children = []
    }

    init(_ name: String, _ children: [XMLElement]) {
        self.name = name
        text = ""
        self.children = children
    }

    /// The first element of that name in it.
    subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The same without regard to case: roots and containers were seen both ways (reference king §2.1).
    func container(_ name: String) -> XMLElement? { children.first { $0.name.uppercased() == name.uppercased() } }

    /// The text of an element in it; nil when it is missing or empty.
    func value(_ name: String) -> String? { self[name].flatMap { $0.text.isEmpty ? nil : $0.text } }

    /// The document's text.
    var markup: String {
        guard !children.isEmpty || !text.isEmpty else { return "<\(name)/>" }
        return "<\(name)>\(children.isEmpty ? Self.escaped(text) : children.map(\.markup).joined())</\(name)>"
    }

    static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
