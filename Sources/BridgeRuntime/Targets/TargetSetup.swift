public import BridgeConnector
public import BridgeDomain
public import BridgeEngine
public import BridgeExchange
public import BridgeMapping
public import BridgeReports
public import BridgeYAML

/// How one accounting system is written in the configuration, and connected. Another system is one more of these, and its line in
/// ``Configuration/targetTypes``.
public protocol TargetSetup: Hashable, Sendable {
    /// The word of `type`.
    static var type: String { get }
    /// Rules to begin with for this system, as a file.
    static var sampleRules: String { get }
    /// Where in its own menus each part of the books is mended.
    static var menus: BooksMenus { get }
    /// True where the connection can tell what was paid.
    static var tellsPayments: Bool { get }
    /// True where the connection can attach documents' files to their entries.
    static var attachesFiles: Bool { get }

    /// Reads the keys of its own; nil when one is missing or wrong, which the mapping then knows. `name` is the target's in the file.
    init?(_ name: String, _ mapping: YAMLMapping)

    /// The administration entries go into, as the books name it.
    var administration: TargetAdministration { get }
    /// The name under which calls are counted and sessions are kept (`exact/3456789`). Two targets may not have the same.
    var connectionName: String { get }
    /// Which books they are, whatever way leads to them: the same documents must not go into one set of books by two ways.
    var books: BooksName { get }
    /// How its exchange folder is used; nil where the target is not reached by files.
    var exchange: ExchangeSettings? { get }
    /// The calls the target allows, for saying how long work will take; nil where it says nothing of them.
    var limits: BudgetMeter.Limits? { get }
    /// How the target takes many entries in one call, where its settings let it; nil where each is a call.
    var postsTogether: PostingTogether? { get }

    /// What the books say one of their VAT codes does; nil where they do not tell.
    static func vat(_ code: MasterCode) -> VATInBooks?
    /// Whether what ``vat(_:)`` says is certain enough to stop a document for it; otherwise it is told only.
    static var vatStopsDocuments: Bool { get }
    /// What of the books' code lists does not go with the codes that rules give, and is told when the connection is checked. Calls nobody.
    func findings(using codes: CodesUsed, known master: MasterData) -> [ConnectionFinding]

    /// The page of an entry in the browser, by its identifier and number there; nil where the system has none, or nobody said where it is.
    func entryPage(id: String, number: String) -> String?

    /// Connects; calls nobody yet.
    func connect(_ installation: Installation) async throws(InstallationError) -> TargetConnection
}

/// Names a set of books part by part, such as environment and administration.
public struct BooksName: Hashable, Sendable {
    /// nil where the way to the books does not say.
    private let parts: [String?]

    /// Books of that name.
    public init(_ parts: String?...) { self.parts = parts }

    /// False only where a part that both name differs.
    public func mayBe(_ other: BooksName) -> Bool {
        parts.count == other.parts.count && zip(parts, other.parts).allSatisfy { $0 == nil || $1 == nil || $0 == $1 }
    }
}

extension TargetSetup {
    /// Where in its own menus each part of the books is mended.
    public var menus: BooksMenus { Self.menus }
    /// None.
    public func entryPage(id: String, number: String) -> String? { nil }
    /// Books that nothing else leads to.
    public var books: BooksName { BooksName(connectionName) }
    /// No files.
    public var exchange: ExchangeSettings? { nil }
    /// Nothing is said.
    public var limits: BudgetMeter.Limits? { nil }
    /// One entry a call.
    public var postsTogether: PostingTogether? { nil }
    public static var tellsPayments: Bool { false }
    public static var attachesFiles: Bool { false }
    /// Nothing is told.
    public static func vat(_ code: MasterCode) -> VATInBooks? { nil }
    /// Told only.
    public static var vatStopsDocuments: Bool { false }
    /// Everything goes.
    public func findings(using codes: CodesUsed, known master: MasterData) -> [ConnectionFinding] { [] }
}

extension Configuration {
    /// The accounting systems there are: the one line of wiring.
    public static let targetTypes: [any TargetSetup.Type] = [
        ExactTarget.self, AFASTarget.self, AFASFolderTarget.self, KingERPFileTarget.self, KingERPServiceTarget.self,
        KingFinanceTarget<KingFinanceByHTTP>.self, KingFinanceTarget<KingFinanceBySOAP>.self,
    ]

    /// An accounting system's administration.
    public struct Target: Sendable {
        public var name: String
        public var setup: any TargetSetup
    }
}

extension Configuration.Target: Hashable {
    public static func == (one: Self, other: Self) -> Bool {
        one.name == other.name && AnyHashable(one.setup) == AnyHashable(other.setup)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(AnyHashable(setup))
    }
}

extension Configuration.Target {
    /// Reads a target: the type first, since it decides which keys there are.
    init?(_ name: String, _ mapping: YAMLMapping) {
        let types = Configuration.targetTypes.map { (name: $0.type, value: $0) }
        guard let type = mapping.required("type", .choice(types)) else {
            // Which keys belong here is not known: naming them unknown as well would only be noise.
            mapping.keys.forEach { mapping.alsoKnows($0) }
            return nil
        }
        guard let setup = type.init(name, mapping) else { return nil }
        self.init(name: name, setup: setup)
    }
}
