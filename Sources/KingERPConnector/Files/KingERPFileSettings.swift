public import BridgeConnector
public import BridgeDomain
public import BridgeExchange
public import BridgeJournal
public import BridgeYAML

/// What an import folder of KING ERP needs to be told: plain values, no secrets. How the folder is reached is told apart.
public struct KingERPFileSettings: Hashable, Sendable {
    /// The administration's name in King: whose import job empties the folder.
    public var administration: String
    public var rules: KingERPRules
    public var exchange: ExchangeSettings

    /// Where King's import job puts what it refused, below the folder.
    public static let refusedFolder = "afgekeurd"

    /// True for the name of a file that King's import job takes; what lies beside it, as our control files, waits for nobody.
    public static func isImport(_ name: String) -> Bool { name.hasSuffix(".xml") }

    /// Settings as the reference has them (king §7): one file at a time, since King's own order of several is not known.
    ///
    /// - Parameter name: the target's name in the configuration.
    public init(name: String, administration: String, rules: KingERPRules, codes: MasterData) {
        self.administration = administration
        self.rules = rules
        exchange = ExchangeSettings(name: name, codes: codes)
        exchange.refusedFolder = Self.refusedFolder
        exchange.refusedMark = "-afgekeurd"
        exchange.waitsForPickUp = true
        exchange.entriesMax = 500
    }

    /// Reads the settings of a target; mistakes are told to the mapping.
    ///
    /// Keys: `administration`, `one_file_at_a_time`, and those of ``KingERPRules`` and ``/BridgeExchange/ExchangeSettings``.
    public init?(name: String, _ map: YAMLMapping) {
        let administration = map.required("administration", .string(lengthMax: 40))
        let rules = KingERPRules(map)
        let codes = MasterData(exchange: name, map.optionalMapping("codes"))
        let isOneAtATime = map.optional("one_file_at_a_time", .bool, default: true)
        guard let administration, let rules, let codes else {
            ExchangeSettings.know(map)
            return nil
        }
        self.init(name: name, administration: administration, rules: rules, codes: codes)
        exchange.waitsForPickUp = isOneAtATime
        guard exchange.read(map) else { return nil }
    }

    /// The connector for a folder.
    ///
    /// - Parameter owner: names this process where processes take turns; no other may have the same.
    public func connector(
        folder: any ExchangeFolder, journal: any BridgeJournal, clock: any TimeSource, owner: String
    ) -> ExchangeConnector {
        ExchangeConnector(
            settings: exchange, format: KingERPFileFormat(rules), folder: folder, journal: journal, clock: clock, owner: owner)
    }
}
