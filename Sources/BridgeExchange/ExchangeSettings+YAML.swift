public import BridgeConnector
import BridgeDomain
public import BridgeYAML

extension ExchangeSettings {
    /// Reads what a target's own keys say of its folder over the usual values: `prefix`, `refused_folder`, `refused_mark`, `taken_folder`,
    /// `look_seconds`, `pick_up_minutes`, `answer_seconds`, `entries_per_batch`. False where they cannot be used; the mapping then knows why.
    public mutating func read(_ map: YAMLMapping) -> Bool {
        prefix = map.optional("prefix", .string(lengthMax: 20), default: prefix)
        refusedFolder = map.optional("refused_folder", .string(lengthMax: 100), default: refusedFolder)
        refusedMark = map.optional("refused_mark", .string(lengthMax: 40), default: refusedMark)
        takenFolder = map.optional("taken_folder", .string(lengthMax: 100)) ?? takenFolder
        lookSeconds = Int64(map.optional("look_seconds", .integer(in: 1...3_600), default: Int(lookSeconds)))
        pickUpSeconds = 60 * Int64(map.optional("pick_up_minutes", .integer(in: 1...10_080), default: Int(pickUpSeconds / 60)))
        answerSeconds = Int64(map.optional("answer_seconds", .integer(in: 1...86_400), default: Int(answerSeconds)))
        entriesMax = map.optional("entries_per_batch", .integer(in: 1...10_000), default: entriesMax)
        guard refusedFolder.isEmpty, refusedMark.isEmpty else { return true }
        map.report(
            "refused_mark",
            what: BilingualText(
                nl: "een lijst met afgekeurde regels zou heten als ons eigen bestand",
                en: "a list of refused lines would be called as our own file"),
            remedy: BilingualText(nl: "Geef een eigen map of een merk", en: "Give it a folder of its own or a mark"))
        return false
    }

    /// Looks at the same keys without use for them, where something else is missing: so that all mistakes are told at once.
    public static func know(_ map: YAMLMapping) {
        var settings = ExchangeSettings(name: "", codes: .none(named: "", .eur))
        _ = settings.read(map)
    }
}

extension MasterData {
    /// Code lists as far as the customer gives them: what is given is checked before an entry goes into a file. nil where they cannot be read.
    ///
    /// - Parameter name: what the administration is called unless the lists say so.
    public init?(exchange name: String, _ map: YAMLMapping?) {
        func list(_ key: String) -> [MasterCode] {
            (map?.list(key, of: .string(lengthMax: 32)) ?? []).map { MasterCode(code: $0, id: TargetID($0), name: "") }
        }
        let code = map?.optional("currency", .string(lengthMax: 3), default: "EUR") ?? "EUR"
        guard let currency = Currency(code: code) else {
            map?.report(
                "currency", what: BilingualText(nl: "de valuta is onbekend", en: "the currency is unknown"),
                remedy: BilingualText(nl: "Gebruik een ISO-code zoals EUR", en: "Use an ISO code such as EUR"))
            return nil
        }
        self = .none(named: map?.optional("administration", .string(lengthMax: 100), default: name) ?? name, currency)
        (accounts, vatCodes, daybooks) = (list("accounts"), list("vat_codes"), list("daybooks"))
        (paymentConditions, costCentres, costUnits) = (list("payment_conditions"), list("cost_centres"), list("cost_units"))
    }

    /// Lists that were not given.
    static func none(named name: String, _ currency: Currency) -> MasterData {
        MasterData(
            administrationName: name, currency: currency, accounts: [], vatCodes: [], daybooks: [], paymentConditions: [],
            costCentres: [], costUnits: [], periods: [], readAt: Timestamp(milliseconds: 0))
    }
}
