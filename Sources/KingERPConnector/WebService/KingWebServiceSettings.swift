public import BridgeConnector
import BridgeDomain
import BridgeExchange
public import BridgeYAML

/// What a connection to King's web services needs to be told: plain values; the access code is a secret and told apart.
public struct KingWebServiceSettings: Hashable, Sendable {
    /// The target's name in the configuration: under it the journal remembers what is on its way.
    public var name: String
    /// Scheme, host and port of the server they are installed on (`https://king.example.nl:8443`).
    public var origin: String
    /// The path below which they are installed; empty for the server's root.
    public var base = ""
    /// The administration's name in King.
    public var administration: String
    public var rules: KingERPRules
    /// The code lists as far as the customer gave them: King cannot be asked.
    public var codes: MasterData
    /// Entries of one batch at most; 1…2,000.
    public var entriesMax = 100

    /// Settings of one administration.
    public init(name: String, origin: String, administration: String, rules: KingERPRules, codes: MasterData) {
        self.name = name
        self.origin = origin
        self.administration = administration
        self.rules = rules
        self.codes = codes
    }

    /// Reads the settings of a target; mistakes are told to the mapping.
    ///
    /// Keys: `administration`, `path`, `codes`, `entries_per_batch` and those of ``KingERPRules``.
    public init?(name: String, origin: String?, _ map: YAMLMapping) {
        let administration = map.required("administration", .string(lengthMax: 40))
        let base = map.optional("path", .string(lengthMax: 200), default: "")
        let rules = KingERPRules(map)
        let codes = MasterData(exchange: name, map.optionalMapping("codes"))
        let entriesMax = map.optional("entries_per_batch", .integer(in: 1...2_000))
        guard let origin, let administration, let rules, let codes else { return nil }
        self.init(name: name, origin: origin, administration: administration, rules: rules, codes: codes)
        self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
        self.entriesMax = entriesMax ?? self.entriesMax
    }
}
