import BridgeRuntime
import BridgeYAML

/// A configuration under construction: the fewest keys that are valid, and whatever a test lays over them.
///
/// A section is named by the way to it, with `*` for a name of the user's choice: `targets.*.limits`.
struct ConfigurationDraft {
    private(set) var values: [String: [(key: String, value: String)]] = [
        "sources.*": [("type", "freshportal"), ("url", "https://fp042-api.freshportal.com"), ("key", "env:KEY")],
        "targets.*": [
            ("type", "exact"), ("url", "https://start.exactonline.nl"), ("division", "1"), ("client_id", "app"),
            ("client_secret", "env:SECRET"), ("redirect", "https://books.example.nl/callback"),
        ],
        "bridges.*": [("source", "trade"), ("administration", "NL01"), ("target", "books")],
    ]

    /// A draft whose source is of that type.
    init(source type: String) { self.init(ConfigurationSchema.Types(source: type)) }

    /// A draft whose source and target are of those types.
    init(_ types: ConfigurationSchema.Types = ConfigurationSchema.Types()) {
        let type = types.source
        switch type {
        case "freshportal": break
        case "freshportal-export":
            set("sources.*", "type", type)
            set("sources.*", "first_date", "2026-11-01")
        case "ubl-folder": values["sources.*"] = [("type", type), ("folder", "incoming"), ("own_numbers", "[NL123456782B12]")]
        case "column-folder": values["sources.*"] = [("type", type), ("folder", "incoming"), ("columns", "columns.yaml")]
        default: values["sources.*"] = [("type", type)]
        }
        switch types.target {
        case "exact": break
        case "afas":
            values["targets.*"] = [("type", "afas"), ("participant", "\"12345\""), ("administration", "1"), ("token", "env:TOKEN")]
        case "afas-folder":
            values["targets.*"] = [("type", "afas-folder"), ("folder", "exchange"), ("unit", "1")]
            values["targets.*.profile"] = [("form", "lines")]
        case "king-erp-file": values["targets.*"] = [("type", types.target), ("folder", "exchange")] + Self.kingERP
        case "king-erp-webservice":
            values["targets.*"] = [("type", types.target), ("url", "https://king.example.nl"), ("access_code", "env:CODE")] + Self.kingERP
        case "king-finance-http", "king-finance-soap":
            values["targets.*"] = [
                ("type", types.target), ("administration", "bloemen"), ("partner_key", "env:PARTNER"), ("omgevingscode", "env:CODE"),
            ]
        default: values["targets.*"] = [("type", types.target)]
        }
    }

    private static let kingERP = [
        ("administration", "BLOEMEN"), ("account_width", "8"), ("debtor_section", "\"13\""), ("creditor_section", "\"16\""),
    ]

    mutating func set(_ section: String, _ key: String, _ value: String) {
        if section == "targets.*.sftp", values[section] == nil {
            // A folder on a server stands in the place of one on this machine.
            values["targets.*"]?.removeAll { $0.key == "folder" }
            values[section] = [
                ("host", "files.example.nl"), ("user", "bridge"), ("path", "/in"), ("password", "env:PASSWORD"), ("fingerprint", "abc"),
            ]
        }
        if section == "targets.*.debtors" || section == "targets.*.debtors.vat_codes", values["targets.*.debtors"] == nil {
            values["targets.*.debtors"] = [("from", "1"), ("to", "9999999999")]
        }
        values[section, default: []].removeAll { $0.key == key }
        values[section, default: []].append((key, value))
    }

    func with(_ section: String, _ key: String, _ value: String) -> ConfigurationDraft {
        var draft = self
        draft.set(section, key, value)
        return draft
    }

    var yaml: String {
        [
            lines("", 0), heading("service", 0, lines("service", 1)),
            heading("console", 0, lines("console", 1)),
            named("sources", "trade", lines("sources.*", 2)),
            named("targets", "books", body("targets.*", 2)),
            named("bridges", "sales", lines("bridges.*", 2)),
        ].joined()
    }

    func read() throws(YAMLErrors) -> Configuration { try Configuration(yaml: yaml, directory: "/etc/ledgerbridge") }

    private func lines(_ section: String, _ depth: Int) -> String {
        (values[section] ?? []).map { "\(indentation(depth))\($0.key): \($0.value)\n" }.joined()
    }

    /// A section's own lines, and the sections in it.
    private func body(_ section: String, _ depth: Int) -> String {
        let inner = Set(
            values.keys.filter { $0.hasPrefix("\(section).") }.compactMap { $0.dropFirst(section.count + 1).split(separator: ".").first })
        return lines(section, depth) + inner.sorted().map { heading(String($0), depth, body("\(section).\($0)", depth + 1)) }.joined()
    }

    private func heading(_ key: String, _ depth: Int, _ body: String) -> String {
        body.isEmpty ? "" : "\(indentation(depth))\(key):\n\(body)"
    }

    private func named(_ key: String, _ name: String, _ body: String) -> String { heading(key, 0, heading(name, 1, body)) }

    private func indentation(_ depth: Int) -> String { String(repeating: "  ", count: depth) }
}
