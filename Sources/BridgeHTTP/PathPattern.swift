/// A path with parameters, taken apart once so that matching allocates little.
struct PathPattern: Sendable {
    /// One segment: fixed text, or a parameter between fixed text.
    enum Segment: Hashable, Sendable {
        case fixed(String)
        case parameter(before: String, name: String, after: String)
    }

    let text: String
    let segments: [Segment]

    init(_ text: String) {
        precondition(text.hasPrefix("/"), "A path pattern starts with a slash: \(text)")
        self.text = text
        segments = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { Self.segment($0, in: text) }
        let names = segments.compactMap { if case .parameter(_, let name, _) = $0 { name } else { nil } }
        precondition(Set(names).count == names.count, "A path pattern names each parameter once: \(text)")
    }

    /// The decoded segments of a request's path; the leading slash starts the first one.
    static func segments(ofPath path: String) -> [String] {
        path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { FormCoding.percentDecode($0) }
    }

    /// The parameters' values when the path matches, nil when not.
    func match(_ path: [String]) -> [String: String]? {
        guard path.count == segments.count else { return nil }
        var values: [String: String] = [:]
        for (segment, text) in zip(segments, path) {
            switch segment {
            case .fixed(let fixed):
                guard fixed == text else { return nil }
            case .parameter(let before, let name, let after):
                guard text.utf8.count > before.utf8.count + after.utf8.count, text.hasPrefix(before), text.hasSuffix(after) else {
                    return nil
                }
                values[name] = String(text.dropFirst(before.count).dropLast(after.count))
            }
        }
        return values
    }

    /// True when this pattern has more fixed text than `other` in the first segment where they differ.
    func isMoreSpecific(than other: PathPattern) -> Bool {
        for (mine, theirs) in zip(segments, other.segments) where Self.weight(mine) != Self.weight(theirs) {
            return Self.weight(mine) > Self.weight(theirs)
        }
        return false
    }

    /// True when both patterns match the same paths, whatever their parameters are called.
    func matchesTheSame(as other: PathPattern) -> Bool {
        segments.count == other.segments.count && zip(segments, other.segments).allSatisfy { Self.nameless($0) == Self.nameless($1) }
    }

    private static func segment(_ text: Substring, in pattern: String) -> Segment {
        guard let open = text.firstIndex(of: "{") else {
            precondition(!text.contains("}"), "A closing brace without an opening one: \(pattern)")
            return .fixed(String(text))
        }
        guard let close = text[open...].firstIndex(of: "}") else { preconditionFailure("A brace is not closed: \(pattern)") }
        let name = text[text.index(after: open)..<close]
        let after = text[text.index(after: close)...]
        precondition(!name.isEmpty && !after.contains("{"), "A segment has one parameter with a name: \(pattern)")
        return .parameter(before: String(text[..<open]), name: String(name), after: String(after))
    }

    private static func weight(_ segment: Segment) -> Int {
        switch segment {
        case .fixed: Int.max
        case .parameter(let before, _, let after): before.utf8.count + after.utf8.count
        }
    }

    private static func nameless(_ segment: Segment) -> Segment {
        switch segment {
        case .fixed: segment
        case .parameter(let before, _, let after): .parameter(before: before, name: "", after: after)
        }
    }
}
