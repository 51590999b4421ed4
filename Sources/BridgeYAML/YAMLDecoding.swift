extension YAMLNode {
    /// Reads this node, which must be a mapping, with all mistakes collected.
    ///
    /// ```swift
    /// let settings = try YAMLNode(parsing: text).decode { root -> Settings? in
    ///     let name = root.required("name", .string)
    ///     let port = root.optional("port", .integer(in: 1...65_535), default: 8_080)
    ///     guard let name else { return nil }
    ///     return Settings(name: name, port: port)
    /// }
    /// ```
    ///
    /// - Precondition: `body` gives nil only when something is wrong with the text.
    public func decode<Value>(_ body: (YAMLMapping) -> Value?) throws(YAMLErrors) -> Value {
        let log = ErrorLog()
        // Each mapping holds the log that lists it: let go of here, or none of them ever goes.
        defer { log.mappings.removeAll() }
        let result = log.mapping(self, path: "").flatMap(body)
        // Looked at last: by now every key that somebody knows has been asked for.
        for mapping in log.mappings { mapping.reportUnknownKeys() }
        guard log.errors.isEmpty else { throw YAMLErrors(log.errors) }
        guard let result else { preconditionFailure("a reader that gives nothing must report why") }
        return result
    }

    /// Reads text in one go: broken syntax and collected mistakes come out the same way.
    public static func decode<Value>(
        _ text: some Sequence<UInt8>, bounds: Bounds = Bounds(), _ body: (YAMLMapping) -> Value?
    ) throws(YAMLErrors) -> Value {
        let node: YAMLNode
        do {
            node = try YAMLNode(parsing: text, bounds: bounds)
        } catch {
            throw YAMLErrors([error])
        }
        return try node.decode(body)
    }

    /// Reads a string in one go.
    public static func decode<Value>(_ text: String, _ body: (YAMLMapping) -> Value?) throws(YAMLErrors) -> Value {
        try decode(text.utf8, body)
    }
}
