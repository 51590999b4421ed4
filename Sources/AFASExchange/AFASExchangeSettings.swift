import AFASWords
public import BridgeConnector
public import BridgeDomain
public import BridgeExchange
public import BridgeJournal
public import BridgeYAML

/// What an exchange folder of Profit needs to be told: plain values, no secrets. How the folder is reached is told apart.
public struct AFASExchangeSettings: Hashable, Sendable {
    /// The administration's number in Profit.
    public var unit: Int
    public var profile: AFASFileProfile
    public var exchange: ExchangeSettings
    /// Rows that texts of this environment add to the table of refusals (``/AFASWords/AFASRefusals/table``).
    public var refusals = ""

    /// Settings as the simulator's importer and the reference have them (reference §14).
    ///
    /// - Parameter name: the target's name in the configuration.
    public init(name: String, unit: Int, profile: AFASFileProfile, codes: MasterData) {
        self.unit = unit
        self.profile = profile
        exchange = ExchangeSettings(name: name, codes: codes)
        exchange.refusedFolder = "afgekeurd"
        exchange.refusedMark = "-afgekeurd"
        exchange.takenFolder = nil
        exchange.entriesMax = 2_000
    }

    /// Reads the settings of a target; mistakes are told to the mapping.
    ///
    /// Keys: `unit`, `profile` (``AFASFileProfile``), `refusals`, and those of ``/BridgeExchange/ExchangeSettings``.
    public init?(name: String, _ map: YAMLMapping) {
        let unit = map.required("unit", .integer(in: 1...99_999))
        let profile = map.mapping("profile").flatMap { AFASFileProfile($0) }
        let codes = MasterData(exchange: name, map.optionalMapping("codes"))
        let refusals = map.optional("refusals", .string(lengthMax: 20_000), default: "")
        for issue in AFASRefusals.issues(refusals) {
            map.report(
                "refusals", what: issue,
                remedy: BilingualText(
                    nl: "Schrijf per regel: refused, de code van het probleem, een plaats en de tekst",
                    en: "Write on each row: refused, the problem's code, a place and the text"))
        }
        guard let unit, let profile, let codes else {
            ExchangeSettings.know(map)
            return nil
        }
        self.init(name: name, unit: unit, profile: profile, codes: codes)
        self.refusals = refusals
        guard exchange.read(map) else { return nil }
    }

    /// The connector for a folder.
    ///
    /// - Parameter owner: names this process where processes take turns; no other may have the same.
    public func connector(
        folder: any ExchangeFolder, journal: any BridgeJournal, clock: any TimeSource, owner: String
    ) -> ExchangeConnector {
        ExchangeConnector(
            settings: exchange, format: AFASFileFormat(profile, unit: unit, refusals: refusals), folder: folder, journal: journal,
            clock: clock, owner: owner)
    }
}
