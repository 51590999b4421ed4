public import BridgeDomain
import BridgeJSON

/// A document as the environment holds it.
struct StoredDocument: Sequenced {
    let id: Int
    var sequence = 0
    var administration: String
    var type: String
    var number: String
    var version: Int
    var status: String
    /// As written: the environment itself does not judge its dates and currencies.
    var invoiceDate: String
    var currency: String
    var party: String
    var lines: Int
    /// In hundredths, as printed; what cannot be read counts as nothing.
    var net: Int64
    var vat: Int64
    var gross: Int64
    /// Compact JSON without `sequence`.
    var text: String

    init?(_ json: JSON) {
        guard let id = json["id"]?.integer.flatMap({ Int(exactly: $0) }) else { return nil }
        func amount(_ name: String) -> Int64 { json["totals"]?[name]?.decimal?.scaled(to: 2) ?? 0 }
        self.id = id
        administration = json["administration"]?.string ?? ""
        type = json["type"]?.string ?? ""
        number = json["number"]?.string ?? ""
        version = json["version"]?.integer.flatMap { Int(exactly: $0) } ?? 1
        status = json["status"]?.string ?? "approved"
        invoiceDate = (json["invoice_date"] ?? json["date"])?.string ?? ""
        currency = json["currency"]?.string ?? "EUR"
        party = json["party"]?["code"]?.string ?? ""
        lines = json["lines"]?.array?.count ?? 0
        net = amount("net")
        vat = amount("vat")
        gross = amount("gross")
        text = json.withIDFirst.description
    }

    /// The document with its place in the stream behind its id.
    var wireText: String { SandboxState.withSequence(text, sequence) }
}

/// A customer or supplier as the environment holds it.
struct StoredParty: Sequenced {
    let id: Int
    var sequence = 0
    var code: String
    var name: String
    /// Held back until the documents that name it have been read (quirk 8).
    var isLate = false
    /// Compact JSON without `sequence`.
    var text: String

    init?(_ json: JSON) {
        guard let id = json["id"]?.integer.flatMap({ Int(exactly: $0) }) else { return nil }
        self.id = id
        code = json["code"]?.string ?? ""
        name = json["name"]?.string ?? ""
        text = json.withIDFirst.description
    }

    var wireText: String { SandboxState.withSequence(text, sequence) }
}

/// A status that came back for a document.
public struct SandboxStatus: Sendable, Hashable, Codable {
    public let document: Int
    /// The word of §4.4: queued, sent, accepted, posted, rejected, parked, withdrawn.
    public let status: String
    public let documentVersion: Int
    public let target: String
    public let targetAdministration: String
    public let targetNumber: String?
    public let message: String?
    public let receivedAt: Timestamp
    public let idempotencyKey: String
}

/// Everything a sandbox remembers.
struct SandboxState: Codable, Sendable {
    struct Token: Codable, Sendable {
        let key: String
        let expires: Timestamp
    }

    struct KeptAnswer: Codable, Sendable {
        let content: String
        let status: Int
        let body: String
    }

    struct Subscription: Codable, Sendable {
        let id: Int
        let url: String
        let events: [String]
        let secret: String
    }

    struct Push: Codable, Sendable {
        let subscription: Int
        let body: String
        let due: Timestamp
    }

    struct Payment: Codable, Sendable {
        let receivedAt: Timestamp
        let text: String
    }

    /// What a day was made with, so that further documents can be made after a restart.
    struct Day: Codable, Sendable {
        let seed: UInt64
        let date: CalendarDate
        let invoices: Int
        let creditNotes: Int
        let knownCustomers: Int
        let newCustomers: Int
        let brokenPerKind: Int
        let administration: String
    }

    var random: SeededGenerator
    var tokens: [String: Token] = [:]
    var documents = SequencedStore<StoredDocument>()
    var customers = SequencedStore<StoredParty>()
    var suppliers = SequencedStore<StoredParty>()
    var statuses: [Int: [SandboxStatus]] = [:]
    var payments: [Payment] = []
    /// What was paid on each document, in hundredths.
    var paid: [Int: Int64] = [:]
    var answers: [String: KeptAnswer] = [:]
    var subscriptions: [Int: Subscription] = [:]
    var pushes: [Push] = []
    var faults: [SandboxFaultRule] = []
    var weather = SandboxWeather()
    var quirks = SandboxQuirks()
    var webhookTrouble = SandboxWebhookTrouble()
    /// Sequences below this are no longer kept: 410.
    var oldestKept = 0
    var requests = 0
    var calls: [String: Int] = [:]
    var events = 0
    var furtherDocuments = 0
    var day: Day?
    var export = ExportLedger()

    /// Pushes that wait to be taken; beyond it the oldest are forgotten, as if they were lost.
    static let pushesMax = 10_000
    /// Payments kept for looking at.
    static let paymentsMax = 100_000
    /// Idempotency keys kept; beyond it further ones are refused rather than forgotten.
    static let answersMax = 1_000_000
    /// Fault rules that wait.
    static let faultsMax = 1_000
    /// Kinds of request that are counted each by itself.
    static let kindsMax = 200

    init(seed: UInt64) { random = SeededGenerator(seed: seed, purpose: 9, index: 0) }

    /// Writes the sequence behind the first member. The text is our own compact JSON of an object whose first member is the id, so its first
    /// comma ends that member; pages of a thousand documents are not worth reading again for this.
    static func withSequence(_ text: String, _ sequence: Int) -> String {
        guard let comma = text.utf8.firstIndex(of: UInt8(ascii: ",")) else { return text }
        return "\(text[..<comma]),\"sequence\":\(sequence)\(text[comma...])"
    }
}

extension JSON {
    /// The same object with `id` as its first member and without `sequence`, which the stream gives.
    fileprivate var withIDFirst: JSON {
        guard case .object(let members) = self else { return self }
        let others = members.filter { $0.name != "id" && $0.name != "sequence" }
        return .object(members.filter { $0.name == "id" } + others)
    }
}
