public import BridgeDomain

/// A mapping under reading: hands out values in the form asked for, writes down what is wrong, and remembers which keys were known.
///
/// Nothing is thrown on the way, so that a person sees every mistake at once. A value that is missing or wrong comes out as nil and
/// stands in the list of errors; reading as a whole then fails. Ask for *all* keys before giving up on a mapping, since a key nobody
/// asked for is reported as unknown; name keys that are read only sometimes with ``alsoKnows(_:)``.
public final class YAMLMapping {
    /// The way to this mapping, as in `bridges[2]`; empty for the document's root.
    public let path: String
    private let node: YAMLNode
    private let entries: [String: YAMLNode.Entry]
    private let log: ErrorLog
    private var known: Set<String> = []

    init(_ node: YAMLNode, _ entries: [YAMLNode.Entry], path: String, log: ErrorLog) {
        self.node = node
        self.entries = Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0) })
        self.path = path
        self.log = log
        log.mappings.append(self)
    }

    /// The keys that are there, in order.
    public var keys: [String] { node.mapping?.map(\.key) ?? [] }

    /// A value that must be there.
    public func required<Value>(_ key: String, _ form: YAMLForm<Value>) -> Value? {
        guard let value = present(key) else { return missing(key) }
        return log.read(value, form, path: way(to: key))
    }

    /// A value that may be left out; nil when it is, or when it is wrong.
    public func optional<Value>(_ key: String, _ form: YAMLForm<Value>) -> Value? {
        present(key).flatMap { log.read($0, form, path: way(to: key)) }
    }

    /// A value that may be left out, and what holds when it is.
    public func optional<Value>(_ key: String, _ form: YAMLForm<Value>, default value: Value) -> Value { optional(key, form) ?? value }

    /// A mapping that must be there.
    public func mapping(_ key: String) -> YAMLMapping? {
        guard let value = present(key) else { return missing(key) }
        return log.mapping(value, path: way(to: key))
    }

    /// A mapping that may be left out.
    public func optionalMapping(_ key: String) -> YAMLMapping? { present(key).flatMap { log.mapping($0, path: way(to: key)) } }

    /// A list of values of one form; empty when it is left out. Wrong values are reported and left out.
    public func list<Value>(_ key: String, of form: YAMLForm<Value>) -> [Value] {
        elements(key).compactMap { log.read($0.node, form, path: $0.path) }
    }

    /// A list of mappings; empty when it is left out. Elements that are no mapping are reported and left out.
    public func mappings(_ key: String) -> [YAMLMapping] { elements(key).compactMap { log.mapping($0.node, path: $0.path) } }

    /// A mapping whose keys are data (a table of numbers, say), in order; empty when it is left out. Wrong values are reported and left out.
    public func table<Value>(_ key: String, of form: YAMLForm<Value>) -> [(key: String, value: Value)] {
        entries(of: key).compactMap { entry in
            log.read(entry.value, form, path: "\(way(to: key)).\(entry.key)").map { (key: entry.key, value: $0) }
        }
    }

    /// A mapping whose keys are data and whose values are mappings, in order; empty when it is left out.
    public func tableOfMappings(_ key: String) -> [(key: String, value: YAMLMapping)] {
        entries(of: key).compactMap { entry in
            log.mapping(entry.value, path: "\(way(to: key)).\(entry.key)").map { (key: entry.key, value: $0) }
        }
    }

    /// The node behind a key as it stands, for values that can have several forms; nil when it is left out. What is wrong inside is for the
    /// caller to find and to ``report(_:what:remedy:)``.
    public func node(_ key: String) -> YAMLNode? { present(key) }

    /// Declares keys that are not asked for this time, so that they are not unknown.
    public func alsoKnows(_ keys: String...) { known.formUnion(keys) }

    /// Writes down something wrong that only the caller can see, at the value of a key, or at the mapping when the key is nil or absent.
    public func report(_ key: String? = nil, what: BilingualText, remedy: BilingualText) {
        let place = key.flatMap { entries[$0]?.value } ?? node
        log.add(.other(what: what, remedy: remedy), at: place, path: key.map(way(to:)) ?? path)
    }

    /// Reports the keys nobody asked for.
    func reportUnknownKeys() {
        // A key that is there already is not what was meant by another one.
        let (free, all) = (known.filter { entries[$0] == nil }, known.sorted())
        for entry in node.mapping ?? [] where !known.contains(entry.key) {
            guard !log.isFull else { return }
            let error = YAMLError.Kind.unknownKey(entry.key, nearest: nearest(to: entry.key, among: free), known: all)
            log.add(YAMLError(error, line: entry.line, column: entry.column, path: path))
        }
    }

    private func way(to key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private func present(_ key: String) -> YAMLNode? {
        known.insert(key)
        guard let value = entries[key]?.value, !value.isNull else { return nil }
        return value
    }

    private func missing<Value>(_ key: String) -> Value? {
        if let entry = entries[key] {
            log.add(YAMLError(.missingValue(key), line: entry.line, column: entry.column, path: path))
        } else {
            log.add(.missingKey(key), at: node, path: path)
        }
        return nil
    }

    private func elements(_ key: String) -> [(node: YAMLNode, path: String)] {
        guard let value = present(key) else { return [] }
        guard let nodes = value.sequence else {
            log.add(.wrongForm(expected: .list, remedy: .listRemedy, found: value.summary), at: value, path: way(to: key))
            return []
        }
        return nodes.enumerated().map { (node: $0.element, path: "\(way(to: key))[\($0.offset + 1)]") }
    }

    private func entries(of key: String) -> [YAMLNode.Entry] {
        guard let value = present(key) else { return [] }
        guard let entries = value.mapping else {
            log.add(.wrongForm(expected: .mapping, remedy: .mappingRemedy, found: value.summary), at: value, path: way(to: key))
            return []
        }
        return entries
    }
}

