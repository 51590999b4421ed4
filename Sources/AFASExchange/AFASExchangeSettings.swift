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
    /// Keys: `unit`, `profile` (``AFASFileProfile``), `codes` and, with usual values, `prefix`, `refused_folder`, `refused_mark`,
    /// `taken_folder`, `look_seconds`, `pick_up_minutes`, `answer_seconds`, `entries_per_batch`.
    public init?(name: String, _ map: YAMLMapping) {
        let unit = map.required("unit", .integer(in: 1...99_999))
        let profile = map.mapping("profile").flatMap { AFASFileProfile($0) }
        let codes = Self.codes(map.optionalMapping("codes"), name: name)
        let prefix = map.optional("prefix", .string(lengthMax: 20))
        let refusedFolder = map.optional("refused_folder", .string(lengthMax: 100))
        let refusedMark = map.optional("refused_mark", .string(lengthMax: 40))
        let takenFolder = map.optional("taken_folder", .string(lengthMax: 100))
        let lookSeconds = map.optional("look_seconds", .integer(in: 1...3_600), default: 15)
        let pickUpMinutes = map.optional("pick_up_minutes", .integer(in: 1...10_080), default: 240)
        let answerSeconds = map.optional("answer_seconds", .integer(in: 1...86_400), default: 900)
        let entriesMax = map.optional("entries_per_batch", .integer(in: 1...10_000))
        guard let unit, let profile, let codes else { return nil }
        self.init(name: name, unit: unit, profile: profile, codes: codes)
        exchange.prefix = prefix ?? exchange.prefix
        exchange.refusedFolder = refusedFolder ?? exchange.refusedFolder
        exchange.refusedMark = refusedMark ?? exchange.refusedMark
        exchange.takenFolder = takenFolder
        exchange.lookSeconds = Int64(lookSeconds)
        exchange.pickUpSeconds = 60 * Int64(pickUpMinutes)
        exchange.answerSeconds = Int64(answerSeconds)
        exchange.entriesMax = entriesMax ?? exchange.entriesMax
        guard exchange.refusedFolder.isEmpty, exchange.refusedMark.isEmpty else { return }
        map.report(
            "refused_mark",
            what: BilingualText(
                nl: "een lijst met afgekeurde regels zou heten als ons eigen bestand",
                en: "a list of refused lines would be called as our own file"),
            remedy: BilingualText(nl: "Geef een eigen map of een merk", en: "Give it a folder of its own or a mark"))
        return nil
    }

    /// Code lists as far as the customer gives them: what is given is checked before an entry goes into a file.
    private static func codes(_ map: YAMLMapping?, name: String) -> MasterData? {
        func list(_ key: String) -> [MasterCode] {
            (map?.list(key, of: .string(lengthMax: 32)) ?? []).map { MasterCode(code: $0, id: TargetID($0), name: "") }
        }
        let currency = map?.optional("currency", .string(lengthMax: 3), default: "EUR") ?? "EUR"
        guard let currency = Currency(code: currency) else {
            map?.report(
                "currency", what: BilingualText(nl: "de valuta is onbekend", en: "the currency is unknown"),
                remedy: BilingualText(nl: "Gebruik een ISO-code zoals EUR", en: "Use an ISO code such as EUR"))
            return nil
        }
        return MasterData(
            administrationName: map?.optional("administration", .string(lengthMax: 100), default: name) ?? name, currency: currency,
            accounts: list("accounts"), vatCodes: list("vat_codes"), daybooks: list("daybooks"),
            paymentConditions: list("payment_conditions"), costCentres: list("cost_centres"), costUnits: list("cost_units"), periods: [],
            readAt: Timestamp(milliseconds: 0))
    }

    /// The connector for a folder.
    ///
    /// - Parameter owner: names this process where processes take turns; no other may have the same.
    public func connector(
        folder: any ExchangeFolder, journal: any BridgeJournal, clock: any TimeSource, owner: String
    ) -> ExchangeConnector {
        ExchangeConnector(
            settings: exchange, format: AFASFileFormat(profile, unit: unit), folder: folder, journal: journal, clock: clock, owner: owner)
    }
}
