import BridgeDomain
import BridgeEngine
import BridgeMapping
import BridgeSecrets
public import BridgeYAML

extension Configuration {
    /// Reads the file's text. All mistakes come out at once, each with line, column, what and what to do.
    public init(yaml text: String, directory: String) throws(YAMLErrors) {
        self = try YAMLNode.decode(text) { root in Configuration(root, directory: directory) }
    }

    private init?(_ root: YAMLMapping, directory: String) {
        let journal = root.optional("journal", .string, default: "ledgerbridge.sqlite")
        let key = root.optional("key_file", .string, default: "ledgerbridge.key")
        let language = root.optional("language", .choice(of: Language.self), default: .dutch)
        let door = Door(root.optionalMapping("service"))
        let console = Console.read(root.optionalMapping("console"), door)
        let networks = root.optionalMapping("webhooks")?.list("allowed_networks", of: .network) ?? []
        let sourceTable = root.tableOfMappings("sources")
        let targetTable = root.tableOfMappings("targets")
        let sources = sourceTable.compactMap { Source($0.key, $0.value) }
        YAMLMapping.checkFolders(sources, sourceTable)
        let targets = targetTable.compactMap { Target($0.key, $0.value) }
        let bridgeTable = root.tableOfMappings("bridges")
        let bridges = bridgeTable.compactMap { name, mapping -> Bridge? in
            let bridge = Bridge(name, mapping, targets: targets)
            // Among all that are written: one with a mistake in it is told once, where the mistake is.
            mapping.check("source", bridge?.source, among: sourceTable.map(\.key))
            mapping.check("target", bridge?.target, among: targetTable.map(\.key))
            return bridge
        }
        YAMLMapping.checkNames(sourceTable, targetTable, bridgeTable)
        YAMLMapping.checkTargets(targets, targetTable)
        YAMLMapping.checkConsents(targets, targetTable)
        YAMLMapping.checkBridges(bridges, bridgeTable, targets)
        YAMLMapping.checkOwnSources(bridges, bridgeTable, sources)
        YAMLMapping.checkAttachments(bridges, bridgeTable, sources, targets)
        if bridgeTable.isEmpty {
            root.report(
                what: BilingualText(nl: "Er is geen brug ingesteld", en: "No bridge is set up"),
                remedy: BilingualText(
                    nl: "Voeg onder 'bridges' minstens één brug toe; 'ledgerbridge connect' helpt daarbij",
                    en: "Add at least one bridge under 'bridges'; 'ledgerbridge connect' helps"))
        }
        self.init(
            directory: directory, journal: journal, keyFile: key, language: language, door: door, console: console,
            webhookNetworks: networks, sources: sources, targets: targets, bridges: bridges)
    }
}

extension YAMLMapping {
    fileprivate func check(_ key: String, _ name: String?, among names: [String]) {
        guard let name, !names.contains(name) else { return }
        let list = names.joined(separator: ", ")
        report(
            key, what: BilingualText(nl: "'\(name)' is niet ingesteld", en: "'\(name)' is not set up"),
            remedy: BilingualText(nl: "Kies een van: \(list)", en: "Choose one of: \(list)"))
    }
}

extension Configuration.Door {
    fileprivate init(_ mapping: YAMLMapping?) {
        let address = mapping?.optional("address", .address)
        let port = mapping?.optional("port", .integer(in: 0...65_535))
        let certificate = mapping?.optional("tls_certificate", .string(lengthMax: 1_000))
        let key = mapping?.optional("tls_key", .string(lengthMax: 1_000))
        let tls: TLS? = if let certificate, let key { TLS(certificate: certificate, key: key) } else { nil }
        self.init(
            address: address ?? "127.0.0.1", port: UInt16(port ?? 8480), tls: tls,
            allowsClearText: mapping?.optional("clear_text", .bool) ?? false)
        pushesPerMinute = mapping?.optional("pushes_per_minute", .integer(in: 1...1_000_000)) ?? pushesPerMinute
        strangersPerMinute = mapping?.optional("strangers_per_minute", .integer(in: 1...1_000_000)) ?? strangersPerMinute
        if (certificate == nil) != (key == nil) { mapping?.reportHalfTLS(lacks: key == nil ? "tls_key" : "tls_certificate") }
        if !isLocal, tls == nil, !allowsClearText { mapping?.reportOpenDoor(address ?? "") }
    }
}