/// What is wrong so far, shared by all mappings of one reading.
final class ErrorLog {
    /// More mistakes than this are not collected: nobody reads on, and each has its text.
    static let errorsMax = 500

    private(set) var errors: [YAMLError] = []
    var mappings: [YAMLMapping] = []
    var isFull: Bool { errors.count >= Self.errorsMax }

    func add(_ error: YAMLError) {
        if !isFull { errors.append(error) }
    }

    func add(_ kind: YAMLError.Kind, at node: YAMLNode, path: String) {
        add(YAMLError(kind, line: node.line, column: node.column, path: path))
    }

    func read<Value>(_ node: YAMLNode, _ form: YAMLForm<Value>, path: String) -> Value? {
        if let value = form.read(node) { return value }
        if let found = node.text, !form.choices.isEmpty, form.showsFound {
            add(.noChoice(found: found, nearest: nearest(to: found, among: form.choices), allowed: form.choices), at: node, path: path)
        } else {
            add(
                .wrongForm(expected: form.expected, remedy: form.remedy, found: form.showsFound ? node.summary : "•••"), at: node,
                path: path)
        }
        return nil
    }

    func mapping(_ node: YAMLNode, path: String) -> YAMLMapping? {
        guard let entries = node.mapping else {
            add(.wrongForm(expected: .mapping, remedy: .mappingRemedy, found: node.summary), at: node, path: path)
            return nil
        }
        return YAMLMapping(node, entries, path: path, log: self)
    }
}

extension BilingualText {
    fileprivate static let list = BilingualText(nl: "een lijst", en: "a list")
    fileprivate static let listRemedy = BilingualText(
        nl: "Begin elke waarde op een eigen regel met \"- \"", en: "Start each value on a line of its own with \"- \"")
    fileprivate static let mapping = BilingualText(nl: "een groep sleutels met waarden", en: "a group of keys with values")
    fileprivate static let mappingRemedy = BilingualText(
        nl: "Schrijf \"sleutel: waarde\" op ingesprongen regels", en: "Write \"key: value\" on indented lines")
}

extension YAMLNode {
    /// A few words of what stands here.
    fileprivate var summary: String {
        switch content {
        case .scalar(let text, let style):
            let shown = text.count > 40 ? "\(text.prefix(40))…" : text
            return style == .plain ? shown : "\"\(shown)\""
        case .sequence(let nodes): return "[…\(nodes.count)]"
        case .mapping(let entries): return "{\(entries.prefix(3).map(\.key).joined(separator: ", "))…}"
        }
    }
}
