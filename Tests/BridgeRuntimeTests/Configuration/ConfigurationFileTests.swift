import BridgeDomain
import BridgeEngine
import BridgeJSON
import BridgeRuntime
import BridgeYAML
import Testing

@Suite("The configuration file")
struct ConfigurationFileTests {
    static let schema: ConfigurationSchema = {
        do { return try ConfigurationSchema() } catch { preconditionFailure("the schema cannot be read: \(error)") }
    }()

    @Test func `the example that ships is a configuration`() throws {
        let configuration = try Configuration(yaml: ProjectFile.read("Examples/ledgerbridge.yaml"), directory: "/etc/ledgerbridge")
        let bridge = try #require(configuration.bridge(named: nil))
        #expect(bridge.policy.approval == .reviewAll)
        #expect(bridge.policy.gate("71") == .reviewExceptions)
        #expect(bridge.policy.firstDate == CalendarDate("2026-11-01"))
        #expect(configuration.path(configuration.journal) == "/etc/ledgerbridge/ledgerbridge.sqlite")
    }

    @Test func `the example names every key there is`() throws {
        let text = try ProjectFile.read("Examples/ledgerbridge.yaml")
        for key in Self.schema.keys {
            #expect(text.contains("\(key.name):"), "\(key.path) is missing from the example")
        }
    }

    @Test(arguments: schema.types)
    func `the schema knows the keys the reader knows, no more and no less`(types: ConfigurationSchema.Types) throws {
        let sections = [
            "limits: { zzz: 1 }", "relations: { zzz: 1, vat_duties: { zzz: 1 } }", "connectors: { zzz: 1 }",
            "sftp: { zzz: 1 }", "profile: { form: lines, zzz: 1 }", "codes: { zzz: 1 }", "debtors: { zzz: 1, vat_codes: { zzz: 1 } }",
            "webhooks: { zzz: 1 }",
        ]
        let nonsense = """
            zzz: 1
            service: { zzz: 1 }
            console: { zzz: 1 }
            webhooks: { zzz: 1 }
            sources: { trade: { type: \(types.source), zzz: 1 } }
            targets: { books: { type: \(types.target), zzz: 1, \(sections.joined(separator: ", ")) } }
            bridges: { sales: { zzz: 1 } }
            """
        let errors = try #require(throws: YAMLErrors.self) { try Configuration(yaml: nonsense, directory: "/") }
        var known: [String: Set<String>] = [:]
        for error in errors.all {
            guard case .unknownKey("zzz", _, let keys) = error.kind else { continue }
            let section = error.path.replacing("trade", with: "*").replacing("books", with: "*").replacing("sales", with: "*")
            known[section] = Set(keys)
        }
        #expect(known == Self.schema.names(types))
    }

    @Test func `the schema names every type of source and target`() {
        #expect(Set(Self.schema.sourceTypes) == Set(Configuration.SourceType.allCases.map(\.rawValue)))
        #expect(Self.schema.targetTypes == Configuration.targetTypes.map { $0.type })
    }

    @Test(arguments: schema.types)
    func `the defaults of the schema are those of the reader`(types: ConfigurationSchema.Types) throws {
        let plain = try ConfigurationDraft(types).read()
        var written = ConfigurationDraft(types)
        for key in Self.schema.keys where key.isKnown(to: types) {
            guard let value = key.property["default"] else { continue }
            written.set(key.section, key.name, value.string ?? value.description)
        }
        #expect(try written.read() == plain)
    }

    @Test(arguments: schema.keys.filter(\.isInteger))
    func `the bounds of the schema are those of the reader`(key: ConfigurationSchema.Key) throws {
        let lowest = try #require(key.property["minimum"]?.integer)
        let highest = try #require(key.property["maximum"]?.integer)
        for value in [lowest, highest] {
            #expect(throws: Never.self, "\(value)") { try key.draft.with(key.section, key.name, "\(value)").read() }
        }
        for value in [lowest - 1, highest + 1] {
            #expect(throws: YAMLErrors.self, "\(value)") { try key.draft.with(key.section, key.name, "\(value)").read() }
        }
    }

    @Test(arguments: schema.keys.filter { !$0.choices.isEmpty && $0.variant == nil })
    func `the reader takes each choice of the schema and no other`(key: ConfigurationSchema.Key) {
        for choice in key.choices {
            #expect(throws: Never.self, "\(choice)") { try key.draft.with(key.section, key.name, choice).read() }
        }
        #expect(throws: YAMLErrors.self) { try key.draft.with(key.section, key.name, "otherwise").read() }
    }

    @Test(arguments: schema.keys.filter { $0.isRequired && !$0.isSection })
    func `a key the schema asks for is asked for by the reader`(key: ConfigurationSchema.Key) {
        #expect(throws: YAMLErrors.self) { try key.draft.with(key.section, key.name, "").read() }
    }