extension Configuration.Console {
    /// nil where it is not opened. Every key is read, so that a mistake is told also while it is closed.
    fileprivate static func read(_ mapping: YAMLMapping?, _ door: Configuration.Door) -> Configuration.Console? {
        guard let mapping else { return nil }
        var console = Configuration.Console()
        let isOpen = mapping.optional("open", .bool, default: false)
        console.proxy = mapping.optional("reverse_proxy", .address)
        console.publicAddress = mapping.optional("public_address", .origin)
        console.idleMinutes = mapping.optional("idle_minutes", .integer(in: 1...1_440), default: console.idleMinutes)
        console.sessionHours = mapping.optional("session_hours", .integer(in: 1...168), default: console.sessionHours)
        if isOpen, !door.isLocal, door.tls == nil, console.proxy == nil { mapping.reportOpenConsole(door.address) }
        return isOpen ? console : nil
    }
}

extension Configuration.Bridge {
    fileprivate init?(_ name: String, _ mapping: YAMLMapping, targets: [Configuration.Target]) {
        let source = mapping.required("source", .string)
        let administration = mapping.required("administration", .string(lengthMax: 50))
        let target = mapping.required("target", .string)
        let zone = mapping.optional("zone", .zone, default: .amsterdam)
        let schedule = Schedule.read(mapping, zone: zone)
        let setup = targets.first { $0.name == target }?.setup
        var policy = BridgePolicy(
            bridge: BridgeID(name), source: SourceAdministration(administration ?? ""),
            target: setup?.administration ?? TargetAdministration(""))
        policy.schedule = schedule
        policy.read(mapping)
        if policy.payments != nil, let setup, !type(of: setup).tellsPayments { mapping.reportUntoldPayments(target ?? "") }
        guard let source, administration != nil, let target else { return nil }
        self.init(source: source, target: target, policy: policy, zone: zone)
    }
}

extension BridgePolicy {
    fileprivate mutating func read(_ mapping: YAMLMapping) {
        bookCurrency = mapping.optional("currency", .currency, default: bookCurrency)
        ownCountry = mapping.optional("country", .string(lengthMax: 2), default: ownCountry)
        approval = mapping.optional("approval", .choice(of: ApprovalGate.self), default: approval)
        for (daybook, gate) in mapping.table("approval_by_daybook", of: YAMLForm<ApprovalGate>.choice(of: ApprovalGate.self)) {
            approvalByDaybook[DaybookCode(daybook)] = gate
        }
        periodPolicy = mapping.optional("closed_period", .choice(of: PeriodPolicy.self), default: periodPolicy)
        partyPolicy = mapping.optional("missing_relations", .choice(of: UnknownPartyPolicy.self), default: partyPolicy)
        firstDate = mapping.optional("first_date", .date)
        deadlineSeconds = seconds(mapping, "late_after_hours", 1...8_760, unit: 3600, deadlineSeconds)
        missingWaitSeconds = seconds(mapping, "wait_for_missing_seconds", 0...604_800, unit: 1, missingWaitSeconds)
        pollSeconds = seconds(mapping, "poll_seconds", 1...86_400, unit: 1, pollSeconds)
        masterDataSeconds = seconds(mapping, "code_lists_hours", 1...168, unit: 3600, masterDataSeconds)
        readBackSeconds = seconds(mapping, "read_back_seconds", 1...86_400, unit: 1, readBackSeconds)
        relationsSeconds = seconds(mapping, "relations_minutes", 5...1_440, unit: 60, relationsSeconds)
        for (field, owner) in mapping.table("relation_fields", of: YAMLForm<FieldOwner>.choice(of: FieldOwner.self)) {
            guard let field = PartyField(rawValue: field) else {
                mapping.reportRelationField(field)
                continue
            }
            ownership.owners[field] = owner
        }
        mappingFourEyes = mapping.optional("mapping_four_eyes", .bool, default: mappingFourEyes)
        payments = paymentPolicy(mapping)
        attachments = AttachmentPolicy.read(mapping)
    }

