import BridgeJSON
import Testing

/// What `Documentation/ledgerbridge.schema.json` says of each key.
struct ConfigurationSchema {
    /// One key of the file.
    struct Key: Sendable, CustomTestStringConvertible {
        /// The way to the mapping it stands in, as `ConfigurationDraft` names it; empty for the file itself.
        var section: String
        var name: String
        var property: JSON
        var isRequired: Bool

        /// `targets.<name>.limits.per_day`.
        var path: String { ((section.isEmpty ? [] : [section]) + [name]).joined(separator: ".").replacing("*", with: "<name>") }
        var testDescription: String { path }
        var isInteger: Bool { property["type"]?.string == "integer" }
        var choices: [String] { property["enum"]?.array?.compactMap(\.string) ?? [] }
        /// True for a mapping with keys of its own.
        var isSection: Bool { property["properties"] != nil || property["additionalProperties"]?["properties"] != nil }
    }

    let keys: [Key]

    init() throws {
        let root = try JSON(parsing: ProjectFile.read("Documentation/ledgerbridge.schema.json").utf8)
        keys = Self.keys(of: root, section: "")
    }

    private static func keys(of mapping: JSON, section: String) -> [Key] {
        let required = Set(mapping["required"]?.array?.compactMap(\.string) ?? [])
        return (mapping["properties"]?.members ?? []).flatMap { member -> [Key] in
            let key = Key(section: section, name: member.name, property: member.value, isRequired: required.contains(member.name))
            let way = section.isEmpty ? member.name : "\(section).\(member.name)"
            let named = member.value["additionalProperties"].map { keys(of: $0, section: "\(way).*") } ?? []
            return [key] + keys(of: member.value, section: way) + named
        }
    }

    /// The keys of each section.
    var names: [String: Set<String>] { Dictionary(grouping: keys, by: \.section).mapValues { Set($0.map(\.name)) } }
}