    @Test(arguments: [
        ("on_arrival", Schedule.onArrival), ("manual", .manual), ("every 15 minutes", .every(minutes: 15)),
        ("every 1440 minutes", .every(minutes: 1440)),
    ])
    func `a schedule is written in words`(text: String, schedule: Schedule) throws {
        #expect(try ConfigurationDraft().with("bridges.*", "schedule", text).read().bridges[0].policy.schedule == schedule)
    }

    @Test func `a daily schedule is a list of times in the zone of the bridge`() throws {
        let draft = ConfigurationDraft().with("bridges.*", "schedule", "[\"18:00\", \"22:30\"]").with("bridges.*", "zone", "Europe/London")
        let times = [Schedule.TimeOfDay(hour: 18, minute: 0), Schedule.TimeOfDay(hour: 22, minute: 30)].compactMap(\.self)
        #expect(try draft.read().bridges[0].policy.schedule == .daily(times, zone: .london))
    }

    /// What is written, where the mistake is, and what is said of it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        var section: String
        var key: String
        var value: String
        var dutch: String
        var english: String

        var testDescription: String { "\(section) \(key): \(value)" }
    }

    @Test(arguments: [
        Mistake(
            section: "bridges.*", key: "aproval", value: "automatic", dutch: "onbekende sleutel \"aproval\"",
            english: "Did you mean \"approval\"?"),
        Mistake(
            section: "bridges.*", key: "approval", value: "automatik", dutch: "Bedoelde u \"automatic\"?",
            english: "unknown value \"automatik\""),
        Mistake(
            section: "bridges.*", key: "source", value: "trad", dutch: "'trad' is niet ingesteld", english: "Choose one of: trade"),
        Mistake(
            section: "bridges.*", key: "first_date", value: "01-11-2026", dutch: "een datum als 2026-01-01 verwacht",
            english: "Write year-month-day"),
        Mistake(
            section: "bridges.*", key: "schedule", value: "every now and then",
            dutch: "on_arrival, manual, 'every 15 minutes' of een lijst",
            english: "Write for example schedule: [\"18:00\"]"),
        Mistake(
            section: "bridges.*", key: "zone", value: "Europe/Atlantis", dutch: "een tijdzone als Europe/Amsterdam verwacht",
            english: "Choose one of the zones that are built in"),
        Mistake(
            section: "targets.*", key: "url", value: "http://start.exactonline.nl", dutch: "http alleen voor 127.0.0.1",
            english: "an address such as https://host expected"),
        Mistake(
            section: "targets.*", key: "division", value: "\"3456789\"", dutch: "een geheel getal van 1 tot en met 999999999 verwacht",
            english: "without quotes and without zeros in front"),
    ])
    func `a mistake is told with its place, what it is and what to do`(mistake: Mistake) throws {
        let draft = ConfigurationDraft().with(mistake.section, mistake.key, mistake.value)
        let lines = draft.yaml.split(separator: "\n", omittingEmptySubsequences: false)
        let line = try #require(lines.firstIndex { $0.contains("\(mistake.key): \(mistake.value)") })
        let errors = try #require(throws: YAMLErrors.self) { try draft.read() }
        #expect(errors.all.count == 1)
        #expect(errors.all[0].line == line + 1)
        let before = lines[line].prefix { $0 == " " }.count
        let isKey = if case .unknownKey = errors.all[0].kind { true } else { false }
        #expect(errors.all[0].column == before + (isKey ? 1 : mistake.key.count + 3))
        #expect(errors.text(file: "ledgerbridge.yaml", .dutch).contains(mistake.dutch))
        #expect(errors.text(file: "ledgerbridge.yaml", .english).contains(mistake.english))
        #expect(errors.text(file: "ledgerbridge.yaml", .english).hasPrefix("ledgerbridge.yaml:\(line + 1):\(errors.all[0].column): "))
    }

    @Test func `all mistakes are told at once`() throws {
        var draft = ConfigurationDraft().with("bridges.*", "approval", "never").with("targets.*", "division", "0")
        draft.set("service", "port", "70000")
        let errors = try #require(throws: YAMLErrors.self) { try draft.read() }
        #expect(errors.all.count == 3)
    }

    @Test func `a secret in the place of a reference is refused and not repeated`() throws {
        let errors = try #require(throws: YAMLErrors.self) {
            try ConfigurationDraft().with("sources.*", "key", "aP1-k3y-that-is-secret").read()
        }
        for language in Language.allCases { #expect(!errors.text(file: "f", language).contains("aP1")) }
    }

    @Test func `a configuration without a bridge says so`() throws {
        let errors = try #require(throws: YAMLErrors.self) { try Configuration(yaml: "language: en", directory: "/") }
        #expect(errors.description.contains("No bridge is set up"))
    }
}