    /// Every key is read, so that a mistake is told also while payments do not come back.
    private func paymentPolicy(_ mapping: YAMLMapping) -> PaymentPolicy? {
        var policy = PaymentPolicy()
        policy.readSeconds = seconds(mapping, "payments_read_minutes", 1...1_440, unit: 60, policy.readSeconds)
        policy.from = mapping.optional("payments_from", .date)
        for (account, kind) in mapping.table("payment_accounts", of: YAMLForm<SettlementKind>.choice(of: SettlementKind.self)) {
            policy.accounts[AccountCode(account)] = kind
        }
        policy.collected = Set(mapping.list("collection_accounts", of: .string(lengthMax: 20)).map { AccountCode($0) })
        policy.suspense = Set(mapping.list("suspense_accounts", of: .string(lengthMax: 20)).map { AccountCode($0) })
        return mapping.optional("payments_back", .bool, default: false) ? policy : nil
    }

    private func seconds(_ mapping: YAMLMapping, _ key: String, _ range: ClosedRange<Int>, unit: Int64, _ usual: Int64) -> Int64 {
        mapping.optional(key, .integer(in: range)).map { Int64($0) * unit } ?? usual
    }
}

extension Schedule {
    /// `on_arrival`, `manual`, `every 15 minutes`, or a list of times: `[“18:00”, "22:30"]`.
    fileprivate static func read(_ mapping: YAMLMapping, zone: TimeZoneRule) -> Schedule {
        guard let node = mapping.node("schedule") else { return .onArrival }
        if node.sequence != nil { return .daily(mapping.list("schedule", of: .timeOfDay), zone: zone) }
        return mapping.optional("schedule", .schedule, default: .onArrival)
    }
}

extension YAMLForm where Value == Schedule {
    fileprivate static var schedule: YAMLForm {
        .text(
            expected: BilingualText(
                nl: "on_arrival, manual, 'every 15 minutes' of een lijst met tijden",
                en: "on_arrival, manual, 'every 15 minutes' or a list of times"),
            remedy: BilingualText(nl: "Schrijf bijvoorbeeld schedule: [\"18:00\"]", en: "Write for example schedule: [\"18:00\"]")
        ) { text in
            switch text {
            case "on_arrival": return .onArrival
            case "manual": return .manual
            default:
                let words = text.split(separator: " ")
                guard words.count == 3, words[0] == "every", words[2] == "minutes", let minutes = Int(words[1]),
                    (1...1_440).contains(minutes)
                else { return nil }
                return .every(minutes: minutes)
            }
        }
    }
}

extension YAMLForm where Value == Schedule.TimeOfDay {
    fileprivate static var timeOfDay: YAMLForm {
        .text(
            expected: BilingualText(nl: "een tijd als \"18:00\"", en: "a time such as \"18:00\""),
            remedy: BilingualText(nl: "Schrijf de tijd tussen aanhalingstekens", en: "Write the time in quotes")
        ) { text in
            let parts = text.split(separator: ":").compactMap { Int($0) }
            return parts.count == 2 ? Schedule.TimeOfDay(hour: parts[0], minute: parts[1]) : nil
        }
    }
}

extension YAMLForm where Value == TimeZoneRule {
    fileprivate static var zone: YAMLForm {
        .text(
            expected: BilingualText(nl: "een tijdzone als Europe/Amsterdam", en: "a time zone such as Europe/Amsterdam"),
            remedy: BilingualText(nl: "Kies een van de ingebouwde zones", en: "Choose one of the zones that are built in")
        ) { TimeZoneRule(name: $0) }
    }
}

extension YAMLForm where Value == CalendarDate {
    static var date: YAMLForm {
        .text(
            expected: BilingualText(nl: "een datum als 2026-01-01", en: "a date such as 2026-01-01"),
            remedy: BilingualText(nl: "Schrijf jaar-maand-dag", en: "Write year-month-day")
        ) { CalendarDate($0) }
    }
}

extension YAMLForm where Value == Currency {
    static var currency: YAMLForm {
        .text(
            expected: BilingualText(nl: "een munt van ISO 4217", en: "a currency of ISO 4217"),
            remedy: BilingualText(nl: "Schrijf drie hoofdletters, zoals EUR", en: "Write three capitals, such as EUR")
        ) { Currency(code: $0) }
    }
}

extension YAMLForm where Value == SecretReference {
    /// A reference to a secret; the value itself is refused and never shown.
    static var secret: YAMLForm {
        YAMLForm.text(
            expected: BilingualText(nl: "een verwijzing naar een geheim", en: "a reference to a secret"),
            remedy: BilingualText(
                nl: "Schrijf env:NAAM, file:/pad of sealed:naam; nooit het geheim zelf",
                en: "Write env:NAME, file:/path or sealed:name; never the secret itself")
        ) { SecretReference($0) }.concealed
    }
}
