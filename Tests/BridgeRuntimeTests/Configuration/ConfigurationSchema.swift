import BridgeJSON
import Testing

/// What `Documentation/ledgerbridge.schema.json` says of each key.
struct ConfigurationSchema {
    /// What a file's source and target are.
    struct Types: Sendable, CustomTestStringConvertible {
        var source = "freshportal"
        var target = "exact"
        var testDescription: String { "\(source) to \(target)" }
    }

    /// One key of the file.
    struct Key: Sendable, CustomTestStringConvertible {
        /// The way to the mapping it stands in, as `ConfigurationDraft` names it; empty for the file itself.
        var section: String
        var name: String
        var property: JSON
        var isRequired: Bool
        /// The type whose key it is, where the type decides which keys there are.
        var variant: String?

        /// `targets.<name>.limits.per_day`.
        var path: String { ((section.isEmpty ? [] : [section]) + [name]).joined(separator: ".").replacing("*", with: "<name>") }
        var testDescription: String { path + (variant.map { " of \($0)" } ?? "") }
        var isOfTarget: Bool { section.hasPrefix("targets") }
        /// A draft in which the key may stand.
        var draft: ConfigurationDraft {
            guard let variant else { return ConfigurationDraft() }
            return isOfTarget ? ConfigurationDraft(Types(target: variant)) : ConfigurationDraft(Types(source: variant))
        }

        /// True where the types have such a key.
        func isKnown(to types: Types) -> Bool { variant == nil || variant == (isOfTarget ? types.target : types.source) }
        var isInteger: Bool { property["type"]?.string == "integer" }
        var choices: [String] { property["enum"]?.array?.compactMap(\.string) ?? [] }
        /// True for a mapping with keys of its own.
        var isSection: Bool {
            property["properties"] != nil || property["additionalProperties"]?["properties"] != nil
                || property["additionalProperties"]?["oneOf"] != nil
        }
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
            let named = member.value["additionalProperties"].map { variants(of: $0, section: "\(way).*") } ?? []
            return [key] + keys(of: member.value, section: way) + named
        }
    }

    /// The keys of a mapping, or of each type of it.
    private static func variants(of mapping: JSON, section: String) -> [Key] {
        guard let variants = mapping["oneOf"]?.array else { return keys(of: mapping, section: section) }
        return variants.flatMap { variant -> [Key] in
            let type = variant["properties"]?["type"]?["enum"]?.array?.first?.string
            return keys(of: variant, section: section).map { key in
                var key = key
                key.variant = type
                return key
            }
        }
    }

    /// The keys of each section.
    func names(_ types: Types) -> [String: Set<String>] {
        Dictionary(grouping: keys.filter { $0.isKnown(to: types) }, by: \.section).mapValues { Set($0.map(\.name)) }
    }

    /// The types of source.
    var sourceTypes: [String] { types(of: "sources.*") }
    /// The types of target.
    var targetTypes: [String] { types(of: "targets.*") }
    /// Each type of source, and each type of target.
    var types: [Types] { sourceTypes.map { Types(source: $0) } + targetTypes.dropFirst().map { Types(target: $0) } }

    private func types(of section: String) -> [String] {
        keys.filter { $0.section == section && $0.name == "type" }.compactMap(\.variant)
    }
}
